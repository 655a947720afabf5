"""Everything a posterior does not know, as standard normals: parameters, shared noise, biases.

    y = mean(z) + pattern (scale(z) s) + own(z) e      truth = exp(y) - floor

The prior of (z, s, eta) is the standard normal of as many dimensions (a hundred or so), and both emulator and claims
know their slopes, so a sampler can follow them. Each cell's own noise e is averaged out, and drawn afterwards.

Forty claims about crowds fix their level to a few percent, whether parameters, shared noise or biases account for it:
a ridge that is sharp across, and bends as mean(z) does. So a sampler does not see (s, eta) but what they lie off the
values that would keep the claims' fit as z moves: (s, eta) = w + follow (mean(z) - centre). By a normal law w and z
would be independent; the law sampled is the same whatever `follow` is, for a shift changes no volume.
"""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats
from contested.ground.draws import uniforms
from contested.inference.emulator.emulator import Emulator
from contested.inference.likelihood import cell_noise
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood

#: step of the differences that curvature is taken from
STEP = 1e-4
#: least and largest curvature that is believed: 1 is that of the prior
FLATTEST, SHARPEST = 0.3, 1e8


class TargetDensity:
    """A posterior, not yet sampled."""

    def __init__(self, emulator: Emulator, claims: ConditionalLikelihood) -> None:
        self.emulator, self.claims = emulator, claims
        self._intercept = emulator.component.intercept()
        # as fine as noise is at the middle of the prior
        middle = emulator.predict(np.zeros((1, emulator.features.scale.size)))
        self.grid = cell_noise.grid(emulator.floor, middle.mean[0], middle.own[0])
        self.cuts = np.cumsum((emulator.features.scale.size, emulator.patterns, claims.biases))
        self.size = int(self.cuts[-1])
        self._follow = np.zeros((self.size - self.cuts[0], emulator.mean.size))
        self._centre = emulator.mean

    def split(self, v: Floats, mean: Floats | None = None) -> tuple[Floats, Floats, Floats]:
        """z, s and eta of v, shape (m, size); the mean of y there, if it is known, saves some work."""
        mean = self._mean(v[:, : self.cuts[0]]) if mean is None else mean
        d, patterns, _ = self.cuts
        rest = v[:, d:] + (mean - self._centre) @ self._follow.T
        return v[:, :d], rest[:, : patterns - d], rest[:, patterns - d :]

    def _mean(self, z: Floats) -> Floats:
        return self._mean_of(self.emulator.columns(z))

    def _mean_of(self, columns: Floats) -> Floats:
        """`Emulator.mean_of` to the last bit, without working out the intercept at each of thousands of steps."""
        m = self.emulator
        return m.mean + (columns @ m.component.slope + self._intercept) @ m.loading

    def truth(self, v: Floats, seed: int) -> Floats:
        """One draw of the latent truth given each v, float64 array of shape (m, cells), in the cells' own units."""
        z, s, eta = self.split(v)
        p = self.emulator.predict(z)
        chance = uniforms(p.own.size, seed, streams.OWN_NOISE).reshape(p.own.shape)
        y = self.claims.draw(self.grid, p.mean + (p.scale * s) @ p.pattern.T, p.own, eta, chance)
        return self.emulator.to_truth(y)

    def density(self, v: Floats, lift: Floats | float = 0.0) -> tuple[Floats, Floats]:
        """Logarithm of prior times likelihood of the claims, without constants, and its slope, float64 arrays of shapes
        (m,) and (m, size), at v, shape (m, size). `lift`, shape (m, cells), is added to the mean that claims see."""
        m, z = self.emulator, v[:, : self.cuts[0]]
        columns = m.columns(z)
        mean = self._mean_of(columns)
        _, s, eta = self.split(v, mean)
        shared, own = m.scale.sd(z), m.own.sd(z)
        told = self.claims.at(self.grid, mean + (shared * s) @ m.pattern.T + lift, own, eta)
        by_shared = told.by_mean @ m.pattern
        by_rest = np.concatenate([by_shared * shared - s, told.by_bias - eta], axis=1)
        by_columns = (told.by_mean + by_rest @ self._follow) @ m.loading.T @ m.component.slope.T
        by_z = m.features.back(z, columns, by_columns) - z
        by_z += m.scale.back(z, by_shared * shared * s) + m.own.back(z, told.by_log_sd)
        prior = -0.5 * sum(np.einsum("ij,ij->i", a, a) for a in (z, s, eta))
        return told.value + prior, np.concatenate([by_z, by_rest], axis=1)

    def follow(self, v: Floats) -> None:
        """Re-centre noise and biases on the emulator mean, using the curvature at v, shape (size,), given in
        un-recentred coordinates. From now on points are in the coordinates of `recentred`."""
        d, cells = self.cuts[0], self.emulator.mean.size
        step, lift = np.zeros((self.size - d, self.size)), STEP * np.eye(cells)
        step[:, d:] = STEP * np.eye(self.size - d)
        by_rest = (self.density(v - step)[1] - self.density(v + step)[1])[:, d:] / (2.0 * STEP)
        value, vector = np.linalg.eigh(0.5 * (by_rest + by_rest.T))
        tall = np.tile(v, (cells, 1))
        by_mean = (self.density(tall, lift)[1] - self.density(tall, -lift)[1])[:, d:].T / (2.0 * STEP)
        self._follow = vector @ ((vector.T @ by_mean) / np.clip(value, FLATTEST, SHARPEST)[:, None])
        self._centre = self._mean(v[None, :d])[0]

    @property
    def following(self) -> tuple[Floats, Floats]:
        """How noise and biases follow the mean, and from where: float64 arrays of shape (size - d, cells), (cells,)."""
        return self._follow, self._centre

    def follow_as(self, follow: Floats, centre: Floats) -> None:
        """Let them follow as another one's `following` says."""
        self._follow, self._centre = follow, centre

    def recentred(self, v: Floats) -> Floats:
        """Points, shape (m, size), in the coordinates in which shared noise and biases follow the mean."""
        d = self.cuts[0]
        off = (self._mean(v[:, :d]) - self._centre) @ self._follow.T
        return np.concatenate([v[:, :d], v[:, d:] - off], axis=1)

    def curvature(self, v: Floats) -> tuple[Floats, Floats]:
        """Curvature of minus the log-density at one v, shape (size,): what it is, held within `FLATTEST` and
        `SHARPEST`, and along which directions, the columns of a matrix."""
        step = STEP * np.eye(self.size)
        by = (self.density(v - step)[1] - self.density(v + step)[1]) / (2.0 * STEP)
        value, vector = np.linalg.eigh(0.5 * (by + by.T))
        return np.clip(value, FLATTEST, SHARPEST), vector
