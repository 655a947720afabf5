"""The posterior without each party in turn, and that party's claims beside what the others' posterior predicts."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from contested.ground.arrays import Floats
from contested.inference.emulator.emulator import Emulator
from contested.inference.likelihood.bias_groups import bias_groups
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.claim_simulator import draw_biases, predict_figures
from contested.inference.posterior.posterior import sample_every_cell
from contested.inference.posterior.predictive_check import Group, groups, log_figures, log_reported


class Without(NamedTuple):
    """What the posterior would be without one party.

    Parameters
    ----------
    party : str
    claims : int
        How many it makes, copies left out.
    shift : float64 array of shape (d,)
        Of the mean, in standard deviations of the full posterior.
    wider : float64 array of shape (d,)
        Standard deviation over that of the full posterior.
    fit : Group or None
        The party's own claims beside what the others' posterior predicts.
    """

    party: str
    claims: int
    shift: Floats
    wider: Floats
    fit: Group | None


def beside(party: str, full: Floats, draws: Floats, observed: Floats, replicated: Floats) -> Without:
    """The posterior without a party, beside that with all.

    Parameters
    ----------
    party : str
    full, draws : float64 arrays of shape (draws, d)
        With all parties, and without it.
    observed : float64 array of shape (claims,)
    replicated : float64 array of shape (draws, claims)
        Its claims, and as replicated by these draws.
    """
    middle, sd = full.mean(axis=0), np.maximum(full.std(axis=0), 1e-300)
    fit = next(iter(groups(observed, replicated, [party] * len(observed))), None)
    return Without(party, len(observed), (draws.mean(axis=0) - middle) / sd, draws.std(axis=0) / sd, fit)


def groups_to_leave_out(claims: ClaimArrays, claim_model: ClaimModel) -> tuple[int, ...]:
    """Numbers of the bias groups that make claims and not all of them."""
    group, of_claim = bias_groups(claims, claim_model)
    return tuple(k for k in range(len(group)) if 0 < (of_claim == k).sum() < len(claims))


def without(
    emulator: Emulator, claims: ClaimArrays, claim_model: ClaimModel, full: Floats, seed: int, number: int
) -> Without:
    """One bias group left out, by its number, beside the posterior with all, `full`, shape (draws, d)."""
    group, of_claim = bias_groups(claims, claim_model)
    who, own, reported = group[number], (of_claim == number) & ~claims.copied, log_reported(claims)
    doubt = claim_model.doubting(*who.parties, spread=math.inf)
    left = sample_every_cell(emulator, claims, doubt, seed=seed)
    replicated = np.full((1, own.sum()), np.nan)
    if np.isfinite(reported[own]).any():
        biases = draw_biases(left.truth, claims, doubt, seed)
        replicated = log_figures(predict_figures(left.truth, claims, claim_model, biases, seed)[:, own])
    return beside(who.name, full, left.z, reported[own], replicated)
