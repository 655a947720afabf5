"""What Watts's rules imply for endless Poisson graphs with one threshold.

The condition for cascades is Watts's own; the size is the fixed point of Gleeson & Cahalane 2007 with a vanishing seed.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.special import pdtr
from scipy.stats import binom, poisson

#: shares of ties that lead to somebody who is on, at which the size's fixed point is looked for
_SHARES = np.concatenate([np.logspace(-9, -2, 400, endpoint=False), np.linspace(0.01, 1.0, 1000)])


def vulnerable_degree(phi: float) -> int:
    """The largest number of ties with which one active neighbour suffices (K); compared as a quotient, see `needed`.

    Parameters
    ----------
    phi : float, share
        Above 0.
    """
    k = int(1 / phi) + 2
    while k and 1 / k < phi:
        k -= 1
    return k


def excess(z: float, phi: float) -> float:
    """Vulnerable nodes reached next by one of them, z P[Poisson(z) <= K - 2]; cascades can be global above 1."""
    k = vulnerable_degree(phi)
    return float(z * pdtr(k - 2, z)) if k >= 2 else 0.0


def window(phi: float) -> tuple[float, float] | None:
    """Mean degrees between which one node can set off a global cascade; None where there are none."""
    k = vulnerable_degree(phi)
    grid = np.linspace(1e-3, 2.0 * k + 30.0, 60_000)  # beyond, hardly anybody has as few as K ties
    inside = np.flatnonzero(grid * pdtr(k - 2, grid) > 1) if k >= 2 else np.empty(0, int)
    if not inside.size:
        return None
    low, high = int(inside[0]), int(inside[-1])
    return (
        float(brentq(lambda z: excess(z, phi) - 1, grid[low - 1], grid[low], xtol=1e-13)),
        float(brentq(lambda z: excess(z, phi) - 1, grid[high], grid[high + 1], xtol=1e-13)),
    )


def chance(z: float, phi: float) -> float:
    """Chance that one node drawn from all sets off a global cascade: that it touches the endless vulnerable cluster."""
    k = vulnerable_degree(phi)
    if excess(z, phi) <= 1:
        return 0.0

    def gap(u: float) -> float:
        # u: along a tie lies nothing endless: the node there is not vulnerable, or none of its other ties leads there
        stop = 1 - pdtr(k - 1, z)
        return float(stop + np.exp(z * (u - 1)) * pdtr(k - 1, z * u) - u)

    # gap is convex with a root at 1: the other lies below, where gap turns from + to -
    u = brentq(gap, 0.0, 1 - 1e-7 * (excess(z, phi) - 1), xtol=1e-15)
    return float(1 - np.exp(-z * (1 - u)))


def size(z: float, phi: float) -> float:
    """Share of all nodes in a global cascade; 0 where a vanishing seed starts none."""
    if excess(z, phi) <= 1:
        return 0.0
    most = int(z + 12 * np.sqrt(z) + 25)
    k = np.arange(most)  # excess degree along a tie, and degree of a node: both Poisson
    weight = poisson.pmf(k, z)
    along = np.array([_least(d + 1, phi) for d in range(most)])
    whole = np.array([_least(d, phi) if d else most + 1 for d in range(most)])

    def on(q: float | np.ndarray, least: np.ndarray) -> np.ndarray:
        return binom.sf(least - 1, k, np.asarray(q)[..., None]) @ weight

    # from a vanishing seed it grows to the first fixed point; near the window's edges so slowly that iterating would
    # take growth for rest
    stops = int(np.flatnonzero(on(_SHARES, along) <= _SHARES)[0])
    q = brentq(lambda q: float(on(q, along)) - q, _SHARES[stops - 1], _SHARES[stops], xtol=1e-14) if stops else 0.0
    return float(on(q, whole))


def _least(degree: int, phi: float) -> int:
    """Active neighbours that suffice."""
    m = max(0, int(phi * degree) - 1)
    while m / degree < phi:
        m += 1
    return m
