"""Workplaces: who strikes, which plants stand still, what management does and what is lost.

Reads attitudes, strike calls and yesterday's crowds; writes strikers, reprisals, dismissals and lost output.
Sources: biggs2005 (strikes as a positive feedback), granovetter1978 (plant-level thresholds).
"""

from __future__ import annotations

from contested.ground.field import Field

#: row 0 of `workplace` stands for no workplace
FIELDS = (
    Field("workplaces_strikers", "int64", ("workplace",), "agent", "staff on strike today"),
    Field("workplaces_reprisal", "float64", ("workplace",), "share", "management's reprisals; 1 is full force"),
    Field("workplaces_by_place", "float64", ("place",), "person", "people on strike, by place of work"),
    Field("workplaces_named", "float64", ("enterprise",), "person", "strikers in named enterprises"),
    Field("workplaces_struck", "float64", (), "-", "employers struck"),
    Field("workplaces_lost", "float64", (), "million USD", "output lost today"),
    Field("workplaces_dismissed", "float64", (), "person", "strikers dismissed so far"),
    Field("workplaces_job", "uint8", ("person",), "-", "1 for those dismissed"),
    Field("workplaces_rows", "int32", ("person",), "-", "rows of today's strikers", scratch=True),
)
