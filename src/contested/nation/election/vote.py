"""Polling day: everybody on a list decides whether, when and for whom to vote."""

from __future__ import annotations

from contested.engine.phase import Phase
from contested.ground import streams
from contested.ground.compiled import parallel, prange
from contested.ground.draws import normal, uniform
from contested.ground.exact import log, logistic
from contested.nation.codes import ADULT, FOR_CHALLENGER, FOR_INCUMBENT, FOR_OTHER


def vote(c, params, tick):
    """Cast and count, on polling day only."""
    if tick.step != int(c.election_day[0]):
        return
    e = params.election
    _vote(
        c.station_start, c.station_place, c.flags, c.hardship, c.place_turnout, c.place_incumbent, c.place_challenger,
        e.hardship_vote, e.station_spread, e.early, tick.seed, tick.step, c.election_vote, c.election_registered,
        c.election_true,
    )
    total = c.election_true.sum(axis=0)
    c.election_true_share[0] = total[1] / max(1, total[0])


@parallel
def _vote(
    station_start, station_place, flags, hardship, turnout, incumbent, challenger, slope, spread, early, seed, day,
    votes, registered, count,
):
    for s in prange(len(station_place)):
        p = station_place[s]
        # a station leans by its own draw; the mean over stations stays close to the place's share
        lean = spread * normal(seed, streams.STATION_EFFECT, s, day, 0)
        against = log((1.0 - incumbent[p]) / max(1e-9, incumbent[p])) + lean
        to_challenger = challenger[p] / max(1e-9, 1.0 - incumbent[p])
        n = 0
        cast = 0
        for_incumbent = 0
        for_challenger = 0
        before = 0
        for i in range(station_start[s], station_start[s + 1]):
            if flags[i] & ADULT == 0:
                continue
            n += 1
            if uniform(seed, streams.TURNOUT, i, day, 0) >= turnout[p]:
                continue
            cast += 1
            chance = logistic(against + slope * (hardship[i] / 255.0 - 0.5))
            u = uniform(seed, streams.BALLOT, i, day, 0)
            if u >= chance:
                votes[i] = FOR_INCUMBENT
                for_incumbent += 1
            elif u < chance * to_challenger:
                votes[i] = FOR_CHALLENGER
                for_challenger += 1
            else:
                votes[i] = FOR_OTHER
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
