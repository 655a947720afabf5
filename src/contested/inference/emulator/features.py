"""What an emulator regresses on: straight lines, curves, and bumps where the runs lie.

Three sets, each a beginning of the next, so that a target may stop early: the parameters; their squares and products,
as Hermite polynomials (uncorrelated and of variance one under the prior, which lets one ridge serve all); and bumps
around runs, for tipping points that no parabola follows. A bump is measured in parameters scaled by how much the
curves say they matter, so that forty parameters of which six matter are six.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from contested.ground.arrays import Floats
from contested.ground.compiled import inlined, serial

#: bumps at most
BUMPS = 300
#: a bump's width, in root mean squares of the distance between two runs
WIDTH = 1.0
_ROOT = math.sqrt(2.0)


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
            _curve(np.ascontiguousarray(z), out)
        if upto > curves:
            out[:, curves:] = _bumps(z * self.scale, self.centre * self.scale)
        return out

    def back(self, z: Floats, columns: Floats, slope: Floats) -> Floats:
        """Derivative by z, float64 array of shape (m, d), of a number whose derivative by each of `columns`, which `of`
        gave for z, is `slope`, shape (m, upto)."""
        d, curves, _ = self.ends
        out = slope[:, :d].copy()
        if slope.shape[1] > d:
            _uncurve(np.ascontiguousarray(z), slope, out)
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


# A sampler asks for both at each of thousands of steps, and 160 parameters have 13,000 products: to take these out of
# whole arrays and to put them back cost as much as the regression itself.


@serial
def _curve(z: Floats, out: Floats) -> None:
    """Squares and products of each row of z, written to `out` behind the lines."""
    d = z.shape[1]
    for m in range(len(z)):
        k = d
        for i in range(d):
            one, rest, product = z[m, i], z[m, i:], out[m, k : k + d - i]
            for j in range(1, d - i):
                product[j] = one * rest[j]
            product[0] = (one * one - 1.0) / _ROOT
            k += d - i


@serial
def _uncurve(z: Floats, slope: Floats, out: Floats) -> None:
    """Add to `out`, shape (m, d), the derivative by z of a number whose derivative by each column is `slope`."""
    d = z.shape[1]
    row, across, down = np.empty(d), np.empty(d), np.empty(d)
    for m in range(len(z)):
        row[:], down[:] = 0.0, 0.0
        k = d
        for i in range(d):
            one, own, rest, under = z[m, i], slope[m, k : k + d - i], row[i:], down[i:]
            for j in range(1, d - i):
                rest[j] = own[j]
                under[j] += own[j] * one
            rest[0] = own[0] / _ROOT
            under[0] += rest[0] * one
            across[i] = _dot(row, z[m], i)
            rest[0] = 0.0
            k += d - i
        for i in range(d):
            out[m, i] += across[i] + down[i]


@inlined
def _dot(a: Floats, b: Floats, begin: int) -> float:
    """Product of two rows of which the first is 0 before `begin`, added up in the order in which numpy.einsum does it:
    results are to the last bit what they were by that."""
    even, odd, size = 0.0, 0.0, a.size
    whole = size - size % 8
    for k in range(begin - begin % 8, whole, 8):
        even = a[k] * b[k] + (a[k + 2] * b[k + 2] + (a[k + 4] * b[k + 4] + (a[k + 6] * b[k + 6] + even)))
        odd = a[k + 1] * b[k + 1] + (a[k + 3] * b[k + 3] + (a[k + 5] * b[k + 5] + (a[k + 7] * b[k + 7] + odd)))
    for k in range(whole, size - 1, 2):
        even += a[k] * b[k]
        odd += a[k + 1] * b[k + 1]
    if size % 2:
        even += a[size - 1] * b[size - 1]
    return even + odd


def _bumps(z: Floats, centre: Floats) -> Floats:
    off: Floats = (z * z).sum(1)[:, None] + (centre * centre).sum(1)[None, :]
    off -= 2.0 * z @ centre.T
    np.maximum(off, 0.0, out=off)
    off *= -0.5
    np.exp(off, out=off)
    return off
