"""One panel of a published model's picture as a chart: layers of data into marks, axes, reference rules, labels.

`zoo.picture` says what is drawn, this file how. A missing number breaks a line; a zero on a logarithmic axis is
missing. Colours and what heat means are shared by all panels of a picture and come from `pictures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import altair as alt
import numpy as np
import polars as pl

from contested.report.plot.axes import DIGITS, Frame, along_x, along_y, even_step, is_map, numbers, short, spans
from contested.report.plot.labels import AROUND, LINE, ON, SIZE, Box, Place, lanes, place, wrapped
from contested.report.plot.palette import INK, MUTED, PAPER
from contested.report.plot.parts import DASH, chart_of, rule, single, tip
from contested.zoo.picture import KINDS, Layer, Panel

BREAK: Literal["break-paths-filter-domains"] = "break-paths-filter-domains"
#: what lies under what
DEPTH = {"heat": 0, "bars": 1, "band": 2, "text": 5}
RULES = 3
#: heat, one hue, even steps of lightness, more is darker: alone; under other marks; and for yes and no
ALONE = ["#f1f5fa", "#92b4d5", "#3f74ad", "#12325c"]
PALE = ["#f3f6fa", "#5688bb"]
TWO = ["#e9edf2", INK]


@dataclass(frozen=True)
class Inks:
    """What the panels of a picture share.

    Parameters
    ----------
    colours : dict of name in the key to colour
    heat : dict of a heat layer's key to the lowest and highest value
    """

    colours: dict[str, str]
    heat: dict[str, tuple[float, float]]


def panel_chart(panel: Panel, inks: Inks, width: float, height: float) -> alt.LayerChart:
    """The panel, without a size; `width` and `height` are what it will have, about, and place its labels."""
    bare = Frame(panel, spans(panel, "x"), spans(panel, "y"), width, height)
    named = rule_names(bare)
    frame = replace(bare, upper=LINE * (1 + max((row for _, _, row, _ in named), default=-1)))
    taken: list[Box] = []
    pieces = [(RULES, vertical_rules(frame, named)), (RULES, level_rules(frame, taken))]
    for layer in panel.layers:
        drawn = labels(frame, layer, inks.colours, taken) if layer.kind == "text" else marks(frame, layer, inks)
        pieces.append((DEPTH.get(layer.kind, 4), drawn))
    pieces.sort(key=lambda piece: piece[0])
    flat = [chart for _, charts in pieces for chart in charts]
    if not flat:  # axes alone
        nothing = alt.InlineData(values=[{"x": frame.x[0], "y": frame.y[0]}])
        flat = [alt.Chart(nothing).mark_point(opacity=0).encode(x=along_x(frame, "x"), y=along_y(frame, "y"))]
    chart: alt.LayerChart = alt.layer(*flat).resolve_scale(color="independent", strokeDash="independent")
    if is_map(panel):
        chart = chart.properties(view=alt.ViewConfig(stroke="#aab1bd"))
    if panel.title:
        words = wrapped(panel.title, width, 13.5)
        chart = chart.properties(title=alt.Title(words, fontSize=13, frame="group", anchor="start", offset=8))
    return chart


# data ---------------------------------------------------------------------------------------------------------------


def table(layer: Layer, panel: Panel) -> pl.DataFrame:
    """A layer's columns; what cannot be drawn is null."""
    columns: dict[str, Any] = {}
    for name in (*KINDS[layer.kind], *(c for c in ("y", "series", "dash") if c in layer.data)):
        if name in columns:
            continue
        if name in ("series", "label"):
            columns[name] = pl.Series([str(v) for v in layer.data[name]], dtype=pl.String)
        elif name == "dash":
            columns[name] = pl.Series([bool(v) for v in layer.data[name]], dtype=pl.Boolean)
        else:
            column = numbers(layer, name)
            if _is_log(layer.kind, name, panel):
                column = np.where(column > 0, column, np.nan)
            columns[name] = pl.Series(column).fill_nan(None)
    return pl.DataFrame(columns)


def _is_log(kind: str, column: str, panel: Panel) -> bool:
    across = column == "x" or (kind == "bars" and column in ("low", "high"))
    return column != "value" and (panel.x_log if across else panel.y_log)


