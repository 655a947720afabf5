"""A chart for every observable of a run of any model: over steps, the median of the runs with 50 % and 90 % bands.

Drawn as pictures of the zoo are (`panels`). Leaves out observables with two dimensions or more besides the step.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import altair as alt
import numpy as np
import polars as pl

from contested.report import format as fmt
from contested.report.numbers import spread
from contested.report.plot.days import MOST_BANDS
from contested.report.plot.palette import INK, colour_of
from contested.report.plot.panel import Inks, panel_chart
from contested.report.plot.parts import Figure, Key, chart_of, pointer, tip
from contested.studies.run.dimensions import stored_arrays
from contested.zoo.picture import Layer, Panel

if TYPE_CHECKING:
    from contested.studies.run.run import Run

#: lines that can be told apart
MOST_LINES = 8
#: windows of steps a long run is cut into; the highest and the lowest of each are drawn
WINDOWS = 600
#: cells of heat along each axis, at most
CELLS = 60
#: unit -> (what numbers are multiplied with, words on the axis)
SHOWN = {"share": (100.0, "%"), "probability": (100.0, "%"), "chance": (100.0, "%"), "-": (1.0, "")}
HEIGHT = 230


class Charts(NamedTuple):
    """The figures of a run, and the observables that have none."""

    figures: list[Figure]
    left_out: list[str]


class Ending(NamedTuple):
    """An observable at the last step of every run."""

    name: str
    unit: str
    values: np.ndarray


def run_charts(run: Run) -> Charts:
    """A figure for every observable that can be drawn over steps."""
    results, record = stored_arrays(run), run.provenance
    clock = record["clock"]
    steps = results[clock].values.astype(np.float64)
    figures, left_out = [], []
    for o in record["observables"]:
        if len(o["dims"]) > 1:
            left_out.append(o["name"])
            continue
        stored = results[o["name"]].transpose("replicate", clock, ...).values.astype(np.float64)
        if o["dims"] and stored.shape[2] == 0:
            left_out.append(o["name"])
            continue
        labels = record["coords"].get(o["dims"][0], []) if o["dims"] else []
        if stored.ndim == 2:
            figures.append(_single(o, steps, stored, clock))
        elif (places := _positions(labels)) is not None and len(steps) > 1:
            figures.append(_spread_out(o, steps, stored, clock, places))
        else:
            figures.append(_many(o, steps, stored, clock, labels))
    return Charts(figures, left_out)


def endings(run: Run) -> list[Ending]:
    """Every observable that is one number, at the last step."""
    results, clock = stored_arrays(run), run.provenance["clock"]
    return [
        Ending(o["name"], o["unit"], results[o["name"]].isel({clock: -1}).values.astype(np.float64))
        for o in run.provenance["observables"]
        if not o["dims"]
    ]


def sampled_steps(median: np.ndarray, windows: int = WINDOWS) -> np.ndarray:
    """Rows of a long series to draw: the highest and the lowest of each window, so that no burst is lost.

    Parameters
    ----------
    median : float array of shape (steps,)

    Returns
    -------
    int array
        Rising; every row of a series that is short enough.
    """
    n = len(median)
    if n <= 2 * windows:
        return np.arange(n)
    edges = np.linspace(0, n, windows + 1).astype(int)
    kept = {0, n - 1}
    for first, last in pairwise(edges.tolist()):
        part = median[first:last]
        kept |= {first} if np.isnan(part).all() else {first + int(np.nanargmin(part)), first + int(np.nanargmax(part))}
    return np.array(sorted(kept))


def _single(o: Mapping[str, Any], steps: np.ndarray, stored: np.ndarray, clock: str) -> Figure:
    by, unit = SHOWN.get(o["unit"], (1.0, o["unit"]))
    low90, low50, median, high50, high90 = spread(stored) * by
    at = sampled_steps(median)
    x = steps[at]
    several = len(stored) > 1
    layers = [_line(x, median[at])]
    if several:
        layers += [Layer("band", {"x": x, "low": low[at], "high": high[at]})
                   for low, high in ((low90, high90), (low50, high50))]  # fmt: skip
    chart = panel_chart(Panel(clock, unit, tuple(layers)), Inks({}, {}), 560, HEIGHT)
    ends = [tip("low:Q", "90 % from", ",.4~g"), tip("high:Q", "90 % to", ",.4~g")] if several else []
    tips = [tip("x:Q", clock), tip("y:Q", "median" if several else "value", ",.4~g"), *ends]
    frame = pl.DataFrame({"x": x, "y": median[at], "low": low90[at], "high": high90[at]})
    words = " Bands hold 50 % and 90 % of runs." if several else ""
    reader = pointer(chart_of(frame, 6).encode(x=alt.X("x:Q")), tips, "x")
    return _figure(o, alt.layer(chart, reader), clock, words, cut=len(at) < len(steps))


def _many(o: Mapping[str, Any], steps: np.ndarray, stored: np.ndarray, clock: str, labels: list[str]) -> Figure:
    by, unit = SHOWN.get(o["unit"], (1.0, o["unit"]))
    with np.errstate(invalid="ignore"):
        size = np.nan_to_num(np.abs(stored)).mean(axis=(0, 1))
    shown = sorted(np.argsort(-size, kind="stable")[:MOST_LINES].tolist())
    names = [fmt.words(str(labels[k])) if k < len(labels) else str(k) for k in shown]
    quantiles = spread(stored[:, :, shown]) * by
    lines: dict[str, list[Any]] = {"x": [], "y": [], "low": [], "high": [], "series": []}
    cut = False
    for j, name in enumerate(names):
        at = sampled_steps(quantiles[2, :, j])
        cut |= len(at) < len(steps)
        for column, series in (("x", steps), ("y", quantiles[2, :, j]), ("low", quantiles[0, :, j]),
                               ("high", quantiles[4, :, j])):  # fmt: skip
            lines[column] += series[at].tolist()
        lines["series"] += [name] * len(at)
    banded = len(stored) > 1 and len(names) <= MOST_BANDS
    layers = [_line(lines["x"], lines["y"], lines["series"])]
    if banded:
        layers.append(Layer("band", {c: lines[c] for c in ("x", "low", "high", "series")}))
    colours = dict(zip(names, colour_of(names))) if len(names) > 1 else dict.fromkeys(names, INK)
    more = "" if len(names) == stored.shape[2] else f" The {len(names)} largest of {stored.shape[2]} are drawn."
    chart = panel_chart(Panel(clock, unit, tuple(layers)), Inks(colours, {}), 560, HEIGHT)
    key = tuple((name, colour, "line") for name, colour in colours.items())
    return _figure(o, chart, clock, (" Bands hold 90 % of runs." if banded else "") + more, cut=cut, key=key)


def _positions(labels: list[str]) -> np.ndarray | None:
    """Labels as numbers, where they are too many for lines and evenly spaced: places on a line, classes of size."""
    if len(labels) <= MOST_LINES:
        return None
    try:
        at = np.array([float(label) for label in labels])
    except ValueError:
        return None
    gaps = np.diff(at)
    return at if np.all(gaps > 0) and np.allclose(gaps, gaps[0], rtol=1e-3) else None


def _spread_out(o: Mapping[str, Any], steps: np.ndarray, stored: np.ndarray, clock: str, places: np.ndarray) -> Figure:
    """The median over steps and positions as heat."""
    by, unit = SHOWN.get(o["unit"], (1.0, o["unit"]))
    every, each = -(-len(steps) // CELLS), -(-len(places) // CELLS)
    median = spread(stored[:, ::every, ::each])[2] * by
    x, y = np.meshgrid(steps[::every], places[::each], indexing="ij")
    dim = fmt.words(o["dims"][0])
    heat = Layer("heat", {"x": x.ravel(), "y": y.ravel(), "value": median.ravel()}, unit)
    known = median[np.isfinite(median)]
    ends = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    kept = [f"every {ordinal(k)} {of}" for k, of in ((every, clock), (each, dim)) if k > 1]
    thinned = f" Drawn for {' and '.join(kept)}." if kept else ""
    chart = panel_chart(Panel(clock, dim, (heat,)), Inks({}, {unit: ends}), 560, HEIGHT)
    return _figure(o, chart, clock, (" Median of the runs." if len(stored) > 1 else "") + thinned)


def ordinal(k: int) -> str:
    """2 is "2nd", 11 "11th"."""
    end = "th" if k % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(k % 10, "th")
    return f"{k}{end}"


def _line(x: Any, y: Any, series: list[str] | None = None) -> Layer:
    data = {"x": x, "y": y} | ({"series": series} if series else {})
    return Layer("line" if len(set(x)) > 1 else "points", data)  # one step is no line


def _figure(
    o: Mapping[str, Any], chart: alt.LayerChart | alt.FacetChart, clock: str, words: str, *, cut: bool = False,
    key: Key = (),
) -> Figure:  # fmt: skip
    title, meaning = fmt.words(o["name"]).replace(".", ": "), str(o["meaning"]).rstrip(".")
    rest = f" Of so many {clock}s, the highest and the lowest of each stretch are drawn." if cut else ""
    caption = f"{meaning[:1].upper()}{meaning[1:]}.{rest}{words}"
    return Figure(o["name"], title[:1].upper() + title[1:], caption, chart, HEIGHT, key=key, legend=True)
