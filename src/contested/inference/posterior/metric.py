"""Where a posterior lies and how wide it is in each direction: what chains of another one near it can start from.

Distrusting a party changes the prior of its bias and nothing else: the posterior usually stays about where it was.
Chains that start from draws of the first one, whitened by their covariance, need no curvature and half the warm-up.
The law that they sample is the same, but they start where the first one has its mass: whoever starts them has to make
sure that the second has no higher peak elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground.arrays import Floats
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood

#: least variance in a direction, as a part of the largest: rounding makes of none a little less than none
FLAT = 1e-12


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
        """Whether the arrays are finite numbers and texts that fit one another and `d` parameters."""
        if [a.ndim for a in self] != [1, 2, 2, 2, 1, 1, 1, 2]:
            return False
        size, cells, (pairs, biases) = self.mean.size, self.centre.size, self.turn.shape
        shapes = [(size,), (size, size), (len(self.starts), size), (size - d, cells), (cells,), (pairs,), (pairs,)]
        kinds = "".join(a.dtype.kind for a in self)
        if [a.shape for a in self[:-1]] != shapes or kinds != "fffffUff" or biases > size - d:
            return False
        return all(np.isfinite(a).all() for a in self if a.dtype.kind == "f")

    def under(self, claims: ConditionalLikelihood) -> Metric | None:
        """The same biases (reported / true), written with the standard normals of another prior of them; None if
        `claims` have other biases, or speak of another number of cells."""
        if self.pairs.tolist() != names(claims).tolist() or self.centre.size != claims.tables.start.size - 1:
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
        value = np.maximum(value, FLAT * value[-1])
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
