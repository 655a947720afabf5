"""Runs played at the posterior's draws, weighed by what the claims say of them: how far the emulator can be trusted."""

from __future__ import annotations

import numpy as np

from contested.inference.emulator.emulator import Emulator
from contested.inference.likelihood.claim_model import log_density
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.posterior.importance import Weights, reweighted
from contested.studies.calibration.emulated import truths
from contested.studies.calibration.evidence import Evidence

#: truths of the emulator that a run's chance is averaged over
TRUTHS = 64


def chance(model: Emulator, z: np.ndarray, found: Evidence, claim_model: ClaimModel, seed: int) -> np.ndarray:
    """Logarithm of how likely the emulator finds the claims at each point: float64 array of shape (m,)."""
    each = np.array([log_density(truths(model, z, seed, k), found.fitted, claim_model) for k in range(TRUTHS)])
    top = each.max(axis=0)
    with np.errstate(divide="ignore"):
        return np.where(np.isfinite(top), top, 0.0) + np.log(np.exp(each - np.where(np.isfinite(top), top, 0)).mean(0))


def weights(x: np.ndarray, log_chance: np.ndarray, found: Evidence, claim_model: ClaimModel) -> Weights:
    """What runs count.

    Parameters
    ----------
    x : float64 array of shape (m, cells)
        What the runs say; NaN where one had ended or failed.
    log_chance : float64 array of shape (m,)
        From `chance`, of the claims and trust that chose where they were played.
    """
    return reweighted(log_density(x, found.fitted, claim_model), log_chance)
