"""A simulator whose posterior is known by algebra: the log truth a straight line, normal noise, normal claims."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.inference.conditional import Bend, Seen


class Heard:
    """Claims with normal errors and parties' biases; asked as `contested.inference.conditional.GivenBias` is."""

    floor = 1e-9

    def __init__(self, cell, told, error, pair, turn):
        self.cell, self.told, self.error, self.pair, self.turn = cell, told, error, pair, turn
        self.biases = turn.shape[1]

    def at(self, x, eta):
        bias = eta @ self.turn.T
        off = (self.told - x[:, self.cell] - bias[:, self.pair]) / self.error
        by_cell = np.eye(x.shape[1])[self.cell]
        by_pair = np.eye(len(self.turn))[self.pair]
        slope = off / self.error
        return Seen(-0.5 * (off**2).sum(1), slope @ by_cell, slope @ by_pair @ self.turn)

    def bend(self, x, eta):
        return Bend(self.cell, self.turn[self.pair], np.full(len(self.cell), self.error**-2))


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
