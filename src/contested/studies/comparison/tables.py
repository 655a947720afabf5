"""From pairs of runs to the tables of a comparison."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from contested.ensemble.parting import COLUMNS, GROUPS, REACHING
from contested.ensemble.summaries import COUNTED
from contested.ground.formulas import csv_of_frame
from contested.inference.paired_differences import RESAMPLES, Differences, differences, margin
from contested.nation.codes import STATUS
from contested.nation.observables import OBSERVABLES
from contested.nation.plan import FIELDS, PHASES
from contested.store import disk, hashes
from contested.studies import result
from contested.studies.comparison.apart import apart, means
from contested.studies.folder import LAST

_BANDS = ("low90", "low50", "median", "high50", "high90")
_OVER = dict.fromkeys(("mean", "low90", "median", "high90"), pl.Float64) | {"pairs": pl.Int64}
#: by day, and from when on each observable differs; dates are numbers of steps where there are none
_TIME = {
    "date": pl.Date, "indicator": pl.String, "unit": pl.String, "a_median": pl.Float64, "b_median": pl.Float64,
    **dict.fromkeys((*_BANDS, "up", "down"), pl.Float64),
}  # fmt: skip
_FIRST = {"observable": pl.String, "from": pl.String, "subsystem": pl.String, "meaning": pl.String, "share": pl.Float64}
_PLACE = ("low90", "median", "high90", "mean", "up", "up_low", "up_high", "same", "down", "pairs")
#: subsystems in the order of a day
_DAY = {name: k for k, name in enumerate(dict.fromkeys(phase.subsystem for phase in PHASES))}


class Known(NamedTuple):
    """What a record says of its rows: whether they are pairs or draws, the days, places and observables."""

    paired: bool
    draws: bool
    start: date | None
    first: int
    seed: int
    days: int
    places: list[str]
    observables: dict[str, tuple[str, str, str]]

    def unit(self, name: str) -> str:
        """Of an observable or an indicator."""
        return self.observables.get(observable(name), ("-",))[0]

    def when(self, day: int) -> str:
        """A day of those compared, as a date or the number of a step."""
        return str(self.start + timedelta(days=day)) if self.start else f"step {self.first + day}"


def known(record: dict[str, Any]) -> Known:
    """See `Known`."""
    stored: dict[str, Any] = record.get("stored") or {}
    names = {o.name: (o.unit, o.meaning, o.subsystem) for o in OBSERVABLES}
    if stored:
        names = {name: tuple(of) for name, of in stored["observables"].items()}
    return Known(
        stored.get("paired", True), stored.get("kind") == "calibration",
        date.fromisoformat(record["start"]) if record["start"] else None, stored.get("first", 0),
        record["seed"], record["days"], record["places"], names,
    )  # fmt: skip


def write_tables(
    path: Path, frame: pl.DataFrame, record: dict[str, Any], members: pl.DataFrame | None = None
) -> None:
    """Every table of `comparison.comparison`, from the pairs that did not fail: `frame`, of `store.points`. Of pairs
    that are members of an ensemble there is one more (`limits.members_table`).

    Rows of stored results have neither what people did nor columns of the model: those tables are empty then.
    """
    of = known(record)
    with disk.writing(path):
        (path / LAST["comparison"]).unlink(missing_ok=True)
        disk.write_frame(path / "differences.parquet", _tidy(frame if of.paired else frame.clear()))
    seen = "first/day" in frame.columns
    result.write_tables(path, {
        "indicators": _indicators(frame, of), "over_time": _over_time(frame, of), "by_place": _by_place(frame, of),
        "changed": _changed(frame if seen else frame.clear(), of), "columns": _columns(frame, of.start),
        **({} if members is None else {"members": members}),
        **({"first": _first(frame, of)} if record.get("stored") else {}),
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


def observable(indicator: str) -> str:
    """The name of the observable that an indicator is of."""
    return indicator.split("[")[0].split(".")[0]


def _columns_of(differences: Differences) -> dict[str, np.ndarray]:
    columns = differences._asdict()
    return dict(zip(_BANDS, columns.pop("quantiles"))) | columns


def _indicators(frame: pl.DataFrame, of: Known) -> pl.DataFrame:
    """A row per indicator; of rows that are no pairs only means, medians and the interval of the mean difference."""
    names = _names(frame, "a.")
    a, b = (frame.select(f"{arm}.{n}" for n in names).cast(pl.Float64).fill_null(np.nan).to_numpy() for arm in "ab")
    found = differences(a, b, of.seed, RESAMPLES if of.paired else 0)
    columns = _columns_of(found)
    reach = margin(found.error, np.asarray(found.pairs - 1, np.float64))
    mean = {"mean_low": found.mean - reach, "mean_high": found.mean + reach}
    if not of.paired:
        nothing = np.full(len(names), np.nan)
        columns, mean = dict.fromkeys(columns, nothing), apart(a, b, draws=of.draws)
    return pl.DataFrame(
        {
            "indicator": names,
            "unit": [of.unit(n) for n in names],
            "subsystem": [of.observables.get(observable(n), ("", "", ""))[2] for n in names],
            "a_median": _median(a), "b_median": _median(b), "a_mean": means(a), "b_mean": means(b),
            **columns, **mean,
        }
    )  # fmt: skip


def _median(values: np.ndarray) -> np.ndarray:
    out = np.full(values.shape[1], np.nan)
    some = ~np.isnan(values).all(axis=0)
    out[some] = np.nanmedian(values[:, some], axis=0)
    return out


def _arms(frame: pl.DataFrame, mark: str, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Both arms' lists as arrays, each of the rows that it has."""
    a, b = (frame.drop_nulls(f"{arm}/{mark}/{name}") for arm in "ab")
    return _grid(a, f"a/{mark}/{name}"), _grid(b, f"b/{mark}/{name}")


