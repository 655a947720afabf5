"""Ties own no column that changes: who knows whom is the world's. What they carry is written to the citizens."""

from __future__ import annotations

from contested.ground.field import Field

FIELDS: tuple[Field, ...] = (
    Field("ties_reached", "float64", (), "person", "people whom today's news reached through somebody they know"),
)
