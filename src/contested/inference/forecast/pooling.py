"""Mixtures of forecasts: a draw of the mixture is a draw of one of them, chosen with its weight.

Weights are equal, or learnt from how likely each forecast made the claims of days that were already past. They start
from equal ones as if each forecast had already been right once, so a few claims cannot silence anybody.
"""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import uniforms
from contested.ground.errors import InputError

#: rounds of the fixed-point iteration; the likelihood is concave in the weights, so it cannot get caught
ROUNDS = 200


def pool(draws: Floats, weights: Floats, leads: Ints, seed: int) -> Floats:
    """Draws of the mixture, float64 array of shape (draws, leads).

    Parameters
    ----------
    draws : float64 array of shape (forecasts, draws, leads)
    weights : float64 array of shape (forecasts,)
        Not below 0, sum 1.
    leads : int array of shape (leads,)
        The key of chance beside the seed.

    Raises
    ------
    InputError
        If the lengths differ.
    """
    if draws.ndim != 3 or weights.shape != draws.shape[:1] or len(leads) != draws.shape[2]:
        raise InputError(f"draws: expected ({weights.size}, draws, {len(leads)}); got {draws.shape}.")
    n = draws.shape[1]
    edges = np.cumsum(weights)[:-1]
    out = np.empty(draws.shape[1:])
    for k, lead in enumerate(leads):
        who = np.searchsorted(edges, uniforms(n, seed, streams.POOL, day=int(lead)), side="right")
        out[:, k] = draws[who, np.arange(n), k]
    return out


def equal(forecasts: int) -> Floats:
    """Equal weights, float64 array of shape (forecasts,)."""
    return np.full(forecasts, 1.0 / forecasts)


def learnt(losses: Floats, weight: Floats) -> Floats:
    """Weights under which past claims were most likely (expectation-maximisation), equal if there are none.

    Parameters
    ----------
    losses : float64 array of shape (claims, forecasts)
        Minus the log density or probability that each gave to each claim (scores.log_score), of past days only.
    weight : float64 array of shape (claims,)
        How much each claim counts.

    Raises
    ------
    InputError
        If a loss is not a number, no forecast gives a claim any probability, or a weight is below 0 or not finite.
    """
    claims, forecasts = losses.shape
    weights = equal(forecasts)
    if not claims:
        return weights
    bad = np.isnan(losses).any(axis=1) | np.isneginf(losses).any(axis=1) | np.isposinf(losses).all(axis=1)
    if bad.any():
        raise InputError(
            f"losses: expected a number of every forecast for every claim, finite for one at least; of {claims} claims "
            f"{int(bad.sum())} have none.", "leave out the claims that a forecast has no number for"
        )  # fmt: skip
    if weight.shape != (claims,) or not (np.isfinite(weight) & (weight >= 0)).all():
        raise InputError(f"weight: expected {claims} finite numbers not below 0.")
    density = np.exp(losses.min(axis=1, keepdims=True) - losses)  # a factor a claim changes nothing
    for _ in range(ROUNDS):
        share = weights * density
        credit = (weight[:, None] * share / share.sum(axis=1, keepdims=True)).sum(axis=0)
        weights = (credit + 1.0) / (credit.sum() + forecasts)
    return weights
