"""From pairs of runs to the tables of a comparison."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from contested.ensemble.parting import COLUMNS, GROUPS, REACHING
from contested.ensemble.summaries import COUNTED
from contested.ground.formulas import csv_of_frame
from contested.inference.paired_differences import Differences, differences
from contested.nation.codes import STATUS
from contested.nation.observables import OBSERVABLES
from contested.nation.plan import FIELDS, PHASES
from contested.store import disk, hashes
from contested.studies import result
from contested.studies.folder import LAST

_BANDS = ("low90", "low50", "median", "high50", "high90")
_UNITS = {o.name: o.unit for o in OBSERVABLES}
_OVER = dict.fromkeys(("mean", "low90", "median", "high90"), pl.Float64) | {"pairs": pl.Int64}
_OWNERS = {o.name: o.subsystem for o in OBSERVABLES}


def write_tables(
    path: Path, frame: pl.DataFrame, record: dict[str, Any], members: pl.DataFrame | None = None
) -> None:
    """Every table of `comparison.comparison`, from the pairs that did not fail: `frame`, of `store.points`. Of pairs
    that are members of an ensemble there is one more (`limits.members_table`)."""
    start, places = date.fromisoformat(record["start"]), record["places"]
    with disk.writing(path):
        (path / LAST["comparison"]).unlink(missing_ok=True)
        disk.write_frame(path / "differences.parquet", _tidy(frame))
    result.write_tables(path, {
        "indicators": _indicators(frame, record["seed"]),
        "over_time": _over_time(frame, start),
        "by_place": _by_place(frame, places),
        "changed": _changed(frame, start, places, record["days"]),
        "columns": _columns(frame, start),
        **({} if members is None else {"members": members}),
    })  # fmt: skip
    hashes.finish(path, LAST["comparison"], csv_of_frame(_doing(frame)))


def _names(frame: pl.DataFrame, mark: str) -> list[str]:
    """What arm a has under a mark: "a.", "a/day/" or "a/place/"."""
    return [c.removeprefix(mark) for c in frame.columns if c.startswith(mark)]


def _grid(frame: pl.DataFrame, column: str) -> np.ndarray:
    """A column of lists as a float64 array of shape (pairs, length)."""
    return np.array(frame[column].to_list(), dtype=np.float64).reshape(len(frame), -1)


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(
        frame.select(
            pl.col("point").alias("pair"), pl.lit(name).alias("indicator"), pl.col(f"a.{name}").alias("a"),
            pl.col(f"b.{name}").alias("b"), (pl.col(f"b.{name}") - pl.col(f"a.{name}")).alias("difference"),
        )
        for name in _names(frame, "a.")
    ).sort("pair", "indicator", maintain_order=True)  # fmt: skip


def _observable(indicator: str) -> str:
    return indicator.split("[")[0].split(".")[0]


def _columns_of(differences: Differences) -> dict[str, np.ndarray]:
    columns = differences._asdict()
    return dict(zip(_BANDS, columns.pop("quantiles"))) | columns


def _indicators(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    names = _names(frame, "a.")
    a, b = (frame.select(f"{arm}.{n}" for n in names).cast(pl.Float64).fill_null(np.nan).to_numpy() for arm in "ab")
    return pl.DataFrame(
        {
            "indicator": names,
            "unit": [_UNITS.get(_observable(n), "-") for n in names],
            "subsystem": [_OWNERS.get(_observable(n), "") for n in names],
            "a_median": _median(a),
            "b_median": _median(b),
            **_columns_of(differences(a, b, seed)),
        }
    )


def _median(values: np.ndarray) -> np.ndarray:
    out = np.full(values.shape[1], np.nan)
    some = ~np.isnan(values).all(axis=0)
    out[some] = np.nanmedian(values[:, some], axis=0)
    return out


def _over_time(frame: pl.DataFrame, start: date) -> pl.DataFrame:
    parts = []
    for name in _names(frame, "a/day/"):
        a, b = _grid(frame, f"a/day/{name}"), _grid(frame, f"b/day/{name}")
        bands = differences(a, b, resamples=0).quantiles
        days = [start + timedelta(days=k) for k in range(a.shape[1])]
        parts.append(
            pl.DataFrame(
                {
                    "date": days,
                    "indicator": [name] * len(days),
                    "unit": [_UNITS.get(name, "-")] * len(days),
                    "a_median": _median(a),
                    "b_median": _median(b),
                    **{band: bands[k] for k, band in enumerate(_BANDS)},
                    "up": (b > a).mean(axis=0),
                    "down": (b < a).mean(axis=0),
                }
            )
        )
    return pl.concat(parts)


def _by_place(frame: pl.DataFrame, places: list[str]) -> pl.DataFrame:
    parts = []
    for name in _names(frame, "a/place/"):
        a, b = _grid(frame, f"a/place/{name}"), _grid(frame, f"b/place/{name}")
        columns = _columns_of(differences(a, b, resamples=0))
        keep = ("low90", "median", "high90", "mean", "up", "up_low", "up_high", "same", "down", "pairs")
        parts.append(
            pl.DataFrame(
                {
                    "place": places,
                    "indicator": [f"{name}.{'sum' if _UNITS.get(name) in COUNTED else 'mean'}"] * len(places),
                    "unit": [_UNITS.get(name, "-")] * len(places),
                    "a_median": _median(a),
                    "b_median": _median(b),
                    **{k: columns[k] for k in keep},
                }
            )
        )
    return pl.concat(parts)


def _changed(frame: pl.DataFrame, start: date, places: list[str], days: int) -> pl.DataFrame:
    """Persons first changed: a row a day, place or group and phase that reached anybody in any pair."""
    labels = {
        "day": [str(start + timedelta(days=k)) for k in range(days)], "place": places, "group": list(GROUPS),
    }  # fmt: skip
    rows = []
    for by, names in labels.items():
        grid = _grid(frame, f"changed/{by}").reshape(len(frame), len(names), len(REACHING))
        for i, k in np.argwhere(grid.any(axis=0)).tolist():
            phase = PHASES[REACHING[k]]
            about = {"by": by, "label": names[i], "phase": phase.name, "subsystem": phase.subsystem}
            rows.append(about | _over(grid[:, i, k]))
    now = _grid(frame, "changed/now")
    for i in np.flatnonzero(now.any(axis=0)).tolist():
        rows.append({"by": "differing", "label": labels["day"][i], "phase": "", "subsystem": "", **_over(now[:, i])})
    schema = dict.fromkeys(("by", "label", "phase", "subsystem"), pl.String) | _OVER
    return pl.DataFrame(rows, schema=schema)


def _over(persons: np.ndarray) -> dict[str, Any]:
    """A number over pairs."""
    low, median, high = np.quantile(persons, (0.05, 0.5, 0.95)).tolist()
    return {
        "mean": float(persons.mean()), "low90": low, "median": median, "high90": high,
        "pairs": int((persons > 0).sum()),
    }  # fmt: skip


def _columns(frame: pl.DataFrame, start: date) -> pl.DataFrame:
    """A row a column of the model that ever differed: how often, from when, after which phase; earliest first."""
    day, phase = _grid(frame, "first/day"), _grid(frame, "first/phase")
    meaning = {f.name: f.meaning for f in FIELDS}
    rows = []
    for k, name in enumerate(COLUMNS):
        some = day[:, k] >= 0
        if not some.any():
            continue
        earliest, median = int(day[some, k].min()), int(np.quantile(day[some, k], 0.5, method="lower"))
        usual = PHASES[int(Counter(phase[some, k].tolist()).most_common(1)[0][0])]
        order = (earliest, int(phase[some & (day[:, k] == earliest), k].min()))
        row = {
            "column": name, "owner": name.split("_")[0], "meaning": meaning[name], "share": float(some.mean()),
            "earliest": start + timedelta(days=earliest), "median": start + timedelta(days=median),
            "phase": usual.name, "subsystem": usual.subsystem,
        }  # fmt: skip
        rows.append((order, row))
    schema = {
        "column": pl.String, "owner": pl.String, "meaning": pl.String, "share": pl.Float64, "earliest": pl.Date,
        "median": pl.Date, "phase": pl.String, "subsystem": pl.String,
    }  # fmt: skip
    return pl.DataFrame([row for _, row in sorted(rows, key=lambda r: r[0])], schema=schema)


def _doing(frame: pl.DataFrame) -> pl.DataFrame:
    flat = _grid(frame, "changed/status")
    names = (*STATUS, "away")  # folders of earlier versions count people who had left the country
    kinds = math.isqrt(flat.shape[1])
    grid = flat.reshape(len(frame), kinds, kinds)
    rows = []
    for i, k in np.argwhere(grid.any(axis=0)).tolist():
        rows.append({"in_a": names[i], "in_b": names[k], **_over(grid[:, i, k])})
    schema = {"in_a": pl.String, "in_b": pl.String, **_OVER}
    return pl.DataFrame(rows, schema=schema).sort("mean", descending=True)
