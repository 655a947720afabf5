"""Ties between rows as a table: `ties[i, k]` is the row at the other end, -1 where there is none.

Each column of a matched kind is a random perfect matching inside every group (one member is left over in an odd
group), so ties are mutual, every member has as many as there are columns, and building needs no memory besides the
table. A table of fixed width has no offsets and is the same on cores and GPU.
"""

from __future__ import annotations

import numpy as np

from contested.ground.compiled import parallel, prange, scalar, serial
from contested.ground.shuffle import half_bits, shuffle_key, shuffled


@scalar
def _pair(k: int, n: int, half: int, key0: np.uint64, key1: np.uint64) -> tuple[int, int]:
    return shuffled(2 * k, n, half, key0, key1), shuffled(2 * k + 1, n, half, key0, key1)


@parallel
def match_rows(ties: np.ndarray, column: int, starts: np.ndarray, seed: int, stream: int, turn: int) -> None:
    """Fill one column by matching consecutive rows within groups.

    Parameters
    ----------
    ties : int32 array of shape (rows, columns)
    column : int
    starts : int64 array of shape (groups + 1,)
        First row of each group.
    seed, stream, turn : int
        Key of the matching.
    """
    for g in prange(len(starts) - 1):
        lo = starts[g]
        n = starts[g + 1] - lo
        half = half_bits(n)
        key0, key1 = shuffle_key(seed, stream, g, turn)
        for k in range(n // 2):
            a, b = _pair(k, n, half, key0, key1)
            ties[lo + a, column] = lo + b
            ties[lo + b, column] = lo + a


@parallel
def match_members(
    ties: np.ndarray, column: int, members: np.ndarray, starts: np.ndarray, seed: int, stream: int, turn: int,
) -> None:
    """Fill one column by matching within groups listed in `members` (rows, group after group)."""
    for g in prange(len(starts) - 1):
        lo = starts[g]
        n = starts[g + 1] - lo
        half = half_bits(n)
        key0, key1 = shuffle_key(seed, stream, g, turn)
        for k in range(n // 2):
            a, b = _pair(k, n, half, key0, key1)
            i = members[lo + a]
            j = members[lo + b]
            ties[i, column] = j
            ties[j, column] = i


@parallel
def match_everyone(ties: np.ndarray, column: int, seed: int, stream: int, turn: int) -> None:
    """Fill one column by matching all rows; parallel inside the one group."""
    n = ties.shape[0]
    half = half_bits(n)
    key0, key1 = shuffle_key(seed, stream, 0, turn)
    for k in prange(n // 2):
        a, b = _pair(k, n, half, key0, key1)
        ties[a, column] = b
        ties[b, column] = a


@parallel
def count_ties(ties: np.ndarray, degree: np.ndarray) -> None:
    """`degree[i]`: number of ties of each row, uint8."""
    for i in prange(ties.shape[0]):
        n = 0
        for k in range(ties.shape[1]):
            if ties[i, k] >= 0:
                n += 1
        degree[i] = n


#: set in a count that has just been added to; `COUNT` masks the count itself
FRESH = 128
COUNT = 127


@serial
def push_count(
    ties: np.ndarray, rows: np.ndarray, block_start: np.ndarray, counts: np.ndarray, fresh: np.ndarray,
    tally: np.ndarray,
) -> None:  # fmt: skip
    """Add one to `tally` of every tie of the rows that joined each block's list last, and mark those tallies as fresh.

    Serial on purpose: reading the ties costs more than writing the tallies, so giving each thread its own stretch of
    rows to write, and every tie to read, took twice as long.

    Parameters
    ----------
    ties : int32 array of shape (rows, columns)
    rows : int32 array
        Block b's list begins at block_start[b].
    counts, fresh : int64 array of shape (blocks,)
        Length of each list, and how many at its end are new.
    tally : uint8 array of shape (rows,)
        The low seven bits count, held at 127; the high bit tells whoever reads next that there is something new.
    """
    for b in range(len(counts)):
        for r in range(block_start[b] + counts[b] - fresh[b], block_start[b] + counts[b]):
            i = rows[r]
            for k in range(ties.shape[1]):
                j = ties[i, k]
                if j >= 0:
                    tally[j] = min(COUNT, (tally[j] & COUNT) + 1) | FRESH
