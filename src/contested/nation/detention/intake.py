"""Arrest becomes custody where there is room: asked marcher by marcher, granted in the order of arrest."""

from __future__ import annotations

import math

from contested.engine.phase import Phase
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import uniform
from contested.nation.codes import DEAD, DETAINED, HOME, IN_CUSTODY


def intake(c, params, tick):
    """Take in today's arrests; those for whom no cell is left go home."""
    d = params.detention
    take_in(
        c.security_taken, c.security_taken_place, c.security_taken_count, c.security_violence, c.site_order,
        c.site_capacity, float(c.scale[0]), d.overcrowding, d.sentenced, d.sentence_longest, d.hold_limit,
        d.ill_treatment_otherwise, d.ill_treatment_crackdown, d.death_chance, tick.seed, tick.step, c.citizens_status,
        c.detention_rows, c.detention_until, c.detention_site, c.detention_place, c.detention_ill, c.detention_count,
        c.detention_custody, c.detention_turned_away, c.detention_killed, c.security_casualties,
        c.security_casualty_count,
    )


@serial
def take_in(
    taken, taken_place, taken_count, violence, site_order, capacity, scale, overcrowding, sentenced, longest, hold,
    ill_low, ill_high, death, seed, day, status, rows, until, site, place, ill, count, custody, turned_away, killed,
    casualties, casualty_count,
):
    """Give each of those taken in a cell, in the order of arrest, while the sites in reach have room."""
    killed[:] = 0.0
    turned_away[:] = 0.0
    for k in range(taken_count[0]):
        i = taken[k]
        p = taken_place[k]
        status[i] = HOME
        where = -1
        for s in site_order[p]:
            if custody[s] + scale <= capacity[s] * overcrowding:
                where = s
                break
        if where < 0 or count[0] >= len(rows):
            turned_away[p] += scale
            continue
        chance_ill = ill_low + (ill_high - ill_low) * violence[p]
        was_ill = uniform(seed, streams.ILL_TREATMENT, i, day, 0) < chance_ill
        if was_ill and uniform(seed, streams.CUSTODY_DEATH, i, day, 0) < death:
            status[i] = DEAD
            killed[p] += scale
            n = casualty_count[0]
            if n < len(casualties):
                casualties[n, 0] = day
                casualties[n, 1] = p
                casualties[n, 2] = 1
                casualties[n, 3] = 1
                casualties[n, 4] = IN_CUSTODY
            casualty_count[0] = n + 1
            continue
        u = uniform(seed, streams.SENTENCE, i, day, 0)
        stay = uniform(seed, streams.SENTENCE, i, day, 1)
        # those kept for court serve up to the longest arrest, the others leave within the limit, both evenly spread;
        # a stay ends on the day in which it runs out
        days = math.ceil(stay * longest) if u < sentenced else math.ceil(stay * hold)
        n = count[0]
        rows[n] = i
        until[n] = day + days
        site[n] = where
        place[n] = p
        ill[n] = 1 if was_ill else 0
        count[0] = n + 1
        custody[where] += scale
        status[i] = DETAINED


PHASE = Phase(
    "intake", "detention", intake,
    reads=("security_taken", "security_taken_place", "security_taken_count", "security_violence", "site_order",
           "site_capacity", "scale"),
    writes=("citizens_status", "detention_rows", "detention_until", "detention_site", "detention_place",
            "detention_ill", "detention_count", "detention_custody", "detention_turned_away", "detention_killed",
            "security_casualties", "security_casualty_count"),
    source="belarus_coap",
    meaning="arrests become custody where there is room; ill-treatment and deaths in custody",
)
