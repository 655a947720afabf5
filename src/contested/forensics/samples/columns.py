"""Columns of the small tables that sampling reads: text, counts and numbers, each cell checked and named if wrong."""

from __future__ import annotations

import polars as pl

from contested.forensics.table.cells import Cells
from contested.forensics.table.numbers import MISSING, counts, western
from contested.ground.errors import ReturnsError


def fault(cells: Cells, row: int, message: str, hint: str = "", column: str | None = None) -> ReturnsError:
    """An error that names file, line and column of a row."""
    return ReturnsError(message, hint, file=cells.source, line=int(cells.lines[row]), column=column)


def text_of(cells: Cells, name: str, *, optional: bool = False) -> pl.Series:
    """A column of text without blanks around it. Only an optional column may have empty cells; they are null."""
    if optional and name not in cells.frame.columns:
        return pl.Series(name, [None] * cells.frame.height, dtype=pl.String)
    text = cells.column(name).cast(pl.String).str.strip_chars()
    text = text.set(text == "", None)
    if not optional and text.null_count():
        row = int(text.is_null().arg_true()[0])
        raise fault(cells, row, "expected a name; the cell is empty.", column=name)
    return text


def counts_of(cells: Cells, name: str, *, absent: int | None = None, missing: bool = False) -> pl.Series:
    """A column of counts. `absent` stands for a column that is not there; `missing` allows empty cells."""
    if absent is not None and name not in cells.frame.columns:
        return pl.Series(name, [absent] * cells.frame.height, dtype=pl.Int64)
    found = counts(cells.column(name))
    if found.faults.height:
        first = found.faults.row(0, named=True)
        raise fault(cells, first["row"], f"{first['value']!r} {first['why']}.", column=name)
    values = found.values
    if not missing and values.null_count():
        row = int(values.is_null().arg_true()[0])
        raise fault(cells, row, "expected a count; the cell is empty.", column=name)
    return values


def numbers_of(cells: Cells, name: str) -> pl.Series:
    """A column of numbers with or without a fraction; null where a cell is empty or the column is not there."""
    if name not in cells.frame.columns:
        return pl.Series(name, [None] * cells.frame.height, dtype=pl.Float64)
    text = western(cells.column(name).cast(pl.String).str.strip_chars())
    values = text.str.strip_suffix("%").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    bad = (values.is_null() | ~values.is_finite()) & ~text.str.to_lowercase().is_in(list(MISSING)) & text.is_not_null()
    if bad.any():
        row = int(bad.arg_true()[0])
        raise fault(cells, row, f"expected a number; got {text[row]!r}.", column=name)
    return values
