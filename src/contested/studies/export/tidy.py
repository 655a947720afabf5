"""A tidy table: a row per observation, a column per variable, and what each variable is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from contested.ground.safe_names import safe_names

if TYPE_CHECKING:
    import xarray as xr

#: whole numbers beyond this are not exact in R, Stata, Excel and JSON
EXACT = 2**53
#: unit of a pure number, as NetCDF's conventions call it
PURE = "1"


class Meaning(NamedTuple):
    """What a column holds.

    Parameters
    ----------
    label : str
        In one line.
    unit : str
        One of `ground.units` ("1" for a pure number), "date", or "as in unit" (another column of the row says it); ""
        for text.
    source : str
        Where the number comes from.
    """

    label: str
    unit: str = ""
    source: str = ""


class Variable(NamedTuple):
    """A column of a tidy table.

    Parameters
    ----------
    name : str
        Safe in R and Stata (`ground.safe_names`).
    label, unit, source : str
        As in `Meaning`.
    original : str
        What the column is called in contested.
    """

    name: str
    label: str
    unit: str
    source: str
    original: str


class TidyTable(NamedTuple):
    """A table with what its variables are.

    Parameters
    ----------
    name : str
        A safe name.
    title : str
        What a row is, in one line.
    frame : polars.DataFrame
        Of texts, whole numbers, floats, truth values and dates; what is missing is null, never NaN.
    variables : tuple of Variable
        One for each column, in their order.
    arrays : () -> xarray.Dataset, optional
        The same with named dimensions, where rows are all combinations of some columns; names are as in contested.
    """

    name: str
    title: str
    frame: pl.DataFrame
    variables: tuple[Variable, ...]
    arrays: Callable[[], xr.Dataset] | None = None


def tidy(
    name: str, title: str, frame: pl.DataFrame, meaning: Callable[[str], Meaning],
    arrays: Callable[[], xr.Dataset] | None = None,
) -> TidyTable:  # fmt: skip
    """A table with safe names and plain types.

    Parameters
    ----------
    name, title : str
    frame : polars.DataFrame
    meaning : (column) -> Meaning
    arrays : () -> xarray.Dataset, optional
        As in `TidyTable`.
    """
    variables = tuple(
        Variable(safe, about.label, PURE if about.unit == "-" else about.unit, about.source, column)
        for column, safe, about in zip(frame.columns, safe_names(frame.columns), map(meaning, frame.columns))
    )
    plain = frame.select(_plain(frame[v.original]).alias(v.name) for v in variables)
    return TidyTable(name, title, plain, variables, arrays)


def codebook(tables: Iterable[TidyTable]) -> pl.DataFrame:
    """A row per variable: table, variable, label, unit, type, source, original."""
    rows = [
        (t.name, v.name, v.label, v.unit, _kind(t.frame.schema[v.name]), v.source, v.original)
        for t in tables for v in t.variables
    ]  # fmt: skip
    columns = ("table", "variable", "label", "unit", "type", "source", "original")
    return pl.DataFrame(rows, dict.fromkeys(columns, pl.String), orient="row")


def _kind(kind: pl.DataType) -> str:
    if kind == pl.Boolean:
        return "true or false"
    if kind == pl.Date:
        return "date"
    return "text" if kind == pl.String else "whole number" if kind.is_integer() else "number"


def _plain(column: pl.Series) -> pl.Series:
    """A column as one of the types above."""
    kind = column.dtype
    if kind.is_integer():
        exact = (column.cast(pl.Float64).abs() <= EXACT).all()  # bounds would not fit into narrow types
        return column.cast(pl.Int64 if exact else pl.String)
    if kind.is_float():
        return column.cast(pl.Float64).fill_nan(None)
    if kind in (pl.Boolean, pl.Date, pl.String):
        return column
    if isinstance(kind, pl.List | pl.Array):
        texts = [None if row is None else " ".join(map(str, row)) for row in column.to_list()]
        return pl.Series(texts, dtype=pl.String)
    return column.cast(pl.String)
