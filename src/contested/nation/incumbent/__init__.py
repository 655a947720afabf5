"""Incumbent: legitimacy, treasury, and the response to threat once the script has ended.

Reads crowds, strikes, loyalty and the patron's guarantee; writes legitimacy, treasury, and tomorrow's tactic.
Sources: davenport2007 (law of coercive responsiveness), moore1998 (substitution of repression and concession).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("incumbent_legitimacy", "float64", (), "share", "legitimacy"),
    Field("incumbent_treasury", "float64", (), "million USD", "reserves; below 0 is debt"),
    Field("incumbent_threat", "float64", (), "share", "threat as the incumbent sees it"),
    Field("incumbent_conceded", "float64", (), "level", "concessions announced today"),
    Field("incumbent_defied", "float64", (), "level", "public refusals today"),
    Field("incumbent_concessions", "float64", (), "level", "concessions so far"),
)


@dataclass(frozen=True, kw_only=True)
class IncumbentParams(Params):
    """Legitimacy, treasury and response policy."""

    legitimacy: float = param(
        0.55, unit="share", within=(0, 1), source="assumed", prior="beta(6, 5)",
        meaning="legitimacy at the start; what is missing from 1 is standing grievance (Epstein 2002)")
    concession_gain: float = param(
        0.1, unit="level", within=(0, 1), source="assumed", meaning="legitimacy gained by a full concession")
    defiance_loss: float = param(
        0.03, unit="level", within=(0, 1), source="assumed", meaning="legitimacy lost by a public refusal")
    treasury: float = param(
        8900, unit="million USD", within=(0, 1e6), source="nbrb_reserves_2020",
        meaning="reserve assets at the start (1 August 2020)")
    tax: float = param(
        0.4, unit="share", within=(0, 1), source="imf_weo_2020",
        meaning="general government revenue as a part of output; the same part of lost output is lost to the treasury")
    policing_cost: float = param(
        0.0002, unit="million USD", within=(0, 1), source="assumed",
        meaning="cost of an officer deployed for a day above ordinary pay")
    treasury_low: float = param(
        4000, unit="million USD", within=(0, 1e6), source="assumed", meaning="reserves at which pay is in doubt")
    policy_threat: float = param(
        0.01, unit="share", within=(1e-6, 1), source="assumed", prior="lognormal(-4.6, 0.7)",
        meaning="marchers as a part of the population that make half of the largest threat")
    policy_hardness: float = param(
        0.6, unit="level", within=(0, 3), source="assumed", prior="lognormal(-0.5, 0.5)",
        meaning="effort after the origin, per threat, as a multiple of hardened policing")
    policy_concession: float = param(
        0.02, unit="chance", within=(0, 1), source="assumed",
        meaning="daily chance of a concession when the elite's loyalty is 0")
