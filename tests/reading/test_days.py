"""When what is counted happened, on sentences that no measured report has. Published on Saturday, 15 August 2020."""

from __future__ import annotations

import datetime as dt

import pytest

from contested.reading import read_text

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
