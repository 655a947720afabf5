"""An export that is a folder: a file per table, codebook.csv, and about.json with what the result is."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from contested.ground.extras import extra
from contested.ground.formulas import csv_of_frame
from contested.store import disk
from contested.studies.export.tidy import TidyTable, codebook

if TYPE_CHECKING:
    import xarray as xr

ABOUT, CODEBOOK = "about.json", "codebook.csv"
#: characters of a label in Stata, and the longest text that is not a long text there
LABEL, SHORT = 80, 2045


def write(
    folder: Path, to: str, tables: Sequence[TidyTable], about: Mapping[str, str], earlier: Sequence[str] = ()
) -> None:
    """Write every table as FOLDER/NAME.FORMAT, and what they are; the tables of an earlier export go first.

    about.json is written first, so that the folder is known for an export, and codebook.csv last.
    """
    folder.mkdir(exist_ok=True)
    for name in (CODEBOOK, *(f"{table}.{form}" for table in earlier for form in WRITERS)):
        (folder / name).unlink(missing_ok=True)
    disk.write_json(folder / ABOUT, {**about, "tables": {t.name: t.title for t in tables}})
    for t in tables:
        disk.write_bytes(folder / f"{t.name}.{to}", WRITERS[to](t, about))
    disk.write_bytes(folder / CODEBOOK, csv_of_frame(codebook(tables)))


def _csv(table: TidyTable, about: Mapping[str, str]) -> bytes:
    return csv_of_frame(table.frame)


def _parquet(table: TidyTable, about: Mapping[str, str]) -> bytes:
    """With what the result is, and what the columns are, in the file's own metadata."""
    content = io.BytesIO()
    words = {"about": json.dumps(dict(about)), "codebook": json.dumps(codebook([table]).to_dicts())}
    table.frame.write_parquet(content, compression="zstd", metadata=words)
    return content.getvalue()


def _stata(table: TidyTable, about: Mapping[str, str]) -> bytes:
    """Stata 14 and later; labels are cut after 80 characters. Infinite numbers are missing ones."""
    pd: Any = extra("pandas", "Stata files need", "export")
    columns: dict[str, Any] = {}
    dates, long = {}, []
    for name, kind in table.frame.schema.items():
        column = table.frame[name]
        if kind == pl.String:
            text = column.fill_null("")
            columns[name] = text.to_numpy().astype(object)
            if (text.str.len_bytes().max() or 0) > SHORT:  # type: ignore[operator]  # of texts, a number
                long.append(name)
        elif kind == pl.Date:
            columns[name] = column.cast(pl.Datetime("ns")).to_numpy()
            dates[name] = "td"
        elif kind == pl.Boolean and not column.null_count():
            columns[name] = column.cast(pl.Int8).to_numpy()
        elif kind == pl.Int64 and not column.null_count():
            fits = not column.len() or (column.abs().max() or 0) < 2**31 - 101  # type: ignore[operator]  # likewise
            columns[name] = column.cast(pl.Int32 if fits else pl.Float64).to_numpy()
        else:
            numbers = column.cast(pl.Float64).to_numpy()
            columns[name] = np.where(np.isfinite(numbers), numbers, np.nan)
    content = io.BytesIO()
    pd.DataFrame(columns).to_stata(
        content, write_index=False, version=118, convert_dates=dates, convert_strl=long, byteorder="little",
        variable_labels={v.name: _cut(f"{v.label} ({v.unit})" if v.unit else v.label) for v in table.variables},
        data_label=_cut(f"{about.get('title', about['kind'])}: {table.title}"),
        time_stamp=dt.datetime(2000, 1, 1),  # the same export is the same file
    )  # fmt: skip
    return content.getvalue()


def _cut(text: str) -> str:
    return text if len(text) <= LABEL else f"{text[: LABEL - 3]}..."


def _netcdf(table: TidyTable, about: Mapping[str, str]) -> bytes:
    """NetCDF 4; with the dimensions of the table where it has some, else along rows."""
    extra("h5netcdf", "NetCDF files need", "export")
    data = _arrays(table) if table.arrays else _rows(table)
    data.attrs = {**about, "table": table.title}
    content = data.to_netcdf(engine="h5netcdf")
    return bytes(content)


def _arrays(table: TidyTable) -> xr.Dataset:
    assert table.arrays is not None
    data = table.arrays().load()
    names = {v.original: v for v in table.variables}
    data = data.rename({str(name): names[str(name)].name for name in data.variables if str(name) in names})
    for v in table.variables:
        if v.name in data.variables:
            _describe(data[v.name], v.label, v.unit, v.source)
    for name in data.variables:
        data[name].encoding = {}
    return data


def _rows(table: TidyTable) -> xr.Dataset:
    import xarray as xr

    columns: dict[str, Any] = {}
    for v in table.variables:
        column = table.frame[v.name]
        kind = column.dtype
        if kind == pl.String:
            values = column.fill_null("").to_numpy().astype(object)
        elif kind == pl.Date:
            values = column.cast(pl.Datetime("ns")).to_numpy()
        elif kind == pl.Boolean and not column.null_count():
            values = column.cast(pl.Int8).to_numpy()
        elif kind == pl.Int64 and not column.null_count():
            values = column.to_numpy()
        else:
            values = column.cast(pl.Float64).to_numpy()
        columns[v.name] = ("row", values)
    data = xr.Dataset(columns)
    for v in table.variables:
        _describe(data[v.name], v.label, v.unit, v.source)
    return data


def _describe(array: xr.DataArray, label: str, unit: str, source: str) -> None:
    words = {"long_name": label, "units": unit, "source": source}
    if array.dtype.kind == "M":
        del words["units"]  # how dates are counted is xarray's to write
    array.attrs = {name: text for name, text in words.items() if text}


WRITERS: dict[str, Callable[[TidyTable, Mapping[str, str]], bytes]] = {
    "csv": _csv, "parquet": _parquet, "dta": _stata, "nc": _netcdf,
}  # fmt: skip
