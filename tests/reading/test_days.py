"""When what is counted happened, on sentences that no measured report has. Published on Saturday, 15 August 2020."""

from __future__ import annotations

import datetime as dt

import pytest

from contested.reading import read_text as learnt
from contested.reading.dates import days
from tests.reading.alone import read_text

DAY = dt.date(2020, 8, 15)


def dated(text: str) -> list[str]:
    drafts = read_text(text, "report", DAY).drafts
    return [f"{d.date or ''}..{d.end_date}" if d.end_date else str(d.date or "") for d in drafts]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Since Monday 40 people have been detained.", ["2020-08-10..2020-08-15"]),
        ("Police detained 64 people on August 11 and 12.", ["2020-08-11..2020-08-12"]),
        ("In July police detained 90 people.", ["2020-07-01..2020-07-31"]),
        ("He ended a hunger strike on Thursday after 10 days.", ["2020-08-03..2020-08-13"]),
        ("The vote took place on Sunday. She won 54 percent.", ["2020-08-09"]),
        ("She won 54 percent.", [""]),
    ],
)
def test_periods_begin_where_the_text_says(text, found):
    assert dated(text) == found


def test_a_total_goes_on_for_the_totals_behind_it():
    text = "Doctors say 21 people have died since the vote of 9 August. A group has counted 34 dead so far."
    assert dated(text) == ["2020-08-09..2020-08-15"] * 2


def test_the_day_of_speaking_is_not_the_day_of_the_event():
    text = "Police fired at a crowd late on Wednesday.\n\nThe ministry said on Friday that 12 people were wounded."
    assert dated(text) == ["2020-08-12"]


def test_a_place_between_the_verb_of_speaking_and_its_day_changes_nothing():
    text = "Police fired late on Wednesday.\n\nHe told reporters in the port on Friday that 40 people had been wounded."
    assert dated(text) == ["2020-08-12"]


def test_each_number_has_the_day_beside_it():
    text = "Crews counted 87 roadblocks on Thursday, up from 52 on Monday."
    assert dated(text) == ["2020-08-13", "2020-08-10"]


def test_the_day_of_the_news_holds_for_what_nothing_dates():
    text = "Rain and rage\n\nGunmen attacked a rally on Tuesday.\n\nA trader counted five bodies on the road."
    assert dated(text) == ["2020-08-11"]


def test_a_dateline_dates_nothing():
    assert dated("MINSK, Aug 10 (Agency) — Police detained 40 people on Friday.") == ["2020-08-14"]


def test_what_is_called_for_has_the_day_that_was_announced():
    text = "The union has called a march on Monday. It expects 9,000 people."
    assert dated(text) == ["2020-08-17"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Police detained 40 people between 28 July and 3 August.", "2020-07-28..2020-08-03"),
        ("On the night of 11 to 12 August police detained 40 people.", "2020-08-11"),
        ("Police detained 40 people on Monday last week.", "2020-08-03"),
        ("Police detained 40 people the night before last.", "2020-08-13"),
        ("Police said on Friday that 40 people had been detained the day before.", "2020-08-13"),
        ("At yesterday's rally police detained 40 people.", "2020-08-14"),
        ("Last August police detained 40 people.", "2019-08-01..2019-08-31"),
        ("Monitors count 40 people still in custody after the raids of Monday.", "2020-08-15"),
    ],
)
def test_a_day_is_found_by_the_words_that_news_has_for_it(text: str, found: str) -> None:
    assert dated(text) == [found]


def test_the_day_of_a_diary_holds_for_its_entry() -> None:
    text = "The week day by day\n\nTuesday. Miners left. Police detained 40.\n\nThursday. Doctors counted 12 wounded."
    assert dated(text) == ["2020-08-11", "2020-08-13"]


def test_a_report_that_begins_long_ago_is_dated_by_its_news() -> None:
    text = "It was on June 16, 2012, that it began.\n\nOn Thursday I stood there again.\n\nPolice took away 9 people."
    assert dated(text) == ["2020-08-13"]


#: expressions of news for a day, on Thursday, 15 August 2030
GRAMMAR = """on the 12th|08-12..08-12
on Monday, 12 August|08-12..08-12
on Monday (12 August)|08-12..08-12
Sun., Aug. 11|08-11..08-11
on August the 12th|08-12..08-12
12.08.2030|08-12..08-12
from 28 July to 3 August|07-28..08-03
between Friday and Monday|08-09..08-12
Friday through Sunday|08-09..08-11
on Friday and again on Saturday|08-09..08-10
overnight into Thursday|08-14..08-14
on the night from Sunday to Monday|08-11..08-11
on the night of 9-10 August|08-09..08-09
on Monday of last week|08-05..08-05
on the Sunday before last|08-04..08-04
on Sunday last|08-11..08-11
a fortnight ago|08-01..08-01
in the past 24 hours|08-14..08-15
over the last four days|08-11..08-15
earlier this month|08-01..08-15
so far this week|08-12..08-15
last month|07-01..07-31
in the week to 11 August|08-05..08-11
in the first week of August|08-01..08-07
on May Day|05-01..05-01"""


