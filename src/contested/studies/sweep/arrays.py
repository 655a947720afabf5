"""A sweep's table by parameter: as arrays with a dimension per parameter, and its days as a long table."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from contested.ensemble.statistics import DAY
from contested.ground.errors import InputError
from contested.ground.safe_names import safe_names
from contested.nation.observables import OBSERVABLES
from contested.studies.runner import COLUMNS

if TYPE_CHECKING:
    import xarray as xr

    from contested.studies.sweep.sweep import Sweep


def series(sweep: Sweep, frame: pl.DataFrame) -> pl.DataFrame:
    """Days of every run that did not fail, long."""
    names = [c for c in frame.columns if c.startswith(DAY)]
    if not names:
        raise InputError(
            f"{sweep.path}: no series by day was kept.", 'sweep with series=["crowd"], or --series crowd'
        )
    done = frame.filter(pl.col("failed") == "")
    lengths = done.select(pl.col(names[0]).list.len().alias("n"))["n"].to_list()
    days = done.select("point", "replicate", *sweep.parameters, *names).explode(names)
    number = pl.Series("day", np.concatenate([np.arange(n) for n in lengths]) if lengths else [], pl.Int64)
    return days.with_columns(number).select(
        "point", "replicate", *sweep.parameters, "day", pl.col(names).name.map(lambda n: n.removeprefix(DAY))
    )


def is_grid(frame: pl.DataFrame, parameters: tuple[str, ...]) -> bool:
    """Whether every combination of the parameters' values is a point, once."""
    points = frame.select("point", *parameters).unique()
    if not parameters or points["point"].n_unique() != points.height:
        return False
    each = [points[name].unique().sort().to_list() for name in parameters]
    count = int(np.prod([len(values) for values in each], dtype=np.int64))
    return count == points.height and set(points.select(parameters).iter_rows()) == set(product(*each))


def arrays(sweep: Sweep, frame: pl.DataFrame) -> xr.Dataset:
    """See `Sweep.to_xarray`."""
    import xarray as xr

    parameters = sweep.parameters
    points = frame.select("point", *parameters).unique("point", keep="first").sort("point")
    numbers = [
        c for c, kind in frame.schema.items()
        if c not in (*COLUMNS, *parameters) and (kind.is_numeric() or c.startswith(DAY))
    ]  # fmt: skip
    safe = dict(zip([*parameters, *numbers], safe_names([*parameters, *(n.removeprefix(DAY) for n in numbers)])))
    replicates = int(frame["replicate"].max() or 0) + 1  # type: ignore[arg-type]  # whole numbers
    days = max((len(v) for c in numbers if c.startswith(DAY) for v in frame[c].drop_nulls()), default=0)
    row = {point: k for k, point in enumerate(points["point"])}
    where = [row[p] for p in frame["point"]], frame["replicate"].to_list()
    grid = is_grid(frame, parameters)
    coords: dict[str, Any] = {"replicate": np.arange(replicates)}
    dims: tuple[str, ...]
    if grid:
        coords |= {safe[name]: points[name].unique().sort().to_list() for name in parameters}
        dims = tuple(safe[name] for name in parameters)
        shape = tuple(len(coords[dim]) for dim in dims)
        order = points.with_row_index("row").sort(parameters)["row"].to_list()
    else:
        coords |= {"point": points["point"].to_list()}
        coords |= {safe[name]: ("point", points[name].to_list()) for name in parameters}
        dims, shape, order = ("point",), (points.height,), list(range(points.height))
    if days:
        coords["day"] = np.arange(days)
        if start := sweep.record.get("start"):
            first = np.datetime64(date.fromisoformat(start), "ns")
            coords["date"] = ("day", first + np.arange(days) * np.timedelta64(1, "D"))
    known = {o.name: o for o in OBSERVABLES} if sweep.record["model"] == "nation" else {}
    found = {}
    for name in numbers:
        by_day = name.startswith(DAY)
        values = np.full((points.height, replicates, *([days] if by_day else [])), np.nan)
        for point, replicate, cell in zip(*where, frame[name]):
            if cell is not None:
                values[point, replicate] = cell
        values = values[order].reshape(*shape, *values.shape[1:])
        o = known.get(name.removeprefix(DAY).split("[")[0].split(".")[0])
        about = {"original": name.removeprefix(DAY)} | ({"units": o.unit, "long_name": o.meaning} if o else {})
        found[safe[name]] = ((*dims, "replicate", *(["day"] if by_day else [])), values, about)
    record = sweep.record
    scenario = record.get("scenario") or {}
    about = {
        "model": record["model"], "scenario": scenario.get("name", ""), "scenario_hash": scenario.get("hash", ""),
        "scale": record.get("scale", 1), "seed": record["seed"], "contested": str(record.get("contested", "")),
    }  # fmt: skip
    return xr.Dataset(found, coords, about)
