"""Integrating biases out: sums over even grids, made once for some claims and used for any number of truths.

Given the truth X, biases of different groups are independent, and those of one group's indicators are given its own
bias b0. So the chance of a group's claims is

    sum over b0 of N(b0) * product over indicators of the
        sum over b of N(b - b0) * product over witnesses of chance(log X + b)

Both sums are trapezoids over six spreads of the prior either way, where the prior is cut. The functions summed are
analytic and fade at both ends, so the trapezoid's error falls exponentially once its step is below their width, and no
draw needs a mode or a curvature of its own. A witness's chance depends on log X + b alone (`source_likelihood`): it is
a table with the grid's own step, read by cubic interpolation with the same four weights for the whole grid.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from contested.ground.arrays import Floats, Ints
from contested.ground.compiled import serial
from contested.inference.likelihood.bias_groups import BiasGroup, bias_groups
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_params import ClaimModel, ClaimParams
from contested.inference.likelihood.source_likelihood import groups_of, list_log_likelihood, log_likelihood, sharpness

#: spreads at which priors of biases are cut
CUT = 6.0
#: largest truth a table knows, as a logarithm; more is read as this
LARGEST = math.log(1e10)
#: truths done at once, so that a block stays in the cache
BLOCK = 256


@dataclass(frozen=True)
class Table:
    """Log-chances of witnesses over an even grid of u.

    Parameters
    ----------
    cell : int64 array of shape (witnesses,)
    values : float64 array of shape (witnesses, points)
    low : float
        Logarithm of the smallest truth.
    step : float
    """

    cell: Ints
    values: Floats
    low: float
    step: float


@dataclass(frozen=True)
class Pair:
    """One group counting one indicator.

    Parameters
    ----------
    b : float64 array of shape (nodes,)
        Biases summed over.
    kernel : float64 array of shape (nodes, own nodes)
        Chance of each bias given the group's own, times the step.
    """

    indicator: int
    table: Table
    b: Floats
    kernel: Floats


@dataclass(frozen=True)
class Integral:
    """All that one group says.

    Parameters
    ----------
    own, log_prior : float64 arrays of shape (own nodes,)
        Its own biases summed over.
    """

    group: BiasGroup
    own: Floats
    log_prior: Floats
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Prepared:
    """Claims ready to be held against truths.

    Parameters
    ----------
    groups : tuple of BiasGroup
    integrals : tuple of Integral
        Of groups whose claims are not left out and not all lists.
    """

    groups: tuple[BiasGroup, ...]
    integrals: tuple[Integral, ...]
    lists: Table


@lru_cache(maxsize=8)
def prepare(claims: ClaimArrays, claim_model: ClaimModel, finer: int = 1) -> Prepared:
    """Make the grids and tables; remembered, because a sampler asks again and again.

    Parameters
    ----------
    finer : int
        Divides every step: 1 is enough for integrals, densities to be drawn want 4.
    """
    groups, group = bias_groups(claims, claim_model)
    integrals = []
    for k, who in enumerate(groups):
        rows = np.flatnonzero((group == k) & ~claims.listed)
        if len(rows) and math.isfinite(who.spread):
            integrals.append(_integral(who, claims, rows, claim_model.params, finer))
    return Prepared(groups, tuple(integrals), _lists(claims, claim_model))


def _integral(who: BiasGroup, claims: ClaimArrays, rows: Ints, law: ClaimParams, finer: int) -> Integral:
    indicators = np.unique(claims.indicator[rows])
    s0, s1 = who.spread, law.indicator_spread
    # no narrower than if every indicator's bias were known
    own = _even(CUT * s0, 1.0 / math.sqrt(s0**-2 + len(indicators) * s1**-2) / finer) + who.mean
    log_prior = -0.5 * ((own - who.mean) / s0) ** 2 + np.log(_ends(own))
    log_prior -= math.log(np.exp(log_prior).sum())
    pairs = tuple(
        _pair(int(i), claims, rows[claims.indicator[rows] == i], who, own, CUT * math.hypot(s0, s1), law, finer)
        for i in indicators
    )
    return Integral(who, own, log_prior, pairs)


def _pair(
    indicator: int, claims: ClaimArrays, rows: Ints, who: BiasGroup, own: Floats, reach: float, law: ClaimParams,
    finer: int,
) -> Pair:  # fmt: skip
    told = [(claims.low[r], claims.high[r], _small(claims, r, law)) for r in groups_of(claims.witness, rows)]
    cell = np.array([claims.cell[r[0]] for r in groups_of(claims.witness, rows)])
    sharp = [sharpness(*t, law) for t in told]
    s1 = law.indicator_spread
    # the sum needs a step as narrow as all witnesses together, the tables a part of the sharpest one
    step = min(1.0 / math.sqrt(s1**-2 + sum(sharp)), 0.18 / math.sqrt(max(sharp))) / finer
    mean = who.mean_of(claims.cells.indicators[indicator])
    b = _even(reach, step) + mean
    step = b[1] - b[0]
    low = math.log(law.floor)
    # one point before and two behind, for the interpolation
    points = math.ceil((LARGEST - low) / step) + len(b) + 4
    u = low + b[0] + step * np.arange(-1, points - 1)
    values = np.stack([log_likelihood(*t, law, u) for t in told])
    off = (b[:, None] - (mean - who.mean) - own[None, :]) / s1
    kernel = np.exp(-0.5 * off**2) * (step / (s1 * math.sqrt(2 * math.pi)))
    kernel *= _ends(b)[:, None]
    return Pair(indicator, Table(cell, values, low, step), b, kernel)


def _small(claims: ClaimArrays, rows: Ints, law: ClaimParams) -> bool:
    """Copies say the same number, so the first decides."""
    return bool(claims.counted[rows[0]] and claims.reference[rows[0]] < law.small)


@lru_cache(maxsize=8)
def _lists(claims: ClaimArrays, claim_model: ClaimModel) -> Table:
    """Witnesses that are lists: the same however fine the grids of biases are, for they know none."""
    (groups, group), law = bias_groups(claims, claim_model), claim_model.params
    heard = np.array([math.isfinite(groups[k].spread) for k in group], dtype=bool)
    rows = groups_of(claims.witness, np.flatnonzero(claims.listed & heard))
    low, step = math.log(law.floor), law.list_error / 8.0
    x = low + step * np.arange(-1, math.ceil((LARGEST - low) / step) + 4, dtype=np.float64)
    # of copies the longest list counts
    values = [list_log_likelihood(float(claims.low[r].max()), _small(claims, r, law), law, x) for r in rows]
    cell = np.array([claims.cell[r[0]] for r in rows], dtype=np.int64)
    return Table(cell, np.array(values).reshape(len(rows), len(x)), low, step)


def _even(reach: float, step: float) -> Floats:
    count = math.ceil(reach / step)
    return np.linspace(-reach, reach, 2 * count + 1)


def _ends(grid: Floats) -> Floats:
    """A trapezoid's weights; a truth so wild that the cut is felt needs its ends halved."""
    return np.concatenate([[0.5], np.ones(len(grid) - 2), [0.5]])


