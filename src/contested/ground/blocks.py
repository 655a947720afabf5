"""Rows cut into blocks that never cross a group's border: the unit of parallel work.

The cut depends on the groups alone, never on the number of threads, so sums gathered by block and then in block order
are the same on any machine. Within a block everything that belongs to the group is a constant.
"""

from __future__ import annotations

import numpy as np

from contested.ground.compiled import serial

#: rows in a block: about 100 kB of columns, a core's second-level cache
BLOCK_ROWS = 8192


def cut(starts: np.ndarray, rows: int = BLOCK_ROWS) -> tuple[np.ndarray, np.ndarray]:
    """Cut groups of consecutive rows into blocks.

    Parameters
    ----------
    starts : int64 array of shape (groups + 1,)
        First row of each group, then the number of rows.
    rows : int
        Largest block.

    Returns
    -------
    (int64 array of shape (blocks + 1,), int32 array of shape (blocks,))
        First row of each block, then the number of rows; and the group of each block.
    """
    first: list[int] = []
    group: list[int] = []
    for g in range(len(starts) - 1):
        for row in range(int(starts[g]), int(starts[g + 1]), rows):
            first.append(row)
            group.append(g)
    return np.array([*first, int(starts[-1])], np.int64), np.array(group, np.int32)


@serial
def sums(values: np.ndarray, block_group: np.ndarray, groups: int) -> np.ndarray:
    """Sum block values by group, in block order.

    Parameters
    ----------
    values : int64 array of shape (blocks,)
    block_group : int32 array of shape (blocks,)

    Returns
    -------
    int64 array of shape (groups,)
    """
    out = np.zeros(groups, np.int64)
    for b in range(len(values)):
        out[block_group[b]] += values[b]
    return out