def marks(frame: Frame, layer: Layer, inks: Inks) -> list[alt.Chart]:
    """A layer as marks."""
    panel = frame.panel
    found = table(layer, panel)
    base = chart_of(found, DIGITS)
    clip = panel.x_range is not None or panel.y_range is not None
    if layer.kind == "heat":
        return heat(frame, layer, inks, base, found)
    look, colour = paint(layer, inks)
    base = base.encode(**colour)
    x, y = along_x(frame, "x"), along_y(frame, "y")
    if layer.kind in ("line", "dashed", "steps"):
        encoding: dict[str, Any] = {"x": x, "y": y, "order": alt.OrderValue(None)}
        if layer.kind == "dashed":
            look["strokeDash"] = [5, 4]
        elif "dash" in layer.data:
            encoding["strokeDash"] = alt.StrokeDash(
                "dash:N", legend=None, scale=alt.Scale(domain=[False, True], range=[[1, 0], [5, 4]])
            )
        shape: Literal["step-after", "linear"] = "step-after" if layer.kind == "steps" else "linear"
        tips = [tip("series", " ")] if "series" in layer.data else []
        return [
            base.mark_line(
                strokeWidth=1.8, interpolate=shape, strokeJoin="round", clip=clip, invalid=BREAK, **look
            ).encode(**encoding, tooltip=tips)
        ]
    if layer.kind == "points":
        many = found.height
        size, faint = (44, 0.9) if many <= 80 else (20, 0.75) if many <= 600 else (8, 0.5)
        rim: dict[str, Any] = {"stroke": PAPER, "strokeWidth": 0.7} if many <= 80 else {}
        inside = base.transform_filter(within(frame))
        return [
            inside.mark_circle(size=size, opacity=faint, **rim, **look).encode(x=x, y=y, tooltip=tips_of(frame, layer))
        ]
    if layer.kind == "band":
        low, high = along_y(frame, "low"), alt.Y2("high:Q")
        if panel.y_log:  # a band that reaches down to nothing ends at the axis
            base = base.transform_calculate(low=f"isValid(datum.high) ? max(datum.low || 0, {frame.y[0]!r}) : null")
        return [
            base.mark_area(opacity=0.22, clip=clip, invalid=BREAK, **look).encode(
                x=x, y=low, y2=high, order=alt.OrderValue(None)
            )
        ]
    floor = frame.y[0] if panel.y_log else min(max(0.0, frame.y[0]), frame.y[1])
    faint = 0.55 if len(set(layer.data.get("series", ()))) > 1 or _share_bars(panel) else 0.8
    return [
        base.transform_calculate(floor=repr(floor))
        .mark_rect(opacity=faint, stroke=PAPER, strokeWidth=0.5 if found.height <= 120 else 0, clip=clip, **look)
        .encode(x=along_x(frame, "low"), x2="high:Q", y=y, y2="floor:Q", tooltip=tips_of(frame, layer))
    ]


def _share_bars(panel: Panel) -> bool:
    return sum(layer.kind == "bars" for layer in panel.layers) > 1


def paint(layer: Layer, inks: Inks) -> tuple[dict[str, Any], dict[str, Any]]:
    """A layer's colour: as a property of its marks, or as an encoding where it has series."""
    if "series" not in layer.data:
        return {"color": inks.colours.get(layer.key, INK)}, {}
    names = list(dict.fromkeys(str(v) for v in layer.data["series"]))
    return {}, {"color": _series_colour({name: inks.colours[name] for name in names})}


def _series_colour(shades: Mapping[str, str]) -> alt.Color:
    return alt.Color("series:N", legend=None, scale=alt.Scale(domain=list(shades), range=list(shades.values())))


def tips_of(frame: Frame, layer: Layer) -> list[alt.Tooltip]:
    """What the pointer reads out."""
    words = {"x": frame.panel.x or "x", "y": frame.panel.y or "y", "low": "from", "high": "to"}
    words["value"] = layer.key or "value"
    named = [tip("series", " ")] if "series" in layer.data else []
    return named + [
        tip(f"{c}:Q", words[c], ",.4~g")
        for c in ("x", "low", "high", "y", "value")
        if c in layer.data
    ]


def within(frame: Frame) -> str:
    """True of a point that can be seen."""
    parts = [
        f"isValid(datum.{a}) && datum.{a} >= {low!r} && datum.{a} <= {high!r}"
        for a, (low, high) in (("x", frame.x), ("y", frame.y))
    ]
    return " && ".join(parts)


# heat ---------------------------------------------------------------------------------------------------------------


