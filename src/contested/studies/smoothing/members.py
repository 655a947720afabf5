"""The members of an ensemble as a posterior: their parameters, truths and biases, a row each."""

from __future__ import annotations

import numpy as np

from contested.ground.arrays import Floats
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.claim_simulator import BiasDraws, draw_biases
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood
from contested.inference.posterior.posterior import Posterior


def posterior(
    z: Floats, x: Floats, claims: ClaimArrays, claim_model: ClaimModel, likelihood: ConditionalLikelihood, seed: int
) -> Posterior:
    """Members as draws, each with biases drawn given its own truth and the claims.

    Parameters
    ----------
    z : float64 array of shape (members, d)
        Parameters, standard normal under the prior.
    x : float64 array of shape (members, cells)
        Cells of `claims`.
    likelihood : ConditionalLikelihood
        Of the same claims, in whose terms biases are given.
    """
    known = draw_biases(np.nan_to_num(x), claims, claim_model, seed)
    one = np.ones(z.shape[1])
    return Posterior(z, x, standard(known, claim_model, likelihood), one, len(z) * one, 1.0, 1.0)


def standard(known: BiasDraws, claim_model: ClaimModel, likelihood: ConditionalLikelihood) -> Floats:
    """Biases as the standard normals of `ConditionalLikelihood.bias`, float64 array of shape (members, biases)."""
    law = claim_model.params
    number = {b.name: k for k, b in enumerate(known.groups)}
    members = len(next(iter(known.own.values()), ()))
    eta = np.zeros((members, likelihood.biases))
    first = likelihood.biases - len(likelihood.pairs)
    for k, (name, indicator) in enumerate(likelihood.pairs):
        group = number[name]
        column = int(np.flatnonzero(likelihood.turn[k, :first])[0])
        own, pair = known.own[group], known.pair[group, indicator]
        eta[:, column] = (own - known.groups[group].mean) / known.groups[group].spread
        eta[:, first + k] = (pair - likelihood.mean[k] - (own - known.groups[group].mean)) / law.indicator_spread
    return eta
