"""Columns of the outcome."""

from __future__ import annotations

from contested.ground.field import Field

FIELDS = (
    Field("outcome_hazard", "float64", ("outcome",), "1/day", "hazard of each ending"),
    Field("outcome_ended", "uint8", ("outcome",), "-", "1 for the ending that came"),
    Field("outcome_peak", "float64", (), "share", "largest crowd of late as a part of the population, halved weekly"),
)
