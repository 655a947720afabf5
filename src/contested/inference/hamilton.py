"""Hamiltonian sampling (Duane and others 1987, Neal 2011) of many short chains, in coordinates whitened at the mode.

Whitened by the curvature at the mode the posterior is nearly a round normal, for which a quarter of a turn gives an
independent draw, whatever the number of unknowns. A hundred chains step together, so a batch of them costs hardly
more than one; and since they start apart, the spread of their means says whether they agree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from contested.ground.draws import normals, uniforms
from contested.inference import streams

#: a density and its slope, for v of shape (m, size)
Density = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]

#: share of steps that should be accepted
ACCEPTED = 0.8
#: length of a path, a quarter of a turn of a round normal, and leaps it may take at most
TURN, LEAPS = 1.5, 16
#: leaps are this part longer or shorter by chance, so that no path returns to where it began
JITTER = 0.3


class Chains(NamedTuple):
    """What was drawn.

    Parameters
    ----------
    draws : float64 array of shape (kept, chains, size)
    accepted : share
        Of kept steps.
    leaps : int
        Of the last path.
    calls : int
        Densities asked for, all chains together.
    """

    draws: np.ndarray
    accepted: float
    leaps: int
    calls: int


def sampled(
    density: Density, mode: np.ndarray, factor: np.ndarray, start: np.ndarray, *, warm: int, kept: int, seed: int
) -> Chains:
    """Draw.

    Parameters
    ----------
    density : callable
    mode : float64 array of shape (size,)
    factor : float64 array of shape (size, size)
        v = mode + factor @ q with q about standard normal.
    start : float64 array of shape (chains, size)
        In coordinates q.
    warm, kept : int
        Steps that find the leap's length, and that are kept.
    seed : int
    """

    def whitened(q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        value, slope = density(mode + q @ factor.T)
        return value, slope @ factor

    q = start.copy()
    m, size = q.shape
    value, slope = whitened(q)
    leap, calls, accepts = 0.9 * size**-0.25, m, []
    draws = np.empty((kept, m, size))
    leaps = 1
    for k in range(warm + kept):
        p = normals(m * size, seed, streams.MOMENTUM, day=k).reshape(m, size)
        length = leap * (1.0 + JITTER * (2.0 * uniforms(m, seed, streams.STRIDE, day=k) - 1.0))[:, None]
        leaps = int(np.clip(np.ceil(TURN / leap), 1, LEAPS))
        before = value - 0.5 * (p * p).sum(axis=1)
        to, to_slope = q, slope
        for _ in range(leaps):
            p = p + 0.5 * length * to_slope
            to = to + length * p
            to_value, to_slope = whitened(to)
            p = p + 0.5 * length * to_slope
        calls += m * leaps
        gain = to_value - 0.5 * (p * p).sum(axis=1) - before
        chance = np.exp(np.minimum(np.where(np.isfinite(gain), gain, -np.inf), 0.0))
        take = uniforms(m, seed, streams.ACCEPT, day=k) < chance
        q, slope = np.where(take[:, None], to, q), np.where(take[:, None], to_slope, slope)
        value = np.where(take, to_value, value)
        if k < warm:
            leap = min(leap * np.exp(2.0 / (1.0 + 0.5 * k) * (chance.mean() - ACCEPTED)), TURN)
        else:
            accepts.append(float(chance.mean()))
            draws[k - warm] = mode + q @ factor.T
    return Chains(draws, float(np.mean(accepts)), leaps, calls)


def agreement(draws: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Do the chains agree, and what are their draws worth?

    Parameters
    ----------
    draws : float64 array of shape (kept, chains, size)

    Returns
    -------
    (float64 array of shape (size,), float64 array of shape (size,))
        R-hat (Gelman and Rubin 1992): 1 if chains agree, above 1.05 they do not. And the number of independent draws
        that would know the mean as well, from the spread of the chains' means, at most all draws. NaN and the number
        of chains where each keeps one draw, for then nothing can be compared.
    """
    kept, chains, size = draws.shape
    if kept < 2:
        return np.full(size, np.nan), np.full(size, float(chains))
    within = draws.var(axis=0, ddof=1).mean(axis=0)
    between = draws.mean(axis=0).var(axis=0, ddof=1)
    whole = within * (kept - 1) / kept + between
    safe = np.maximum(within, 1e-300)
    worth = chains * whole / np.maximum(between, 1e-300)
    return np.sqrt(whole / safe), np.minimum(worth, kept * chains)
