"""How calls carry."""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param


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
