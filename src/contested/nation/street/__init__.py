"""The street: who marches today, in a few rounds of people seeing who else goes.

Reads attitudes, expectations and calls; writes who is out.
Sources: granovetter1978 and siegel2009 (social pull), lohmann1994 (safety in numbers), epstein2002 (grievance against
risk).
"""

from __future__ import annotations

from contested.ground.field import Field

FIELDS = (
    Field("street_ties_last", "uint8", ("person",), "tie", "ties who went to the last large march"),
    Field("street_ties_now", "uint8", ("person",), "tie", "ties who go today", scratch=True),
    Field("street_rows", "int32", ("person",), "-", "rows of today's marchers, place after place", scratch=True),
    Field("street_start", "int64", ("place_end",), "-", "where each place's marchers begin", scratch=True),
    Field("street_crowd", "float64", ("place",), "person", "people who marched"),
    Field("street_called", "float64", ("place",), "share", "focal strength that brought them"),
    Field("street_tie_out", "float64", (), "share", "part of marchers' ties who march too"),
)
