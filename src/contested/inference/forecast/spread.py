"""How wide forecasts are beside what runs say: a factor on their spread, estimated from earlier forecasts.

Runs that match the past part company behind the origin faster than the country did: without a factor bands of crowds
hold too much. The median stays, and every draw moves towards it on the scale of log(1 + number); ensembles of weather
models are adjusted in the same way (gneiting2005).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contested.engine.params import Params, param
from contested.ground.arrays import Floats
from contested.inference.likelihood.party_types import family_of


@dataclass(frozen=True, kw_only=True)
class SpreadParams(Params):
    """The factor by kind of number."""

    crowds: float = param(
        0.8, unit="-", within=(0, 5), source="estimated by benchmarks.crises.discrepancy",
        meaning="on the spread of forecasts of crowds about their median (log scale); 1 is the spread of runs",
    )  # fmt: skip

    def of(self, quantity: str) -> float:
        """The factor of a quantity; 1 for all but crowds."""
        return self.crowds if family_of(quantity) == "crowd" else 1.0


DEFAULT = SpreadParams()


def narrowed(log: Floats, factor: float) -> Floats:
    """Draws with a factor on their distance from the median of their day.

    Parameters
    ----------
    log : float64 array of shape (draws, days)
        Of 1 + figure.
    factor : float

    Returns
    -------
    float64 array of the same shape
        Not below 0.

    References
    ----------
    gneiting2005 : ensembles whose spread is adjusted.

    Example
    -------
    >>> narrowed(np.array([[2.0], [4.0], [8.0]]), 0.5).ravel()
    array([3., 4., 6.])
    """
    middle = np.median(log, axis=0)
    return np.asarray(np.maximum(middle + factor * (log - middle), 0.0))
