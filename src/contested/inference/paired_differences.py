"""How sure a difference between two arms is, from pairs of runs on common random numbers.

A pair is one draw of parameters and one seed, simulated in both arms. Its efficiency is given as well: for a mean
difference, n pairs are as precise as n * efficiency independent runs of each arm, because the variance of independent
runs' difference is var(a) + var(b) and that of paired ones var(b - a).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Flags, Floats, Ints
from contested.ground.draws import uniforms
from contested.ground.errors import InputError

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
#: of every interval here
LEVEL = 0.90
#: of numbers added up over a run
ROUNDING = 1e-12
#: resamples behind the interval of an efficiency
RESAMPLES = 400


class Differences(NamedTuple):
    """Of k indicators over pairs; a pair without a number in one of the arms is left out of that indicator.

    Parameters
    ----------
    quantiles : float64 array of shape (5, k)
        Of b - a, at `QUANTILES`; NaN without pairs.
    mean, error : float64 arrays of shape (k,)
        Mean difference and its standard error (NaN with one pair).
    up, same, down : float64 arrays of shape (k,), share
        Pairs in which b is larger, exactly the same, smaller.
    up_low, up_high, down_low, down_high : float64 arrays of shape (k,), share
        90 % intervals of the chances of up and down, by Clopper and Pearson: never too narrow.
    efficiency, efficiency_low, efficiency_high : float64 arrays of shape (k,)
        Independent runs of each arm that a pair replaces in a mean difference, with a 90 % interval by resampling
        pairs; infinite where the difference does not vary and the arms do, NaN where nothing varies.
    pairs : int64 array of shape (k,)
        Pairs with numbers.
    """

    quantiles: Floats
    mean: Floats
    error: Floats
    up: Floats
    up_low: Floats
    up_high: Floats
    same: Floats
    down: Floats
    down_low: Floats
    down_high: Floats
    efficiency: Floats
    efficiency_low: Floats
    efficiency_high: Floats
    pairs: Ints


def differences(a: Floats, b: Floats, seed: int = 1, resamples: int = RESAMPLES) -> Differences:
    """Differences b - a of pairs.

    Parameters
    ----------
    a, b : float64 arrays of shape (pairs, k)
        Row by row of one draw and one seed. NaN where a run has no number.
    seed : int
        Of resampling.
    resamples : int
        Behind the interval of an efficiency; 0 leaves it out.

    Raises
    ------
    InputError
        If the shapes differ, or there is no pair.
    """
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    if a.shape != b.shape or a.ndim != 2 or not len(a):
        raise InputError(f"expected two arrays of one shape (pairs, indicators); got {a.shape} and {b.shape}.")
    there = np.isfinite(a) & np.isfinite(b)
    n = there.sum(axis=0)
    d = np.where(there, b - a, np.nan)
    up, down = (d > 0).sum(axis=0), (d < 0).sum(axis=0)
    some = np.maximum(n, 1)

    def share(count: Ints) -> Floats:
        return np.where(n > 0, count / some, np.nan)

    mean = np.where(n > 0, np.where(there, d, 0.0).sum(axis=0) / some, np.nan)
    var = _variance(d, there, np.ones(len(d)))
    quantiles = np.full((len(QUANTILES), d.shape[1]), np.nan)
    quantiles[:, n > 0] = np.nanquantile(d[:, n > 0], QUANTILES, axis=0)
    return Differences(
        quantiles, mean, np.sqrt(var / some), share(up), *interval(up, n), share(n - up - down), share(down),
        *interval(down, n), *_efficiency(a, b, there, seed, resamples), n,
    )  # fmt: skip


def margin(error: Floats, freedom: Floats) -> Floats:
    """Half the width of the 90 % interval of a mean, by Student's t.

    Parameters
    ----------
    error : float64 array
        Standard error of the mean, in its unit.
    freedom : float64 array of the same shape
        Degrees of freedom: pairs - 1. NaN comes out where it is not above 0.
    """
    from scipy.special import stdtrit  # a sixth of a second, which a run's page need not wait for

    freedom = np.asarray(freedom, np.float64)
    with np.errstate(invalid="ignore"):
        return np.where(freedom > 0, stdtrit(np.maximum(freedom, 1e-9), (1 + LEVEL) / 2), np.nan) * error


def interval(hits: Ints, n: Ints, tail: float = (1 - LEVEL) / 2) -> tuple[Floats, Floats]:
    """The interval of a chance by Clopper and Pearson.

    Parameters
    ----------
    hits, n : int arrays of one shape
        `hits` of `n` trials; 0 to 1 without trials.
    """
    from scipy.special import betaincinv

    hits, n = np.asarray(hits), np.asarray(n)
    low = np.where(hits > 0, betaincinv(np.maximum(hits, 1), n - hits + 1, tail), 0.0)
    high = np.where(hits < n, betaincinv(hits + 1, np.maximum(n - hits, 1), 1 - tail), 1.0)
    return low, high


def fewest(share: float) -> int:
    """The fewest pairs whose interval can lie above a share: what it takes if all of them have one sign."""
    n = 1
    while interval(np.array(n), np.array(n))[0] <= share:
        n += 1
    return n


def _variance(x: Floats, there: Flags, weights: Floats) -> Floats:
    """Of each column over rows counted `weights` times; NaN with fewer than two."""
    w = np.where(there, weights[:, None], 0.0)
    total = w.sum(axis=0)
    x = np.where(there, x, 0.0)
    mean = (w * x).sum(axis=0) / np.maximum(total, 1)
    return np.where(total > 1, (w * (x - mean) ** 2).sum(axis=0) / np.maximum(total - 1, 1), np.nan)


def _efficiency(
    a: Floats, b: Floats, there: Flags, seed: int, resamples: int
) -> tuple[Floats, Floats, Floats]:
    n = len(a)
    # what rounding leaves of a difference that does not vary is no spread
    rounding = (ROUNDING * np.where(there, np.maximum(np.abs(a), np.abs(b)), 0.0).max(axis=0)) ** 2

    def ratio(weights: Floats) -> Floats:
        apart = _variance(a, there, weights) + _variance(b, there, weights)
        apart = np.where(apart <= rounding, 0.0, apart)
        together = _variance(b - a, there, weights)
        together = np.where(together <= rounding, 0.0, together)
        with np.errstate(divide="ignore", invalid="ignore"):
            return apart / together

    resampled = np.empty((resamples, a.shape[1]))
    for k in range(resamples):
        which = (uniforms(n, seed, streams.RESAMPLED_PAIRS, day=k) * n).astype(np.int64)
        resampled[k] = ratio(np.bincount(which, minlength=n).astype(np.float64))
    whole = ratio(np.ones(n))
    # a resample of one pair over and over says nothing
    tails = np.full((2, a.shape[1]), np.nan)
    for j in np.flatnonzero(~np.isnan(whole)):
        some = resampled[~np.isnan(resampled[:, j]), j]
        if len(some):
            tails[:, j] = np.quantile(some, ((1 - LEVEL) / 2, (1 + LEVEL) / 2), method="nearest")
    return whole, tails[0], tails[1]
