"""Each cell's own noise averaged out of the chance of its claims, given the parameters, shared noise and biases.

    chance(mean, sd) = integral of N(y; mean, sd) * product over witnesses of chance(log(exp(y) - floor) + bias) dy

Small counts make cliffs of this integrand: where a run of coarse agents has nobody, the logarithm of the truth falls
from an agent's weight to none within a hundredth of y, and a claim of "nobody" allows one side only. A sampler that
takes each cell's noise as an unknown crawls along such cliffs; averaged over the noise, they are slopes.

The sum is a midpoint rule with nodes that stay where they are whatever mean and sd do, so it is a smooth function of
both and its slopes are exact; what lies below the first node is none at all, and its mass is known in closed form.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from contested.ground.arrays import Floats, Ints
from contested.ground.compiled import parallel, prange, serial

#: nodes per standard deviation of a cell's own noise; and where claims may speak of less than one agent
NODES, NODES_SMALL = 1.5, 6.0
#: standard deviations from an agent's weight within which a cell counts as small
NEAR = 4.0
#: standard deviations summed over, either way
REACH = 5.0
#: logarithms of a truth farther from 0 than this are no truth: a sampler's path that flew off
WILD = 100.0
_ROOT = 1.0 / math.sqrt(2.0 * math.pi)
_HALF = math.sqrt(0.5)


class Grid(NamedTuple):
    """Where the nodes of each cell lie: floor as the emulator has it, and the step between nodes.

    Parameters
    ----------
    floor : float64 array of shape (cells,), in the cells' own units
    step : float64 array of shape (cells,), log
    """

    floor: Floats
    step: Floats


def grid(floor: Floats, mean: Floats, own: Floats) -> Grid:
    """Nodes for cells whose y has such means and standard deviations of its own, float64 arrays of shape (cells,)."""
    small = np.exp(mean - NEAR * own) < 2.0 * floor
    return Grid(floor, own / np.where(small, NODES_SMALL, NODES))


class Tables(NamedTuple):
    """Log-chances of witnesses, cell by cell: witness k of cell c is row `start[c] + k`.

    Parameters
    ----------
    start : int64 array of shape (cells + 1,)
    pair : int64 array of shape (witnesses,)
        Whose bias it has.
    first : int64 array of shape (witnesses + 1,)
        Where its values begin.
    values : float64 array
    low, step : float64 arrays of shape (witnesses,)
        Logarithm of truth times bias at the first value, and from one to the next.
    """

    start: Ints
    pair: Ints
    first: Ints
    values: Floats
    low: Floats
    step: Floats


@serial
def _weighed(
    mean: float, sd: float, c: int, grid: Grid, lowest: float, largest: float, bias: Floats, tables: Tables
) -> tuple[float, float, int, Floats, Floats]:
    """Nodes of one cell: y, log-weights, slopes by bias, and how many; the last is all below where a count begins."""
    floor, step, start = grid.floor[c], grid.step[c], tables.start
    begins = math.log(floor + lowest)
    under = (begins - mean) / sd
    k = max(math.floor((mean - REACH * sd - begins) / step), 0)
    above = max(math.ceil((mean + REACH * sd - begins) / step) - k, 1)
    y = begins + (k + 0.5) * step
    count = above + 1 if under > -REACH else above
    x, weight = np.empty(count), np.empty(count)
    slope = np.empty((start[c + 1] - start[c], count))
    up, grow, scale = math.exp(y), math.exp(step), math.log(step / sd * _ROOT)
    for i in range(above):
        u = (y + i * step - mean) / sd
        x[i] = min(math.log(max(up - floor, lowest)), largest)
        weight[i] = scale - 0.5 * u * u
        up *= grow
    if count > above:
        x[above] = math.log(lowest)
        weight[above] = math.log(0.5 * math.erfc(-under * _HALF))
    for w in range(slope.shape[0]):
        row = start[c] + w
        turn = 1.0 / tables.step[row]
        off = (bias[tables.pair[row]] - tables.low[row]) * turn
        last = tables.first[row + 1] - tables.first[row] - 3
        for i in range(count):
            at = x[i] * turn + off
            inside = at >= 1.0 and at < last + 1.0
            at = min(max(at, 1.0), last + 1.0)
            j = min(int(at), last)
            f = at - j
            a = tables.first[row] + j
            t0, t1, t2, t3 = tables.values[a - 1], tables.values[a], tables.values[a + 1], tables.values[a + 2]
            # Lagrange's cubic through -1, 0, 1 and 2, as in bias_quadrature, by powers of f
            one = t2 - 0.5 * t1 - t0 * (1.0 / 3.0) - t3 * (1.0 / 6.0)
            two = 0.5 * (t0 + t2) - t1
            three = (t3 - t0) * (1.0 / 6.0) + 0.5 * (t1 - t2)
            weight[i] += t1 + f * (one + f * (two + f * three))
            slope[w, i] = (one + f * (2.0 * two + 3.0 * f * three)) * turn if inside else 0.0
    return y, under, above, weight, slope


@parallel
def average(
    mean: Floats, own: Floats, bias: Floats, grid: Grid, lowest: float, largest: float, tables: Tables,
    value: Floats, by_mean: Floats, by_log_sd: Floats, by_pair: Floats,
) -> None:  # fmt: skip
    """Add up log-chances and slopes of all cells, for every row of `mean`; the last four are written to.

    Slopes are by the mean, by the logarithm of the standard deviation, and by each pair's bias.
    """
    start = tables.start
    for i in prange(mean.shape[0]):
        for c in range(mean.shape[1]):
            if start[c] == start[c + 1]:
                continue
            sd = own[i, c]
            if not (abs(mean[i, c]) < WILD and sd < WILD):  # also where it is no number
                value[i] = -np.inf
                continue
            y, under, above, weight, slope = _weighed(mean[i, c], sd, c, grid, lowest, largest, bias[i], tables)
            top = weight.max()
            total, once, twice = 0.0, 0.0, 0.0
            for k in range(above):
                u = (y + k * grid.step[c] - mean[i, c]) / sd
                weight[k] = math.exp(weight[k] - top)
                total += weight[k]
                once += weight[k] * u
                twice += weight[k] * (u * u - 1.0)
            if weight.size > above:
                weight[above] = math.exp(weight[above] - top)
                hazard = _ROOT * math.exp(-0.5 * under * under) / (0.5 * math.erfc(-under * _HALF))
                total += weight[above]
                once -= weight[above] * hazard
                twice -= weight[above] * hazard * under
            value[i] += top + math.log(total)
            by_mean[i, c] = once / total / sd
            by_log_sd[i, c] = twice / total
            for w in range(slope.shape[0]):
                by_pair[i, tables.pair[start[c] + w]] += (weight * slope[w]).sum() / total


@parallel
def draw(
    mean: Floats, own: Floats, bias: Floats, grid: Grid, lowest: float, largest: float, tables: Tables,
    chance: Floats, out: Floats,
) -> None:  # fmt: skip
    """Where y lies given the claims, for every row and every cell that has any, by inverting its distribution at
    `chance`; written to `out`."""
    start = tables.start
    for i in prange(mean.shape[0]):
        for c in range(mean.shape[1]):
            if start[c] == start[c + 1]:
                continue
            y, _, above, weight, _ = _weighed(mean[i, c], own[i, c], c, grid, lowest, largest, bias[i], tables)
            mass = np.exp(weight - weight.max())
            left = chance[i, c] * mass.sum()
            if mass.size > above:
                if left < mass[above]:
                    # nobody: as low as no count can be told from
                    out[i, c] = math.log(grid.floor[c]) if grid.floor[c] > 0.0 else math.log(lowest)
                    continue
                left -= mass[above]
            k = 0
            while k < above - 1 and left >= mass[k]:
                left -= mass[k]
                k += 1
            out[i, c] = y + grid.step[c] * (k - 0.5 + min(left / mass[k], 1.0))
