"""What each file of a scenario may hold: every column with type, unit, range and meaning, declared once.

The reader checks against it, `contested scenarios new` writes it as comments into the files, and the
documentation prints it. Every number belongs to a column that names its source: a key of sources.csv, or
"assumed".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from contested.claims.claim import SIDES
from contested.claims.reading import TABLE as CLAIM_COLUMNS
from contested.ground.columns import Column
from contested.ground.units import UNITS
from contested.nation.codes import CONTESTS, MECHANISMS, PUBLICATIONS, ROUNDS
from contested.scenarios.scenario import SET_BY, Over, Summary

COUNT = (0.0, 1e10)
CALLERS = ("leaders", "network")


def _source(name: str, of: str) -> Column:
    return Column(name, "text", f"source of {of}: a key of sources.csv, or assumed")


def _share(name: str, meaning: str, source: str = "source") -> Column:
    return Column(name, "number", meaning, "share", (0.0, 1.0), source=source)


def _vote(name: str, meaning: str) -> Column:
    return Column(
        name, "number", f"{meaning}; left out where there is no election", "share", (0.0, 1.0), optional=True,
        source="vote_source", missing_ok=True,
    )  # fmt: skip


def _bound(name: str, meaning: str) -> Column:
    return Column(name, "number", f"{meaning}; empty if open", "column unit", (0, 1e15), optional=True)


WHERE = Column("place", "text", "place or region; empty for the whole country", optional=True)
DAYS = (Column("first", "date", "first day meant"), Column("last", "date", "last day meant"))
NOTE = Column("note", "text", "how the numbers were reached, and what else to know", optional=True)


@dataclass(frozen=True)
class FileSpec:
    """One CSV file: its columns, what its rows are, the fewest that make sense, and whether it may be missing.

    One that is `of_a_vote` may be missing where nobody votes.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    at_least: int = 0
    optional: bool = False
    of_a_vote: bool = False


PLACES = FileSpec(
    "places.csv",
    "Towns, and the rest of each region; together they contain everybody exactly once.",
    (
        Column("name", "text", "name, used by all other files", unique=True),
        Column("kind", "text", "kind of place: a row of the table of parameters places"),
        Column("region", "text", "region it belongs to, as official.csv names it"),
        Column("lat", "number", "latitude of its middle", "degree", (-90, 90), source="map_source"),
        Column("lon", "number", "longitude of its middle", "degree", (-180, 180), source="map_source"),
        Column("population", "integer", "residents", "person", (1, 1e10)),
        Column(
            "voters", "integer", "registered voters; adults where there is no election", "person", COUNT,
            source="count_source",
        ),
        Column(
            "stations", "integer", "polling stations; 1 where there is no election", "station", (1, 1e6),
            source="count_source",
        ),
        _vote("turnout", "share of registered voters who truly voted"),
        _vote("incumbent", "share of votes cast for the incumbent (true value)"),
        _vote("challenger", "share of votes cast for the challenger (true value)"),
        _share("online", "share of adults who read independent media online", "online_source"),
        _source("source", "population"),
        _source("map_source", "latitude and longitude"),
        _source("count_source", "voters and stations"),
        Column(
            "vote_source", "text", "source of true turnout and votes: a key of sources.csv, or assumed; left out where "
            "there is no election", optional=True, missing_ok=True,
        ),
        _source("online_source", "the share online"),
        NOTE,
    ),
    at_least=1,
)  # fmt: skip

OFFICIAL = FileSpec(
    "official.csv",
    "The result as announced, one row per region and vote; left out where there is no election.",
    (
        Column("region", "text", "a region of places.csv"),
        Column(
            "vote", "choice", "which vote: empty for the first one, else runoff or repeat", choices=ROUNDS,
            optional=True, missing_ok=True,
        ),
        _share("turnout", "announced share of registered voters who voted"),
        _share("early", "announced share of registered voters who voted before polling day", "early_source"),
        _share("incumbent", "announced share of votes for the incumbent"),
        _share("challenger", "announced share of votes for the challenger"),
        _source("source", "turnout and votes"),
        _source("early_source", "early votes"),
        NOTE,
    ),
    at_least=1,
    of_a_vote=True,
)

