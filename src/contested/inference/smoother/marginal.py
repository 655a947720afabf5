"""How likely the claims are given a run, all that separates them integrated out: errors, copies, biases, and what the
model leaves out.

The law is that of a pass (`update`) and of the discrepancy's draws: figures are normal about the run's predictions with
the covariance of `Observations`, and each claim says in which stretch its figure lay. So their chance is that of a
rectangle under a multivariate normal law, which is simulated claim by claim, the least likely first.
"""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats
from contested.ground.draws import uniforms
from contested.inference.smoother.observations import Observations
from contested.inference.threads import one_core

#: draws for each run; only claims that bound their figure need more than one. With 79 bounds among 199 claims the
#: logarithm is known to 0.2, and members differ by 10
DRAWS = 256
#: runs done at once
BLOCK = 64
#: least width of a stretch (log): a single number has a density and no chance
NARROWEST = 1e-6


@one_core()
def log_likelihood(observed: Observations, y: Floats, seed: int) -> Floats:
    """Logarithm of the chance of all claims given each run, float64 array of shape (runs,).

    Parameters
    ----------
    observed : Observations
        With the discrepancy in their covariance (`Observations.doubting`).
    y : float64 array of shape (runs, m), log
        `Observations.predictions` of the runs. Student's t has the weights of their median, as in a pass, so that runs
        are compared under one law.
    seed : int

    References
    ----------
    genz1992 : the integral, one dimension after the other.

    Example
    -------
    >>> one = np.ones(1)
    >>> claim = Observations(np.zeros(1, int), 0 * one, 0 * one, one + np.inf, one, 0 * one, np.zeros((1, 1)))
    >>> np.exp(log_likelihood(claim, np.zeros((2, 1)), 1)).round(2)
    array([0.5, 0.5])
    """
    from scipy.special import ndtr

    high = np.maximum(observed.high, observed.low + NARROWEST)
    error, middle = observed.error_about(y), np.median(y, axis=0)
    sd = np.sqrt(np.diag(error))
    order = np.argsort(ndtr((high - middle) / sd) - ndtr((observed.low - middle) / sd), kind="stable")
    root = np.asarray(np.linalg.cholesky(error[np.ix_(order, order)]), np.float64)
    u = uniforms(DRAWS * len(order), seed, streams.CLAIM_RECTANGLE).reshape(len(order), DRAWS)
    out = np.empty(len(y))
    for first in range(0, len(y), BLOCK):
        there = y[first : first + BLOCK][:, order]
        out[first : first + BLOCK] = _rectangle(observed.low[order] - there, high[order] - there, root, u)
    return out


def _rectangle(low: Floats, high: Floats, root: Floats, u: Floats) -> Floats:
    """Logarithm of the chance of each rectangle, float64 array of shape (runs,); `low` and `high` of shape (runs, m),
    `root` the lower root of the covariance, `u` uniform of shape (m, draws)."""
    from scipy.special import log_ndtr, logsumexp, ndtri_exp

    runs, m = low.shape
    z = np.empty((m, runs, u.shape[1]))
    total = np.zeros((runs, u.shape[1]))
    for k in range(m):
        mean = np.tensordot(root[k, :k], z[:k], axes=1)
        a, b = (low[:, k, None] - mean) / root[k, k], (high[:, k, None] - mean) / root[k, k]
        right = a > 0  # the right tail has no digits that the left one lacks
        a, b = np.where(right, -b, a), np.where(right, -a, b)
        below, up = log_ndtr(a), log_ndtr(b)
        part = np.exp(below - up)
        total += up + np.log1p(-part)
        z[k] = np.where(right, -1.0, 1.0) * ndtri_exp(up + np.log(u[k] + (1.0 - u[k]) * part))
    return np.asarray(logsumexp(total, axis=1) - np.log(u.shape[1]))
