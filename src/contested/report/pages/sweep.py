"""The page of a sweep: what its parameters change, in one screen; tables and the record behind it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from contested.report import format as fmt
from contested.report.charts.sweep import charts, clock_of, outputs, plotted
from contested.report.pages import cells, envelope
from contested.report.pages.cells import Cell, Row, Table
from contested.report.pages.cite import citation

if TYPE_CHECKING:
    from contested.studies.sweep.sweep import Sweep

#: rows of the table of points
MOST = 200
#: parameters that a sentence can name with their values
FEW = 3
#: a column that is no parameter's
MEAN = "mean of the runs"


def write_sweep_page(sweep: Sweep, path: str | Path, *, pictures: bool = False) -> Path:
    """Write the page, and its charts as pictures beside it if they are wanted: `envelope.write`."""
    return envelope.write(sweep, path, charts, sweep_page, pictures)


def sweep_page(sweep: Sweep, figures: envelope.Figures) -> str:
    """The whole page as text."""
    r, data = sweep.record, plotted(sweep)
    scenario = (r.get("scenario") or {}).get("name") or r["model"]
    rows = [_extremes(sweep, data.frame, name) for name in outputs(sweep, data.frame)]
    drawn_rows = [row for row in rows[: len(data.outputs)] if row]
    failed = sweep.failed()
    indices = sweep.tables["sensitivity"] if r.get("sensitivity") else None
    broken = f"{failed.height} of {sweep.runs} runs failed; the first: {failed['failed'][0]}" if failed.height else ""
    over = " and ".join(sweep.parameters) if len(sweep.parameters) <= FEW else f"{len(sweep.parameters)} parameters"
    return envelope.render(
        "sweep.html", envelope.by_name(figures), cite=citation("sweep", f"{over} in {scenario}", r),
        title=f"What does {over} change in {scenario}?" if len(sweep.parameters) == 1 else
        f"What do {over} change in {scenario}?",
        lead=_lead(sweep, drawn_rows) + _ranked(indices, drawn_rows), size=_size(sweep), trouble=sweep.trouble,
        failed=broken, figures=figures, extremes=_table(drawn_rows, data.clock),
        more=_table([row for row in rows[len(data.outputs) :] if row], data.clock),
        indices=cells.frame_table(indices.head(MOST)) if indices is not None else None,
        points=_points(sweep, data.frame, data.outputs), pairs=_pairs(sweep, data.outputs), record=_record(sweep),
    )  # fmt: skip


def _extremes(sweep: Sweep, frame: pl.DataFrame, name: str) -> dict[str, Any]:
    """Where an output is least and where it is most, as means over a point's runs; {} where it does not vary."""
    by = frame.group_by("point", *sweep.parameters).agg(pl.col(name).mean().alias(MEAN)).drop_nulls(MEAN)
    by = by.filter(pl.col(MEAN).is_finite()).sort(MEAN, "point")
    if by.height < 2 or by[MEAN][0] == by[MEAN][-1]:
        return {}
    least, most = by.row(0, named=True), by.row(-1, named=True)
    return {"name": name, "least": least, "most": most, "parameters": sweep.parameters}


def _at(row: Mapping[str, Any], parameters: tuple[str, ...]) -> str:
    return ", ".join(f"{p} = {fmt.plain(row[p])}" for p in parameters)


def _lead(sweep: Sweep, rows: list[dict[str, Any]]) -> str:
    """The answer in one sentence."""
    if not rows:
        return "Nothing that was observed varies over these points."
    row = rows[0]
    few = len(row["parameters"]) <= FEW
    least, most = (fmt.plain(row[k][MEAN]) + (f" (at {_at(row[k], row['parameters'])})" if few else "")
                   for k in ("least", "most"))  # fmt: skip
    runs = ", as the mean of the runs at a point" if sweep.record["replicates"] > 1 else ""
    return f"{fmt.capital(fmt.indicator(row['name'], clock_of(sweep)))}: from {least} to {most}{runs}."


def _ranked(indices: pl.DataFrame | None, rows: list[dict[str, Any]]) -> str:
    """Which parameters matter most to the output of the first sentence."""
    if indices is None or not rows:
        return ""
    column = "mu_star" if "mu_star" in indices.columns else "total"
    own = indices.filter(pl.col("output") == rows[0]["name"]).sort(column, "parameter", descending=[True, False])
    first = own["parameter"].head(FEW).to_list()
    return f" It depends most on {', then '.join(first)}." if len(first) > 1 else ""


def _table(rows: list[dict[str, Any]], clock: str) -> Table:
    shown = [
        (fmt.indicator(r["name"], clock), Cell(fmt.plain(r["least"][MEAN]), band=_at(r["least"], r["parameters"])),
         Cell(fmt.plain(r["most"][MEAN]), band=_at(r["most"], r["parameters"])))
        for r in rows
    ]  # fmt: skip
    return Table(("output", "least", "most"), shown)


def _points(sweep: Sweep, frame: pl.DataFrame, names: list[str]) -> Table:
    by = frame.group_by("point", *sweep.parameters).agg(pl.col(n).mean() for n in names).sort("point")
    return cells.frame_table(by.head(MOST))


def _pairs(sweep: Sweep, names: list[str]) -> Table | None:
    """Each point less the first one, of a sweep whose points are pairs."""
    if not sweep.common_seed or sweep.to_polars().filter(pl.col("failed") == "")["point"].n_unique() < 2:
        return None
    base = int(sweep.to_polars().filter(pl.col("failed") == "")["point"].min() or 0)  # type: ignore[arg-type]  # whole
    table = sweep.differences(base).filter(pl.col("indicator").is_in(names))
    rows: list[Row] = []
    for part in table.partition_by("point", maintain_order=True)[:MOST]:
        by = {r["indicator"]: r for r in part.iter_rows(named=True)}
        rows.append((str(part["point"][0]), *(fmt.plain(part[p][0]) for p in sweep.parameters),
                     *(_difference(by.get(n)) for n in names)))  # fmt: skip
    return Table(("point", *sweep.parameters, *(fmt.indicator(n, clock_of(sweep)) for n in names)), rows)


def _difference(r: Mapping[str, Any] | None) -> str | Cell:
    if r is None or r["mean"] is None:
        return fmt.NONE
    known = r["low"] is not None and math.isfinite(r["low"])
    band = f"{fmt.plain(r['low'])} to {fmt.plain(r['high'])}" if known else ""
    return Cell(fmt.plain(r["mean"]), band=band)


def _size(sweep: Sweep) -> str:
    r = sweep.record
    ranges = "; ".join(f"{name}: {label}" for name, label in r["over"].items())
    seed = f"all points on the random numbers of seed {r['seed']}" if sweep.common_seed else f"seed {r['seed']}"
    steps = f"{r['days']} days" if "days" in r else f"{r['steps']} steps"
    named = f" {ranges}." if len(r["over"]) <= FEW else " The record below has the ranges."
    return f"{fmt.count(sweep.runs, 'run')} of {steps} ({r['design']}), {seed}.{named}"


def _record(sweep: Sweep) -> Table:
    r = sweep.record
    names = ("model", "preset", "scale", "days", "steps", "design", "seed", "replicates", "common_seed", "contested")
    record = {name: r[name] for name in names if r.get(name) is not None}
    record |= {f"over: {name}": label for name, label in r["over"].items()}
    record |= {f"set: {name}": value for name, value in r["settings"].items()}
    if r.get("scenario"):
        record["scenario"] = f"{r['scenario']['name']} {r['scenario']['hash'][:16]}"
    return cells.record_table(record)
