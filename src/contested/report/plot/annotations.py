"""Words and rules of a panel: labels at points, reference rules with their names, none over another."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from contested.report.plot.axes import numbers
from contested.report.plot.frame import Frame, along_x, along_y
from contested.report.plot.labels import AROUND, LINE, ON, SIZE, Box, Place, lanes, place
from contested.report.plot.palette import INK, MUTED, PAPER
from contested.zoo.picture import Layer


def words(frame: Frame, rows: list[dict[str, Any]], how: Place, colour: str, clip: bool = False) -> list[alt.Chart]:
    """Text on a white halo, at x and y of each row in pixels or data."""
    base = alt.Chart(alt.InlineData(values=rows))
    placed = {"align": how.align, "baseline": how.baseline, "dx": how.dx, "dy": how.dy, "fontSize": SIZE, "clip": clip}
    where = {"x": along_x(frame, "x"), "y": along_y(frame, "y"), "text": alt.Text("label:N")}
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
        base = alt.Chart(alt.InlineData(values=[{"x": x, "label": label}])).encode(x=along_x(frame, "x"))
        up = -LINE * row
        charts.append(
            base.mark_rule(color=MUTED, strokeDash=[4, 3]).encode(y=alt.value(up - 2), y2=alt.value("height"))
        )
        nudge = {"left": -4, "center": 0, "right": 4}[align]
        placed = {"align": align, "baseline": "bottom", "dx": nudge, "fontSize": SIZE, "color": MUTED}
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
        best, box, left = None, None, np.inf
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
            if cost < left:
                best, box, left = (x, how), covered, cost
        taken.append(box)
        rule = alt.Chart(alt.InlineData(values=[{"y": y}])).mark_rule(color=MUTED, strokeDash=[4, 3])
        charts.append(rule.encode(y=along_y(frame, "y")))
        charts += words(frame, [{"x": best[0], "y": y, "label": label}], best[1], MUTED)
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
