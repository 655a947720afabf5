"""A day's doubts among the elite."""

from __future__ import annotations

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import normal
from contested.nation.elite import EliteParams
from contested.nation.params import NationParams
from contested.rules.belief import half_full
from contested.rules.loyalty import loyalty_target


def doubt(c: Columns, params: NationParams, tick: Tick) -> None:
    """Move every member's loyalty a step towards what the day makes of it."""
    e = params.elite
    crowd = half_full(float(c.street_crowd.sum()) / float(c.place_people.sum()), e.crowd_half)
    output = half_full(float(c.workplaces_lost[0]) / max(1e-9, float(c.workplace_output.sum())), e.output_half)
    today = e.turnout_weight * crowd + e.strike_weight * output
    c.elite_pressure[0] = max(today, float(c.elite_pressure[0]) * 0.5 ** (1.0 / e.memory))
    refusing = float((c.unit_officers * c.security_refusing).sum()) / max(1.0, float(c.unit_officers.sum()))
    bite = half_full(float(c.abroad_sanctioned[0]), params.abroad.sanctions_half)
    gone = float(c.elite_out.sum()) / max(1, len(c.elite_out))
    pressed = (float(c.elite_pressure[0]) + e.forces_weight * refusing + e.cascade * gone + e.sanction_weight * bite)
    support = e.patron_weight * (float(c.patron_guarantee[0]) - params.patron.guarantee)
    c.elite_mean[0] = _doubt(c, e.numbers, pressed, support, tick.seed, tick.step)


@serial
def _doubt(c: Columns, e: EliteParams, pressed: float, support: float, seed: int, day: int) -> float:
    loyalty, out, start = c.elite_loyalty, c.elite_out, c.elite_start
    total = 0.0
    for k in range(len(loyalty)):
        if out[k] == 1:
            continue
        target = loyalty_target(start[k], support, pressed)
        value = loyalty[k] + e.pull * (target - loyalty[k]) + e.noise * normal(seed, streams.ELITE, k, day, 0)
        loyalty[k] = min(1.0, max(0.0, value))
        if loyalty[k] < e.defection:
            out[k] = 1
            loyalty[k] = 0.0
        total += loyalty[k]
    return total / max(1, len(loyalty))


PHASE = Phase(
    "elite", "elite", doubt,
    reads=("place_people", "street_crowd", "workplaces_lost", "workplace_output", "unit_officers", "security_refusing",
           "abroad_sanctioned", "patron_guarantee", "elite_start"),
    writes=("elite_loyalty", "elite_out", "elite_mean", "elite_pressure"),
    source="casper2014",
    meaning="crowds, strikes, refusals and sanctions lower the loyalty of members; the patron's guarantee raises it",
)
