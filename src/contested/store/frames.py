"""Tables out of arrays: by place, and by day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import zarr

from contested.ground.errors import CheckpointError
from contested.store import arrays, layout


def frame_of(run: Path, group: zarr.Group, record: dict[str, Any], replicate: int, name: str) -> pl.DataFrame:
    """One replicate as a table.

    Parameters
    ----------
    record : dict
        The run's provenance.
    name : str
        layout.BY_PLACE (a row a day and place, one column an observable with places) or layout.BY_DAY (a row a day,
        one column for each other observable; labelled ones as `name[label]`).

    Returns
    -------
    polars.DataFrame
        Starts with replicate, day (step, for models without days), and date where the model has dates.
    """
    coords = record["coords"]
    first, days = record["first_day"], record["days"]
    numbers = np.arange(first, first + days)

    def values(observable: str) -> np.ndarray:
        return np.concatenate(list(arrays.stretches(run, group, observable, replicate)))

    if name == layout.BY_PLACE:
        places = coords.get("place", [])
        columns = _keys(record, replicate, np.repeat(numbers, len(places)))
        columns["place"] = pl.Series(places * days, dtype=pl.String)
        for o in record["observables"]:
            if o["dims"] == ["place"]:
                columns[o["name"]] = values(o["name"]).reshape(-1)
        return pl.DataFrame(columns)

    columns = _keys(record, replicate, numbers)
    for o in record["observables"]:
        if o["dims"] == ["place"]:
            continue
        flat = values(o["name"]).reshape(days, -1)
        if not o["dims"]:
            columns[o["name"]] = flat[:, 0]
            continue
        labels = [""]
        for dim in o["dims"]:
            labels = [f"{a},{b}" if a else b for a in labels for b in coords[dim]]
        for k, label in enumerate(labels):
            columns[f"{o['name']}[{label}]"] = flat[:, k]
    return pl.DataFrame(columns)


def _keys(record: dict[str, Any], replicate: int, days: np.ndarray) -> dict[str, Any]:
    columns: dict[str, Any] = {"replicate": np.full(len(days), replicate), record["clock"]: days}
    if record["start"]:
        start = date.fromisoformat(record["start"])
        columns["date"] = pl.Series([start + timedelta(days=int(d)) for d in days], dtype=pl.Date)
    return columns


def table_frame(columns: dict[str, Any]) -> pl.DataFrame:
    """A model's own table; text stays text even when a table is empty of rows.

    Parameters
    ----------
    columns : dict of name to equally long arrays or lists
    """
    made = {}
    for name, values in columns.items():
        array = np.asarray(values)
        if array.dtype.kind in "OUS":
            made[name] = pl.Series([str(v) for v in array.tolist()], dtype=pl.String)
        elif array.dtype.kind == "b":
            made[name] = pl.Series(array, dtype=pl.Boolean)
        elif array.dtype.kind in "iu":
            made[name] = pl.Series(array.astype(np.int64))
        else:
            made[name] = pl.Series(array.astype(np.float64))
    return pl.DataFrame(made)


def read_table(run: Path, file: Path) -> pl.DataFrame:
    """A table of a run.

    Raises
    ------
    CheckpointError
        If it is missing or damaged.
    """
    if not file.is_file():
        raise CheckpointError(f"{file}: expected a table; it is missing.", layout.resume_hint(run))
    try:
        return pl.read_parquet(file)
    except Exception as error:  # polars has its own family of errors
        raise CheckpointError(
            f"{file}: not a readable table ({type(error).__name__}).", layout.resume_hint(run)
        ) from None
