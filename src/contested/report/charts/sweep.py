"""The charts of a sweep: an output along a parameter as lines, over two as heat, over many as points; and days.

What is drawn of an output follows from the points: words and listed values tell lines apart, two numbers on an even
grid are a map, and points that are no grid are points.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from contested.ensemble.statistics import FAILED
from contested.report import format as fmt
from contested.report.charts.published import figures
from contested.studies.comparison.sentence import LEADING
from contested.studies.runner import COLUMNS
from contested.studies.sweep.arrays import is_grid
from contested.zoo.picture import Layer, Panel, Picture

if TYPE_CHECKING:
    from contested.report.plot.parts import Figure
    from contested.studies.sweep.sweep import Sweep

#: outputs that are drawn, parameters beside one another where points are no grid, and lines of one chart, at most
OUTPUTS, BESIDE, LINES = 4, 3, 8


class Plotted(NamedTuple):
    """What is drawn: runs that did not fail, parameters that are numbers and words, outputs, what a step is called, and
    the indices of a ranking."""

    frame: pl.DataFrame
    numbers: list[str]
    words: list[str]
    outputs: list[str]
    clock: str
    indices: pl.DataFrame | None


def outputs(sweep: Sweep, frame: pl.DataFrame) -> list[str]:
    """Outputs that vary, those that a reader looks for first: statistics of one's own, then the leading ones."""
    skip = {*COLUMNS, *sweep.parameters, FAILED}
    found = [
        c for c, kind in frame.schema.items() if c not in skip and kind.is_numeric()
        and frame[c].is_finite().fill_null(value=False).any() and frame[c].n_unique() > 1
    ]  # fmt: skip
    own = [name for name in sweep.record.get("statistics") or {} if name in found]
    first = [*own, *(name for name in LEADING if name in found), *(n for n in found if n.endswith(".last"))]
    return list(dict.fromkeys([*first, *found]))


def plotted(sweep: Sweep) -> Plotted:
    """See `Plotted`."""
    frame = sweep.to_polars().filter(pl.col("failed") == "")
    numbers = [p for p in sweep.parameters if frame[p].dtype.is_numeric()]
    words = [p for p in sweep.parameters if p not in numbers]
    indices = sweep.tables["sensitivity"] if sweep.record.get("sensitivity") else None
    return Plotted(frame, numbers, words, outputs(sweep, frame)[:OUTPUTS], clock_of(sweep), indices)


def clock_of(sweep: Sweep) -> str:
    """What a step is called: those of a country are days."""
    return "day" if "days" in sweep.record else "step"


def most_influential(output: str, names: Sequence[str], data: Plotted) -> list[str]:
    """Parameters by what they move an output: by the indices of a ranking, else by their rank correlation with it."""
    if data.indices is not None:
        column = "mu_star" if "mu_star" in data.indices.columns else "total"
        own = data.indices.filter(pl.col("output") == output)
        by = dict(zip(own["parameter"], own[column]))
    else:
        some = data.frame.drop_nulls(output).filter(pl.col(output).is_finite())
        by = {name: abs(some.select(pl.corr(name, output, method="spearman")).item() or 0.0) for name in names}
    return sorted(names, key=lambda name: -by[name] if by.get(name) == by.get(name) and name in by else 0.0)


def charts(sweep: Sweep) -> dict[str, list[Figure]]:
    """Charts by section: "outputs" and "days"."""
    data = plotted(sweep)
    return {"outputs": [f for p in pictures(sweep, data, data.outputs) for f in figures(p)], "days": _days(sweep)}


def pictures(sweep: Sweep, data: Plotted, names: Sequence[str]) -> list[Picture]:
    """A picture of each output named."""
    grid = is_grid(data.frame, sweep.parameters)
    return [_picture(k, name, data, grid) for k, name in enumerate(names)]


def _picture(k: int, output: str, data: Plotted, grid: bool) -> Picture:
    title = fmt.capital(fmt.indicator(output, data.clock))
    panels: tuple[Panel, ...]
    if grid and len(data.numbers) == 2 and not data.words and all(_even(data.frame[p]) for p in data.numbers):
        panels, caption = (_heat(output, data),), "Mean of the runs at each point."
    elif (grid or len(data.numbers) + len(data.words) == 1) and data.numbers:
        panels = (_lines(output, data),)
        caption = "One run at each point."
        if data.frame["replicate"].n_unique() > 1:
            band = any(layer.kind == "band" for layer in panels[0].layers)
            caption = "Median of the runs at each point" + (", with the band of 90 % of them." if band else ".")
    elif data.numbers:
        panels = tuple(_points(output, name, data) for name in most_influential(output, data.numbers, data)[:BESIDE])
        count = len(data.numbers)
        which = f"The {BESIDE} of {count} parameters that move it most have a chart each. " if count > BESIDE else ""
        caption = f"A point per run. {which}Others vary as well, so a cloud without slope is no proof of no effect."
    else:
        panels, caption = (_bars(output, data),), "Mean of the runs at each choice."
    return Picture(f"sweep-{k + 1}", title, caption, panels, columns=min(len(panels), BESIDE))


