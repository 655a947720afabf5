"""The frame of a panel: what its axes span, how they are numbered, and where a point falls in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np

from contested.report.plot.axes import log_ticks, numbers, on_screen
from contested.report.plot.labels import wrapped
from contested.zoo.picture import Panel


@dataclass(frozen=True)
class Frame:
    """A panel's ends, its size in pixels, and the room that the names of vertical rules take above it."""

    panel: Panel
    x: tuple[float, float]
    y: tuple[float, float]
    width: float
    height: float
    upper: float = 0.0

    def pixels(self, x: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
        """Where a point falls, from the upper left."""
        p = self.panel
        return (
            on_screen(np.asarray(x, np.float64), self.x, self.width, log=p.x_log, up=False),
            on_screen(np.asarray(y, np.float64), self.y, self.height, log=p.y_log, up=True),
        )


def is_map(panel: Panel) -> bool:
    """Whether x and y are places: axes without titles, a grid between them. It is drawn square and without numbers."""
    return not panel.x and not panel.y and any(layer.kind == "heat" for layer in panel.layers)


def title(words: str, room: float) -> list[str]:
    """An axis title in as many lines as it takes."""
    return wrapped(words, room, 12) if words else [""]


def scale(frame: Frame, which: str) -> alt.Scale:
    """Of an axis: exactly its ends."""
    log = frame.panel.x_log if which == "x" else frame.panel.y_log
    ends = frame.x if which == "x" else frame.y
    return alt.Scale(domain=list(ends), type="log" if log else "linear", nice=False, zero=False)


def axis(frame: Frame, which: str) -> alt.Axis | None:
    """Ticks and numbers of an axis; none on a map."""
    if is_map(frame.panel):
        return None
    log = frame.panel.x_log if which == "x" else frame.panel.y_log
    low, high = frame.x if which == "x" else frame.y
    length = frame.width if which == "x" else frame.height
    shown: dict[str, Any] = {"labelExpr": short(max(abs(low), abs(high))), "labelOverlap": "greedy", "labelPadding": 4}
    if which == "y":
        level = {"titleAngle": 0, "titleAlign": "left", "titleBaseline": "bottom", "titleX": 0}
        more = 15 * (len(title(frame.panel.y, frame.width)) - 1)
        shown |= {**level, "titleLineHeight": 15, "titleY": -8 - frame.upper - more}
    if log:
        shown["values"] = log_ticks(low, high, max(3, int(length // (44 if which == "x" else 26))))
    else:
        shown["tickCount"] = max(3, int(length // (70 if which == "x" else 48)))
        if whole(frame.panel, which) and high - low <= 12:
            shown["tickMinStep"] = 1
    return alt.Axis(labelFlush=False, **shown)


def short(most: float) -> str:
    """An expression of Vega for the numbers of an axis that goes to `most`: k, M, and powers of ten if tiny."""
    small = "datum.value === 0 ? '0' : abs(datum.value) < 1e-3 ? format(datum.value, '~e') : "
    plain = small + "format(datum.value, ',.4~g')"
    if most < 1e4:
        return plain
    large = "abs(datum.value) >= 1e9 ? format(datum.value, '~e') : " if most >= 1e9 else ""
    millions = "abs(datum.value) >= 1e6 ? format(datum.value / 1e6, ',.4~g') + 'M' : " if most >= 1e6 else ""
    return large + millions + "abs(datum.value) >= 1e3 ? format(datum.value / 1e3, ',.4~g') + 'k' : " + plain


def whole(panel: Panel, which: str) -> bool:
    """Whether every number along an axis is whole."""
    if panel.y_range is not None and which == "y":
        return False
    columns = {"x": ("x",), "y": ("y", "low", "high")}[which]
    found = [numbers(layer, c) for layer in panel.layers for c in columns if c in layer.data and layer.kind != "bars"]
    seen = np.concatenate(found) if found else np.array([0.5])
    return bool(np.all(np.isnan(seen) | (seen == np.round(seen))))


def along_x(frame: Frame, field: str) -> alt.X:
    """A column on the x axis. Every layer says the same of the axis, so that the last has no say of its own."""
    words = title(frame.panel.x, frame.width)
    return alt.X(f"{field}:Q", scale=scale(frame, "x"), axis=axis(frame, "x"), title=words)


def along_y(frame: Frame, field: str) -> alt.Y:
    """A column on the y axis."""
    words = title(frame.panel.y, frame.width)
    return alt.Y(f"{field}:Q", scale=scale(frame, "y"), axis=axis(frame, "y"), title=words)
