"""A grid over turnout and result: how likely each station's counts are at each node, and where a model puts stations.

Counts at a station follow from its true reported turnout a and result r by drawing ballots. The chances of its counts
over a grid of (logit a, logit r) are a row times a column, a few numbers each, found once; a model is then a mass over
the grid, and the likelihood of all stations one pass over it.

Honest turnout p and support q are a bell curve in their logits. Then x of those who stayed away are stuffed and y of
the others' ballots switched, so that of the registered (1 - p)(1 - x) did not vote and p (1 - q)(1 - y) voted for
others. Both can be turned round: given x and y, a reported turnout and result came from one p and q, and the mass of a
cell is the honest density there times how much the map stretches, (a / p) (r / q) in logits.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from contested.forensics.table.case import Floats, Ints
from contested.ground.compiled import parallel, prange, scalar, serial

#: the grid's logits, both ways: 0.7 % to 99.9 %
LOW, STEP, NODES = -5.0, 0.125, 97
#: points a step at which chances are computed before they are shared between the two nodes beside
_FINE = 4
#: larger counts are scaled down to this: their chances would be narrower than the points are apart
_MOST = 10_000.0
#: logarithm below the largest chance at which a row ends
_NEGLIGIBLE = 14.0
_STRETCH = 256
#: intensities of each kind of fraud come in four bins up to 0.8, even within a bin
BINS = 4
_PER_BIN = 3
#: extreme fraud: nearly all of both
_MOST_STUFFED = (0.82, 0.86, 0.9, 0.94, 0.97, 0.995)
_MOST_SWITCHED = (0.82, 0.86, 0.9, 0.94, 0.98)
#: components: (bin of x, bin of y) with 0 for none, then extreme
COMPONENTS = (BINS + 1) ** 2 + 1
#: squared distance from the honest middle, in standard deviations, beyond which there is nothing
_FAR = 30.0


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

    first: Ints
    start: Ints
    chance: Floats


def nodes() -> Floats:
    """Logits of the grid: float64 array of shape (97,)."""
    return LOW + STEP * np.arange(NODES, dtype=np.float64)


def side(part: Ints, whole: Ints) -> Side:
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
def _log_chance(k: int, n: int, inside: Floats, outside: Floats, j: int) -> float:
    scale = min(1.0, _MOST / n) if n > 0 else 1.0
    log: float = scale * (k * inside[j] + (n - k) * outside[j])
    return log


@serial
def _range(k: int, n: int, inside: Floats, outside: Floats) -> tuple[int, int, float]:
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
def _extent(part: Ints, whole: Ints, inside: Floats, outside: Floats, first: Ints, count: Ints) -> None:
    for block in prange((part.size + _STRETCH - 1) // _STRETCH):
        for i in range(block * _STRETCH, min(part.size, (block + 1) * _STRETCH)):
            low, high, _ = _range(part[i], whole[i], inside, outside)
            first[i] = low // _FINE
            count[i] = min(NODES - 1, (high + _FINE - 1) // _FINE) - first[i] + 1


@parallel
def _fill(
    part: Ints, whole: Ints, inside: Floats, outside: Floats, first: Ints, start: Ints, chance: Floats
) -> None:
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


@parallel
def likely(a: Side, r: Side, mass: Floats) -> Floats:
    """Sum over the grid of chance x mass for every station: float64 array of shape (stations,)."""
    out = np.empty(a.first.size)
    for block in prange((out.size + _STRETCH - 1) // _STRETCH):
        for i in range(block * _STRETCH, min(out.size, (block + 1) * _STRETCH)):
            total = 0.0
            columns = r.start[i + 1] - r.start[i]
            for j in range(a.start[i + 1] - a.start[i]):
                row = 0.0
                for k in range(columns):
                    row += r.chance[r.start[i] + k] * mass[a.first[i] + j, r.first[i] + k]
                total += a.chance[a.start[i] + j] * row
            out[i] = total
    return out


@serial
def gathered(a: Side, r: Side, weight: Floats) -> Floats:
    """Sum over stations of weight x chance: float64 array of shape (97, 97), the derivative of sums of `likely`."""
    out = np.zeros((NODES, NODES))
    for i in range(weight.size):
        columns = r.start[i + 1] - r.start[i]
        for j in range(a.start[i + 1] - a.start[i]):
            w = weight[i] * a.chance[a.start[i] + j]
            for k in range(columns):
                out[a.first[i] + j, r.first[i] + k] += w * r.chance[r.start[i] + k]
    return out


class Masses(NamedTuple):
    """What a model puts on the grid.

    Parameters
    ----------
    component : float64 array of shape (26, 97, 97)
        Mass of each component: number (BINS + 1) i + j stuffs in bin i and switches in bin j; 25 is extreme.
    slope : float64 array of shape (5, 97, 97)
        Derivative of the weighted sum by the honest parameters.
    moment : float64 array of shape (5, 97, 97)
        Weighted mass times the part of the leader's ballots that is stuffed; switched; squares of both; square of
        their sum.
    """

    component: Floats
    slope: Floats
    moment: Floats


def masses(honest: Floats, weight: Floats) -> Masses:
    """The masses of a model.

    Parameters
    ----------
    honest : float64 array of shape (5,)
        Mean and log standard deviation of logit p; of logit q; inverse hyperbolic tangent of their correlation.
    weight : float64 array of shape (26,)
        Of the components.
    """
    stuffed, switched, component, share = _table()
    shape = (NODES, NODES)
    out = np.zeros((COMPONENTS, *shape)), np.zeros((5, *shape)), np.zeros((5, *shape))
    grid = 1.0 / (1.0 + np.exp(-nodes()))
    _masses(grid, np.asarray(honest, float), np.asarray(weight, float), stuffed, switched, component, share, *out)
    return Masses(*out)


def _table() -> tuple[Floats, Floats, Ints, Floats]:
    """x, y, component and part of its component, of every pair of intensities; pairs with the same x together."""
    some = [(0, 0.0, 1.0)]
    some += [(i // _PER_BIN + 1, (i + 0.5) * 0.8 / (BINS * _PER_BIN), 1 / _PER_BIN) for i in range(BINS * _PER_BIN)]
    rows = [(x, y, (BINS + 1) * i + j, p * q) for i, x, p in some for j, y, q in some]
    each = 1 / (len(_MOST_STUFFED) * len(_MOST_SWITCHED))
    rows += [(x, y, COMPONENTS - 1, each) for x in _MOST_STUFFED for y in _MOST_SWITCHED]
    x, y, c, part = (np.array(v) for v in zip(*rows, strict=True))
    return x, y, c, part


@scalar
def _node(support: float, left: float) -> int:
    """The node at or below the reported result of a support (a logit) when `left` of the others' part stays theirs."""
    against = left / (1.0 + math.exp(support))
    if against >= 1.0:
        return 0
    return min(max(int((math.log((1.0 - against) / against) - LOW) / STEP), 0), NODES - 1)


