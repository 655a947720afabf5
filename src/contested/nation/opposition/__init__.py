"""Opposition leadership: who is free, jailed or abroad, the coordination council, and how strongly a day is called.

Reads the script (and, after the forecast origin, its own policy), shutdown and aid; writes today's focal strength.
Sources: schelling1960 (focal points), morris2002 (leaders as public signals).
"""

from __future__ import annotations

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
