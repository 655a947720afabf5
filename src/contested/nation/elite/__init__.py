"""Elite: the inner circle, whose members doubt and may break away for good.

Reads crowds, lost output, sanctions, treasury and the patron; writes loyalties.
Sources: casper2014 and edmond2013 (global games of elite coordination), svolik2012 (power sharing).
"""

from __future__ import annotations

from contested.ground.field import Field

FIELDS = (
    Field("elite_loyalty", "float64", ("member",), "share", "loyalty of a member"),
    Field("elite_out", "uint8", ("member",), "-", "1 for those who broke away"),
    Field("elite_mean", "float64", (), "share", "mean loyalty, those who broke away counted as 0"),
)
