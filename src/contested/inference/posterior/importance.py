"""Correct an emulated posterior by real runs: a run counts the more, the better claims like it than was thought.

Runs are played at draws of the emulated posterior. A run whose truth X the claims find L(X) likely, at a point whose
emulated chance was E(z), gets the weight L / E; so weighted, runs are draws of the posterior itself, whatever the
emulator got wrong. The effective number of runs that the weights leave is given, for it can be few.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import uniforms
from contested.ground.errors import RunError
from contested.inference.emulator.emulator import Emulator, draw_truths
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_model import log_density
from contested.inference.likelihood.claim_params import ClaimModel

#: truths of the emulator that its likelihood of the claims is averaged over
TRUTHS = 64
#: shape of the weights' tail above which an average over them is not to be trusted (Vehtari and others 2024)
HEAVY = 0.7


class Weights(NamedTuple):
    """What runs count.

    Parameters
    ----------
    weight : float64 array of shape (n,)
        Adds up to 1; 0 for runs without a chance.
    ess : float
        1 / sum of squares (Kong 1992): so many equal draws would know a mean about as well.
    raw_ess : float
        The same before the largest weights were cut.
    shape : float
        Of a generalised Pareto law fitted to the largest weights; NaN below 25 of them.
    """

    weight: Floats
    ess: float
    raw_ess: float
    shape: float

    @property
    def reliable(self) -> bool:
        """Whether averages over these weights settle down."""
        return bool(np.isnan(self.shape) or self.shape < HEAVY)


def reweight(log_target: Floats, log_proposal: Floats) -> Weights:
    """Weights of draws from a proposal.

    Parameters
    ----------
    log_target : float64 array of shape (n,)
        Logarithm of what they should be drawn from, up to a constant; minus infinity for a failed or impossible run.
    log_proposal : float64 array of shape (n,)
        Logarithm of what they were drawn from, up to a constant.

    Raises
    ------
    RunError
        If no run has a chance.
    """
    log = np.where(np.isfinite(log_target), log_target - log_proposal, -np.inf)
    if not np.isfinite(log).any():
        raise RunError(f"reweight: none of {len(log)} runs has a chance under the claims.", "play runs elsewhere")
    raw = np.exp(log - log.max())
    n = len(raw)
    # cut at the mean times the root of n (Ionides 2008): a bias that fades with n against one run that decides all
    cut = np.minimum(raw, raw.mean() * np.sqrt(n))
    weight = cut / cut.sum()
    return Weights(weight, ess(cut), ess(raw), _shape(raw))


def emulated_log_likelihood(
    emulator: Emulator, z: Floats, claims: ClaimArrays, claim_model: ClaimModel, seed: int
) -> Floats:
    """Logarithm of how likely the emulator finds the claims at each point: float64 array of shape (m,)."""
    each = np.array([log_density(truth, claims, claim_model) for truth in draw_truths(emulator, z, seed, TRUTHS)])
    top = each.max(axis=0)
    finite = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(finite + np.log(np.exp(each - finite).mean(0)))


def ess(weight: Floats) -> float:
    """Effective sample size of weighted draws."""
    return float(weight.sum() ** 2 / np.sum(weight**2))


def resampled(weight: Floats, n: int, seed: int) -> Ints:
    """Rows, int64 array of shape (n,), drawn with these weights, evenly (systematic resampling)."""
    at = (np.arange(n) + uniforms(1, seed, streams.RESAMPLE)[0]) / n
    row = np.searchsorted(np.cumsum(weight / weight.sum()), at)
    return np.asarray(np.minimum(row, len(weight) - 1), np.int64)


def _shape(raw: Floats) -> float:
    """Shape of the tail, by the estimator of Zhang and Stephens 2009."""
    some = int(min(0.2 * len(raw), 3 * np.sqrt(len(raw))))
    x = np.sort(raw)[-some - 1 :]
    x = x[1:] - x[0]
    x = x[x > 0]
    m = len(x)
    if m < 25:
        return float("nan")
    grid = 20 + int(np.sqrt(m))
    theta = 1 / x[-1] + (1 - np.sqrt(grid / (np.arange(1, grid + 1) - 0.5))) / (3 * x[int(m / 4 + 0.5) - 1])
    k = np.log1p(-theta[:, None] * x).mean(axis=1)
    likely = m * (np.log(-theta / k) - k - 1)
    weight = np.exp(likely - likely.max())
    best = np.sum(theta * weight) / weight.sum()
    # drawn towards a half as if ten more points had said so
    return float((np.log1p(-best * x).mean() * m + 10 * 0.5) / (m + 10))
