"""Figures that simulated ones are set beside: headlines, and targets."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from contested.files.faults import Faults, Row
from contested.nation.country import Place
from contested.nation.observables import OBSERVABLES
from contested.scenarios.places import names, rows_of
from contested.scenarios.scenario import Headline, Target

KILLED = "killed"
#: summaries that have a unit of their own, whatever the observable's
_UNITS = {"peak": "share", "weekdays": "ratio"}


class Around(NamedTuple):
    """What a figure may speak of: all places, names of employers, first and last day of the run."""

    places: tuple[Place, ...]
    plants: set[str]
    start: date
    end: date


def headlines(rows: list[Row], around: Around, faults: Faults) -> tuple[Headline, ...]:
    """Headlines, each about a known quantity in its unit, with days inside the run and places that exist."""
    unit_of = {o.name: o.unit for o in OBSERVABLES} | {KILLED: "person"}
    for row in rows:
        quantity = row["quantity"]
        if quantity not in unit_of:
            faults.unknown(row.where("quantity"), f"an observable, or {KILLED}", quantity, unit_of)
        elif row["unit"] != unit_of[quantity]:
            faults.add(row.where("unit"), f"{unit_of[quantity]!r}, the unit of {quantity!r}", repr(row["unit"]))
        if row["low"] is None and row["high"] is None:
            faults.add(row.where("low"), "at least one bound", "none")
        _bounds(row, faults)
        _days_and_place(row, around, faults)
        if row["enterprise"] and row["enterprise"] not in around.plants:
            plants = sorted(around.plants)
            faults.unknown(row.where("enterprise"), "an employer of enterprises.csv", row["enterprise"], plants)
    return tuple(Headline(**row.values) for row in rows)


def targets(rows: list[Row], around: Around, faults: Faults) -> tuple[Target, ...]:
    """Targets, each of an observable by place, in its summary's unit, with bounds or the claims that they follow."""
    unit_of = {o.name: o.unit for o in OBSERVABLES if "place" in o.dims or not o.dims}
    for row in rows:
        observable = row["observable"]
        if observable not in unit_of:
            faults.unknown(row.where("observable"), "an observable of places or of the country", observable, unit_of)
        elif row["unit"] != (unit := _UNITS.get(row["summary"], unit_of[observable])):
            faults.add(row.where("unit"), f"{unit!r}, the unit of {row['summary']!r}", repr(row["unit"]))
        followed = [row["side"] != "", row["factor"] is not None]
        bounded = row["low"] is not None or row["high"] is not None
        if any(followed) != all(followed):
            faults.add(row.where("factor"), "side and factor together, or neither", "one of them")
        elif bounded == all(followed):
            faults.add(row.where("low"), "either a bound, or side and factor", "both" if bounded else "neither")
        _bounds(row, faults)
        _days_and_place(row, around, faults)
    return tuple(Target(**row.values) for row in rows)


def _bounds(row: Row, faults: Faults) -> None:
    low, high = row["low"], row["high"]
    if low is not None and high is not None and low > high:
        faults.add(row.where("low"), f"a bound not above high, {high:g}", f"{low:g}")


def _days_and_place(row: Row, around: Around, faults: Faults) -> None:
    first, last, start, end = row["first"], row["last"], around.start, around.end
    if last < first:
        faults.add(row.where("last"), f"a day not before the first, {first}", str(last))
    elif first < start or last > end:
        faults.add(row.where("first"), f"days from {start} to {end}", f"{first} to {last}")
    if row["place"] and not rows_of(row["place"], around.places):
        faults.unknown(row.where("place"), "a place or region of places.csv", row["place"], names(around.places))
