"""How much of an answer's scale was put in: by the prior of the truth, and by the trust in parties.

All claims of one indicator can be multiplied together: if nothing anchors them (a list of names, the model's tie to
another indicator), "everybody said half of it" fits as well. So two numbers are given for each indicator:
- `from_prior`: posterior variance of its scale over prior variance. 1: claims taught nothing, 0: all is from claims.
- `from_trust`: how far the posterior scale moves if all parties are believed to say a little more than was assumed, as
  a part of that little. 1: the scale is what trust makes it, 0: it does not depend on trust.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contested.ground.arrays import Floats
from contested.ground.errors import InputError
from contested.inference.likelihood.bias_quadrature import blocks, prepare
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_model import logs, outer
from contested.inference.likelihood.claim_params import DEFAULT, ClaimModel


@dataclass(frozen=True)
class Scale:
    """Where the scale of one indicator comes from.

    Parameters
    ----------
    indicator : str
    prior_spread, posterior_spread : float
        Of the mean logarithm of its claimed cells.
    from_prior, from_trust : float
        See the module; `from_trust` has the error of the draws and may leave 0 to 1 by it.
    """

    indicator: str
    prior_spread: float
    posterior_spread: float
    from_prior: float
    from_trust: float


def scales(
    prior_X: Floats,
    posterior_X: Floats,
    claims: ClaimArrays,
    claim_model: ClaimModel = DEFAULT,
    weights: Floats | None = None,
) -> tuple[Scale, ...]:
    """Where the scale of each claimed indicator comes from; of those whose truths differ before the claims.

    Parameters
    ----------
    prior_X, posterior_X : float arrays of shape (draws, cells)
        Truths drawn before and after the claims; those that cannot have been spoken of are passed over.
    claims : ClaimArrays
    claim_model : ClaimModel, optional
    weights : float array of shape (posterior draws,), optional

    Raises
    ------
    InputError
        Arrays of a wrong shape, or no indicator with a spread before the claims.
    """
    before, known = logs(prior_X, claims, claim_model)
    after, held = logs(posterior_X, claims, claim_model)
    weights = np.ones(len(after)) if weights is None else np.asarray(weights, float)
    share = np.where(held, weights, 0.0)
    trust = np.where(held, _slope(after, claims, claim_model), 0.0)
    found = []
    for i, name in enumerate(claims.cells.indicators):
        columns = [c for c in np.unique(claims.cell) if claims.cells.indicator[c] == i]
        if not columns:
            continue
        prior, posterior = before[known][:, columns].mean(axis=1), after[:, columns].mean(axis=1)
        if len(prior) < 2 or not prior.std() > 0:
            continue
        mean = np.average(posterior, weights=share)
        variance = np.average((posterior - mean) ** 2, weights=share)
        # the posterior mean's derivative by a parameter is its covariance with the score
        moved = np.average((posterior - mean) * trust, weights=share)
        ratio = min(1.0, variance / prior.var())
        found.append(Scale(name, float(prior.std()), float(variance**0.5), float(ratio), float(-moved)))
    if not found:
        raise InputError(f"prior_X: expected draws that differ where something is claimed; got {len(prior_X)} alike.")
    return tuple(found)


def alike(claims: ClaimArrays, of: tuple[Scale, ...]) -> list[str]:
    """Claimed indicators that `scales` has no row of: their truths are all the same before the claims."""
    claimed = {claims.cells.indicators[k] for k in claims.cells.indicator[claims.cell].tolist()}
    return sorted(claimed - {s.indicator for s in of})


def _slope(x: Floats, claims: ClaimArrays, claim_model: ClaimModel) -> Floats:
    """Derivative of the log-chance of all claims by the mean of all biases, for each truth: float64 (draws,)."""
    slope = np.zeros(len(x))
    for part in blocks(len(x)):
        for integral in prepare(claims, claim_model).integrals:
            joint, _, _ = outer(integral, x[part])
            chance = np.exp(joint - joint.max(axis=1, keepdims=True))
            mean = chance @ integral.own / chance.sum(axis=1)
            slope[part] += (mean - integral.group.mean) / integral.group.spread**2
    return slope
