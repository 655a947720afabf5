"""A draw is a function of (seed, stream, row, day, draw). No generator is carried and none is global.

One Philox block serves four neighbouring rows, so a pass over everyone costs a quarter of a block a person; asking for
one row computes its block and takes its lane. Both give the same number.
"""

from __future__ import annotations

import math

import numpy as np

from contested.ground import streams
from contested.ground.compiled import parallel, pasted, prange, scalar
from contested.ground.rng import philox

_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
TO_UNIT = 1.0 / 4294967296.0


@scalar
def four(seed: int, stream: int, quad: int, day: int, draw: int) -> tuple[float, float, float, float]:
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
    return a * TO_UNIT, b * TO_UNIT, c * TO_UNIT, d * TO_UNIT


#: groups of four rows that one turn of the parallel loop fills
_STRETCH = 4096


@parallel
def fill(seed: int, stream: int, day: int, words: np.ndarray) -> None:
    """The 32-bit word of every row: row i's is `words[i & 3, i >> 2]`, and `uniform` is that over 2^32.

    A pass of its own, because LLVM vectorises this loop only when nothing else is in it (nine times as fast on the
    machine of benchmarks/draws.py); and the rounds of a day share one draw anyway.

    Parameters
    ----------
    words : uint32 array of shape (4, (rows + 3) // 4)
        Written.
    """
    quads = words.shape[1]
    for part in prange((quads + _STRETCH - 1) // _STRETCH):
        first = part * _STRETCH
        end = min(quads, first + _STRETCH)
        _fill(seed, stream, day, 0, first, words[0, first:end], words[1, first:end], words[2, first:end],
              words[3, first:end])


@pasted
def _key(seed: int, stream: int, day: int, draw: int) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64, np.uint64]:
    """All of Philox's counter and key but the row, worked out once for a loop over rows."""
    s = np.uint64(seed)
    return np.uint64(day) & _LOW, np.uint64(stream) & _LOW, np.uint64(draw) & _LOW, s & _LOW, s >> _32


@scalar
def _fill(
    seed: int, stream: int, day: int, draw: int, quad: int, w0: np.ndarray, w1: np.ndarray, w2: np.ndarray,
    w3: np.ndarray,
) -> None:  # fmt: skip
    c1, c2, c3, k0, k1 = _key(seed, stream, day, draw)
    for k in range(w0.size):
        a, b, c, d = philox(np.uint64(quad + k), c1, c2, c3, k0, k1)
        w0[k] = a
        w1[k] = b
        w2[k] = c
        w3[k] = d


@scalar
def words_of(seed: int, stream: int, day: int, draw: int, lo: int, hi: int) -> np.ndarray:
    """The 32-bit words of rows `lo` .. `hi - 1`, in the order of rows; `uniform` is each over 2^32.

    Parameters
    ----------
    lo, hi : int
        A stretch small enough to stay in a core's cache: the words are used at once and never stored.

    Returns
    -------
    uint32 array of shape (hi - lo,)
    """
    first = lo >> 2
    quads = ((hi + 3) >> 2) - first
    lanes = np.empty((4, quads), np.uint32)
    _fill(seed, stream, day, draw, first, lanes[0], lanes[1], lanes[2], lanes[3])
    words = np.empty(4 * quads, np.uint32)
    _interleave(lanes[0], lanes[1], lanes[2], lanes[3], words)
    return words[lo - 4 * first : hi - 4 * first]


@scalar
def _interleave(w0: np.ndarray, w1: np.ndarray, w2: np.ndarray, w3: np.ndarray, words: np.ndarray) -> None:
    for q in range(w0.size):
        words[4 * q] = w0[q]
        words[4 * q + 1] = w1[q]
        words[4 * q + 2] = w2[q]
        words[4 * q + 3] = w3[q]


