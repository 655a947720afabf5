"""Where in the unit cube a study puts its points: grid, Latin hypercube, Sobol; and the two designs of sensitivity.

A design is a function of its sizes and a seed. Every coordinate lies strictly between 0 and 1, so that any quantile
function takes it; `ensemble.axes` turns coordinates into parameters. Column j never depends on how many columns follow,
and of Sobol's points the first n never on how many points follow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from contested.ground import streams
from contested.ground.draws import TO_UNIT, uniforms
from contested.ground.errors import InputError

#: bits of a coordinate of Sobol's sequence
_BITS = 32
#: dimensions for which scipy has direction numbers
MOST_DIMENSIONS = 21201
#: levels of a Morris trajectory, and its step of half of them (Morris 1991)
LEVELS = 4
STEP = LEVELS / (2 * (LEVELS - 1))


def grid(levels: Sequence[int]) -> np.ndarray:
    """Every combination of so many levels an axis, the last axis running fastest.

    Parameters
    ----------
    levels : sequence of int
        How many along each axis, at least 1.

    Returns
    -------
    float64 array of shape (product of levels, axes), in (0, 1)
        The middles of equal parts; `axes.Axis.of_level` moves those of a range to its ends.
    """
    along = [(np.arange(k) + 0.5) / k for k in levels]
    return np.stack([a.ravel() for a in np.meshgrid(*along, indexing="ij")], axis=1)


def latin(points: int, dims: int, seed: int) -> np.ndarray:
    """A Latin hypercube: cut any axis into as many equal parts as there are points, and each part holds one.

    Returns
    -------
    float64 array of shape (points, dims), in (0, 1)

    References
    ----------
    mckay1979
    """
    out = np.empty((points, dims))
    for j in range(dims):
        # a stable order of 32-bit words: two alike would stand as they came, which is one order in 2^32
        order = np.argsort(uniforms(points, seed, streams.LATIN_ORDER, draw=j), kind="stable")
        out[order, j] = (np.arange(points) + uniforms(points, seed, streams.LATIN_WITHIN, draw=j)) / points
    return np.minimum(out, 1 - 2**-53)


def sobol(points: int, dims: int, seed: int | None = None) -> np.ndarray:
    """Sobol's sequence, shifted digitally by a word a dimension so that another seed is another design.

    Parameters
    ----------
    seed : int, optional
        The sequence itself if absent, half of 2^-32 above Sobol's numbers.

    Returns
    -------
    float64 array of shape (points, dims), in (0, 1)
        Balanced best where `points` is a power of two: then every half, quarter ... of an axis holds equally many,
        whatever the shift.

    Raises
    ------
    InputError
        For more than 21201 dimensions.

    References
    ----------
    joe2008
    """
    from scipy.stats import qmc

    if dims > MOST_DIMENSIONS:
        raise InputError(f"sobol: expected at most {MOST_DIMENSIONS} parameters; got {dims}.", "use a Latin hypercube")
    whole = qmc.Sobol(dims, scramble=False, bits=_BITS).random_base2(max(0, math.ceil(math.log2(max(1, points)))))
    words = (whole[:points] * 2.0**_BITS).astype(np.uint64)
    if seed is not None:
        words ^= (uniforms(dims, seed, streams.SOBOL_SHIFT) * 2.0**_BITS).astype(np.uint64)
    return (words + 0.5) * TO_UNIT


# designs of sensitivity: blocks of points that belong together -------------------------------------------------------


def saltelli(base: int, dims: int, seed: int) -> np.ndarray:
    """Blocks for Sobol's indices: a point, the same with one coordinate after another of a second, and the second.

    Returns
    -------
    float64 array of shape (base * (dims + 2), dims), in (0, 1)
        Block after block, in the order that SALib reads.

    References
    ----------
    saltelli2010
    """
    both = sobol(base, 2 * dims, seed)
    first, second = both[:, :dims], both[:, dims:]
    blocks = np.repeat(first[:, None, :], dims + 2, axis=1)
    j = np.arange(dims)
    blocks[:, 1 + j, j] = second
    blocks[:, -1] = second
    return blocks.reshape(-1, dims)


def morris(base: int, dims: int, seed: int) -> np.ndarray:
    """Trajectories on a grid of four levels, each changing every coordinate once by two thirds.

    Returns
    -------
    float64 array of shape (base * (dims + 1), dims), 0 to 1
        Trajectory after trajectory. 0 and 1 themselves occur: see `axes.Axis.within_ends`.

    References
    ----------
    morris1991
    """
    out = np.empty((base, dims + 1, dims))
    count = base * dims
    # the lower half of the levels or the upper, so that a step of half the levels stays inside
    low = np.floor(uniforms(count, seed, streams.MORRIS_START) * (LEVELS / 2)).reshape(base, dims) / (LEVELS - 1)
    up = (uniforms(count, seed, streams.MORRIS_SENSE) < 0.5).reshape(base, dims)
    order = np.argsort(uniforms(count, seed, streams.MORRIS_ORDER).reshape(base, dims), axis=1, kind="stable")
    out[:, 0] = np.where(up, low, low + STEP)
    row = np.arange(base)
    for k in range(dims):
        j = order[:, k]
        out[:, k + 1] = out[:, k]
        out[row, k + 1, j] += np.where(up[row, j], STEP, -STEP)
    return np.clip(out, 0.0, 1.0).reshape(-1, dims)
