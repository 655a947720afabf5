"""Opposition leadership: who is free, jailed or abroad, the coordination council, and how strongly a day is called.

Reads the script (and, after the forecast origin, its own policy), shutdown and aid; writes today's focal strength.
Sources: schelling1960 (focal points), morris2002 (leaders as public signals).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("opposition_march", "float64", ("place",), "share", "strength of today's call to march, as called"),
    Field("opposition_recent", "float64", ("remembered", "place"), "share", "calls to march of the last four weeks; a "
          "day's row is its number modulo 28"),
    Field("opposition_strike", "float64", ("place",), "share", "strength of today's call to strike, as called"),
    Field("opposition_free", "float64", (), "person", "leaders at liberty in the country"),
    Field("opposition_jailed", "float64", (), "person", "leaders in prison"),
    Field("opposition_exiled", "float64", (), "person", "leaders abroad"),
    Field("opposition_council", "float64", (), "-", "1 once a coordination council stands"),
    Field("opposition_fund", "float64", (), "million EUR", "money raised for strikers"),
    Field("opposition_leadership", "float64", (), "level", "strength; 1 is all at liberty, a council adds"),
    Field("opposition_since_origin", "float64", (), "share", "strength of marches left after the origin"),
    Field("opposition_call", "float64", ("place", "segment"), "share", "today's focal strength, as it reaches people"),
    Field("opposition_strike_call", "float64", ("place",), "share", "today's strike call, as it reaches people"),
)


@dataclass(frozen=True, kw_only=True)
class OppositionParams(Params):
    """Leadership, council, and the policy of calls after the forecast origin."""

    leaders: float = param(
        12, unit="person", within=(1, 10000), source="assumed",
        meaning="public leaders at the start: candidates, staff and the later council's presidium")
    leaderless: float = param(
        0.75, unit="share", within=(0, 1), source="assumed", prior="beta(8, 3)",
        meaning="strength that calls keep when every leader is jailed or abroad")
    exile_weight: float = param(
        0.6, unit="share", within=(0, 1), source="assumed", meaning="what a leader abroad still counts for")
    council_gain: float = param(
        0.1, unit="share", within=(0, 1), source="assumed", meaning="gain in strength from a coordination council")
    shutdown_loss: float = param(
        0.5, unit="share", within=(0, 1), source="assumed", prior="beta(5, 5)",
        meaning="strength that calls lose under a full internet shutdown")
    policy_march: float = param(
        0.85, unit="share", within=(0, 1), source="assumed", prior="beta(9, 2)",
        meaning="strength of calls made again after the forecast origin, against what they were")
    policy_strike: float = param(
        0.02, unit="share", within=(0, 1), source="assumed", meaning="strength of strike calls after the origin")
    policy_fade: float = param(
        0.012, unit="1/day", within=(0, 1), source="assumed", prior="lognormal(-4.4, 0.5)",
        meaning="daily loss of strength of marches after the origin while none of them succeeds")
    fund_effect: float = param(
        0.02, unit="level", within=(0, 1), source="assumed",
        meaning="part of the cost of striking that each million EUR of strike funds takes away")