def heat(frame: Frame, layer: Layer, inks: Inks, base: alt.Chart, data: pl.DataFrame) -> list[alt.Chart]:
    """Cells of a grid, each a little larger than its place so that no seam shows between neighbours."""
    panel = frame.panel
    edges = {}
    for a, log in (("x", panel.x_log), ("y", panel.y_log)):
        step = even_step(numbers(layer, a), log)
        ends = frame.x if a == "x" else frame.y
        wide = repr(step**0.5 if log else step / 2)
        more = repr(step**0.56 if log else step * 0.56)
        below, over = ("/", "*") if log else ("-", "+")
        edges[f"{a}_from"] = f"max(datum.{a} {below} {wide}, {ends[0]!r})"
        edges[f"{a}_to"] = f"min(datum.{a} {over} {more}, {ends[1]!r})"
    base = base.transform_filter(within(frame)).transform_calculate(**edges)
    if "series" in layer.data:
        colour = _series_colour({name: tint(inks.colours[name]) for name in dict.fromkeys(data["series"].to_list())})
    else:
        base = base.transform_filter("isValid(datum.value)")
        alone = all(other.kind == "heat" for other in panel.layers) and not (panel.x_rules or panel.y_rules)
        shade: dict[str, Any] = {"range": ALONE if alone else PALE, "interpolate": "lab"}
        low, high = inks.heat[layer.key]
        ticks: dict[str, Any] = {"tickCount": 5}
        if data["value"].drop_nulls().n_unique() <= 2 and alone:
            shade, ticks = {"range": TWO}, {"values": [low, high]}
        if 0 < low < high / 20:
            low = 0.0
        if low == high:
            low, high = low - 0.5, high + 0.5
        legend: alt.Legend | None = alt.Legend(
            orient="right", offset=10, columns=1, title=wrapped(layer.key, 90, 12) if layer.key else None,
            labelExpr=short(max(abs(low), abs(high))), gradientLength=min(max(frame.height - 60, 60), 180),
            gradientThickness=11, **ticks, titlePadding=8, titleFontWeight="normal", titleColor=MUTED,
        )  # fmt: skip
        if "values" in ticks and not layer.key:  # the caption says what is dark
            legend = None
        colour = alt.Color("value:Q", legend=legend, scale=alt.Scale(domain=[low, high], clamp=True, **shade))
    return [
        base.mark_rect().encode(
            x=along_x(frame, "x_from"), x2="x_to:Q", y=along_y(frame, "y_from"), y2="y_to:Q", color=colour,
            tooltip=tips_of(frame, layer),
        )
    ]  # fmt: skip


def tint(colour: str, part: float = 0.45) -> str:
    """A colour thinned with white, for areas under other marks."""
    channels = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - c) * part):02x}" for c in channels)


# words and rules ----------------------------------------------------------------------------------------------------


def words(frame: Frame, rows: list[dict[str, Any]], how: Place, colour: str, clip: bool = False) -> list[alt.Chart]:
    """Text on a white halo, at x and y of each row in pixels or data."""
    base = alt.Chart(alt.InlineData(values=rows))
    placed: dict[str, Any] = {
        "align": how.align, "baseline": how.baseline, "dx": how.dx, "dy": how.dy, "fontSize": SIZE, "clip": clip
    }  # fmt: skip
    where: dict[str, Any] = {"x": along_x(frame, "x"), "y": along_y(frame, "y"), "text": alt.Text("label:N")}
    return [
        base.mark_text(stroke=PAPER, strokeWidth=3, strokeJoin="round", color=PAPER, **placed).encode(**where),
        base.mark_text(color=colour, **placed).encode(**where),
    ]


def labels(frame: Frame, layer: Layer, colours: dict[str, str], taken: list[Box]) -> list[alt.Chart]:
    """A layer of text: each word where it stands, beside it if a point is there, and covering no other word."""
    room = Box(0, -4, frame.width + 6, frame.height)
    at = zip(numbers(layer, "x").tolist(), numbers(layer, "y").tolist())
    names = layer.data.get("series", [layer.key] * len(layer.data["x"]))
    dots = crowd(frame, ("points",))
    groups: dict[tuple[Place, str], list[dict[str, Any]]] = {}
    for (x, y), label, name in zip(at, map(str, layer.data["label"]), map(str, names)):
        if not (frame.x[0] <= x <= frame.x[1] and frame.y[0] <= y <= frame.y[1]):  # NaN is not
            continue
        across, down = frame.pixels(x, y)
        beside = len(dots) and np.hypot(dots[:, 0] - across, dots[:, 1] - down).min() < 10
        how = place(label, float(across), float(down), taken, room, AROUND if beside else (ON, *AROUND))
        groups.setdefault((how, colours.get(name, INK)), []).append({"x": x, "y": y, "label": label})
    return [chart for (how, colour), rows in groups.items() for chart in words(frame, rows, how, colour)]


