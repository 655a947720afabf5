"""Elite: the inner circle, whose members doubt and may break away for good.

Reads crowds, lost output, sanctions, treasury and the patron; writes loyalties.
Sources: casper2014 and edmond2013 (global games of elite coordination), svolik2012 (power sharing).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("elite_loyalty", "float64", ("member",), "share", "loyalty of a member"),
    Field("elite_out", "uint8", ("member",), "-", "1 for those who broke away"),
    Field("elite_mean", "float64", (), "share", "mean loyalty, those who broke away counted as 0"),
)


@dataclass(frozen=True, kw_only=True)
class EliteParams(Params):
    """Loyalty of the people an incumbent rules through."""

    members: float = param(
        200, unit="person", within=(1, 1024), source="assumed", meaning="officials and owners in the inner circle")
    loyalty: float = param(
        0.85, unit="share", within=(0, 1), source="assumed", prior="beta(17, 3)", meaning="mean loyalty at the start")
    spread: float = param(
        0.1, unit="level", within=(0, 1), source="assumed", meaning="spread of loyalty at the start")
    pull: float = param(0.03, unit="1/day", within=(0, 1), source="assumed", meaning="daily step towards the target")
    turnout_weight: float = param(
        2.0, unit="level", within=(0, 20), source="assumed", prior="lognormal(0.7, 0.5)", meaning="weight of crowds")
    strike_weight: float = param(1.5, unit="level", within=(0, 20), source="assumed", meaning="weight of lost output")
    sanction_weight: float = param(
        0.5, unit="level", within=(0, 20), source="assumed", meaning="weight of sanctions")
    treasury_weight: float = param(
        0.8, unit="level", within=(0, 20), source="assumed", meaning="weight of an empty treasury")
    patron_weight: float = param(
        1.0, unit="level", within=(0, 20), source="assumed", prior="lognormal(0, 0.5)",
        meaning="weight of the patron's guarantee")
    noise: float = param(0.01, unit="level", within=(0, 1), source="assumed", meaning="daily spread of one's loyalty")
    defection: float = param(
        0.3, unit="share", within=(0, 1), source="assumed", meaning="loyalty below which a member breaks away for good")
