"""An export that is one file: a workbook with a sheet per table, or JSON."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from contested.ground.errors import InputError
from contested.ground.formulas import WORKBOOK
from contested.store import disk
from contested.studies.export.tidy import TidyTable, codebook

#: rows of a sheet below its heading, columns of one, and letters of its name
ROWS, COLUMNS, NAME = 1_048_575, 16_384, 31


def workbook(file: Path, tables: Sequence[TidyTable], about: Mapping[str, str]) -> None:
    """A sheet per table, and the sheets codebook and about. Infinite numbers are empty cells.

    Raises
    ------
    InputError
        If a table has more rows than a sheet.
    """
    import xlsxwriter

    for t in tables:
        if t.frame.height > ROWS or t.frame.width > COLUMNS:
            raise InputError(
                f"xlsx: a sheet has at most {ROWS:,} rows; table {t.name} has {t.frame.height:,}.",
                "--to csv or --to parquet have no such limit; --table names the tables wanted",
            )
    sheets = {t.name: t.frame for t in tables}
    sheets["codebook"] = codebook(tables)
    sheets["about"] = pl.DataFrame(
        [*about.items(), *((f"table {t.name}", t.title) for t in tables)], ["name", "value"], orient="row"
    )
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, WORKBOOK) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # the same export is the same file
        for name, frame in sheets.items():
            sheet = book.add_worksheet(name[:NAME])
            _finite(frame).write_excel(
                book, worksheet=sheet, table_style="Table Style Light 1", freeze_panes=(1, 0),
                dtype_formats={pl.Int64: "0", pl.Float64: "General"},
            )  # fmt: skip
    disk.write_bytes(file, content.getvalue())


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
