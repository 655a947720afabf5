"""Polling day: everybody on a list decides whether, when and for whom to vote."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

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
    rule = opened(c, params, tick)
    if rule is not None:
        _vote(c, rule, tick.seed, tick.step)
        count_up(c)


class Rule(NamedTuple):
    """How people vote today. Floats in one tuple, which kernels of cores and of a GPU take alike.

    Parameters
    ----------
    slope, spread, early, turnout, transfer : float
        `hardship_vote`, `station_spread`, `early`, turnout over the first vote's, `transfer`.
    again, two : float
        1 where there was a vote before; 1 where only incumbent and challenger stand.
    """

    slope: float
    spread: float
    early: float
    turnout: float
    transfer: float
    again: float
    two: float


def opened(c: Columns, params: NationParams, tick: Tick) -> Rule | None:
    """Open the stations for the vote of today; None on a day without one.

    A run-off does not take place where somebody was announced to have more than half of the votes.
    """
    number = int((c.election_day == tick.step).argmax())
    if int(c.election_day[number]) != tick.step:
        return None
    runoff = bool(c.election_runoff[number])
    if runoff and c.election_official[:2].max() > 0.5:
        return None
    latest = int(c.election_votes[0]) - 1
    two = runoff or (latest >= 0 and bool(c.election_runoff[latest]))  # a run-off that is repeated is one again
    c.election_votes[0] = number + 1
    e = params.election
    return Rule(
        float(e.hardship_vote), float(e.station_spread), float(e.early),
        float(e.again_turnout) if number > 0 else 1.0, float(e.transfer), float(number > 0), float(two),
    )


def count_up(c: Columns) -> None:
    """Each list's share of all votes cast."""
    c.election_true_share[:] = shares(c.election_true)


def shares(count: np.ndarray) -> np.ndarray:
    """Shares of the lists in a count by station: float64 array of shape (lists,), NaN where nobody voted."""
    total = count.sum(axis=0)
    of: np.ndarray = total[1:4] / total[0] if total[0] else np.full(3, np.nan)
    return of


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


@scalar
def choose(
    seed: int, i: int, day: int, before: int, turnout: float, hardship: int, against: float, to_challenger: float,
    rule: Rule,
) -> int:
    """An adult's vote, whatever vote it is. Whoever voted before for somebody who stands does so again."""
    first = ballot(seed, i, day, min(1.0, turnout * rule.turnout), hardship, against, rule.slope, to_challenger)
    if rule.again == 0.0 or first == NOT_VOTED:
        return first
    # who stayed at home the last time chooses as at a first vote
    choice = first if before == NOT_VOTED else before
    if choice == FOR_OTHER and rule.two > 0.0:
        return FOR_CHALLENGER if uniform(seed, streams.BALLOT, i, day, 1) < rule.transfer else FOR_INCUMBENT
    return choice


@parallel
def _vote(c: Columns, rule: Rule, seed: int, day: int) -> None:
    station_start, station_place, flags, hardship = c.station_start, c.station_place, c.flags, c.hardship
    turnout, incumbent, challenger = c.place_turnout, c.place_incumbent, c.place_challenger
    votes, registered, count = c.election_vote, c.election_registered, c.election_true
    for s in prange(len(station_place)):
        p = station_place[s]
        against, to_challenger = leaning(seed, s, day, rule.spread, incumbent[p], challenger[p])
        n = 0
        cast = 0
        for_incumbent = 0
        for_challenger = 0
        before = 0
        for i in range(station_start[s], station_start[s + 1]):
            if flags[i] & ADULT == 0:
                continue
            n += 1
            choice = choose(seed, i, day, votes[i], turnout[p], hardship[i], against, to_challenger, rule)
            votes[i] = choice
            if choice == NOT_VOTED:
                continue
            cast += 1
            for_incumbent += choice == FOR_INCUMBENT
            for_challenger += choice == FOR_CHALLENGER
            if uniform(seed, streams.EARLY, i, day, 0) < rule.early:
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
           "place_challenger", "election_day", "election_runoff", "election_official"),
    writes=("election_votes", "election_vote", "election_registered", "election_true", "election_true_share"),
    source="epstein2002",
    meaning="on polling day people vote, the worse-off more often against the incumbent",
)