@parallel
def _masses(
    grid: Floats, honest: Floats, weight: Floats, stuffed: Floats, switched: Floats, component: Ints, share: Floats,
    out: Floats, slope: Floats, moment: Floats,
) -> None:  # fmt: skip
    m1, s1, m2, s2 = honest[0], math.exp(honest[1]), honest[2], math.exp(honest[3])
    rho = math.tanh(honest[4])
    left = 1.0 - rho * rho
    reach = s2 * math.sqrt(_FAR)
    peak = STEP * STEP / (2.0 * math.pi * s1 * s2 * math.sqrt(left))
    for u in prange(grid.size):
        a = grid[u]
        for n in range(stuffed.size):
            x, y, c = stuffed[n], switched[n], component[n]
            away = (1.0 - a) / (1.0 - x)  # who honestly stayed away
            if away >= 1.0:
                continue
            p = 1.0 - away
            z1 = (math.log(p / away) - m1) / s1
            if z1 * z1 > _FAR:
                continue
            part, w = share[n] * peak * a / p, weight[c]
            for v in range(_node(m2 - reach, (1.0 - y) * p / a), 1 + _node(m2 + reach, (1.0 - y) * p / a)):
                r = grid[v]
                against = a * (1.0 - r) / ((1.0 - y) * p)
                if against >= 1.0:
                    continue
                q = 1.0 - against
                z2 = (math.log(q / against) - m2) / s2
                far = (z1 * z1 - 2.0 * rho * z1 * z2 + z2 * z2) / left
                if far > _FAR:
                    continue
                mass = part * (r / q) * math.exp(-0.5 * far)
                out[c, u, v] += mass
                mass *= w
                to1, to2 = (z1 - rho * z2) / left, (z2 - rho * z1) / left
                slope[0, u, v] += mass * to1 / s1
                slope[1, u, v] += mass * (z1 * to1 - 1.0)
                slope[2, u, v] += mass * to2 / s2
                slope[3, u, v] += mass * (z2 * to2 - 1.0)
                slope[4, u, v] += mass * (z1 * z2 - rho * far + rho)
                if c > 0:
                    added, moved = away * x / (a * r), p * against * y / (a * r)
                    moment[0, u, v] += mass * added
                    moment[1, u, v] += mass * moved
                    moment[2, u, v] += mass * added * added
                    moment[3, u, v] += mass * moved * moved
                    moment[4, u, v] += mass * (added + moved) * (added + moved)
