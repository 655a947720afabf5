"""What the patron does today: the script's acts stand; afterwards support follows the incumbent's prospects."""

from __future__ import annotations

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.nation.params import NationParams
from contested.rules.pressure import either


def support(c: Columns, params: NationParams, tick: Tick) -> None:
    """Book today's loans, which the script gives; after the origin move the guarantee."""
    p = params.patron
    if tick.step > int(c.origin[0]):
        forces = max(1.0, float(c.unit_officers.sum()))
        refusing = float((c.unit_officers * c.security_refusing).sum()) / forces
        gone = either(refusing, 1.0 - float(c.elite_mean[0]))
        wanted = min(1.0, max(0.0, p.policy_floor - p.policy_doubt * max(0.0, gone - p.policy_doubt_from)))
        c.patron_guarantee[0] += p.policy_pull * (wanted - float(c.patron_guarantee[0]))
    c.patron_lent[0] += c.patron_lent_today[0]


PHASE = Phase(
    "patron", "patron", support,
    reads=("unit_officers", "security_refusing", "elite_mean", "patron_lent_today", "origin"),
    writes=("patron_guarantee", "patron_lent"),
    source="tolstrup2015",
    meaning="the patron's loans are booked; after the script the guarantee follows the incumbent's prospects",
)
