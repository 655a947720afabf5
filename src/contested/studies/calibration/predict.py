"""Claims as they would be made, given truths and what is known of each party's bias.

`claim_simulator` draws biases from their prior, as a check of the method wants it. To foretell what a party says
next, its bias is drawn as its earlier claims leave it: `bent` draws biases given a truth, `figures` lets parties speak.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground.draws import normals, uniforms
from contested.inference.likelihood.bias_groups import Bearer, bearers
from contested.inference.likelihood.bias_quadrature import prepare
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_model import logs, outer
from contested.inference.likelihood.claim_params import Hyper
from contested.inference.likelihood.source_likelihood import DEGREES
from contested.studies.calibration import streams

#: truths done at once
BLOCK = 128


class Bent(NamedTuple):
    """Biases (log), one for each truth.

    Parameters
    ----------
    bearers : tuple of Bearer
    own : dict of bearer's number to float64 array of shape (m,)
        What it has in everything.
    pair : dict of (bearer's number, indicator) to float64 array of shape (m,)
    """

    bearers: tuple[Bearer, ...]
    own: dict[int, np.ndarray]
    pair: dict[tuple[int, int], np.ndarray]


def bent(X: np.ndarray, claims: ClaimArrays, hyper: Hyper, seed: int) -> Bent:
    """One draw of all biases for each truth, given the claims.

    Parameters
    ----------
    X : float array of shape (m, cells)
    claims : ClaimArrays
    hyper : Hyper
    seed : int
    """
    made = prepare(claims, hyper)
    x, _ = logs(X, claims, hyper)
    m = len(x)
    number = {b.name: k for k, b in enumerate(made.bearers)}
    own, pair = {}, {}
    for integral in made.integrals:
        k = number[integral.bearer.name]
        own[k] = np.empty(m)
        pair |= {(k, p.indicator): np.empty(m) for p in integral.pairs}
        u = uniforms(m, seed, streams.BIAS_OWN, day=k)
        step = integral.own[1] - integral.own[0]
        for first in range(0, m, BLOCK):
            part = slice(first, min(first + BLOCK, m))
            joint, _, chances = outer(integral, x[part])
            node, left = _node(np.exp(joint - joint.max(axis=1, keepdims=True)), u[part])
            own[k][part] = integral.own[node] + step * (left - 0.5)
            for p, chance in zip(integral.pairs, chances):
                v = uniforms(m, seed, streams.BIAS_PAIR, day=k, draw=p.indicator)[part]
                at, rest = _node(chance * p.kernel[:, node].T, v)
                pair[k, p.indicator][part] = p.b[at] + (p.b[1] - p.b[0]) * (rest - 0.5)
    return Bent(made.bearers, own, pair)


def of_draws(known: Bent, which: np.ndarray) -> Bent:
    """The biases of some of the truths, by their position."""
    return Bent(known.bearers, {k: b[which] for k, b in known.own.items()},
                {k: b[which] for k, b in known.pair.items()})  # fmt: skip


def figures(X: np.ndarray, target: ClaimArrays, hyper: Hyper, known: Bent, seed: int) -> np.ndarray:
    """Figures that claimants might have, before they put them into words.

    Parameters
    ----------
    X : float array of shape (m, cells)
    target : ClaimArrays
        Who speaks of which cell; its numbers only say which are small counts.
    hyper : Hyper
    known : Bent
        Of the same truths. A party that is not among its bearers is taken for one of the others of its side, or else
        its bias comes from the prior; so does what a bearer has in an indicator it never spoke of.
    seed : int

    Returns
    -------
    float64 array of shape (m, claims), in the observable's unit; NaN where the truth has no value
    """
    from scipy import stats

    law = hyper.law
    x, _ = logs(X, target, hyper)
    m = len(x)
    of = {name: k for k, b in enumerate(known.bearers) for name in b.parties}
    pool = {b.name: k for k, b in enumerate(known.bearers)}
    fresh, _ = bearers(target, Hyper(law))
    stranger = {name: len(known.bearers) + k for k, b in enumerate(fresh) for name in b.parties}
    out = np.empty((m, len(target)))

    def normal(stream: int, key: int, draw: int = 0) -> np.ndarray:
        return normals(m, seed, stream, day=key, draw=draw)

    for n in range(len(target)):
        party, indicator, witness = target.parties[target.party[n]], int(target.indicator[n]), int(target.witness[n])
        k = of.get(party.name, pool.get(f"others, {party.side}", -1))
        if k not in known.own:
            k = stranger[party.name]
        own = known.own.get(k)
        if own is None:
            own = law.bias_mean + law.bias_spread * normal(streams.BIAS_NEW, k)
        bias = known.pair.get((k, indicator))
        if bias is None:
            bias = own + law.indicator_spread * normal(streams.BIAS_NEW, k, 1 + indicator)
        listed, small = target.listed[n], target.counted[n] and target.reference[n] < law.small
        u = x[:, target.cell[n]] + (0.0 if listed else bias)
        if small:
            r = 1.0 / (law.list_dispersion if listed else law.dispersion)
            out[:, n] = stats.nbinom.ppf(uniforms(m, seed, streams.COUNT, day=witness), r, r / (r + np.exp(u)))
            continue
        error = stats.t.ppf(uniforms(m, seed, streams.ERROR, day=n), DEGREES)
        shared = 0.0 if listed else law.witness_spread * normal(streams.WITNESS, witness)
        out[:, n] = np.exp(u + shared + (law.list_error if listed else law.error) * error)
    out[np.isnan(np.asarray(X, float))[:, target.cell]] = np.nan
    return out


def _node(mass: np.ndarray, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A node of each row, drawn by its mass, and how far into the node the draw lies, 0 to 1."""
    up = np.cumsum(mass, axis=1)
    at = u * up[:, -1]
    node = np.minimum((up <= at[:, None]).sum(axis=1), mass.shape[1] - 1)
    row = np.arange(len(u))
    left = np.clip((up[row, node] - at) / np.maximum(mass[row, node], 1e-300), 0.0, 1.0)
    return node, 1.0 - left
