"""Whether units go on obeying."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import normal
from contested.nation.params import NationParams
from contested.nation.security import SecurityParams
from contested.rules.belief import half_full
from contested.rules.loyalty import loyalty_target, refusing


def loyalty(c: Columns, params: NationParams, tick: Tick) -> None:
    """Move every unit's loyalty a step towards what pay, patron, crowds and orders make of it."""
    s = params.security
    people = c.place_people.sum()
    paid = min(1.0, max(0.0, float(c.incumbent_treasury[0]) / max(1.0, params.incumbent.treasury_low)))
    support = s.loyalty_pay * (paid - 1.0) + s.loyalty_patron * (float(c.patron_guarantee[0]) - params.patron.guarantee)
    fall = half_full(float(c.street_crowd.sum()) / people, params.incumbent.policy_threat)
    # violence against one's own town: what was ordered, by how many of one's ties were out there
    crowd = max(1.0, float(c.street_crowd.sum()))
    ordered = float((c.security_violence * c.street_crowd).sum()) / crowd
    own = np.where(c.unit_place >= 0, c.security_violence[c.unit_place], ordered)
    doubt = own * fall * s.loyalty_violence + s.loyalty_crowd * fall
    _loyalty(c, s.numbers, doubt, support, tick.seed, tick.step)


@serial
def _loyalty(c: Columns, s: SecurityParams, doubt: np.ndarray, support: float, seed: int, day: int) -> None:
    level = c.security_loyalty
    for k in range(len(level)):
        target = loyalty_target(s.loyalty_start, support, doubt[k])
        noise = s.loyalty_noise * normal(seed, streams.LOYALTY, k, day, 0)
        value = level[k] + s.loyalty_pull * (target - level[k]) + noise
        level[k] = min(1.0, max(0.0, value))
        c.security_refusing[k] = refusing(level[k], s.refusal)


PHASE = Phase(
    "force_loyalty", "security", loyalty,
    reads=("place_people", "unit_place", "street_crowd", "security_violence", "incumbent_treasury", "patron_guarantee"),
    writes=("security_loyalty", "security_refusing"),
    source="casper2014",
    meaning="units grow loyal with pay and patron, disloyal with crowds and with violence against people they know",
)
