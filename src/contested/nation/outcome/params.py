"""How a crisis ends."""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param


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
