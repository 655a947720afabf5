"""Where a posterior lies and how wide it is in each direction: what chains of another one near it can start from.

Who doubts a party changes the prior of its bias and nothing else: the posterior stays about where it was. Chains that
start among the first one's draws, whitened by their covariance, need no search for modes, no curvature and half the
warm-up. What they sample is the same law: a metric decides how long they take, never where they end.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground.arrays import Floats
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood


class Metric(NamedTuple):
    """Of one posterior, in the coordinates in which noise and biases follow the mean (`TargetDensity.follow`).

    Parameters
    ----------
    mean : float64 array of shape (size,)
    covariance : float64 array of shape (size, size)
    starts : float64 array of shape (chains, size)
        A draw of each chain.
    follow : float64 array of shape (size - d, cells)
    centre : float64 array of shape (cells,)
    pairs : str array of shape (pairs,)
        Whose bias in what, as `ConditionalLikelihood` has them.
    bias_mean : float64 array of shape (pairs,)
    turn : float64 array of shape (pairs, biases)
        Of the biases' prior: see `ConditionalLikelihood`.
    """

    mean: Floats
    covariance: Floats
    starts: Floats
    follow: Floats
    centre: Floats
    pairs: np.ndarray
    bias_mean: Floats
    turn: Floats

    def sound(self, d: int) -> bool:
        """Whether the arrays are of numbers and texts and fit together and `d` parameters: who reads a file asks."""
        if [a.ndim for a in self] != [1, 2, 2, 2, 1, 1, 1, 2]:
            return False
        size, cells, (pairs, biases) = self.mean.size, self.centre.size, self.turn.shape
        shapes = [(size,), (size, size), (len(self.starts), size), (size - d, cells), (cells,), (pairs,), (pairs,)]
        kinds = "".join(a.dtype.kind for a in self)
        return [a.shape for a in self[:-1]] == shapes and kinds == "fffffUff" and biases <= size - d

    def under(self, claims: ConditionalLikelihood) -> Metric | None:
        """The same biases (reported / true), written with the standard normals of another prior of them; None if
        `claims` have other biases."""
        if self.pairs.tolist() != names(claims).tolist():
            return None
        d, n = len(self.mean) - len(self.follow), claims.biases
        ratio, shift = np.ones(len(self.mean)), np.zeros(len(self.mean))
        ratio[len(ratio) - n :] = np.linalg.norm(self.turn, axis=0) / np.linalg.norm(claims.turn, axis=0)
        shift[len(ratio) - n :] = np.linalg.lstsq(claims.turn, self.bias_mean - claims.mean)[0]
        return self._replace(
            mean=ratio * self.mean + shift, covariance=ratio[:, None] * self.covariance * ratio,
            starts=ratio * self.starts + shift, follow=ratio[d:, None] * self.follow, bias_mean=claims.mean,
            turn=claims.turn,
        )  # fmt: skip

    def whitened(self, chains: int) -> tuple[Floats, Floats, Floats]:
        """Mode, whitening factor and starts of `hmc.sample`."""
        value, vector = np.linalg.eigh(self.covariance)
        starts = self.starts[np.arange(chains) % len(self.starts)]
        return self.mean, vector * np.sqrt(value), (starts - self.mean) @ (vector / np.sqrt(value))


def names(claims: ConditionalLikelihood) -> np.ndarray:
    """A text for each pair of a group and an indicator."""
    return np.array([f"{group}: {indicator}" for group, indicator in claims.pairs], dtype=np.str_)


def metric(chain: Floats, follow: Floats, centre: Floats, claims: ConditionalLikelihood) -> Metric:
    """Of the posterior that a chain, float64 array of shape (draws, chains, size), was sampled of."""
    v = chain.reshape(-1, chain.shape[2])
    covariance = np.cov(v, rowvar=False).reshape(v.shape[1], -1)
    return Metric(v.mean(axis=0), covariance, chain[-1], follow, centre, names(claims), claims.mean, claims.turn)
