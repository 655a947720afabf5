"""Dated acts: checked against the vocabulary, with dates turned into days and names into rows of places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contested.files.faults import Faults, Row
from contested.nation.acts import ACT_KINDS, ActKind
from contested.nation.country import Act, Call, Place
from contested.nation.params import NationParams
from contested.scenarios.contradictions import contradictions
from contested.scenarios.former_acts import CALL, renewed
from contested.scenarios.places import names, rows_of
from contested.scenarios.rhythm import days_between
from contested.scenarios.scenario import ActRow

#: acts about the result of a vote
OF_A_VOTE = ("non_recognition",)
#: the row of an act of the whole country
EVERYWHERE = (-1,)


@dataclass(frozen=True)
class Around:
    """What acts may speak of: places, rows that forms and tactics may be, first and last day, and whether people vote.
    """

    places: tuple[Place, ...]
    params: NationParams
    start: date
    end: date
    election: bool = True


@dataclass(frozen=True)
class Resolved:
    """Acts as reported, as the model takes them, and how many rows were written as in earlier versions."""

    reported: tuple[ActRow, ...]
    acts: tuple[Act, ...]
    calls: tuple[Call, ...]
    formerly: int


def resolve(rows: list[Row], around: Around, faults: Faults, strict: bool = False) -> Resolved:
    """Acts as reported, and as the model takes them.

    Parameters
    ----------
    rows : list of Row
        acts.csv.
    around : Around
        An act outside of its days is a fault, because nothing would apply it.
    strict : bool
        Whether acts that contradict each other are faults; else the later row holds.

    Returns
    -------
    Resolved
        An act of a region becomes one Act a place of it, a call one Call of all its places; either stays one row.
    """
    rows, formerly = renewed(rows)
    reported: list[ActRow] = []
    acts: list[Act] = []
    calls: list[Call] = []
    for row in rows:
        before = len(faults.errors)
        _vocabulary(row, faults)
        _form(row, around.params, faults)
        if row["act"] in OF_A_VOTE and not around.election:
            faults.add(
                row.where("act"), "an act that needs no election: scenario.toml has no section [election]",
                repr(row["act"]), ACT_KINDS[row["act"]].meaning,
            )  # fmt: skip
        _dates(row, around.start, around.end, faults)
        every = days_between(row, faults)
        where = _where(row, around.places, faults)
        if len(faults.errors) > before:
            continue
        day, until = ((when - around.start).days for when in (row["date"], row["end_date"] or row["date"]))
        reported.append(ActRow(**row.values, line=row.line))
        if row["act"] == CALL:
            places = () if where == EVERYWHERE else where
            caller = row["caller"] or "leaders"
            calls.append(Call(day, until, every, row["form"], places, caller, row["level"]))
            continue
        usual = ACT_KINDS[row["act"]].usual
        level = row["level"] if row["level"] is not None else usual
        assert level is not None  # _level
        acts += [Act(day, until, row["act"], place, level, row["form"]) for place in where]
    if strict and len(reported) == len(rows):
        contradictions(rows, lambda name: rows_of(name, around.places), faults)
    return Resolved(tuple(reported), tuple(acts), tuple(calls), formerly)


def _vocabulary(row: Row, faults: Faults) -> None:
    kind = ACT_KINDS.get(row["act"])
    if kind is None:
        faults.unknown(row.where("act"), "an act of the vocabulary", row["act"], ACT_KINDS)
        return
    if row["actor"] != kind.actor:
        faults.add(
            row.where("actor"), f"{kind.actor!r}, who does {kind.name!r}", repr(row["actor"]), kind.meaning
        )
    if row["level"] is None:
        _without_level(row, kind, faults)
    else:
        _level(row, kind, faults)


def _without_level(row: Row, kind: ActKind, faults: Faults) -> None:
    """The act's usual level, or the form's base, stands in for a level that nobody states."""
    if kind.usual is None and kind.name != CALL:
        faults.add(row.where("level"), f"a number ({kind.unit})", "an empty cell", kind.meaning)
    if row["unit"] not in ("", kind.unit):
        faults.add(row.where("unit"), f"{kind.unit!r}, the unit of {kind.name!r}", repr(row["unit"]), kind.meaning)


def _level(row: Row, kind: ActKind, faults: Faults) -> None:
    if row["unit"] != kind.unit:
        got = repr(row["unit"]) if row["unit"] else "an empty cell"
        faults.add(row.where("unit"), f"{kind.unit!r}, the unit of {kind.name!r}", got, kind.meaning)
    if not row["level_source"]:
        faults.add(
            row.where("level_source"), "the source of the level: a key of sources.csv, or assumed", "an empty cell",
            "leave the level empty where nobody states one",
        )  # fmt: skip
    low, high = kind.within
    if not low <= row["level"] <= high:
        hint = kind.meaning
        if kind.unit == "share" and low <= row["level"] / 100 <= high:
            hint = f"if that is percent, write it as a share: {row['level'] / 100:g}"
        faults.add(
            row.where("level"), f"a number from {low:g} to {high:g} ({kind.unit})", f"{row['level']:g}", hint
        )


def _form(row: Row, params: NationParams, faults: Faults) -> None:
    """A form is a row of the table that its act chooses from; rhythm and caller belong to calls."""
    kind = ACT_KINDS.get(row["act"])
    if kind is None:
        return
    if kind.table:
        known = getattr(params, kind.table)
        if row["form"] not in known:
            faults.unknown(
                row.where("form"), f"a row of the table {kind.table} ({', '.join(known)})", row["form"], known
            )
    elif row["form"]:
        faults.add(row.where("form"), f"an empty cell: {kind.name!r} has no forms", repr(row["form"]), kind.meaning)
    for name in ("every", "caller"):
        if row[name] and kind.name != CALL:
            faults.add(row.where(name), f"an empty cell: only a call has this, not {kind.name!r}", repr(row[name]))


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
        return EVERYWHERE
    kind = ACT_KINDS.get(row["act"])
    if kind is not None and not kind.local:
        faults.add(
            row.where("place"), f"no place: {kind.name!r} holds for the whole country", repr(row["place"])
        )
    found = rows_of(row["place"], places)
    if not found:
        faults.unknown(row.where("place"), "a place or region of places.csv", row["place"], names(places))
    return found