def _over_time(frame: pl.DataFrame, of: Known) -> pl.DataFrame:
    parts = []
    clock = "date" if of.start else "step"
    for name in _names(frame, "a/day/"):
        a, b = _arms(frame, "day", name)
        days: list[Any] = [of.start + timedelta(days=k) if of.start else of.first + k for k in range(a.shape[1])]
        middle, other = _median(a), _median(b)
        if of.paired:
            found = differences(a, b, resamples=0)
            bands, signs = dict(zip(_BANDS, found.quantiles)), {"up": found.up, "down": found.down}
        else:
            nothing = np.full(len(days), np.nan)
            bands, signs = dict.fromkeys(_BANDS, nothing) | {"median": other - middle}, {"up": nothing, "down": nothing}
        parts.append(pl.DataFrame({
            clock: days, "indicator": [name] * len(days), "unit": [of.unit(name)] * len(days), "a_median": middle,
            "b_median": other, **bands, **signs,
        }))  # fmt: skip
    return pl.concat(parts) if parts else pl.DataFrame(schema=_TIME)


def _first(frame: pl.DataFrame, of: Known) -> pl.DataFrame:
    """A row per observable that ever differs in a pair: from when on, and in how many pairs; earliest first."""
    rows = []
    for name in _names(frame, "a/day/") if of.paired else ():
        a, b = _arms(frame, "day", name)
        odd = ~((a == b) | (np.isnan(a) & np.isnan(b)))
        if odd.any():
            day = int(odd.any(axis=0).argmax())
            _, meaning, subsystem = of.observables[name.split("[")[0]]
            rows.append(((day, _DAY.get(subsystem, len(_DAY))), {
                "observable": name, "from": of.when(day), "subsystem": subsystem, "meaning": meaning,
                "share": float(odd.any(axis=1).mean()),
            }))  # fmt: skip
    return pl.DataFrame([row for _, row in sorted(rows, key=lambda r: r[0])], schema=_FIRST)


