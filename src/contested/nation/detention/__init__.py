"""Detention: intake, custody, ill-treatment, release, and what the released tell.

Reads who was arrested; writes who is held, charged, released, dead in custody, and who testifies.
Sources: the code of administrative offences for lengths; sullivan2016 and davenport2007 on what mass detention does.
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("detention_rows", "int32", ("cell",), "-", "rows of those in custody, in order of arrest"),
    Field("detention_until", "int32", ("cell",), "day", "the day each is released"),
    Field("detention_site", "int32", ("cell",), "-", "where each is held"),
    Field("detention_place", "int32", ("cell",), "-", "where each was arrested"),
    Field("detention_ill", "uint8", ("cell",), "-", "1 if ill-treated"),
    Field("detention_accused", "uint8", ("cell",), "-", "1 if charged with a crime"),
    Field("detention_count", "int64", (), "agent", "agents in custody"),
    Field("detention_custody", "float64", ("site",), "person", "people in custody"),
    Field("detention_released", "float64", ("place",), "person", "released today, by place of arrest"),
    Field("detention_testimonies", "float64", ("place",), "person", "released people who tell of ill-treatment"),
    Field("detention_turned_away", "float64", ("place",), "person", "arrested but sent home because no site had room"),
    Field("detention_killed", "float64", ("place",), "person", "deaths in custody, by place of arrest"),
    Field("detention_charged", "float64", ("place",), "person", "arrested today and charged with a crime"),
    Field("detention_release", "float64", (), "share", "share of those in custody who are set free today by order"),
    Field("detention_telling", "int32", ("cell",), "-", "rows of those who testify today", scratch=True),
    Field("detention_telling_count", "int64", (), "agent", "agents who testify today", scratch=True),
)


@dataclass(frozen=True, kw_only=True)
class DetentionParams(Params, scope="country"):
    """Custody, release, ill-treatment and testimony."""

    hold_limit: float = param(
        3.0, unit="day", within=(0, 30), source="belarus_coap",
        meaning="longest hold without a court: 72 hours for an administrative offence that carries arrest")
    sentenced: float = param(
        0.6, unit="share", within=(0, 1), source="mvd_bulletins",
        meaning="share of those detained who are kept for court (0.51 to 0.88 on most days) and sentenced to arrest")
    sentence_longest: float = param(
        15, unit="day", within=(1, 365), source="belarus_coap", meaning="longest administrative arrest")
    overcrowding: float = param(
        2.5, unit="ratio", within=(0.1, 20), source="assumed",
        meaning="occupancy (people in custody / capacity) above which a site admits nobody")
    ill_treatment_crackdown: float = param(
        0.6, unit="probability", within=(0, 1), source="assumed", prior="beta(6, 4)",
        scope="universal", meaning="probability of ill-treatment in custody for those arrested in a crackdown")
    ill_treatment_otherwise: float = param(
        0.08, unit="probability", within=(0, 1), source="assumed", prior="beta(2, 20)",
        meaning="probability of ill-treatment for those arrested under other tactics")
    testify: float = param(
        0.5, unit="probability", within=(0, 1), source="assumed", prior="beta(5, 5)",
        scope="universal", meaning="probability that someone ill-treated tells of it after release")
    death_chance: float = param(
        0.0002, unit="probability", within=(0, 1), source="assumed", prior="lognormal(-8.5, 1.0)",
        meaning="probability that ill-treatment in custody kills")
    prosecuted: float = param(
        0.01, unit="probability", within=(0, 1), source="assumed", prior="lognormal(-4.6, 1.0)",
        meaning="probability that somebody detained is charged with a crime and kept for months")
    prosecuted_days: float = param(
        180, unit="day", within=(1, 5000), source="assumed", prior="lognormal(5.2, 0.4)",
        meaning="days in custody of somebody charged with a crime; orders of release do not reach them")
    crowding_release: float = param(
        0.5, unit="share", within=(0, 1), source="assumed",
        meaning="share of those above capacity whom an overcrowded site lets go each day (after the origin)")
