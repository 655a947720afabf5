"""Columns of the elite."""

from __future__ import annotations

from contested.ground.field import Field

FIELDS = (
    Field("elite_loyalty", "float64", ("member",), "share", "loyalty of a member"),
    Field("elite_out", "uint8", ("member",), "-", "1 for those who broke away"),
    Field("elite_mean", "float64", (), "share", "mean loyalty, those who broke away counted as 0"),
)
