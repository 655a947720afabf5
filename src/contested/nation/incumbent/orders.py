"""The rule behind the incumbent's orders: how much force is wanted, and which tactic comes nearest to it."""

from __future__ import annotations

import numpy as np

from contested.ground.exact import exp, log
from contested.nation.incumbent import IncumbentParams


def control(crowd: float, officers: float, n: IncumbentParams) -> float:
    """How far officers who obey can control a crowd.

    Parameters
    ----------
    crowd : float, person
    officers : float, officer
    n : IncumbentParams

    Returns
    -------
    float, share
        1 / (1 + (control x crowd / officers)^sharpness): force is tried where it can work, and held back from crowds
        that outnumber the officers by far (epstein2002 counts both sides; danneman2014 on fear of losing control).
    """
    if officers <= 0.0:
        return 0.0
    load = n.control * crowd / officers
    if load <= 0.0:
        return 1.0
    return float(1.0 / (1.0 + exp(n.control_sharpness * log(load))))


def wanted(threat: float, control: float, leaning: float, n: IncumbentParams) -> float:
    """Effort of policing wanted for tomorrow: threat brings repression (davenport2007), as far as control goes.

    Parameters
    ----------
    threat, control : float, share
    leaning : float
        How safe force looks: 1 with a patron's full guarantee and the whole elite, 0.5 without any guarantee, and less
        by the part of the elite's loyalty that is gone.
    n : IncumbentParams

    Returns
    -------
    float, level
        1 is a full crackdown.
    """
    return float((n.vigilance + n.policy_hardness * threat * leaning) * control)


def reviewed(before: float, threat: float, n: IncumbentParams) -> float:
    """Probability that tonight's tactic is reviewed and not just ordered again.

    Parameters
    ----------
    before, threat : float, share
        Threat on the evening before, and now.
    n : IncumbentParams

    Returns
    -------
    float, probability
        `review` by routine, and the more the threat has grown.
    """
    return float(n.review + (1.0 - n.review) * max(0.0, threat - before))


def choose(effort: float, efforts: np.ndarray, success: np.ndarray, u: float, n: IncumbentParams) -> int:
    """The tactic of a review: a multinomial logit over the table of tactics.

    Parameters
    ----------
    effort : float, level
        What is wanted.
    efforts : float64 array of shape (tactics,), level
    success : float64 array of shape (tactics,), level
        Learned: what worked is done again, what failed is replaced (moore1998).
    u : float in [0, 1)
    n : IncumbentParams

    Returns
    -------
    int
        A row of the table.
    """
    utility = [
        n.lesson * float(success[k])
        - 0.5 * ((float(np.sqrt(efforts[k])) - float(np.sqrt(effort))) / n.width) ** 2
        for k in range(len(efforts))
    ]
    best = max(utility)
    weights = [exp(x - best) for x in utility]
    left = u * sum(weights)
    for k, weight in enumerate(weights):
        if left < weight:
            return k
        left -= weight
    return len(weights) - 1
