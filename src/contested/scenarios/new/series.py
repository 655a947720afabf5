"""Days of gatherings as series of calls: daily, weekly, or single."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

#: gatherings that make a series, and days that may lie between two of a weekly one: one week may be missing
LEAST = 3
GAP = 14


class Series(NamedTuple):
    """First and last day, and how often: "day", "week", or "" for a single day."""

    first: dt.date
    last: dt.date
    every: str


def series(days: Iterable[dt.date]) -> list[Series]:
    """The days as few series: three days running are daily, three of one weekday weekly, the others single.

    Example: three Sundays in a row are one weekly series from the first to the third.
    """
    left = sorted(set(days))
    out = []
    for run in _runs(left, 1):
        if len(run) >= LEAST:
            out.append(Series(run[0], run[-1], "day"))
            left = [d for d in left if d not in run]
    for weekday in range(7):
        for run in _runs([d for d in left if d.weekday() == weekday], GAP):
            if len(run) >= LEAST:
                out.append(Series(run[0], run[-1], "week"))
                left = [d for d in left if d not in run]
    return sorted([*out, *(Series(d, d, "") for d in left)])


def _runs(days: list[dt.date], gap: int) -> list[list[dt.date]]:
    """Days in runs that are interrupted by no more than `gap` days."""
    runs: list[list[dt.date]] = []
    for day in days:
        if runs and (day - runs[-1][-1]).days <= gap:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
