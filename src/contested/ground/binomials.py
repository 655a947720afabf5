"""Binomial numbers for many rows at once, each a function of its key: no generator, any number of threads."""

from __future__ import annotations

import math

import numpy as np

from contested.ground.compiled import parallel, prange, scalar
from contested.ground.draws import TO_UNIT, four
from contested.ground.errors import InputError

_STRETCH = 1024


def binomials(
    trials: np.ndarray, chance: np.ndarray, seed: int, stream: int, *, day: int = 0, draw: int = 0
) -> np.ndarray:
    """A binomial number for every row.

    Parameters
    ----------
    trials : int64 array of shape (n,)
        At least 0, below 2^31.
    chance : float64 array of shape (n,)
        In [0, 1].
    seed, stream, day, draw : int
        The key, as in `ground.draws`.

    Returns
    -------
    int64 array of shape (n,)
        Exact in law to about 1e-10 of any event: chances are summed outwards from the most likely number, with 53
        random bits a row.

    Raises
    ------
    InputError
        Lengths that differ, negative trials, or a chance outside 0 to 1 (or NaN).
    """
    trials = np.ascontiguousarray(trials, np.int64)
    chance = np.ascontiguousarray(np.broadcast_to(np.asarray(chance, np.float64), trials.shape))
    if trials.size and (trials.min() < 0 or trials.max() >= 2**31):
        raise InputError(f"trials: expected 0 to 2^31 - 1; got {trials.min()} to {trials.max()}.")
    if not ((chance >= 0) & (chance <= 1)).all():
        raise InputError("chance: expected numbers from 0 to 1; got one outside.")
    out = np.empty(trials.size, np.int64)
    _binomials(trials, chance, seed, stream, day, draw, out)
    return out


@parallel
def _binomials(
    trials: np.ndarray, chance: np.ndarray, seed: int, stream: int, day: int, draw: int, out: np.ndarray,
) -> None:
    for part in prange((out.size + _STRETCH - 1) // _STRETCH):
        for i in range(part * _STRETCH, min(out.size, (part + 1) * _STRETCH)):
            a, b, _, _ = four(seed, stream, i, day, draw)
            out[i] = binomial(trials[i], chance[i], a + b * TO_UNIT)


@scalar
def binomial(n: int, p: float, u: float) -> int:
    """The number that a uniform stands for, counting outwards from the most likely one.

    Parameters
    ----------
    n : int
    p, u : float
        In [0, 1] and [0, 1).

    Returns
    -------
    int, 0 to n
        Of Binomial(n, p) law if u is uniform; not increasing in u.
    """
    if n == 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    middle = min(n, int((n + 1) * p))
    at = math.exp(
        math.lgamma(n + 1.0) - math.lgamma(middle + 1.0) - math.lgamma(n - middle + 1.0)
        + middle * math.log(p) + (n - middle) * math.log1p(-p)
    )  # fmt: skip
    odds = p / (1.0 - p)
    up, down, above, below = at, at, middle, middle
    left = u - at
    while left >= 0.0 and (above < n or below > 0):
        if above < n:
            up *= (n - above) * odds / (above + 1.0)
            above += 1
            left -= up
            if left < 0.0:
                return above
        if below > 0:
            down *= below / ((n - below + 1.0) * odds)
            below -= 1
            left -= down
            if left < 0.0:
                return below
        if up + down < 1e-18:  # all chances summed, rounding left a rest
            return middle
    return middle


#: persons that one draw decides on; more take further draws
_AT_ONCE = 512
#: draws of a key that `binomial_at` leaves to its callers
CALLERS = 8


@scalar
def binomial_at(seed: int, stream: int, row: int, day: int, draw: int, n: int, p: float) -> int:
    """A binomial number of one key, by additions and multiplications only: the same on every machine.

    Parameters
    ----------
    seed, stream, row, day : int
        The key; `row` counts blocks of draws of its own, as in `draws.four`.
    draw : int, 0 to CALLERS - 1
    n : int
    p : float
        Below 0 is 0, above 1 is 1.

    Returns
    -------
    int, 0 to n
        Of Binomial(n, p) law, with 53 random bits for every 512 trials; not decreasing in p.
    """
    total = 0
    part = 0
    while n > 0:
        m = min(n, _AT_ONCE)
        a, b, _, _ = four(seed, stream, row, day, draw + CALLERS * part)
        u = a + b * TO_UNIT
        total += _inverse(m, p, u) if p <= 0.5 else m - _inverse(m, 1.0 - p, 1.0 - u)
        n -= m
        part += 1
    return total


@scalar
def _inverse(n: int, p: float, u: float) -> int:
    """The smallest number whose distribution function lies above u, for n up to 512 and p up to one half."""
    if p <= 0.0:
        return 0
    at = 1.0
    for _ in range(n):
        at *= 1.0 - p
    odds = p / (1.0 - p)
    upto = at
    k = 0
    while u >= upto and k < n:
        at *= (n - k) * odds / (k + 1.0)
        k += 1
        upto += at
    return k
