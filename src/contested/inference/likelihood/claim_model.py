"""Likelihood of the claims given the truth X: party bias, copies, bounds, words, rounding and small counts.

    log figure = log X[cell] + b[group, indicator] + c[witness] + e[claim]

with b[group, indicator] ~ N(b0[group], indicator_spread^2) and b0 ~ N(bias_mean, bias_spread^2): who inflates one
series is suspected in the others. Of a party of a known type, mean and spread are that type's, and the mean also
differs by what is counted (`party_types`). `claim_params` holds the spreads, `claim_arrays` what a figure became when
it was reported, `source_likelihood` the chance of that, `bias_groups` who shares a bias, and `bias_quadrature`
integrates biases out.

What nobody reported is missing and adds nothing. A truth without a value in a claimed cell (NaN: that course of events
had ended) cannot have been spoken of: minus infinity.
"""

from __future__ import annotations

import numpy as np

from contested.ground.arrays import Flags, Floats
from contested.ground.errors import InputError
from contested.inference.likelihood.bias_quadrature import Integral, blocks, prepare, totals
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_params import DEFAULT, ClaimModel


def log_density(X: Floats, claims: ClaimArrays, claim_model: ClaimModel = DEFAULT) -> Floats:
    """Logarithm of the chance of all claims, biases integrated out.

    Parameters
    ----------
    X : float array of shape (m, cells)
        Truths, not negative.
    claims : ClaimArrays
    claim_model : ClaimModel, optional

    Returns
    -------
    float64 array of shape (m,)
        Within 0.001 of the integral for the usual few hundred claims.

    Raises
    ------
    InputError
        If X has another shape, or a negative value.
    """
    prepared = prepare(claims, claim_model)
    x, known = logs(X, claims, claim_model)
    out = np.full(len(x), -np.inf)
    for part in blocks(len(x)):
        block = x[part]
        value = totals(prepared.lists, block, 1)[:, 0]
        for integral in prepared.integrals:
            joint, _, _ = outer(integral, block)
            top = joint.max(axis=1)
            value += top + np.log(np.exp(joint - top[:, None]).sum(axis=1))
        out[part] = value
    return np.where(known, out, -np.inf)


def outer(integral: Integral, x: Floats) -> tuple[Floats, list[Floats], list[Floats]]:
    """Log of prior times chance at each of a group's own biases.

    Returns
    -------
    (float64 (m, own nodes), list of float64 (m, own nodes), list of float64 (m, nodes))
        The log; and of each pair the log-chance given the own bias, and the chance at each bias (scaled).
    """
    joint = np.tile(integral.log_prior, (len(x), 1))
    given, chances = [], []
    for pair in integral.pairs:
        total = totals(pair.table, x, len(pair.b))
        top = total.max(axis=1, keepdims=True)
        np.subtract(total, top, out=total)
        each = np.exp(total, out=total)
        # far from every claim nothing is left of a chance in a double; 1e-300 keeps the logarithm
        log_given = np.log(each @ pair.kernel + 1e-300) + top
        joint += log_given
        given.append(log_given)
        chances.append(each)
    return joint, given, chances


def logs(X: Floats, claims: ClaimArrays, claim_model: ClaimModel) -> tuple[Floats, Flags]:
    """Logarithms of truths as the claim model sees them, float64 array of shape (m, cells), and which truths have a
    value wherever one was claimed, bool array of shape (m,). Refuses what `log_density` does."""
    X = np.asarray(X, dtype=np.float64)
    if X.ndim != 2 or X.shape[1] != len(claims.cells):
        raise InputError(f"X: expected shape (draws, {len(claims.cells)}), one column a cell; got {X.shape}.")
    if (X < 0).any():
        raise InputError(f"X: expected truths not below 0; got {np.nanmin(X):g}.", "give counts, not their logarithms")
    missing = np.isnan(X)
    known = np.asarray(~missing[:, claims.claimed].any(axis=1))
    return np.log(np.maximum(np.where(missing, 1.0, X), claim_model.params.floor)), known
