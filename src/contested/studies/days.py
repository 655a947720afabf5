"""Days as people give them: a number, a date, or a last date; turned into steps once, here."""

from __future__ import annotations

import operator
import re
from datetime import date, datetime, timedelta
from typing import Any

from contested.ground.errors import InputError
from contested.nation.country import Country
from contested.studies.arguments import short, whole

LONGER = "the scenario's end is set in its scenario.toml"


def to_date(value: str | date, what: str) -> date:
    """A date from "2020-08-16".

    Raises
    ------
    InputError
        If it is none.
    """
    return _date_of(value, what, "a date as YYYY-MM-DD")


def _date_of(value: Any, what: str, expected: str) -> date:
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        if isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise InputError(f"{what}: expected {expected}; got {short(value)}.", "for example 2020-08-16")


def to_day(value: int | str | date, country: Country, what: str) -> int:
    """A day's number from a number or a date; 0 is the scenario's start.

    Raises
    ------
    InputError
        If it is neither, or not a day of the scenario.
    """
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,9}\s*", value):
        day = int(value)
    elif hasattr(value, "__index__") and not isinstance(value, bool):
        day = operator.index(value)
    else:
        day = (_date_of(value, what, "a day number or a date as YYYY-MM-DD") - country.start).days
    if not 0 <= day < country.days:
        last = country.days - 1
        raise InputError(
            f"{what}: expected a day from 0 to {last}, or a date from {country.start} to {_date(country, last)}; "
            f"got {value}.",
            LONGER,
        )
    return day


def how_many(country: Country, first: int, days: int | None, until: str | date | None) -> int:
    """Number of days to simulate from day `first` on.

    Parameters
    ----------
    days : int, optional
        How many; all that are left if neither is given.
    until : date or text, optional
        Last day simulated.

    Raises
    ------
    InputError
        If both are given, or the last day lies before `first` or after the scenario's end.
    """
    days = None if days is None else whole(days, "days")
    if days is not None and until is not None:
        raise InputError("days and until say the same thing twice; give one.", "--days 30, or --until 2020-09-08")
    left = country.days - first
    if left < 1:
        raise InputError(f"the checkpoint stands at the scenario's end, {_date(country, first - 1)}.", LONGER)
    if until is not None:
        last = (to_date(until, "until") - country.start).days
        if not first <= last < country.days:
            raise InputError(
                f"until: expected a date from {_date(country, first)} to {_date(country, country.days - 1)}; "
                f"got {until}.",
                LONGER,
            )
        return last - first + 1
    if days is None:
        return left
    if not 1 <= days <= left:
        raise InputError(
            f"days: expected 1 to {left} (from {_date(country, first)} to the scenario's end, "
            f"{_date(country, country.days - 1)}); got {days}.",
            LONGER,
        )
    return days


def _date(country: Country, day: int) -> date:
    return country.start + timedelta(days=day)
