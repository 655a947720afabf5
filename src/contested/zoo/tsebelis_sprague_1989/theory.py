"""What follows from the rules without simulating them."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import brentq

from contested.ground.errors import ParameterError
from contested.zoo.tsebelis_sprague_1989.model import Rivalry, law_of

#: angles at which an orbit is looked at
CORNERS = 512


def equilibrium(params: Rivalry) -> tuple[float, float]:
    """The place with both activity and coercion at which neither changes; without help from outside.

    Parameters
    ----------
    params : Rivalry

    Returns
    -------
    (float, float)
        R, C.

    Raises
    ------
    ParameterError
        With help from outside, or where the room for activity is too small to keep coercion going.
    """
    a, b, d, e, crowding, f, outside_r, outside_c = law_of(params)
    if outside_r or outside_c:
        raise ParameterError("help_activity, help_coercion: expected 0; got help from outside.", "play the model")
    r = (b * d + a * f) / (b * e + crowding * f)
    c = (a - crowding * r) / b
    if c <= 0:
        raise ParameterError(
            f"room: expected above d/e = {d / e:g}; got {params.room:g}.", "else coercion dies out and R settles at K"
        )
    return float(r), float(c)


def cycle_time(params: Rivalry) -> float:
    """How long one round takes on the orbit through the start, without limits and help.

    In p = ln(R e/d) and q = ln(C b/a) the orbit is d (e^p - p) + a (e^q - q) = constant around the origin. Its angle
    turns at (p d (e^p - 1) + q a (e^q - 1)) / (p^2 + q^2); the mean of the inverse over even angles is exact to
    rounding, because the integrand is smooth and periodic.

    Parameters
    ----------
    params : Rivalry

    Returns
    -------
    float
        In the unit of time of the rates; 2 pi / sqrt(a d) at the equilibrium itself.
    """
    a, b, d, e = (float(v) for v in law_of(params)[:4])
    p0, q0 = math.log(params.activity * e / d), math.log(params.coercion * b / a)

    def energy(p: float, q: float) -> float:
        return d * (math.expm1(p) - p) + a * (math.expm1(q) - q)

    height = energy(p0, q0)
    if height == 0.0:
        return 2 * math.pi / math.sqrt(a * d)
    total = 0.0
    angles = 2 * math.pi * (np.arange(CORNERS) + 0.5) / CORNERS
    for x, y in zip(np.cos(angles), np.sin(angles)):
        far = 1e-3
        while energy(far * x, far * y) < height:
            far *= 2
        distance = brentq(lambda z, x=x, y=y: energy(z * x, z * y) - height, 0.0, far, xtol=1e-15, rtol=1e-14)
        p, q = distance * x, distance * y
        total += distance**2 / (p * d * math.expm1(p) + q * a * math.expm1(q))
    return 2 * math.pi * total / CORNERS
