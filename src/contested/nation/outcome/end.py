"""Whether the crisis ends today, and how."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.draws import uniform
from contested.nation.params import NationParams
from contested.rules.belief import half_full
from contested.rules.pressure import either, shortfall


def end(c: Columns, params: NationParams, tick: Tick) -> None:
    """Hazards of the day, and one draw among them."""
    o = params.outcome
    people = float(c.place_people.sum())
    crowd = float(c.street_crowd.sum()) / people
    c.outcome_peak[0] = max(crowd, float(c.outcome_peak[0]) * 0.5 ** (1.0 / 7.0))
    if c.outcome_ended.any() or tick.step <= int(c.origin[0]):
        c.outcome_hazard[:] = 0.0
        return
    weight = c.unit_officers / c.unit_officers.sum() if c.unit_officers.sum() > 0 else np.zeros(len(c.unit_officers))
    forces = float((weight * (1.0 - c.security_refusing) * c.security_loyalty).sum())
    elite = float(c.elite_mean[0])
    output = float(c.workplace_output.sum())
    strikes = half_full(float(c.workplaces_lost[0]) / output, 0.05) if output > 0 else 0.0
    pressure = either(half_full(float(c.outcome_peak[0]), params.incumbent.policy_threat), strikes)
    doubt_f, doubt_e = shortfall(forces, o.sharpness), shortfall(elite, o.sharpness)
    c.outcome_hazard[0] = o.repression if c.outcome_peak[0] < o.quiet else 0.0
    c.outcome_hazard[1] = o.concession * pressure * either(doubt_e, min(1.0, float(c.incumbent_concessions[0])) * 0.2)
    c.outcome_hazard[2] = o.negotiation * pressure * float(c.abroad_mediation[0]) * either(doubt_e, doubt_f)
    c.outcome_hazard[3] = o.collapse * either(doubt_f, doubt_e) * pressure
    c.outcome_hazard[4] = o.intervention * float(c.patron_guarantee[0]) * either(doubt_f, doubt_e) * pressure
    u = uniform(tick.seed, streams.OUTCOME, 0, tick.step, 0)
    for k in range(len(c.outcome_hazard)):
        if u < c.outcome_hazard[k]:
            c.outcome_ended[k] = 1
            return
        u -= c.outcome_hazard[k]


PHASE = Phase(
    "outcome", "outcome", end,
    reads=("place_people", "street_crowd", "workplaces_lost", "workplace_output", "unit_officers",
           "security_loyalty", "security_refusing", "elite_mean", "patron_guarantee", "abroad_mediation",
           "incumbent_concessions", "origin"),
    writes=("outcome_hazard", "outcome_ended", "outcome_peak"),
    source="acemoglu2006",
    meaning="competing hazards of how the crisis ends, from the day after the script",
)
