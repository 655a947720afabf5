"""Do chains agree, and what is their effective sample size? By ArviZ, for every unknown at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from contested.ground.arrays import Floats
from contested.ground.errors import extra

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
    if len(draws) < FEWEST:
        return np.full(draws.shape[2], np.nan)
    return np.asarray(_arviz().rhat(draws, chain_axis=1, draw_axis=0))


def ess(draws: Floats) -> Floats:
    """Bulk effective sample size (rank-normalised): float64 array of shape (size,).

    Parameters
    ----------
    draws : float64 array of shape (draws, chains, size)
        Below `FEWEST` per chain they count as independent between chains, and as one within.

    Raises
    ------
    MissingExtra

    References
    ----------
    vehtari2021
    """
    if len(draws) < FEWEST:
        return np.full(draws.shape[2], float(draws.shape[1]))
    return np.asarray(_arviz().ess(draws, chain_axis=1, draw_axis=0, method="bulk"))


def _arviz() -> Any:
    return extra("arviz_stats.base.array", "convergence of chains is measured by").array_stats
