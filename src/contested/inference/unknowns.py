"""Everything a posterior does not know, as standard normals: parameters, shared noise, each cell's own noise, biases.

    v = (z, s, e, eta)      y = mean(z) + pattern (scale(z) s) + own(z) e      truth = exp(y) - floor

The prior of v is the standard normal of as many dimensions (a few hundred), so nothing has to be integrated out before
the sampler starts; and both emulator and claims know their slopes, so the sampler can follow them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.inference.conditional import Claims
from contested.inference.emulator import Emulator


class Parts(NamedTuple):
    """The four parts of v, float64 arrays of shapes (m, d), (m, patterns), (m, cells), (m, biases)."""

    z: np.ndarray
    s: np.ndarray
    e: np.ndarray
    eta: np.ndarray


class Unknowns:
    """A posterior, not yet sampled.

    Parameters
    ----------
    emulator : Emulator
    claims : Claims
    """

    def __init__(self, emulator: Emulator, claims: Claims) -> None:
        self.emulator, self.claims = emulator, claims
        sizes = (emulator.features.scale.size, emulator.patterns, emulator.mean.size, claims.biases)
        self.cuts = np.cumsum(sizes)
        self.size = int(self.cuts[-1])

    def split(self, v: np.ndarray) -> Parts:
        """Parts of v, shape (m, size)."""
        return Parts(*np.split(v, self.cuts[:-1], axis=1))

    def truth(self, v: np.ndarray) -> np.ndarray:
        """The latent truth, float64 array of shape (m, cells), in the cells' own units."""
        z, s, e, _ = self.split(v)
        p = self.emulator.predict(z)
        return self.emulator.count(p.mean + (p.scale * s) @ p.pattern.T + p.own * e)

    def density(self, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Logarithm of prior times chance of the claims, without constants, and its slope.

        Returns
        -------
        (float64 array of shape (m,), float64 array of shape (m, size))
        """
        z, s, e, eta = self.split(v)
        m = self.emulator
        columns = m.features.of(z, len(m.component.centre))
        shared, own = m.scale.sd(z), m.own.sd(z)
        shared_s, own_e = shared * s, own * e
        y = m.mean + m.component.at(columns) @ m.loading + shared_s @ m.pattern.T + own_e
        x, stretch = self._seen(y)
        told = self.claims.at(x, eta)
        by_y = told.by_truth * stretch
        by_shared = by_y @ m.pattern
        by_z = m.features.back(z, columns, by_y @ m.loading.T @ m.component.slope.T)
        by_z += m.scale.back(z, by_shared * shared_s) + m.own.back(z, by_y * own_e)
        slope = np.concatenate([by_z, by_shared * shared, by_y * own, told.by_bias], axis=1)
        return told.value - 0.5 * np.einsum("ij,ij->i", v, v), slope - v

    def _seen(self, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Logarithm of the truth as claims see it, and its derivative by y."""
        up = np.exp(np.minimum(y, 50.0))
        count = up - self.emulator.floor
        above = count > self.claims.floor
        count = np.where(above, count, self.claims.floor)
        return np.log(count), np.where(above, up / count, 0.0)

    def precision(self, v: np.ndarray) -> np.ndarray:
        """Curvature of minus the log-density at one v, shape (size,); that of the emulator itself left out.

        Returns
        -------
        float64 array of shape (size, size)
            Its eigenvalues are at least 1: claims never make the prior wider.
        """
        z, s, e, eta = self.split(v[None])
        m = self.emulator
        shared, own = m.scale.sd(z), m.own.sd(z)
        columns = m.features.of(z, len(m.component.centre))
        y = m.mean + m.component.at(columns) @ m.loading + (shared * s) @ m.pattern.T + own * e
        x, stretch = self._seen(y)
        bend = self.claims.bend(x[0], eta[0])
        cells, which = np.unique(bend.cell, return_inverse=True)
        k = len(cells)
        one = np.eye(m.mean.size)[cells]
        tall = np.repeat(z, k, axis=0)
        by_z = m.features.back(tall, np.repeat(columns, k, axis=0), one @ m.loading.T @ m.component.slope.T)
        by_z += m.scale.back(tall, (one @ m.pattern) * (shared * s)) + m.own.back(tall, one * (own * e))
        of_cell = np.concatenate([by_z, (one @ m.pattern) * shared, one * own], axis=1) * stretch[0, cells, None]
        by = np.concatenate([of_cell[which], bend.by_bias], axis=1)
        return np.eye(self.size) + (by * bend.weight[:, None]).T @ by
