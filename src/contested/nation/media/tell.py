"""What people heard of yesterday, and what they therefore expect of today."""

from __future__ import annotations

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground.compiled import serial
from contested.nation.media import MediaParams
from contested.nation.params import NationParams
from contested.rules.belief import half_full, heard, learned


def tell(c: Columns, params: NationParams, tick: Tick) -> None:
    """Update expectations of both segments in every place."""
    m = params.media
    c.media_open[:] = 1.0 - c.media_shutdown
    kept = 0.5 ** (1.0 / m.attention_half_life)
    c.media_attention[0] = c.media_attention[0] * kept + c.detention_testimonies.sum()
    _tell(c, m.numbers, float(c.media_attention[0]), params.citizens.risk_learning, params.street.focal)


@serial
def _tell(c: Columns, m: MediaParams, attention: float, learning: float, focal: float) -> None:
    people, cut, crowd, called, arrests, violence = (
        c.place_people, c.media_shutdown, c.street_crowd, c.street_called, c.security_arrests, c.security_violence
    )
    discount, bias, half = m.state_discount, m.independent_bias, m.testimony_half
    turnout, expected_arrests, expected_violence = c.media_turnout, c.media_arrests, c.media_violence
    crowd_heard, abuse = c.media_crowd_heard, c.media_abuse
    total = people.sum()
    crowd_heard[:] = 0.0
    for p in range(len(people)):
        # a day that was hardly called says little about a day of a great march
        weight = learning * min(1.0, called[p] / focal)
        for g in range(2):
            reach = 1.0 if g == 1 else m.rumour
            told = heard(crowd[p], cut[p], reach, discount, bias)
            crowd_heard[g] += told
            # independent media count arrests by name and do not inflate them
            told_arrests = heard(arrests[p], cut[p], reach, discount, 1.0)
            abuse[p, g] = min(1.0, heard(half_full(attention / total, half), cut[p], reach, discount, 1.0))
            if called[p] > 0.0:
                turnout[p, g] = learned(turnout[p, g], told / called[p], weight)
                expected_arrests[p, g] = learned(expected_arrests[p, g], told_arrests, weight)
            expected_violence[p, g] = learned(
                expected_violence[p, g], heard(violence[p], cut[p], reach, discount, 1.0), learning
            )


PHASE = Phase(
    "media", "media", tell,
    reads=("place_people", "media_shutdown", "street_crowd", "street_called", "security_arrests",
           "security_violence", "detention_testimonies"),
    writes=("media_open", "media_attention", "media_abuse", "media_crowd_heard", "media_turnout", "media_arrests",
            "media_violence"),
    source="lohmann1994",
    meaning="people hear of yesterday's crowds, arrests and testimonies, by segment and connectivity",
)
