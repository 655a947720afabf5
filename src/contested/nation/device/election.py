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
from contested.nation.election.announce import doubts, judged, read_out
from contested.nation.election.vote import Rule, choose, count_up, leaning, opened
from contested.nation.params import NationParams


def vote(people: People, c: Columns, params: NationParams, tick: Tick) -> None:
    """`election.vote`, a block of threads a station."""
    rule = opened(c, params, tick)
    if rule is None:
        return
    tally = upload(np.zeros((people.stations, 5), np.int64))
    _vote(
        people.stations, people.station_start, people.station_place, people.flags, people.hardship,
        upload(c.place_turnout), upload(c.place_incumbent), upload(c.place_challenger),
        rule, tick.seed, tick.step, people.election_vote, tally,
    )
    listed, cast, incumbent, challenger, early = tally.copy_to_host().T
    c.election_registered[:] = listed
    c.election_true[:] = np.stack([cast, incumbent, challenger, cast - incumbent - challenger, early], axis=1)
    count_up(c)


@kernel
def _vote(
    station_start: np.ndarray, station_place: np.ndarray, flags: np.ndarray, hardship: np.ndarray, turnout: np.ndarray,
    incumbent: np.ndarray, challenger: np.ndarray, rule: Rule, seed: int, day: int, votes: np.ndarray,
    tally: np.ndarray,
) -> None:
    s = cuda.blockIdx.x
    p = station_place[s]
    against, to_challenger = leaning(seed, s, day, rule.spread, incumbent[p], challenger[p])
    n = 0
    cast = 0
    for_incumbent = 0
    for_challenger = 0
    before = 0
    for i in range(station_start[s] + cuda.threadIdx.x, station_start[s + 1], cuda.blockDim.x):
        if flags[i] & ADULT == 0:
            continue
        n += 1
        choice = choose(seed, i, day, votes[i], turnout[p], hardship[i], against, to_challenger, rule)
        votes[i] = choice
        if choice == NOT_VOTED:
            continue
        cast += 1
        if choice == FOR_INCUMBENT:
            for_incumbent += 1
        if choice == FOR_CHALLENGER:
            for_challenger += 1
        if uniform(seed, streams.EARLY, i, day, 0) < rule.early:
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
            people.rows_in_all, people.ties, people.flags, people.election_vote, upload(c.election_official),
            int(c.election_lists[0]), float(params.election.acquaintances_half), people.citizens_fraud,
        )


@kernel
def _compare(
    ties: np.ndarray, flags: np.ndarray, vote: np.ndarray, official: np.ndarray, lists: int, half: float,
    fraud: np.ndarray,
) -> None:
    for i in range(cuda.grid(1), flags.size, cuda.gridsize(1)):
        if flags[i] & ADULT == 0:
            continue
        of = judged(vote[i], lists)
        own = 0
        voters = 0
        if vote[i] != NOT_VOTED:
            voters += 1
            own += vote[i] == of
        for k in range(ties.shape[1]):
            j = ties[i, k]
            if j >= 0 and vote[j] != NOT_VOTED:
                voters += 1
                own += vote[j] == of
        fraud[i] = doubts(of, official[of - 1], own, voters, half)