def _by_place(frame: pl.DataFrame, of: Known) -> pl.DataFrame:
    parts = []
    places = of.places
    for name in _names(frame, "a/place/") if of.paired else ():
        a, b = _arms(frame, "place", name)
        columns = _columns_of(differences(a, b, resamples=0))
        parts.append(
            pl.DataFrame(
                {
                    "place": places,
                    "indicator": [f"{name}.{'sum' if of.unit(name) in COUNTED else 'mean'}"] * len(places),
                    "unit": [of.unit(name)] * len(places),
                    "a_median": _median(a),
                    "b_median": _median(b),
                    **{k: columns[k] for k in _PLACE},
                }
            )
        )
    words = dict.fromkeys(("place", "indicator", "unit"), pl.String)
    numbers = dict.fromkeys(("a_median", "b_median", *_PLACE[:-1]), pl.Float64)
    return pl.concat(parts) if parts else pl.DataFrame(schema=words | numbers | {"pairs": pl.Int64})


def _changed(frame: pl.DataFrame, of: Known) -> pl.DataFrame:
    """Persons first changed: a row a day, place or group and phase that reached anybody in any pair."""
    labels = {"day": [of.when(k) for k in range(of.days)], "place": of.places, "group": list(GROUPS)}
    rows = []
    for by, names in labels.items() if frame.height else ():
        grid = _grid(frame, f"changed/{by}").reshape(len(frame), len(names), len(REACHING))
        for i, k in np.argwhere(grid.any(axis=0)).tolist():
            phase = PHASES[REACHING[k]]
            about = {"by": by, "label": names[i], "phase": phase.name, "subsystem": phase.subsystem}
            rows.append(about | _over(grid[:, i, k]))
    now = _grid(frame, "changed/now") if frame.height else np.zeros((0, 0))
    for i in np.flatnonzero(now.any(axis=0)).tolist():
        rows.append({"by": "differing", "label": labels["day"][i], "phase": "", "subsystem": "", **_over(now[:, i])})
    schema = dict.fromkeys(("by", "label", "phase", "subsystem"), pl.String) | _OVER
    return pl.DataFrame(rows, schema=schema)


def reached(
    answer: Mapping[str, Any], start: date, days: int, places: list[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:  # fmt: skip
    """The tables `columns` and `changed` of a single pair.

    Parameters
    ----------
    answer : mapping
        Of `ensemble.parting.Parting.answer`.
    start : date
        First day of those compared.
    days : int
        How many they are.
    places : list of str
    """
    names = ("changed/day", "changed/place", "changed/group", "changed/now", "first/day", "first/phase")
    frame = pl.DataFrame({name: [answer[name].tolist()] for name in names})
    return _columns(frame, start), _changed(frame, Known(True, False, start, 0, 0, days, places, {}))


def _over(persons: np.ndarray) -> dict[str, Any]:
    """A number over pairs."""
    low, median, high = np.quantile(persons, (0.05, 0.5, 0.95)).tolist()
    return {
        "mean": float(persons.mean()), "low90": low, "median": median, "high90": high,
        "pairs": int((persons > 0).sum()),
    }  # fmt: skip


def _columns(frame: pl.DataFrame, start: date | None) -> pl.DataFrame:
    """A row a column of the model that ever differed: how often, from when, after which phase; earliest first."""
    schema = {
        "column": pl.String, "owner": pl.String, "meaning": pl.String, "share": pl.Float64, "earliest": pl.Date,
        "median": pl.Date, "phase": pl.String, "subsystem": pl.String,
    }  # fmt: skip
    if start is None or "first/day" not in frame.columns:
        return pl.DataFrame(schema=schema)
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
    return pl.DataFrame([row for _, row in sorted(rows, key=lambda r: r[0])], schema=schema)


def _doing(frame: pl.DataFrame) -> pl.DataFrame:
    schema = {"in_a": pl.String, "in_b": pl.String, **_OVER}
    if "changed/status" not in frame.columns:
        return pl.DataFrame(schema=schema)
    flat = _grid(frame, "changed/status")
    names = (*STATUS, "away")  # folders of earlier versions count people who had left the country
    kinds = math.isqrt(flat.shape[1])
    grid = flat.reshape(len(frame), kinds, kinds)
    rows = []
    for i, k in np.argwhere(grid.any(axis=0)).tolist():
        rows.append({"in_a": names[i], "in_b": names[k], **_over(grid[:, i, k])})
    return pl.DataFrame(rows, schema=schema).sort("mean", descending=True)
