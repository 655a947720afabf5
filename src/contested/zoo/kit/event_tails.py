"""How heavy the tail of event sizes is: a power law by maximum likelihood, and whether a log-normal does better.

Sizes are whole numbers. Method of Clauset, Shalizi & Newman 2009 (clauset2009), without their search for where the tail
begins: that is the caller's. So is where it ends, for sizes that a finite system cuts off. A
straight line in a log-log plot is no evidence, which is why the log-normal is asked as well.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import log_ndtr, ndtr, zeta

from contested.ground.errors import ParameterError

#: exponents looked among
STEEP = (1.001, 8.0)
#: spacing of the difference that curvature is taken from
_H = 1e-3


class PowerLaw(NamedTuple):
    """P(s) in proportion to s^-exponent, from a smallest size on (to a largest).

    Parameters
    ----------
    exponent, error : float
        With its standard error, from the curvature of the likelihood.
    events : int
        Events the fit stands on.
    likelihood : float
        Its logarithm.
    """

    exponent: float
    error: float
    events: int
    likelihood: float


def power_law(sizes: np.ndarray, smallest: int = 1, largest: float = np.inf) -> PowerLaw:
    """The power law that makes the sizes from `smallest` to `largest` most likely.

    With an end it is a slope between two sizes, not a claim about the tail.

    Raises
    ------
    ParameterError
        NaN, sizes that are not whole, or fewer than two events of different size in the tail.
    """
    size, times = _tail(sizes, smallest, largest)
    n, logs = int(times.sum()), float(times @ np.log(size))

    def surprise(a: float) -> float:
        beyond = zeta(a, largest + 1) if np.isfinite(largest) else 0.0
        return float(n * np.log(zeta(a, smallest) - beyond) + a * logs)

    a = float(minimize_scalar(surprise, bounds=STEEP, method="bounded", options={"xatol": 1e-10}).x)
    bend = (surprise(a + _H) - 2.0 * surprise(a) + surprise(a - _H)) / _H**2
    return PowerLaw(a, float(1.0 / np.sqrt(bend)), n, -surprise(a))


def lognormal_lead(sizes: np.ndarray, smallest: int = 1) -> float:
    """By how many standard errors a log-normal, rounded and cut at `smallest`, beats the power law (Vuong 1989).

    Returns
    -------
    float
        Above about 2 the log-normal is better, below about -2 the power law; between them the sizes cannot tell.
    """
    size, times = _tail(sizes, smallest)
    n = times.sum()

    def log_chance(shape: np.ndarray) -> np.ndarray:
        mean, sd = shape[0], np.exp(shape[1])
        low = (np.log(size - 0.5) - mean) / sd
        high = (np.log(size + 0.5) - mean) / sd
        # far above the mean both are near 1: taken from the other side, where they are small
        here = np.where(low > 0.0, ndtr(-low) - ndtr(-high), ndtr(high) - ndtr(low))
        log_part: np.ndarray = np.log(np.maximum(here, 1e-300)) - log_ndtr(-(np.log(smallest - 0.5) - mean) / sd)
        return log_part

    def surprise(shape: np.ndarray) -> float:
        return -float(times @ log_chance(shape))

    start = np.array([np.log(size) @ times / n, np.log(np.log(size).std() + 0.5)])
    best = minimize(surprise, start, method="Nelder-Mead",
                    options={"xatol": 1e-6, "fatol": 1e-6, "maxiter": 2000})  # fmt: skip
    a = power_law(sizes, smallest).exponent
    gain = log_chance(best.x) - (-a * np.log(size) - np.log(zeta(a, smallest)))
    mean = times @ gain / n
    spread = np.sqrt(times @ (gain - mean) ** 2 / n)
    return float(np.sqrt(n) * mean / spread) if spread > 0.0 else 0.0


def _tail(sizes: np.ndarray, smallest: int, largest: float = np.inf) -> tuple[np.ndarray, np.ndarray]:
    """Distinct sizes between `smallest` and `largest`, and how often each came."""
    if smallest < 1:
        raise ParameterError(f"smallest: expected at least 1; got {smallest}.", "a power law has no size 0")
    given = np.asarray(sizes, float).ravel()
    if np.isnan(given).any() or (given != np.floor(given)).any():
        raise ParameterError("sizes: expected whole numbers; got something else among them.", "no NaN, no fractions")
    size, times = np.unique(given[(given >= smallest) & (given <= largest)], return_counts=True)
    if size.size < 2:
        raise ParameterError(f"sizes: expected events of at least two sizes from {smallest} on; got {size.size}.",
                             "begin the tail lower, or give more events")  # fmt: skip
    return size, times
