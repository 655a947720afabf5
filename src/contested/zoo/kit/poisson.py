"""Poisson numbers from keyed chance, for models that count events."""

from __future__ import annotations

import math

from contested.ground.compiled import scalar
from contested.ground.draws import TO_UNIT, uniform

#: a larger mean is drawn as a sum of numbers of means below this, so that exp(-mean) stays far from the smallest float
PART = 200.0


@scalar
def poisson(mean: float, seed: int, stream: int, row: int, step: int) -> int:
    """One Poisson number, by walking up the law from 0.

    Parameters
    ----------
    mean : float
        At least 0.
    seed, stream, row, step : int
        As for `ground.draws.uniform`; draws 0, 1, ... of the row are used, one for each 200 of the mean.

    Returns
    -------
    int
        Chances below 2^-33 in the tail of each part are not reached.
    """
    total = 0
    part = 0
    while mean > 0.0:
        here = min(mean, PART)
        mean -= here
        u = uniform(seed, stream, row, step, part) + 0.5 * TO_UNIT
        part += 1
        chance = math.exp(-here)
        n = 0
        while u > chance and chance > 0.0:
            u -= chance
            n += 1
            chance *= here / n
        total += n
    return total
