"""Quick counts: a result from the stations of a random sample, and how far from it the truth may be.

The ratio estimator by stratum that election observers use (estok2002), with what the sample leaves out: stations
drawn that never reported, whose votes might all have gone either way, and a check whether those that came late were
unlike those that came early. Formulas: cochran1977, chapter 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy import stats

from contested.forensics.finding import Finding
from contested.ground.errors import InputError


class Estimate(NamedTuple):
    """A contestant's share.

    Parameters
    ----------
    share, low, high : float, share
        With a 95 % interval: combined ratio estimator, finite-population correction, t with a degree of freedom for
        each station sampled less one for each stratum. NaN without a ballot.
    error : float, share
        Standard error; infinite where one station is all there is to judge spread by.
    design_effect : float
        Variance over that of as many ballots drawn one by one; NaN where that is 0.
    stations : int
        Reported.
    """

    share: float
    low: float
    high: float
    error: float
    design_effect: float
    stations: int


def estimate(
    stratum: np.ndarray, votes: np.ndarray, cast: np.ndarray, population: np.ndarray, *, level: float = 0.95
) -> Estimate:
    """Share of a contestant from reported stations.

    Parameters
    ----------
    stratum : int64 array of shape (stations,)
        Row of `population`.
    votes, cast : int64 array of shape (stations,), ballot
        0 <= votes <= cast.
    population : int64 array of shape (strata,), station
        In each stratum, sampled or not. A stratum with none sampled is refused: nothing stands for it.
    level : float
        Of the interval.

    Raises
    ------
    InputError
        More stations than a stratum has, none where it has some, or votes above cast.
    """
    stratum, votes, cast = (np.asarray(a, np.int64) for a in (stratum, votes, cast))
    population = np.asarray(population, np.int64)
    n = np.bincount(stratum, minlength=population.size)
    if n.size > population.size or (n > population).any() or ((n == 0) & (population > 0)).any():
        raise InputError(
            f"expected from 1 to all stations of each stratum; got {n.tolist()} of {population.tolist()}.",
            "join strata in which no station reported to a neighbour, and say so",
        )
    if (votes < 0).any() or (votes > cast).any():
        raise InputError("expected 0 <= votes <= cast at every station.")
    weight = (population / np.maximum(n, 1))[stratum]
    ballots = float((weight * cast).sum())
    if not ballots:
        return Estimate(np.nan, np.nan, np.nan, np.nan, np.nan, votes.size)
    share = float((weight * votes).sum()) / ballots
    error = np.sqrt(_variance(stratum, votes - share * cast, n, population)) / ballots
    free = votes.size - int((n > 0).sum())
    reach = 0.0 if not error else float(stats.t.ppf(0.5 + level / 2, max(free, 1)) * error)
    one_by_one = share * (1 - share) / max(int(cast.sum()), 1)
    effect = float(error**2 / one_by_one) if one_by_one else np.nan
    return Estimate(share, max(share - reach, 0.0), min(share + reach, 1.0), float(error), effect, votes.size)


def _variance(stratum: np.ndarray, residual: np.ndarray, n: np.ndarray, population: np.ndarray) -> float:
    """Of the estimated total of residuals. A stratum with one station of several takes the spread of all together."""
    mean = np.bincount(stratum, residual, n.size) / np.maximum(n, 1)
    square = np.bincount(stratum, (residual - mean[stratum]) ** 2, n.size)
    alone = (n == 1) & (population > 1)
    spread = square / np.maximum(n - 1, 1)
    if alone.any():
        spread[alone] = residual.var(ddof=1) if residual.size > 1 else np.inf
    part = population.astype(float) ** 2 * (1 - n / np.maximum(population, 1)) / np.maximum(n, 1)
    return float(np.where(part > 0, part * spread, 0.0).sum())


class Bounds(NamedTuple):
    """Share of a contestant in the whole sample, if what did not report went all one way or the other."""

    low: float
    high: float
    missing: int


def worst_case(
    votes: np.ndarray,
    cast: np.ndarray,
    missing_ballots: Sequence[int] | np.ndarray,
    weight: np.ndarray | None = None,
    missing_weight: np.ndarray | None = None,
) -> Bounds:
    """Bounds on a sample's share that assume nothing about drawn stations that did not report.

    Parameters
    ----------
    votes, cast : int64 array of shape (stations,), ballot
        Reported.
    missing_ballots : int64 array of shape (missing,), ballot
        That each of the others may have at most; NaN is not allowed: take its registered voters.
    weight, missing_weight : float64 array, optional
        Stations that each stands for; 1.
    """
    a = np.ones(len(votes)) if weight is None else np.asarray(weight, float)
    b = np.ones(len(missing_ballots)) if missing_weight is None else np.asarray(missing_weight, float)
    mine, all_ = float((a * votes).sum()), float((a * cast).sum())
    open_ = float((b * np.asarray(missing_ballots, float)).sum())
    if not all_ + open_:
        return Bounds(0.0, 1.0, len(missing_ballots))
    return Bounds(mine / (all_ + open_), (mine + open_) / (all_ + open_), len(missing_ballots))


class Arrival(NamedTuple):
    """Whether stations that reported late are unlike those that reported early.

    `correlation` is Spearman's, of arrival with the station's votes above its expectation; `chance` its two-sided
    p-value; `early` and `late` the shares in the first and second half. NaN where there is nothing to compare.
    """

    correlation: float
    chance: float
    early: float
    late: float


def arrival(votes: np.ndarray, cast: np.ndarray) -> Arrival:
    """Compare stations in the order in which they reported; int64 arrays of shape (stations,), ballot."""
    votes, cast = np.asarray(votes, np.int64), np.asarray(cast, np.int64)
    half = votes.size // 2
    shares = [float(v.sum() / c.sum()) if c.sum() else np.nan
              for v, c in ((votes[:half], cast[:half]), (votes[half:], cast[half:]))]  # fmt: skip
    residual = votes - votes.sum() / max(int(cast.sum()), 1) * cast
    if votes.size < 3 or not residual.std():
        return Arrival(np.nan, np.nan, *shares)
    said = stats.spearmanr(np.arange(votes.size), residual)
    return Arrival(float(said.statistic), float(said.pvalue), *shares)


ABOUT = Finding(
    name="quick-count", title="Quick count", kind="estimate", unit="share", cites=("estok2002",),
    rule="the official share lies outside the 95 % interval and outside what silent stations could explain",
    assumes="Stations were drawn at random within strata, and their counts are what was cast.",
    fails_when="Stations that did not report are unlike the rest: see the bounds and the check of arrivals.",
)  # fmt: skip


def find(
    stratum: np.ndarray,
    votes: np.ndarray,
    cast: np.ndarray,
    population: np.ndarray,
    official: float | None,
    *,
    missing_ballots: Sequence[int] | np.ndarray = (),
    contestant: str = "",
) -> Finding:
    """A quick count's estimate beside the official share; stations in the order in which they reported.

    Parameters as of `estimate` and `worst_case`; `official` is a share from 0 to 1. Without it there is no alarm.
    """
    about = replace(ABOUT, title=f"{ABOUT.title}: {contestant}" if contestant else ABOUT.title)
    if not len(votes) or not np.sum(cast):
        return replace(about, says="No station with ballots reported.")
    found = estimate(stratum, votes, cast, population)
    n = np.bincount(stratum, minlength=len(population))
    weight = (np.asarray(population) / np.maximum(n, 1))[np.asarray(stratum)]
    mean = float(weight.mean())  # a silent station stands for as many as a station that reported
    worst = worst_case(votes, cast, missing_ballots, weight, np.full(len(missing_ballots), mean))
    came = arrival(votes, cast)
    low, high = min(found.low, worst.low), max(found.high, worst.high)
    tables = {"estimate": pl.DataFrame([found._asdict()]), "worst case": pl.DataFrame([worst._asdict()]),
              "arrival": pl.DataFrame([came._asdict()])}  # fmt: skip
    beside = "" if official is None else f"; the official share is {100 * official:.2f} %"
    says = (
        f"{found.stations:,} station{' gives' if found.stations == 1 else 's give'} {contestant or 'the contestant'} "
        f"{100 * found.share:.2f} % ({100 * found.low:.2f} to {100 * found.high:.2f}){beside}."
    )
    if worst.missing:
        says += f" If {worst.missing:,} silent station{'s' * (worst.missing != 1)} went all one way: " \
            f"{100 * low:.1f} to {100 * high:.1f} %."  # fmt: skip
    return replace(
        about, says=says, value=found.share, low=found.low, high=found.high,
        range_is="95 % over samples", alarm=None if official is None else not low <= official <= high, tables=tables,
    )  # fmt: skip
