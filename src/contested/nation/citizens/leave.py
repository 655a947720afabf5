"""Lasting costs: some of those released, dismissed or often out leave the country, or public life, for months."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.compiled import scalar, serial
from contested.ground.draws import uniform
from contested.nation.codes import AWAY, HOME, ONLINE
from contested.nation.params import NationParams


def leave(c: Columns, params: NationParams, tick: Tick) -> None:
    """Bring back those whose time away is over, then draw who leaves."""
    p = params.citizens
    _return(c, tick.step)
    freed = c.detention_freed[: int(c.detention_freed_count[0])]
    fired = c.workplaces_fired[: int(c.workplaces_fired_count[0])]
    marchers = c.street_rows[: int(c.street_start[-1])]
    days, scale = int(p.departure_days), float(c.scale[0])
    c.citizens_departed[:] = 0.0
    # some of those released leave by themselves, others are made to
    expelled = params.tactics.column("expulsion")[c.security_tactic]
    _leave(c, freed, p.departure_released + expelled, days, scale, tick.seed, tick.step)
    _leave(c, fired, np.full(len(expelled), p.departure_released), days, scale, tick.seed, tick.step)
    if p.departure_active > 0.0 and c.media_dread.max() > 0.0:
        _leave_the_street(c, marchers, p.departure_active, days, scale, tick.seed, tick.step)


@serial
def _return(c: Columns, day: int) -> None:
    """People whose time is over are home again; the list keeps its order."""
    rows, until, count = c.citizens_away, c.citizens_away_until, c.citizens_away_count
    kept = 0
    for k in range(count[0]):
        if until[k] <= day:
            c.citizens_status[rows[k]] = HOME
        else:
            rows[kept] = rows[k]
            until[kept] = until[k]
            kept += 1
    count[0] = kept


@serial
def _leave(c: Columns, rows: np.ndarray, chance: np.ndarray, days: int, scale: float, seed: int, day: int) -> None:
    """Of people in these rows, those whose draw lies below the chance of their place."""
    for i in rows:
        p = np.searchsorted(c.place_start, i, "right") - 1
        if c.citizens_status[i] == HOME and uniform(seed, streams.DEPART, i, day, 0) < chance[p]:
            _go(c, i, p, day + days, scale)


@serial
def _leave_the_street(
    c: Columns, rows: np.ndarray, chance: float, days: int, scale: float, seed: int, day: int
) -> None:
    """Of today's marchers: whoever is out often is asked often, so the most active go first."""
    for p in range(len(c.place_people)):
        for k in range(c.street_start[p], c.street_start[p + 1]):
            i = rows[k]
            dread = c.media_dread[p, (c.flags[i] & ONLINE) >> 1]
            if c.citizens_status[i] == HOME and uniform(seed, streams.DEPART, i, day, 1) < chance * dread:
                _go(c, i, p, day + days, scale)


@scalar
def _go(c: Columns, row: int, place: int, until: int, scale: float) -> None:
    """List somebody who leaves; whoever finds no room in the list stays, and is counted."""
    n = c.citizens_away_count[0]
    if n == len(c.citizens_away):
        c.citizens_away_over[0] += scale
        return
    c.citizens_away[n] = row
    c.citizens_away_until[n] = until
    c.citizens_away_count[0] = n + 1
    c.citizens_status[row] = AWAY
    c.citizens_departed[place] += scale


PHASE = Phase(
    "departures", "citizens", leave,
    reads=("flags", "place_start", "place_people", "scale", "street_rows", "street_start", "media_dread",
           "detention_freed", "detention_freed_count", "workplaces_fired", "workplaces_fired_count",
           "security_tactic"),
    writes=("citizens_status", "citizens_away", "citizens_away_until", "citizens_away_count", "citizens_away_over",
            "citizens_departed"),
    source="hirschman1993",
    meaning="some of those released, dismissed or often out leave for months",
)
