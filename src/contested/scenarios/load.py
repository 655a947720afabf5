"""A folder of files, or the name of a scenario that comes with the package, read into a `Scenario`.

One pass collects everything that is wrong (`examine`); `load` tells the first of it, `check` all of it.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from contested.claims import Claim, reading, scan
from contested.claims.importers.table import SHORT
from contested.claims.people.masking import masked_claims, people_of
from contested.files.faults import Faults, Row
from contested.files.lines import is_note, names_of, separator_of
from contested.files.rows import read_rows
from contested.ground.commands import command
from contested.ground.errors import ClaimError, InputError, ScenarioError, UnknownQuantity, closest
from contested.ground.renamed import OutdatedWarning
from contested.nation.codes import ROUNDS, Round
from contested.nation.country import NO_ELECTION, Country, LaterVote
from contested.nation.params import NationParams
from contested.scenarios import acts, figures, resolve, schema
from contested.scenarios.folders import find
from contested.scenarios.scenario import ASSUMED, Number, Scenario
from contested.scenarios.settings import Settings, read_settings


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
        more = f"{len(wrong) - 1} more; `{command('scenarios', 'check', folder)}` lists all"
        raise type(first)(first.message, f"{first.hint}\n{more}" if first.hint else more)
    raise first


def opened(name_or_folder: str | Path) -> Scenario:
    """`load`, with an OutdatedWarning for each note about files written as in earlier versions."""
    scenario = load(name_or_folder)
    for note in scenario.notes:
        warnings.warn(note, OutdatedWarning, stacklevel=3)
    return scenario


def examine(folder: Path) -> tuple[Scenario | None, list[InputError]]:
    """The scenario of a folder if nothing is wrong with it, and everything that is."""
    shown = folder.resolve().name
    faults = Faults(ScenarioError)
    settings = read_settings(folder, shown, faults)
    election = settings is None or settings.election
    tables, unsound = _tables(folder, shown, election, faults)
    claims, wrong_claims = _claims(folder / schema.CLAIMS.name, f"{shown}/{schema.CLAIMS.name}")
    people = people_of(claims)
    claims = masked_claims(claims, people)
    for fault in wrong_claims:
        fault.message = people.masked(fault.message)
    sources = {row["key"]: row for row in tables[schema.SOURCES.name]}
    if schema.SOURCES.name not in unsound:
        _known_sources(tables, settings, sources, faults)
    params = settings.params if settings is not None else NationParams()
    places = resolve.places(tables[schema.PLACES.name], election, faults)
    resolve.kinds(tables[schema.PLACES.name], params.places, "places", faults)
    dates = _dates(settings, faults) if settings else None
    if schema.PLACES.name in unsound:
        # a place that could not be read would be told once more as unknown by every row that names it
        return None, [*faults.errors, *wrong_claims]
    start, end = dates or (date.min, date.max)
    ordered = _ordered(settings) if settings is not None else {}
    official = resolve.official(tables[schema.OFFICIAL.name], places, election, ordered, faults, shown)
    resolve.kinds(tables[schema.FORCES.name], params.forces, "forces", faults)
    units = resolve.units(tables[schema.FORCES.name], places, faults)
    sites = resolve.sites(tables[schema.SITES.name], places, faults)
    plants = resolve.enterprises(tables[schema.ENTERPRISES.name], places, faults)
    around_acts = acts.Around(places, params, start, end, election)
    done = acts.resolve(tables[schema.ACTS.name], around_acts, faults, strict=True)
    around = figures.Around(places, sites, plants, start, end)
    headlines = figures.headlines(tables[schema.HEADLINES.name], around, faults)
    targets = figures.targets(tables[schema.TARGETS.name], around, faults)
    wrong: list[InputError] = [*faults.errors, *wrong_claims]
    if wrong or settings is None or dates is None:
        return None, wrong
    about, vote = settings.sections["scenario"], settings.sections["election"]
    later = tuple(
        LaterVote(kind, (of["day"] - start).days, (of["announcement"] - start).days, of["mechanism"])
        for kind, of in _later_votes(settings)
    )
    numbers = [n for spec in schema.FILES for n in _numbers(spec, tables.get(spec.name, []))]
    numbers += [Number(settings.lines.shown, s.line, s.name, "value", s.unit, s.source) for s in settings.settings]
    country = Country(
        name=about["name"],
        title=about["title"],
        start=start,
        days=(end - start).days + 1,
        origin=(about["origin"] - start).days,
        election_day=(vote["day"] - start).days if vote else NO_ELECTION,
        announcement_day=(vote["announcement"] - start).days if vote else NO_ELECTION,
        mechanism=vote.get("mechanism", "none"),
        world_seed=about["world_seed"],
        places=places,
        official=official,
        units=units,
        sites=sites,
        enterprises=plants,
        acts=done.acts,
        calls=done.calls,
        params=params,
        contest=vote.get("contest") or "office",
        published=vote.get("published") or "stations",
        later_votes=later,
    )
    files = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in sorted([schema.SETTINGS_FILE, *(spec.name for spec in schema.FILES)])
        if (folder / name).exists()
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
        targets=targets,
        acts=done.reported,
        settings=settings.settings,
        sources={key: row["citation"] for key, row in sources.items()},
        links={key: row["url"] for key, row in sources.items()},
        numbers=tuple(numbers),
        labels={role: vote.get(role, f"the {role}") for role in ("incumbent", "challenger")},
        words=dict(settings.sections["claims"]),
        files=files,
        hash=whole,
        set_by=about["set_by"],
        scored=about["scored"],
        notes=(*settings.notes, *_notes(folder, shown, done.formerly)),
        outline=about.get("outline") or "",
    ), []


def _notes(folder: Path, shown: str, formerly: int) -> tuple[str, ...]:
    """What was read although it is written as in earlier versions."""
    if not formerly:
        return ()
    return (
        f"{shown}/{schema.ACTS.name}: {formerly} acts are written as in earlier versions, such as call_march for a "
        f"call of form march; `{command('scenarios', 'convert', folder, '--out', 'NEW')}` writes them anew",
    )


def _claims(file: Path, shown: str) -> tuple[Sequence[Claim], list[InputError]]:
    """The claims of a scenario: whatever `contested claims check` takes for a table of which no row is broken."""
    claims, wrong = reading.with_unknown(file, shown)
    wrong = [error for error in wrong if not isinstance(error, UnknownQuantity)]
    if wrong and (all(re.match(rf"{re.escape(shown)}:(?!1,)\d+, ", error.message) for error in wrong) or _short(file)):
        try:
            looser = scan(file)  # shorter names of columns, and numbers in words
        except ClaimError:
            return claims, wrong
        if all(row.claim is not None for row in looser.aside):
            return looser.with_unknown, []
    return claims, wrong


def _short(file: Path) -> bool:
    """Whether a table of claims has the shorter names of columns (`claims.importers.table`)."""
    if not file.is_file():
        return False
    with file.open(encoding="utf-8-sig", errors="replace") as lines:
        head = next((line for line in lines if line.strip() and not is_note(line)), "")
    return not set(names_of(head, separator_of(head, SHORT))).isdisjoint(SHORT)


def _tables(folder: Path, shown: str, election: bool, faults: Faults) -> tuple[dict[str, list[Row]], set[str]]:
    """Rows of all files but the claims, and the names of files of which a part could not be read."""
    tables: dict[str, list[Row]] = {}
    unsound: set[str] = set()
    for spec in schema.FILES:
        if spec is schema.CLAIMS:
            continue
        before = len(faults.errors)
        name = spec.name
        needless = spec.of_a_vote and not election
        if (spec.optional or needless) and not (folder / name).exists():
            tables[name] = []
            continue
        at_least = 0 if needless else spec.at_least
        tables[name] = read_rows(folder / name, spec.columns, faults, f"{shown}/{name}", at_least)
        if len(faults.errors) > before:
            unsound.add(name)
    return tables, unsound


def _later_votes(settings: Settings) -> list[tuple[Round, dict[str, Any]]]:
    """Sections of votes after the first that are whole, by date."""
    of = settings.sections
    whole = [(kind, of[kind]) for kind in ROUNDS if len(of[kind]) == len(schema.SECTIONS[kind])]
    return sorted(whole, key=lambda one: one[1]["day"])


def _ordered(settings: Settings) -> dict[str, bool]:
    """Votes after the first, and whether each one's result must be in official.csv."""
    return {kind: of["mechanism"] in ("ordered", "central") for kind, of in _later_votes(settings)}


