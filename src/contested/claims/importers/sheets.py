"""Rows of the first sheet of a workbook, and of a Parquet file, as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from contested.claims.importers.rows import Row, heading
from contested.ground.errors import ClaimError
from contested.ground.progress import Progress, ProgressCallback

_EVERY = 500


def excel(path: Path, required: Sequence[str], progress: ProgressCallback) -> Iterator[Row]:
    """Rows of the first sheet; a row's line is its number in the sheet."""
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        sheet = book.load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
        cells = sheet.to_polars()
    except fastexcel.FastExcelError as reason:
        said = str(reason).splitlines()[0]
        raise ClaimError(f"{path}: expected a workbook; got one that cannot be read ({said}).") from reason
    return _rows(path, required, enumerate(cells.iter_rows(), 1), cells.height, progress)


def parquet(path: Path, required: Sequence[str], progress: ProgressCallback) -> Iterator[Row]:
    """Rows of a Parquet file, counted from 1."""
    import polars as pl

    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as reason:
        said = str(reason).splitlines()[0]
        raise ClaimError(f"{path}: expected a Parquet file; got one that cannot be read ({said}).") from reason
    numbered = enumerate([tuple(frame.columns)], 0), enumerate(frame.iter_rows(), 1)
    return _rows(path, required, (row for part in numbered for row in part), frame.height, progress)


def _rows(
    path: Path, required: Sequence[str], numbered: Iterable[tuple[int, Sequence[Any]]], total: int,
    progress: ProgressCallback,
) -> Iterator[Row]:  # fmt: skip
    columns: tuple[str, ...] = ()
    at: dict[str, int] = {}
    for number, values in numbered:
        if number % _EVERY == 0:
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
