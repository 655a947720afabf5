"""Dated acts: checked against the vocabulary, with dates turned into days and names into rows of places."""

from __future__ import annotations

from datetime import date

from contested.files.faults import Faults, Row
from contested.nation.acts import ACT_KINDS
from contested.nation.country import Act, Place
from contested.scenarios.places import names, rows_of
from contested.scenarios.scenario import ActRow


def resolve(
    rows: list[Row], places: tuple[Place, ...], start: date, end: date, faults: Faults
) -> tuple[tuple[ActRow, ...], tuple[Act, ...]]:
    """Acts as reported, and as the model takes them.

    Parameters
    ----------
    rows : list of Row
        acts.csv.
    places : tuple of Place
        All places.
    start, end : date
        First and last day of the run; an act outside is a fault, because nothing would apply it.

    Returns
    -------
    (tuple of ActRow, tuple of Act)
        An act of a region becomes one Act a place of it; the first stays one row.
    """
    reported, played = [], []
    for row in rows:
        before = len(faults.errors)
        _vocabulary(row, faults)
        _dates(row, start, end, faults)
        where = _where(row, places, faults)
        if len(faults.errors) > before:
            continue
        until = row["end_date"] or row["date"]
        reported.append(ActRow(**row.values, line=row.line))
        played += [
            Act((row["date"] - start).days, (until - start).days, row["act"], place, row["level"])
            for place in where
        ]
    return tuple(reported), tuple(played)


def _vocabulary(row: Row, faults: Faults) -> None:
    kind = ACT_KINDS.get(row["act"])
    if kind is None:
        faults.unknown(row.where("act"), "an act of the vocabulary", row["act"], ACT_KINDS)
        return
    if row["actor"] != kind.actor:
        faults.add(
            row.where("actor"), f"{kind.actor!r}, who does {kind.name!r}", repr(row["actor"]), kind.meaning
        )
    if row["unit"] != kind.unit:
        faults.add(
            row.where("unit"), f"{kind.unit!r}, the unit of {kind.name!r}", repr(row["unit"]), kind.meaning
        )
    low, high = kind.within
    if not low <= row["level"] <= high:
        hint = kind.meaning
        if kind.unit == "share" and low <= row["level"] / 100 <= high:
            hint = f"if that is percent, write it as a share: {row['level'] / 100:g}"
        faults.add(
            row.where("level"), f"a number from {low:g} to {high:g} ({kind.unit})", f"{row['level']:g}", hint
        )


def _dates(row: Row, start: date, end: date, faults: Faults) -> None:
    for name in ("date", "end_date"):
        when = row[name]
        if when is not None and when < start:
            faults.add(
                row.where(name),
                f"a day not before the start, {start}",
                str(when),
                "what held before the start belongs into the parameters",
            )
        if when is not None and when > end:
            faults.add(row.where(name), f"a day not after the end, {end}", str(when))
    if row["end_date"] is not None and row["end_date"] < row["date"]:
        faults.add(
            row.where("end_date"),
            f"a day not before the date, {row['date']}",
            str(row["end_date"]),
            "leave it empty for an act of one day",
        )


def _where(row: Row, places: tuple[Place, ...], faults: Faults) -> tuple[int, ...]:
    """Rows of places, or -1 for the whole country."""
    if not row["place"]:
        return (-1,)
    kind = ACT_KINDS.get(row["act"])
    if kind is not None and not kind.local:
        faults.add(
            row.where("place"), f"no place: {kind.name!r} holds for the whole country", repr(row["place"])
        )
    found = rows_of(row["place"], places)
    if not found:
        faults.unknown(row.where("place"), "a place or region of places.csv", row["place"], names(places))
    return found
