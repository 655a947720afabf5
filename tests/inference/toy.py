"""A simulator whose posterior is known by algebra: the log truth a straight line, normal noise, normal claims."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from contested.inference.likelihood.conditional_likelihood import LogLikelihood


class Heard:
    """Claims with normal errors and parties' biases; asked like a `ConditionalLikelihood`."""

    def __init__(self, cell, told, error, pair, turn):
        self.cell, self.told, self.error, self.pair, self.turn = cell, told, error, pair, turn
        self.biases, self.mean = turn.shape[1], np.zeros(len(turn))
        self.pairs = tuple((f"party {k}", 0) for k in range(len(turn)))

    def at(self, grid, mean, own, eta):
        """Each cell's own noise is normal, so it goes by algebra."""
        off, by_cell, by_pair = self._off(mean, eta)
        some, total, square = by_cell.sum(0), off @ by_cell, off**2 @ by_cell
        whole = self.error**2 + some * own**2
        value = -0.5 * (square - own**2 * total**2 / whole) / self.error**2 - 0.5 * np.log(whole / self.error**2)
        by_log_sd = own**2 * (total**2 / whole**2 - some / whole)
        each = (off - (own**2 * total / whole) @ by_cell.T) / self.error**2
        return LogLikelihood(value.sum(1), total / whole, by_log_sd, each @ by_pair @ self.turn)

    def draw(self, grid, mean, own, eta, chance):
        off, by_cell, _ = self._off(mean, eta)
        whole = self.error**2 + by_cell.sum(0) * own**2
        return mean + own**2 * (off @ by_cell) / whole + own * self.error / np.sqrt(whole) * ndtri(chance)

    def _off(self, mean, eta):
        bias = eta @ self.turn.T
        off = self.told - mean[:, self.cell] - bias[:, self.pair]
        return off, np.eye(mean.shape[1])[self.cell], np.eye(len(self.turn))[self.pair]


class Line(NamedTuple):
    """log truth = base + z @ slope + shared @ pattern.T + own * noise."""

    base: float
    slope: np.ndarray
    pattern: np.ndarray
    own: float

    def play(self, z, rng):
        """Logarithm of the truth, one row a run."""
        shared = rng.normal(size=(len(z), self.pattern.shape[1])) @ self.pattern.T
        return self.base + z @ self.slope + shared + self.own * rng.normal(size=(len(z), self.slope.shape[1]))

    def posterior(self, heard: Heard):
        """Mean and covariance of z, given the claims."""
        a = self.slope[:, heard.cell].T
        turn = heard.turn[heard.pair]
        noise = self.pattern[heard.cell] @ self.pattern[heard.cell].T + turn @ turn.T
        noise += self.own**2 * (heard.cell[:, None] == heard.cell) + heard.error**2 * np.eye(len(heard.cell))
        gain = np.linalg.solve(a @ a.T + noise, a).T
        return gain @ (heard.told - self.base), np.eye(len(self.slope)) - gain @ a


def line(rng, d=8, cells=60, steep=0.15, own=0.15):
    """A straight simulator with two shared patterns."""
    return Line(6.0, steep * rng.normal(size=(d, cells)), 0.1 * rng.normal(size=(cells, 2)), own)


class Parties(NamedTuple):
    """Who speaks of which cell: 5 parties, 2 indicators each."""

    cell: np.ndarray
    pair: np.ndarray
    turn: np.ndarray
    error: float

    def speak(self, log_truth, rng) -> Heard:
        """What they say of one truth, shape (cells,)."""
        bias = (self.turn @ rng.normal(size=self.turn.shape[1]))[self.pair]
        told = log_truth[self.cell] + bias + self.error * rng.normal(size=len(self.cell))
        return Heard(self.cell, told, self.error, self.pair, self.turn)


def parties(rng, cells=60, claims=180, error=0.4) -> Parties:
    """Parties with the biases of the claim model."""
    turn = np.concatenate([0.8 * np.repeat(np.eye(5), 2, axis=0), 0.4 * np.eye(10)], axis=1)
    return Parties(rng.integers(0, cells, claims), rng.integers(0, 10, claims), turn, error)
