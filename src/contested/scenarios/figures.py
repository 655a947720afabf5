"""Figures that simulated ones are set beside: headlines, and targets."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from contested.files.faults import Faults, Row
from contested.nation.country import Enterprise, Place, Site
from contested.nation.observables import OBSERVABLES, PLACE, PLANT, SEGMENT, SITE
from contested.scenarios.places import names, rows_of
from contested.scenarios.scenario import Headline, Target

KILLED = "killed"
#: summaries that have a unit of their own, whatever the observable's
_UNITS = {"peak": "share", "weekdays": "ratio"}
#: units whose numbers are averaged, and never added up, over days or over parts
_AVERAGED = ("share", "level")
#: by observable
_UNIT = {o.name: o.unit for o in OBSERVABLES} | {KILLED: "person"}
_DIMS = {o.name: o.dims for o in OBSERVABLES} | {KILLED: PLACE}


class Around(NamedTuple):
    """What a figure may speak of: all places, sites and employers, first and last day of the run."""

    places: tuple[Place, ...]
    sites: tuple[Site, ...]
    plants: tuple[Enterprise, ...]
    start: date
    end: date


def headlines(rows: list[Row], around: Around, faults: Faults) -> tuple[Headline, ...]:
    """Headlines, each about a known quantity in its unit, with days inside the run and places that exist."""
    for row in rows:
        quantity = row["quantity"]
        if quantity not in _UNIT:
            faults.unknown(row.where("quantity"), f"an observable, or {KILLED}", quantity, _UNIT)
        else:
            if row["unit"] != _UNIT[quantity]:
                faults.add(row.where("unit"), f"{_UNIT[quantity]!r}, the unit of {quantity!r}", repr(row["unit"]))
            _one_number(row, quantity, faults)
            _of_days(row, "over", quantity, "'largest' or 'last'", faults)
        if row["low"] is None and row["high"] is None:
            faults.add(row.where("low"), "at least one bound", "none")
        _bounds(row, faults)
        _days_and_place(row, quantity, around, faults)
        if row["enterprise"]:
            _employer(row, quantity, around, faults)
    return tuple(Headline(**row.values) for row in rows)


def targets(rows: list[Row], around: Around, faults: Faults) -> tuple[Target, ...]:
    """Targets, each of an observable by place, in its summary's unit, with bounds or the claims that they follow."""
    unit_of = {name: unit for name, unit in _UNIT.items() if name != KILLED and _DIMS[name] in (PLACE, ())}
    for row in rows:
        observable = row["observable"]
        if observable not in unit_of:
            faults.unknown(row.where("observable"), "an observable of places or of the country", observable, unit_of)
        else:
            if row["unit"] != (unit := _UNITS.get(row["summary"], unit_of[observable])):
                faults.add(row.where("unit"), f"{unit!r}, the unit of {row['summary']!r}", repr(row["unit"]))
            _of_days(row, "summary", observable, "'largest'", faults)
        followed = [row["side"] != "", row["factor"] is not None]
        bounded = row["low"] is not None or row["high"] is not None
        if any(followed) != all(followed):
            faults.add(row.where("factor"), "side and factor together, or neither", "one of them")
        elif bounded == all(followed):
            faults.add(row.where("low"), "either a bound, or side and factor", "both" if bounded else "neither")
        _bounds(row, faults)
        _days_and_place(row, observable, around, faults)
    return tuple(Target(**row.values) for row in rows)


def _bounds(row: Row, faults: Faults) -> None:
    low, high = row["low"], row["high"]
    if low is not None and high is not None and low > high:
        faults.add(row.where("low"), f"a bound not above high, {high:g}", f"{low:g}")


def _one_number(row: Row, quantity: str, faults: Faults) -> None:
    """Parts that are no places are added up, which makes no sense of shares, nor of what several audiences are told."""
    dims = _DIMS[quantity]
    if dims == SEGMENT or (_UNIT[quantity] in _AVERAGED and dims not in (PLACE, ())):
        expected = "a quantity that is one number for the country or a place"
        faults.add(row.where("quantity"), expected, f"{quantity!r}, which differs by {dims[0]} and is not added up")


def _of_days(row: Row, field: str, quantity: str, instead: str, faults: Faults) -> None:
    """Shares and levels of several days are not added up."""
    if row[field] == "sum" and _UNIT[quantity] in _AVERAGED and row["last"] > row["first"]:
        expected = f"{instead} for several days of a {_UNIT[quantity]}, {quantity!r}"
        faults.add(row.where(field), expected, "'sum'")


def _days_and_place(row: Row, quantity: str, around: Around, faults: Faults) -> None:
    first, last, start, end = row["first"], row["last"], around.start, around.end
    if last < first:
        faults.add(row.where("last"), f"a day not before the first, {first}", str(last))
    elif first < start or last > end:
        faults.add(row.where("first"), f"days from {start} to {end}", f"{first} to {last}")
    if not row["place"]:
        return
    rows = rows_of(row["place"], around.places)
    dims = _DIMS.get(quantity, PLACE)
    if not rows:
        faults.unknown(row.where("place"), "a place or region of places.csv", row["place"], names(around.places))
    elif dims == SITE and not any(site.place in rows for site in around.sites):
        faults.add(row.where("place"), f"a place or region with a site of sites.csv, for {quantity!r}",
                   repr(row["place"]))  # fmt: skip
    elif dims == PLANT and not (row.values.get("enterprise") or any(p.place in rows for p in around.plants)):
        faults.add(row.where("place"), f"a place or region with an employer of enterprises.csv, for {quantity!r}",
                   repr(row["place"]))  # fmt: skip
    elif dims not in (PLACE, SITE, PLANT):
        faults.add(row.where("place"), f"an empty cell, for {quantity!r} is known of the whole country only",
                   repr(row["place"]))  # fmt: skip


def _employer(row: Row, quantity: str, around: Around, faults: Faults) -> None:
    """An employer is known, stands in the row's place, and goes with a quantity of employers."""
    plants = {plant.name: plant.place for plant in around.plants}
    named = row["enterprise"]
    if named not in plants:
        faults.unknown(row.where("enterprise"), "an employer of enterprises.csv", named, sorted(plants))
        return
    if quantity in _DIMS and _DIMS[quantity] != PLANT:
        of_plants = ", ".join(name for name, dims in _DIMS.items() if dims == PLANT)
        expected = f"an empty cell, for {quantity!r} is not known by employer; {of_plants} is"
        faults.add(row.where("enterprise"), expected, repr(named))
    rows = rows_of(row["place"], around.places)
    if _DIMS.get(quantity) == PLANT and rows and plants[named] >= 0 and plants[named] not in rows:
        where = around.places[plants[named]].name
        faults.add(row.where("place"), f"{where!r}, where {named!r} is, its region, or an empty cell",
                   repr(row["place"]))  # fmt: skip
