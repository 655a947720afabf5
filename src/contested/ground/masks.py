"""A mask of bytes, 0 or 1, turned into the list of its ones: few among many, eight at a look."""

from __future__ import annotations

import numpy as np

from contested.ground.compiled import scalar


@scalar
def mask_of(rows):
    """A mask of zeros for `rows` rows, and some bytes more so that `ones` can look at eight at once.

    Returns
    -------
    uint8 array of shape (at least rows, a multiple of 8)
    """
    return np.zeros((rows + 7) & ~7, np.uint8)


@scalar
def ones(mask, where):
    """Positions of the ones, in order.

    Parameters
    ----------
    mask : uint8 array from `mask_of`
        0 and 1 only.
    where : int32 array of shape (len(mask),)
        Written from its start.

    Returns
    -------
    int
        How many.
    """
    eights = mask.view(np.uint64)
    count = 0
    for e in range(eights.size):
        if eights[e] == 0:
            continue
        for k in range(8 * e, 8 * e + 8):
            # written in any case and overwritten if it was no one: a branch here would be guessed wrong half the time
            where[count] = k
            count += mask[k]
    return count