FORCES = FileSpec(
    "forces.csv",
    "Security forces, one row per unit.",
    (
        Column("name", "text", "name of the unit", unique=True),
        Column("kind", "text", "kind of force: a row of the table of parameters forces"),
        Column("place", "text", "place it stays in; empty for a unit that is sent where it is needed", optional=True),
        Column("officers", "integer", "members", "officer", COUNT),
        _share("deployable", "share of them that can be on the street on a day", "deployable_source"),
        _source("source", "the number of officers"),
        _source("deployable_source", "the deployable share"),
        NOTE,
    ),
    at_least=1,
)

SITES = FileSpec(
    "sites.csv",
    "Places of detention.",
    (
        Column("name", "text", "name of the site", unique=True),
        Column("place", "text", "place it stands in; it serves the region of that place first"),
        Column("capacity", "integer", "people it is made for", "person", COUNT),
        _source("source", "capacity"),
        NOTE,
    ),
    at_least=1,
)

ENTERPRISES = FileSpec(
    "enterprises.csv",
    "Employers worth naming; all others are drawn by the model.",
    (
        Column("name", "text", "name of the employer", unique=True),
        Column("place", "text", "place its staff live in"),
        Column("headcount", "integer", "staff", "person", (1, 1e7)),
        Column(
            "output", "number", "value added on an ordinary day", "million USD/day", (0, 1e6), source="output_source"
        ),
        _share("state_owned", "share owned by the state", "owner_source"),
        _source("source", "headcount"),
        _source("output_source", "output"),
        _source("owner_source", "the share owned by the state"),
        NOTE,
    ),
)

ACTS = FileSpec(
    "acts.csv",
    "What collective actors did, one dated act per row.",
    (
        Column("date", "date", "first day it holds"),
        Column("end_date", "date", "last day it holds; empty if that is the same day", optional=True),
        Column("actor", "text", "who did it; given by the act"),
        Column("act", "text", "what was done: a word of the vocabulary of acts"),
        WHERE,
        Column(
            "level", "number", "how much, in the unit of the act; empty where no source states it: then the usual "
            "level of the act, or the base of a call's form", "column unit", optional=True, source="level_source",
        ),
        Column("unit", "choice", "unit of the level; given by the act", choices=tuple(UNITS), optional=True),
        Column(
            "form", "text", "for a call the form of gathering, for a tactic which: a row of the tables of parameters "
            "forms and tactics", optional=True, missing_ok=True,
        ),
        Column(
            "every", "text", "for a call that comes again up to its end_date: day, week or a number of days; empty for "
            "daily", optional=True, missing_ok=True,
        ),
        Column(
            "caller", "choice", "who calls: leaders, who can be jailed, or network, which cannot; empty "
            "for leaders", choices=CALLERS, optional=True, missing_ok=True,
        ),
        _source("source", "the act and its date"),
        Column(
            "level_source", "text", "source of the level: a key of sources.csv, or assumed; empty without a level",
            optional=True,
        ),
        NOTE,
    ),
)  # fmt: skip

HEADLINES = FileSpec(
    "headlines.csv",
    "Reported figures, to compare with simulated ones.",
    (
        Column("item", "text", "short name", unique=True),
        Column("statement", "text", "what was said", formerly="told"),
        Column("quantity", "text", "observable it is compared with, or killed (on the street and in custody)"),
        Column("over", "choice", "how days become one number", choices=get_args(Over)),
        _bound("low", "least the words allow"),
        _bound("high", "most the words allow"),
        Column("unit", "choice", "unit of low and high; given by the quantity", choices=tuple(UNITS)),
        *DAYS,
        WHERE,
        Column("enterprise", "text", "employer, for strikes at one; else empty", optional=True),
        _source("source", "the figure"),
        NOTE,
    ),
)

