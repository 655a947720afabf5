"""Outcome: competing hazards of how a crisis ends; the first that strikes is the ending, and the street goes home.

Reads crowds, strikes, loyalty, guarantee and mediation; writes hazards and the ending. Silent before the forecast
origin, when the script says that the crisis went on.
Sources: acemoglu2006 (concession and repression), chenoweth2011 (defection), edmond2013.
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("outcome_hazard", "float64", ("outcome",), "1/day", "hazard of each ending"),
    Field("outcome_ended", "uint8", ("outcome",), "-", "1 for the ending that came"),
    Field("outcome_signal", "float64", (), "level", "signals of a coming change today: refusals, defections, strikes"),
    Field("outcome_peak", "float64", (), "share", "largest crowd of late as a part of the population, halved weekly"),
)


@dataclass(frozen=True, kw_only=True)
class OutcomeParams(Params):
    """Daily hazards, all of them after the forecast origin."""

    collapse: float = param(
        0.05, unit="1/day", within=(0, 1), source="assumed",
        meaning="hazard of collapse when all force and elite loyalty is gone")
    concession: float = param(
        0.02, unit="1/day", within=(0, 1), source="assumed",
        meaning="hazard of a new election when crowds, strikes and elite all press")
    negotiation: float = param(
        0.02, unit="1/day", within=(0, 1), source="assumed",
        meaning="hazard of a negotiated transition under full pressure with an offer of mediation on the table")
    intervention: float = param(
        0.02, unit="1/day", within=(0, 1), source="assumed",
        meaning="hazard of the patron stepping in when the guarantee is full and forces fail")
    repression: float = param(
        0.01, unit="1/day", within=(0, 1), source="assumed", formerly="held",
        meaning="hazard that a street gone quiet counts as repression having held")
    quiet: float = param(
        0.0005, unit="share", within=(1e-9, 1), source="assumed",
        meaning="largest crowd of the last weeks, as a part of the population, below which the street is quiet")
    sharpness: float = param(
        3.0, unit="-", within=(1, 10), source="assumed",
        meaning="power to which shortfalls of loyalty are raised: small doubts topple nobody")
