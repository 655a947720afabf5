"""Proposed rows as tables for a person, and those that were accepted put into a scenario."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from contested.files.faults import Faults
from contested.files.lines import cells_of
from contested.files.rows import read_rows
from contested.ground.columns import Column
from contested.ground.errors import ScenarioError
from contested.scenarios import folders, schema
from contested.scenarios.check import check
from contested.scenarios.new import folder as target
from contested.scenarios.new.proposals import Proposals
from contested.scenarios.new.tables import Rows

ACCEPT = Column("accept", "choice", "yes to put the row into the scenario", choices=("yes", "no"), optional=True)
SPECS = (schema.ACTS, schema.HEADLINES, schema.SOURCES)


class Accepted(NamedTuple):
    """How many rows of acts.csv and headlines.csv went into the scenario, and its new origin, if that moved."""

    acts: int
    headlines: int
    origin: dt.date | None


def write_proposals(proposals: Proposals, folder: Path) -> Path:
    """Proposed acts, headlines and their sources as tables with one column more, `accept`, in a new folder.

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
    return target.write(folder, texts)


def _table(spec: schema.FileSpec, rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["accept", *(c.name for c in spec.columns)], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return f"# Proposed rows of {spec.name}. Read each, mend it, and write yes into its first cell to accept it.\n" + (
        out.getvalue()
    )


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
    if home.parent == folders.DATA:
        raise ScenarioError(
            f"scenario: expected a folder of your own; got {str(scenario)!r}, which comes with the package.",
            f"copy it first: contested scenarios new mine --like {scenario}",
        )
    before = check(home)
    if before.scenario is None:
        raise before.errors[0]
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
    named = {row["source"] for rows in marked.values() for row in rows} - set(before.scenario.sources)
    marked[schema.SOURCES.name] = [r.values for r in listed if r["key"] in named]
    country = before.scenario.country
    last = max((row["end_date"] or row["date"] for row in marked[schema.ACTS.name]), default=dt.date.min)
    moved = last if last > country.start + dt.timedelta(days=country.origin) else None
    texts = {}
    for spec in SPECS:
        if marked[spec.name]:
            texts[spec.name] = appended((home / spec.name).read_text("utf-8-sig"), spec, marked[spec.name])
    if moved is not None:
        text = (home / schema.SETTINGS_FILE).read_text("utf-8-sig")
        texts[schema.SETTINGS_FILE] = re.sub(r"(?m)^(\s*origin\s*=\s*)\S+", rf"\g<1>{moved}", text, count=1)
    _try(home, texts)
    target.overwrite(home, texts)
    return Accepted(len(marked[schema.ACTS.name]), len(marked[schema.HEADLINES.name]), moved)


def _try(home: Path, texts: Mapping[str, str]) -> None:
    """The scenario as it would be, checked in another folder of the same name."""
    with tempfile.TemporaryDirectory() as somewhere:
        trial = Path(shutil.copytree(home, Path(somewhere) / home.resolve().name))
        for name, text in texts.items():
            (trial / name).write_text(text, "utf-8")
        after = check(trial)
    if after.errors:
        raise after.errors[0]


def appended(text: str, spec: schema.FileSpec, rows: Rows) -> str:
    """A table with more rows, and with the columns that these need; comments stay where they are."""
    out: list[str] = []
    old: list[str] | None = None
    names: list[str] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            out.append(line)
        elif old is None:
            old = [cell.strip() for cell in cells_of(line)]
            needed = {name for row in rows for name, value in row.items() if value not in ("", None)}
            names = [c.name for c in spec.columns if c.name in {*old, *needed}]
            out.append(",".join(names))
        else:
            out.append(_line(names, dict(zip(old, cells_of(line)))))
    return "\n".join([*out, *(_line(names, row) for row in rows), ""])


def _line(names: list[str], row: Mapping[str, Any]) -> str:
    out = io.StringIO()
    cells = [row.get(name) for name in names]
    csv.writer(out, lineterminator="").writerow(
        ["" if c is None else f"{c:.12g}" if isinstance(c, float) else c for c in cells]
    )
    return out.getvalue()
