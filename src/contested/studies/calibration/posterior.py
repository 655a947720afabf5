"""The posterior of a study for one view of the sources: parameters, and the truth of every cell."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.inference.emulator.emulator import Emulator
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood
from contested.inference.posterior.posterior import Posterior, sample
from contested.studies.calibration.emulated import extended, restricted
from contested.studies.calibration.evidence import Evidence

#: (kept, warm) steps of each chain, tried in turn until the chains agree; the last only where nobody waits for it
LENGTHS = ((320, 64), (1280, 256))


class Draws(NamedTuple):
    """Draws of a posterior, all equally likely.

    Parameters
    ----------
    z : float64 array of shape (draws, d), standard normal under the prior
    truth : float64 array of shape (draws, cells), in the cells' own units
    rhat, ess : float64 arrays of shape (d,)
    worst : float
        R-hat of whatever chains agree on least, biases and shared noise included.
    converged : bool
        Whether no chains are seen to disagree.
    """

    z: np.ndarray
    truth: np.ndarray
    rhat: np.ndarray
    ess: np.ndarray
    worst: float
    converged: bool


def sampled(model: Emulator, found: Evidence, claim_model: ClaimModel, seed: int, *, tries: int = 1) -> Draws:
    """Draw from the posterior given the fitted claims.

    Parameters
    ----------
    model : Emulator
        Of all cells.
    tries : int
        How many of LENGTHS.
    """
    used = found.used
    drawn = on_used(restricted(model, used), found, claim_model, seed, tries=tries)
    truth = extended(model, used, drawn.z, drawn.truth, seed)
    return Draws(drawn.z, truth, drawn.rhat, drawn.ess, drawn.worst, drawn.converged)


def on_used(model: Emulator, found: Evidence, claim_model: ClaimModel, seed: int, *, tries: int = 1) -> Posterior:
    """The same of the cells that fitted claims speak of, from an emulator of these alone."""
    claims = ConditionalLikelihood(found.fitted, claim_model, found.used)
    for kept, warm in LENGTHS[:tries]:
        drawn = sample(model, claims, seed=seed, kept=kept, warm=warm)
        if drawn.converged:
            break
    return drawn
