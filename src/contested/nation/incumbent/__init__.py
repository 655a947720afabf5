"""Incumbent: legitimacy, treasury, and the response to threat once the script has ended.

Reads crowds, strikes, loyalty and the patron's guarantee; writes legitimacy, treasury, and tomorrow's tactic.
Sources: davenport2007 (law of coercive responsiveness), moore1998 (substitution of repression and concession).
"""

from __future__ import annotations

from contested.ground.field import Field

FIELDS = (
    Field("incumbent_legitimacy", "float64", (), "share", "legitimacy"),
    Field("incumbent_treasury", "float64", (), "million USD", "reserves; below 0 is debt"),
    Field("incumbent_threat", "float64", (), "share", "threat as the incumbent sees it"),
    Field("incumbent_conceded", "float64", (), "level", "concessions announced today"),
    Field("incumbent_defied", "float64", (), "level", "public refusals today"),
    Field("incumbent_concessions", "float64", (), "level", "concessions so far"),
)
