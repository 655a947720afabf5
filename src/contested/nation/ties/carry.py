"""News of what was done to somebody reaches those who know them, the same evening."""

from __future__ import annotations

from contested.engine.phase import Phase
from contested.ground.compiled import serial
from contested.ground.levels import to_level
from contested.nation.codes import ADULT, DEAD, HURT


def carry(c, params, tick):
    """Push outrage and fear to the ties of everybody to whom something was done today."""
    z = params.citizens
    reached = 0
    if c.ties.shape[1] > 0:
        reached = _arrested(
            c.ties, c.flags, c.security_taken, int(c.security_taken_count[0]), to_level(z.arrest_outrage),
            to_level(z.arrest_fear), c.citizens_outrage, c.citizens_fear)
        reached += _arrested(
            c.ties, c.flags, c.detention_telling, int(c.detention_telling_count[0]), to_level(z.testimony_outrage),
            0, c.citizens_outrage, c.citizens_fear)
        reached += _hurt(
            c.ties, c.flags, c.street_rows, int(c.street_start[-1]), c.citizens_status, to_level(z.injury_outrage),
            to_level(z.death_outrage), to_level(z.arrest_fear), c.citizens_outrage, c.citizens_fear)
    c.ties_reached[0] = reached * c.scale[0]


@serial
def _push(ties, flags, i, outrage_gain, fear_gain, outrage, fear):
    reached = 0
    for k in range(ties.shape[1]):
        j = ties[i, k]
        if j >= 0 and flags[j] & ADULT:
            outrage[j] = min(65535, outrage[j] + outrage_gain)
            fear[j] = min(65535, fear[j] + fear_gain)
            reached += 1
    return reached


@serial
def _arrested(ties, flags, rows, count, outrage_gain, fear_gain, outrage, fear):
    reached = 0
    for k in range(count):
        reached += _push(ties, flags, rows[k], outrage_gain, fear_gain, outrage, fear)
    return reached


@serial
def _hurt(ties, flags, rows, count, status, injury, death, fear_gain, outrage, fear):
    """Of today's marchers, those who came home neither free nor held."""
    reached = 0
    for k in range(count):
        i = rows[k]
        if status[i] == HURT:
            reached += _push(ties, flags, i, injury, fear_gain, outrage, fear)
        elif status[i] == DEAD:
            reached += _push(ties, flags, i, death, fear_gain, outrage, fear)
    return reached


PHASE = Phase(
    "news", "ties", carry,
    reads=("ties", "flags", "scale", "security_taken", "security_taken_count", "detention_telling",
           "detention_telling_count", "street_rows", "street_start", "citizens_status"),
    writes=("citizens_outrage", "citizens_fear", "ties_reached"),
    source="opp1990",
    meaning="news of arrests, injuries, deaths and ill-treatment reaches those who know the person",
)
