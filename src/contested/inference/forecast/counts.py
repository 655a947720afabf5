"""The negative binomial law by mean and overdispersion, and fits that know how little they know.

Variance = mean + overdispersion mean^2. A crisis gives a dozen days with claims, so a forecast that takes fitted
numbers for true is far too narrow: both count baselines (`autoregression`, `self_exciting`) draw their
numbers from a normal law about the fit instead, as wide as the curvature of the penalised likelihood says.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

from contested.ground.arrays import Floats
from contested.ground.draws import normals

#: fitted numbers stay within this, on scales where 8 is next to infinity
FARTHEST = 8.0
#: step of the second differences
STEP = 1e-3


def log_chance(count: Floats, mean: Floats, over: Floats) -> Floats:
    """Log probability of counts.

    Parameters
    ----------
    count, mean, over : float64 arrays that broadcast
        Whole numbers; above 0; above 0.
    """
    size = 1.0 / over
    return np.asarray(
        gammaln(count + size) - gammaln(size) - gammaln(count + 1.0)
        - size * np.log1p(over * mean) + count * (np.log(over * mean) - np.log1p(over * mean))
    )  # fmt: skip


def quantile(u: Floats, mean: Floats, over: Floats) -> Floats:
    """The count below or at which a part `u` of the law lies."""
    from scipy.stats import nbinom

    return np.asarray(nbinom.ppf(u, 1.0 / over, 1.0 / (1.0 + over * mean)))


def fitted(loss: Callable[[Floats], float], start: Floats) -> Floats:
    """Where a penalised loss is least, float64 array like `start`."""
    return minimize(loss, start, method="L-BFGS-B", bounds=[(-FARTHEST, FARTHEST)] * start.size).x


def about(
    loss: Callable[[Floats], float], best: Floats, penalty: Floats, draws: int, seed: int, stream: int
) -> Floats:
    """Draws of the numbers that a loss was fitted for (Laplace's approximation).

    Parameters
    ----------
    loss : callable
        Minus the log likelihood, with the penalties in it.
    best : float64 array of shape (numbers,)
        Where it is least.
    penalty : float64 array of shape (numbers,)
        Standard deviations of the penalties; no direction is taken for less certain than they alone make it.
    draws, seed, stream : int
        Chance of day 0, which is no lead.

    Returns
    -------
    float64 array of shape (draws, numbers)
    """
    n = best.size
    shift = STEP * np.eye(n)
    curve = np.empty((n, n))
    for i in range(n):
        for j in range(i + 1):
            corners = ((1, 1), (1, -1), (-1, 1), (-1, -1))
            total = sum(a * b * loss(best + a * shift[i] + b * shift[j]) for a, b in corners)
            curve[i, j] = curve[j, i] = total / (4 * STEP**2)
    # in units of the penalties each of them alone has curvature 1
    values, vectors = np.linalg.eigh(curve * np.outer(penalty, penalty))
    width = 1.0 / np.sqrt(np.maximum(values, 1.0))
    z = np.column_stack([normals(draws, seed, stream, draw=k + 1) for k in range(n)])
    return np.asarray(np.clip(best + (z * width) @ vectors.T * penalty, -FARTHEST, FARTHEST))
