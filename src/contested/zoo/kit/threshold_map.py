"""Where a crowd settles that grows from nobody: the smallest root of F(x) = x (Granovetter 1978).

Kuran's bandwagon and Siegel's complete network are the same map with other thresholds, so the solver stands once.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr
from scipy.stats import norm

from contested.ground.errors import ParameterError

#: points at which the first sign change of F(x) - x is looked for; a root closer to its twin than this is missed
GRID = 200_001


def smallest_equilibrium(share_below: Callable[[np.ndarray], np.ndarray], start: float = 0.0) -> float:
    """Smallest x at or above `start` with F(x) <= x, for a crowd that begins at `start` and can only grow.

    Parameters
    ----------
    share_below : callable
        F: the share whose threshold is at most x, for an array of x in 0..1; not decreasing.
    start : float, share

    Returns
    -------
    float, share
        Exact to 1e-12 where F is continuous.
    """
    x = np.linspace(start, 1.0, GRID)
    gap = np.asarray(share_below(x), float) - x
    crossed = np.flatnonzero(gap <= 0)
    if not crossed.size:
        return 1.0
    k = int(crossed[0])
    if k == 0:
        return float(start)
    return float(brentq(lambda v: float(share_below(np.array([v]))[0]) - v, x[k - 1], x[k], xtol=1e-13))


def normal_equilibrium(mean: float, sd: float, start: float = 0.0) -> float:
    """`smallest_equilibrium` of thresholds from a normal law.

    Parameters
    ----------
    mean, sd : float, share

    Raises
    ------
    ParameterError
        If `sd` is not above 0.
    """
    if not sd > 0:
        raise ParameterError(f"sd: expected a number above 0; got {sd:g}.", "with sd 0 everybody has one threshold")
    return smallest_equilibrium(lambda x: ndtr((x - mean) / sd), start)


def normal_jump(mean: float) -> tuple[float, float]:
    """The sd at which the equilibrium of a normal law jumps, and the share at which the curve then touches the line.

    Solves x = Phi(z), sd = phi(z), x = mean + sd z for z < 0: F touches the diagonal there.

    Parameters
    ----------
    mean : float, share
        Above 0 and below one half.

    Returns
    -------
    (float, float)
        sd, share.
    """
    if not 0 < mean < 0.5:
        raise ParameterError(f"mean: expected above 0 and below 0.5; got {mean:g}.", "only such a law has a jump")
    z = brentq(lambda z: norm.cdf(z) - mean - norm.pdf(z) * z, -8.0, -1e-9, xtol=1e-15)
    return float(norm.pdf(z)), float(norm.cdf(z))
