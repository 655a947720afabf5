"""Votes from registrations: at stations whose count is trusted, how many votes stood behind one who registered.

The multiplier k of an area, times all registrations of the area, estimates its votes. Published with k by least
squares through the origin on stations picked by hand (demidov2020); the ratio of sums is the survey statistician's
choice and is given beside it. The rule for trust offered here, an official count nowhere below the registrations,
is a first filter only, and not an innocent one: it lets no station through where k is below 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy import stats

from contested.forensics.finding import Finding
from contested.forensics.table.case import Flags, Floats, Ints
from contested.ground.errors import InputError

#: registrations below which a contestant's count is too small to contradict anybody
FEW = 10


class Multiplier(NamedTuple):
    """Votes behind one who registered.

    Parameters
    ----------
    rows : int, station
    k, low, high : float, vote/person
        Least squares through the origin, with its 95 % interval (jackknife over stations, t of rows - 1); NaN without
        registrations, the interval infinite with one row.
    ratio, ratio_low, ratio_high : float, vote/person
        Sum of votes over sum of registrations, likewise.
    correlation : float
        Of votes and registrations over the rows; NaN below 2 rows.
    """

    rows: int
    k: float
    low: float
    high: float
    ratio: float
    ratio_low: float
    ratio_high: float
    correlation: float


def consistent(votes: Mapping[str, Ints], registered: Mapping[str, Ints], *, few: int = FEW) -> Flags:
    """Stations where no contestant has fewer votes than registrations.

    Parameters
    ----------
    votes, registered : mapping of contestant to int64 array of shape (stations,)
        Votes below 0 are not known, and then do not contradict.
    few : int, person
        Fewer registrations than this contradict nothing.

    Returns
    -------
    bool array of shape (stations,)
        False where no contestant's votes are known at all.
    """
    known = np.any([votes[who] >= 0 for who in registered], axis=0)
    fine = [(votes[who] >= at) | (votes[who] < 0) | (at < few) for who, at in registered.items()]
    return np.asarray(known & np.all(fine, axis=0))


def multiplier(registered: Ints, votes: Ints) -> Multiplier:
    """Votes behind one registration, from the rows given.

    Parameters
    ----------
    registered, votes : int64 array of shape (rows,)
        All known. Rows without registrations count in neither estimate's slope, but count as rows.
    """
    x, y = np.asarray(registered, float), np.asarray(votes, float)
    if x.shape != y.shape or (x.size and min(x.min(), y.min()) < 0):
        raise InputError("expected as many counts of votes as of registrations, none below 0.")
    n = x.size
    if not n or not x.sum():
        return Multiplier(n, *[np.nan] * 7)
    k, low, high = _jackknife(x * y, x * x)
    ratio, ratio_low, ratio_high = _jackknife(y, x)
    flat = n < 2 or not x.std() or not y.std()
    return Multiplier(n, k, low, high, ratio, ratio_low, ratio_high, np.nan if flat else np.corrcoef(x, y)[0, 1])


def _jackknife(above: Floats, below: Floats) -> tuple[float, float, float]:
    """A ratio of sums, with the 95 % interval from leaving out one row at a time."""
    n, value = above.size, above.sum() / below.sum()
    left = below.sum() - below
    if n < 2 or (left <= 0).any():
        return value, -np.inf, np.inf
    without = (above.sum() - above) / left
    error = np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum())
    reach = stats.t.ppf(0.975, n - 1) * error
    return value, value - reach, value + reach


ABOUT = Finding(
    name="registration-ratio", title="Votes behind registrations", kind="estimate", unit="ballot",
    rule="the announced number lies below the interval",
    assumes="Trusted stations were counted correctly, and supporters registered there as often as elsewhere.",
    fails_when="Rows are trusted because their votes exceed registrations: the factor from registrations to votes is "
    "then too large. If supporters register more often than at trusted stations the estimate is too large as well, "
    "and if less often too small.",
    cites=("demidov2020", "cochran1977"),
)  # fmt: skip


def find(
    area: Sequence[str] | np.ndarray,
    registered: Ints,
    votes: Ints,
    trusted: Flags,
    *,
    contestant: str,
    announced: float | None = None,
) -> Finding:
    """Votes of a contestant in all areas, from registrations at all stations and votes at trusted ones.

    Parameters
    ----------
    area : sequence of str
        Of shape (stations,). An area without trusted rows takes the multiplier of all areas together.
    registered, votes : int64 array of shape (stations,)
        Below 0 where not known.
    trusted : bool array of shape (stations,)
    contestant : str
    announced : float, optional, ballot
        The official total; without it there is no alarm.
    """
    area, use = np.asarray(area), trusted & (registered >= 0) & (votes >= 0)
    everywhere = multiplier(registered[use], votes[use])
    rows, total, spread, shared = [], 0.0, 0.0, 0.0
    for name in np.unique(area):
        here = area == name
        own = multiplier(registered[use & here], votes[use & here])
        by = own if np.isfinite(own.low) else everywhere
        people = int(np.maximum(registered[here], 0).sum())
        estimate, reach = by.k * people, (by.high - by.low) / 2 * people
        rows.append({"area": str(name), "k of": "area" if by is own else "all", **by._asdict(),
                     "registered": people, "votes": estimate})  # fmt: skip
        if people:
            total += estimate
            spread += reach**2 if by is own else 0.0
            shared += 0.0 if by is own else reach  # one multiplier for several areas: their errors add up
    about = replace(ABOUT, tables={"areas": pl.DataFrame(rows)})
    if not np.isfinite(everywhere.low):
        return replace(about, says="There are too few trusted stations with registrations.")
    spread = (spread + shared**2) ** 0.5
    low, high = total - spread, total + spread
    return replace(
        about,
        says=f"If {everywhere.rows:,} trusted stations speak for all, {contestant} had {total:,.0f} votes "
        f"({low:,.0f} to {high:,.0f}): {everywhere.k:.2f} for each who registered.",
        value=total, low=low, high=high, range_is="95 % by leaving out stations; trust itself is not in it",
        alarm=None if announced is None else bool(announced < low),
    )  # fmt: skip
