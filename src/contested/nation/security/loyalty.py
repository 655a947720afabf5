"""Whether units go on obeying: they remember what they were ordered to do, and watch one another."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import normal
from contested.nation.params import NationParams
from contested.rules.belief import half_full
from contested.rules.loyalty import among_others, loyalty_target, refusing
from contested.rules.pressure import either


def loyalty(c: Columns, params: NationParams, tick: Tick) -> None:
    """Move every unit's loyalty a step towards what pay, patron, crowds, orders and other units make of it."""
    s, kinds = params.security, params.forces
    paid = min(1.0, max(0.0, float(c.incumbent_treasury[0]) / max(1.0, params.incumbent.treasury_low)))
    support = s.loyalty_pay * (paid - 1.0) + s.loyalty_patron * (float(c.patron_guarantee[0]) - params.patron.guarantee)
    _remember(c, params)
    gone = float(c.elite_out.sum()) / max(1, len(c.elite_out))
    fall = either(half_full(float(c.security_crowd[0]), s.loyalty_half), min(1.0, s.loyalty_elite * gone))
    # a population's own columns are read-only, and a kernel is compiled for one kind of array
    kind = np.copy(c.unit_kind)
    waver = (
        s.cascade_place * among_others(c.security_refusing, c.unit_officers, c.unit_place + 1)
        + s.cascade_kind * among_others(c.security_refusing, c.unit_officers, kind)
        + s.cascade_nation * among_others(c.security_refusing, c.unit_officers, np.zeros_like(kind))
    )
    worn = s.loyalty_violence * kinds.column("exposure")[c.unit_kind] * c.security_exposure
    _loyalty(
        c, kinds.column("loyalty")[c.unit_kind], kinds.column("refusal")[c.unit_kind], s.loyalty_crowd * fall + worn
        + waver, support, s.loyalty_pull, s.loyalty_noise, tick.seed, tick.step,
    )


def _remember(c: Columns, params: NationParams) -> None:
    """Crowds of late, and by unit the violence it was ordered to use where it serves."""
    s = params.security
    crowd = c.street_crowd
    total = float(crowd.sum())
    left = 0.5 ** (1.0 / s.loyalty_memory)
    c.security_crowd[0] = max(total / float(c.place_people.sum()), float(c.security_crowd[0]) * left)
    # violence weighs as far as there were people of the town to use it against
    met = crowd / c.place_people
    _half_full(met, float(s.loyalty_half))
    ordered = c.security_violence * met
    everywhere = float((ordered * crowd).sum()) / total if total > 0.0 else 0.0
    today = np.where(c.unit_place >= 0, ordered[c.unit_place], everywhere)
    c.security_exposure[:] = c.security_exposure * 0.5 ** (1.0 / s.exposure_half_life) + today


@serial
def _half_full(share: np.ndarray, half: float) -> None:
    for p in range(len(share)):
        share[p] = half_full(share[p], half)


@serial
def _loyalty(
    c: Columns, start: np.ndarray, threshold: np.ndarray, doubt: np.ndarray, support: float, pull: float, spread: float,
    seed: int, day: int,
) -> None:
    level = c.security_loyalty
    for k in range(len(level)):
        target = loyalty_target(start[k], support, doubt[k])
        noise = spread * normal(seed, streams.LOYALTY, k, day, 0)
        value = level[k] + pull * (target - level[k]) + noise
        level[k] = min(1.0, max(0.0, value))
        c.security_refusing[k] = refusing(level[k], threshold[k])


PHASE = Phase(
    "force_loyalty", "security", loyalty,
    reads=("place_people", "unit_place", "unit_kind", "unit_officers", "street_crowd", "security_violence",
           "incumbent_treasury", "patron_guarantee", "elite_out"),
    writes=("security_loyalty", "security_refusing", "security_exposure", "security_crowd"),
    source="casper2014",
    meaning="pay and patron raise the loyalty of units; crowds, remembered violence and others who refuse lower it",
)
