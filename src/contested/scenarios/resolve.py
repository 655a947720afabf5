"""From rows to a country: what one row cannot say about itself, checked between rows and between files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from contested.engine.params import Kinds
from contested.files.faults import Faults, Row
from contested.nation.country import Enterprise, OfficialResult, Place, Site, Unit
from contested.scenarios.schema import OFFICIAL

ROUNDING = 1e-9
#: columns of places.csv that only a vote needs
VOTES = ("turnout", "incumbent", "challenger")


def record(kind: type, row: Row, **instead: Any) -> Any:
    """A dataclass whose fields are columns of a row; `instead` replaces some of them."""
    return kind(**{f.name: instead.get(f.name, row.values.get(f.name)) for f in fields(kind)})


def kinds(rows: list[Row], table: Kinds[Any], name: str, faults: Faults) -> None:
    """Every kind is a row of its table of parameters."""
    for row in rows:
        if row["kind"] not in table:
            faults.unknown(
                row.where("kind"), f"a row of the table of parameters {name} ({', '.join(table)})", row["kind"], table
            )


def places(rows: list[Row], election: bool, faults: Faults) -> tuple[Place, ...]:
    """Places, with voters no more than residents and votes no more than all; no votes without an election."""
    out = []
    for row in rows:
        if row["voters"] > row["population"]:
            faults.add(
                row.where("voters"),
                f"no more voters than the population of {row['population']}",
                str(row["voters"]),
            )
        if row["voters"] < row["stations"]:
            faults.add(
                row.where("stations"),
                f"no more stations than the {row['voters']} voters",
                str(row["stations"]),
            )
        votes = dict.fromkeys(VOTES, 0.0)
        if election:
            votes = {name: _needed(row, name, faults) for name in VOTES}
            if not row["vote_source"]:
                faults.add(row.where("vote_source"), "a source of true turnout and votes", "an empty cell")
            _votes(votes, row, faults)
        out.append(record(Place, row, **votes))
    regions = Counter(p.region for p in out)
    for row in rows:
        # a town may bear the name of its region; that of another would move acts and claims without a word
        if regions[row["name"]] and row["region"] != row["name"]:
            faults.add(
                row.where("name"),
                "a name that is not also the name of a region it does not belong to",
                repr(row["name"]),
            )
    return tuple(out)


def _needed(row: Row, name: str, faults: Faults) -> float:
    """A share of the vote, which every place has where there is an election."""
    if row[name] is None:
        faults.add(row.where(name), "a number from 0 to 1 (share)", "an empty cell", "leave out [election] as well")
        return 0.0
    return float(row[name])


def _votes(votes: Mapping[str, float], row: Row, faults: Faults) -> None:
    both = votes["incumbent"] + votes["challenger"]
    if both > 1 + ROUNDING:
        faults.add(row.where("challenger"), "incumbent and challenger together no more than 1", f"{both:g}")


def official(
    rows: list[Row], places: tuple[Place, ...], election: bool, later: Mapping[str, bool], faults: Faults, shown: str
) -> tuple[OfficialResult, ...]:
    """Announced results: one for each region of places and each vote, no other; none without an election.

    `later` are the votes after the first, and whether each must have a result.
    """
    if not election:
        for row in rows[:1]:
            faults.add(
                row.where("region"), "no rows, since scenario.toml has no section [election]", repr(row["region"]),
                "nothing is announced without a vote",
            )  # fmt: skip
        return ()
    regions = list(dict.fromkeys(p.region for p in places))
    for row in rows:
        if row["region"] not in regions:
            faults.unknown(row.where("region"), "a region of places.csv", row["region"], regions)
        if row["early"] > row["turnout"] + ROUNDING:
            faults.add(
                row.where("early"),
                f"no more early votes than the turnout of {row['turnout']:g}",
                f"{row['early']:g}",
            )
        _votes(row.values, row, faults)
        if row["vote"] and row["vote"] not in later:
            faults.add(row.where("vote"), f"a section [{row['vote']}] in scenario.toml for this vote", "none")
    results = Counter((row["vote"], row["region"]) for row in rows)
    for row in rows:
        if results[row["vote"], row["region"]] > 1:
            faults.add(row.where("region"), "one row for each region and vote", f"{row['region']!r} again")
            results[row["vote"], row["region"]] = 1
    for vote in ("", *(kind for kind, ordered in later.items() if ordered)):
        for region in regions:
            if (vote, region) not in results:
                faults.add(
                    f"{shown}/{OFFICIAL.name}, region",
                    f"a row for {region!r}" + (f" of the {vote}" if vote else ""),
                    "none",
                    "every region of places.csv has an announced result",
                )
    return tuple(record(OfficialResult, row) for row in rows)


def _row_of_place(row: Row, places: tuple[Place, ...], faults: Faults) -> int:
    known = [p.name for p in places]
    if row["place"] in known:
        return known.index(row["place"])
    faults.unknown(row.where("place"), "a place of places.csv", row["place"], known)
    return -1


def units(rows: list[Row], places: tuple[Place, ...], faults: Faults) -> tuple[Unit, ...]:
    """Forces; an empty place is -1."""
    return tuple(
        record(Unit, row, place=_row_of_place(row, places, faults) if row["place"] else -1) for row in rows
    )


def sites(rows: list[Row], places: tuple[Place, ...], faults: Faults) -> tuple[Site, ...]:
    """Places of detention."""
    return tuple(record(Site, row, place=_row_of_place(row, places, faults)) for row in rows)


def enterprises(rows: list[Row], places: tuple[Place, ...], faults: Faults) -> tuple[Enterprise, ...]:
    """Employers, with no more staff than their place has residents."""
    staff: Counter[int] = Counter()
    found = []
    for row in rows:
        place = _row_of_place(row, places, faults)
        staff[place] += row["headcount"]
        if place >= 0 and staff[place] > places[place].population:
            faults.add(
                row.where("headcount"),
                f"no more staff than the {places[place].population} residents of {row['place']!r}",
                str(staff[place]),
            )
        found.append(record(Enterprise, row, place=place))
    return tuple(found)
