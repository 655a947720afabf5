"""The static global game of regime change: how many attack when nobody knows who else will (Morris & Shin 1998).

A regime of strength theta falls when the share that attacks reaches theta. Everybody sees theta with noise of their own
and attacks below a cut-off at which fear and hope balance. Angeletos, Hellwig & Pavan 2007 call it the benchmark; the
protest and the coup of Casper & Tyson 2014 are the same game with other beliefs, so the solver stands once.

Symbols: public belief theta ~ Normal(z, 1/alpha); signal x = theta + noise of variance 1/beta; an attack costs c and
brings 1 if the regime falls. Low x is good news for an attacker.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
from scipy.optimize import brentq
from scipy.special import log_ndtr, ndtr, ndtri

_SQRT_2PI = math.sqrt(2.0 * math.pi)


def density(x: float) -> float:
    """Of the standard normal law."""
    return math.exp(-0.5 * x * x) / _SQRT_2PI


def unique(beta: float, alpha: float) -> bool:
    """Whether there is one equilibrium whatever the public believe: beta >= alpha^2 / (2 pi)."""
    return math.sqrt(beta) >= alpha * density(0.0)


def thresholds(c: float, alpha: float, beta: float, z: float) -> tuple[float, ...]:
    """Every strength theta* below which the regime falls in some equilibrium.

    Parameters
    ----------
    c : float, share
        Cost of attacking, in (0, 1), in units of what a success brings.
    alpha, beta : float
        Precision of the public belief (0: everything is equally likely) and of a private signal (above 0).
    z : float, level
        Mean of the public belief.

    Returns
    -------
    tuple of one or three floats in (0, 1), ascending
        Roots of alpha (theta* - z) - sqrt(beta) PhiInv(theta*) = sqrt(alpha + beta) PhiInv(c).
    """
    root_beta, cost = math.sqrt(beta), math.sqrt(alpha + beta) * float(ndtri(c))

    def gap(u: float) -> float:  # of the equation at theta* = Phi(u), where it turns at most twice
        return alpha * (float(ndtr(u)) - z) - root_beta * u - cost

    reach = (alpha * (1.0 + abs(z)) + abs(cost)) / root_beta + 1.0
    if unique(beta, alpha):
        edges = [-reach, reach]
    else:
        turn = math.sqrt(-2.0 * math.log(_SQRT_2PI * root_beta / alpha))
        edges = [-max(reach, turn + 1.0), -turn, turn, max(reach, turn + 1.0)]
    found: list[float] = []
    for low, high in itertools.pairwise(edges):
        if gap(low) * gap(high) <= 0.0:
            theta = float(ndtr(brentq(gap, low, high, xtol=1e-14, rtol=1e-14)))
            if not found or theta - found[-1] > 1e-12:  # two edges meet at one root where the curve only touches
                found.append(theta)
    return tuple(found)


def cutoff(threshold: float, beta: float) -> float:
    """The signal x* below which people attack: then exactly the share theta* does so at strength theta*."""
    return threshold + float(ndtri(threshold)) / math.sqrt(beta)


def slope(threshold: float, alpha: float, beta: float) -> float:
    """d theta* / dz: how far the threshold moves with the public's mean belief; not above 0 in a stable equilibrium."""
    steep = density(float(ndtri(threshold)))
    return alpha * steep / (alpha * steep - math.sqrt(beta))


def threshold(c: float, alpha: float, beta: float, z: float) -> float:
    """The one equilibrium threshold where `unique` holds; the lowest of three where it does not."""
    return thresholds(c, alpha, beta, z)[0]


#: steps of theta* among which an attack on a survivor is looked for; two roots closer than this are missed
GRID = 4_001


def later_thresholds(c: float, alpha: float, beta: float, z: float, survived: float) -> tuple[float, ...]:
    """Thresholds of an attack on a regime that is known to have survived one (Angeletos, Hellwig & Pavan 2007).

    Parameters
    ----------
    c, alpha, z
        As for `thresholds`.
    beta : float
        Precision of all that a person has seen by now.
    survived : float, level
        The last threshold it survived: everybody knows that theta is above it.

    Returns
    -------
    tuple of floats above `survived`, ascending
        Empty when nobody attacks. Survival makes everybody think the regime stronger, so that an attack needs new
        signals; then there are two, of which the higher is stable.
    """
    posterior = math.sqrt(alpha + beta)

    def hopes(t: np.ndarray) -> np.ndarray:  # chance of success at the cut-off that belongs to threshold t
        mean = (alpha * z + beta * t + math.sqrt(beta) * ndtri(t)) / (alpha + beta)
        chance: np.ndarray = -np.expm1(log_ndtr(posterior * (mean - t)) - log_ndtr(posterior * (mean - survived))) - c
        return chance

    def hope(t: float) -> float:
        return float(hopes(np.asarray(t)))

    low = max(survived, 0.0)
    t = low + (1.0 - low) * np.linspace(0.0, 1.0, GRID)[1:-1]
    if not t.size or t[-1] >= 1.0:
        return ()
    gap = hopes(t)
    turns = np.flatnonzero(np.sign(gap[1:]) != np.sign(gap[:-1]))
    return tuple(float(brentq(hope, t[k], t[k + 1], xtol=1e-14)) for k in turns)
