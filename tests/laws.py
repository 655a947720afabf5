"""Tests of distributions with both error rates stated: how often right code fails, and what fault is surely seen.

A sample too small to see the fault it is meant to see is refused, with the number of draws that would do. Keys of
draws are fixed, but every such test also survives other keys: it fails right code once in 1 / false_fail keys.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy import stats

FALSE_FAIL = 1e-9


class TooFewError(AssertionError):
    """The sample could not show the fault it is meant to show."""


def assert_law(
    sample: np.ndarray,
    cdf: Callable[[np.ndarray], np.ndarray],
    *,
    detects: float,
    false_fail: float = FALSE_FAIL,
) -> None:
    """The sample follows a law, by the bound of Dvoretzky, Kiefer and Wolfowitz (Massart 1990).

    Parameters
    ----------
    sample : array of shape (n,)
        Independent draws, of a continuous or a discrete law.
    cdf : callable
        Chance of a value at most x, for an array of x.
    detects : float
        Largest difference between two distribution functions that may go unseen.
    false_fail : float
        Chance that draws from the law fail; also the chance that a fault of `detects` passes.

    Raises
    ------
    TooFewError
        If n draws cannot tell laws that differ by `detects`.
    """
    x = np.sort(np.asarray(sample, float))
    n = len(x)
    width = math.sqrt(math.log(2.0 / false_fail) / (2.0 * n)) if n else math.inf
    if 2.0 * width > detects:
        need = math.ceil(2.0 * math.log(2.0 / false_fail) / detects**2)
        raise TooFewError(f"{n} draws can only tell a difference of {2 * width:.3g}; draw {need:,}.")
    value, last = np.unique(x[::-1], return_index=True)
    upto = (n - last) / n  # part of the sample at most each value
    before = np.concatenate([[0.0], upto[:-1]])
    off = np.abs(upto - cdf(value))
    off_left = np.abs(before - cdf(np.nextafter(value, -math.inf)))
    worst = max(off.max(), off_left.max())
    at = value[np.argmax(np.maximum(off, off_left))]
    assert worst <= width, (
        f"differs from the law by {worst:.4g} at {at:.6g}; {n} draws of it would by {width:.4g} at most"
    )


def assert_same_law(a: np.ndarray, b: np.ndarray, *, detects: float, false_fail: float = FALSE_FAIL) -> None:
    """Two independent samples follow one law: each lies within its own bound of it, so they within the sum of both.

    Parameters
    ----------
    a, b : arrays
        Independent draws.
    detects, false_fail : float
        As for `assert_law`.

    Raises
    ------
    TooFewError
        If so many draws cannot tell laws that differ by `detects`.
    """
    a, b = np.sort(np.asarray(a, float)), np.sort(np.asarray(b, float))
    if not (a.size and b.size):
        raise TooFewError("a sample is empty.")
    assert np.isnan(a).sum() == np.isnan(b).sum() == 0, "a sample holds NaN"
    width = sum(math.sqrt(math.log(4.0 / false_fail) / (2.0 * x.size)) for x in (a, b))
    if 2.0 * width > detects:
        need = math.ceil(8.0 * math.log(4.0 / false_fail) / detects**2)
        raise TooFewError(f"{a.size} and {b.size} draws can only tell {2 * width:.3g}; draw {need:,} each.")
    at = np.union1d(a, b)
    off = np.abs(np.searchsorted(a, at, "right") / a.size - np.searchsorted(b, at, "right") / b.size)
    worst = int(off.argmax())
    assert off[worst] <= width, (
        f"the samples differ by {off[worst]:.4g} at {at[worst]:.6g}; draws of one law would by {width:.4g} at most"
    )


def assert_same_mean(a: np.ndarray, b: np.ndarray, *, detects: float, errors: float = 6.0) -> None:
    """Two independent samples have one mean, by their own spread: for samples too dear for `assert_same_law`.

    Parameters
    ----------
    detects : float
        Difference of means that would surely be seen.
    errors : float
        Standard errors the means may differ by; 6 fails right code about twice in 10^9 draws.
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    error = math.sqrt(a.var(ddof=1) / a.size + b.var(ddof=1) / b.size)
    if 2 * errors * error > detects:
        raise TooFewError(f"{a.size} and {b.size} runs can only tell means that differ by {2 * errors * error:.3g}.")
    assert abs(a.mean() - b.mean()) <= errors * error, f"means {a.mean():.5g} and {b.mean():.5g} +- {error:.3g}"


def assert_chance(
    hits: int, n: int, chance: float, *, detects: float, false_fail: float = FALSE_FAIL
) -> None:
    """Of n independent trials, as many succeeded as a chance allows, by exact binomial tails.

    Parameters
    ----------
    hits, n : int
    chance : float
    detects : float
        Difference in chance, up or down, that would surely be seen.
    false_fail : float

    Raises
    ------
    TooFewError
        If n trials cannot tell chances that differ by `detects`.
    """
    low, high = stats.binom.ppf([false_fail / 2, 1 - false_fail / 2], n, chance)
    for other in (chance - detects, chance + detects):
        if not 0.0 <= other <= 1.0:
            continue
        near, far = stats.binom.ppf([false_fail, 1 - false_fail], n, other)
        if near <= high and far >= low:
            raise TooFewError(f"{n} trials cannot tell a chance of {other:.4g} from {chance:.4g}; draw more.")
    assert low <= hits <= high, f"{hits} of {n}; a chance of {chance:.4g} gives {low:.0f} to {high:.0f}"


def uniform_cdf(x: np.ndarray) -> np.ndarray:
    """Of the uniform law on 0 to 1."""
    return np.clip(x, 0.0, 1.0)
