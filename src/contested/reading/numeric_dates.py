"""Dates in digits, and which of them have the month first: "2030-08-12", "12.08.2030", "08/12/2030".

One report writes its dates in one way. Where it does not tell which, a date that may be two days is left open.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from contested.reading.day_meanings import OPEN, Now, Period

_SLASHES = r"\d{1,2}/\d{1,2}/(?:19|20)?\d\d"
#: how a date in digits is written
PATTERN = (
    rf"\b\d{{4}}-\d\d-\d\d\b|(?<![\d./-])(?:\d{{1,2}}\.\d{{1,2}}\.(?:19|20)?\d\d|{_SLASHES}|"
    r"\d{1,2}-\d{1,2}-(?:19|20)\d\d)\b(?![./-]?\d)"
)
_SLASHED = re.compile(rf"(?<![\d./-]){_SLASHES}\b(?![./-]?\d)")


@lru_cache(maxsize=8)
def month_first(text: str) -> bool | None:
    """Whether dates with slashes have the month first in a text, by those that can be read in one way only.

    >>> month_first("On 05/07/2020 and 06/13/2020"), month_first("On 13/06/2020"), month_first("On 05/07/2020")
    (True, False, None)
    """
    pairs = [[int(part) for part in m[0].split("/")[:2]] for m in _SLASHED.finditer(text)]
    months = any(first <= 12 < second <= 31 for first, second in pairs)
    days = any(second <= 12 < first <= 31 for first, second in pairs)
    return months if months != days else None


def numeric(m: re.Match[str], now: Now) -> Period | None:
    """ "2030-08-12", "12.08.2030", "12/8/30": the day first where both are possible, but with slashes as in the rest of
    the report; a year of two digits is in the hundred years around publication."""
    if re.match(r"\d{4}", m[0]):
        return _day(_valid(*map(int, m[0].split("-"))))
    first, second, year = map(int, re.split(r"[./-]", m[0]))
    if year < 100:
        year += 100 * round((now.day.year - year) / 100)
    by_day, by_month = _valid(year, second, first), _valid(year, first, second)
    if "/" not in m[0] or by_day is None or by_month is None or by_day == by_month:
        return _day(by_day or by_month)
    if now.month_first is not None:
        return _day(by_month if now.month_first else by_day)
    # what nothing decides is not guessed, but news is of the year before publication, and a plan of the year after
    near = [day for day in (by_day, by_month) if 0 <= (day - now.day).days * (1 if now.plan else -1) <= 366]
    return _day(near[0]) if len(near) == 1 else OPEN


def _day(day: dt.date | None) -> Period | None:
    return Period(day, day) if day is not None else None


def _valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
