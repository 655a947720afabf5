"""Do chains agree, and what is their effective sample size? By ArviZ, for every unknown at once."""

from __future__ import annotations

import numpy as np

from contested.ground.arrays import Floats
from contested.ground.extras import extra

#: R-hat above which chains are on different peaks rather than slow
APART = 1.2
#: draws per chain below which nothing can be compared
FEWEST = 4


def rhat(draws: Floats) -> Floats:
    """Rank-normalised split R-hat: 1 if chains agree, and above 1.01 they do not quite.

    Parameters
    ----------
    draws : float64 array of shape (draws, chains, size)

    Returns
    -------
    float64 array of shape (size,)
        NaN below `FEWEST` draws per chain.

    Raises
    ------
    MissingExtra

    References
    ----------
    vehtari2021
    """
    return _each(draws, np.nan, "rhat")


def ess(draws: Floats) -> Floats:
    """Bulk effective sample size (rank-normalised), as `rhat`; below `FEWEST` draws per chain they count as independent
    between chains, and as one within."""
    return _each(draws, float(draws.shape[1]), "ess", method="bulk")


def _each(draws: Floats, few: float, measure: str, **how: str) -> Floats:
    if len(draws) < FEWEST:
        return np.full(draws.shape[2], few)
    arviz = extra("arviz_stats.base.array", "convergence of chains is measured by", "inference").array_stats
    return np.asarray(getattr(arviz, measure)(draws, chain_axis=1, draw_axis=0, **how))
