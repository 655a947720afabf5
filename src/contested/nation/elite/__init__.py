"""Elite: the inner circle, whose members doubt and may break away for good.

Reads crowds, lost output, refusing forces, sanctions and the patron; writes loyalties.
Sources: casper2014 and edmond2013 (global games of elite coordination), svolik2012 (power sharing).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("elite_loyalty", "float64", ("member",), "share", "loyalty of a member"),
    Field("elite_start", "float64", ("member",), "share", "loyalty of a member without any pressure"),
    Field("elite_out", "uint8", ("member",), "-", "1 for those who broke away"),
    Field("elite_pressure", "float64", (), "level", "crowds and strikes of late as the elite remembers them"),
    Field("elite_mean", "float64", (), "share", "mean loyalty, those who broke away counted as 0"),
)


@dataclass(frozen=True, kw_only=True)
class EliteParams(Params, scope="universal"):
    """Loyalty of the people an incumbent rules through."""

    members: float = param(
        200, unit="person", within=(1, 1024), source="assumed", scope="country",
        meaning="officials and owners in the inner circle")
    loyalty: float = param(
        0.85, unit="share", within=(0, 1), source="assumed", prior="beta(12, 3)", scope="country",
        meaning="mean loyalty at the start")
    spread: float = param(
        0.15, unit="level", within=(0, 1), source="assumed", prior="lognormal(-1.9, 0.4)",
        meaning="spread of loyalty among members without any pressure")
    pull: float = param(
        0.03, unit="1/day", within=(0, 1), source="assumed", prior="lognormal(-3.5, 0.5)",
        meaning="daily step towards the target")
    memory: float = param(
        10, unit="day", within=(0.5, 365), source="assumed",
        meaning="days until the memory of crowds and strikes halves")
    crowd_half: float = param(
        0.01, unit="share", within=(1e-6, 1), source="assumed", prior="lognormal(-4.6, 0.7)",
        meaning="crowd, as a share of the people, that gives half of the largest doubt, and of the largest "
                "pressure towards an ending")
    output_half: float = param(
        0.02, unit="share", within=(1e-6, 1), source="assumed", prior="lognormal(-3.9, 0.6)",
        meaning="share of the nation's output lost in a day that gives half of the same")
    turnout_weight: float = param(
        1.2, unit="level", within=(0, 20), source="assumed", prior="lognormal(0.2, 0.7)", meaning="weight of crowds")
    strike_weight: float = param(
        1.5, unit="level", within=(0, 20), source="assumed", prior="lognormal(0.4, 0.6)",
        meaning="weight of lost output")
    forces_weight: float = param(
        2.0, unit="level", within=(0, 20), source="casper2014", prior="lognormal(0.7, 0.5)",
        meaning="weight of all forces refusing (form from the source, size assumed)")
    cascade: float = param(
        1.0, unit="level", within=(0, 20), source="granovetter1978", prior="lognormal(0, 0.5)",
        meaning="weight of all other members having broken away (form from the source, size assumed)")
    sanction_weight: float = param(
        0.5, unit="level", within=(0, 20), source="assumed", prior="lognormal(-0.4, 0.8)",
        meaning="weight of sanctions")
    patron_weight: float = param(
        1.0, unit="level", within=(0, 20), source="assumed", prior="lognormal(0, 0.5)",
        meaning="weight of the patron's guarantee")
    noise: float = param(
        0.01, unit="level", within=(0, 1), source="assumed",
        meaning="daily spread of a member's loyalty")
    defection: float = param(
        0.3, unit="share", within=(0, 1), source="assumed", prior="beta(6, 12)",
        meaning="loyalty below which a member breaks away for good")