@pytest.mark.parametrize("line", GRAMMAR.splitlines())
def test_every_expression_for_a_day_means_its_day(line: str) -> None:
    text, ends = line.split("|")
    (found,) = days(f"Police detained 40 people {text}.", dt.date(2030, 8, 15))
    assert f"{found.first:%m-%d}..{found.last:%m-%d}" == ends


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The vote was held on 9 August. The day after the election police detained 40 people.", "2020-08-10"),
        ("The vote was held on 9 August. Two days after the vote police detained 40 people.", "2020-08-11"),
        ("The vote was held on 9 August. Police detained 40 people on election night.", "2020-08-09"),
        ("Miners walked out on Tuesday. The next morning police detained 40 people.", "2020-08-12"),
        ("Police fired on Monday. A doctor said that 40 people were hurt that day.", "2020-08-10"),
        ("Police fired on 8 and 9 August, and 40 people were hurt that day.", "2020-08-08..2020-08-09"),
        ("A curfew came on Monday, and three days later police detained 40 people.", "2020-08-13"),
        ("Her group says 40 people have been hurt.", "..2020-08-15"),
        ("As of Friday evening 40 people had been detained.", "..2020-08-14"),
    ],
)
def test_a_day_may_be_counted_from_the_vote_or_from_the_day_named_before(text: str, found: str) -> None:
    assert dated(text) == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Police detained 40 people two Sundays ago.", "2020-08-02"),
        ("From 10 August until yesterday 40 people were killed.", "2020-08-10..2020-08-14"),
        ("On Thursday 40 women were remanded till 30 August.", "2020-08-13"),
    ],
)
def test_a_day_of_something_else_is_not_that_of_the_number(text, found):
    assert dated(text) == [found]


@pytest.mark.parametrize("day", ["30.07.2020", "30.07.20", "30/7/2020", "7/30/20", "30-07-2020", "2020-07-30"])
def test_a_date_in_digits_is_a_day_and_counts_nothing(day: str) -> None:
    reading = read_text(f"Bulletin of {day}\n\nOn {day} police killed two people.", "report", DAY)
    assert [(d.value, str(d.date)) for d in reading.drafts] == [(2, "2020-07-30")]
    assert {a.reason for a in reading.aside} == {"date"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # one date that can be read in one way only says how the others are written
        ("On 05/07/2020 police detained 60. On 06/13/2020 police detained 40.", ["2020-05-07", "2020-06-13"]),
        ("On 13/06/2020 police detained 40. On 05/07/2020 police detained 60.", ["2020-06-13", "2020-07-05"]),
        # nothing says it, but one of the two days is to come, or the two are one
        ("On 08/12/2020 police detained 60.", ["2020-08-12"]),
        ("On 12/08/2020 police detained 60.", ["2020-08-12"]),
        ("The union will bring 500 people to the square on 12/08/2020.", ["2020-12-08"]),
        ("On 05/05/2020 police detained 60.", ["2020-05-05"]),
        # nothing says it: no day, and none that is counted from it
        ("On 05/07/2020 police detained 60.", [""]),
        ("On 05/07/2020 police broke up a march. They detained 60 people.", [""]),
        ("On 13 August they met. On 05/07/2020 they marched. The next day police detained 60.", [""]),
        ("On 13 August they met. On 05/07/2020 they marched. Two days later police detained 60.", [""]),
        ("On 05/07/2020 they marched. Police had detained 60 the day before.", [""]),
        ("Between 05/07/2020 and 07/07/2020 police detained 60.", [""]),
        ("From 05/07/2020 until yesterday police detained 60.", [""]),
        ("As of 05/07/2020 60 people had been detained.", [""]),
        ("Police said on 05/07/2020 that 60 people were detained.", [""]),
        ("Rain\n\nThey marched on 05/07/2020.\n\nA doctor counted five bodies.", [""]),
        ("On 05/07/2020 police detained 60. On 13/06/2020 and 06/14/2020 they rested.", [""]),
        # points and hyphens have the day first
        ("On 05.07.2020 police detained 60. On 06/13/2020 they rested.", ["2020-07-05"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("read", [read_text, learnt])
def test_dates_with_slashes_are_read_in_one_way_or_left_open(read, text: str, found: list[str]) -> None:
    assert [str(d.date or "") for d in read(text, "report", DAY).drafts] == found


def test_an_open_date_is_shown_where_it_stands() -> None:
    (draft,) = learnt("On 05/07/2020 police detained 60.", "report", DAY).drafts
    assert (draft.anchors["date"].text, draft.anchors["date"].rule, draft.end_date) == ("05/07/2020", "open", None)


def test_an_act_of_a_month_has_the_whole_month():
    act = read_text("Kenya\n\nJohn Kamau was jailed in May.", "report", DAY).acts[0]
    assert (str(act.date), str(act.end_date)) == ("2020-05-01", "2020-05-31")


def test_who_is_a_second_victim_is_an_order_and_no_number():
    assert dated("Police denied that a second protester was killed.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("After the 2019 vote, 100 people were expelled.", ("2019-01-01", "2019-12-31")),
        ("On the Monday after the election of 9 August they circled the square.", ("2020-08-10", "2020-08-10")),
        ("In the four days since the rally began, 113 were hurt.", ("2020-08-11", "2020-08-15")),
        ("In the week under review 41 were hurt.", ("2020-08-09", "2020-08-15")),
        ("They marched on Thursday. A day earlier they had met.", ("2020-08-12", "2020-08-12")),
        ("The previous day's march was small.", ("2020-08-14", "2020-08-14")),
    ],
)
def test_what_a_day_is_counted_from_is_read_from_the_text(text: str, found: tuple[str, str]) -> None:
    day = days(text, DAY)[-1]
    assert (str(day.first), str(day.last)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The internet has been down for 96 hours.", ["2020-08-11..2020-08-15"]),
        ("The strike has now lasted five weeks.", ["2020-07-11..2020-08-15"]),
        ("The sit-in has gone on for three nights.", ["2020-08-12..2020-08-15"]),
    ],
)
def test_what_has_lasted_began_so_long_ago(text: str, found: list[str]) -> None:
    assert dated(text) == found


def test_the_day_of_the_vote_is_known_from_how_long_ago_it_was():
    text = "Six days after the snap election two tallies disagree.\n\nA group gave the challenger 7,158,000 votes."
    assert dated(text) == ["2020-08-09"]
