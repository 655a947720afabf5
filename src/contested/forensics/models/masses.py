"""Chances of every number a binomial count may take: what replaces redrawing an election a thousand times."""

from __future__ import annotations

import math

import numpy as np

from contested.forensics.table.case import Floats
from contested.ground.compiled import scalar


@scalar
def masses(n: int, p: float) -> tuple[int, Floats]:
    """Chances of the numbers around the most likely one.

    Parameters
    ----------
    n : int
        At least 0.
    p : float
        In [0, 1].

    Returns
    -------
    first : int
    chance : float64 array
        Of first, first + 1 ...; sums to 1. What lies more than ten standard deviations and 40 away has less than
        1e-18 in all and is left out.
    """
    if n == 0 or p <= 0.0:
        return 0, np.ones(1)
    if p >= 1.0:
        return n, np.ones(1)
    middle = min(n, int((n + 1) * p))
    width = int(10.0 * math.sqrt(n * p * (1.0 - p))) + 40
    first = max(0, middle - width)
    chance = np.empty(min(n, middle + width) - first + 1)
    odds = p / (1.0 - p)
    at = middle - first
    chance[at] = 1.0  # in units of the largest one: no logarithm of a factorial
    total = 1.0
    for j in range(at + 1, chance.size):
        k = first + j
        chance[j] = chance[j - 1] * (n - k + 1) * odds / k
        total += chance[j]
    for j in range(at - 1, -1, -1):
        k = first + j
        chance[j] = chance[j + 1] * (k + 1) / ((n - k) * odds)
        total += chance[j]
    for j in range(chance.size):
        chance[j] /= total
    return first, chance