def _dates(settings: Settings, faults: Faults) -> tuple[date, date] | None:
    """First and last day, if all dates of scenario.toml are there and in order."""
    about, vote = settings.sections["scenario"], settings.sections["election"]
    order: list[tuple[str, str, Any]] = [
        ("scenario", "start", about.get("start")),
        *([("election", key, vote.get(key)) for key in ("day", "announcement")] if settings.election else []),
        *[(kind, key, of[key]) for kind, of in _later_votes(settings) for key in ("day", "announcement")],
        ("scenario", "end", about.get("end")),
    ]
    if any(when is None for _, _, when in order) or about.get("origin") is None:
        return None
    before = len(faults.errors)
    for (_, earlier, first), (section, later, second) in pairwise(order):
        again = later == "day" and section in ROUNDS  # people vote again when they know the result
        if second < first or (again and second == first):
            wanted = f"a day {'after' if again else 'not before'} {earlier!r}, {first}"
            faults.add(
                settings.lines.at(f"{section}.{later}"), wanted, str(second),
                "start, polling day, announcement, later votes and end follow one another",
            )  # fmt: skip
    if not about["start"] <= about["origin"] <= about["end"]:
        faults.add(
            settings.lines.at("scenario.origin"),
            f"a day from {about['start']} to {about['end']}",
            str(about["origin"]),
        )
    return (about["start"], about["end"]) if len(faults.errors) == before else None


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
    """Every source named is "assumed" or a key of sources.csv."""
    hint = "sources.csv holds one row a source; write assumed where nobody reported the number"
    for row in sources.values():
        if row["key"] == ASSUMED:
            faults.add(row.where("key"), "a key other than assumed, which is no source", repr(ASSUMED))
    for spec in schema.FILES:
        columns = [c.name for c in spec.columns if c.name.endswith("source") and spec is not schema.CLAIMS]
        for row in tables.get(spec.name, []):
            for name in columns:
                if row[name] and row[name] != ASSUMED and row[name] not in sources:
                    faults.add(
                        row.where(name),
                        "a key of sources.csv, or assumed",
                        repr(row[name]),
                        closest(row[name], list(sources)) if sources else hint,
                    )
    if settings is None:
        return
    for s in settings.settings:
        if s.source != ASSUMED and s.source not in sources:
            faults.add(
                f"{settings.lines.shown}:{s.line}, {s.name}",
                "a source that is a key of sources.csv, or assumed",
                repr(s.source),
                closest(s.source, list(sources)) if sources else hint,
            )
