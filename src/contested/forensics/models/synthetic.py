"""Made elections with known fraud: what a test of the count must find, and by how much.

Voters, units and honest votes are drawn; then ballots are stuffed (for the leader, from registered people who did not
vote) and switched (from others to the leader) at chosen stations. What was done is kept beside the returns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit

from contested.forensics import streams
from contested.forensics.table.case import Case
from contested.ground.binomials import binomials
from contested.ground.draws import normals, uniforms
from contested.ground.errors import ParameterError


@dataclass(frozen=True)
class Planted:
    """A falsified election, and what was done to it.

    Parameters
    ----------
    case : Case
        The returns as reported.
    honest : Case
        As cast.
    stuffed, switched : int64 array of shape (stations,), ballot
        Added for the leader; moved from others to the leader.
    """

    case: Case
    honest: Case
    stuffed: np.ndarray
    switched: np.ndarray


def honest_election(
    stations: int = 3000,
    *,
    regions: int = 6,
    territories: int = 60,
    voters: float = 900.0,
    turnout: float = 0.55,
    result: float = 0.4,
    between_sd: float = 0.25,
    within_sd: float = 0.3,
    correlation: float = 0.0,
    seed: int = 1,
) -> Case:
    """An honest election in units that differ.

    Parameters
    ----------
    stations, regions, territories : int
        Territories lie in regions in order, stations in territories.
    voters : float, person
        Median size of a station; sizes are log-normal with spread 0.7.
    turnout, result : float, share
        At the middle station.
    between_sd, within_sd : float, logit
        Spread of both between territories, and between stations of one.
    correlation : float, -1 to 1
        Of turnout and result, between territories and within.
    seed : int

    Raises
    ------
    ParameterError
        Fewer stations than territories, or territories than regions; shares outside 0 to 1.
    """
    if not 1 <= regions <= territories <= stations:
        raise ParameterError(
            f"stations: expected at least one a territory and one territory a region; got {stations} stations, "
            f"{territories} territories, {regions} regions."
        )
    if not (0 < turnout < 1 and 0 < result < 1 and -1 <= correlation <= 1):
        raise ParameterError("turnout, result: expected shares between 0 and 1, correlation -1 to 1.")
    territory = np.arange(stations) * territories // stations
    size = np.exp(np.log(voters) + 0.7 * normals(stations, seed, streams.SYNTHETIC_SIZE))
    registered = np.clip(size, 20, 5000).astype(np.int64)
    unit = normals(2 * territories, seed, streams.SYNTHETIC_UNIT).reshape(2, -1)
    x, y = normals(stations, seed, streams.HONEST_TURNOUT), normals(stations, seed, streams.HONEST_RESULT)
    mix = lambda p, q: correlation * p + np.sqrt(1 - correlation**2) * q  # noqa: E731
    high = logit(turnout) + between_sd * unit[0][territory] + within_sd * x
    for_leader = logit(result) + between_sd * mix(unit[0], unit[1])[territory] + within_sd * mix(x, y)
    issued = binomials(registered, expit(high), seed, streams.HONEST_ISSUED)
    leader = binomials(issued, expit(for_leader), seed, streams.HONEST_LEADER)
    return Case(
        registered=registered, issued=issued, cast=issued, leader=leader,
        region=(territory * regions // territories).astype(np.int32), territory=territory.astype(np.int32),
        leader_name="leader", regions=tuple(f"region {k + 1}" for k in range(regions)),
        territories=tuple(f"territory {k + 1}" for k in range(territories)), row=np.arange(stations),
    ).where(issued > 0)  # fmt: skip


def falsify(
    honest: Case,
    *,
    stuffing: float = 0.0,
    stuffed_part: float = 0.3,
    switching: float = 0.0,
    switched_part: float = 0.3,
    extreme: float = 0.0,
    seed: int = 1,
) -> Planted:
    """The election with fraud planted in it.

    Parameters
    ----------
    honest : Case
    stuffing, switching, extreme : float, share
        Part of stations where ballots are stuffed; where votes are switched; where nearly everything is (95 % of those
        who did not vote, 90 % of others' votes).
    stuffed_part, switched_part : float, share
        Of people who did not vote (of votes for others), the mean part that is turned into votes for the leader at such
        a station; it varies evenly from 0 to twice that.
    seed : int

    Raises
    ------
    ParameterError
        A share outside 0 to 1.
    """
    parts = {"stuffing": stuffing, "switching": switching, "extreme": extreme, "stuffed_part": stuffed_part,
             "switched_part": switched_part}  # fmt: skip
    for name, part in parts.items():
        if not 0 <= part <= 1:
            raise ParameterError(f"{name}: expected a share, 0 to 1; got {part}.")
    n = honest.stations
    who, how_much = (uniforms(3 * n, seed, s).reshape(3, n) for s in (streams.MODEL_KIND, streams.MODEL_INTENSITY))
    wholly = who[2] < extreme
    add = np.where(who[0] < stuffing, np.clip(2 * stuffed_part * how_much[0], 0, 1), 0.0)
    move = np.where(who[1] < switching, np.clip(2 * switched_part * how_much[1], 0, 1), 0.0)
    add[wholly], move[wholly] = 0.95, 0.90
    stuffed = binomials(honest.registered - honest.issued, add, seed, streams.STUFFED)
    switched = binomials(honest.cast - honest.leader, move, seed, streams.SWITCHED)
    case = replace(
        honest,
        issued=honest.issued + stuffed,
        cast=honest.cast + stuffed,
        leader=honest.leader + stuffed + switched,
    )
    return Planted(case, honest, stuffed, switched)
