"""Rows of an export, whatever file it came in: text with separators, an Excel sheet, Parquet.

Everything is text here, so that 040 stays 040. Lines are counted as an editor counts them. Exports hold quoted cells
with line breaks, so a row may take several lines; a quote that is never closed must not swallow the rest of the file,
so a row that does not come out even is given up after its first line, and reading goes on with the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar, overload

from contested.claims.claim import Claim
from contested.claims.importers import kinds
from contested.claims.importers.split import decoded
from contested.files import read_parquet, read_sheet, refusing
from contested.ground.errors import ClaimError
from contested.ground.progress import Progress, ProgressCallback, silent

#: what event files write where nothing is known
MISSING = frozenset({"", "NA", "N/A", "na", "n/a", "NaN", "nan", "NULL", "null", "None", "<NA>", "NaT", "#N/A", "."})
#: lines or rows between two calls of `progress`
EVERY = 500
T = TypeVar("T")


class Typed(str):
    """A cell that is a number in its file, and no text, so that its point is a decimal point: one of a Parquet file.
    Cells of a workbook come as text, whatever they are there."""

    __slots__ = ()


class _Clean(dict[str, str]):
    """What a cell says, on one line, "" where nothing is known; a file says the same few thousand things again."""

    def __missing__(self, cell: str) -> str:
        clean = " ".join(cell.split())
        if clean in MISSING:
            clean = ""
        if len(cell) < 40 and len(self) < 50_000:
            self[cell] = clean
        return clean


_CLEAN = _Clean()


class Columns(dict[str, int]):
    """Where each column of a file stands, by its plain name."""

    def __init__(self, at: Mapping[str, int]) -> None:
        super().__init__(at)
        self._several: dict[tuple[str, ...], Callable[[Sequence[str]], tuple[str, ...]] | None] = {}

    def several(self, names: tuple[str, ...]) -> Callable[[Sequence[str]], tuple[str, ...]] | None:
        """What takes these (two or more) out of a row; None where there is no such column."""
        if names not in self._several:
            known = all(name in self for name in names)
            self._several[names] = itemgetter(*(self[name] for name in names)) if known else None
        return self._several[names]


class Cells(Sequence[str]):
    """The cells of a row that is separated by tabs and never quoted, split anew where they are asked for.

    A row of which nobody asks more than a cell or two then costs its bytes only.

    Parameters
    ----------
    raw : bytes
        The row.
    """

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return self.split()[index]

    def split(self) -> Sequence[str]:
        """All cells."""
        return decoded(self._raw).split("\t")

    def __len__(self) -> int:
        return len(self.split())

    def __iter__(self) -> Iterator[str]:
        return iter(self.split())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self.split()) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self.split()))

    def __repr__(self) -> str:
        return repr(tuple(self.split()))

    def one(self, column: int) -> str:
        """One cell, without splitting all of the row."""
        if column == 0:
            return self._raw[: self._raw.index(b"\t")].decode("utf-8", "replace")
        if column < 0:
            return self._raw.rsplit(b"\t", -column)[column].decode("utf-8", "replace").rstrip("\r\n")
        return self._raw.split(b"\t", column + 1)[column].decode("utf-8", "replace").rstrip("\r\n")


class Row:
    """One row: file, line, its columns and its cells as they stand there.

    `row["name"]` is the cell on one line, "" where it is missing or there is no such column.

    Parameters
    ----------
    file : str
    line : int
    columns : tuple of str
        As the file calls them.
    cells : sequence of str
        What is kept of the row.
    at : Columns
        Where each column stands, by its plain name.
    """

    __slots__ = ("_once", "_split", "at", "cells", "columns", "faults", "file", "line")

    def __init__(self, file: str, line: int, columns: tuple[str, ...], cells: Sequence[str], at: Columns) -> None:
        self.file, self.line, self.columns, self.cells, self.at = file, line, columns, cells, at
        self._split: Sequence[str] | None = None if isinstance(cells, Cells) else cells
        self._once: dict[Callable[[Row], Any], Any] | None = None
        #: what cannot be used of it while the rest can
        self.faults: list[ClaimError] = []

    def raw(self, name: str) -> str:
        """The cell as it stands, "" where there is no such column."""
        i = self.at.get(name)
        if i is None:
            return ""
        if self._split is None:
            self._split = tuple(self.cells)
        return self._split[i]

    def __getitem__(self, name: str) -> str:
        i = self.at.get(name)
        if i is None:
            return ""
        cells = self._split
        if cells is None:
            cells = self._split = tuple(self.cells)
        return _CLEAN[cells[i]]

    def several(self, names: tuple[str, ...]) -> Sequence[str]:
        """`row[name]` of two or more columns, faster."""
        pick = self.at.several(names)
        if pick is None:
            return [self[name] for name in names]
        if self._split is None:
            self._split = tuple(self.cells)
        return [_CLEAN[cell] for cell in pick(self._split)]

    def first(self, *names: str) -> str:
        """The first of these cells that says something."""
        return next((cell for name in names if (cell := self[name])), "")

    def peek(self, name: str) -> str:
        """The same as `row[name]`, for cells that no two rows share; of a row not split yet, without splitting it."""
        i = self.at.get(name)
        if i is None:
            return ""
        if self._split is not None:
            cell = self._split[i]
            return cell if cell.isalnum() and cell not in MISSING else _CLEAN[cell]
        if not isinstance(self.cells, Cells):
            return self[name]
        cell = self.cells.one(i if i < len(self.columns) // 2 + 1 else i - len(self.columns)).strip()
        return "" if cell in MISSING else cell

    def once(self, make: Callable[[Row], T]) -> T:
        """What a function makes of this row, made once."""
        if self._once is None:
            self._once = {}
        if make not in self._once:
            self._once[make] = make(self)
        found: T = self._once[make]
        return found

    def fault(self, message: str, hint: str = "") -> None:
        """Note what cannot be used; the message begins with the column. The row's other parts are used."""
        self.faults.append(ClaimError(message, hint))


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that could not be used, or not wholly.

    Parameters
    ----------
    file : str
        Its file.
    line : int
        Where it stands there.
    reason, hint : str
        What was expected and what came, and what to do.
    columns : tuple of str
    cells : sequence of str
        The row; empty where the line could not be split into cells.
    text : str
        The line itself where it could not be split; else empty.
    claim : Claim or None
        The claim, where nothing is wrong with it but that nobody knows its quantity: it stops nothing.
    """

    file: str
    line: int
    reason: str
    hint: str = ""
    columns: tuple[str, ...] = ()
    cells: Sequence[str] = ()
    text: str = ""
    claim: Claim | None = None

    @property
    def error(self) -> ClaimError:
        """The same as an error, which begins with file, line and column."""
        return ClaimError(f"{self.file}:{self.line}, {self.reason}", self.hint)


@dataclass(frozen=True)
class Expected:
    """What a file must be like.

    Parameters
    ----------
    title : str
        What it is called in messages: "an ACLED export".
    required : tuple of str
        Columns without which it is another kind of file; case and order do not matter, more may be there.
    aliases : mapping of str to tuple of str
        Other names of a column, in other versions of the file.
    layouts : mapping of int to tuple of str
        Columns of files without column names, separated by tabs and never quoted, by their number.
    comments : bool
        Lines that begin with # are comments (`files.lines.is_note`).
    """

    title: str = "a table"
    required: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] | None = None
    layouts: Mapping[int, tuple[str, ...]] | None = None
    comments: bool = False


def rows(
    path: Path | str, expected: Expected, *, progress: ProgressCallback = silent
) -> Iterator[Row | Aside]:  # fmt: skip
    """Every row below the column names.

    Parameters
    ----------
    path : path
        `.xlsx` is read as a sheet (the first), `.parquet` as Parquet, everything else as text: comma, semicolon, tab
        or bar, packed or not, in any encoding that `opened.text_stream` knows or guesses.
    expected : Expected
    progress : function
        Called with what is read and what there is to read, bytes or rows.

    Raises
    ------
    ClaimError
        If there is no such file, it is not of this kind, or lacks a column.
    """
    from contested.claims.importers import text

    path = Path(path)
    reader = {".xlsx": _excel, ".xlsm": _excel, ".parquet": _parquet}.get(path.suffix.lower(), text.records)
    return reader(path, expected, progress)


def plain_name(column: str) -> str:
    """A column's name without differences of case, blanks and hyphens.

    >>> plain_name(" Event-Date "), plain_name("EVENT_DATE")
    ('event_date', 'event_date')
    """
    return re.sub(r"[\s\-.]+", "_", column.replace("\ufeff", "").strip().strip('"').strip().casefold())


def heading(cells: Sequence[str], expected: Expected, where: str) -> Columns:
    """Where each column stands, by its plain name.

    Raises
    ------
    ClaimError
        If one is missing or there twice; the message says what the file looks like if it is another kind.
    """
    found = [plain_name(cell) for cell in cells]
    at = Columns({name: i for i, name in enumerate(found) if name})
    for name, others in (expected.aliases or {}).items():
        other = next((n for n in others if n in at), None)
        if name not in at and other is not None:
            at[name] = at[other]
    for name in expected.required:
        if name not in at:
            kind = kinds.of_columns(at) or kinds.of_width(list(cells))
            if kind is not None:
                raise ClaimError(
                    f"{where}, {name}: expected {expected.title}, with a column {name!r}; got what looks like "
                    f"{kind.name}.", kind.hint)  # fmt: skip
            raise ClaimError(
                f"{where}, {name}: expected a column {name!r}; got none.",
                f"needed are {', '.join(expected.required)}; there are {', '.join(n for n in found if n) or 'none'}",
            )
    for name in dict.fromkeys(found):
        if name and found.count(name) > 1:
            raise ClaimError(f"{where}, {name}: expected each column once; got {found.count(name)} of this name.")
    return at


def _excel(path: Path, expected: Expected, progress: ProgressCallback) -> Iterator[Row]:
    """Rows of the first sheet; a row's line is its number in the sheet."""
    sheets: list[str] = []

    def first(names: list[str]) -> str:
        sheets.extend(names)
        return names[0]

    cells = read_sheet(path, first, refusing(ClaimError, f"{path}: expected a workbook"))
    try:
        yield from _from_table(path, expected, enumerate(cells.iter_rows(), 1), cells.height, progress)
    except ClaimError as error:
        if len(sheets) == 1:
            raise
        others = ", ".join(repr(name) for name in sheets[1:6]) + (", ..." if len(sheets) > 6 else "")
        only = f"only the first sheet, {sheets[0]!r}, is read: move the table there; the others are {others}"
        raise ClaimError(error.message, f"{error.hint}; {only}" if error.hint else only) from error


def _parquet(path: Path, expected: Expected, progress: ProgressCallback) -> Iterator[Row]:
    """Rows of a Parquet file, counted from 1."""
    frame = read_parquet(path, refusing(ClaimError, f"{path}: expected a Parquet file"))
    return _from_table(path, expected, enumerate(chain([frame.columns], frame.iter_rows())), frame.height, progress)


def _from_table(
    path: Path, expected: Expected, numbered: Iterable[tuple[int, Sequence[Any]]], total: int,
    progress: ProgressCallback,
) -> Iterator[Row]:  # fmt: skip
    columns: tuple[str, ...] = ()
    at = Columns({})
    for number, values in numbered:
        if number % EVERY == 0:
            progress(Progress(number, total))
        cells = tuple(_text(value) for value in values)
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = tuple(cell.strip() for cell in cells)
            at = heading(columns, expected, f"{path}:{max(number, 1)}")
        else:
            yield Row(path.name, number, columns, cells, at)
    if not columns:
        raise ClaimError(f"{path}:1: expected a row of column names; got an empty table.")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        # a column of numbers with gaps knows no whole ones: 3000 is read as 3000.0
        return str(int(value)) if value.is_integer() else Typed(value)
    return str(value)
