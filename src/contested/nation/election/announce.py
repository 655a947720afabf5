"""The result is announced, and everybody compares it with the people they know."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground.compiled import parallel, prange, scalar
from contested.nation.codes import ADULT, FOR_CHALLENGER, FOR_INCUMBENT, FOR_OTHER, NOT_VOTED
from contested.nation.params import NationParams
from contested.rules.grievance import perceived_fraud, perceived_loss


def announce(c: Columns, params: NationParams, tick: Tick) -> None:
    """Read out the total and let people compare, on the day of the announcement only."""
    if read_out(c, tick):
        half = float(params.election.acquaintances_half)
        lists = int(c.election_lists[0])
        _compare(c.ties, c.flags, c.election_vote, c.election_official, lists, half, c.citizens_fraud)


def read_out(c: Columns, tick: Tick) -> bool:
    """Read out the total of the latest vote; False on any other day, on which nothing is announced."""
    k = int(c.election_votes[0]) - 1
    if k < 0 or tick.step != int(c.election_announcement_day[k]):
        return False
    c.election_official[:] = c.election_total
    c.election_announced[0] = 1
    return True


@scalar
def judged(voted: int, lists: int) -> int:
    """Whose result a person judges: the incumbent's; where lists stand, voters of another list judge their own."""
    if lists == 1 and voted in (FOR_CHALLENGER, FOR_OTHER):
        return voted
    return FOR_INCUMBENT


@scalar
def doubts(of: int, official: float, own: int, voters: int, half: float) -> int:
    """Perceived fraud, in 255ths, of a person who knows `voters` who voted, `own` of them for `of`, whom they judge."""
    if of == FOR_INCUMBENT:
        return int(255.0 * perceived_fraud(official, own, voters, half) + 0.5)
    return int(255.0 * perceived_loss(official, own, voters, half) + 0.5)


@parallel
def _compare(
    ties: np.ndarray, flags: np.ndarray, vote: np.ndarray, official: np.ndarray, lists: int, half: float,
    fraud: np.ndarray,
) -> None:
    for i in prange(len(flags)):
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


PHASE = Phase(
    "announcement", "election", announce,
    reads=("ties", "flags", "election_vote", "election_total", "election_announcement_day", "election_lists",
           "election_votes"),
    writes=("election_official", "election_announced", "citizens_fraud"),
    source="tucker2007",
    meaning="the result is announced; people compare it with how the people they know voted",
)
