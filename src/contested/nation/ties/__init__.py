"""Ties: household, neighbourhood, workplace and long-range ties, and the news they carry from person to person.

Reads who was arrested, hurt, killed or testified today; writes outrage and fear of those who know them.
Sources: siegel2009 (networks and participation), hess2006 (backlash), opp1990 (repression among friends).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

#: ties own no other column that changes: who knows whom is the world's, and what they carry is the citizens'
FIELDS: tuple[Field, ...] = (
    Field("ties_reached", "float64", (), "person", "people whom today's news reached through somebody they know"),
)


@dataclass(frozen=True, kw_only=True)
class TiesParams(Params, scope="country"):
    """Numbers of ties a person has, by kind. These shape the population: changing one builds it anew."""

    household: float = param(
        2.5, unit="person", within=(1, 4), source="belstat2019census",
        meaning="mean size of a household (2.5; largest 4)")
    circle: float = param(
        12, unit="person", within=(2, 1000), source="assumed", whole=True,
        meaning="people of a stairwell or a street, among whom close ties are: their friends know one another")
    close: float = param(
        3, unit="tie", within=(0, 8), source="assumed", whole=True, meaning="ties among the people of one's circle")
    neighbourhood: float = param(
        1000, unit="agent", within=(10, 1e7), source="assumed", whole=True,
        meaning="agents of a neighbourhood, a few blocks of flats, whatever the scale: households lie within one")
    neighbours: float = param(1, unit="tie", within=(0, 8), source="assumed", meaning="ties in the neighbourhood")
    colleagues: float = param(3, unit="tie", within=(0, 8), source="assumed", meaning="ties at work, for the employed")
    far: float = param(2, unit="tie", within=(0, 8), source="assumed", meaning="ties anywhere in the country")
