"""Where the next wave of runs should lie: around what is plausible now, and some anywhere.

A wave from the posterior sharpens the emulator where it is asked; draws are spread out, so that the truth is inside
although the first emulator was wrong, and a part comes from the prior, so that no region is ever given up.
"""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats
from contested.ground.draws import normals, uniforms

#: factor on the posterior's standard deviations
WIDER = 1.5
#: part of a wave that comes from the prior
ANYWHERE = 0.2


def first(points: int, d: int, seed: int) -> Floats:
    """A wave that knows nothing: Sobol's points under the prior, standard normal, of shape (points, d)."""
    from scipy.special import ndtri

    from contested.ensemble.design import sobol

    return ndtri(sobol(points, d, seed))


def proposed(draws: Floats, points: int, *, wave: int, seed: int) -> Floats:
    """Points of the next wave.

    Parameters
    ----------
    draws : float64 array of shape (n, d)
        The posterior's z as it stands, equally likely.
    points, wave : int
        `wave` keys the draw, so that another wave from the same posterior is other points.
    seed : int

    Returns
    -------
    float64 array of shape (points, d), standard normal under the prior
        The share `ANYWHERE` that comes from the prior stands at the end.
    """
    n, d = draws.shape
    anywhere = round(ANYWHERE * points)
    near = points - anywhere
    which = np.minimum((uniforms(near, seed, streams.PROPOSE_WHICH, day=wave) * n).astype(int), n - 1)
    noise = normals(near * d, seed, streams.PROPOSE, day=wave).reshape(near, d)
    value, vector = np.linalg.eigh(np.atleast_2d(np.cov(draws, rowvar=False)))
    root = vector * np.sqrt(np.maximum(value, 0.0))
    # spread by fresh noise rather than by stretching, so that no two points lie on one ray and shapes are kept
    out = draws[which] + np.sqrt(max(WIDER**2 - 1.0, 0.0)) * noise @ root.T
    prior = normals(anywhere * d, seed, streams.PROPOSE_PRIOR, day=wave).reshape(anywhere, d)
    return np.concatenate([out, prior])


def log_proposal(z: Floats, draws: Floats) -> Floats:
    """Log-density of a wave's points, float64 array of shape (m,), the posterior's draws taken as a normal law; what an
    audit weighs runs by."""
    d = draws.shape[1]
    cov = np.atleast_2d(np.cov(draws, rowvar=False)) * WIDER**2
    root = np.linalg.cholesky(cov + 1e-9 * np.eye(d))
    q = np.linalg.solve(root, (z - draws.mean(axis=0)).T)
    near = -0.5 * (q * q).sum(axis=0) - np.log(np.diag(root)).sum()
    far = -0.5 * (z * z).sum(axis=1)
    log = np.logaddexp(np.log(1.0 - ANYWHERE) + near, np.log(ANYWHERE) + far)
    return np.asarray(log - 0.5 * d * np.log(2 * np.pi))
