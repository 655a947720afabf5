"""The day's rounds of mobilisation: what people expect, who goes, whom that moves, and who marched in the end."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground.compiled import parallel, prange, serial
from contested.ground.ties import COUNT, push_count
from contested.nation.codes import HOME
from contested.nation.params import NationParams
from contested.nation.street import StreetParams
from contested.nation.street.decide import Citizens, Prospects, Weights, decide
from contested.rules.belief import half_full
from contested.rules.contact import chance_under


class Policing(NamedTuple):
    """What people know of how forces make arrests: parameters of `security`."""

    arrests_per_officer: float
    reach: float
    reach_half: float


def mobilise(c: Columns, params: NationParams, tick: Tick) -> None:
    """The day's rounds; leave the list of marchers and their number by place."""
    prospects = prospects_of(c, params, tick.step)
    # used several times a day: a narrow tuple is handed over faster than all columns of the phase
    people = Citizens._make(getattr(c, name) for name in Citizens._fields)
    weights = weights_of(params)
    counts = np.zeros(len(c.block_place), np.int64)
    fresh = np.zeros(len(c.block_place), np.int64)
    for turn in range(int(params.street.rounds)):
        decide(people, prospects, weights, turn, tick.seed, tick.step, counts, fresh)
        if not fresh.any():
            break
        push_count(c.ties, c.street_rows, c.block_start, counts, fresh, c.street_ties_now)
    put_in_order(c.street_rows, c.block_start, counts)
    by_place(c, counts, prospects.top)
    c.street_tie_out[0] = tire(
        c.street_rows, c.block_start, counts, c.street_ties_now, c.degree, c.citizens_fatigue, c.citizens_status
    )
    count_participants(c.street_rows, c.street_start, float(c.scale[0]), c.street_ever, c.street_participants)
    for p in np.nonzero(remembered(c, params, prospects.top))[0]:
        here = slice(c.place_start[p], c.place_start[p + 1])
        np.bitwise_and(c.street_ties_now[here], COUNT, out=c.street_ties_last[here])


def weights_of(params: NationParams) -> Weights:
    """Weights in the decision."""
    s, z = params.street, params.citizens
    return Weights._make(float(x) for x in (
        z.fraud_grievance, z.supporter_grievance, s.social_pull, s.memory, s.fatigue, s.temperature,
        s.persistence,
    ))


def by_place(c: Columns, counts: np.ndarray, top: np.ndarray) -> None:
    """Where each place's marchers begin, and how many they are there and where they gather, from those by block."""
    marchers = np.bincount(c.block_place, weights=counts, minlength=len(c.street_crowd)).astype(np.int64)
    c.street_start[0] = 0
    np.cumsum(marchers, out=c.street_start[1:])
    c.street_marchers[:] = marchers * c.scale[0]
    c.street_crowd[:] = np.bincount(c.street_venue, weights=c.street_marchers, minlength=len(c.street_crowd))
    c.street_called[:] = top


def remembered(c: Columns, params: NationParams, top: np.ndarray) -> np.ndarray:
    """Where today's march will be remembered: where it was a large one, measured against how far calls reach there."""
    large: np.ndarray = (top > 0.0) & (top >= params.street.focal * c.place_reach)
    return large


def prospects_of(c: Columns, params: NationParams, day: int) -> Prospects:
    """What going is like today, by place and segment: its chance, safety in numbers, perceived cost, and its stake.

    The chance that going is a live question is the focal strength of the calls less what forces deny: cordons and
    closed transport keep people from coming together. The cost is for a person of full risk aversion.
    """
    barred = params.tactics.column("curfew")[c.security_tactic]
    chance = c.opposition_call * ((1.0 - c.security_denial[c.street_venue]) * (1.0 - barred))[:, None]
    benefit, cost = np.empty_like(chance), np.empty_like(chance)
    severity, violence_severity = params.citizens.severity, params.citizens.violence_severity
    reserve = params.patron.reserve_weight * float(c.patron_reserve[0]) / c.place_people.sum() * 1000.0
    np.multiply(c.media_turnout, chance, out=c.media_expected)
    workday = (int(c.weekday[0]) + day) % 7 < 5
    staying = params.street.cost + (params.street.workday if workday else 0.0)
    _expect(
        c, params.street.numbers, staying, severity, violence_severity, reserve,
        Policing(*(getattr(params.security, name) for name in Policing._fields)), benefit, cost,
    )
    discontent = 1.0 - c.incumbent_legitimacy[0] + c.citizens_shock
    return Prospects(chance, chance.max(axis=1), benefit, cost, 2.0 * c.media_hope, discontent)


