"""Whether those who carry out orders go on doing so."""

from __future__ import annotations

import numpy as np

from contested.ground.compiled import scalar, serial
from contested.ground.exact import log, logistic


@scalar
def loyalty_target(start: float, support: float, doubt: float) -> float:
    """Where loyalty tends.

    Parameters
    ----------
    start : float, share
        Loyalty when nothing presses.
    support : float, level
        What holds it up: pay, a patron's guarantee.
    doubt : float, level
        What wears it down: the expectation of a fall, violence against people one knows, others who waver, sanctions.

    Returns
    -------
    float, share
        logistic(logit(start) + support - doubt): the reduced form of a global game of regime change, in which an
        agent's support is a cumulative distribution of their signal.

    References
    ----------
    edmond2013, casper2014.
    """
    if start <= 0.0:
        return 0.0
    if start >= 1.0:
        return 1.0
    return logistic(log(start / (1.0 - start)) + support - doubt)


@scalar
def refusing(loyalty: float, threshold: float) -> float:
    """Part of a unit that refuses orders: 0 from the threshold up, 1 at no loyalty, linear between."""
    if threshold <= 0.0 or loyalty >= threshold:
        return 0.0
    return (threshold - loyalty) / threshold


@scalar
def diligence(loyalty: float, usual: float) -> float:
    """Effort that somebody who obeys puts into an order, as a part of what was ordered.

    Parameters
    ----------
    loyalty, usual : float, share
        Today, and when nothing presses.

    Returns
    -------
    float, ratio
        loyalty / usual: as ordered when nothing presses, less with every doubt, long before anybody refuses.

    References
    ----------
    tyson2018: agents of repression whom nobody can watch work less hard, the less they expect the ruler to survive.
    Loyalty is that expectation; that effort is proportional to it is ours.
    """
    return loyalty / usual if usual > 0.0 else 1.0


@serial
def among_others(value: np.ndarray, weight: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Weighted mean of the others in one's group.

    Parameters
    ----------
    value, weight : float64 arrays of shape (units,)
    group : int64 array of shape (units,)
        Numbers from 0.

    Returns
    -------
    float64 array of shape (units,)
        0 where there is nobody else. One who watches others decide by what part of them has gone over: the threshold
        model of collective behaviour, whose thresholds are here the units' loyalty.

    References
    ----------
    granovetter1978; albrecht2016 for officers who watch one another in an uprising.
    """
    groups = 0
    for k in range(len(group)):
        groups = max(groups, group[k] + 1)
    total = np.zeros(groups)
    weights = np.zeros(groups)
    for k in range(len(value)):
        total[group[k]] += weight[k] * value[k]
        weights[group[k]] += weight[k]
    share = np.zeros(len(value))
    for k in range(len(value)):
        others = weights[group[k]] - weight[k]
        if others > 0.0:
            share[k] = min(1.0, max(0.0, (total[group[k]] - weight[k] * value[k]) / others))
    return share
