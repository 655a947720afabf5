"""Proposed rows as tables for a person, and those that were accepted put into a scenario."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from contested.files.faults import Faults
from contested.files.lines import cells_of, is_note, lines_of, separator_of
from contested.files.rows import all_names, current_names, read_rows
from contested.ground.columns import Column
from contested.ground.commands import command
from contested.ground.errors import ScenarioError
from contested.ground.formulas import csv_cell, csv_of_rows
from contested.scenarios import folders, schema
from contested.scenarios.check import check
from contested.scenarios.new import folder as target
from contested.scenarios.new.proposals import Proposals
from contested.scenarios.new.tables import Rows
from contested.scenarios.scenario import Scenario

ACCEPT = Column("accept", "choice", "yes to put the row into the scenario", choices=("yes", "no"), optional=True)
#: the table of claims of which something is lost, and its columns
UNUSED = "unused.csv"
LEFT = ("line", "date", "end_date", "place", "quantity", "actor", "value", "low", "high", "claimant", "side", "reason")
SPECS = (schema.ACTS, schema.HEADLINES, schema.SOURCES)


class Accepted(NamedTuple):
    """How many rows of acts.csv and headlines.csv went into the scenario, its new origin, if that moved, and how many
    accepted rows it had already."""

    acts: int
    headlines: int
    origin: dt.date | None
    there: int = 0


def write_proposals(proposals: Proposals, folder: Path) -> Path:
    """Proposed acts, headlines and their sources as tables with one column more, `accept`, in a new folder; and the
    claims that led to none, or to a call but to no headline, with the reason.

    Raises
    ------
    ScenarioError
        If the folder holds anything.
    DiskError
        If it cannot be written.
    """
    rows = {schema.ACTS.name: proposals.acts, schema.HEADLINES.name: proposals.headlines}
    texts = {spec.name: _table(spec, rows[spec.name]) for spec in SPECS[:2]}
    texts[schema.SOURCES.name] = target.csv_text(schema.SOURCES, proposals.sources)
    if proposals.left:
        texts[UNUSED] = _left(proposals)
    return target.write(folder, texts)


def _table(spec: schema.FileSpec, rows: Rows) -> str:
    names = ["accept", *(c.name for c in spec.columns)]
    cells = csv_of_rows(names, ([str(row.get(name, "")) for name in names] for row in rows)).decode()
    what = f"# Proposed rows of {spec.name}. Read each, mend it, and write yes into its first cell to accept it."
    return f"{what}\n{cells}"


def _left(proposals: Proposals) -> str:
    """The claims of which something is lost, with the reason."""
    rows = (
        (c.origin.line if c.origin else "", c.date, c.end_date, c.place, c.quantity, c.actor, c.value, c.low, c.high,
         c.claimant, c.side, why)
        for c, why in proposals.left
    )  # fmt: skip
    cells = (["" if cell is None else f"{cell:.12g}" if isinstance(cell, float) else str(cell) for cell in row]
             for row in rows)  # fmt: skip
    return csv_of_rows(LEFT, cells).decode()


def accept(folder: Path, scenario: str | Path) -> Accepted:
    """Put the rows that are marked yes into a scenario's folder, and its origin on the last day of an act.

    Raises
    ------
    ScenarioError
        If a table cannot be read, nothing is marked, or the scenario would not pass its check; then it stays as it is.
    DiskError
        If it cannot be written.
    """
    home = folders.find(scenario)
    if folders.installed(home):
        package = "the package" if home.resolve().parent == folders.DATA.resolve() else "an installed package"
        raise ScenarioError(
            f"scenario: expected a folder of your own; got {str(scenario)!r}, which comes with {package}.",
            f"copy it first: {command('scenarios', 'new', 'mine', '--like', scenario)}",
        )
    before = check(home)
    if before.scenario is None:
        raise before.errors[0]
    if not (folder / SPECS[0].name).is_file():
        raise ScenarioError(
            f"folder: expected a folder that from-claims wrote; got {str(folder)!r}, without {SPECS[0].name}.",
            "contested scenarios from-claims LEDGER --scenario NAME --out DIR writes one",
        )
    faults = Faults(ScenarioError)
    marked: dict[str, Rows] = {}
    for spec in SPECS[:2]:
        rows = read_rows(folder / spec.name, (ACCEPT, *spec.columns), faults, f"{folder.name}/{spec.name}")
        marked[spec.name] = [r.values for r in rows if r["accept"] == "yes"]
    listed = read_rows(folder / schema.SOURCES.name, schema.SOURCES.columns, faults, f"{folder.name}/sources.csv")
    if faults.errors:
        raise faults.errors[0]
    if not any(marked.values()):
        raise ScenarioError(
            f"{folder}: expected at least one row whose column accept says yes; got none.",
            "read the proposed rows, and write yes into the first cell of those that are right",
        )
    there = _without_known(marked, before.scenario)
    named = {row["source"] for rows in marked.values() for row in rows} - set(before.scenario.sources)
    marked[schema.SOURCES.name] = [r.values for r in listed if r["key"] in named]
    country = before.scenario.country
    last = max((row["end_date"] or row["date"] for row in marked[schema.ACTS.name]), default=dt.date.min)
    first, end = (country.start + dt.timedelta(days=day) for day in (country.origin, country.days - 1))
    moved = last if first < last <= end else None  # an act after the end is a fault of its row
    texts = {}
    for spec in reversed(SPECS):  # sources first: what cites one is never there without it
        if marked[spec.name]:
            texts[spec.name] = appended((home / spec.name).read_text("utf-8-sig"), spec, marked[spec.name])
    if moved is not None:
        text = (home / schema.SETTINGS_FILE).read_text("utf-8-sig")
        texts[schema.SETTINGS_FILE] = re.sub(r"(?m)^(\s*origin\s*=\s*)\S+", rf"\g<1>{moved}", text, count=1)
    _try(home, texts, folder)
    target.overwrite(home, texts)
    return Accepted(len(marked[schema.ACTS.name]), len(marked[schema.HEADLINES.name]), moved, there)


def _without_known(marked: dict[str, Rows], scenario: Scenario) -> int:
    """Take out the rows that a scenario has already, which were accepted before; how many there were."""
    acts = {_key(vars(a)) for a in scenario.acts}
    items = {h.item for h in scenario.headlines}
    marked_before = sum(map(len, marked.values()))
    marked[schema.ACTS.name] = [row for row in marked[schema.ACTS.name] if _key(row) not in acts]
    marked[schema.HEADLINES.name] = [row for row in marked[schema.HEADLINES.name] if row["item"] not in items]
    return marked_before - sum(map(len, marked.values()))


def _key(act: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two acts the same."""
    return tuple(act.get(name) or None for name in ("date", "end_date", "actor", "act", "place", "form", "every"))


