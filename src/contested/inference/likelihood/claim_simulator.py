"""The claim model run forwards: figures that claimants might have, and the claims they would make of them.

To check a prediction or to calibrate the method, biases come from their prior (`simulate_figures`). To predict what a
party says next they come from what its earlier claims leave of them: `draw_biases` draws them given a truth,
`predict_figures` lets the parties speak. `to_claims` puts figures into words as finely as the real ones were.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from contested.claims.heaping import Grain, rounded, stretch
from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import normals, uniforms
from contested.ground.errors import InputError
from contested.inference.likelihood.bias_groups import BiasGroup, bias_groups
from contested.inference.likelihood.bias_quadrature import CUT, prepare
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_model import logs, outer
from contested.inference.likelihood.claim_params import DEFAULT, ClaimModel, ClaimParams
from contested.inference.likelihood.source_likelihood import DEGREES
from contested.nation import tallies

#: truths done at once
BLOCK = 128


class BiasDraws(NamedTuple):
    """Biases (log), one for each truth.

    Parameters
    ----------
    groups : tuple of BiasGroup
    own : dict of group's number to float64 array of shape (m,)
        What it has in everything.
    pair : dict of (group's number, indicator) to float64 array of shape (m,)
    """

    groups: tuple[BiasGroup, ...]
    own: dict[int, Floats]
    pair: dict[tuple[int, int], Floats]

    def take(self, which: Ints) -> BiasDraws:
        """The biases of some of the truths, by their position."""
        return BiasDraws(
            self.groups, {k: b[which] for k, b in self.own.items()}, {k: b[which] for k, b in self.pair.items()}
        )


def draw_biases(X: Floats, claims: ClaimArrays, claim_model: ClaimModel, seed: int) -> BiasDraws:
    """One draw of all biases for each truth, float array of shape (m, cells), given the claims."""
    prepared = prepare(claims, claim_model)
    x, _ = logs(X, claims, claim_model)
    m = len(x)
    number = {b.name: k for k, b in enumerate(prepared.groups)}
    own: dict[int, Floats] = {}
    pair: dict[tuple[int, int], Floats] = {}
    for integral in prepared.integrals:
        k = number[integral.group.name]
        own[k] = np.empty(m)
        pair |= {(k, p.indicator): np.empty(m) for p in integral.pairs}
        u = uniforms(m, seed, streams.POSTERIOR_BIAS, day=k)
        step = integral.own[1] - integral.own[0]
        for first in range(0, m, BLOCK):
            part = slice(first, min(first + BLOCK, m))
            joint, _, chances = outer(integral, x[part])
            node, left = _node(np.exp(joint - joint.max(axis=1, keepdims=True)), u[part])
            own[k][part] = integral.own[node] + step * (left - 0.5)
            for p, chance in zip(integral.pairs, chances):
                v = uniforms(m, seed, streams.POSTERIOR_BIAS_PAIR, day=k, draw=p.indicator)[part]
                at, rest = _node(chance * p.kernel[:, node].T, v)
                pair[k, p.indicator][part] = p.b[at] + (p.b[1] - p.b[0]) * (rest - 0.5)
    return BiasDraws(prepared.groups, own, pair)


def simulate_figures(
    X: Floats, claims: ClaimArrays, claim_model: ClaimModel = DEFAULT, seed: int = 1
) -> Floats:
    """Figures that the claimants might have had, biases drawn from their prior.

    Parameters
    ----------
    X : float array of shape (m, cells)
        Truths.
    claims : ClaimArrays
        Who speaks, of which cell, and who copies whom; their numbers only say which are small counts.
    claim_model : ClaimModel, optional
    seed : int

    Returns
    -------
    float64 array of shape (m, claims), in the observable's unit
        NaN for parties left out and where the truth has no value. A list of names is as long as the truth, or longer by
        its error: how incomplete lists are is not modelled.
    """
    params, m, kinds = claim_model.params, len(X), len(claims.cells.indicators)
    groups, group = bias_groups(claims, claim_model)

    def normal(stream: int, key: int) -> Floats:
        return np.asarray(np.clip(normals(m, seed, stream, day=key), -CUT, CUT))

    own = {
        k: b.mean + b.spread * normal(streams.PRIOR_BIAS, k)
        for k, b in enumerate(groups) if np.isfinite(b.spread)
    }  # fmt: skip

    def biased(n: int, u: Floats) -> Floats | None:
        k = int(group[n])
        if k not in own or claims.listed[n]:
            return u if k in own else None
        pair = k * kinds + int(claims.indicator[n])
        beside = groups[k].mean_of(claims.cells.indicators[int(claims.indicator[n])]) - groups[k].mean
        return u + own[k] + beside + params.indicator_spread * normal(streams.PRIOR_BIAS_PAIR, pair)

    return _figures(X, claims, claim_model, biased, seed, PRIOR)


def predict_figures(
    X: Floats, claims: ClaimArrays, claim_model: ClaimModel, biases: BiasDraws, seed: int
) -> Floats:
    """Figures that claimants might have, given what is known of their biases.

    Parameters
    ----------
    X, claims, claim_model, seed
        As for `simulate_figures`.
    biases : BiasDraws
        Of the same truths. A party that is in none of their groups is taken for one of the others of its side, or else
        its bias comes from the prior; so does what a group has in an indicator it never spoke of.

    Returns
    -------
    float64 array of shape (m, claims), in the observable's unit; NaN where the truth has no value
    """
    params, m = claim_model.params, len(X)
    of = {name: k for k, b in enumerate(biases.groups) for name in b.parties}
    pool = {b.name: k for k, b in enumerate(biases.groups)}
    fresh, _ = bias_groups(claims, replace(claim_model, doubted=()))
    every = (*biases.groups, *fresh)
    stranger = {name: len(biases.groups) + k for k, b in enumerate(fresh) for name in b.parties}

    def biased(n: int, u: Floats) -> Floats:
        party, indicator = claims.parties[claims.party[n]], int(claims.indicator[n])
        k = of.get(party.name, pool.get(f"others, {party.side}", -1))
        if k not in biases.own:
            k = stranger[party.name]
        if claims.listed[n]:
            return u
        if (k, indicator) in biases.pair:
            return u + biases.pair[k, indicator]
        own = biases.own.get(k)
        if own is None:
            spread = every[k].spread if np.isfinite(every[k].spread) else params.bias_spread
            own = every[k].mean + spread * normals(m, seed, streams.NEW_BIAS, day=k)
        own = own + every[k].mean_of(claims.cells.indicators[indicator]) - every[k].mean
        return u + (own + params.indicator_spread * normals(m, seed, streams.NEW_BIAS, day=k, draw=1 + indicator))

    return possible(_figures(X, claims, claim_model, biased, seed, POSTERIOR), claims)


def possible(figures: Floats, claims: ClaimArrays) -> Floats:
    """Figures of which no share is above 100 %: nobody reports more than all, whatever the bias."""
    share = np.array([set(c.observables) <= tallies.RATIOS.keys() for c in claims.cells.each], dtype=bool)[claims.cell]
    return np.where(share, np.minimum(figures, 100.0), figures)


#: streams of what is a source's own, a claim's own, and of small counts
PRIOR = (streams.PRIOR_WITNESS, streams.PRIOR_ERROR, streams.PRIOR_COUNT)
POSTERIOR = (streams.POSTERIOR_WITNESS, streams.POSTERIOR_ERROR, streams.POSTERIOR_COUNT)


def _figures(
    X: Floats, claims: ClaimArrays, claim_model: ClaimModel, biased: Callable[[int, Floats], Floats | None],
    seed: int, chance: tuple[int, int, int],
) -> Floats:  # fmt: skip
    """Every claim of each truth; `biased` turns the logarithm of a truth into that of truth times bias, or leaves the
    claim out."""
    x, _ = logs(X, claims, claim_model)
    out = np.full((len(x), len(claims)), np.nan)
    for n in range(len(claims)):
        u = biased(n, x[:, claims.cell[n]])
        if u is not None:
            out[:, n] = _figure(u, n, claims, claim_model.params, seed, chance)
    out[np.isnan(np.asarray(X, float))[:, claims.cell]] = np.nan
    return out


def _figure(
    u: Floats, n: int, claims: ClaimArrays, params: ClaimParams, seed: int, chance: tuple[int, int, int]
) -> Floats:
    """Claim `n` of each truth; u is the logarithm of truth times bias."""
    from scipy import stats

    m, listed, witness = len(u), bool(claims.listed[n]), int(claims.witness[n])
    of_witness, of_error, of_count = chance
    if claims.counted[n] and claims.reference[n] < params.small:
        r = 1.0 / (params.list_dispersion if listed else params.dispersion)
        return np.asarray(stats.nbinom.ppf(uniforms(m, seed, of_count, day=witness), r, r / (r + np.exp(u))))
    error = stats.t.ppf(uniforms(m, seed, of_error, day=n), DEGREES)
    if listed:
        return np.asarray(np.exp(u + params.list_error * error))
    shared = params.witness_spread * normals(m, seed, of_witness, day=witness)
    return np.asarray(np.exp(u + shared + params.error * error))


def _node(mass: Floats, u: Floats) -> tuple[Floats, Floats]:
    """A node of each row, drawn by its mass, and how far into the node the draw lies, 0 to 1."""
    up = np.cumsum(mass, axis=1)
    at = u * up[:, -1]
    node = np.minimum((up <= at[:, None]).sum(axis=1), mass.shape[1] - 1)
    row = np.arange(len(u))
    left = np.clip((up[row, node] - at) / np.maximum(mass[row, node], 1e-300), 0.0, 1.0)
    return node, 1.0 - left


def to_claims(claims: ClaimArrays, figures: Floats) -> ClaimArrays:
    """The same claims with other figures, put into words as finely as the real ones were.

    A bare number is rounded to as many digits. A claim with bounds says on which side of them, or between them, the
    figure lies.

    Parameters
    ----------
    claims : ClaimArrays
    figures : float array of shape (claims,), in the observable's unit
        One row of `simulate_figures`.

    Raises
    ------
    InputError
        A wrong shape, or a figure that is missing.
    """
    figures = np.asarray(figures, dtype=np.float64)
    if figures.shape != (len(claims),) or not np.isfinite(figures).all():
        raise InputError(f"figures: expected {len(claims)} numbers, one a claim; got {figures.shape}.",
                         "parties left out have no figures; draw them with the same parties in")  # fmt: skip
    ends = [_ends(*row) for row in zip(figures.tolist(), claims.low.tolist(), claims.high.tolist(), claims.grain)]
    low, high = np.array(ends).reshape(-1, 2).T
    return replace(claims, low=low, high=high)


def _ends(figure: float, low: float, high: float, grain: Grain | None) -> tuple[float, float]:
    if grain is not None:
        return stretch(rounded(figure, grain), grain)
    if figure < low:
        return 0.0, low
    return (low, high) if figure < high else (high, np.inf)
