"""How likely each station's counts are at each pair of turnout and result, on a grid of logits.

Counts at a station follow from its true reported turnout a and result r by drawing ballots. The chances of its counts
over a grid of (logit a, logit r) are a row times a column, a few numbers each, found once; a model is then a mass over
the grid, and the likelihood of all stations one pass over it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground.compiled import parallel, prange, serial

#: the grid's logits, both ways: 0.7 % to 99.9 %
LOW, STEP, NODES = -5.0, 0.125, 97
#: points a step at which chances are computed before they are shared between the two nodes beside
_FINE = 4
#: larger counts are scaled down to this: their chances would be narrower than the points are apart
_MOST = 10_000.0
#: logarithm below the largest chance at which a row ends
_NEGLIGIBLE = 14.0
_STRETCH = 256


class Side(NamedTuple):
    """Chances of one pair of counts over the grid, for all stations.

    Parameters
    ----------
    first : int64 array of shape (stations,)
        First node.
    start : int64 array of shape (stations + 1,)
        Where a station's numbers begin in `chance`.
    chance : float64 array
        Likelihood at nodes, in units of the station's largest.
    """

    first: np.ndarray
    start: np.ndarray
    chance: np.ndarray


def nodes() -> np.ndarray:
    """Logits of the grid: float64 array of shape (97,)."""
    return LOW + STEP * np.arange(NODES)


def side(part: np.ndarray, whole: np.ndarray) -> Side:
    """Binomial chances of `part` of `whole` at every node (int64 arrays, 0 <= part <= whole)."""
    fine = LOW + STEP / _FINE * np.arange((NODES - 1) * _FINE + 1)
    inside, outside = -np.logaddexp(0, -fine), -np.logaddexp(0, fine)
    first, count = np.empty(part.size, np.int64), np.empty(part.size, np.int64)
    _extent(part, whole, inside, outside, first, count)
    start = np.concatenate([[0], np.cumsum(count)])
    chance = np.zeros(start[-1])
    _fill(part, whole, inside, outside, first, start, chance)
    return Side(first, start, chance)


@serial
def _log_chance(k, n, inside, outside, j):
    scale = min(1.0, _MOST / n) if n > 0 else 1.0
    return scale * (k * inside[j] + (n - k) * outside[j])


@serial
def _range(k, n, inside, outside):
    """First and last fine point that counts, and the largest logarithm; the chance has one top."""
    last = inside.size - 1
    logit = np.log((k + 0.5) / (n - k + 0.5))
    top = min(max(int((logit - LOW) / STEP * _FINE), 0), last)
    at = _log_chance(k, n, inside, outside, top)
    while top < last and _log_chance(k, n, inside, outside, top + 1) > at:
        top += 1
        at = _log_chance(k, n, inside, outside, top)
    while top > 0 and _log_chance(k, n, inside, outside, top - 1) > at:
        top -= 1
        at = _log_chance(k, n, inside, outside, top)
    low = top
    while low > 0 and _log_chance(k, n, inside, outside, low - 1) > at - _NEGLIGIBLE:
        low -= 1
    high = top
    while high < last and _log_chance(k, n, inside, outside, high + 1) > at - _NEGLIGIBLE:
        high += 1
    return low, high, at


@parallel
def _extent(part, whole, inside, outside, first, count):
    for block in prange((part.size + _STRETCH - 1) // _STRETCH):
        for i in range(block * _STRETCH, min(part.size, (block + 1) * _STRETCH)):
            low, high, _ = _range(part[i], whole[i], inside, outside)
            first[i] = low // _FINE
            count[i] = min(NODES - 1, (high + _FINE - 1) // _FINE) - first[i] + 1


@parallel
def _fill(part, whole, inside, outside, first, start, chance):
    for block in prange((part.size + _STRETCH - 1) // _STRETCH):
        for i in range(block * _STRETCH, min(part.size, (block + 1) * _STRETCH)):
            low, high, at = _range(part[i], whole[i], inside, outside)
            for j in range(low, high + 1):
                p = np.exp(_log_chance(part[i], whole[i], inside, outside, j) - at) / _FINE
                node, right = j // _FINE, (j % _FINE) / _FINE
                here = start[i] + node - first[i]
                chance[here] += p * (1.0 - right)
                if right > 0.0:
                    chance[here + 1] += p * right


def likely(a: Side, r: Side, mass: np.ndarray) -> np.ndarray:
    """Sum over the grid of chance x mass for every station: float64 array of shape (stations,)."""
    out = np.empty(a.first.size)
    _likely(a.first, a.start, a.chance, r.first, r.start, r.chance, mass, out)
    return out


@parallel
def _likely(a_first, a_start, a_chance, r_first, r_start, r_chance, mass, out):
    for block in prange((out.size + _STRETCH - 1) // _STRETCH):
        for i in range(block * _STRETCH, min(out.size, (block + 1) * _STRETCH)):
            total = 0.0
            columns = r_start[i + 1] - r_start[i]
            for j in range(a_start[i + 1] - a_start[i]):
                row = 0.0
                for k in range(columns):
                    row += r_chance[r_start[i] + k] * mass[a_first[i] + j, r_first[i] + k]
                total += a_chance[a_start[i] + j] * row
            out[i] = total


def gathered(a: Side, r: Side, weight: np.ndarray) -> np.ndarray:
    """Sum over stations of weight x chance: float64 array of shape (97, 97), the derivative of sums of `likely`."""
    out = np.zeros((NODES, NODES))
    _gather(a.first, a.start, a.chance, r.first, r.start, r.chance, weight, out)
    return out


@serial
def _gather(a_first, a_start, a_chance, r_first, r_start, r_chance, weight, out):
    for i in range(weight.size):
        columns = r_start[i + 1] - r_start[i]
        for j in range(a_start[i + 1] - a_start[i]):
            w = weight[i] * a_chance[a_start[i] + j]
            for k in range(columns):
                out[a_first[i] + j, r_first[i] + k] += w * r_chance[r_start[i] + k]
