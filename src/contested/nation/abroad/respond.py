"""What outside governments do today."""

from __future__ import annotations

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.draws import uniform
from contested.nation.acts import ACT_KINDS
from contested.nation.params import NationParams
from contested.rules.pressure import either

#: size of an offer to mediate: that of a usual act
OFFER = ACT_KINDS["mediation"].usual or 0.0


def respond(c: Columns, params: NationParams, tick: Tick) -> None:
    """Let an unanswered offer of mediation fade; book refusals of recognition; after the origin act on what is seen."""
    a = params.abroad
    c.abroad_mediation[0] *= 0.5 ** (1.0 / a.mediation_half_life)
    c.abroad_refused[0] = max(0.0, float(c.abroad_refused[0]))
    if c.abroad_refused[0] > c.abroad_non_recognition[0]:
        # only what is new costs legitimacy
        c.abroad_refused[0] -= c.abroad_non_recognition[0]
        c.abroad_non_recognition[0] += c.abroad_refused[0]
    else:
        c.abroad_refused[0] = 0.0
    if tick.step > int(c.origin[0]):
        _on_their_own(c, params, tick)


def _on_their_own(c: Columns, params: NationParams, tick: Tick) -> None:
    """Sanctions answer repression; offers to mediate come where crowds and forces stand face to face."""
    a = params.abroad
    crowd = max(1.0, float(c.street_crowd.sum()))
    effort = min(1.0, float((c.security_effort * c.street_crowd).sum()) / crowd)
    violence = min(1.0, float((c.security_violence * c.street_crowd).sum()) / crowd)
    c.abroad_sanctioned[0] += a.policy_listing * effort
    danger = either(violence, float(c.incumbent_threat[0]))
    if uniform(tick.seed, streams.ABROAD, 1, tick.step, 0) < a.policy_mediation * danger:
        c.abroad_mediation[0] = max(OFFER, float(c.abroad_mediation[0]))


PHASE = Phase(
    "abroad", "abroad", respond,
    reads=("security_effort", "security_violence", "street_crowd", "incumbent_threat", "origin"),
    writes=("abroad_mediation", "abroad_refused", "abroad_non_recognition", "abroad_sanctioned"),
    source="marinov2005",
    meaning="offers of mediation fade; after the script, repression leads to sanctions, and danger to new offers",
)