def _even(values: pl.Series) -> bool:
    steps = np.diff(values.unique().sort().to_numpy().astype(np.float64))
    return bool(len(steps) and np.allclose(steps, steps[0]))


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _lines(output: str, data: Plotted) -> Panel:
    """Along the parameter with most values; the others tell lines apart."""
    counts = {name: data.frame[name].n_unique() for name in data.numbers}
    x = max(counts, key=lambda name: counts[name])
    others = [p for p in (*data.numbers, *data.words) if p != x]
    by = data.frame.group_by([x, *others]).agg(
        pl.col(output).median().alias("y"), pl.col(output).quantile(0.05, "nearest").alias("low"),
        pl.col(output).quantile(0.95, "nearest").alias("high"),
    ).drop_nulls("y").sort([*others, x])  # fmt: skip
    parts = by.partition_by(others, maintain_order=True) if others else [by]
    layers = []
    several = data.frame["replicate"].n_unique() > 1
    for part in parts[:LINES]:
        name = ", ".join(f"{p} = {_number(part[p][0])}" for p in others)
        if several and len(parts) <= 3:
            band = {c: part[d].to_list() for c, d in (("x", x), ("low", "low"), ("high", "high"))}
            layers.append(Layer("band", band, f"{name or 'runs'}: 90 % of them"))
        line = {"x": part[x].to_list(), "y": part["y"].to_list()}
        key = f"{name or 'runs'}: median" if several and len(parts) <= 3 else name
        layers.append(Layer("line", line, key))
    return Panel(x, _axis(output, data), tuple(layers))


def _axis(output: str, data: Plotted) -> str:
    return fmt.indicator(output, data.clock)


def _heat(output: str, data: Plotted) -> Panel:
    x, y = data.numbers
    by = data.frame.group_by([x, y]).agg(pl.col(output).mean()).drop_nulls(output).sort(x, y)
    cells = {"x": by[x].to_list(), "y": by[y].to_list(), "value": by[output].to_list()}
    return Panel(x, y, (Layer("heat", cells, _axis(output, data)),))


def _points(output: str, name: str, data: Plotted) -> Panel:
    some = data.frame.drop_nulls(output)
    points = Layer("points", {"x": some[name].to_list(), "y": some[output].to_list()})
    said = _axis(output, data)
    return Panel(name, said, (points,), title=f"{fmt.capital(said)}, by {name}")


def _bars(output: str, data: Plotted) -> Panel:
    """Choices of words stand side by side, in the order in which they were given."""
    by = data.frame.group_by(data.words, maintain_order=True).agg(pl.col(output).mean()).drop_nulls(output)
    names = [" / ".join(map(str, row)) for row in by.select(data.words).iter_rows()]
    x = np.arange(len(names), dtype=np.float64)
    top = by[output].to_list()
    bars = Layer("bars", {"low": x - 0.4, "high": x + 0.4, "y": top, "series": names})
    return Panel(" / ".join(data.words), _axis(output, data), (bars,))


def _days(sweep: Sweep) -> list[Figure]:
    """Observables day by day: the mean over the runs of each point, for the first points."""
    if not sweep.record.get("series"):
        return []
    frame = sweep.series()
    names = [c for c in frame.columns if c not in ("point", "replicate", "day", *sweep.parameters)]
    pictures = []
    for k, name in enumerate(names[:OUTPUTS]):
        by = frame.group_by("point", "day", *sweep.parameters).agg(pl.col(name).mean()).sort("point", "day")
        parts = _spread(by.partition_by("point", maintain_order=True))
        layers = [
            Layer("line", {"x": part["day"].to_list(), "y": part[name].to_list()},
                  ", ".join(f"{p} = {_number(part[p][0])}" for p in sweep.parameters))
            for part in parts
        ]  # fmt: skip
        words = f"Mean of the runs at {len(parts)} of {by['point'].n_unique()} points."
        pictures.append(Picture(f"days-{k + 1}", fmt.words(name), words, (Panel("day", name, tuple(layers)),)))
    return [f for p in pictures for f in figures(p)]


def _spread(parts: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    """A few of many, from the first to the last."""
    if len(parts) <= LINES:
        return list(parts)
    return [parts[k] for k in np.linspace(0, len(parts) - 1, LINES).round().astype(int).tolist()]
