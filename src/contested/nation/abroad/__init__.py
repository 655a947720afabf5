"""Outside governments: sanctions, recognition, offers of mediation, and aid to civil society.

Reads the script and, after it, repression; writes what presses on elite and legitimacy, and what helps
the opposition.
Sources: hufbauer2007 and marinov2005 (sanctions), levitsky2010 (leverage).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("abroad_sanctioned", "float64", (), "person", "persons listed so far"),
    Field("abroad_refused", "float64", (), "level", "recognition refused today"),
    Field("abroad_non_recognition", "float64", (), "level", "how far the mandate is not recognised"),
    Field("abroad_mediation", "float64", (), "level", "offer of mediation on the table"),
    Field("abroad_aid", "float64", (), "million EUR", "aid so far"),
)


@dataclass(frozen=True, kw_only=True)
class AbroadParams(Params, scope="universal"):
    """Sanctions, recognition, mediation and aid; and the policy after the origin."""

    sanctions_half: float = param(
        100, unit="person", within=(1, 1e6), source="assumed", prior="lognormal(4.6, 0.7)",
        meaning="number of listed persons that gives half of the largest effect")
    recognition_loss: float = param(
        0.05, unit="level", within=(0, 1), source="assumed", meaning="legitimacy lost to a full non-recognition")
    aid_effect: float = param(
        0.01, unit="level", within=(0, 1), source="assumed", prior="lognormal(-4.6, 0.8)",
        meaning="share of lost leadership and, with strike funds, of reprisals that each million EUR offsets")
    mediation_half_life: float = param(
        21, unit="day", within=(1, 1000), source="assumed", meaning="days until an unanswered offer halves")
    policy_listing: float = param(
        3, unit="person/day", within=(0, 1000), source="assumed", prior="lognormal(1.1, 0.5)",
        meaning="persons listed on a day of repression at a crackdown's level, after the origin")
    policy_mediation: float = param(
        0.02, unit="probability", within=(0, 1), source="assumed", prior="lognormal(-3.9, 0.8)",
        meaning="daily probability of an offer of mediation, after the origin, when a crowd meets the violence of a "
                "crackdown or makes the largest threat")
