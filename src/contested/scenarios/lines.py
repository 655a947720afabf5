"""Acts as lines of acts.csv: one that is done on another day, and the shortest line that means an act."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from contested.ground.errors import ScenarioError
from contested.scenarios.changes import Change
from contested.scenarios.scenario import ActRow, Scenario
from contested.scenarios.schema import ACTS

#: cells that decide what an act does; those after them say who reports it
_DOES = 10


def as_line(row: ActRow, **changes: Any) -> str:
    """An act as a line of acts.csv, changed; a level that is changed is an assumption."""
    new = replace(row, **changes)
    if "level" in changes:
        new = replace(new, level_source="assumed")
    return _joined([getattr(new, column.name) for column in ACTS.columns])


def short_line(row: ActRow, **changes: Any) -> str:
    """What an act does as a line of acts.csv, without sources, note and empty cells at the end: alike for acts that do
    the same.
    """
    new = replace(row, **changes)
    cells = [getattr(new, column.name) for column in ACTS.columns][:_DOES]
    return _joined([f"{cell:.12g}" if isinstance(cell, float) else cell for cell in cells]).rstrip(",")


def _joined(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow("" if cell is None else cell for cell in cells)
    return out.getvalue()


def moved(scenario: Scenario, days: Mapping[int, int]) -> Change:
    """Acts that are done on other days, as long as they were.

    Parameters
    ----------
    scenario : Scenario
    days : mapping of line of acts.csv to days
        How much later; earlier below 0.

    Raises
    ------
    ScenarioError
        No act stands on a line.
    """
    rows = {row.line: row for row in scenario.acts}
    for line in days:
        if line not in rows:
            raise ScenarioError(
                f"move: expected the line of an act of {scenario.name}; got {line}.",
                f"its acts stand on the lines {min(rows)} to {max(rows)}" if rows else "it has no acts",
            )
    lines = [
        short_line(row, date=row.date + later, end_date=None if row.end_date is None else row.end_date + later)
        for line, by in sorted(days.items()) for row, later in [(rows[line], timedelta(days=by))]
    ]  # fmt: skip
    return Change("", {}, tuple(map(str, sorted(days))), tuple(lines))
