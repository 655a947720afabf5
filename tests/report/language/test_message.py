"""Messages with gaps: numbers and plurals as a language writes them, names as they are."""

import pytest

from contested.ground.errors import InputError
from contested.report.language.catalogue import LANGUAGES, Language, sections
from contested.report.language.message import Message, number, russian

FORMS = ["участок", "участка", "участков"]


@pytest.mark.parametrize(
    ("n", "form"),
    [("0", 2), ("1", 0), ("2", 1), ("4", 1), ("5", 2), ("11", 2), ("12", 2), ("14", 2), ("21", 0), ("22", 1),
     ("111", 2), ("1,001", 0), ("1,012", 2), ("2.5", 1), ("-3", 1)],
)  # fmt: skip
def test_russian_nouns_after_numbers(n, form):
    assert russian(n, FORMS) == FORMS[form]


@pytest.mark.parametrize(
    ("english", "local"),
    [("1,234,567.5", "1\u202f234\u202f567,5"), ("44.4%", "44,4\u00a0%"), ("-0.5", "−0,5"), ("1.2e-05", "1,2·10⁻⁵"),
     ("7", "7"), ("+45", "+45")],
)  # fmt: skip
def test_numbers_are_written_anew(english, local):
    assert number(english) == local


def test_a_gap_for_a_number_takes_no_word_and_a_repeated_gap_the_same_text():
    assert Message("{n} stations", "").match("1,200 stations").gaps == {"n": "1,200"}
    assert Message("{n} stations", "").match("many stations") is None
    assert Message("{a} and {a}", "").match("x and y") is None


def test_every_message_fills_the_gaps_that_it_has():
    for code in set(LANGUAGES) - {"en"}:
        for part in sections(code).values():
            for english, local in part.items():
                if "datum." in english:
                    continue
                message, ways = Message(english, local), dict.fromkeys(("say", "name", "names", "within"), str)
                assert len(message.gaps) == len(set(message.gaps)), english
                out = message.fill({**dict.fromkeys(message.gaps, "2"), "leader": "L"}, ways, russian)
                assert "{" not in out and "}" not in out, english
                for form in local.split("{")[1:]:
                    assert form.split("}")[0].count("|") in (0, 2), local


def test_sentences_of_one_text_are_found_one_by_one_and_what_is_unknown_is_listed():
    say = Language("ru", "A")
    assert say("By the rule set beforehand that is no alarm. No other test alarms.") == (
        "По заранее заданному правилу это не сигнал. Остальные проверки сигнала не дают."
    )
    assert not say.missing
    assert say("No other test alarms. Zyx abc.") == "Остальные проверки сигнала не дают. Zyx abc."
    assert say.missing == {"No other test alarms. Zyx abc."}


def test_the_contestant_goes_by_name():
    assert Language("en", "Ann Other")("The leader's votes, for the leader") == "Ann Other's votes, for Ann Other"
    assert Language("ru", "Ann Other")("Digits of the leader's votes") == "Цифры в числах голосов за «Ann Other»"
    assert Language("en")("the leader") == "the leader"


def test_a_name_that_is_a_word_of_the_catalogue_stays():
    assert Language("ru", "result").name("result") == "result"


def test_an_unknown_language():
    with pytest.raises(InputError, match="expected en or ru; got 'de'"):
        Language("de")


def test_a_list_of_numbers_is_numbers_and_no_name():
    """"0.257, 0.3" was read as a name, "0.257,", with a number behind it."""
    say = Language("ru", "A")
    assert say("They are at 3 points, most at 0.257, 0.3, 0.5.") == "Они в 3 точках, больше всего в 0,257; 0,3; 0,5."
    assert say("They are at 1 point, most at 0.257.") == "Они в 1 точке, больше всего в 0,257."
