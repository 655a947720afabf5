"""Rows of an export, whatever file it came in: text with separators, an Excel sheet, Parquet.

Everything is text here, so that 040 stays 040. Lines are counted as an editor counts them. Exports hold quoted cells
with line breaks, so a row may take several lines; a quote that is never closed must not swallow the rest of the file,
so a row that does not come out even is given up after its first line, and reading goes on with the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from contested.claims.claim import Claim
from contested.files import read_parquet, read_sheet, refusing
from contested.ground.errors import ClaimError, closest
from contested.ground.progress import Progress, ProgressCallback, silent

#: what event files write where nothing is known
MISSING = frozenset({"", "NA", "N/A", "na", "n/a", "NaN", "nan", "NULL", "null", "None", "<NA>"})
#: lines or rows between two calls of `progress`
EVERY = 500


@dataclass(frozen=True)
class Row:
    """One row: file, line, its columns and its cells as they stand there.

    `row["name"]` is the cell on one line, "" where it is missing or there is no such column.
    """

    file: str
    line: int
    columns: tuple[str, ...]
    cells: tuple[str, ...]
    at: dict[str, int] = field(repr=False, compare=False, default_factory=dict)

    def __getitem__(self, name: str) -> str:
        i = self.at.get(name)
        cell = "" if i is None else " ".join(self.cells[i].split())
        return "" if cell in MISSING else cell

    def first(self, *names: str) -> str:
        """The first of these cells that says something."""
        return next((cell for name in names if (cell := self[name])), "")


@dataclass(frozen=True)
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
    columns, cells : tuple of str
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
    cells: tuple[str, ...] = ()
    text: str = ""
    claim: Claim | None = None

    @property
    def error(self) -> ClaimError:
        """The same as an error, which begins with file, line and column."""
        return ClaimError(f"{self.file}:{self.line}, {self.reason}", self.hint)


def rows(
    path: Path | str, required: Sequence[str], *, names: tuple[str, ...] = (), comments: bool = False,
    progress: ProgressCallback = silent,
) -> Iterator[Row | Aside]:  # fmt: skip
    """Every row below the heading.

    Parameters
    ----------
    path : path
        `.xlsx` is read as a sheet (the first), `.parquet` as Parquet, everything else as text: comma, semicolon or tab,
        UTF-8 with or without a byte order mark, or else Windows-1252.
    required : sequence of str
        Columns without which the file is another kind of file; case and order do not matter, more may be there.
    names : tuple of str
        Columns of a file without a heading, separated by tabs and never quoted.
    comments : bool
        Leave out lines that begin with #.
    progress : function
        Called with what is read and what there is to read, bytes or rows.

    Raises
    ------
    ClaimError
        If there is no such file, it is not of this kind, or lacks a column.
    """
    from contested.claims.importers import text

    path = Path(path)
    if not path.is_file():
        what = "a folder" if path.is_dir() else "none"
        raise ClaimError(f"{path}: expected a file of this name; got {what}.", "check the spelling and the folder")
    reader = {".xlsx": _excel, ".xlsm": _excel, ".parquet": _parquet}.get(path.suffix.lower())
    if reader is not None:
        return reader(path, required, progress)
    return text.records(path, required, names, comments, progress)


def heading(cells: Sequence[str], required: Sequence[str], where: str) -> dict[str, int]:
    """Where each column stands, by its name in lower case.

    Raises
    ------
    ClaimError
        If one is missing or there twice.
    """
    found = [cell.strip().casefold() for cell in cells]
    at = {name: i for i, name in enumerate(found) if name}
    for name in required:
        if name not in at:
            raise ClaimError(
                f"{where}, {name}: expected a column {name!r}; got none.",
                closest(name, [n for n in found if n] or ["an empty line"]),
            )
    for name in at:
        if found.count(name) > 1:
            raise ClaimError(f"{where}, {name}: expected each column once; got {found.count(name)} of this name.")
    return at


def _excel(path: Path, required: Sequence[str], progress: ProgressCallback) -> Iterator[Row]:
    """Rows of the first sheet; a row's line is its number in the sheet."""
    cells = read_sheet(path, lambda sheets: sheets[0], refusing(ClaimError, f"{path}: expected a workbook"))
    return _from_table(path, required, enumerate(cells.iter_rows(), 1), cells.height, progress)


def _parquet(path: Path, required: Sequence[str], progress: ProgressCallback) -> Iterator[Row]:
    """Rows of a Parquet file, counted from 1."""
    frame = read_parquet(path, refusing(ClaimError, f"{path}: expected a Parquet file"))
    return _from_table(path, required, enumerate(chain([frame.columns], frame.iter_rows())), frame.height, progress)


def _from_table(
    path: Path, required: Sequence[str], numbered: Iterable[tuple[int, Sequence[Any]]], total: int,
    progress: ProgressCallback,
) -> Iterator[Row]:  # fmt: skip
    columns: tuple[str, ...] = ()
    at: dict[str, int] = {}
    for number, values in numbered:
        if number % EVERY == 0:
            progress(Progress(number, total))
        cells = tuple(_text(value) for value in values)
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = tuple(cell.strip() for cell in cells)
            at = heading(columns, required, f"{path}:{max(number, 1)}")
        else:
            yield Row(path.name, number, columns, cells, at)
    if not columns:
        raise ClaimError(f"{path}:1: expected a row of column names; got an empty table.")


def _text(value: Any) -> str:
    if value is None:
        return ""
    # a sheet knows no whole numbers: 3000 is read as 3000.0
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
