"""Where honest and falsified stations lie on the grid of turnout and result.

Honest turnout p and support q are a bell curve in their logits. Then x of those who stayed away are stuffed and y of
the others' ballots switched, so that of the registered (1 - p)(1 - x) did not vote and p (1 - q)(1 - y) voted for
others. Both can be turned round: given x and y, a reported turnout and result came from one p and q, and the mass of a
cell is the honest density there times how much the map stretches, (a / p) (r / q) in logits.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from contested.forensics.models.mixture_cells import LOW, NODES, STEP, nodes
from contested.ground.compiled import parallel, prange, scalar

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

    component: np.ndarray
    slope: np.ndarray
    moment: np.ndarray


def masses(honest: np.ndarray, weight: np.ndarray) -> Masses:
    """The masses of a model.

    Parameters
    ----------
    honest : float64 array of shape (5,)
        Mean and log standard deviation of logit p; of logit q; inverse hyperbolic tangent of their correlation.
    weight : float64 array of shape (26,)
        Of the components.

    Returns
    -------
    Masses
    """
    stuffed, switched, component, share = _table()
    shape = (NODES, NODES)
    out = np.zeros((COMPONENTS, *shape)), np.zeros((5, *shape)), np.zeros((5, *shape))
    grid = 1.0 / (1.0 + np.exp(-nodes()))
    _masses(grid, np.asarray(honest, float), np.asarray(weight, float), stuffed, switched, component, share, *out)
    return Masses(*out)


def _table() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """x, y, component and part of its component, of every pair of intensities; pairs with the same x together."""
    some = [(0, 0.0, 1.0)]
    some += [(i // _PER_BIN + 1, (i + 0.5) * 0.8 / (BINS * _PER_BIN), 1 / _PER_BIN) for i in range(BINS * _PER_BIN)]
    rows = [(x, y, (BINS + 1) * i + j, p * q) for i, x, p in some for j, y, q in some]
    each = 1 / (len(_MOST_STUFFED) * len(_MOST_SWITCHED))
    rows += [(x, y, COMPONENTS - 1, each) for x in _MOST_STUFFED for y in _MOST_SWITCHED]
    x, y, c, part = (np.array(v) for v in zip(*rows, strict=True))
    return x, y, c, part


@scalar
def _node(support, left):
    """The node at or below the reported result of a support (a logit) when `left` of the others' part stays theirs."""
    against = left / (1.0 + math.exp(support))
    if against >= 1.0:
        return 0
    return min(max(int((math.log((1.0 - against) / against) - LOW) / STEP), 0), NODES - 1)


@parallel
def _masses(grid, honest, weight, stuffed, switched, component, share, out, slope, moment):
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
