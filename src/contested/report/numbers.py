"""From the replicates of a run to the figures a reader meets: medians, bands, national sums, running totals.

A run that ended early has NaN from the day after its end: such days are left out, never counted as zero, so
late medians may rest on fewer replicates; `bands` says on how many. One replicate has a median and no band.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

if TYPE_CHECKING:
    import xarray as xr

    from contested.nation.country import Country

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
#: days between two gatherings of a weekly series
WEEK = 7
COLUMNS = ("low90", "low50", "median", "high50", "high90")


class Summary(NamedTuple):
    """One figure over replicates: median, and the band that holds 90 % of them (None with a single replicate)."""

    median: float | None
    low: float | None
    high: float | None


class Calendar(NamedTuple):
    """The days of a chart, and the weekday at which its ticks stand (Monday is 0): the movement's own day."""

    first: date
    last: date
    weekday: int = 0


def gatherings(country: Country) -> list[date]:
    """Days on which people are called to gather: those of weekly series if there are any, else of all calls."""
    weekly = [call for call in country.calls if call.every == WEEK]
    return [
        country.start + timedelta(days=day)
        for call in weekly or country.calls for day in range(call.day, call.until + 1, call.every)
    ]  # fmt: skip


def usual_weekday(days: Iterable[date]) -> int:
    """The weekday on which most of these days fall; Monday if there are none."""
    often = Counter(day.weekday() for day in days)
    return min(often, key=lambda weekday: (-often[weekday], weekday), default=0)


def spread(values: np.ndarray) -> np.ndarray:
    """Quantiles 5, 25, 50, 75 and 95 % over replicates.

    Parameters
    ----------
    values : float array of shape (replicates, ...)
        NaN where a replicate says nothing.

    Returns
    -------
    float64 array of shape (5, ...)
        In the order of `QUANTILES`; NaN where no replicate says anything.
    """
    values = np.asarray(values, dtype=np.float64)
    missing = np.isnan(values)
    if not missing.any():
        return np.asarray(np.quantile(values, QUANTILES, axis=0))
    out = np.full((len(QUANTILES), *values.shape[1:]), np.nan)
    some = ~missing.all(axis=0)
    out[:, some] = np.nanquantile(values[:, some], QUANTILES, axis=0)
    return out


def summary(values: np.ndarray) -> Summary:
    """Median and 90 % band of one number a replicate.

    Parameters
    ----------
    values : float array of shape (replicates,)

    Returns
    -------
    Summary
        All None if every value is NaN; no band with fewer than two values.
    """
    values = np.asarray(values, dtype=np.float64)
    values = values[~np.isnan(values)]
    if not len(values):
        return Summary(None, None, None)
    low, _, median, _, high = spread(values).tolist()
    return Summary(median, low, high) if len(values) > 1 else Summary(median, None, None)


def days(results: xr.Dataset | xr.DataArray) -> list[date]:
    """The date of each stored day."""
    found: list[date] = results["date"].values.astype("datetime64[D]").tolist()
    return found


def _grid(values: xr.DataArray) -> np.ndarray:
    """Numbers of (replicate, day) as float64."""
    return np.asarray(values.transpose("replicate", "day").values, dtype=np.float64)


def national(values: xr.DataArray) -> xr.DataArray:
    """Sum over every dimension but replicate and day; NaN only where all parts are."""
    extra = [d for d in values.dims if d not in ("replicate", "day")]
    return values.sum(extra, skipna=True, min_count=1) if extra else values


def added(parts: Iterable[xr.DataArray]) -> xr.DataArray:
    """The sum of one or more arrays of one shape."""
    first, *rest = parts
    for part in rest:
        first = first + part
    return first


def mean(values: xr.DataArray, weights: np.ndarray) -> xr.DataArray:
    """Mean over places, each weighted.

    Parameters
    ----------
    values : (replicate, day, place)
    weights : float array of shape (places,)
        For example populations; need not sum to one.
    """
    share = np.asarray(weights, dtype=np.float64) / np.sum(weights)
    weighted: xr.DataArray = (values * share).sum("place", skipna=True, min_count=1)
    return weighted


