"""Polling day and the night of the announcement on the device."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns
from contested.ground import streams
from contested.ground.device import cuda, kernel, upload
from contested.ground.draws import uniform
from contested.nation.codes import ADULT, FOR_CHALLENGER, FOR_INCUMBENT, NOT_VOTED
from contested.nation.device.people import People
from contested.nation.election.announce import doubts, read_out
from contested.nation.election.vote import ballot, count_up, leaning
from contested.nation.params import NationParams


def vote(people: People, c: Columns, params: NationParams, tick: Tick) -> None:
    """`election.vote`, a block of threads a station."""
    if tick.step != int(c.election_day[0]):
        return
    e = params.election
    tally = upload(np.zeros((people.stations, 5), np.int64))
    _vote(
        people.stations, people.station_start, people.station_place, people.flags, people.hardship,
        upload(c.place_turnout), upload(c.place_incumbent), upload(c.place_challenger), float(e.hardship_vote),
        float(e.station_spread), float(e.early), tick.seed, tick.step, people.election_vote, tally,
    )
    listed, cast, incumbent, challenger, early = tally.copy_to_host().T
    c.election_registered[:] = listed
    c.election_true[:] = np.stack([cast, incumbent, challenger, cast - incumbent - challenger, early], axis=1)
    count_up(c)


@kernel
def _vote(
    station_start: np.ndarray, station_place: np.ndarray, flags: np.ndarray, hardship: np.ndarray, turnout: np.ndarray,
    incumbent: np.ndarray, challenger: np.ndarray, slope: float, spread: float, early: float, seed: int, day: int,
    votes: np.ndarray, tally: np.ndarray,
) -> None:
    s = cuda.blockIdx.x
    p = station_place[s]
    against, to_challenger = leaning(seed, s, day, spread, incumbent[p], challenger[p])
    n = 0
    cast = 0
    for_incumbent = 0
    for_challenger = 0
    before = 0
    for i in range(station_start[s] + cuda.threadIdx.x, station_start[s + 1], cuda.blockDim.x):
        if flags[i] & ADULT == 0:
            continue
        n += 1
        choice = ballot(seed, i, day, turnout[p], hardship[i], against, slope, to_challenger)
        if choice == NOT_VOTED:
            continue
        votes[i] = choice
        cast += 1
        if choice == FOR_INCUMBENT:
            for_incumbent += 1
        if choice == FOR_CHALLENGER:
            for_challenger += 1
        if uniform(seed, streams.EARLY, i, day, 0) < early:
            before += 1
    cuda.atomic.add(tally, (s, 0), n)
    cuda.atomic.add(tally, (s, 1), cast)
    cuda.atomic.add(tally, (s, 2), for_incumbent)
    cuda.atomic.add(tally, (s, 3), for_challenger)
    cuda.atomic.add(tally, (s, 4), before)


def announcement(people: People, c: Columns, params: NationParams, tick: Tick) -> None:
    """`election.announce`."""
    if read_out(c, tick):
        _compare.over(
            people.rows_in_all, people.ties, people.flags, people.election_vote, float(c.election_official[0]),
            float(params.election.acquaintances_half), people.citizens_fraud,
        )


@kernel
def _compare(
    ties: np.ndarray, flags: np.ndarray, vote: np.ndarray, official: float, half: float, fraud: np.ndarray,
) -> None:
    for i in range(cuda.grid(1), flags.size, cuda.gridsize(1)):
        if flags[i] & ADULT == 0:
            continue
        own = 0
        voters = 0
        if vote[i] != NOT_VOTED:
            voters += 1
            own += vote[i] == FOR_INCUMBENT
        for k in range(ties.shape[1]):
            j = ties[i, k]
            if j >= 0 and vote[j] != NOT_VOTED:
                voters += 1
                own += vote[j] == FOR_INCUMBENT
        fraud[i] = doubts(official, own, voters, half)
