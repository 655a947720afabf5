"""The scenarios that come with the package, and how far each has been set and tested."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from contested.scenarios.folders import names
from contested.scenarios.load import load


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue.

    Parameters
    ----------
    name, title, summary : str
    people, places, days, acts, claims : int
        How much it holds.
    targets : int
        Figures that its parameters are held to.
    start, end : date
        First and last day.
    set_by : str
        How its parameters were set: a key of `scenario.SET_BY`.
    calibrated : str
        What a calibration that set them was made on; "no" if none did.
    scored : str
        How forecasts of it were scored; "no" if they were not.
    """

    name: str
    title: str
    summary: str
    people: int
    places: int
    days: int
    acts: int
    claims: int
    targets: int
    start: date
    end: date
    set_by: str
    calibrated: str
    scored: str


def catalogue() -> list[Entry]:
    """Every built-in scenario with its size; reads them all."""
    return [
        Entry(
            s.name,
            s.title,
            s.summary,
            s.country.population,
            len(s.country.places),
            s.country.days,
            len(s.acts),
            len(s.claims),
            len(s.targets),
            s.country.start,
            s.country.start + timedelta(days=s.country.days - 1),
            s.set_by or "not stated",
            "its claims" if s.set_by == "calibration" else "no",
            s.scored or "no",
        )
        for s in map(load, names())
    ]
