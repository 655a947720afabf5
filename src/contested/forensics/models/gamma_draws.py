"""Beta numbers as functions of a key, by way of gamma numbers (marsaglia2000)."""

from __future__ import annotations

import math

from contested.ground.compiled import scalar
from contested.ground.draws import TO_UNIT, four


@scalar
def gamma_draw(shape, seed, stream, row, day, draw):
    """A number of the gamma law with unit scale, and the next free draw of the key.

    Parameters
    ----------
    shape : float
        Above 0.
    seed, stream, row, day, draw : int
        The key, as in `ground.draws.four`; a try in about 50 is refused and takes one more draw.

    Returns
    -------
    float, int
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
def beta_draw(a, b, seed, stream, row, day):
    """A number of the Beta(a, b) law; takes the key's draws from 1 on."""
    x, draw = gamma_draw(a, seed, stream, row, day, 1)
    y, draw = gamma_draw(b, seed, stream, row, day, draw)
    if x + y <= 0.0:
        return a / (a + b)
    return x / (x + y)
