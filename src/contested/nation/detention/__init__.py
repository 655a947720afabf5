"""Detention: intake, custody, ill-treatment, release, and what the released tell.

Reads who was taken in; writes who is held, released, dead in custody, and who testifies.
Sources: the code of administrative offences for lengths; sullivan2016 and davenport2007 on what mass detention does.
"""

from __future__ import annotations

from contested.ground.field import Field

FIELDS = (
    Field("detention_rows", "int32", ("cell",), "-", "rows of those in custody, in order of arrest"),
    Field("detention_until", "int32", ("cell",), "day", "the day each is released"),
    Field("detention_site", "int32", ("cell",), "-", "where each is held"),
    Field("detention_place", "int32", ("cell",), "-", "where each was arrested"),
    Field("detention_ill", "uint8", ("cell",), "-", "1 if ill-treated"),
    Field("detention_count", "int64", (), "agent", "how many"),
    Field("detention_custody", "float64", ("site",), "person", "people in custody"),
    Field("detention_released", "float64", ("place",), "person", "released today, by place of arrest"),
    Field("detention_testimonies", "float64", ("place",), "person", "released people who tell of ill-treatment"),
    Field("detention_turned_away", "float64", ("place",), "person", "arrested today but sent home for want of a cell"),
    Field("detention_killed", "float64", ("place",), "person", "deaths in custody, by place of arrest"),
    Field("detention_release", "float64", (), "share", "part of those in custody who are set free today by order"),
    Field("detention_telling", "int32", ("cell",), "-", "rows of those who testify today", scratch=True),
    Field("detention_telling_count", "int64", (), "agent", "how many", scratch=True),
)
