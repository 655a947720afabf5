"""News of what was done to somebody reaches those who know them, the same evening."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground.compiled import serial
from contested.ground.exact import to_level
from contested.nation.codes import ADULT, DEAD, HURT
from contested.nation.params import NationParams


def carry(c: Columns, params: NationParams, tick: Tick) -> None:
    """Push outrage and fear to the ties of everybody to whom something was done today."""
    z = params.citizens
    reached = 0
    if c.ties.shape[1] > 0:
        fear = to_level(z.arrest_fear)
        taken = c.security_taken[: int(c.security_taken_count[0])]
        telling = c.detention_telling[: int(c.detention_telling_count[0])]
        marchers = c.street_rows[: int(c.street_start[-1])]
        reached = _arrested(c, taken, to_level(z.arrest_outrage), fear)
        reached += _arrested(c, telling, to_level(z.testimony_outrage), 0)
        reached += _hurt(c, marchers, c.citizens_status, to_level(z.injury_outrage), fear)
    c.ties_reached[0] = reached * c.scale[0]


@serial
def _push(c: Columns, i: int, outrage_gain: int, fear_gain: int) -> int:
    ties, flags, outrage, fear = c.ties, c.flags, c.citizens_outrage, c.citizens_fear
    reached = 0
    for k in range(ties.shape[1]):
        j = ties[i, k]
        if j >= 0 and flags[j] & ADULT:
            outrage[j] = min(65535, outrage[j] + outrage_gain)
            fear[j] = min(65535, fear[j] + fear_gain)
            reached += 1
    return reached


@serial
def _arrested(c: Columns, rows: np.ndarray, outrage_gain: int, fear_gain: int) -> int:
    reached = 0
    for i in rows:
        reached += _push(c, i, outrage_gain, fear_gain)
    return reached


@serial
def _hurt(c: Columns, rows: np.ndarray, status: np.ndarray, outrage_gain: int, fear_gain: int) -> int:
    """Of today's marchers, those who came home neither free nor held."""
    reached = 0
    for i in rows:
        if status[i] == HURT or status[i] == DEAD:
            reached += _push(c, i, outrage_gain, fear_gain)
    return reached


PHASE = Phase(
    "news", "ties", carry,
    reads=("ties", "flags", "scale", "security_taken", "security_taken_count", "detention_telling",
           "detention_telling_count", "street_rows", "street_start", "citizens_status"),
    writes=("citizens_outrage", "citizens_fear", "ties_reached"),
    source="opp1990",
    meaning="news of arrests, injuries, deaths and ill-treatment reaches those who know the person",
)