def totals(table: Table, x: Floats, nodes: int) -> Floats:
    """Log-chance of a table's witnesses together, float64 array of shape (m, nodes), for every node of the grid and
    every truth; x are logarithms of truths, shape (m, cells)."""
    out = np.zeros((len(x), nodes))
    if len(table.cell):
        _add(x, table.cell, table.values, table.low, table.step, out)
    return out


@serial
def _add(x: Floats, cell: Ints, values: Floats, low: float, step: float, out: Floats) -> None:
    nodes = out.shape[1]
    for i in range(out.shape[0]):
        for k in range(cell.size):
            at = (min(max(x[i, cell[k]], low), LARGEST) - low) / step
            j = int(at)
            f = at - j
            # Lagrange's weights at -1, 0, 1 and 2
            w0 = -f * (f - 1.0) * (f - 2.0) / 6.0
            w1 = (f + 1.0) * (f - 1.0) * (f - 2.0) / 2.0
            w2 = -(f + 1.0) * f * (f - 2.0) / 2.0
            w3 = (f + 1.0) * f * (f - 1.0) / 6.0
            t = values[k, j : j + nodes + 3]
            for q in range(nodes):
                out[i, q] += w0 * t[q] + w1 * t[q + 1] + w2 * t[q + 2] + w3 * t[q + 3]


def blocks(m: int) -> Iterator[slice]:
    """Stretches of truths, each done at once."""
    return (slice(first, min(m, first + BLOCK)) for first in range(0, m, BLOCK))
