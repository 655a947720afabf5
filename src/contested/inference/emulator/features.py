"""What an emulator regresses on: straight lines, curves, and bumps where the runs lie.

Three sets, each a beginning of the next, so that a target may stop early: the parameters; their squares and products,
as Hermite polynomials (uncorrelated and of variance one under the prior, which lets one ridge serve all); and bumps
around runs, for tipping points that no parabola follows. A bump is measured in parameters scaled by how much the
curves say they matter, so that forty parameters of which six matter are six.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground.arrays import Floats

#: bumps at most
BUMPS = 300
#: a bump's width, in root mean squares of the distance between two runs
WIDTH = 1.0


class Features(NamedTuple):
    """The sets, fixed by the runs they were made from.

    Parameters
    ----------
    centre : float64 array of shape (bumps, d)
        Runs that bumps stand on.
    scale : float64 array of shape (d,)
        What a parameter's distance is multiplied by.
    """

    centre: Floats
    scale: Floats

    @property
    def ends(self) -> tuple[int, int, int]:
        """Where each set ends among the columns of `of`."""
        d = self.scale.size
        curves = d + d * (d + 1) // 2
        return d, curves, curves + len(self.centre)

    def of(self, z: Floats, upto: int | None = None) -> Floats:
        """Columns at each point.

        Parameters
        ----------
        z : float64 array of shape (m, d), standard normal
        upto : int, optional
            One of `ends`; all if absent.

        Returns
        -------
        float64 array of shape (m, upto)
        """
        d, curves, every = self.ends
        upto = every if upto is None else upto
        out = np.empty((len(z), upto))
        out[:, :d] = z
        if upto > d:
            i, j = np.triu_indices(d)
            out[:, d:curves] = z[:, i] * z[:, j]
            same = d + np.flatnonzero(i == j)
            out[:, same] = (out[:, same] - 1.0) / np.sqrt(2.0)
        if upto > curves:
            out[:, curves:] = _bumps(z * self.scale, self.centre * self.scale)
        return out

    def back(self, z: Floats, columns: Floats, slope: Floats) -> Floats:
        """Derivative by z, float64 array of shape (m, d), of a number whose derivative by each of `columns`, which `of`
        gave for z, is `slope`, shape (m, upto)."""
        d, curves, _ = self.ends
        out = slope[:, :d].copy()
        if slope.shape[1] > d:
            i, j = np.triu_indices(d)
            square = np.zeros((len(z), d, d))
            square[:, i, j] = slope[:, d:curves]
            square[:, np.arange(d), np.arange(d)] /= np.sqrt(2.0)
            out += np.einsum("mij,mj->mi", square, z) + np.einsum("mij,mi->mj", square, z)
        if slope.shape[1] > curves:
            w = slope[:, curves:] * columns[:, curves:]
            out += (w @ self.centre - w.sum(axis=1)[:, None] * z) * self.scale**2
        return out


def build(z: Floats, sensitivity: Floats) -> Features:
    """Features for runs z, shape (n, d); `sensitivity`, shape (d,), at least 0, is how much each parameter matters, and
    only its ratios count."""
    n = len(z)
    top = sensitivity.max(initial=0.0)
    # nothing is scaled to nothing: what no curve sees may still matter where a bump would stand
    weight = np.sqrt(np.maximum(sensitivity / top, 0.01)) if top > 0 else np.ones_like(sensitivity)
    spread = np.sqrt(2.0 * np.sum((weight * z.std(axis=0)) ** 2))
    centre = z[:: max(1, -(-n // BUMPS))]
    return Features(centre=centre.copy(), scale=weight / (WIDTH * max(spread, 1e-12)))


def _bumps(z: Floats, centre: Floats) -> Floats:
    off: Floats = (z * z).sum(1)[:, None] + (centre * centre).sum(1)[None, :]
    off -= 2.0 * z @ centre.T
    np.maximum(off, 0.0, out=off)
    off *= -0.5
    np.exp(off, out=off)
    return off
