"""A country in crisis as plain data: what a scenario's files say, checked, with names resolved to rows.

Counts are persons, whatever the scale of a run; days are counted from the scenario's start.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contested.nation.codes import Contest, Mechanism, Published, Round
from contested.nation.params import NationParams

#: polling day of a country where nobody votes
NO_ELECTION = -1



@dataclass(frozen=True)
class Place:
    """A town, or the rest of a region. Shares are of votes truly cast, as the scenario's source estimates them.

    `kind` is a row of `params.places`.
    """

    name: str
    kind: str
    region: str
    lat: float
    lon: float
    population: int
    voters: int
    stations: int
    turnout: float
    incumbent: float
    challenger: float
    online: float


@dataclass(frozen=True)
class OfficialResult:
    """What the higher commission orders for a region: shares of voters (turnout, early) and of votes cast.

    `vote` is "" for the first vote, else the kind of a later one.
    """

    region: str
    turnout: float
    early: float
    incumbent: float
    challenger: float
    vote: str = ""


@dataclass(frozen=True)
class LaterVote:
    """A vote after the first one.

    Parameters
    ----------
    kind : Round
        "runoff" between the incumbent and the challenger, which takes place if nobody was announced to have more than
        half of the votes; or "repeat", the latest vote once more, which always does.
    day, announcement_day : int
    mechanism : Mechanism
    """

    kind: Round
    day: int
    announcement_day: int
    mechanism: Mechanism


@dataclass(frozen=True)
class Unit:
    """A force: `place` is a row of places, or -1 for a force that is sent where it is needed.

    `kind` is a row of `params.forces`.
    """

    name: str
    kind: str
    place: int
    officers: int
    deployable: float


@dataclass(frozen=True)
class Site:
    """A place of detention, serving the places of its region first."""

    name: str
    place: int
    capacity: int


@dataclass(frozen=True)
class Enterprise:
    """A named employer; output is value added in million USD a day."""

    name: str
    place: int
    headcount: int
    output: float
    state_owned: float


@dataclass(frozen=True)
class Act:
    """Something an actor did on a date. `place` is -1 for the whole country; `until` is the last day it holds.

    `form` is the row of a table that the act chooses from, such as a tactic; empty for most acts.
    """

    day: int
    until: int
    act: str
    place: int
    level: float
    form: str = ""


@dataclass(frozen=True)
class Call:
    """A call to gather, or a series of calls. It says what was asked for, and never how many came.

    Parameters
    ----------
    day, until : int
        First gathering, and the last day on which one is scripted.
    every : int, day
        Days from one gathering to the next: 1 daily, 7 weekly.
    form : str
        A row of `params.forms`.
    places : tuple of int
        Rows of places where people gather; empty for the whole country.
    caller : str
        "leaders", who can be jailed, or "network", which cannot.
    level : float or None, share
        Strength, where an author gives one; None takes the form's base.
    """

    day: int
    until: int
    every: int
    form: str
    places: tuple[int, ...]
    caller: str = "leaders"
    level: float | None = None


@dataclass(frozen=True)
class Country:
    """Everything the nation is built from.

    Parameters
    ----------
    origin : int
        Forecast origin: last day on which collective actors follow the script.
    election_day, announcement_day : int
        NO_ELECTION where nobody votes; then nothing is announced.
    mechanism : Mechanism
        How counts are falsified: "none", "stuffing" (Klimek et al. 2012), "ordered" (target shares from above) or
        "central" (honest protocols, and a total that they do not give).
    params : NationParams
        The scenario's parameters.
    contest : Contest
        Whether people vote for an office or for lists, where those whose list was lowered are the angry ones.
    published : Published
        "stations" where protocols of stations are known, and anybody can add them up; "nation" where only a total is
        announced.
    later_votes : tuple of LaterVote
    """

    name: str
    title: str
    start: date
    days: int
    origin: int
    election_day: int
    announcement_day: int
    mechanism: Mechanism
    world_seed: int
    places: tuple[Place, ...]
    official: tuple[OfficialResult, ...]
    units: tuple[Unit, ...]
    sites: tuple[Site, ...]
    enterprises: tuple[Enterprise, ...]
    acts: tuple[Act, ...]
    calls: tuple[Call, ...]
    params: NationParams
    contest: Contest = "office"
    published: Published = "stations"
    later_votes: tuple[LaterVote, ...] = ()

    @property
    def count_day(self) -> int:
        """Day of the last vote, from which on its count stands; NO_ELECTION where nobody votes."""
        return self.later_votes[-1].day if self.later_votes else self.election_day

    @property
    def election(self) -> bool:
        """Whether there is a vote."""
        return self.election_day != NO_ELECTION

    @property
    def population(self) -> int:
        """Persons in all places."""
        return sum(p.population for p in self.places)

    @property
    def regions(self) -> tuple[str, ...]:
        """Names of regions, in order of first mention."""
        return tuple(dict.fromkeys(p.region for p in self.places))
