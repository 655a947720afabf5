"""Security forces: deployment, arrests, injuries, deaths, and whether units go on obeying.

Reads crowds, tactics, pay and guarantee; writes who is taken in, hurt or killed, and the loyalty of units.
Sources: epstein2002 (arrests), casper2014 and edmond2013 (loyalty), davenport2007 (repression).
"""

from __future__ import annotations

from contested.ground.field import Field

FIELDS = (
    Field("security_tactic", "int64", ("place",), "-", "row of the table of tactics"),
    Field("security_level", "float64", ("place",), "level", "how hard the tactic is applied; 1 is as declared"),
    Field("security_officers", "float64", ("place",), "officer", "officers deployed who obey"),
    Field("security_effort", "float64", ("place",), "level", "effort today; 1 is a full crackdown"),
    Field("security_violence", "float64", ("place",), "level", "violence today"),
    Field("security_arrests", "float64", ("place",), "person", "people taken in"),
    Field("security_injured", "float64", ("place",), "person", "marchers injured"),
    Field("security_killed", "float64", ("place",), "person", "people killed on the street"),
    Field("security_taken", "int32", ("taken",), "-", "rows of those taken in today", scratch=True),
    Field("security_taken_place", "int32", ("taken",), "-", "their places", scratch=True),
    Field("security_taken_count", "int64", (), "agent", "how many", scratch=True),
    Field("security_hurt", "int32", ("hurt",), "-", "rows of injured people out of action"),
    Field("security_hurt_until", "int32", ("hurt",), "day", "the day they are back"),
    Field("security_hurt_count", "int64", (), "agent", "how many"),
    Field("security_loyalty", "float64", ("unit",), "share", "loyalty of a unit"),
    Field("security_refusing", "float64", ("unit",), "share", "part of a unit that refuses orders"),
    Field("security_casualties", "int32", ("casualty", "casualty_column"), "-", "day, place, killed, custody, cause"),
    Field("security_casualty_count", "int64", (), "-", "rows in use; further ones are counted but not listed"),
)
