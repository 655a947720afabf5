"""Stations as the model of Klimek and others (2012) makes them, each kind from the same draws.

Fits compare many settings. With the draws shared, a mixture's histogram is the weighted sum of its three kinds', so
only the exponent and the reach of fraud need a simulation of their own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from contested.ground import streams
from contested.ground.compiled import parallel, prange
from contested.ground.draws import uniforms
from contested.rules.stuffing import stuffed

#: spread of extreme fraud around everything
EXTREME = 0.075
STATIONS = 50_000
_STRETCH = 1024


class Voters(NamedTuple):
    """How honest stations vote, and how far fraud reaches, all shares.

    Parameters
    ----------
    turnout, result : float
        "tau", "nu": means of normal laws cut to 0 to 1.
    turnout_sd, result_sd : float
        "s_tau", "s_nu".
    reach : float
        "theta": incremental fraud is the absolute value of a normal number of this spread, at most 1.
    """

    turnout: float
    result: float
    turnout_sd: float
    result_sd: float
    reach: float


class Draws(NamedTuple):
    """Uniforms of every station that is made: float64 arrays of shape (stations,)."""

    turnout: np.ndarray
    result: np.ndarray
    reach: np.ndarray


def draws(seed: int, stations: int = STATIONS) -> Draws:
    """What all settings share."""
    names = (streams.MODEL_TURNOUT, streams.MODEL_RESULT, streams.MODEL_INTENSITY)
    return Draws(*(uniforms(stations, seed, name) for name in names))


def made(voters: Voters, kind: str, alpha: float, drawn: Draws) -> tuple[np.ndarray, np.ndarray]:
    """Reported turnout, and the leader's part of all registered, of stations of one kind.

    Parameters
    ----------
    voters : Voters
    kind : str
        "honest", "incremental" or "extreme".
    alpha : float
        x^alpha of others' votes are switched where x of those who stayed away are stuffed.
    drawn : Draws

    Returns
    -------
    two float64 arrays of shape (stations,), share
    """
    turnout = _cut(voters.turnout, voters.turnout_sd, drawn.turnout)
    result = _cut(voters.result, voters.result_sd, drawn.result)
    if kind == "honest":
        return turnout, turnout * result
    spread = voters.reach if kind == "incremental" else EXTREME
    x = spread * ndtri(0.5 + drawn.reach * (ndtr(1 / spread) - 0.5))
    seen, leader = np.empty(turnout.size), np.empty(turnout.size)
    _report(x if kind == "incremental" else 1 - x, alpha, turnout, result, seen, leader)
    return seen, leader


def _cut(mean: float, sd: float, u: np.ndarray) -> np.ndarray:
    low, high = ndtr(-mean / sd), ndtr((1 - mean) / sd)
    return mean + sd * ndtri(low + u * (high - low))


@parallel
def _report(x, alpha, turnout, result, seen, leader):
    for part in prange((x.size + _STRETCH - 1) // _STRETCH):
        for i in range(part * _STRETCH, min(x.size, (part + 1) * _STRETCH)):
            seen[i], leader[i] = stuffed(x[i], alpha, turnout[i], result[i])
