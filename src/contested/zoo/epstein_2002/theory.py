"""What the decision rule alone implies: how many act when everybody expects the same chance of arrest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground.errors import ParameterError


def share_active(legitimacy: float, chance: float, threshold: float = 0.1) -> float:
    """The share of people with H (1 - L) - R P > T, for H and R uniform and independent.

    Parameters
    ----------
    legitimacy, chance : float, share and probability
        L, and the estimated chance of arrest P.
    threshold : float
        T, at least 0.

    Returns
    -------
    float, share
        At P = 0 it is 1 - T / (1 - L): more than that never act, whatever the police do.
    """
    anger = 1.0 - legitimacy
    if anger <= threshold:
        return 0.0
    if chance == 0.0:
        return 1.0 - threshold / anger
    # grievance above T up to which risk aversion decides; those beyond it nothing frightens
    slope = min(chance, anger - threshold)
    return (0.5 * slope * (slope / chance) + (anger - threshold - slope)) / anger


# outbursts ------------------------------------------------------------------------------------------------------------


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
