"""Arrest becomes custody where there is room: asked marcher by marcher, granted in the order of arrest."""

from __future__ import annotations

import math

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.binomials import binomial_at
from contested.ground.compiled import serial
from contested.ground.draws import uniform
from contested.nation.casualties import leaves, list_casualty
from contested.nation.codes import DEAD, DETAINED, HOME, IN_CUSTODY
from contested.nation.detention import DetentionParams
from contested.nation.params import NationParams


def intake(c: Columns, params: NationParams, tick: Tick) -> None:
    """Take in today's arrests; those for whom no cell is left go home."""
    _take_in(c, params.detention.numbers, float(c.scale[0]), tick.seed, tick.step)


@serial
def _take_in(c: Columns, terms: DetentionParams, scale: float, seed: int, day: int) -> None:
    """Give each of those taken in a cell, in the order of arrest, while the sites in reach have room."""
    status, count, inmates = c.citizens_status, c.detention_count, c.detention_custody
    c.detention_killed[:] = 0.0
    c.detention_turned_away[:] = 0.0
    c.detention_charged[:] = 0.0
    persons = int(scale)
    ill_low, ill_high = terms.ill_treatment_otherwise, terms.ill_treatment_crackdown
    for k in range(c.security_taken_count[0]):
        i = c.security_taken[k]
        p = c.security_taken_place[k]
        status[i] = HOME
        where = -1
        for s in c.site_order[p]:
            if inmates[s] + scale <= c.site_capacity[s] * terms.overcrowding:
                where = s
                break
        if where < 0 or count[0] >= len(c.detention_rows):
            c.detention_turned_away[p] += scale
            continue
        chance_ill = ill_low + (ill_high - ill_low) * c.security_violence[p]
        was_ill = uniform(seed, streams.ILL_TREATMENT, i, day, 0) < chance_ill
        if was_ill:
            dead = binomial_at(seed, streams.CUSTODY_DEATH, i, day, 0, persons, terms.death_chance)
            c.detention_killed[p] += dead
            list_casualty(c.security_casualties, c.security_casualty_count, day, p, True, True, IN_CUSTODY, dead)
            if leaves(dead, persons, seed, i, day):
                status[i] = DEAD
                continue
        u = uniform(seed, streams.SENTENCE, i, day, 0)
        stay = uniform(seed, streams.SENTENCE, i, day, 1)
        # those kept for court serve up to the longest arrest, the others leave within the limit, both evenly spread;
        # a stay ends on the day in which it runs out
        days = math.ceil(stay * terms.sentence_longest) if u < terms.sentenced else math.ceil(stay * terms.hold_limit)
        n = count[0]
        charged = uniform(seed, streams.CHARGE, i, day, 0) < terms.prosecuted
        if charged:
            days = int(terms.prosecuted_days)
            c.detention_charged[p] += scale
        c.detention_accused[n] = 1 if charged else 0
        c.detention_rows[n] = i
        c.detention_until[n] = day + days
        c.detention_site[n] = where
        c.detention_place[n] = p
        c.detention_ill[n] = 1 if was_ill else 0
        count[0] = n + 1
        inmates[where] += scale
        status[i] = DETAINED


PHASE = Phase(
    "intake", "detention", intake,
    reads=("security_taken", "security_taken_place", "security_taken_count", "security_violence",
           "site_order", "site_capacity", "scale"),
    writes=("citizens_status", "detention_rows", "detention_until", "detention_site", "detention_place",
            "detention_ill", "detention_accused", "detention_count", "detention_custody", "detention_turned_away",
            "detention_killed", "detention_charged", "security_casualties", "security_casualty_count"),
    source="belarus_coap",
    meaning="arrests become custody where there is room; ill-treatment and deaths in custody; some are charged",
)