def so_far(values: xr.DataArray) -> xr.DataArray:
    """Running total over days; a day without a value stays without one."""
    return values.cumsum("day", skipna=True).where(values.notnull())


def bands(values: xr.DataArray) -> pl.DataFrame:
    """Median and bands of every day (and of every label, if there is a third dimension).

    Parameters
    ----------
    values : (replicate, day) or (replicate, day, label)
        With the coordinate `date` on day.

    Returns
    -------
    polars.DataFrame
        Columns date, [the third dimension's name], median, low50, high50, low90, high90, replicates. Band columns are
        null with a single replicate; days without any value are left out.
    """
    extra = [str(d) for d in values.dims if d not in ("replicate", "day")]
    ordered = values.transpose("replicate", "day", *extra)
    grid = spread(ordered.values)
    counted = (~np.isnan(ordered.values)).sum(axis=0)
    dates = days(values)
    labels = [str(v) for v in values[extra[0]].values] if extra else [""]
    shape = (len(dates), len(labels))
    frame = pl.DataFrame(
        {
            "date": np.repeat(np.array(dates, dtype="datetime64[D]"), shape[1]),
            **({extra[0]: labels * shape[0]} if extra else {}),
            **{name: grid[k].reshape(-1) for k, name in enumerate(COLUMNS)},
            "replicates": counted.reshape(-1),
        }
    ).filter(pl.col("replicates") > 0)
    if values.sizes["replicate"] < 2:
        none = pl.lit(None, dtype=pl.Float64)
        frame = frame.with_columns(none.alias(name) for name in COLUMNS if name != "median")
    return frame


def on(values: xr.DataArray, first: date, last: date | None = None) -> np.ndarray:
    """Total over the days from `first` to `last` (the same day if none), one number a replicate.

    Parameters
    ----------
    values : (replicate, day)

    Returns
    -------
    float64 array of shape (replicates,)
        NaN for a replicate that has no value on one of those days, and everywhere if the run does not hold them all.
    """
    last = last or first
    dates = days(values)
    wanted = [k for k, d in enumerate(dates) if first <= d <= last]
    if len(wanted) < (last - first).days + 1:
        return np.full(values.sizes["replicate"], np.nan)
    return np.asarray(_grid(values)[:, wanted].sum(axis=1))


def peak(values: xr.DataArray) -> tuple[np.ndarray, list[date | None]]:
    """The largest day of each replicate: its value and its date (NaN and None where there is none).

    Parameters
    ----------
    values : (replicate, day)
    """
    grid = _grid(values)
    dates = days(values)
    known = (~np.isnan(grid)).any(axis=1)
    best = np.argmax(np.where(np.isnan(grid), -np.inf, grid), axis=1)
    tops = np.where(known, grid[np.arange(len(grid)), best], np.nan)
    return tops, [dates[k] if ok else None for k, ok in zip(best.tolist(), list(known))]


def last_known(values: xr.DataArray) -> np.ndarray:
    """The last value each replicate has, NaN if it has none.

    Parameters
    ----------
    values : (replicate, day)
    """
    grid = _grid(values)
    back = np.argmax(~np.isnan(grid[:, ::-1]), axis=1)
    return np.asarray(grid[np.arange(len(grid)), grid.shape[1] - 1 - back])


def ended(values: xr.DataArray) -> dict[str, float]:
    """Share of replicates under each ending, and under "goes_on", by the last day stored.

    Parameters
    ----------
    values : (replicate, day, outcome)
        1 from the day an ending came, else 0; NaN after a replicate stopped.
    """
    came = values.transpose("replicate", "outcome", "day").max("day", skipna=True).fillna(0).values > 0
    labels = [str(v) for v in values["outcome"].values]
    share = dict(zip(labels, came.mean(axis=0).tolist()))
    return {**share, "goes_on": float((~came.any(axis=1)).mean())}


def most(frame: pl.DataFrame, *columns: str) -> float:
    """The largest number in these columns, as far as the frame has them; 0 without any."""
    found = [pl.Series(frame[c]).cast(pl.Float64).max() for c in columns if c in frame.columns]
    return max([0.0, *(float(v) for v in found if isinstance(v, float) and v == v)])
