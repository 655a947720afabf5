"""What the paper measures on a series of actives: outbursts, the waits between them, how much happens in each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground.errors import ParameterError

#: an outburst lasts while more than this many are active
LEVEL = 50


class Outbursts(NamedTuple):
    """One entry an outburst, in order; `wait`, steps from an outburst's end to the next one's start, has one fewer.

    An outburst under way when the series begins or ends is left out: its size is not known.
    """

    start: np.ndarray
    duration: np.ndarray
    peak: np.ndarray
    total: np.ndarray
    wait: np.ndarray


def outbursts(active: np.ndarray, level: float = LEVEL) -> Outbursts:
    """Outbursts of a series.

    Parameters
    ----------
    active : array of shape (steps,)
        Number of actives.
    level : float
        An outburst begins when actives exceed it and ends when they no longer do.

    Raises
    ------
    ParameterError
        If the series is not one row of numbers.
    """
    series = np.asarray(active, float)
    if series.ndim != 1 or np.isnan(series).any():
        raise ParameterError("active: expected one number a step; got an array of another shape or with gaps.")
    above = np.concatenate([[False], series > level, [False]])
    start = np.flatnonzero(above[1:] & ~above[:-1])
    end = np.flatnonzero(~above[1:] & above[:-1])  # first step no longer above
    whole = (start > 0) & (end < series.size)
    start, end = start[whole], end[whole]
    sums = np.concatenate([[0.0], np.cumsum(series)])
    return Outbursts(
        start=start,
        duration=end - start,
        peak=np.array([series[a:b].max() for a, b in zip(start, end)]),
        total=sums[end] - sums[start],
        wait=start[1:] - end[:-1],
    )
