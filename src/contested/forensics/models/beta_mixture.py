"""The law of shares behind counts, as a mixture of three beta laws, and draws from a beta law.

The mixture is what small stations borrow from all the others. Draws are functions of a key, by way of gamma numbers.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import betaln

from contested.forensics.table.case import Floats, Ints
from contested.ground.compiled import scalar
from contested.ground.draws import TO_UNIT, four

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

    weight: Floats
    a: Floats
    b: Floats

    def parts(self, k: Ints, n: Ints) -> Floats:
        """Chance of each part, given a count k of n at a station; float64 array of shape (stations, parts)."""
        k, n = k[:, None], n[:, None]
        log = betaln(k + self.a, n - k + self.b) - betaln(self.a, self.b) + np.log(np.maximum(self.weight, 1e-300))
        chance = np.exp(log - log.max(axis=1, keepdims=True))
        return np.asarray(chance / chance.sum(axis=1, keepdims=True))


def fit(k: Ints, n: Ints) -> BetaMixture:
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


def _moments(share: Floats, n: Ints, chance: Floats) -> BetaMixture:
    total = np.maximum(chance.sum(axis=0), 1e-9)
    mean = np.clip((chance * share[:, None]).sum(axis=0) / total, 1e-4, 1 - 1e-4)
    apart = (chance * (share[:, None] - mean) ** 2).sum(axis=0) / (mean * (1 - mean))
    drawing = (chance / n[:, None]).sum(axis=0)
    spread = np.clip((apart - drawing) / np.maximum(total - drawing, 1e-9), NARROWEST, WIDEST)
    size = 1.0 / spread - 1.0
    return BetaMixture(total / total.sum(), mean * size, (1 - mean) * size)


@scalar
def gamma_draw(shape: float, seed: int, stream: int, row: int, day: int, draw: int) -> tuple[float, int]:
    """A number of the gamma law with unit scale (marsaglia2000), and the next free draw of the key.

    Parameters
    ----------
    shape : float
        Above 0.
    seed, stream, row, day, draw : int
        The key, as in `ground.draws.four`; a try in about 50 is refused and takes one more draw.
    """
    d = (shape if shape >= 1.0 else shape + 1.0) - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        u, v, w, x = four(seed, stream, row, day, draw)
        draw += 1
        normal = math.sqrt(-2.0 * math.log(u + 0.5 * TO_UNIT)) * math.cos(2.0 * math.pi * v)
        t = 1.0 + c * normal
        if t <= 0.0:
            continue
        t = t * t * t
        if math.log(w + 0.5 * TO_UNIT) < 0.5 * normal * normal + d - d * t + d * math.log(t):
            if shape < 1.0:
                return d * t * (x + 0.5 * TO_UNIT) ** (1.0 / shape), draw
            return d * t, draw


@scalar
def beta_draw(a: float, b: float, seed: int, stream: int, row: int, day: int) -> float:
    """A number of the Beta(a, b) law; takes the key's draws from 1 on."""
    x, draw = gamma_draw(a, seed, stream, row, day, 1)
    y, draw = gamma_draw(b, seed, stream, row, day, draw)
    if x + y <= 0.0:
        return a / (a + b)
    return x / (x + y)
