"""The decision to strike. A worker's taste is drawn once and kept, so strikes grow and fade with their causes.

Pull and reprisals act on the plant as it stood yesterday, so the order of workers within a day cannot matter.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.compiled import parallel, prange, scalar, serial
from contested.ground.draws import TO_UNIT, below, uniform, words_of
from contested.ground.exact import of_level
from contested.ground.masks import mask_of, ones
from contested.nation.codes import EMPLOYED, FOR_INCUMBENT, HOME, NAMED, ONLINE
from contested.nation.params import NationParams
from contested.nation.workplaces import WorkplacesParams
from contested.rules.choice import acts
from contested.rules.grievance import grievance
from contested.rules.pressure import output_lost


class Causes(NamedTuple):
    """What makes people strike today besides themselves and their plant, as in the decision to march.

    Parameters
    ----------
    street, discontent : float64 array of shape (places,)
        Pull of yesterday's crowd, less the cost; and what people resent beside fraud.
    stake : float64 array of shape (places, segments)
        What a unit of grievance counts for, with the expectation of success.
    """

    street: np.ndarray
    discontent: np.ndarray
    stake: np.ndarray


class Weights(NamedTuple):
    """Weights in the decision to strike, and how far a call reaches employers that are not named."""

    fraud: float
    supporter: float
    colleagues: float
    reprisal: float
    temperature: float
    other_reach: float


def strike(c: Columns, params: NationParams, tick: Tick) -> None:
    """Draw today's strikers, then let plants stand still and managements respond."""
    called = c.opposition_strike_call
    counts = np.zeros(len(c.block_place), np.int64)
    if called.max() > 0.0:
        weights, why = causes(c, params)
        _decide(c, called, why, weights, tick.seed, counts)
    respond(c, params, tick, c.block_start, c.workplaces_rows, counts)


def causes(c: Columns, params: NationParams) -> tuple[Weights, Causes]:
    """Weights in the decision, and what makes people strike today."""
    w = params.workplaces
    # strike funds and aid make good a part of what reprisals cost
    money = float(c.opposition_fund[0]) + float(c.abroad_aid[0])
    borne = max(0.0, 1.0 - params.abroad.aid_effect * money)
    weights = Weights._make(float(x) for x in (
        params.citizens.fraud_grievance, params.citizens.supporter_grievance,
        w.colleague_pull, w.reprisal_cost * borne, w.temperature, w.other_reach,
    ))
    why = Causes(
        w.street_pull * c.street_crowd / c.place_people - w.cost, 1.0 - c.incumbent_legitimacy[0] + c.citizens_shock,
        2.0 * c.media_hope,
    )
    return weights, why


def respond(
    c: Columns, params: NationParams, tick: Tick, starts: np.ndarray, rows: np.ndarray, counts: np.ndarray
) -> None:
    """Plants stand still and managements respond; list b of the strikers' rows begins at `starts[b]`."""
    totals = np.zeros(3)
    named = len(c.workplaces_named)
    _stand_still(
        c, params.workplaces.numbers, starts, rows, counts, float(c.scale[0]), named, tick.seed, tick.step, totals
    )
    c.workplaces_named[:] = c.workplaces_strikers[1 : named + 1] * c.scale[0]
    c.workplaces_struck[0] = totals[0]
    c.workplaces_lost[0] = totals[1]
    c.workplaces_dismissed[0] += totals[2] * c.scale[0]


@scalar
def walks_out(
    u: float, live: float, hardship: int, fraud: int, outrage: int, vote: int, risk: int, striking: int, staff: int,
    reprisal: float, street: float, discontent: float, stake: float, w: Weights,
) -> bool:
    """Whether a worker strikes, given their draw, how live a question it is, and their plant."""
    g = stake * grievance(hardship / 255.0, discontent, fraud / 255.0, w.fraud, of_level(outrage))
    if vote == FOR_INCUMBENT:
        g *= w.supporter
    against = risk / 255.0 * w.reprisal * reprisal
    return acts(u, live, g + w.colleagues * striking / staff + street, against, w.temperature)


