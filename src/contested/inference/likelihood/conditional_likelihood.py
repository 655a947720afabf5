"""Likelihood of the claims given the biases: then every source looks at one cell only, and gradients cost nothing.

`claim_model.log_density` sums over a grid of biases. A sampler that takes the biases as unknowns like any other reads
each source's table once instead: a tenth of the cost, gradients included, and the biases' posterior comes with it. Both
are one law: summed over the biases' prior, this is that. A cell's own noise is averaged out (`cell_noise`), for no two
cells share it.

Biases are written with standard normals: b[pair] = mean + spread * eta[group] + indicator_spread * eta[pair], where a
pair is a group and an indicator.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground.arrays import Floats, Ints
from contested.inference.likelihood import cell_noise
from contested.inference.likelihood.bias_quadrature import LARGEST, prepare
from contested.inference.likelihood.cell_noise import Grid, Tables
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_params import DEFAULT, ClaimModel


class LogLikelihood(NamedTuple):
    """Likelihood of the claims, and its slopes.

    Parameters
    ----------
    value : float64 array of shape (m,)
        Logarithm.
    by_mean, by_log_sd : float64 arrays of shape (m, cells)
        Derivatives by the mean of y, and by the logarithm of its own standard deviation.
    by_bias : float64 array of shape (m, biases)
    """

    value: Floats
    by_mean: Floats
    by_log_sd: Floats
    by_bias: Floats


class ConditionalLikelihood:
    """The claims of `claim_model`, ready to be asked.

    Parameters
    ----------
    claims : ClaimArrays
    claim_model : ClaimModel, optional
    cells : int64 array, optional
        Those that means are given of, ascending; all if absent. Every claim must speak of one of them.
    """

    def __init__(
        self, claims: ClaimArrays, claim_model: ClaimModel = DEFAULT, cells: Ints | None = None
    ) -> None:
        made = prepare(claims, claim_model)
        pairs = [(i, p) for i, integral in enumerate(made.integrals) for p in integral.pairs]
        groups = len(made.integrals)
        self.lowest = float(claim_model.params.floor)
        #: how many standard normals make the biases
        self.biases = groups + len(pairs)
        #: names of the pairs' groups and their indicators, row by row of `turn`
        self.pairs = tuple((made.integrals[i].group.name, p.indicator) for i, p in pairs)
        #: prior mean of each pair's bias (log), float64 array of shape (pairs,)
        self.mean = np.array([
            made.integrals[i].group.mean_of(claims.cells.indicators[p.indicator]) for i, p in pairs
        ])  # fmt: skip
        self.turn = np.zeros((len(pairs), self.biases))
        for k, (i, _) in enumerate(pairs):
            self.turn[k, i] = made.integrals[i].group.spread
            self.turn[k, groups + k] = claim_model.params.indicator_spread
        tables = [(k, p.table, p.table.low + p.b[0]) for k, (_, p) in enumerate(pairs)]
        tables.append((len(pairs), made.lists, made.lists.low))  # lists know no bias: a last pair that has none
        cells = np.arange(len(claims.cells)) if cells is None else cells
        each = [
            (int(np.searchsorted(cells, c)), k, v, low - t.step, t.step)
            for k, t, low in tables for c, v in zip(t.cell, t.values, strict=True)
        ]  # fmt: skip
        each.sort(key=lambda e: e[0])
        self.tables = Tables(
            start=np.searchsorted(np.array([e[0] for e in each]), np.arange(len(cells) + 1)).astype(np.int64),
            pair=np.array([e[1] for e in each], dtype=np.int64),
            first=np.concatenate([[0], np.cumsum([len(e[2]) for e in each])]).astype(np.int64),
            values=np.concatenate([e[2] for e in each]) if each else np.empty(0),
            low=np.array([e[3] for e in each], dtype=float),
            step=np.array([e[4] for e in each], dtype=float),
        )

    def bias(self, eta: Floats) -> Floats:
        """Biases (log) of the pairs, float64 array of shape (m, pairs), of standard normals of shape (m, biases)."""
        return self.mean + eta @ self.turn.T

    def at(self, grid: Grid, mean: Floats, own: Floats, eta: Floats) -> LogLikelihood:
        """Chance where y, the logarithm of truth plus floor, is normal in each cell: mean and own of shape (m, cells);
        eta of shape (m, biases). Within a few hundredths of the integral at any point the posterior has."""
        value, by_mean, by_log_sd = np.zeros(len(mean)), np.zeros_like(mean), np.zeros_like(mean)
        by_pair = np.zeros((len(mean), len(self.pairs) + 1))
        cell_noise.average(*self._given(grid, mean, own, eta), value, by_mean, by_log_sd, by_pair)
        return LogLikelihood(value, by_mean, by_log_sd, by_pair[:, :-1] @ self.turn)

    def draw(self, grid: Grid, mean: Floats, own: Floats, eta: Floats, chance: Floats) -> Floats:
        """One y of each cell given the claims, float64 array of shape (m, cells); `chance` are uniforms as many."""
        from scipy.special import ndtri

        out: Floats = mean + own * ndtri(chance)
        cell_noise.draw(*self._given(grid, mean, own, eta), chance, out)
        return out

    def _given(
        self, grid: Grid, mean: Floats, own: Floats, eta: Floats
    ) -> tuple[Floats, Floats, Floats, Grid, float, float, Tables]:
        # lists know no bias: theirs is 0
        bias = np.concatenate([self.bias(eta), np.zeros((len(eta), 1))], axis=1)
        return np.ascontiguousarray(mean), np.ascontiguousarray(own), bias, grid, self.lowest, LARGEST, self.tables
