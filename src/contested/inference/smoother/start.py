"""Which runs of the prior an ensemble begins with: some of many, those that the claims make likelier rather.

A pass is linear. Where more than half of the prior's runs have nobody in the street on a day with a claimed crowd, it
leaves members halfway. So three runs of the prior are simulated for each member, and as many as there are members are
taken by the chance of the claims given each run (`marginal`) to a power below 1: one step of tempering, which needs no
straight line. The passes then count the claims by what is left of them.

Taken are distinct runs: copies of one run have no covariance, and no pass could tell them apart. A run whose weight
asks for more than one copy is taken once, which is what truncated importance weights are; the others are taken with
chances in proportion to their weights.
"""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import uniforms

#: runs of the prior for each member
RUNS_PER_MEMBER = 3
#: power of the claims' chance by which members are taken: so much of the claims is used before the first pass
POWER = 0.25


def take(log: Floats, members: int, seed: int) -> Ints:
    """Rows of the runs that are taken, ascending and without repetition, int64 array of shape (members,).

    Parameters
    ----------
    log : float64 array of shape (runs,)
        Logarithm of the chance of all claims given each run.
    members : int
        How many; all runs if there are no more.
    seed : int

    References
    ----------
    delmoral2006 : tempering, from the prior to the posterior by powers of the likelihood.
    ionides2008 : truncated weights.
    madow1949 : systematic sampling with unequal chances.

    Example
    -------
    >>> take(np.array([-400.0, -2.0, -3.0, -900.0]), 2, seed=1).tolist()
    [1, 2]
    """
    if members >= len(log):
        return np.arange(len(log))
    chance = inclusion(POWER * log, members)
    ends = np.cumsum(chance)
    ends *= members / ends[-1]
    at = np.arange(members) + uniforms(1, seed, streams.SMOOTHER_TAKEN)
    return np.asarray(np.minimum(np.searchsorted(ends, at, side="right"), len(log) - 1), np.int64)


def inclusion(log_weight: Floats, members: int) -> Floats:
    """Chance of each run to be taken: in proportion to its weight, and 1 at most; float64 array of shape (runs,) with
    sum `members`, of which there are fewer than runs.

    Example
    -------
    >>> inclusion(np.log([8.0, 1.0, 1.0, 2.0]), 2).round(2)
    array([1.  , 0.25, 0.25, 0.5 ])
    """
    largest = np.sort(log_weight)[::-1]
    left = np.logaddexp.accumulate(largest[::-1])[::-1]
    # the k largest are sure; the others share what is left, and no share may exceed 1
    share = np.log(members - np.arange(members)) - left[:members]
    k = int(np.argmax(largest[:members] + share <= 0.0))
    return np.asarray(np.exp(np.minimum(log_weight + share[k], 0.0)))
