"""Quick counts: a result from the stations of a random sample, and how far from it the truth may be.

The ratio estimator by stratum that election observers use (estok2002), with what the sample leaves out: stations
drawn that never reported, whose votes might all have gone either way, and a check whether those that came late were
unlike those that came early. Formulas: cochran1977, chapter 6. Intervals are exact for an effective number of trials
(korn1998), because a variance from few stations with votes is too small, and 0 where none was seen.
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
from contested.ground.intervals import korn_graubard

#: chance of an alarm for any contestant of a count if every official share is right
FALSE_ALARM = 0.001
# a difference smaller than this is one of binary fractions
_SAME = 1e-9


class Estimate(NamedTuple):
    """A contestant's share.

    Parameters
    ----------
    share, low, high : float, share
        With a 95 % interval: combined ratio estimator, finite-population correction, and the interval of Korn and
        Graubard, with a degree of freedom for each station sampled less one for each stratum. NaN without a ballot.
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
    low, high = _interval(share, float(error), _independent(stratum, cast, weight, n, population, share), level,
                          votes.size - int((n > 0).sum()))  # fmt: skip
    one_by_one = share * (1 - share) / max(int(cast.sum()), 1)
    effect = float(error**2 / one_by_one) if one_by_one else np.nan
    return Estimate(share, low, high, float(error), effect, votes.size)


def _independent(
    stratum: np.ndarray, cast: np.ndarray, weight: np.ndarray, n: np.ndarray, population: np.ndarray, share: float
) -> float:
    """Most independent trials that a sample can stand for; infinite where all stations were sampled.

    Its ballots; but where the contestant has none or all of them, its stations, because nothing is known of how votes
    lie together, and they may all lie at stations that were not drawn.
    """
    part = n / np.maximum(population, 1)
    stations = share in (0.0, 1.0)
    if stations:
        # of K stations with votes a sample of a part f has none with a chance of (1 - f)^K, not exp(-f K)
        with np.errstate(divide="ignore"):
            left = np.where(part < 1, part / np.maximum(-np.log1p(-np.minimum(part, 1)), 1e-300), 0.0)
    else:
        left = 1 - part
    size = weight * cast
    spread = float((left[stratum] * size * (size if stations else weight)).sum())
    return float(size.sum()) ** 2 / spread if spread else np.inf


def _interval(share: float, error: float, most: float, level: float, free: int) -> tuple[float, float]:
    if np.isinf(most):
        return share, share
    if share in (0.0, 1.0):
        return korn_graubard(share, most, level)
    tail = 0.5 + level / 2
    trials = min(share * (1 - share) / error**2, most) if error else most
    # a spread from few stations is itself uncertain
    trials *= float((stats.norm.ppf(tail) / stats.t.ppf(tail, max(free, 1))) ** 2)
    low, high = korn_graubard(share, trials, level)
    return min(low, share), max(high, share)


def cautious(
    stratum: np.ndarray, votes: np.ndarray, cast: np.ndarray, population: np.ndarray, level: float
) -> tuple[float, float]:
    """Interval of a share for levels near 1, which a spread seen at few stations makes too short.

    To each side as if one station more had been drawn, with a station's ballots (mean over ballots) and all of them for
    the contestant, or none: a sample in which nobody saw a stronghold cannot tell that there is none. Parameters as of
    `estimate`.
    """
    stratum, votes, cast = (np.asarray(a, np.int64) for a in (stratum, votes, cast))
    n = np.bincount(stratum, minlength=len(population))
    left = np.where(n < population, population / np.maximum(n, 1), 0.0)
    if not left.any() or not cast.any():
        found = estimate(stratum, votes, cast, population, level=level)
        return found.low, found.high
    size = round(float((cast.astype(float) ** 2).sum() / cast.sum()))
    low, high = (
        estimate(np.append(stratum, left.argmax()), np.append(votes, mine), np.append(cast, size), population,
                 level=level)
        for mine in (0, size)
    )  # fmt: skip
    return low.low, high.high


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
    name="quick-count", title="Quick count", kind="estimate", unit="share", cites=("estok2002", "korn1998"),
    rule="the official share lies outside what sampling and silent stations together could explain, at a false-alarm "
    f"rate of {FALSE_ALARM:g} over all contestants",
    assumes="Stations were drawn at random within strata, and their counts are what was cast.",
    fails_when="Stations that did not report are unlike the rest: see the bounds and the check of arrivals. Votes of a "
    "contestant at a few stations only that were not drawn: the 95 % interval is then too short.",
)  # fmt: skip


