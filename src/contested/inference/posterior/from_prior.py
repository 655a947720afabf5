"""Members resampled from runs of the prior, where the claims are so few that this is the exact posterior.

A pass of the smoother uses only means and covariances. With few claims that is a poor guide: two quite different
courses of events may both fit, and members end up between them, with too little spread. But few claims leave many runs
of the prior likely, so that importance sampling is cheap: each run has a weight, the likelihood of all claims given it,
and members are drawn in proportion to the weights. With many claims no affordable number of runs would do, and members
are moved instead.
"""

from __future__ import annotations

import math

import numpy as np

from contested.ground.arrays import Floats
from contested.inference.posterior.importance import ess

#: at most so many runs of the prior for each member; members themselves run once more, so that this takes at most a
#: sixth more runs than five passes do. Assumed
RUNS_PER_MEMBER = 6


def runs_needed(log: Floats, members: int) -> int:
    """How many runs of the prior have an effective number of `members`, judged by the first of them; 0 if more than
    `RUNS_PER_MEMBER` for each.

    Parameters
    ----------
    log : float64 array of shape (runs,)
        Log-likelihood of all evidence given each of the first runs.
    members : int

    Example
    -------
    >>> runs_needed(np.array([0.0, 0.0, -50.0, -50.0]), members=100)
    200
    >>> runs_needed(np.linspace(0.0, -4000.0, 100), members=100)
    0
    """
    if not len(log):
        return 0
    share = ess(np.exp(log - log.max())) / len(log)
    runs = max(members, math.ceil(members / share))
    return runs if runs <= RUNS_PER_MEMBER * members else 0
