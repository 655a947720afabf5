"""Figures that were told: checked against the observables they are to be set beside."""

from __future__ import annotations

from datetime import date

from contested.ground.errors import closest
from contested.ground.table import Faults, Row
from contested.nation.country import Place
from contested.nation.observables import OBSERVABLES
from contested.scenarios.places import names, rows_of
from contested.scenarios.scenario import Headline

KILLED = "killed"


def resolve(
    rows: list[Row], places: tuple[Place, ...], plants: set[str], start: date, end: date, faults: Faults
) -> tuple[Headline, ...]:
    """Headlines, each about a known quantity in its unit, with days inside the run and places that exist.

    Parameters
    ----------
    rows : list of Row
        headlines.csv; its columns are the fields of Headline.
    places : tuple of Place
        All places.
    plants : set of str
        Names of employers.
    start, end : date
        First and last day of the run.
    """
    unit_of = {o.name: o.unit for o in OBSERVABLES} | {KILLED: "person"}
    found = []
    for row in rows:
        quantity, low, high = row["quantity"], row["low"], row["high"]
        if quantity not in unit_of:
            faults.add(
                row.where("quantity"),
                f"an observable, or {KILLED}",
                repr(quantity),
                closest(quantity, list(unit_of)),
            )
        elif row["unit"] != unit_of[quantity]:
            faults.add(
                row.where("unit"), f"{unit_of[quantity]!r}, the unit of {quantity!r}", repr(row["unit"])
            )
        if low is None and high is None:
            faults.add(row.where("low"), "at least one bound", "none")
        elif low is not None and high is not None and low > high:
            faults.add(row.where("low"), f"a bound not above high, {high:g}", f"{low:g}")
        if row["last"] < row["first"]:
            faults.add(row.where("last"), f"a day not before the first, {row['first']}", str(row["last"]))
        elif row["first"] < start or row["last"] > end:
            faults.add(row.where("first"), f"days from {start} to {end}", f"{row['first']} to {row['last']}")
        if row["place"] and not rows_of(row["place"], places):
            faults.add(
                row.where("place"),
                "a place or region of places.csv",
                repr(row["place"]),
                closest(row["place"], names(places)),
            )
        if row["enterprise"] and row["enterprise"] not in plants:
            faults.add(
                row.where("enterprise"),
                "an employer of enterprises.csv",
                repr(row["enterprise"]),
                closest(row["enterprise"], sorted(plants)),
            )
        found.append(Headline(**row.values))
    return tuple(found)
