"""Reporting bias of each party (reported / true), given what the truth may have been."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contested.ground.arrays import Floats
from contested.ground.errors import InputError
from contested.inference.likelihood.bias_groups import BiasGroup
from contested.inference.likelihood.bias_quadrature import blocks, prepare
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_model import logs, outer
from contested.inference.likelihood.claim_params import DEFAULT, ClaimModel


@dataclass(frozen=True)
class Bias:
    """One bias after the claims, over all truths given.

    Parameters
    ----------
    group : BiasGroup
    indicator : str
        What it counts; "" for the bias it has in everything.
    witnesses : int
        How many times it was heard: copies and states of one list count once.
    b : float64 array of shape (nodes,)
        Even grid, logarithm.
    mass : float64 array of shape (nodes,)
        Chance at each node; sums to 1.
    mean : float64 array of shape (m,)
        For each truth (NaN for one that cannot have been spoken of).
    """

    group: BiasGroup
    indicator: str
    witnesses: int
    b: Floats
    mass: Floats
    mean: Floats

    def quantile(self, chance: float) -> float:
        """The bias (logarithm) that lies below which with such a chance."""
        step = self.b[1] - self.b[0]
        return float(np.interp(chance, np.cumsum(self.mass), self.b + step / 2))

    def row(self) -> dict[str, str | int | float]:
        """Party, side, indicator, witnesses, and median with 90 % interval of the factor reported/true."""
        factor, low, high = (float(np.exp(self.quantile(chance))) for chance in (0.5, 0.05, 0.95))
        return {
            "party": self.group.name, "side": self.group.side, "indicator": self.indicator,
            "witnesses": self.witnesses, "factor": factor, "low": low, "high": high,
        }  # fmt: skip


def biases(X: Floats, claims: ClaimArrays, claim_model: ClaimModel = DEFAULT) -> tuple[Bias, ...]:
    """Posterior of party biases.

    Parameters
    ----------
    X : float array of shape (m, cells)
        Truths, for example draws from a posterior; one row gives the biases under that truth.
    claims : ClaimArrays
    claim_model : ClaimModel, optional

    Returns
    -------
    tuple of Bias
        Groups in order, each with its indicators and then with all of them together; without groups whose claims are
        left out.

    Raises
    ------
    InputError
        X of a wrong shape, or no truth with a value wherever something was claimed.
    """
    prepared = prepare(claims, claim_model, finer=4)
    x, known = logs(X, claims, claim_model)
    if not known.any():
        raise InputError("X: expected at least one truth with a value wherever something was claimed; got none.")
    share = known / known.sum()
    found = []
    for integral in prepared.integrals:
        grids = [pair.b for pair in integral.pairs] + [integral.own]
        mass = [np.zeros(len(g)) for g in grids]
        mean = [np.full(len(x), np.nan) for _ in grids]
        for part in blocks(len(x)):
            joint, given, chances = outer(integral, x[part])
            laws = [
                chance * (_scaled(joint - log_given) @ pair.kernel.T)
                for pair, log_given, chance in zip(integral.pairs, given, chances)
            ] + [_scaled(joint)]
            for k, law in enumerate(laws):
                law /= law.sum(axis=1, keepdims=True)
                mass[k] += share[part] @ law
                mean[k][part] = np.where(known[part], law @ grids[k], np.nan)
        heard = [len(pair.table.cell) for pair in integral.pairs]
        what = [claims.cells.indicators[pair.indicator] for pair in integral.pairs] + [""]
        found += [
            Bias(integral.group, *row) for row in zip(what, [*heard, sum(heard)], grids, mass, mean)
        ]
    return tuple(found)


def _scaled(log: Floats) -> Floats:
    return np.asarray(np.exp(log - log.max(axis=1, keepdims=True)))
