"""Hartigan's dip: how far a sample lies from the nearest distribution with one mode.

Hartigan and Hartigan (1985); the algorithm is AS 217 with the correction of 1986. The chance of a larger dip is that of
a uniform sample, the least favourable of those with one mode.
"""

from __future__ import annotations

import numpy as np

from contested.forensics.table.case import Floats, Ints
from contested.forensics.toolkit.dip_null import PROBABILITIES, ROOT_N_DIP
from contested.ground.compiled import scalar


def dip(values: Floats) -> float:
    """The dip of a sample, 1 / (2 n) to 1/4; 0 where all values are the same or there are none."""
    x = np.sort(np.asarray(values, np.float64))
    return 0.0 if x.size < 2 or x[0] == x[-1] else float(_dip(x))


_SIZES = np.log(np.array(list(ROOT_N_DIP), float))
_QUANTILES = np.array(list(ROOT_N_DIP.values()))
_UPPER = np.log1p(-np.array(PROBABILITIES))


def chance(value: float, n: int) -> float:
    """The chance that `n` uniform draws have a larger dip; interpolated in sqrt(n) dip, log n and log chance.

    Never below the smallest chance that was simulated.
    """
    at = float(np.clip(np.log(max(n, 1)), _SIZES[0], _SIZES[-1]))
    k = min(int(np.searchsorted(_SIZES, at, "right")), _SIZES.size - 1)
    part = (at - _SIZES[k - 1]) / (_SIZES[k] - _SIZES[k - 1])
    quantiles = (1 - part) * _QUANTILES[k - 1] + part * _QUANTILES[k]
    return float(np.exp(np.interp(np.sqrt(n) * value, quantiles, _UPPER, left=0.0)))


@scalar
def _hulls(x: Floats, below: Ints, above: Ints) -> None:
    """For every point the one before it on the greatest convex minorant, and the one after it on the least majorant."""
    n = x.size
    below[0] = 0
    for j in range(1, n):
        below[j] = j - 1
        while True:
            k = below[j]
            m = below[k]
            if k == 0 or (x[j] - x[k]) * (k - m) < (x[k] - x[m]) * (j - k):
                break
            below[j] = m
    above[n - 1] = n - 1
    for j in range(n - 2, -1, -1):
        above[j] = j + 1
        while True:
            k = above[j]
            m = above[k]
            if k == n - 1 or (x[j] - x[k]) * (k - m) < (x[k] - x[m]) * (j - k):
                break
            above[j] = m


@scalar
def _largest(x: Floats, start: int, stop: int, sign: int) -> float:
    """How far the empirical distribution leaves the chord from `start` to `stop`, in steps; above (1) or below (-1)."""
    most = 1.0
    if stop - start > 1 and x[stop] != x[start]:
        slope = (stop - start) / (x[stop] - x[start])
        for j in range(start, stop + 1):
            most = max(most, sign * (j - start - (x[j] - x[start]) * slope) + 1.0)
    return most


@scalar
def _dip(x: Floats) -> float:
    n = x.size
    below, above = np.empty(n, np.int64), np.empty(n, np.int64)
    _hulls(x, below, above)
    minorant, majorant = np.empty(n, np.int64), np.empty(n, np.int64)
    low, high, found = 0, n - 1, 1.0
    while True:
        minorant[0] = high
        g = 0
        while minorant[g] > low:
            minorant[g + 1] = below[minorant[g]]
            g += 1
        majorant[0] = low
        h = 0
        while majorant[h] < high:
            majorant[h + 1] = above[majorant[h]]
            h += 1
        at_g, at_h, widest = g, h, 0.0
        if g != 1 or h != 1:
            i, j = g - 1, 1
            while True:
                a, b = minorant[i], majorant[j]
                if a > b:
                    c = minorant[i + 1]
                    gap = (b - c + 1) - (x[b] - x[c]) * (a - c) / (x[a] - x[c])
                    j += 1
                    if gap >= widest:
                        widest, at_g, at_h = gap, i + 1, j - 1
                else:
                    c = majorant[j - 1]
                    gap = (x[a] - x[c]) * (b - c) / (x[b] - x[c]) - (a - c - 1)
                    i -= 1
                    if gap >= widest:
                        widest, at_g, at_h = gap, i + 1, j
                i, j = max(i, 0), min(j, h)
                if minorant[i] == majorant[j]:
                    break
        if widest < found:
            break
        for k in range(at_g, g):
            found = max(found, _largest(x, minorant[k + 1], minorant[k], 1))
        for k in range(at_h, h):
            found = max(found, _largest(x, majorant[k], majorant[k + 1], -1))
        if low == minorant[at_g] and high == majorant[at_h]:
            break
        low, high = minorant[at_g], majorant[at_h]
    return found / (2 * n)
