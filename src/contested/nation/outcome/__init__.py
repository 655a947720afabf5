"""Outcome: competing hazards of how a crisis ends; the first that strikes is the ending, and the street goes home.

Reads crowds, strikes, loyalty, guarantee and mediation; writes hazards and the ending. Silent before the forecast
origin, when the script says that the crisis went on.
Sources: acemoglu2006 (concession and repression), chenoweth2011 (defection), edmond2013.
"""

from __future__ import annotations

from contested.ground.field import Field

FIELDS = (
    Field("outcome_hazard", "float64", ("outcome",), "1/day", "hazard of each ending"),
    Field("outcome_ended", "uint8", ("outcome",), "-", "1 for the ending that came"),
    Field("outcome_peak", "float64", (), "share", "largest crowd of late as a part of the population, halved weekly"),
)
