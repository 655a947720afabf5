"""What a new country takes from ratios, since nobody reported it: value, spread between countries, source.

The spread holds about nine in ten countries. A value that differs by continent says so. `--country` writes every number
that comes from here with its ratio in the note, and the list of what is assumed names them, most influential first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

ASSUMED = "assumed"
#: ratios that only a vote has
VOTES = ("station", "turnout", "incumbent", "challenger", "lean")


@dataclass(frozen=True)
class Ratio:
    """One number per person, or a share, with its spread between countries.

    Parameters
    ----------
    name, meaning : str
    value, low, high : float
        In `unit`; low and high hold about nine in ten countries.
    unit : str
        As a person reads it.
    source : str
        A key of references.bib, or "assumed".
    citation : str
        As sources.csv of a scenario names it; empty for one that is assumed.
    by_continent : mapping
        Values of continents that differ.
    """

    name: str
    meaning: str
    value: float
    low: float
    high: float
    unit: str
    source: str = ASSUMED
    citation: str = ""
    by_continent: Mapping[str, float] = field(default_factory=dict)

    def at(self, continent: str) -> float:
        """The value on a continent."""
        return self.by_continent.get(continent, self.value)


_POLICE = (
    "Harrendorf, Heiskanen and Malby (eds) 2010, International Statistics on Crime and Justice, HEUNI and UNODC: the "
    "world's median is about 300 police officers per 100,000 residents (2006; recalled); no figure of this "
    "country"
)
_PRISONS = (
    "Fair and Walmsley 2021, World Prison Population List, 13th edition: 140 prisoners per 100,000 residents worldwide "
    "(recalled); no figure of this country"
)
_TURNOUT = (
    "Solijonov 2016, Voter Turnout Trends around the World, International IDEA: 66 percent worldwide in 2011 to 2015 "
    "(recalled); no figure of this country"
)

RATIOS = MappingProxyType({
    r.name: r
    for r in (
        Ratio("adults", "residents of 18 years and more", 0.70, 0.45, 0.83, "of residents",
              by_continent={"AF": 0.50, "AS": 0.70, "EU": 0.81, "NA": 0.74, "OC": 0.72, "SA": 0.73}),
        Ratio("station", "registered voters of a polling station", 800, 300, 1500, "voters"),
        Ratio("online", "adults of the capital who read independent media online; other places less", 0.75, 0.3, 0.9,
              "of adults", by_continent={"AF": 0.5}),
        Ratio("police", "police officers", 300, 150, 600, "per 100,000 residents", "harrendorf2010", _POLICE),
        Ratio("riot_police", "riot police", 20, 5, 60, "per 100,000 residents"),
        Ratio("internal_troops", "internal troops or gendarmes in barracks", 40, 5, 150, "per 100,000 residents"),
        Ratio("army", "soldiers", 350, 100, 1000, "per 100,000 residents"),
        Ratio("police_deployable", "police who can be on the street on a day", 0.1, 0.05, 0.3, "of officers"),
        Ratio("mobile_deployable", "riot police who can be on the street on a day", 0.8, 0.5, 0.9, "of officers"),
        Ratio("prisoners", "prisoners, for whom the country has room", 140, 40, 400, "per 100,000 residents",
              "fair2021", _PRISONS),
        Ratio("custody", "places in custody, over prisoners", 0.3, 0.1, 0.6, "of prisoners"),
        Ratio("employed", "people in work", 0.57, 0.40, 0.70, "of adults"),
        Ratio("output", "value added by an employee", 40, 5, 250, "USD a day"),
        Ratio("reserves", "money at hand", 1000, 100, 10000, "USD per resident"),
        Ratio("revenue", "public revenue", 0.30, 0.15, 0.45, "of output"),
        Ratio("turnout", "voters who truly voted", 0.66, 0.45, 0.85, "of voters", "solijonov2016", _TURNOUT),
        Ratio("incumbent", "votes truly cast for the incumbent", 0.47, 0.30, 0.65, "of votes"),
        Ratio("challenger", "votes truly cast for the challenger", 0.47, 0.30, 0.60, "of votes"),
        Ratio("lean", "by how much cities lean to the challenger, and the countryside to the incumbent", 0.06, 0, 0.2,
              "of votes"),
        Ratio("shock", "the grievance that begins the crisis", 0.3, 0.1, 1.0, "of the model's scale"),
    )
})  # fmt: skip


def values(continent: str, changes: Mapping[str, float] | None = None) -> dict[str, float]:
    """Every ratio's value on a continent; `changes` replaces some, by name.

    Raises
    ------
    KeyError
        A name that is no ratio.
    """
    found = {name: ratio.at(continent) for name, ratio in RATIOS.items()}
    for name, value in (changes or {}).items():
        if name not in found:
            raise KeyError(name)
        found[name] = value
    return found
