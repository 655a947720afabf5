"""The scenarios that come with the package."""

from __future__ import annotations

from dataclasses import dataclass

from contested.scenarios.folders import names
from contested.scenarios.load import load


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue."""

    name: str
    title: str
    summary: str
    people: int
    places: int
    days: int
    acts: int
    claims: int


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
        )
        for s in map(load, names())
    ]
