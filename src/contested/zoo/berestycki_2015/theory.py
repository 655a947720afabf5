"""What is known exactly: where activity settles, and how fast it spreads."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from contested.ground.errors import ParameterError
from contested.zoo.berestycki_2015.model import Unrest


def rise(v: float, params: Unrest) -> float:
    """r(v): how fast activity feeds on itself at a tension."""
    return 1.0 / (1.0 + math.exp(-params.sharpness * (v - params.threshold)))


def tension_for(reproduction: float, params: Unrest) -> float:
    """The tension at which r is a number between 0 and 1."""
    if not 0 < reproduction < 1:
        raise ParameterError(f"reproduction: expected between 0 and 1; got {reproduction:g}.", "r lies between")
    return params.threshold + math.log(reproduction / (1.0 - reproduction)) / params.sharpness


def settled_tension(u: float, params: Unrest) -> float:
    """v_b + A / h(u): where tension settles under lasting activity."""
    return float(params.tension_base + params.drive * (1.0 + u) ** params.feedback / params.easing)


def equilibria(params: Unrest) -> list[tuple[float, float]]:
    """All (u, v) at which a line alike everywhere stays as it is, with growth crowding, lowest activity first.

    Roots of r(v(u)) u (1 - u) - omega (u - u_b) on 0..1, found between the signs of a fine grid.
    """

    def change(u: float) -> float:
        return rise(settled_tension(u, params), params) * u * (1.0 - u) - params.calming * (u - params.quiet)

    found = [0.0] if params.quiet == 0 else []
    grid = np.linspace(1e-9, 1.0, 20_001)
    value = np.array([change(u) for u in grid])
    for k in np.flatnonzero(np.sign(value[:-1]) * np.sign(value[1:]) < 0):
        found.append(float(brentq(change, grid[k], grid[k + 1], xtol=1e-14)))
    return [(u, settled_tension(u, params)) for u in found]


def speed(reproduction: float, params: Unrest) -> float:
    """Of a front into quiet places at frozen tension: 2 sqrt(D (r - omega))."""
    return 2.0 * math.sqrt(params.reach * max(reproduction - params.calming, 0.0))


def speed_on_places(reproduction: float, params: Unrest) -> tuple[float, float]:
    """The same where space is places at a distance: (speed, decay k of the front).

    The least over k of (2 D (cosh(k dx) - 1) / dx^2 + r - omega) / k.
    """
    dx, net = params.spacing, reproduction - params.calming

    def at(k: float) -> float:
        return (2.0 * params.reach * (math.cosh(k * dx) - 1.0) / dx**2 + net) / k

    best = minimize_scalar(at, bounds=(1e-3, 20.0), method="bounded", options={"xatol": 1e-10})
    return float(best.fun), float(best.x)
