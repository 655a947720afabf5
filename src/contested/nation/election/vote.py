"""Polling day: everybody on a list decides whether, when and for whom to vote."""

from __future__ import annotations

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.compiled import parallel, prange, scalar
from contested.ground.draws import normal, uniform
from contested.ground.exact import log, logistic
from contested.nation.codes import ADULT, FOR_CHALLENGER, FOR_INCUMBENT, FOR_OTHER, NOT_VOTED
from contested.nation.params import NationParams


def vote(c: Columns, params: NationParams, tick: Tick) -> None:
    """Cast and count, on polling day only."""
    if tick.step != int(c.election_day[0]):
        return
    e = params.election
    _vote(c, e.hardship_vote, e.station_spread, e.early, tick.seed, tick.step)
    count_up(c)


def count_up(c: Columns) -> None:
    """The incumbent's share of all votes cast."""
    total = c.election_true.sum(axis=0)
    c.election_true_share[0] = total[1] / max(1, total[0])


@scalar
def leaning(
    seed: int, station: int, day: int, spread: float, incumbent: float, challenger: float
) -> tuple[float, float]:
    """A station's log-odds against the incumbent, and the challenger's part of the votes that go to others."""
    # a station leans by its own draw; the mean over stations stays close to the place's share
    lean = spread * normal(seed, streams.STATION_EFFECT, station, day, 0)
    against = log((1.0 - incumbent) / max(1e-9, incumbent)) + lean
    return against, challenger / max(1e-9, 1.0 - incumbent)


@scalar
def ballot(
    seed: int, i: int, day: int, turnout: float, hardship: int, against: float, slope: float, to_challenger: float
) -> int:
    """An adult's vote."""
    if uniform(seed, streams.TURNOUT, i, day, 0) >= turnout:
        return NOT_VOTED
    chance = logistic(against + slope * (hardship / 255.0 - 0.5))
    u = uniform(seed, streams.BALLOT, i, day, 0)
    if u >= chance:
        return FOR_INCUMBENT
    if u < chance * to_challenger:
        return FOR_CHALLENGER
    return FOR_OTHER


@parallel
def _vote(c: Columns, slope: float, spread: float, early: float, seed: int, day: int) -> None:
    station_start, station_place, flags, hardship = c.station_start, c.station_place, c.flags, c.hardship
    turnout, incumbent, challenger = c.place_turnout, c.place_incumbent, c.place_challenger
    votes, registered, count = c.election_vote, c.election_registered, c.election_true
    for s in prange(len(station_place)):
        p = station_place[s]
        against, to_challenger = leaning(seed, s, day, spread, incumbent[p], challenger[p])
        n = 0
        cast = 0
        for_incumbent = 0
        for_challenger = 0
        before = 0
        for i in range(station_start[s], station_start[s + 1]):
            if flags[i] & ADULT == 0:
                continue
            n += 1
            choice = ballot(seed, i, day, turnout[p], hardship[i], against, slope, to_challenger)
            if choice == NOT_VOTED:
                continue
            votes[i] = choice
            cast += 1
            for_incumbent += choice == FOR_INCUMBENT
            for_challenger += choice == FOR_CHALLENGER
            if uniform(seed, streams.EARLY, i, day, 0) < early:
                before += 1
        registered[s] = n
        count[s, 0] = cast
        count[s, 1] = for_incumbent
        count[s, 2] = for_challenger
        count[s, 3] = cast - for_incumbent - for_challenger
        count[s, 4] = before


PHASE = Phase(
    "vote", "election", vote,
    reads=("station_start", "station_place", "flags", "hardship", "place_turnout", "place_incumbent",
           "place_challenger", "election_day"),
    writes=("election_vote", "election_registered", "election_true", "election_true_share"),
    source="epstein2002",
    meaning="on polling day people vote, the worse-off more often against the incumbent",
)