@scalar
def halves_of(
    seed: int, stream: int, rows: np.ndarray, day: int, draw: int, first: np.ndarray, second: np.ndarray,
) -> None:
    """The words of one draw of many rows that do not follow each other; row r's are those of `four(.., r, ..)`.

    Parameters
    ----------
    rows : int32 array
    first, second : uint64 arrays of at least as many
        Written: the first two words of a row and the last two, the earlier in the lower half. Four arrays of words
        would be too many for LLVM, which would have to see that none overlaps another before it vectorises.
    """
    c1, c2, c3, k0, k1 = _key(seed, stream, day, draw)
    for k in range(rows.size):
        a, b, c, d = philox(np.uint64(rows[k]) & _LOW, c1, c2, c3, k0, k1)
        first[k] = a | b << _32
        second[k] = c | d << _32


@scalar
def below(chance: float) -> np.uint64:
    """The number of 32-bit words whose uniform lies below `chance`: word < below(c) exactly when uniform < c."""
    if chance >= 1.0:
        return np.uint64(4294967296)
    if chance <= 0.0:
        return np.uint64(0)
    return np.uint64(math.ceil(chance * 4294967296.0))


@scalar
def uniform(seed: int, stream: int, row: int, day: int, draw: int) -> float:
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
def normal(seed: int, stream: int, row: int, day: int, draw: int) -> float:
    """A standard normal by the sum of twelve uniforms minus six.

    Exact in arithmetic that every machine shares (no logarithm); tails end at 6, which the uses here (noise on loyalty
    and reports) do not reach.
    """
    total = 0.0
    for k in range(3):
        a, b, c, d = four(seed, stream, row, day, draw * 3 + k)
        total += a + b + c + d
    return total - 6.0


def uniforms(n: int, seed: int, stream: int, *, day: int = 0, draw: int = 0, first: int = 0) -> np.ndarray:
    """Uniforms of rows `first` .. `first + n - 1`, never 0 and never 1, so that any quantile function takes them.

    `first` is a multiple of four: rows come a block at a time.

    Returns
    -------
    float64 array of shape (n,), in (0, 1)
        Half a step of 2^-32 above what `uniform` gives for the row.
    """
    out = np.empty(n)
    _uniforms(seed, stream, day, draw, first, out)
    return out


def normals(n: int, seed: int, stream: int, *, day: int = 0, draw: int = 0, first: int = 0) -> np.ndarray:
    """Standard normals of rows, by the quantile function; tails end at 6.2.

    Unlike `normal` exact in law, and rounded as the machine's logarithm rounds.
    """
    from scipy.special import ndtri

    return ndtri(uniforms(n, seed, stream, day=day, draw=draw, first=first))


@parallel
def _uniforms(seed: int, stream: int, day: int, draw: int, first: int, out: np.ndarray) -> None:
    quads = (out.size + 3) // 4
    for part in prange((quads + _STRETCH - 1) // _STRETCH):
        for k in range(part * _STRETCH, min(quads, (part + 1) * _STRETCH)):
            a, b, c, d = four(seed, stream, (first >> 2) + k, day, draw)
            i = 4 * k
            out[i] = a + 0.5 * TO_UNIT
            if i + 1 < out.size:
                out[i + 1] = b + 0.5 * TO_UNIT
            if i + 2 < out.size:
                out[i + 2] = c + 0.5 * TO_UNIT
            if i + 3 < out.size:
                out[i + 3] = d + 0.5 * TO_UNIT


def member_seed(seed: int, replicate: int) -> int:
    """The seed of one replicate, below 2^63; replicate 0 keeps `seed` itself, so one run and the first of many agree.

    Below 2^63, because a larger Python int is another type to numba: it would compile every kernel twice, or refuse.
    """
    return seed if replicate == 0 else derived_seed(seed, streams.MEMBER, replicate)


def derived_seed(seed: int, stream: int, row: int, day: int = 0, draw: int = 0) -> int:
    """A seed below 2^63 that is itself a draw: 63 bits of the block of (seed, stream, row, day, draw)."""
    mask = 0xFFFFFFFF
    counter = (row & mask, day, stream, draw, seed & mask, (seed >> 32) & mask)
    words = philox.py_func(*map(np.uint64, counter))  # a handful of numbers is no reason to compile
    return int(words[0]) | ((int(words[1]) & 0x7FFFFFFF) << 32)
