"""Ties: household, neighbourhood, workplace and long-range ties, and the news they carry from person to person.

Reads who was taken in, hurt, killed or testified today; writes outrage and fear of those who know them.
Sources: siegel2009 (networks and participation), hess2006 (backlash), opp1990 (repression among friends).
"""

from __future__ import annotations

from contested.ground.field import Field

#: ties own no other column that changes: who knows whom is the world's, and what they carry is the citizens'
FIELDS: tuple[Field, ...] = (
    Field("ties_reached", "float64", (), "person", "people whom today's news reached through somebody they know"),
)
