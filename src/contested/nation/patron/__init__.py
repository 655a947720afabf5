"""Patron: an outside power that backs the incumbent with a guarantee, a reserve of officers and money.

Reads loyalty; writes guarantee, reserve and loans by script, then the guarantee by a policy.
Sources: tolstrup2015 (black knights), levitsky2010 (linkage and leverage).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("patron_guarantee", "float64", (), "level", "standing promise of help"),
    Field("patron_reserve", "float64", (), "officer", "officers held ready"),
    Field("patron_lent_today", "float64", (), "million USD", "lent today"),
    Field("patron_lent", "float64", (), "million USD", "lent so far"),
)


@dataclass(frozen=True, kw_only=True)
class PatronParams(Params, scope="country"):
    """Standing support, and the policy after the origin."""

    guarantee: float = param(
        0.3, unit="level", within=(0, 1), source="assumed", meaning="expected help at the start; 1 is certain help")
    policy_pull: float = param(
        0.03, unit="1/day", within=(0, 1), source="assumed", prior="lognormal(-3.5, 0.6)",
        meaning="daily step of the guarantee towards its target, after the origin")
    policy_floor: float = param(
        0.6, unit="level", within=(0, 1), source="assumed", prior="beta(6, 4)",
        meaning="guarantee to an incumbent who is not in danger")
    policy_doubt: float = param(
        0.8, unit="level", within=(0, 2), source="assumed",
        meaning="guarantee withdrawn from an incumbent whose own forces and elite are gone")
    policy_doubt_from: float = param(
        0.5, unit="share", within=(0, 1), source="assumed",
        meaning="share of forces and elite gone from which the guarantee is withdrawn")
    reserve_weight: float = param(
        0.5, unit="level", within=(0, 10), source="assumed",
        meaning="what the patron's officers held ready add to perceived cost at 1 officer per 1,000 people")