def find(
    stratum: np.ndarray,
    votes: np.ndarray,
    cast: np.ndarray,
    population: np.ndarray,
    official: float | None,
    *,
    missing_ballots: Sequence[int] | np.ndarray = (),
    missing_stratum: Sequence[int] | np.ndarray | None = None,
    unbounded: int = 0,
    contestants: int = 1,
    contestant: str = "",
) -> Finding:
    """A quick count's estimate beside the official share; stations in the order in which they reported.

    Parameters
    ----------
    stratum, votes, cast, population
        As of `estimate`; a stratum may have no report.
    official : float, share, optional
        From 0 to 1. Without it there is no alarm.
    missing_ballots : int64 array of shape (missing,), ballot
        As of `worst_case`.
    missing_stratum : int64 array of shape (missing,), optional
        Of each station that was drawn and did not report; may be left out where there is one stratum.
    unbounded : int
        Other silent stations, whose ballots are not known. There is no alarm then, nor where no station of a stratum
        was drawn.
    contestants : int
        That are compared with official shares: the false-alarm rate of `ABOUT` is over all of them.
    contestant : str
        Name.

    Raises
    ------
    InputError
        As of `estimate`, or silent stations whose strata are not given.
    """
    about = replace(ABOUT, title=f"{ABOUT.title}: {contestant}" if contestant else ABOUT.title)
    if not len(votes) or not np.sum(cast):
        return replace(about, says="No station with ballots reported.")
    stratum, votes, cast, population = (np.asarray(a, np.int64) for a in (stratum, votes, cast, population))
    silent = np.asarray(missing_ballots, np.int64)
    if missing_stratum is None and silent.size and population.size > 1:
        raise InputError("expected the stratum of each silent station.", "give missing_stratum")
    where = np.zeros(silent.size, np.int64) if missing_stratum is None else np.asarray(missing_stratum, np.int64)
    found = estimate(*_only(stratum, votes, cast, population))
    drawn = np.bincount(np.append(stratum, where), minlength=population.size)
    weight = population / np.maximum(drawn, 1)  # of stations drawn: silent ones stand for others as well
    worst = worst_case(votes, cast, silent, weight[stratum], weight[where])
    every, ballots = np.append(stratum, where), np.append(cast, silent)
    least = _only(every, np.append(votes, np.zeros_like(silent)), ballots, population)
    most = _only(every, np.append(votes, silent), ballots, population)
    low, high = estimate(*least).low, estimate(*most).high
    level = 1 - FALSE_ALARM / max(contestants, 1)
    ends = cautious(*least, level)[0], cautious(*most, level)[1]
    blind = unbounded + int(((drawn == 0) & (population > 0)).sum())
    came = arrival(votes, cast)
    ways = {**worst._asdict(), "interval_low": low, "interval_high": high}  # and chance on top of silence
    tables = {"estimate": pl.DataFrame([found._asdict()]), "worst case": pl.DataFrame([ways]),
              "arrival": pl.DataFrame([came._asdict()]),
              "limits": pl.DataFrame({"level": [level], "low": [ends[0]], "high": [ends[1]]})}  # fmt: skip
    beside = "" if official is None else f"; the official share is {100 * official:.2f} %"
    says = (
        f"{found.stations:,} station{' gives' if found.stations == 1 else 's give'} {contestant or 'the contestant'} "
        f"{100 * found.share:.2f} % ({100 * found.low:.2f} to {100 * found.high:.2f}){beside}."
    )
    if worst.missing:
        says += f" If {worst.missing:,} silent station{'s' * (worst.missing != 1)} went all one way: " \
            f"{100 * low:.1f} to {100 * high:.1f} %."  # fmt: skip
    if official is not None and not blind:
        says += f" An official share outside {100 * ends[0]:.1f} to {100 * ends[1]:.1f} % would be contradicted."
    elif official is not None:
        says += " It is not judged: silent stations, or strata without a drawn station, cannot be bounded."
    alarm = None if official is None or blind else not ends[0] - _SAME <= official <= ends[1] + _SAME
    return replace(
        about, says=says, value=found.share, low=found.low, high=found.high, range_is="95 % over samples", alarm=alarm,
        tables=tables,
    )  # fmt: skip


def _only(
    stratum: np.ndarray, votes: np.ndarray, cast: np.ndarray, population: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The same stations, with no strata but theirs."""
    there, code = np.unique(stratum, return_inverse=True)
    return code, votes, cast, population[there]
