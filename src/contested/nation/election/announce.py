"""The result is announced, and everybody compares it with the people they know."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground.compiled import parallel, prange, scalar
from contested.nation.codes import ADULT, FOR_INCUMBENT, NOT_VOTED
from contested.nation.params import NationParams
from contested.rules.grievance import perceived_fraud


def announce(c: Columns, params: NationParams, tick: Tick) -> None:
    """Read out the total and let people compare, on the day of the announcement only."""
    if read_out(c, tick):
        half = float(params.election.acquaintances_half)
        _compare(c.ties, c.flags, c.election_vote, float(c.election_official[0]), half, c.citizens_fraud)


def read_out(c: Columns, tick: Tick) -> bool:
    """Read out the total; False on any other day, on which nothing is announced."""
    if tick.step != int(c.election_announcement_day[0]):
        return False
    c.election_official[0] = c.election_total[0]
    c.election_announced[0] = 1
    return True


@scalar
def doubts(official: float, own: int, voters: int, half: float) -> int:
    """Perceived fraud, in 255ths, of a person who knows `voters` who voted, `own` of them for the incumbent."""
    return int(255.0 * perceived_fraud(official, own, voters, half) + 0.5)


@parallel
def _compare(
    ties: np.ndarray, flags: np.ndarray, vote: np.ndarray, official: float, half: float, fraud: np.ndarray
) -> None:
    for i in prange(len(flags)):
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


PHASE = Phase(
    "announcement", "election", announce,
    reads=("ties", "flags", "election_vote", "election_total", "election_announcement_day"),
    writes=("election_official", "election_announced", "citizens_fraud"),
    source="tucker2007",
    meaning="the result is announced; people compare it with how the people they know voted",
)
