"""Information gained about each parameter, and whether the posterior lies where runs were simulated.

`identifiability` says how much of an indicator's scale comes from the prior.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground.arrays import Floats

#: runs that a draw's distance is measured to
NEIGHBOURS = 5
#: share of draws far from any run above which the emulator guesses
EXTRAPOLATING = 0.2
#: contraction below which a parameter's prior is left standing
STANDS = 0.1


class Information(NamedTuple):
    """One number a parameter, float64 arrays of shape (d,).

    Parameters
    ----------
    ratio : float
        Posterior standard deviation over the prior's: 1 if nothing was learnt. May exceed 1 for a posterior with two
        peaks.
    contraction : share
        1 - ratio squared: part of the prior's variance that is gone.
    shift : float
        Of the mean, in standard deviations of the prior.
    surprise : float
        The same in standard deviations of how far a posterior mean usually lies off, sqrt(contraction); above 3, prior
        and claims disagree. NaN where less than a hundredth was learnt.
    """

    ratio: Floats
    contraction: Floats
    shift: Floats
    surprise: Floats


def gained(draws: Floats) -> Information:
    """Contraction, shift and surprise of each parameter; draws of shape (draws, d), standard normal under the prior."""
    ratio, shift = draws.std(axis=0, ddof=1), draws.mean(axis=0)
    contraction = 1.0 - ratio**2
    some = contraction > 0.01
    surprise = np.where(some, shift / np.sqrt(np.where(some, contraction, 1.0)), np.nan)
    return Information(ratio, contraction, shift, surprise)


class Nearness(NamedTuple):
    """How near the posterior lies to runs.

    Parameters
    ----------
    ratio : float64 array of shape (draws,)
        Mean distance to the nearest runs, over the median of the same among runs. About 1 where runs are as dense as
        anywhere; an emulator asked far above 1 guesses.
    extrapolating : share
        Of draws farther from runs than 95 % of runs are from one another.
    """

    ratio: Floats
    extrapolating: float


class Spacing(NamedTuple):
    """How far runs lie from one another: mean distances to the nearest others, their median and 95 % quantile."""

    median: float
    far: float


def spacing(runs: Floats) -> Spacing:
    """Of runs, shape (n, d), n > `NEIGHBOURS`."""
    from scipy.spatial import cKDTree

    among = np.asarray(cKDTree(runs).query(runs, NEIGHBOURS + 1, workers=-1)[0])[:, 1:].mean(axis=1)
    return Spacing(float(np.median(among)), float(np.quantile(among, 0.95)))


def nearness(draws: Floats, runs: Floats, among: Spacing | None = None) -> Nearness:
    """Distance of draws, shape (draws, d), from runs, shape (n, d), n > `NEIGHBOURS`; `among` if it is known."""
    from scipy.spatial import cKDTree

    median, far = among or spacing(runs)
    to = np.asarray(cKDTree(runs).query(draws, NEIGHBOURS, workers=-1)[0]).reshape(len(draws), -1).mean(axis=1)
    return Nearness(to / max(median, 1e-300), float(np.mean(to > far)))
