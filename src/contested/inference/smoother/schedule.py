"""How strongly each pass counts the claims: all passes together count them once."""

from __future__ import annotations

import numpy as np

from contested.ground.arrays import Floats

#: each pass counts claims so many times as strongly as the one before; the first, whose covariances are those of the
#: prior and least linear, counts them least. Assumed: two to three is usual (rafiee2017)
RATIO = 2.0


def inflations(passes: int, ratio: float = RATIO) -> Floats:
    """Factor on the claims' covariance in each pass, float64 array of shape (passes,); their inverses sum to 1.

    References
    ----------
    emerick2013 : assimilating the same data several times.
    rafiee2017 : decreasing factors.

    Example
    -------
    >>> inflations(2).round(2)
    array([3. , 1.5])
    """
    weight = ratio ** np.arange(passes)
    return np.asarray(weight.sum() / weight)
