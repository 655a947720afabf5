"""Outside governments: sanctions, recognition, offers of mediation, and aid to civil society.

Reads the script and, after it, repression; writes what presses on treasury, elite and legitimacy, and what helps
the opposition.
Sources: hufbauer2007 and marinov2005 (sanctions), levitsky2010 (leverage).
"""

from __future__ import annotations

from contested.ground.field import Field

FIELDS = (
    Field("abroad_sanctioned", "float64", (), "person", "persons listed so far"),
    Field("abroad_refused", "float64", (), "level", "recognition refused today"),
    Field("abroad_non_recognition", "float64", (), "level", "how far the mandate is not recognised"),
    Field("abroad_mediation", "float64", (), "level", "offer of mediation on the table"),
    Field("abroad_aid", "float64", (), "million EUR", "aid so far"),
)