@serial
def _expect(
    c: Columns, s: StreetParams, staying: float, severity: float, violence_severity: float, reserve: float,
    force: Policing, benefit: np.ndarray, cost: np.ndarray,
) -> None:
    places = len(c.place_people)
    for g in range(2):
        there = np.zeros(places)  # crowd expected where people gather
        for p in range(places):
            there[c.street_venue[p]] += c.media_expected[p, g]
        for p in range(places):
            crowd = there[c.street_venue[p]]
            benefit[p, g] = s.safety * half_full(crowd / c.place_people[c.street_venue[p]], s.safety_half) - staying
            risk = chance_under(
                c.media_effort[p, g], crowd, c.security_capacity[c.street_venue[p]], force.arrests_per_officer,
                force.reach, force.reach_half,
            )
            cost[p, g] = severity * risk * (1.0 + violence_severity * c.media_violence[p, g])
            cost[p, g] += reserve + c.media_dread[p, g]


@parallel
def put_in_order(rows: np.ndarray, block_start: np.ndarray, counts: np.ndarray) -> None:
    """Sort each block's list, so that marchers stand in the order of rows whatever round they joined in."""
    for b in prange(len(counts)):
        rows[block_start[b] : block_start[b] + counts[b]].sort()


@serial
def _pack(rows: np.ndarray, block_start: np.ndarray, counts: np.ndarray) -> int:
    """Close the gaps between the blocks' lists; returns how many rows there are."""
    to = 0
    for b in range(len(counts)):
        lo = block_start[b]
        for k in range(counts[b]):
            rows[to] = rows[lo + k]
            to += 1
    return to


@serial
def tire(
    rows: np.ndarray, block_start: np.ndarray, counts: np.ndarray, now: np.ndarray, degree: np.ndarray,
    fatigue: np.ndarray, status: np.ndarray,
) -> float:
    """Add one time out to every marcher's fatigue and send them home; returns the part of their ties who march too.

    From here on marchers are those in `rows`: who is not taken in, hurt or killed by the phases that follow is at home.
    """
    out = 0
    ties = 0
    for k in range(_pack(rows, block_start, counts)):
        i = rows[k]
        status[i] = HOME
        fatigue[i] = min(65535, np.int64(fatigue[i]) + 4096)
        out += now[i] & COUNT
        ties += degree[i]
    return out / ties if ties > 0 else 0.0


@serial
def count_participants(
    rows: np.ndarray, start: np.ndarray, scale: float, ever: np.ndarray, participants: np.ndarray
) -> None:
    """Add those of today's marchers who had never marched to the participants of their place."""
    for p in range(len(participants)):
        for k in range(start[p], start[p + 1]):
            if ever[rows[k]] == 0:
                ever[rows[k]] = 1
                participants[p] += scale


PHASE = Phase(
    "mobilisation", "street", mobilise,
    reads=("block_start", "block_place", "place_start", "place_people", "place_reach", "scale", "weekday", "flags",
           "hardship", "risk_aversion", "degree", "ties", "citizens_outrage", "citizens_fear", "citizens_fraud",
           "citizens_shock", "election_vote", "opposition_call", "street_venue", "security_denial",
           "security_tactic", "security_capacity", "media_turnout", "media_effort", "media_violence", "media_dread",
           "media_hope", "incumbent_legitimacy", "patron_reserve"),
    writes=("citizens_status", "citizens_fatigue", "street_ties_last", "street_ties_now", "street_rows", "street_ever",
            "street_participants", "street_start", "street_marchers", "street_crowd", "street_called",
            "street_tie_out", "media_expected"),
    source="granovetter1978",
    meaning="people decide to march, in rounds in which they see who among their ties goes",
)
