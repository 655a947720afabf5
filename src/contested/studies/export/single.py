"""An export that is one file: a workbook with a sheet per table, or JSON."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from contested.ground.errors import InputError
from contested.ground.formulas import SHEET_COLUMNS, WORKBOOK, too_long
from contested.store import disk
from contested.studies.export.tidy import TidyTable, codebook

#: letters of a sheet's name
NAME = 31
#: width of columns of text, and least width of others, in letters
WIDE, NARROW = 24, 9


def workbook(file: Path, tables: Sequence[TidyTable], about: Mapping[str, str]) -> None:
    """A sheet per table, and the sheets codebook and about. Infinite numbers are empty cells.

    Raises
    ------
    InputError
        If a table has more rows or columns than a sheet.
    """
    import xlsxwriter

    for t in tables:
        hint = "--to csv or --to parquet have no such limit; --table names the tables wanted"
        if wrong := too_long(f"table {t.name}", t.frame.height):
            raise InputError(wrong, hint)
        if t.frame.width > SHEET_COLUMNS:
            raise InputError(
                f"xlsx: a sheet has at most {SHEET_COLUMNS:,} columns; table {t.name} has {t.frame.width:,}.", hint
            )
    sheets = {t.name: t.frame for t in tables}
    sheets["codebook"] = codebook(tables)
    sheets["about"] = pl.DataFrame(
        [*about.items(), *((f"table {t.name}", t.title) for t in tables)], ["name", "value"], orient="row"
    )
    content = io.BytesIO()
    # row by row: a sheet of a million numbers as objects would take gigabytes
    with xlsxwriter.Workbook(content, {**WORKBOOK, "constant_memory": True}) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # the same export is the same file
        bold, date = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for name, frame in sheets.items():
            _fill(book.add_worksheet(name[:NAME]), _finite(frame), bold, date)
    disk.write_bytes(file, content.getvalue())


def _fill(sheet: Any, frame: pl.DataFrame, bold: Any, date: Any) -> None:
    """Write a table into a sheet: a heading that stays in sight and filters, and a row each."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, frame.height, max(frame.width - 1, 0))
    for k, (name, kind) in enumerate(frame.schema.items()):
        sheet.set_column(k, k, WIDE if kind == pl.String else max(len(name), NARROW) + 2)
        sheet.write_string(0, k, name, bold)
    of_kind: dict[Any, Any] = {
        pl.String: sheet.write_string, pl.Boolean: sheet.write_boolean, pl.Date: sheet.write_datetime
    }  # fmt: skip
    writers = [of_kind.get(kind, sheet.write_number) for kind in frame.dtypes]
    formats = [date if kind == pl.Date else None for kind in frame.dtypes]
    for i, row in enumerate(frame.iter_rows(), 1):
        for k, value in enumerate(row):
            if value is not None:
                writers[k](i, k, value, formats[k])


def as_json(file: Path, tables: Sequence[TidyTable], about: Mapping[str, str]) -> None:
    """An object with about, codebook, and tables: lists of records by name. Dates are text, missing numbers null."""

    def parts() -> list[bytes]:
        head = json.dumps({**about, "tables": {t.name: t.title for t in tables}}, ensure_ascii=False)
        lines = [f'{{"about": {head},\n"codebook": {codebook(tables).write_json()},\n"tables": {{'.encode()]
        for k, t in enumerate(tables):
            lines.append(f'{"," if k else ""}\n"{t.name}": {_finite(t.frame).write_json()}'.encode())
        return [*lines, b"\n}}\n"]

    disk.write_parts(file, parts())


def _finite(frame: pl.DataFrame) -> pl.DataFrame:
    numbers = [name for name, kind in frame.schema.items() if kind.is_float()]
    return frame.with_columns(pl.when(pl.col(n).is_finite()).then(pl.col(n)).alias(n) for n in numbers)
