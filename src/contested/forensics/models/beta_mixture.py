"""The law of shares behind counts, as a mixture of three beta laws: what small stations borrow from all the others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import betaln

PARTS = 3
ROUNDS = 40
#: stations used for fitting; more would not move the mixture
MOST = 20_000
#: variance of a part's shares over that of shares that are 0 or 1: never quite none, never quite all
NARROWEST, WIDEST = 1e-6, 0.95


class BetaMixture(NamedTuple):
    """Parts of the mixture.

    Parameters
    ----------
    weight, a, b : float64 array of shape (parts,)
        Weights sum to 1; a part is Beta(a, b).
    """

    weight: np.ndarray
    a: np.ndarray
    b: np.ndarray

    def parts(self, k: np.ndarray, n: np.ndarray) -> np.ndarray:
        """Chance of each part, given a count k of n at a station; float64 array of shape (stations, parts)."""
        k, n = k[:, None], n[:, None]
        log = betaln(k + self.a, n - k + self.b) - betaln(self.a, self.b) + np.log(np.maximum(self.weight, 1e-300))
        chance = np.exp(log - log.max(axis=1, keepdims=True))
        return chance / chance.sum(axis=1, keepdims=True)


def fit(k: np.ndarray, n: np.ndarray) -> BetaMixture:
    """The mixture for counts k of n, both int64 arrays of shape (stations,), n at least 1.

    Expectation-maximisation; a part's mean and spread come from moments, less what drawing n ballots adds to spread.
    At most 20,000 stations are used, evenly over their order.
    """
    step = -(-k.size // MOST)
    k, n = k[::step], n[::step]
    share = k / n
    place = np.argsort(np.argsort(share, kind="stable"), kind="stable") * PARTS // share.size
    chance = np.eye(PARTS)[place]  # thirds by share to begin with
    for _ in range(ROUNDS):
        mixture = _moments(share, n, chance)
        chance = mixture.parts(k, n)
    return mixture


def _moments(share: np.ndarray, n: np.ndarray, chance: np.ndarray) -> BetaMixture:
    total = np.maximum(chance.sum(axis=0), 1e-9)
    mean = np.clip((chance * share[:, None]).sum(axis=0) / total, 1e-4, 1 - 1e-4)
    apart = (chance * (share[:, None] - mean) ** 2).sum(axis=0) / (mean * (1 - mean))
    drawing = (chance / n[:, None]).sum(axis=0)
    spread = np.clip((apart - drawing) / np.maximum(total - drawing, 1e-9), NARROWEST, WIDEST)
    size = 1.0 / spread - 1.0
    return BetaMixture(total / total.sum(), mean * size, (1 - mean) * size)
