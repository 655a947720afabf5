"""Ridge regression of many targets at once, each with the penalty that predicts left-out rows best.

One decomposition of the features serves every penalty and every target, and what the others predict of a row
follows from its leverage (Allen 1974), so that choosing costs no refit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground.arrays import Floats

#: penalties tried, in parts of the features' largest variance
PENALTIES = 10.0 ** np.arange(-7.0, 3.1, 0.5)


class Ridge(NamedTuple):
    """A fit.

    Parameters
    ----------
    base : float64 array of shape (q,)
        Prediction where features are at their mean.
    centre : float64 array of shape (p,)
        Mean of the features.
    slope : float64 array of shape (p, q)
    left_out : float64 array of shape (n, q)
        What each row lies above the prediction made without it.
    penalty : float64 array of shape (q,)
    """

    base: Floats
    centre: Floats
    slope: Floats
    left_out: Floats
    penalty: Floats

    def at(self, features: Floats) -> Floats:
        """Predictions, float64 array of shape (m, q), for features of shape (m, p)."""
        return features @ self.slope + self.intercept()

    def intercept(self) -> Floats:
        """Prediction where features are 0, float64 array of shape (q,); it costs a pass over all slopes."""
        return np.asarray(self.base - self.centre @ self.slope)


def fit(features: Floats, target: Floats) -> Ridge:
    """The ridge whose left-out rows are predicted best, target by target; arrays of shapes (n, p) and (n, q)."""
    n = len(features)
    centre, base = features.mean(axis=0), target.mean(axis=0)
    u, s, into = _decomposed(features - centre)
    seen = u.T @ (target - base)
    penalties = PENALTIES * (s[0] ** 2 if s.size else 1.0)
    error = np.empty((penalties.size, target.shape[1]))
    left_out = np.empty_like(target)
    best = np.full(target.shape[1], np.inf)
    for k, penalty in enumerate(penalties):
        keep = s**2 / (s**2 + penalty)
        leverage = np.minimum(1.0 / n + (u * u) @ keep, 1.0 - 1e-6)
        off = (target - base - u @ (keep[:, None] * seen)) / (1.0 - leverage)[:, None]
        error[k] = np.mean(off * off, axis=0)
        better = error[k] < best
        left_out[:, better] = off[:, better]
        best[better] = error[k][better]
    chosen = penalties[error.argmin(axis=0)]
    slope = into @ (s[:, None] / (s[:, None] ** 2 + chosen) * seen)
    return Ridge(base=base, centre=centre, slope=slope, left_out=left_out, penalty=chosen)


def _decomposed(x: Floats) -> tuple[Floats, Floats, Floats]:
    """Left vectors, singular values, right vectors as columns; by the smaller of both crossings, which is faster."""
    n, p = x.shape
    value, vector = np.linalg.eigh(x.T @ x if p <= n else x @ x.T)
    some = value > 1e-12 * max(value[-1], 1e-300)
    s, vector = np.sqrt(value[some][::-1]), vector[:, some][:, ::-1]
    return (x @ vector / s, s, vector) if p <= n else (vector, s, x.T @ vector / s)
