"""Two stored results beside each other: how they differ, how sure, from when on and in what. Nothing is simulated."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from contested.engine.model import Observable
from contested.inference.paired_differences import LEVEL, differences, margin
from contested.nation.plan import PHASES
from contested.studies.comparison.matching import matched
from contested.studies.comparison.samples import Comparable, Sample
from contested.studies.comparison.sentence import effect, leading
from contested.studies.result import write_tables

#: subsystems in the order of a day
_ORDER = {name: k for k, name in enumerate(dict.fromkeys(phase.subsystem for phase in PHASES))}


@dataclass(frozen=True, eq=False)
class Contrast:
    """How two stored results differ: b - a throughout.

    Parameters
    ----------
    a, b : str
        What they are called.
    paired : bool
        Whether row i of both has one seed, and so one chance.
    notes : tuple of str
        What is to be known before a difference is believed.
    tables : mapping of str to polars.DataFrame
        `indicators`: a row per indicator with unit, subsystem, mean in a and b, mean difference and its 90 % interval,
        and for pairs the shares of them that go up and down and the efficiency of pairing. `over_time`: a row per day
        and indicator, where days are stored. `first`: from when on each observable differs, earliest first.
    """

    a: str
    b: str
    paired: bool
    notes: tuple[str, ...]
    tables: Mapping[str, pl.DataFrame]
    noun: str = "pairs"
    known: Mapping[str, Observable] = field(default_factory=dict)

    @property
    def same(self) -> bool:
        """Whether no indicator differs in any pair."""
        moved = self.tables["indicators"].filter(pl.col("a") != pl.col("b"))
        return not moved.height and not self.tables["first"].height

    @cached_property
    def sentence(self) -> str:
        """The difference in one sentence, with its interval, and what differs first."""
        return self.tell()

    def tell(self, of: str | None = None) -> str:
        """The same for one indicator, such as "detained.sum".

        Raises
        ------
        InputError
            There is no such indicator.
        """
        table = self.tables["indicators"]
        row = leading(table, of)
        if row is None or (self.same and of is None):
            count = int(table["pairs"].max() or 0)  # type: ignore[arg-type]  # a column of whole numbers
            return f"No difference: A and B are exactly the same in each of {count} {self.noun}."
        if row["mean"] == 0 and row["low"] == row["high"]:
            return f"No difference in {row['indicator']}, in none of {row['pairs']} {self.noun}."
        observable = row["indicator"].split("[")[0].split(".")[0]
        meaning = self.known[observable].meaning if observable in self.known else f"`{row['indicator']}`"
        if observable not in self.known and row["indicator"].rpartition(".")[2] in ("sum", "max", "last", "mean"):
            meaning = f"`{observable}`"
        if not self.paired:
            row = {**row, "up": None}
        text = effect(row, row["low"], row["high"], meaning=meaning, noun=self.noun) + "."
        first = self.tables["first"]
        if first.height and self.paired:
            one = first.row(0, named=True)
            whose = f" ({one['subsystem']})" if one["subsystem"] else ""
            text += f" They differ from {one['from']} on, first in {one['meaning']}{whose}."
        return text

    def to_polars(self) -> pl.DataFrame:
        """The table `indicators`."""
        return self.tables["indicators"]

    def write(self, out: str | Path) -> Path:
        """Each table as NAME.csv in a folder.

        Raises
        ------
        DiskError
        """
        write_tables(Path(out), self.tables)
        return Path(out)

    def __repr__(self) -> str:
        return f"Contrast({self.a!r}, {self.b!r}): {self.sentence}"

    def _repr_html_(self) -> str:
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in self.notes)
        return f"<p>{html.escape(self.sentence)}</p>{notes}"


def contrast(a: Comparable, b: Comparable, *, unpaired: bool = False) -> Contrast:
    """Compare two stored results.

    Parameters
    ----------
    a, b : Run, Sweep, SweepPoint, Comparison or Calibration
        Of one kind; a run and a point of a sweep are.
    unpaired : bool
        Compare them as independent, although that is less precise.

    Raises
    ------
    InputError
        They have nothing to be compared by: other scenarios, scales, versions or seeds.
    """
    one, other, paired, notes = matched(a, b, unpaired=unpaired)
    tables = {
        "indicators": _indicators(one, other, paired), "over_time": _over_time(one, other, paired),
        "first": _first(one, other if paired else one),
    }  # fmt: skip
    noun = "pairs" if paired else one.noun
    return Contrast(one.name, other.name, paired, tuple(notes), tables, noun, one.known)


def _indicators(a: Sample, b: Sample, paired: bool) -> pl.DataFrame:
    names = [n for n in a.rows.columns if n in b.rows.columns]
    x, y = (s.rows.select(names).cast(pl.Float64).fill_null(np.nan).to_numpy() for s in (a, b))
    known = [a.known.get(n.split("[")[0].split(".")[0]) for n in names]
    table: dict[str, object] = {
        "indicator": names, "unit": [o.unit if o else "-" for o in known],
        "subsystem": [o.subsystem if o else "" for o in known],
    }  # fmt: skip
    if not paired:
        return pl.DataFrame(table | _apart(a, x, y))
    d = differences(x, y)
    reach = margin(d.error, np.asarray(d.pairs - 1, np.float64))
    return pl.DataFrame(
        table
        | {
            "a": _means(x), "b": _means(y), "mean": d.mean, "low": d.mean - reach, "high": d.mean + reach,
            "up": d.up, "down": d.down, "efficiency": d.efficiency, "pairs": d.pairs,
        }
    )  # fmt: skip


def _means(x: np.ndarray) -> np.ndarray:
    there = np.isfinite(x)
    return np.where(there.any(axis=0), np.where(there, x, 0).sum(axis=0) / np.maximum(there.sum(axis=0), 1), np.nan)


def _apart(a: Sample, x: np.ndarray, y: np.ndarray) -> dict[str, object]:
    """Independent rows: Welch's interval, with his degrees of freedom (welch1947).

    Of draws of a posterior the interval is that of the difference of two draws instead: more draws say no more.
    """
    mean = _means(y) - _means(x)
    count = np.isfinite(x).sum(axis=0), np.isfinite(y).sum(axis=0)
    if a.kind == "calibration":
        low, high = np.array([_quantiles(x[:, j], y[:, j]) for j in range(x.shape[1])]).T
    else:
        with np.errstate(invalid="ignore", divide="ignore"):
            parts = [_variance(v, n) / n for v, n in zip((x, y), count)]
            total = parts[0] + parts[1]
            freedom: np.ndarray = total**2 / sum(p**2 / (n - 1) for p, n in zip(parts, count))
            # without any spread there is nothing to be unsure of
            reach = np.where(total > 0, margin(np.sqrt(total), np.nan_to_num(freedom)), total)
        low, high = mean - reach, mean + reach
    return {"a": _means(x), "b": _means(y), "mean": mean, "low": low, "high": high, "pairs": np.minimum(*count)}


def _variance(x: np.ndarray, count: np.ndarray) -> np.ndarray:
    there = np.isfinite(x)
    off = np.where(there, x - _means(x), 0.0)
    return np.where(count > 1, (off**2).sum(axis=0) / np.maximum(count - 1, 1), np.nan)


def _quantiles(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """5 and 95 % of the difference of a draw of each."""
    each = np.linspace(0, 1, 201)
    d = np.quantile(y, each)[:, None] - np.quantile(x, each)[None, :]
    low, high = np.quantile(d, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(low), float(high)


def _over_time(a: Sample, b: Sample, paired: bool) -> pl.DataFrame:
    rows = []
    for name in a.series:
        if name not in b.series:
            continue
        x, y = a.series[name], b.series[name]
        if paired:
            low, median, high = np.quantile(y - x, (0.05, 0.5, 0.95), axis=0)
        else:
            median = np.median(y, axis=0) - np.median(x, axis=0)
            low = high = np.full(median.shape, np.nan)
        days = range(a.first, a.first + x.shape[1])
        rows.append(pl.DataFrame({
            "day": list(days), "when": [a.when(day) for day in days], "indicator": [name] * len(days),
            "a_median": np.median(x, axis=0), "b_median": np.median(y, axis=0), "low90": low, "median": median,
            "high90": high,
        }))  # fmt: skip
    return pl.concat(rows) if rows else pl.DataFrame()


def _first(a: Sample, b: Sample) -> pl.DataFrame:
    """A row per observable that ever differs in a pair: from when on, and in how many pairs; earliest first."""
    rows = []
    for name, x in a.series.items():
        if name not in b.series:
            continue
        y = b.series[name]
        odd = ~((x == y) | (np.isnan(x) & np.isnan(y)))
        if odd.any():
            day = a.first + int(odd.any(axis=0).argmax())
            o = a.known[name.split("[")[0]]
            order = (day, _ORDER.get(o.subsystem, len(_ORDER)))
            rows.append((order, {
                "observable": name, "from": a.when(day), "subsystem": o.subsystem, "meaning": o.meaning,
                "share": float(odd.any(axis=1).mean()),
            }))  # fmt: skip
    schema = {"observable": pl.String, "from": pl.String, "subsystem": pl.String, "meaning": pl.String,
              "share": pl.Float64}  # fmt: skip
    return pl.DataFrame([row for _, row in sorted(rows, key=lambda r: r[0])], schema=schema)