TARGETS = FileSpec(
    "targets.csv",
    "Figures that runs are compared with; in some scenarios parameters were set to meet them. May be left out.",
    (
        Column("item", "text", "short name", unique=True),
        Column("observable", "text", "observable that must lie within the bounds"),
        Column(
            "summary", "choice",
            "how days become one number: sum, largest, peak (share of replicates whose largest day of all is one of "
            "these), or weekdays (median of Mondays to Fridays over that of the weekday of most calls)",
            choices=get_args(Summary),
        ),
        WHERE,
        *DAYS,
        _bound("low", "least that meets it"),
        _bound("high", "most that meets it"),
        Column("unit", "choice", "unit of low and high; given by observable and summary", choices=tuple(UNITS)),
        Column("side", "choice", "side whose last claim of the day gives the bounds", choices=SIDES, optional=True),
        Column("factor", "number", "factor around that claim", "ratio", (1, 1e3), optional=True),
        Column("basis", "text", "what the bounds stand for, as shown before them", optional=True),
        _source("source", "the target"),
        NOTE,
    ),
    optional=True,
)  # fmt: skip

SOURCES = FileSpec(
    "sources.csv",
    "Where numbers come from.",
    (
        Column("key", "text", "short name that other files use", unique=True),
        Column("citation", "text", "author or outlet, what, when"),
        Column("url", "text", "address, if it has one", optional=True),
    ),
)

CLAIMS = FileSpec("claims.csv", "Who said what; never an input of the model.", CLAIM_COLUMNS)

FILES: tuple[FileSpec, ...] = (PLACES, OFFICIAL, FORCES, SITES, ENTERPRISES, ACTS, CLAIMS, HEADLINES, TARGETS, SOURCES)
SETTINGS_FILE = "scenario.toml"

MECHANISM = Column(
    "mechanism", "choice", "how counts are falsified: not at all, by stuffed boxes, by orders to stations, or "
    "centrally, over honest protocols, as official.csv says", choices=MECHANISMS,
)


def _later(what: str) -> tuple[Column, ...]:
    return (
        Column("day", "date", f"polling day of {what}"),
        Column("announcement", "date", "day its result is announced"),
        MECHANISM,
    )


SECTIONS: dict[str, tuple[Column, ...]] = {
    "scenario": (
        Column("name", "text", "short name: small letters, digits and hyphens"),
        Column("title", "text", "one line"),
        Column("summary", "text", "a paragraph: what happened, and what this scenario leaves out"),
        Column("start", "date", "first day of the run; day 0"),
        Column("end", "date", "last day of the run"),
        Column("origin", "date", "last day on which collective actors follow acts.csv; then their policies take over"),
        Column(
            "set_by", "choice", "how the parameters were set: package (its own values, and what is known of the "
            "country), ratios between countries, by hand, by a search on reported figures, a fit of a few of them, or "
            "a calibration",
            choices=tuple(filter(None, SET_BY)), optional=True,
        ),
        Column(
            "scored", "text", "how forecasts of it were scored, in one line; left out if they were not", optional=True
        ),
        Column("world_seed", "integer", "seed of the population, the same for all runs", "-", (0, 2**32 - 1)),
        Column(
            "outline", "text", "two letters of ISO 3166-1: the country whose outline of today is drawn under the map; "
            "left out for a made-up one", optional=True,
        ),
    ),
    "election": (
        Column("day", "date", "polling day"),
        Column("announcement", "date", "day the result is announced"),
        MECHANISM,
        Column(
            "published", "choice", "what is published: protocols of stations, which anybody can add up, or a total of "
            "the nation alone; empty for stations", choices=PUBLICATIONS, optional=True,
        ),
        Column(
            "contest", "choice", "what is decided: an office, or seats for lists, where voters are angered if the "
            "count of their own list was lowered; empty for office", choices=CONTESTS, optional=True,
        ),
        Column("incumbent", "text", "how to call the role that holds power"),
        Column("challenger", "text", "how to call the role that contests it"),
    ),
    "runoff": _later("a second vote between incumbent and challenger, if neither has more than half"),
    "repeat": _later("a vote that repeats the latest one, which was annulled"),
    "claims": (
        Column("country", "text", "how claims.csv calls the whole country"),
        Column("incumbent", "text", "how claims.csv calls the incumbent"),
        Column("challenger", "text", "how claims.csv calls the challenger"),
    ),
}

PARAMETER: tuple[Column, ...] = (
    Column("value", "number", "the value, in the unit of the parameter", "column unit"),
    Column("unit", "choice", "unit of the value; given by the parameter", choices=tuple(UNITS)),
    _source("source", "the value"),
    NOTE,
)
