"""Claims given the biases: then every witness looks at one cell only, and slopes cost nothing.

`claim_model.log_density` sums over a grid of biases. A sampler that takes the biases as unknowns like any other reads
each witness's table once instead: a tenth of the cost, slopes included, and the biases' posterior comes with it. Both
speak of one law: summed over the biases' prior, this is that.

Biases are written with standard normals: b[pair] = mean + spread * eta[bearer] + indicator_spread * eta[pair], where a
pair is a bearer and an indicator.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np

from contested.ground.compiled import parallel, prange
from contested.inference.bias_grid import LARGEST, prepare
from contested.inference.claim_arrays import ClaimArrays
from contested.inference.hyper import Hyper


class Seen(NamedTuple):
    """Chance of the claims, and its slopes.

    Parameters
    ----------
    value : float64 array of shape (m,)
        Logarithm.
    by_truth : float64 array of shape (m, cells)
        Derivative by the logarithm of the truth.
    by_bias : float64 array of shape (m, biases)
    """

    value: np.ndarray
    by_truth: np.ndarray
    by_bias: np.ndarray


class Bend(NamedTuple):
    """Curvature of each witness's log-chance, at one truth.

    Parameters
    ----------
    cell : int64 array of shape (witnesses,)
    by_bias : float64 array of shape (witnesses, biases)
        How its bias moves with each standard normal.
    weight : float64 array of shape (witnesses,), at least 0
        Minus the second derivative.
    """

    cell: np.ndarray
    by_bias: np.ndarray
    weight: np.ndarray


class Claims(Protocol):
    """What the sampler asks of claims."""

    #: least truth that a logarithm sees
    floor: float
    #: how many standard normals make the biases
    biases: int

    def at(self, x: np.ndarray, eta: np.ndarray) -> Seen:
        """Chance at truths exp(x), x of shape (m, cells), and biases eta, of shape (m, biases)."""

    def bend(self, x: np.ndarray, eta: np.ndarray) -> Bend:
        """Curvature at one truth, x of shape (cells,), eta of shape (biases,)."""


class GivenBias:
    """The claims of `claim_model`, ready to be asked.

    Parameters
    ----------
    claims : ClaimArrays
    hyper : Hyper, optional
    """

    def __init__(self, claims: ClaimArrays, hyper: Hyper | None = None) -> None:
        hyper = hyper or Hyper()
        made = prepare(claims, hyper)
        pairs = [(i, p) for i, integral in enumerate(made.integrals) for p in integral.pairs]
        bearers = len(made.integrals)
        self.floor = float(hyper.law.floor)
        self.biases = bearers + len(pairs)
        self.mean = hyper.law.bias_mean
        #: names of the pairs' bearers and their indicators, row by row of `turn`
        self.pairs = tuple((made.integrals[i].bearer.name, p.indicator) for i, p in pairs)
        self.turn = np.zeros((len(pairs), self.biases))
        for k, (i, _) in enumerate(pairs):
            self.turn[k, i] = made.integrals[i].bearer.spread
            self.turn[k, bearers + k] = hyper.law.indicator_spread
        tables = [(k, p.table, p.table.low + p.b[0]) for k, (_, p) in enumerate(pairs)]
        tables.append((len(pairs), made.lists, made.lists.low))  # lists know no bias: a last pair that has none
        each = [(c, k, v, low - t.step, t.step) for k, t, low in tables for c, v in zip(t.cell, t.values, strict=True)]
        self.cell = np.array([e[0] for e in each], dtype=np.int64)
        self.pair = np.array([e[1] for e in each], dtype=np.int64)
        self.first = np.concatenate([[0], np.cumsum([len(e[2]) for e in each])]).astype(np.int64)
        self.values = np.concatenate([e[2] for e in each]) if each else np.empty(0)
        self.low, self.step = (np.array([e[k] for e in each], dtype=float) for k in (3, 4))

    def bias(self, eta: np.ndarray) -> np.ndarray:
        """Biases (log) of the pairs, float64 array of shape (m, pairs), of standard normals of shape (m, biases)."""
        return self.mean + eta @ self.turn.T

    def at(self, x: np.ndarray, eta: np.ndarray) -> Seen:
        """See `Claims`."""
        m = len(x)
        bias = np.concatenate([self.bias(eta), np.zeros((m, 1))], axis=1)
        value, by_x, by_pair = np.zeros(m), np.zeros_like(x), np.zeros_like(bias)
        _look(np.ascontiguousarray(x), bias, self.cell, self.pair, self.first, self.values, self.low, self.step,
              LARGEST, value, by_x, by_pair)  # fmt: skip
        return Seen(value, by_x, by_pair[:, :-1] @ self.turn)

    def bend(self, x: np.ndarray, eta: np.ndarray) -> Bend:
        """See `Claims`. Averaged over a step of the table either way."""
        bias = np.append(self.bias(eta[None])[0], 0.0)
        at = np.minimum(x[self.cell], LARGEST) + bias[self.pair]
        j = np.clip(((at - self.low) / self.step).astype(np.int64), 2, np.diff(self.first) - 3) + self.first[:-1]
        second = (self.values[j - 2] - 2.0 * self.values[j] + self.values[j + 2]) / (2.0 * self.step) ** 2
        turn = np.concatenate([self.turn, np.zeros((1, self.biases))])
        return Bend(self.cell, turn[self.pair], np.maximum(-second, 0.0))


@parallel
def _look(x, bias, cell, pair, first, values, low, step, largest, value, by_x, by_pair):
    for i in prange(x.shape[0]):
        total = 0.0
        for k in range(cell.size):
            truth = x[i, cell[k]]
            at = (min(truth, largest) + bias[i, pair[k]] - low[k]) / step[k]
            last = first[k + 1] - first[k] - 3
            inside = at >= 1.0 and at < last + 1.0
            at = min(max(at, 1.0), last + 1.0)
            j = min(int(at), last)
            f = at - j
            a = first[k] + j
            t0, t1, t2, t3 = values[a - 1], values[a], values[a + 1], values[a + 2]
            # Lagrange's weights at -1, 0, 1 and 2, as in bias_grid, and their derivatives
            total += (
                -f * (f - 1.0) * (f - 2.0) / 6.0 * t0
                + (f + 1.0) * (f - 1.0) * (f - 2.0) / 2.0 * t1
                - (f + 1.0) * f * (f - 2.0) / 2.0 * t2
                + (f + 1.0) * f * (f - 1.0) / 6.0 * t3
            )
            if inside:
                slope = (
                    -(3.0 * f * f - 6.0 * f + 2.0) / 6.0 * t0
                    + (3.0 * f * f - 4.0 * f - 1.0) / 2.0 * t1
                    - (3.0 * f * f - 2.0 * f - 2.0) / 2.0 * t2
                    + (3.0 * f * f - 1.0) / 6.0 * t3
                ) / step[k]
                if truth < largest:
                    by_x[i, cell[k]] += slope
                by_pair[i, pair[k]] += slope
        value[i] = total
