"""Days are given as people give them, and refused where they make no sense."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pytest

from contested.ground.errors import InputError
from contested.studies.days import how_many, to_day


@dataclass
class Span:
    """As much of a country as days need."""

    start: date = date(2020, 8, 9)
    days: int = 145


@pytest.mark.parametrize("value", [7, "7", "2020-08-16", date(2020, 8, 16), datetime(2020, 8, 16, 9), np.int64(7)])
def test_a_day_is_a_number_or_a_date(value):
    assert to_day(value, Span(), "checkpoint") == 7


@pytest.mark.parametrize(
    "value",
    [-1, "-1", "--1", 145, "2020-08-08", "2021-01-01", "16.8.2020", "soon", "", "²", "9" * 5000, True, 2.0, None],
)
def test_a_day_outside_the_scenario_is_refused(value):
    with pytest.raises(InputError, match="checkpoint: expected a da") as caught:
        to_day(value, Span(), "checkpoint")
    assert len(str(caught.value)) < 300


def test_until_counts_its_own_day():
    assert how_many(Span(), 0, None, "2020-08-09") == 1
    assert how_many(Span(), 0, None, "2020-12-31") == 145 == how_many(Span(), 0, None, None)
    assert how_many(Span(), 13, None, date(2020, 8, 22)) == 1 == how_many(Span(), 144, None, None)


@pytest.mark.parametrize(
    ("first", "days", "until", "says"),
    [
        (0, 3, "2020-08-12", "twice"),
        (0, 0, None, "expected 1 to 145"),
        (0, 146, None, "2020-12-31"),
        (0, None, "2020-08-08", "expected a date from 2020-08-09 to 2020-12-31; got 2020-08-08"),
        (13, None, "2020-08-21", "expected a date from 2020-08-22"),
        (0, None, "2021-01-01", "got 2021-01-01"),
        (145, None, None, "stands at the scenario's end"),
    ],
)
def test_a_span_that_makes_no_sense_is_refused(first, days, until, says):
    with pytest.raises(InputError, match=says):
        how_many(Span(), first, days, until)
