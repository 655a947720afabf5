"""Is a posterior what it says? Simulation-based calibration, coverage, and intervals widened by what both found.

Draw parameters from the prior, play them, let the claim model speak, and infer: the truth must then lie anywhere among
the posterior's draws equally often (Talts and others 2018), and 90 % intervals must hold it 90 times in a hundred. All
functions take truths, float64 array of shape (trials, d), and draws, float64 array of shape (trials, draws, d), whoever
made them; draws of one trial must be independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from contested.ground.arrays import Floats, Ints
from contested.inference.paired_differences import interval

#: trials below which nothing is said of calibration: ranks in two halves cannot show a posterior that is too narrow
FEWEST = 15
#: intervals that are looked at
LEVELS = (0.5, 0.8, 0.9, 0.95)
#: coverage of 90 % intervals that is as it should be
COVERS = (0.87, 0.93)
#: bins of ranks at most; fewer if less than five ranks would be expected in one
BINS = 10
#: chance that a right posterior fails
FAILS = 0.01
#: posteriors narrower than the truth by this factor shall be seen with this chance, or more trials are asked for
NARROW, SEES = 0.8, 0.9


class Ranks(NamedTuple):
    """Where truths lie among draws.

    Parameters
    ----------
    counts : int64 array of shape (d, bins)
        Of ranks, each the number of draws below the truth.
    p : float64 array of shape (d,)
        Chance of counts as uneven as these, were ranks uniform (chi-square).
    passed : bool
        No p is below `FAILS` divided by the number of parameters, so that a right posterior fails once in a hundred.
    needed : int
        Trials with which a posterior too narrow by a fifth in one parameter would be seen nine times in ten.
    """

    counts: Ints
    p: Floats
    passed: bool
    needed: int


def ranks(truth: Floats, draws: Floats) -> Ranks:
    """Ranks and their uniformity."""
    from scipy.stats import chi2

    trials, d = truth.shape
    count = draws.shape[1]
    rank = (draws < truth[:, None, :]).sum(axis=1)
    bins = max(2, min(BINS, trials // 5, count + 1))
    bin_of = np.arange(count + 1) * bins // (count + 1)
    expected = trials * np.bincount(bin_of, minlength=bins) / (count + 1)
    counts = np.array([np.bincount(bin_of[r], minlength=bins) for r in rank.T])
    p = chi2.sf(((counts - expected) ** 2 / expected).sum(axis=1), bins - 1)
    return Ranks(counts, p, bool(p.min() >= FAILS / d), needed(d, bins))


def needed(d: int, bins: int) -> int:
    """Trials that show a posterior narrower than right by `NARROW` in one of d parameters with the chance `SEES`."""
    from scipy.special import ndtr, ndtri
    from scipy.stats import chi2, ncx2

    share = np.diff(ndtr(NARROW * ndtri(np.linspace(0, 1, bins + 1))))
    off = bins * np.sum((share - 1 / bins) ** 2)
    edge = chi2.isf(FAILS / d, bins - 1)
    trials = 10
    while ncx2.sf(edge, bins - 1, trials * off) < SEES:
        trials = int(trials * 1.1) + 1
    return trials


class Coverage(NamedTuple):
    """How often intervals hold the truth.

    Parameters
    ----------
    share : float64 array of shape (levels, d)
        Of trials whose central interval holds the truth.
    low, high : float64 arrays of shape (levels, d)
        95 % of what the share may be in truth (Clopper and Pearson 1934, exact).
    pooled, pooled_error : float64 arrays of shape (levels,)
        Over all parameters, and its standard error by the spread between trials, whose parameters err together.
    """

    share: Floats
    low: Floats
    high: Floats
    pooled: Floats
    pooled_error: Floats


def coverage(truth: Floats, draws: Floats) -> Coverage:
    """Coverage of central intervals at `LEVELS`."""
    trials = len(truth)
    inside = np.empty((len(LEVELS), *truth.shape), bool)
    for k, level in enumerate(LEVELS):
        low, high = _interval(draws, level)
        inside[k] = (truth >= low) & (truth <= high)
    hits = inside.sum(axis=1)
    below, above = interval(hits, np.full(hits.shape, trials), tail=0.025)
    each = inside.mean(axis=2)
    return Coverage(hits / trials, below, above, each.mean(axis=1), each.std(axis=1, ddof=1) / np.sqrt(trials))


class Stretch(NamedTuple):
    """By how much intervals must be stretched about their median to hold what they say.

    Parameters
    ----------
    factor : float
        1 if they are right; below 1 they are too wide.
    low, high : float
        95 % of what it may be, as if a trial's parameters were one number.
    """

    factor: float
    low: float
    high: float


def stretch(truth: Floats, draws: Floats) -> Stretch:
    """The factor at which 90 % intervals cover 90 % of these trials, over all parameters."""
    from scipy.stats import binom

    level = 0.9
    low, high = _interval(draws, level)
    middle = np.median(draws, axis=1)
    above = truth >= middle
    reach = np.where(above, high - middle, middle - low)
    off = np.abs(truth - middle) / np.maximum(reach, 1e-300)
    trials = len(truth)
    ends = np.asarray(binom.ppf([0.025, 0.975], trials, level)) / trials
    wanted = np.clip([level, *ends.tolist()], 0.0, 1.0)
    return Stretch(*(float(x) for x in np.quantile(off, wanted)))


def stretched(draws: Floats, factor: float) -> Floats:
    """Draws of shape (draws, d), wider about their medians by `factor`; never narrower, whatever the trials say."""
    middle = np.median(draws, axis=0)
    return middle + max(factor, 1.0) * (draws - middle)


#: columns of `tabulate`
TABLE = {
    "parameter": pl.String, "p": pl.Float64, "share_50": pl.Float64, "share_80": pl.Float64, "share_90": pl.Float64,
    "low_90": pl.Float64, "high_90": pl.Float64, "share_95": pl.Float64, "ranks": pl.String,
}  # fmt: skip


def tabulate(truth: Floats, draws: Floats, names: Sequence[str]) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Ranks, coverage and stretch of some trials: a row per parameter, by `names`, and a summary of all."""
    rank, cover, factor = ranks(truth, draws), coverage(truth, draws), stretch(truth, draws)
    rows = {
        "parameter": list(names), "p": rank.p, "share_50": cover.share[0], "share_80": cover.share[1],
        "share_90": cover.share[2], "low_90": cover.low[2], "high_90": cover.high[2], "share_95": cover.share[3],
        "ranks": [" ".join(map(str, counts.tolist())) for counts in rank.counts],
    }  # fmt: skip
    summary = {
        "passed": rank.passed, "least_p": rank.p.min(), "needed": rank.needed, "bins": rank.counts.shape[1],
        "coverage": dict(zip(map(str, LEVELS), cover.pooled.tolist())),
        "coverage_error": float(cover.pooled_error[LEVELS.index(0.9)]), "factor": factor.factor,
        "factor_low": factor.low, "factor_high": factor.high,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=TABLE), summary


def _interval(draws: Floats, level: float) -> tuple[Floats, Floats]:
    """Central intervals over the second axis. Order statistics, so that few draws cover as often as many."""
    ends = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=1, method="weibull")
    return ends[0], ends[1]
