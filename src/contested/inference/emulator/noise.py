"""How the scatter around a prediction depends on the parameters.

log variance = base + slope . z, by the gamma likelihood of squared residuals (for which the variance of a squared
normal is what it should be), started from a regression of their logarithms and penalised by its left-out choice. Last,
variances are multiplied by what makes squared residuals over variances one on average: a law with heavier tails than
the normal still gets its own variance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground.arrays import Floats
from contested.inference.emulator import ridge

#: mean of the logarithm of a squared standard normal
LOG_SQUARE = -1.2703628454614782
#: squared residuals count as at least this part of their mean: the logarithm of a residual near 0 says little
LEAST = 1e-4
#: predicted log variances stay as near to what was seen as this, as a factor on the variance
BEYOND = 4.0
#: steps up the likelihood
STEPS = 4


class Noise(NamedTuple):
    """A fit.

    Parameters
    ----------
    base : float64 array of shape (q,)
        Log variance at the mean of the features.
    centre : float64 array of shape (p,)
    slope : float64 array of shape (p, q)
    low, high : float64 arrays of shape (q,)
        Log variances are held within.
    """

    base: Floats
    centre: Floats
    slope: Floats
    low: Floats
    high: Floats

    def sd(self, features: Floats) -> Floats:
        """Standard deviations, float64 array of shape (m, q)."""
        log = features @ self.slope
        log += self.base - self.centre @ self.slope
        np.clip(log, self.low, self.high, out=log)
        log *= 0.5
        return np.exp(log, out=log)

    def back(self, features: Floats, slope: Floats) -> Floats:
        """Derivative by the features of a number whose derivative by each log standard deviation is `slope`, (m, q)."""
        log = features @ self.slope + (self.base - self.centre @ self.slope)
        return np.where((log > self.low) & (log < self.high), 0.5 * slope, 0.0) @ self.slope.T


def fit(features: Floats, residual: Floats) -> Noise:
    """Scatter of residuals, shape (n, q), of predictions made without the row, by features, shape (n, p)."""
    centre = features.mean(axis=0)
    x = features - centre
    square = residual**2
    middle = np.maximum(square.mean(axis=0), 1e-300)
    first = ridge.fit(features, np.log(np.maximum(square, LEAST * middle) / middle) - LOG_SQUARE)
    base, slope = first.base.copy(), first.slope.copy()
    # the regression's noise has variance 4.93, the likelihood's 2: the same prior belief is a smaller penalty there
    value, vector = np.linalg.eigh(x.T @ x)
    shrink = 1.0 / (np.maximum(value, 0.0)[:, None] + 0.4 * first.penalty)
    for _ in range(STEPS):
        over = np.minimum(square / middle * np.exp(-np.clip(base + x @ slope, -30.0, 30.0)), 50.0) - 1.0
        up = x.T @ over - 0.4 * first.penalty * slope
        slope += np.clip(vector @ (shrink * (vector.T @ up)), -1.0, 1.0)
        base += np.clip(over.mean(axis=0), -1.0, 1.0)
    log = base + x @ slope
    low, high = log.min(axis=0) - np.log(BEYOND), log.max(axis=0) + np.log(BEYOND)
    scale = np.log(np.maximum((square / middle * np.exp(-np.clip(log, low, high))).mean(axis=0), 1e-300))
    shift = scale + np.log(middle)
    return Noise(base=base + shift, centre=centre, slope=slope, low=low + shift, high=high + shift)
