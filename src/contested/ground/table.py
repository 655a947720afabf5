"""A table on disk; what cannot be read is told by file, line and field.

Whatever somebody hands over as a table is opened through here: `cells_of` a row of text, `read_sheet` a workbook, and
`readable` makes one error of whatever a library says. Who reads cells says what they mean.

`read_rows` reads tables whose columns are declared, of scenarios and claims, so both fail in the same words. There a
row stands on one line, which keeps line numbers true and an unclosed quote from swallowing the rest of the file; lines
that begin with # are comments.

Leaves out: relations between rows and files (scenarios.resolve), and what a claim may say (claims.claim).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ground.columns import Column, UnreadableError, parse
from contested.ground.errors import InputError, closest

if TYPE_CHECKING:
    import polars as pl

LONGEST_FILE = 64 * 2**20


@contextmanager
def readable(refused: Callable[[str], InputError]) -> Iterator[None]:
    """Turn what a library says of a table that it cannot read into an error of the caller's, made of its first line."""
    import fastexcel
    import polars as pl

    try:
        yield
    # a damaged Parquet file makes polars panic, which is no PolarsError
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise refused(str(error).splitlines()[0]) from error


def read_sheet(source: Path | bytes, choose: Callable[[list[str]], str]) -> pl.DataFrame:
    """The sheet of a workbook that `choose` takes, as text, row by row: without a header, and with empty rows."""
    import fastexcel

    book = fastexcel.read_excel(source)
    # skip_rows keeps empty rows at the top, so that row numbers are those of the sheet
    frame: pl.DataFrame = book.load_sheet(
        choose(book.sheet_names), header_row=None, skip_rows=0, dtypes="string"
    ).to_polars()
    return frame


def cells_of(line: str, separator: str = ",") -> list[str]:
    """The cells of one row of text.

    Raises
    ------
    csv.Error
        If it cannot be split.
    """
    # one row at a time: a quote that is never closed is then the fault of its own row only
    return next(csv.reader([line], delimiter=separator, strict=True), [])


@dataclass(frozen=True)
class Row:
    """One row and where it stands."""

    file: str
    line: int
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def where(self, name: str) -> str:
        """File, line and field, as every message about this row begins."""
        return f"{self.file}:{self.line}, {name}"


@dataclass
class Faults:
    """What is wrong, collected, so that a check can tell all of it and a load only the first.

    Parameters
    ----------
    kind : type
        Class of the errors, ScenarioError or ClaimError.
    """

    kind: type[InputError]
    errors: list[InputError] = field(default_factory=list)

    def add(self, where: str, expected: str, got: str, hint: str = "") -> None:
        """Note one fault."""
        self.errors.append(self.kind(f"{where}: expected {expected}; got {got}.", hint))

    def unknown(self, where: str, expected: str, value: str, known: Iterable[str]) -> None:
        """Note a name that is none of those known; the hint is the nearest."""
        self.add(where, expected, repr(value), closest(value, list(known)))

    def say(self, message: str, hint: str = "") -> None:
        """Note one fault that does not fit `expected ...; got ...`."""
        self.errors.append(self.kind(message, hint))


def text_of(path: Path, shown: str, faults: Faults) -> str | None:
    """The text of a UTF-8 file with unix line ends, or None and a fault."""
    try:
        if path.stat().st_size > LONGEST_FILE:
            faults.add(
                shown,
                f"a file below {LONGEST_FILE // 2**20} MiB",
                f"{path.stat().st_size / 2**20:.0f} MiB",
                "is this the right file?",
            )
            return None
        raw = path.read_bytes()
    except FileNotFoundError:
        faults.add(
            shown,
            "a file of this name",
            "none",
            "`contested scenarios new DIR` writes a complete set of files",
        )
        return None
    except OSError as reason:
        faults.add(shown, "a readable file", reason.strerror or "an error of the disk")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = raw.count(b"\n", 0, reason.start) + 1
        faults.add(
            f"{shown}:{line}",
            "text in UTF-8",
            f"byte 0x{raw[reason.start]:02x}",
            "save the file again with encoding UTF-8",
        )
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_rows(path: Path, columns: Sequence[Column], faults: Faults, shown: str = "", at_least: int = 0) -> list[Row]:
    """The rows of a CSV file that could be read; what could not is in `faults`.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8 whose first line that is not a comment names the columns, in any order.
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
    lines = [
        (number, line)
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not lines:
        faults.add(f"{shown}:1", f"a line of column names ({', '.join(c.name for c in columns)})", "an empty file")
        return []
    heading = _heading(lines[0], columns, shown, faults)
    if heading is None:
        return []
    by_name = {c.name: c for c in columns}
    rows = [row for number, line in lines[1:] if (row := _row(number, line, heading, by_name, shown, faults))]
    _unique(rows, columns, faults)
    if len(lines) - 1 < at_least:
        faults.add(
            shown,
            f"at least {at_least} row{'s' * (at_least > 1)} below the column names",
            str(len(lines) - 1),
        )
    return rows


def _heading(first: tuple[int, str], columns: Sequence[Column], shown: str, faults: Faults) -> list[str] | None:
    number, line = first
    wanted = [c.name for c in columns]
    try:
        heading = [cell.strip() for cell in cells_of(line)]
    except csv.Error as reason:
        faults.add(f"{shown}:{number}", "column names separated by commas", f"a line that cannot be split ({reason})")
        return None
    renamed = {c.formerly: c.name for c in columns if c.formerly}
    heading = [renamed.get(name, name) for name in heading]
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


def by_meaning(columns: Iterable[Column], name: str) -> str:
    """The meaning of the column of this name."""
    return next(c.meaning for c in columns if c.name == name)


def _row(
    number: int, line: str, heading: list[str], columns: dict[str, Column], shown: str, faults: Faults
) -> Row | None:
    try:
        cells = cells_of(line)
    except csv.Error as reason:
        faults.add(
            f"{shown}:{number}",
            "cells separated by commas, on one line",
            f"a line that cannot be split ({reason})",
            'close every quote; write a quote inside a cell as ""',
        )
        return None
    if len(cells) != len(heading):
        faults.add(
            f"{shown}:{number}",
            f"{len(heading)} cells, one a column",
            f"{len(cells)}",
            'put a cell that contains a comma into quotes: "a, b"'
            if len(cells) > len(heading)
            else "leave a cell empty by writing nothing between two commas",
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
