"""Tables whose columns are declared, of scenarios and claims, so that both fail in the same words.

A row stands on one line, which keeps line numbers true and an unclosed quote from swallowing the rest of the file;
lines that begin with # are comments (`lines.is_note`). Cells are separated by commas, or by what a spreadsheet wrote
instead.

Leaves out: relations between rows and files (scenarios.resolve), and what a claim may say (claims.claim).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from contested.files.faults import Faults, Row
from contested.files.lines import SEPARATORS, cells_of, is_note, separator_of, text_of
from contested.ground.columns import Column, UnreadableError, parse
from contested.ground.errors import closest


def read_rows(path: Path, columns: Sequence[Column], faults: Faults, shown: str = "", at_least: int = 0) -> list[Row]:
    """The rows of a CSV file that could be read; what could not is in `faults`.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8 whose first line that is not a comment names the columns, in any order; separated by
        commas, semicolons, tabs or bars.
    columns : sequence of Column
        Every column it must have, but for those that may be missing; it may have no other.
    faults : Faults
        Takes what is wrong.
    shown : str
        How messages call the file; its path if empty.
    at_least : int
        Fewest rows that make sense.

    Returns
    -------
    list of Row
        Rows without a fault, in order.
    """
    shown = shown or str(path)
    text = text_of(path, shown, faults)
    if text is None:
        return []
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not is_note(line, below=bool(lines)):
            lines.append((number, line))
    if not lines:
        faults.add(f"{shown}:1", f"a line of column names ({', '.join(c.name for c in columns)})", "an empty file")
        return []
    separator = separator_of(lines[0][1], all_names(columns))
    heading = _heading(lines[0], separator, columns, shown, faults)
    if heading is None:
        return []
    by_name = {c.name: c for c in columns}
    rows = [
        row for number, line in lines[1:] if (row := _row(number, line, separator, heading, by_name, shown, faults))
    ]
    _unique(rows, columns, faults)
    if len(lines) - 1 < at_least:
        faults.add(
            shown,
            f"at least {at_least} row{'s' * (at_least > 1)} below the column names",
            str(len(lines) - 1),
        )
    return rows


def _heading(
    first: tuple[int, str], separator: str, columns: Sequence[Column], shown: str, faults: Faults
) -> list[str] | None:
    number, line = first
    wanted = [c.name for c in columns]
    try:
        heading = [cell.strip() for cell in cells_of(line, separator)]
    except csv.Error as reason:
        between = f"column names separated by {SEPARATORS[separator]}s"
        faults.add(f"{shown}:{number}", between, f"a line that cannot be split ({reason})")
        return None
    heading = current_names(heading, columns)
    before = len(faults.errors)
    missing = [c.name for c in columns if c.name not in heading and not c.missing_ok]
    for name in missing:
        faults.add(f"{shown}:{number}, {name}", f"a column {name!r}", "none", f"{name}: {by_meaning(columns, name)}")
    for name in dict.fromkeys(heading):
        if heading.count(name) > 1:
            faults.add(f"{shown}:{number}, {name}", "each column once", f"{heading.count(name)} of this name")
        if name not in wanted:
            # a column that is misspelt shows up twice, as missing and as extra: the hint joins them
            faults.add(
                f"{shown}:{number}, {name}",
                f"only the columns {', '.join(wanted)}",
                f"an extra column {name!r}",
                closest(name, missing or wanted),
            )
    return heading if len(faults.errors) == before else None


def all_names(columns: Iterable[Column]) -> list[str]:
    """The names that columns have and had."""
    return [name for c in columns for name in (c.name, c.formerly) if name]


def current_names(heading: Iterable[str], columns: Iterable[Column]) -> list[str]:
    """The names of a heading, those of earlier versions as they are now."""
    now = {c.formerly: c.name for c in columns if c.formerly}
    return [now.get(name, name) for name in heading]


def by_meaning(columns: Iterable[Column], name: str) -> str:
    """The meaning of the column of this name."""
    return next(c.meaning for c in columns if c.name == name)


def _row(
    number: int, line: str, separator: str, heading: list[str], columns: dict[str, Column], shown: str, faults: Faults
) -> Row | None:
    between = SEPARATORS[separator]
    try:
        cells = cells_of(line, separator)
    except csv.Error as reason:
        faults.add(
            f"{shown}:{number}",
            f"cells separated by {between}s, on one line",
            f"a line that cannot be split ({reason})",
            'close every quote; write a quote inside a cell as ""',
        )
        return None
    if len(cells) != len(heading):
        faults.add(
            f"{shown}:{number}",
            f"{len(heading)} cells, one a column",
            f"{len(cells)}",
            f'put a cell that contains a {between} into quotes: "a{separator} b"'
            if len(cells) > len(heading)
            else f"leave a cell empty by writing nothing between two {between}s",
        )
        return None
    values = parsed([columns[name] for name in heading], cells, f"{shown}:{number}", faults)
    if values is None:
        return None
    empty = {c.name: parse("", c) for c in columns.values() if c.missing_ok and c.name not in values}
    return Row(shown, number, values | empty)


def parsed(columns: Sequence[Column], cells: Sequence[str], where: str, faults: Faults) -> dict[str, Any] | None:
    """The values of a row's cells, a column each; None and a fault for each cell that cannot be read."""
    values: dict[str, Any] = {}
    for column, text in zip(columns, cells, strict=True):
        cell = text.strip()
        try:
            values[column.name] = parse(cell, column)
        except UnreadableError as reason:
            got = repr(cell if len(cell) <= 60 else cell[:57] + "...") if cell else "an empty cell"
            faults.add(f"{where}, {column.name}", column.expects(), got, reason.hint)
    return values if len(values) == len(columns) else None


def _unique(rows: list[Row], columns: Sequence[Column], faults: Faults) -> None:
    for column in columns:
        if not column.unique:
            continue
        first: dict[Any, int] = {}
        for row in rows:
            value = row[column.name]
            if value in first:
                faults.add(row.where(column.name), "a name not used before", f"{value!r}, as in line {first[value]}")
            first.setdefault(value, row.line)
