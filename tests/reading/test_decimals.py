"""Points and commas in numbers: between thousands of what is counted, before decimals of what is measured."""

from __future__ import annotations

import datetime as dt

import pytest

from contested.claims.words import bounds
from contested.reading import read_text as learnt
from contested.reading.amounts import reported_of
from contested.reading.numbers import mentions
from tests.reading.alone import read_text
from tests.reading.test_grounding import one as answered

DAY = dt.date(2020, 8, 15)


def counted(text: str) -> list[tuple[str, float | None]]:
    return [(d.quantity, d.value if d.value is not None else d.low) for d in read_text(text, "report", DAY).drafts]


@pytest.mark.parametrize(
    "words",
    ["about 10.000", "some 1.500", "at least 2.500.000", "between 1.500 and 2.000", "10.000-15.000", "up to 12'500",
     "1,31,000", "more than 1.500.000,00", "2.5 million", "from 800,000 to 1.5 million", "10.000"],
)  # fmt: skip
def test_what_is_counted_is_read_as_in_claims(words: str) -> None:
    (number,) = mentions(f"They said {words} people marched.")
    value, *ends = bounds(words.removeprefix("from "))
    assert (number.reported.value, *number.reported[1:]) == (value, *ends)
    assert f"They said {words}".endswith(f"They said {words}"[number.start : number.end])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("About 10.000 people were detained.", [("detained", 10_000)]),
        ("In August 10.000 people were detained.", [("detained", 10_000)]),
        ("In the city 10.000-15.000 people marched.", [("crowd", 10_000)]),
        ("Sol won 1.204.333 votes (54.241 %).", [("votes", 1_204_333), ("vote_share", 54.241)]),
        ("The toll fell from 1.500 to 800.", [("dead", 1500), ("dead", 800)]),
        ("Turnout rose from 48.123 to 51.321 percent.", [("turnout_share", 48.123), ("turnout_share", 51.321)]),
        ("Turnout was 54.241 % and 10.000 came.", [("turnout_share", 54.241), ("crowd", 10_000)]),
        ("Sol had 54.241 percent and her rival 45.759.", [("vote_share", 54.241), ("vote_share", 45.759)]),
        ("The exit poll had Sol at 52.341 and Kral at 44.120.", [("poll_share", 52.341), ("poll_share", 44.12)]),
        ("He had 54.1-55.2 percent of the vote.", [("vote_share", 54.1)]),
        ("He had 54.241–55.100 percent of the vote.", [("vote_share", 54.241)]),
        ("She won 6.512 million votes.", [("votes", 6_512_000)]),
        ("They were fined €1.500 and 2.500,50 euros.", [("money", 1500), ("money", 2500.5)]),
        ("Fuel rose to $1.459 a litre.", [("money", 1.459)]),
        ("Fuel rose to 10.000 pesos a litre.", [("money", 10_000)]),
        ("A strike of 1.5 days began.", [("days", 1.5)]),
    ],
)  # fmt: skip
def test_a_point_before_three_digits_parts_thousands_but_not_of_shares(text: str, found: list[object]) -> None:
    assert counted(text) == found


@pytest.mark.parametrize("read", [read_text, learnt])
@pytest.mark.parametrize(
    "text", ["Police detained 1.5 people.", "About 1.5 people were killed.", "There were 2.5 deaths a day."]
)
def test_no_part_of_a_person_is_a_claim(read, text: str) -> None:
    reading = read(text, "report", DAY)
    assert not reading.drafts and [a.reason for a in reading.aside] == ["unreadable"]


def test_a_model_can_point_to_no_part_of_a_person_and_to_a_share_with_decimals() -> None:
    draft, reading = answered("Police said 2.5 people were detained.", number="2.5")
    assert draft is None and [a.reason for a in reading.aside if a.nowhere] == ["no whole number"]
    for quantity, value in (("detained", 45_759), ("vote_share", 45.759)):
        draft, _ = answered("The commission gave 45.759 for him.", number="45.759", quantity=quantity)
        assert draft.value == value


@pytest.mark.parametrize("words", ["the first two and a half", "1.500 and a half", "9" * 121])
def test_words_that_are_no_number_or_too_long_for_one_are_none(words: str) -> None:
    assert reported_of(words) is None


def test_a_bare_number_that_is_no_whole_one_is_a_share() -> None:
    text = "She won 51.2 percent of the vote; the count gave Kral 43.9. Turnout: 77.5."
    assert counted(text) == [("vote_share", 51.2), ("vote_share", 43.9), ("turnout_share", 77.5)]


@pytest.mark.parametrize("hour", ["13.02", "**13.02**", "[9.15]"])
def test_the_hour_of_an_entry_is_no_share(hour: str) -> None:
    assert counted(f"Sol had 51.2 percent of the vote.\n\n{hour} The union met.") == [("vote_share", 51.2)]


@pytest.mark.parametrize(
    "rate", ["5.125 deaths per 100.000 people", "12 deaths per 1,000 people", "3 killed per million"]
)
def test_a_rate_counts_nobody(rate: str) -> None:
    assert counted(f"Doctors recorded {rate}.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In August two people were killed.", [("dead", 2)]), ("In August 45 people were killed.", [("dead", 45)]),
        ("In May 9,500 people marched.", [("crowd", 9500)]), ("In May 2,000 people marched.", [("crowd", 2000)]),
        ("In May two thousand people marched.", [("crowd", 2000)]), ("Back in May 2020 people marched.", []),
        ("In May around 1.900 people were detained.", [("detained", 1900)]),
        ("On August 12 six people were killed.", [("dead", 6)]),
    ],
)  # fmt: skip
def test_what_is_no_day_behind_a_month_is_counted(text: str, found: list[object]) -> None:
    assert counted(text) == found
