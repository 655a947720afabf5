"""A draw is a function of (seed, stream, row, day, draw). No generator is carried and none is global.

One Philox block serves four neighbouring rows, so a pass over everyone costs a quarter of a block a person; asking for
one row computes its block and takes its lane. Both give the same number.
"""

from __future__ import annotations

import numpy as np

from contested.ground.compiled import scalar
from contested.ground.rng import philox

_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_UNIT = 1.0 / 4294967296.0


@scalar
def four(seed, stream, quad, day, draw):
    """Uniforms of rows 4 quad .. 4 quad + 3.

    Parameters
    ----------
    seed : uint64
        The run's seed.
    stream, quad, day, draw : int
        `stream` from ground.streams; `day` and `draw` from 0.

    Returns
    -------
    tuple of four floats in [0, 1)
        Multiples of 2^-32, so that compared with a chance they are exact on every machine.
    """
    s = np.uint64(seed)
    a, b, c, d = philox(
        np.uint64(quad) & _LOW,
        np.uint64(day) & _LOW,
        np.uint64(stream) & _LOW,
        np.uint64(draw) & _LOW,
        s & _LOW,
        s >> _32,
    )
    return a * _UNIT, b * _UNIT, c * _UNIT, d * _UNIT


@scalar
def uniform(seed, stream, row, day, draw):
    """The uniform in [0, 1) of one row; see `four`."""
    a, b, c, d = four(seed, stream, row >> 2, day, draw)
    lane = row & 3
    if lane == 0:
        return a
    if lane == 1:
        return b
    if lane == 2:
        return c
    return d


@scalar
def normal(seed, stream, row, day, draw):
    """A standard normal by the sum of twelve uniforms minus six.

    Exact in arithmetic that every machine shares (no logarithm); tails end at 6, which the uses here (noise on loyalty
    and reports) do not reach.
    """
    total = 0.0
    for k in range(3):
        a, b, c, d = four(seed, stream, row, day, draw * 3 + k)
        total += a + b + c + d
    return total - 6.0


def member_seed(seed: int, replicate: int) -> int:
    """The 64-bit seed of one replicate; replicate 0 keeps `seed` itself, so one run and the first of many agree."""
    from contested.ground import streams

    if replicate == 0:
        return seed
    mask = 0xFFFFFFFF
    words = philox(
        np.uint64(replicate & mask),
        np.uint64(0),
        np.uint64(streams.MEMBER),
        np.uint64(0),
        np.uint64(seed & mask),
        np.uint64((seed >> 32) & mask),
    )
    return int(words[0]) | (int(words[1]) << 32)
