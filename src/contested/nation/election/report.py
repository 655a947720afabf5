"""What the stations report: the truth, a stuffed box, or the share that was ordered; and the total made of it."""

from __future__ import annotations

import math

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.compiled import scalar, serial
from contested.ground.draws import normal, uniform
from contested.nation.codes import MECHANISMS
from contested.nation.election import ElectionParams
from contested.nation.election.vote import shares
from contested.nation.params import NationParams
from contested.rules.stuffing import obedient_target, stuffed

#: spread of extreme stuffing below a full box, as a part of a station's voters (klimek2012)
EXTREME_SPREAD = 0.075


def report(c: Columns, params: NationParams, tick: Tick) -> None:
    """Write the protocols, on polling day only."""
    k = int(c.election_votes[0]) - 1
    if k < 0 or tick.step != int(c.election_day[k]):
        if k >= 0 and tick.step > int(c.election_announcement_day[k]):
            c.election_inflation[0] = 0.0  # the result is out, and the street says what it brings
        return
    mechanism = MECHANISMS[int(c.election_mechanism[k])]
    c.election_reported[:] = c.election_true
    c.election_honest[:] = 1
    if mechanism == "stuffing":
        _stuff(c, params.election.numbers, tick.seed, tick.step)
    elif mechanism == "ordered":
        region = c.place_region[c.station_place]
        _order(c, c.region_ordered[k], params.election.numbers, region, tick.seed, tick.step)
    c.election_total[:] = _invented(c, c.region_ordered[k]) if mechanism == "central" else shares(c.election_reported)
    c.election_inflation[0] = _inflation(c)


def _invented(c: Columns, ordered: np.ndarray) -> np.ndarray:
    """Shares of a total that the protocols do not give: what official.csv says of each region."""
    voters = np.bincount(c.place_region[c.station_place], c.election_registered, minlength=len(ordered))
    cast = voters * ordered[:, 0]
    both = (cast[:, None] * ordered[:, 2:4]).sum(axis=0) / max(1.0, cast.sum())
    return np.array([both[0], both[1], max(0.0, 1.0 - both.sum())])


def _inflation(c: Columns) -> float:
    """What the total adds to the incumbent's share or, where lists stand, moves from some lists to others.

    Where nobody voted, all of an announced share is added.
    """
    added = np.maximum(0.0, np.nan_to_num(c.election_total) - np.nan_to_num(c.election_true_share))
    return float(added.sum() if c.election_lists[0] else added[0])


@serial
def _stuff(c: Columns, rule: ElectionParams, seed: int, day: int) -> None:
    registered, true = c.election_registered, c.election_true
    reported, honest = c.election_reported, c.election_honest
    for s in range(len(registered)):
        n = registered[s]
        cast = true[s, 0]
        u = uniform(seed, streams.STATION_REPORT, s, day, 0)
        if n == 0 or cast == 0 or u >= rule.stuffing_share + rule.stuffing_extreme:
            continue
        z = abs(normal(seed, streams.STATION_REPORT, s, day, 1))
        incremental = u < rule.stuffing_share
        x = min(1.0, rule.stuffing_size * z) if incremental else max(0.0, 1.0 - EXTREME_SPREAD * z)
        turnout, winner = stuffed(x, rule.stuffing_switch, cast / n, true[s, 1] / cast)
        new_cast = int(turnout * n + 0.5)
        new_inc = min(new_cast, int(winner * n + 0.5))
        others = cast - true[s, 1]
        rest = new_cast - new_inc
        reported[s, 0] = new_cast
        reported[s, 1] = new_inc
        reported[s, 2] = int(rest * (true[s, 2] / others) + 0.5) if others > 0 else 0
        reported[s, 3] = rest - reported[s, 2]
        reported[s, 4] = min(new_cast, true[s, 4] + new_cast - cast)  # ballots are stuffed into the early box
        honest[s] = 0


@serial
def _order(
    c: Columns, ordered: np.ndarray, rule: ElectionParams, region: np.ndarray, seed: int, day: int
) -> None:
    """Obedient stations report what brings the region's total to its order, give or take."""
    registered, true = c.election_registered, c.election_true
    reported, honest = c.election_reported, c.election_honest
    noise = rule.order_noise
    regions = ordered.shape[0]
    voters = np.zeros((regions, 2))
    tally = np.zeros((regions, 4))  # honest stations: cast, early, incumbent, challenger
    for s in range(len(registered)):
        r = region[s]
        ok = uniform(seed, streams.STATION_REPORT, s, day, 0) < rule.honest_stations
        honest[s] = 1 if ok else 0
        voters[r, 0] += registered[s]
        if ok:
            voters[r, 1] += registered[s]
            tally[r, 0] += true[s, 0]
            tally[r, 1] += true[s, 4]
            tally[r, 2] += true[s, 1]
            tally[r, 3] += true[s, 2]
    # what rounding to whole ballots leaves over is passed to the region's next station: at a coarse scale a station has
    # a few ballots, and rounding each by itself would move the total
    left = np.zeros((regions, 4))  # cast, incumbent, challenger, early
    for s in range(len(registered)):
        if honest[s] == 1 or registered[s] == 0:
            continue
        r = region[s]
        part = voters[r, 1] / voters[r, 0]
        base = max(1.0, voters[r, 1])
        turnout = obedient_target(ordered[r, 0], part, tally[r, 0] / base)
        early = obedient_target(ordered[r, 1], part, tally[r, 1] / base)
        # shares of votes: weigh by votes, not by voters
        votes_in_all = ordered[r, 0] * voters[r, 0]
        vote_part = min(0.999, tally[r, 0] / max(1.0, votes_in_all))
        inc = obedient_target(ordered[r, 2], vote_part, tally[r, 2] / max(1.0, tally[r, 0]))
        cha = obedient_target(ordered[r, 3], vote_part, tally[r, 3] / max(1.0, tally[r, 0]))
        n = registered[s]
        turnout = min(1.0, max(0.0, turnout + noise * normal(seed, streams.STATION_REPORT, s, day, 1)))
        inc = min(1.0, max(0.0, inc + noise * normal(seed, streams.STATION_REPORT, s, day, 2)))
        cha = min(1.0 - inc, cha)
        left[r, 0] += turnout * n
        cast = _ballots(left[r, 0], n)
        left[r, 1] += inc * cast
        for_incumbent = _ballots(left[r, 1], cast)
        left[r, 2] += cha * cast
        for_challenger = _ballots(left[r, 2], cast - for_incumbent)
        left[r, 3] += early * n
        before = _ballots(left[r, 3], cast)
        left[r, 0] -= cast
        left[r, 1] -= for_incumbent
        left[r, 2] -= for_challenger
        left[r, 3] -= before
        reported[s, 0] = cast
        reported[s, 1] = for_incumbent
        reported[s, 2] = for_challenger
        reported[s, 3] = cast - for_incumbent - for_challenger
        reported[s, 4] = before


@scalar
def _ballots(wanted: float, most: int) -> int:
    """Whole ballots nearest to `wanted`, from 0 to `most`."""
    return min(most, max(0, math.floor(wanted + 0.5)))


PHASE = Phase(
    "protocols", "election", report,
    reads=("station_place", "place_region", "region_ordered", "election_day", "election_announcement_day",
           "election_mechanism", "election_lists", "election_votes", "election_registered", "election_true",
           "election_true_share"),
    writes=("election_reported", "election_honest", "election_total", "election_inflation"),
    source="klimek2012",
    meaning="stations report the votes as cast, a stuffed count, or the share ordered from above; all are added up",
)
