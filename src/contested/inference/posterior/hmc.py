"""Hamiltonian sampling (Duane and others 1987, Neal 2011) of some chains, in whitened coordinates.

Whitened by the curvature at the mode, or by the covariance of draws, the posterior is nearly a round normal, for which
a quarter of a turn gives an independent draw, whatever the number of unknowns. Chains step together, for a batch of
them costs less than one after another; and since they start apart, `convergence` can say whether they found the same.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats
from contested.ground.draws import normals, uniforms

#: a density and its slope, for v of shape (m, size)
Density = Callable[[Floats], tuple[Floats, Floats]]

#: share of steps that should be accepted; at 0.8 a chain may be caught where the posterior is narrow, and stay there
ACCEPTED = 0.9
#: length of a path, a quarter of a turn of a round normal, and leaps it may take at most
TURN, LEAPS = 1.5, 16
#: leaps are this part longer or shorter by chance, so that no path returns to where it began
JITTER = 0.3
#: parts of the warm-up; after each but the last, directions whose variance exceeds `WIDE` are taken as wider
PARTS, WIDE = 4, 3.0


def sample(
    density: Density, mode: Floats, factor: Floats, start: Floats, *,
    warmup: int, draws: int, seed: int, parts: int = PARTS,
) -> tuple[Floats, float]:  # fmt: skip
    """Draw.

    Parameters
    ----------
    mode : float64 array of shape (size,)
    factor : float64 array of shape (size, size)
        v = mode + factor @ q with q about standard normal.
    start : float64 array of shape (chains, size)
        In coordinates q.
    warmup, draws : int
        Steps that find the leap's length and what `factor` got wrong, and steps that count.
    parts : int
        Of the warm-up: 1 if `factor` is to stay as it is.

    Returns
    -------
    (float64 array of shape (draws, chains, size), share)
        The draws, and the part of steps after the warm-up that was accepted.
    """

    def whitened(q: Floats) -> tuple[Floats, Floats]:
        value, slope = density(mode + q @ factor.T)
        return value, slope @ factor

    q = start.copy()
    m, size = q.shape
    value, slope = whitened(q)
    leap, accepts, since = 0.9 * size**-0.25, [], 0
    out = np.empty((draws, m, size))
    part = max(warmup // parts, 1)
    seen = np.empty((part, m, size))
    for k in range(warmup + draws):
        p = normals(m * size, seed, streams.MOMENTUM, day=k).reshape(m, size)
        length = leap * (1.0 + JITTER * (2.0 * uniforms(m, seed, streams.STRIDE, day=k) - 1.0))[:, None]
        leaps = int(np.clip(np.ceil(TURN / leap), 1, LEAPS))
        before = value - 0.5 * (p * p).sum(axis=1)
        to, to_slope = q, slope
        # a path that flies off ends in numbers that are none, and is not taken
        with np.errstate(over="ignore", invalid="ignore"):
            for _ in range(leaps):
                p = p + 0.5 * length * to_slope
                to = to + length * p
                to_value, to_slope = whitened(to)
                p = p + 0.5 * length * to_slope
            gain = to_value - 0.5 * (p * p).sum(axis=1) - before
        chance = np.exp(np.minimum(np.where(np.isfinite(gain), gain, -np.inf), 0.0))
        take = uniforms(m, seed, streams.ACCEPT, day=k) < chance
        q, slope = np.where(take[:, None], to, q), np.where(take[:, None], to_slope, slope)
        value = np.where(take, to_value, value)
        if k < warmup:
            leap = min(leap * np.exp(2.0 / (1.0 + 0.5 * since) * (chance.mean() - ACCEPTED)), TURN)
            seen[k % part] = q
            since += 1
            if (k + 1) % part == 0 and k + 1 < part * parts:
                wider, back = _wider(seen.reshape(-1, size))
                factor, q, slope, since = factor @ wider, q @ back, slope @ wider, 0
        else:
            accepts.append(float(chance.mean()))
            out[k - warmup] = mode + q @ factor.T
    return out, float(np.mean(accepts))


def _wider(q: Floats) -> tuple[Floats, Floats]:
    """What stretches the directions in which draws, shape (n, size), lie farther apart than `WIDE`, to round; and its
    inverse. A ridge that bends is sharp across at its mode, and long the same way elsewhere."""
    value, vector = np.linalg.eigh(np.cov(q, rowvar=False).reshape(q.shape[1], -1))
    wide = value > WIDE
    to, root = vector[:, wide], np.sqrt(value[wide])
    one = np.eye(len(vector))
    return one + (to * (root - 1.0)) @ to.T, one + (to * (1.0 / root - 1.0)) @ to.T
