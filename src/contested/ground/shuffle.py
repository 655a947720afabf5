"""A random order nobody stores: a keyed permutation of 0..n-1, evaluated where it is needed.

A six-round Feistel network on the smallest even number of bits that holds n, walking along its cycle until it falls
below n (Black & Rogaway 2002). Parallel, no memory, same answer everywhere.
"""

from __future__ import annotations

import numpy as np

from contested.ground.compiled import scalar
from contested.ground.rng import philox

_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_A = np.uint64(0xFF51AFD7ED558CCD)
_B = np.uint64(0xC4CEB9FE1A85EC53)
_33 = np.uint64(33)
#: sets rounds that share a key apart: with `key + turn` they often hashed the same number, and small groups were
#: far from random (a place three times as likely as another)
_APART = np.uint64(0x9E3779B97F4A7C15)


@scalar
def half_bits(n: int) -> int:
    """Half the (even) number of bits that hold 0..n-1; at least 1."""
    h = 1
    while (1 << (2 * h)) < n:
        h += 1
    return h


@scalar
def shuffle_key(seed: int, stream: int, group: int, turn: int) -> tuple[np.uint64, np.uint64]:
    """Two 64-bit keys for one permutation."""
    s = np.uint64(seed)
    a, b, c, d = philox(
        np.uint64(group) & _LOW,
        np.uint64(turn) & _LOW,
        np.uint64(stream) & _LOW,
        np.uint64(1),
        s & _LOW,
        s >> _32,
    )
    return a | (b << _32), c | (d << _32)


@scalar
def shuffled(i: int, n: int, half: int, key0: np.uint64, key1: np.uint64) -> int:
    """Where row i of 0..n-1 goes.

    Parameters
    ----------
    i, n : int
        Row and number of rows, i < n.
    half : int
        `half_bits(n)`.
    key0, key1 : uint64
        From `shuffle_key`.

    Returns
    -------
    int
        In 0..n-1; a bijection of i.
    """
    if n <= 1:
        return 0
    h = np.uint64(half)
    mask = (np.uint64(1) << h) - np.uint64(1)
    x = np.uint64(i)
    while True:
        left = x >> h
        right = x & mask
        for turn in range(6):
            key = key0 if turn & 1 == 0 else key1
            f = (right + key + np.uint64(turn) * _APART) * _A
            f ^= f >> _33
            f *= _B
            f ^= f >> _33
            left, right = right, left ^ (f & mask)
        x = (left << h) | right
        if x < np.uint64(n):
            return np.int64(x)  # type: ignore[return-value]  # numba's int() of a uint64 would stay unsigned
