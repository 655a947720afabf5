"""Custody ends by time, by order or for want of room; some of the released tell what was done to them."""

from __future__ import annotations

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import uniform
from contested.nation.codes import HOME
from contested.nation.params import NationParams


def release(c: Columns, params: NationParams, tick: Tick) -> None:
    """Let go of those whose time is up, and of an ordered or crowded-out part of the others."""
    d = params.detention
    over = bool(c.outcome_ended[1:4].any())  # a new election, a transition and a collapse each empty the cells
    policy = d.crowding_release if tick.step > int(c.origin[0]) else 0.0
    _let_go(
        c, 1.0 if over else 0.0, float(c.detention_release[0]), policy, d.testify, float(c.scale[0]), tick.seed,
        tick.step,
    )


@serial
def _let_go(
    c: Columns, ending: float, ordered: float, crowding: float, testify: float, scale: float, seed: int, day: int
) -> None:
    """Let go of those whose day has come or whom chance picks; the list of the others keeps its order."""
    rows, until, site, place = c.detention_rows, c.detention_until, c.detention_site, c.detention_place
    ill, count, inmates, capacity = c.detention_ill, c.detention_count, c.detention_custody, c.site_capacity
    released, testimonies, status = c.detention_released, c.detention_testimonies, c.citizens_status
    accused = c.detention_accused
    telling, telling_count = c.detention_telling, c.detention_telling_count
    released[:] = 0.0
    testimonies[:] = 0.0
    telling_count[0] = 0
    kept = 0
    for k in range(count[0]):
        i = rows[k]
        s = site[k]
        p = place[k]
        # orders and full cells free those under arrest; those charged with crimes stay for their time
        chance = ending if accused[k] == 1 else max(ending, ordered)
        if accused[k] == 0 and inmates[s] > capacity[s]:
            chance = max(chance, crowding * (inmates[s] - capacity[s]) / inmates[s])
        if until[k] <= day or uniform(seed, streams.AMNESTY, i, day, 0) < chance:
            status[i] = HOME
            inmates[s] -= scale
            released[p] += scale
            if ill[k] == 1 and uniform(seed, streams.TESTIFY, i, day, 0) < testify:
                telling[telling_count[0]] = i
                telling_count[0] += 1
                testimonies[p] += scale
        else:
            rows[kept] = i
            until[kept] = until[k]
            site[kept] = s
            place[kept] = p
            ill[kept] = ill[k]
            accused[kept] = accused[k]
            kept += 1
    count[0] = kept


PHASE = Phase(
    "release", "detention", release,
    reads=("site_capacity", "scale", "origin", "outcome_ended", "detention_release"),
    writes=("citizens_status", "detention_rows", "detention_until", "detention_site", "detention_place",
            "detention_ill", "detention_accused", "detention_count", "detention_custody", "detention_released",
            "detention_testimonies",
            "detention_telling", "detention_telling_count"),
    source="sullivan2016",
    meaning="people are released by time, by order or for want of room, and some testify",
)
