"""Raids: people who have marched before are taken at home, off the street, those who organise first."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import uniform
from contested.nation.codes import HOME
from contested.nation.params import NationParams
from contested.rules.contact import at_liberty


def raid(c: Columns, params: NationParams, tick: Tick) -> None:
    """Add people taken at home to the day's list of those taken in, and miss the organisers among them."""
    wanted = params.tactics.column("raids")[c.security_tactic] * c.security_level * c.security_officers
    o = params.opposition
    _miss(c.opposition_organisers, wanted, c.place_people, float(o.organisers), float(o.renewal))
    _raid(c, wanted, int(params.security.raid_search), float(c.scale[0]), tick.seed, tick.step)


@serial
def _miss(free: np.ndarray, wanted: np.ndarray, people: np.ndarray, organisers: float, renewal: float) -> None:
    for p in range(len(free)):
        free[p] = at_liberty(free[p], wanted[p] / (organisers * people[p]), renewal)


@serial
def _raid(c: Columns, wanted: np.ndarray, search: int, scale: float, seed: int, day: int) -> None:
    start, ever, status, count = c.place_start, c.street_ever, c.citizens_status, c.security_taken_count
    taken, taken_place = c.security_taken, c.security_taken_place
    c.security_raided[:] = 0.0
    for p in range(len(wanted)):
        lo = start[p]
        rows = start[p + 1] - lo
        # whole agents; what is left over is drawn
        number = int(wanted[p] / scale + uniform(seed, streams.RAIDS, p, day, 0))
        for k in range(number):
            at = int(uniform(seed, streams.RAID, k, day, p) * rows)
            for step in range(min(search, rows)):
                i = lo + (at + step) % rows
                if ever[i] == 1 and status[i] == HOME and count[0] < len(taken):
                    free = True  # not taken in already today, on the street or at home
                    for j in range(count[0]):
                        free = free and taken[j] != i
                    if free:
                        taken[count[0]] = i
                        taken_place[count[0]] = p
                        count[0] += 1
                        c.security_raided[p] += scale
                    break


PHASE = Phase(
    "raids", "security", raid,
    reads=("place_start", "place_people", "street_ever", "citizens_status", "scale", "security_tactic",
           "security_level", "security_officers"),
    writes=("security_taken", "security_taken_place", "security_taken_count", "security_raided",
            "opposition_organisers"),
    source="sullivan2016",
    meaning="under some tactics people who have marched before are arrested at home, and calls lose organisers",
)
