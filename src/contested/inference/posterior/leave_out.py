"""The posterior without each party in turn, and that party's claims beside what the others' posterior predicts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
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
    shift : float64 array of shape (d,)
        Of the mean, in standard deviations of the full posterior.
    wider : float64 array of shape (d,)
        Standard deviation over that of the full posterior.
    fit : Group or None
        The party's own claims beside what the others' posterior predicts.
    """

    party: str
    shift: Floats
    wider: Floats
    fit: Group | None


def leave_out(
    parties: Sequence[str],
    full: Floats,
    without: Callable[[str], tuple[Floats, Floats | None, Floats | None]],
) -> list[Without]:
    """The posterior without each party in turn.

    Parameters
    ----------
    parties : sequence of str
    full : float64 array of shape (draws, d)
        With all of them.
    without : callable
        Of a party: draws without it, its claims, and its claims as replicated by these draws (or None twice).
    """
    middle, sd = full.mean(axis=0), np.maximum(full.std(axis=0), 1e-300)
    out = []
    for party in parties:
        draws, observed, replicated = without(party)
        fit = None
        if observed is not None and replicated is not None:
            fit = next(iter(groups(observed, replicated, [party] * len(observed))), None)
        out.append(Without(party, (draws.mean(axis=0) - middle) / sd, draws.std(axis=0) / sd, fit))
    return out


def each_group(
    emulator: Emulator, claims: ClaimArrays, claim_model: ClaimModel, full: Floats, seed: int
) -> list[tuple[Without, int]]:
    """Every bias group but one that makes all claims left out in turn, with how many claims it makes.

    Parameters
    ----------
    emulator : Emulator
    claims : ClaimArrays
    claim_model : ClaimModel
    full : float64 array of shape (draws, d)
        The posterior with all of them.
    seed : int
    """
    group, of_claim = bias_groups(claims, claim_model)
    reported = log_reported(claims)
    number = {b.name: k for k, b in enumerate(group)}

    def without(name: str) -> tuple[Floats, Floats | None, Floats | None]:
        doubt = claim_model.doubting(*group[number[name]].parties, spread=math.inf)
        left = sample_every_cell(emulator, claims, doubt, seed=seed)
        own = of_claim == number[name]
        if not np.isfinite(reported[own]).any():
            return left.z, None, None
        biases = draw_biases(left.truth, claims, doubt, seed)
        figures = predict_figures(left.truth, claims, claim_model, biases, seed)
        return left.z, reported[own], log_figures(figures[:, own])

    count = {b.name: int((of_claim == k).sum()) for k, b in enumerate(group)}
    names = [name for name, n in count.items() if 0 < n < len(claims)]
    return [(one, count[one.party]) for one in leave_out(names, full, without)]
