"""Whether the crisis ends today, and how."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.draws import uniform
from contested.nation.codes import OUTCOMES
from contested.nation.params import NationParams
from contested.rules.belief import half_full
from contested.rules.pressure import either, quietness, shortfall, signal

REPRESSION, ELECTION, TRANSITION, COLLAPSE, INTERVENTION, COUP, FADED = range(len(OUTCOMES))

#: endings that send people home; a street that went quiet counts as an end, and may fill again
EMPTYING = [k for k in range(len(OUTCOMES)) if k not in (REPRESSION, FADED)]


def end(c: Columns, params: NationParams, tick: Tick) -> None:
    """The day's signals and hazards, and one draw among these after the script has ended."""
    _remember(c, params)
    _signal(c, params)
    if c.outcome_ended.any():
        c.outcome_hazard[:] = 0.0
    else:
        _hazards(c, params)
        if tick.step > int(c.origin[0]):  # the script is the record of a crisis that went on
            _draw(c, tick)
    if c.outcome_ended[EMPTYING].any():
        c.outcome_gone[0] = 1.0 - (1.0 - c.outcome_gone[0]) * 0.5 ** (1.0 / params.outcome.going_home)


def _draw(c: Columns, tick: Tick) -> None:
    """One draw among the day's hazards."""
    u = uniform(tick.seed, streams.OUTCOME, 0, tick.step, 0)
    for k in range(len(c.outcome_hazard)):
        if u < c.outcome_hazard[k]:
            c.outcome_ended[k] = 1
            return
        u -= c.outcome_hazard[k]


def _remember(c: Columns, params: NationParams) -> None:
    """Crowds of late, and crowds and arrests so far."""
    o = params.outcome
    marched = float(c.street_crowd.sum())
    crowd = marched / float(c.place_people.sum())
    c.outcome_peak[0] = max(crowd, float(c.outcome_peak[0]) * 0.5 ** (1.0 / o.memory))
    c.outcome_largest[0] = max(crowd, float(c.outcome_largest[0]))
    c.outcome_arrests[0] += c.security_arrests.sum()
    c.outcome_marched[0] += marched


def _signal(c: Columns, params: NationParams) -> None:
    """What today says about a coming change; `media` takes it to people tomorrow."""
    o = params.outcome
    refusing = float((c.unit_officers * c.security_refusing).sum()) / max(1.0, float(c.unit_officers.sum()))
    defected = float(c.elite_out.sum()) / max(1, len(c.elite_out))
    c.outcome_signal[0] = signal(
        o.signal_refusal * (refusing - float(c.outcome_refusing[0])),
        o.signal_defection * (defected - float(c.outcome_defected[0])),
        o.signal_concession * float(c.incumbent_conceded[0]),
        o.signal_strike * _struck(c),
    )
    c.outcome_refusing[0] = refusing
    c.outcome_defected[0] = defected


def _struck(c: Columns) -> float:
    """Part of the nation's output lost today."""
    output = float(c.workplace_output.sum())
    return float(c.workplaces_lost[0]) / output if output > 0 else 0.0


def _hazards(c: Columns, params: NationParams) -> None:
    o = params.outcome
    officers = float(c.unit_officers.sum())
    weight = c.unit_officers / officers if officers > 0 else np.zeros(len(c.unit_officers))
    forces = float((weight * (1.0 - c.security_refusing) * c.security_loyalty).sum())
    # what makes the elite doubt presses the crisis to an end
    e = params.elite
    pressure = either(half_full(float(c.outcome_peak[0]), e.crowd_half), half_full(_struck(c), e.output_half))
    doubt_f, doubt_e = shortfall(forces, o.sharpness), shortfall(float(c.elite_mean[0]), o.sharpness)
    able = weight * params.forces.column("coup")[c.unit_kind]
    rising = float((able * c.security_loyalty).sum()) / max(1e-9, float(able.sum()))
    doubts = either(doubt_f, doubt_e)
    hazard = c.outcome_hazard
    quiet = quietness(float(c.outcome_peak[0]), float(c.outcome_largest[0]), o.quiet)
    arrested = half_full(float(c.outcome_arrests[0]) / max(1.0, float(c.outcome_marched[0])), o.repressed_half)
    hazard[REPRESSION] = o.repression * quiet * arrested
    hazard[FADED] = o.fading * quiet * (1.0 - arrested)
    conceded = min(1.0, float(c.incumbent_concessions[0]))
    hazard[ELECTION] = o.concession * pressure * either(doubt_e, either(conceded, o.courts))
    offer = min(1.0, max(o.talks, float(c.abroad_mediation[0])))
    hazard[TRANSITION] = o.negotiation * pressure * offer * either(doubts, conceded)
    hazard[COLLAPSE] = o.collapse * pressure * doubts
    hazard[INTERVENTION] = o.intervention * float(c.patron_guarantee[0]) * pressure * doubts
    hazard[COUP] = o.coup * pressure * shortfall(rising, o.sharpness) * bool(able.any())


PHASE = Phase(
    "outcome", "outcome", end,
    reads=("place_people", "street_crowd", "workplaces_lost", "workplace_output", "unit_officers", "unit_kind",
           "security_loyalty", "security_refusing", "security_arrests", "elite_mean", "elite_out", "patron_guarantee",
           "abroad_mediation", "incumbent_conceded", "incumbent_concessions", "origin"),
    writes=("outcome_hazard", "outcome_ended", "outcome_gone", "outcome_peak", "outcome_largest", "outcome_arrests",
            "outcome_marched", "outcome_refusing", "outcome_defected", "outcome_signal"),
    source="acemoglu2006",
    meaning="signals of a coming change, and competing hazards of how the crisis ends, from the first day",
)
