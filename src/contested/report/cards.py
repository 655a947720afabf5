"""A result in a cell of a notebook: a small picture, and what it is, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from markupsafe import Markup

from contested.files import guarded, refusing
from contested.ground.errors import CheckpointError, ContestedError
from contested.report.pages.envelope import fragment
from contested.report.plot import sketch
from contested.studies.audit.audit import Audit
from contested.studies.calibration.calibration import Calibration
from contested.studies.comparison.comparison import Comparison
from contested.studies.forecasting.forecast import Forecast
from contested.studies.run.dimensions import long_frame
from contested.studies.run.run import Run
from contested.studies.sweep.sweep import Sweep

if TYPE_CHECKING:
    from contested.studies.result import Result

#: intervals that are shown at most
MOST = 8


def card(result: Result) -> str:
    """HTML of a result: no script, nothing from outside. What is unfinished or damaged has a sentence for a picture."""
    damage = drawing = ""
    try:
        drawing = picture(result)
    except ContestedError as error:
        damage = error.message
    return str(fragment("card.html", drawing=Markup(drawing), damage=damage, rows=result.overview()))


def picture(result: Result) -> str:
    """A small SVG of a result; "" where there is nothing to draw.

    Raises
    ------
    CheckpointError
        If what it is drawn from is damaged.
    """
    if isinstance(result, Run):
        return _run(result) if result.finished else ""
    if isinstance(result, Sweep):
        return _sweep(result)
    if isinstance(result, Comparison | Forecast | Audit) and result.finished:
        return _study(result)
    return _calibration(result) if isinstance(result, Calibration) else ""


def _run(run: Run) -> str:
    """The crowd of the country by day; of a model its first number over steps."""
    record = run.provenance
    clock = record["clock"]
    observables = record["observables"]
    o = next((o for o in observables if o["name"] == "crowd"), None)
    o = o or next((o for o in observables if not o["dims"]), observables[0] if observables else None)
    if o is None:
        return ""
    run.integrity.check_sizes()
    frame = long_frame(run, o["dims"]).group_by("replicate", clock, maintain_order=True).agg(
        pl.col(o["name"]).sum() if o["unit"] == "person" else pl.col(o["name"]).mean()
    )  # fmt: skip
    over = frame.group_by(clock, maintain_order=True).agg(
        pl.col(o["name"]).fill_nan(None).median().alias("median"),
        pl.col(o["name"]).fill_nan(None).quantile(0.05, "linear").alias("low"),
        pl.col(o["name"]).fill_nan(None).quantile(0.95, "linear").alias("high"),
    )
    first, last = run.dates or (f"{clock} {over[clock][0]}", f"{clock} {over[clock][-1]}")
    median, low, high = (over[c].cast(pl.Float64).fill_null(np.nan).to_numpy() for c in ("median", "low", "high"))
    label = f"{o['meaning']}, median and 90 % of {len(run.finished)} replicates"
    return sketch.course(sketch.Band(median, low, high, first, last), label)


def _sweep(sweep: Sweep) -> str:
    """The first statistic against the first parameter."""
    frame = sweep.to_polars().filter(pl.col("failed") == "") if sweep.to_polars().height else pl.DataFrame()
    numbers = [n for n in sweep.parameters if n in frame.columns and frame.schema[n].is_numeric()]
    statistics = [c for c in frame.columns if c.endswith(".max") and c not in sweep.parameters]
    if not numbers or not statistics:
        return ""
    x, y = (frame[c].cast(pl.Float64).fill_null(np.nan).to_numpy() for c in (numbers[0], statistics[0]))
    return sketch.dots(x, y, f"{statistics[0]} of each run against {numbers[0]}", numbers[0])


def _study(study: Comparison | Forecast | Audit) -> str:
    if isinstance(study, Comparison):
        table, drawn = study.tables["over_time"], ("median", "low90", "high90")
        with guarded(refusing(CheckpointError, f"{study.path}: expected differences by day", "over_time is damaged")):
            over = table.filter(pl.col("indicator") == "crowd").with_columns(pl.col(*drawn).cast(pl.Float64))
        return _band(over, drawn, "crowd in b minus crowd in a, median and 90 % of pairs")
    if isinstance(study, Forecast):
        series = study.to_polars().filter(pl.col("kind") == "claim")
        keys = ("quantity", "actor", "place", "voice", "side")
        if not series.height:
            return ""
        part = series.join(series.select(keys).head(1), on=keys, how="semi")
        of = " ".join(filter(None, map(str, part.select("quantity", "place", "voice").row(0))))
        return _band(part, ("q50", "q05", "q95"), f"forecast of {of}: median and 90 %")
    found = study.to_polars().filter(pl.col("low").is_not_null(), pl.col("high").is_not_null())
    if not found.height:
        return ""
    unit = found["unit"].value_counts(sort=True)["unit"][0]
    rows = found.filter(pl.col("unit") == unit).select("title", "low", "value", "high").head(MOST).rows()
    return sketch.ranges(_intervals(rows), f"estimates of the audit with their ranges, {unit}", 0.0)


def _calibration(study: Calibration) -> str:
    """Posterior intervals in prior standard deviations would need words; widths against the prior need none."""
    table = study.tables["posterior"]
    span = pl.col("prior_high") - pl.col("prior_low")
    scaled = table.select(
        "parameter", *((pl.col(c) - pl.col("prior_low")) / span for c in ("low", "median", "high"))
    ).sort(pl.col("high") - pl.col("low"))
    return sketch.ranges(
        _intervals(scaled.head(MOST).rows()),
        "posterior 90 % intervals; 0 to 1 is that of the prior",
    )


def _band(frame: pl.DataFrame, columns: Sequence[str], label: str) -> str:
    if not frame.height:
        return ""
    clock = "date" if "date" in frame.columns else "step"
    first, last = (f"{'' if clock == 'date' else 'step '}{frame[clock][k]}" for k in (0, -1))
    median, low, high = (frame[c].cast(pl.Float64).fill_null(np.nan).to_numpy() for c in columns)
    return sketch.course(sketch.Band(median, low, high, first, last), label)


def _intervals(rows: Sequence[tuple[str, float, float, float]]) -> list[sketch.Interval]:
    return [sketch.Interval(name, *(np.nan if v is None else float(v) for v in ends)) for name, *ends in rows]


