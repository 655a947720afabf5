"""Simulated stations of the model of Klimek, Yegorov, Hanel & Thurner (2012): honest votes and fraud.

All settings share one set of draws, so that what two settings differ in is the settings.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from contested.forensics.table.case import Floats
from contested.ground import streams
from contested.ground.compiled import parallel, prange
from contested.ground.draws import uniforms
from contested.rules.stuffing import stuffed

#: spread of extreme fraud around everything
EXTREME = 0.075
STATIONS = 50_000
_STRETCH = 1024
Kind = Literal["honest", "incremental", "extreme"]


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
    """Uniforms of every simulated station: float64 arrays of shape (stations,)."""

    turnout: Floats
    result: Floats
    reach: Floats


class Stations(NamedTuple):
    """Simulated stations: float64 arrays of shape (stations,), share.

    Parameters
    ----------
    turnout, result
        Where nobody cheats.
    incremental, extreme
        Part of those who stayed away that is stuffed where fraud is of either kind: "x".
    """

    turnout: Floats
    result: Floats
    incremental: Floats
    extreme: Floats


def draws(seed: int, stations: int = STATIONS) -> Draws:
    """What all settings share."""
    names = (streams.MODEL_TURNOUT, streams.MODEL_RESULT, streams.MODEL_INTENSITY)
    return Draws(*(uniforms(stations, seed, name) for name in names))


def simulate(voters: Voters, u: Draws) -> Stations:
    """Honest stations, and fraud as far as these voters' model takes it."""
    return Stations(
        _cut(voters.turnout, voters.turnout_sd, u.turnout),
        _cut(voters.result, voters.result_sd, u.result),
        half_normal(voters.reach, u.reach),
        1 - half_normal(EXTREME, u.reach),
    )


def reported(stations: Stations, kind: Kind, alpha: float = 1.0) -> tuple[Floats, Floats]:
    """Reported turnout, and the leader's part of all registered, if all stations are of one kind.

    x^alpha of others' votes are switched where x of those who stayed away are stuffed.
    """
    if kind == "honest":
        return stations.turnout, stations.turnout * stations.result
    x = stations.incremental if kind == "incremental" else stations.extreme
    turnout, leader = np.empty(x.size), np.empty(x.size)
    _report(x, alpha, stations.turnout, stations.result, turnout, leader)
    return turnout, leader


def _cut(mean: float, sd: float, u: Floats) -> Floats:
    low, high = ndtr(-mean / sd), ndtr((1 - mean) / sd)
    return mean + sd * ndtri(low + u * (high - low))


def half_normal(spread: float, u: Floats) -> Floats:
    """Absolute values of normal numbers of this spread, at most 1."""
    return np.asarray(spread * ndtri(0.5 + u * (ndtr(1 / spread) - 0.5)))


@parallel
def _report(x: Floats, alpha: float, turnout: Floats, result: Floats, seen: Floats, leader: Floats) -> None:
    for part in prange((x.size + _STRETCH - 1) // _STRETCH):
        for i in range(part * _STRETCH, min(x.size, (part + 1) * _STRETCH)):
            seen[i], leader[i] = stuffed(x[i], alpha, turnout[i], result[i])
