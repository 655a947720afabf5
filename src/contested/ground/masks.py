"""A mask of bytes, 0 or 1, turned into the list of its ones: few among many, 64 at a look."""

from __future__ import annotations

import numpy as np

from contested.ground.compiled import scalar


@scalar
def mask_of(rows: int) -> np.ndarray:
    """A mask of zeros for `rows` rows, and some bytes more so that `ones` can look at 64 at once.

    Returns
    -------
    uint8 array of shape (at least rows, a multiple of 64)
    """
    return np.zeros((rows + 63) & ~63, np.uint8)


@scalar
def ones(mask: np.ndarray, where: np.ndarray) -> int:
    """Positions of the ones, in order.

    Parameters
    ----------
    mask : uint8 array from `mask_of`
        0 and 1 only.
    where : int32 array, longer than the rows that `mask_of` was asked for
        Written from its start.

    Returns
    -------
    int
        How many.
    """
    eights = mask.view(np.uint64)
    count = 0
    for first in range(0, eights.size, 8):
        # the mask ends on a whole 64, so there are always eight
        if (
            eights[first] | eights[first + 1] | eights[first + 2] | eights[first + 3]
            | eights[first + 4] | eights[first + 5] | eights[first + 6] | eights[first + 7]
        ) == 0:  # fmt: skip
            continue
        for e in range(first, first + 8):
            if eights[e] == 0:
                continue
            for k in range(8 * e, 8 * e + 8):
                # written in any case and overwritten if it was no one: half of the guesses at a branch would be wrong
                where[count] = k
                count += mask[k]
    return count