def _try(home: Path, texts: Mapping[str, str], proposed: Path) -> None:
    """The scenario as it would be, checked in another folder of the same name."""
    with tempfile.TemporaryDirectory() as somewhere:
        trial = Path(shutil.copytree(home, Path(somewhere) / home.resolve().name))
        for name, text in texts.items():
            (trial / name).write_text(text, "utf-8")
        after = check(trial)
    if after.errors:
        error = after.errors[0]
        where = f"mend it in {proposed}; the scenario stays as it is, and line numbers are those it would have"
        raise ScenarioError(error.message, f"{error.hint}; {where}" if error.hint else where)


def appended(text: str, spec: schema.FileSpec, rows: Rows) -> str:
    """A table with more rows, and with the columns that these need; comments stay where they are."""
    out: list[str] = []
    old: list[str] | None = None
    names: list[str] = []
    separator = ","
    for line in lines_of(text):
        if not line.strip() or is_note(line, below=old is not None):
            out.append(line)
        elif old is None:
            separator = separator_of(line, all_names(spec.columns))
            old = current_names((cell.strip() for cell in cells_of(line, separator)), spec.columns)
            needed = {name for row in rows for name, value in row.items() if value not in ("", None)}
            names = [c.name for c in spec.columns if c.name in {*old, *needed}]
            out.append(",".join(names))
        else:
            out.append(_line(names, dict(zip(old, cells_of(line, separator)))))
    return "\n".join([*out, *(_line(names, row) for row in rows), ""])


def _line(names: list[str], row: Mapping[str, Any]) -> str:
    cells = [row.get(name) for name in names]
    return ",".join(
        csv_cell("" if c is None else f"{c:.12g}" if isinstance(c, float) else str(c)) for c in cells
    )