@parallel
def _decide(
    c: Columns, called: np.ndarray, why: Causes, w: Weights, seed: int, counts: np.ndarray
) -> None:
    """List today's strikers, block by block. Flags and draws settle most people before their workplace is looked up."""
    block_start, block_place, flags = c.block_start, c.block_place, c.flags
    workplace, dismissed, status = c.workplace, c.workplaces_job, c.citizens_status
    hardship, risk, outrage = c.hardship, c.risk_aversion, c.citizens_outrage
    fraud, vote, rows = c.citizens_fraud, c.election_vote, c.workplaces_rows
    size, strikers, reprisal = c.workplace_size, c.workplaces_strikers, c.workplaces_reprisal
    street, discontent, stake = why.street, why.discontent, why.stake
    for b in prange(len(block_place)):
        p = block_place[b]
        lo = block_start[b]
        hi = block_start[b + 1]
        called_other = called[p] * w.other_reach
        settled = below(called[p])
        found = 0
        if settled > 0:
            words = words_of(seed, streams.STRIKE, 0, 0, lo, hi)
            mask = mask_of(hi - lo)
            _mark_reached(words, flags[lo:hi], settled, below(called_other), mask)
            who = np.empty(hi - lo + 1, np.int32)
            for k in range(ones(mask, who)):
                i = lo + who[k]
                if dismissed[i] == 1 or status[i] != HOME:
                    continue
                live = called_other if flags[i] & NAMED == 0 else called[p]
                plant = workplace[i]
                g = (flags[i] & ONLINE) >> 1
                if walks_out(
                    words[who[k]] * TO_UNIT, live, hardship[i], fraud[i], outrage[i], vote[i], risk[i],
                    strikers[plant], size[plant], reprisal[plant], street[p], discontent[p],
                    stake[p, g], w,
                ):
                    rows[lo + found] = i
                    found += 1
        counts[b] = found


@scalar
def _mark_reached(
    words: np.ndarray, flags: np.ndarray, settled: np.uint64, settled_other: np.uint64, mask: np.ndarray
) -> None:
    """Mark the employed whose draw lies below how far the call reaches their kind of employer."""
    # the largest word that counts as reached; where nobody is, whoever drew 0 is asked and turned down
    named = np.uint32(max(settled, np.uint64(1)) - np.uint64(1))
    other = np.uint32(max(settled_other, np.uint64(1)) - np.uint64(1))
    for i in range(flags.size):
        mask[i] = (words[i] <= (other if flags[i] & NAMED == 0 else named)) & (flags[i] & EMPLOYED != 0)


@serial
def _stand_still(
    c: Columns, management: WorkplacesParams, starts: np.ndarray, rows: np.ndarray, counts: np.ndarray, scale: float,
    named: int, seed: int, day: int, totals: np.ndarray,
) -> None:
    """Count strikers, dismiss some, stop plants; `totals` are employers struck, output lost and people dismissed."""
    size, strikers, reprisal = c.workplace_size, c.workplaces_strikers, c.workplaces_reprisal
    strikers[:] = 0
    c.workplaces_by_place[:] = 0.0
    private = management.private_dismissal
    for b in range(len(counts)):
        lo = starts[b]
        for k in range(counts[b]):
            i = rows[lo + k]
            plant = c.workplace[i]
            strikers[plant] += 1
            c.workplaces_by_place[c.workplace_place[plant]] += scale
            # the state's plants carry the state's reprisals; private ones a part of them
            owner = private + (1.0 - private) * c.workplace_state[plant]
            force = management.dismissal * reprisal[plant] * owner
            if force > 0.0 and uniform(seed, streams.DISMISS, i, day, 0) < force:
                c.workplaces_job[i] = 1
                totals[2] += 1
    for plant in range(1, len(size)):
        if strikers[plant] > 0:
            part = output_lost(strikers[plant], size[plant], management.struck, management.output_share)
            if part > 0.0:
                # an employer nobody named is one of a kind: as many as persons behind a row
                totals[0] += 1.0 if plant <= named else scale
                totals[1] += part * c.workplace_output[plant]
            reprisal[plant] += management.reprisal_rise * (1.0 - reprisal[plant])
        else:
            reprisal[plant] *= 1.0 - management.reprisal_fall


PHASE = Phase(
    "strikes", "workplaces", strike,
    reads=("block_start", "block_place", "place_people", "scale", "flags", "hardship", "risk_aversion", "workplace",
           "workplace_size", "workplace_place", "workplace_output", "workplace_state",
           "citizens_status", "citizens_outrage", "citizens_shock", "media_hope",
           "citizens_fraud", "election_vote", "opposition_strike_call", "opposition_fund", "abroad_aid",
           "street_crowd", "incumbent_legitimacy"),
    writes=("workplaces_strikers", "workplaces_reprisal", "workplaces_by_place",
            "workplaces_named", "workplaces_struck", "workplaces_lost", "workplaces_dismissed", "workplaces_job",
            "workplaces_rows"),
    source="biggs2005",
    meaning="workers strike where colleagues strike and crowds march; plants stand still, managements retaliate",
)