def rule_names(frame: Frame) -> list[tuple[str, float, int, str]]:
    """(name, position, row above the chart, alignment) of every rule on the x axis that can be seen."""
    inside = {k: float(v) for k, v in frame.panel.x_rules.items() if frame.x[0] <= v <= frame.x[1]}
    across, _ = frame.pixels(list(inside.values()), np.full(len(inside), frame.y[0]))
    rows = lanes(zip(inside, across.tolist()), frame.width)
    return [(label, x, row, align) for (label, x), (row, align) in zip(inside.items(), rows)]


def vertical_rules(frame: Frame, named: list[tuple[str, float, int, str]]) -> list[alt.Chart]:
    """Dashed rules at places on the x axis, their names above the chart."""
    charts = []
    for label, x, row, align in named:
        base = single(x=x, label=label).encode(x=along_x(frame, "x"))
        up = -LINE * row
        charts.append(
            base.mark_rule(color=MUTED, strokeDash=DASH).encode(y=alt.value(up - 2), y2=alt.value("height"))
        )
        nudge = {"left": -4, "center": 0, "right": 4}[align]
        placed: dict[str, Any] = {"align": align, "baseline": "bottom", "dx": nudge, "fontSize": SIZE, "color": MUTED}
        charts.append(base.mark_text(**placed).encode(y=alt.value(up - 3), text="label:N"))
    return charts


#: beside the end of a level rule, the best first
ENDS = (
    ("high", Place("right", "bottom", -2, -2)),
    ("high", Place("right", "top", -2, 3)),
    ("low", Place("left", "bottom", 3, -2)),
    ("low", Place("left", "top", 3, 3)),
)


def level_rules(frame: Frame, taken: list[Box]) -> list[alt.Chart]:
    """Dashed rules at heights, each named at the end where least is drawn."""
    inside = {k: float(v) for k, v in frame.panel.y_rules.items() if frame.y[0] <= v <= frame.y[1]}
    dots = crowd(frame)
    charts: list[alt.Chart] = []
    for label, y in sorted(inside.items(), key=lambda item: -item[1]):
        ways = []
        for end, how in ENDS:
            x = frame.x[1] if end == "high" else frame.x[0]
            across, down = frame.pixels(x, y)
            covered = how.box(label, float(across), float(down))
            hidden = np.count_nonzero(
                (dots[:, 0] > covered.left) & (dots[:, 0] < covered.right)
                & (dots[:, 1] > covered.top) & (dots[:, 1] < covered.bottom)
            )  # fmt: skip
            outside = covered.top < -2 or covered.bottom > frame.height + 2
            cost = 1000 * sum(covered.meets(other) for other in taken) + hidden + 500 * outside
            ways.append((float(cost), x, how, covered))
        _, x, how, covered = min(ways, key=lambda way: way[0])
        taken.append(covered)
        charts.append(rule("y", y, "y").encode(y=along_y(frame, "y")))
        charts += words(frame, [{"x": x, "y": y, "label": label}], how, MUTED)
    return charts


def crowd(frame: Frame, of: tuple[str, ...] = ("line", "dashed", "steps", "points")) -> np.ndarray:
    """Where ink of some kinds of layer lies, in pixels: points, and places along lines."""
    found = [np.empty((0, 2))]
    for layer in frame.panel.layers:
        if layer.kind not in of:
            continue
        x, y = numbers(layer, "x"), numbers(layer, "y")
        names = np.array([str(v) for v in layer.data.get("series", [""] * len(x))])
        for name in dict.fromkeys(names):
            own = names == name
            across, down = frame.pixels(x[own], y[own])
            if layer.kind != "points" and len(across) > 1:
                at = np.linspace(0, len(across) - 1, 400)
                across, down = (np.interp(at, np.arange(len(v)), v) for v in (across, down))
            found.append(np.column_stack([across, down]))
    return np.concatenate(found)
