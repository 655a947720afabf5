"""A folder of files, or the name of a scenario that comes with the package, read into a `Scenario`.

One pass collects everything that is wrong (`examine`); `load` tells the first of it, `check` all of it.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from contested.claims import reading
from contested.engine.clock import Calendar
from contested.ground.errors import InputError, ScenarioError, closest
from contested.ground.table import Faults, Row, read_rows
from contested.nation.country import Country, Place
from contested.nation.observables import OBSERVABLES
from contested.scenarios import acts, resolve, schema
from contested.scenarios.folders import find
from contested.scenarios.places import names as place_names
from contested.scenarios.places import rows_of
from contested.scenarios.scenario import ASSUMED, Headline, Number, Scenario
from contested.scenarios.settings import Settings, read_settings

KILLED = "killed"


def load(name_or_folder: str | Path) -> Scenario:
    """A scenario, checked.

    Parameters
    ----------
    name_or_folder : str or Path
        "belarus-2020", or a folder with scenario.toml and the CSV files of `schema.FILES`.

    Raises
    ------
    ScenarioError, ClaimError
        The first thing that is wrong, with file, line and field; the hint says how many more there are.
    """
    folder = find(name_or_folder)
    scenario, wrong = examine(folder)
    if scenario is not None:
        return scenario
    first = wrong[0]
    if len(wrong) > 1:
        more = f"{len(wrong) - 1} more; `contested scenarios check {folder}` lists all"
        raise type(first)(first.message, f"{first.hint}\n{more}" if first.hint else more)
    raise first


def examine(folder: Path) -> tuple[Scenario | None, list[InputError]]:
    """The scenario of a folder if nothing is wrong with it, and everything that is."""
    shown = folder.resolve().name
    faults = Faults(ScenarioError)
    settings = read_settings(folder, shown, faults)
    tables = {
        spec.name: read_rows(folder / spec.name, spec.columns, faults, f"{shown}/{spec.name}", spec.at_least)
        for spec in schema.FILES
        if spec is not schema.CLAIMS
    }
    claims, wrong_claims = reading.scan(folder / schema.CLAIMS.name, f"{shown}/{schema.CLAIMS.name}")
    sources = {row["key"]: row for row in tables[schema.SOURCES.name]}
    numbers = [n for spec in schema.FILES for n in _numbers(spec, tables.get(spec.name, []))]
    numbers += [
        Number(settings.shown, s.line, s.name, "value", s.unit, s.source)
        for s in (settings.settings if settings else ())
    ]
    _known_sources(tables, settings, sources, faults)
    made = resolve.places(tables["places.csv"], faults)
    official = resolve.official(tables["official.csv"], made, faults, shown)
    units = resolve.units(tables["forces.csv"], made, faults)
    sites = resolve.sites(tables["sites.csv"], made, faults)
    plants = resolve.enterprises(tables["enterprises.csv"], made, faults)
    dates = _dates(settings, faults) if settings else None
    start, end = dates or (date.min, date.max)
    reported, played = acts.resolve(tables["acts.csv"], made, start, end, faults)
    headlines = _headlines(tables["headlines.csv"], made, {p.name for p in plants}, start, end, faults)
    wrong: list[InputError] = [*faults.found, *wrong_claims]
    if wrong or settings is None or dates is None:
        return None, wrong
    about, election = settings.sections["scenario"], settings.sections["election"]
    calendar = Calendar(start)
    country = Country(
        name=about["name"],
        title=about["title"],
        start=start,
        days=calendar.day(end) + 1,
        origin=calendar.day(about["origin"]),
        election_day=calendar.day(election["day"]),
        announcement_day=calendar.day(election["announcement"]),
        mechanism=election["mechanism"],
        world_seed=about["world_seed"],
        places=made,
        official=official,
        units=units,
        sites=sites,
        enterprises=plants,
        acts=played,
        params=settings.params,
    )
    files = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in sorted([schema.SETTINGS_FILE, *(spec.name for spec in schema.FILES)])
    }
    whole = hashlib.sha256(
        "".join(f"{name} {digest}\n" for name, digest in files.items()).encode()
    ).hexdigest()
    return Scenario(
        name=about["name"],
        title=about["title"],
        summary=about["summary"],
        folder=folder,
        country=country,
        claims=tuple(claims),
        headlines=headlines,
        acts=reported,
        settings=settings.settings,
        sources={key: row["citation"] for key, row in sources.items()},
        links={key: row["url"] for key, row in sources.items()},
        numbers=tuple(numbers),
        labels={role: election[role] for role in ("incumbent", "challenger")},
        words=dict(settings.sections["claims"]),
        files=files,
        hash=whole,
    ), []


def _numbers(spec: schema.FileSpec, rows: list[Row]) -> list[Number]:
    """Every number of a table with its source."""
    label = spec.columns[0].name if spec is not schema.ACTS else "act"
    return [
        Number(
            row.file,
            row.line,
            str(row[label]),
            column.name,
            row["unit"] if column.unit == "column unit" else column.unit,
            row[column.source],
        )
        for row in rows
        for column in spec.columns
        if column.numeric and row[column.name] is not None
    ]


def _known_sources(
    tables: dict[str, list[Row]], settings: Settings | None, sources: dict[str, Row], faults: Faults
) -> None:
    hint = "sources.csv holds one row a source; write assumed where nobody reported the number"
    for row in sources.values():
        if row["key"] == ASSUMED:
            faults.add(row.where("key"), "a key other than assumed, which is no source", repr(ASSUMED))
    for spec in schema.FILES:
        columns = [c.name for c in spec.columns if c.name.endswith("source") and spec is not schema.CLAIMS]
        for row in tables.get(spec.name, []):
            for name in columns:
                if row[name] != ASSUMED and row[name] not in sources:
                    faults.add(
                        row.where(name),
                        "a key of sources.csv, or assumed",
                        repr(row[name]),
                        closest(row[name], list(sources)) if sources else hint,
                    )
    for s in settings.settings if settings else ():
        if s.source != ASSUMED and s.source not in sources:
            faults.add(
                f"{settings.shown}:{s.line}, {s.name}",
                "a source that is a key of sources.csv, or assumed",
                repr(s.source),
                closest(s.source, list(sources)) if sources else hint,
            )


def _dates(settings: Settings, faults: Faults) -> tuple[date, date] | None:
    """First and last day, if all dates of scenario.toml are there and in order."""
    about, election = settings.sections["scenario"], settings.sections["election"]
    order: list[tuple[str, str, Any]] = [
        ("scenario", "start", about.get("start")),
        ("election", "day", election.get("day")),
        ("election", "announcement", election.get("announcement")),
        ("scenario", "end", about.get("end")),
    ]
    if any(when is None for _, _, when in order) or about.get("origin") is None:
        return None
    before = len(faults.found)
    for (_, earlier, first), (section, later, second) in zip(order, order[1:]):
        if second < first:
            faults.add(settings.where(section, later), f"a day not before {earlier!r}, {first}", str(second))
    if not about["start"] <= about["origin"] <= about["end"]:
        faults.add(
            settings.where("scenario", "origin"),
            f"a day from {about['start']} to {about['end']}",
            str(about["origin"]),
        )
    return (about["start"], about["end"]) if len(faults.found) == before else None


def _headlines(
    rows: list[Row], made: tuple[Place, ...], plants: set[str], start: date, end: date, faults: Faults
) -> tuple[Headline, ...]:
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
        if row["place"] and not rows_of(row["place"], made):
            faults.add(
                row.where("place"),
                "a place or region of places.csv",
                repr(row["place"]),
                closest(row["place"], place_names(made)),
            )
        if row["enterprise"] and row["enterprise"] not in plants:
            faults.add(
                row.where("enterprise"),
                "an employer of enterprises.csv",
                repr(row["enterprise"]),
                closest(row["enterprise"], sorted(plants)),
            )
        found.append(
            Headline(
                *(
                    row[name]
                    for name in (
                        "item",
                        "told",
                        "quantity",
                        "over",
                        "low",
                        "high",
                        "unit",
                        "first",
                        "last",
                        "place",
                        "enterprise",
                        "source",
                        "note",
                    )
                )
            )
        )
    return tuple(found)
