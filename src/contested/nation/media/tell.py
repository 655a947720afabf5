"""What people heard of yesterday, and what they therefore expect of today."""

from __future__ import annotations

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground.compiled import serial
from contested.ground.exact import log, logistic
from contested.nation.media import MediaParams
from contested.nation.params import NationParams
from contested.rules.belief import heard, learned

#: nobody is surer than this of success or failure: log-odds stay finite
SURE = 0.001


def tell(c: Columns, params: NationParams, tick: Tick) -> None:
    """Update expectations of both segments in every place."""
    m = params.media
    c.media_open[:] = 1.0 - c.media_shutdown
    _tell(c, m.numbers, params.citizens.risk_learning, params.street.focal, params.street.spontaneous)
    hope(c, params)


@serial
def _tell(c: Columns, m: MediaParams, learning: float, focal: float, spontaneous: float) -> None:
    people, cut, crowd, called, venue = (
        c.place_people, c.media_shutdown, c.street_marchers, c.street_called, c.street_venue
    )
    violence, effort = c.security_violence, c.security_effort
    discount, bias = m.state_discount, m.independent_bias
    turnout, expected_effort, expected_violence = c.media_turnout, c.media_effort, c.media_violence
    crowd_heard = c.media_crowd_heard
    crowd_heard[:] = 0.0
    for p in range(len(people)):
        # a day that was hardly called says little about a day of a great march
        weight = learning * min(1.0, called[p] / focal)
        v = venue[p]  # what going brings is what happened where people of this place went
        for g in range(2):
            reach = 1.0 if g == 1 else m.rumour
            told = heard(crowd[p], cut[p], reach, discount, bias)
            crowd_heard[g] += told
            if called[p] > 0.0:
                turnout[p, g] = learned(turnout[p, g], told / called[p], weight)
            # how hard forces are is seen where there was something to police, however few came
            if c.opposition_call[p, g] > spontaneous:
                expected_effort[p, g] = learned(
                    expected_effort[p, g], heard(effort[v], cut[p], reach, discount, 1.0), learning
                )
            expected_violence[p, g] = learned(
                expected_violence[p, g], heard(violence[v], cut[p], reach, discount, 1.0), learning
            )


def hope(c: Columns, params: NationParams) -> None:
    """Expectation of success: up with crowds above what was expected, concessions and signs of a coming change; down
    with every gathering that changes nothing or that forces keep apart; and slowly back to two minds."""
    left = 0.5 ** (1.0 / params.media.hope_half_life)
    _hope(c, params.media.numbers, left, params.street.focal)
    weight = c.place_people / c.place_people.sum()
    c.media_hopeful[0] = float((weight[:, None] * c.media_hope).sum()) / c.media_hope.shape[1]


@serial
def _hope(c: Columns, m: MediaParams, left: float, focal: float) -> None:
    neutral = log(m.hope / (1.0 - m.hope))
    against = c.street_marchers.sum()
    lift = m.hope_concession * c.incumbent_conceded[0] + m.hope_signal * c.outcome_signal[0]
    rallied = c.incumbent_rally.sum()
    if rallied > 0.0:
        lift -= m.hope_rally * 2.0 * rallied / (rallied + max(against, c.incumbent_crowd[0]))
    for p in range(len(c.place_people)):
        v = c.street_venue[p]
        weight = min(1.0, c.street_called[p] / focal)
        # a gathering that was called and never came together discourages too
        called = min(1.0, max(c.opposition_call[p, 0], c.opposition_call[p, 1]) / focal)
        for g in range(2):
            before = min(1.0 - SURE, max(SURE, c.media_hope[p, g]))
            level = neutral + left * (log(before / (1.0 - before)) - neutral)
            reach = 1.0 if g == 1 else m.rumour
            level += lift * heard(1.0, c.media_shutdown[p], reach, m.state_discount, 1.0)
            if weight > 0.0:
                came = heard(c.street_marchers[p], c.media_shutdown[p], reach, m.state_discount, m.independent_bias)
                surprise = log((came + 1.0) / (c.media_expected[p, g] + 1.0))
                level += weight * (m.hope_growth * min(1.0, max(-1.0, surprise)) - m.hope_futility)
            level -= called * m.hope_denial * c.security_denial[v]
            c.media_hope[p, g] = min(1.0 - SURE, max(SURE, logistic(level)))


PHASE = Phase(
    "media", "media", tell,
    reads=("place_people", "media_shutdown", "street_marchers", "street_called", "street_venue", "opposition_call",
           "security_effort", "security_violence", "security_denial", "incumbent_conceded", "incumbent_rally",
           "incumbent_crowd", "outcome_signal", "media_expected"),
    writes=("media_open", "media_crowd_heard", "media_turnout", "media_effort", "media_violence", "media_hope",
            "media_hopeful"),
    source="lohmann1994",
    meaning="people hear of yesterday's crowds and how hard forces acted, and revise how likely they think success is",
)
