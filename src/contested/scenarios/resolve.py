"""From rows to a country: what one row cannot say about itself, checked between rows and between files."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import Any

from contested.files.faults import Faults, Row
from contested.nation.country import Enterprise, OfficialResult, Place, Site, Unit
from contested.scenarios.schema import OFFICIAL

ROUNDING = 1e-9


def record(kind: type, row: Row, **instead: Any) -> Any:
    """A dataclass whose fields are columns of a row; `instead` replaces some of them."""
    return kind(**{f.name: instead.get(f.name, row.values.get(f.name)) for f in fields(kind)})


def places(rows: list[Row], faults: Faults) -> tuple[Place, ...]:
    """Places, with voters no more than residents and votes no more than all."""
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
        _votes(row, faults)
        out.append(record(Place, row))
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


def _votes(row: Row, faults: Faults) -> None:
    both = row["incumbent"] + row["challenger"]
    if both > 1 + ROUNDING:
        faults.add(row.where("challenger"), "incumbent and challenger together no more than 1", f"{both:g}")


def official(
    rows: list[Row], places: tuple[Place, ...], faults: Faults, shown: str
) -> tuple[OfficialResult, ...]:
    """Announced results: one for each region of places, no other."""
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
        _votes(row, faults)
    for region in regions:
        if region not in {row["region"] for row in rows}:
            faults.add(
                f"{shown}/{OFFICIAL.name}, region",
                f"a row for {region!r}",
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
