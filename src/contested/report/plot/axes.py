"""What the axes of a panel span, how they are numbered, and where a value falls on the screen.

Worked out here instead of left to Vega, because the words beside marks are placed by it. NaN, infinities and what a
logarithmic axis cannot show count for nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np

from contested.report.plot.labels import wrapped
from contested.report.plot.parts import Channel, level_axis
from contested.zoo.picture import Layer, Panel

#: significant digits of a chart's numbers
DIGITS = 6
#: kind of layer -> its columns along each axis; any other kind has x and y
ALONG = {"bars": (("low", "high"), ("y",)), "band": (("x",), ("low", "high"))}


def numbers(layer: Layer, column: str) -> np.ndarray:
    """A column as float64; infinities are NaN."""
    found = np.asarray([np.nan if v is None else v for v in layer.data[column]], np.float64)
    return np.where(np.isfinite(found), found, np.nan)


def even_step(values: np.ndarray, log: bool) -> float:
    """Distance between neighbours of a grid (their ratio on a logarithmic axis); 1 (10) for a grid of one."""
    seen = np.unique(values[np.isfinite(values) & ((values > 0) | (not log))])
    if len(seen) < 2:
        return 10.0 if log else 1.0
    gaps = np.diff(np.log(seen) if log else seen)
    gap = float(np.median(gaps))
    return math.exp(gap) if log else gap


def spans(panel: Panel, axis: Channel) -> tuple[float, float]:
    """Lower and upper end of an axis ("x" or "y"): the range asked for, or the data's, in round numbers for y."""
    asked = panel.x_range if axis == "x" else panel.y_range
    if asked is not None:
        return float(asked[0]), float(asked[1])
    log = panel.x_log if axis == "x" else panel.y_log
    rules = panel.x_rules if axis == "x" else panel.y_rules
    values = np.concatenate([np.array([float(v) for v in rules.values()]), *_values(panel, axis, log)])
    values = values[np.isfinite(values) & ((values > 0) | (not log))]
    if not len(values):
        return (1.0, 10.0) if log else (0.0, 1.0)
    # rounded as the numbers in the chart are: an end between a number and its rounding would cut the point off
    low, high = (float(f"{v:.{DIGITS}g}") for v in (values.min(), values.max()))
    grid = any(layer.kind == "heat" for layer in panel.layers)
    if log:
        return _log_ends(low, high, exact=axis == "x" or grid)
    if any(layer.kind == "bars" for layer in panel.layers) and axis == "y":
        low, high = min(low, 0.0), max(high, 0.0)
    if not grid and 0 < low <= high * (0.15 if axis == "x" else 0.5):
        low = 0.0
    if low == high:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    return (low, high) if axis == "x" or grid else _round_ends(low, high)


def _values(panel: Panel, axis: Channel, log: bool) -> Iterable[np.ndarray]:
    for layer in panel.layers:
        along = ALONG.get(layer.kind, (("x",), ("y",)))[axis == "y"]
        for column in along:
            values = numbers(layer, column)
            if layer.kind == "heat":
                step = even_step(values, log)
                yield np.concatenate(
                    [values / step**0.5, values * step**0.5] if log else [values - step / 2, values + step / 2]
                )
            else:
                yield values


def _round_ends(low: float, high: float, ticks: int = 8) -> tuple[float, float]:
    step = nice_step((high - low) / ticks)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def nice_step(rough: float) -> float:
    """1, 2 or 5 times a power of ten, at least `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= rough * (1 - 1e-9))


def _log_ends(low: float, high: float, *, exact: bool) -> tuple[float, float]:
    if low == high:
        return low / 2, high * 2
    if exact:
        return low, high
    below = [m * 10.0**p for p in (math.floor(math.log10(low)),) for m in (1, 2, 5)]
    above = [m * 10.0**p for p in (math.floor(math.log10(high)),) for m in (1, 2, 5, 10)]
    return max(v for v in below if v <= low * (1 + 1e-9)), min(v for v in above if v >= high * (1 - 1e-9))


def log_ticks(low: float, high: float, most: int = 7) -> list[float]:
    """Powers of ten, with 2 and 5 between them where there is room; fewer where there are too many."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for parts in ((1, 2, 5), (1, 3), (1,)):
        found = [float(f"{m}e{p}") for p in range(first, last + 1) for m in parts]
        found = [v for v in found if low * (1 - 1e-9) <= v <= high * (1 + 1e-9)]
        if 2 <= len(found) <= most:
            return found
    powers = [float(f"1e{p}") for p in range(first, last + 1)]
    powers = [v for v in powers if low * (1 - 1e-9) <= v <= high * (1 + 1e-9)]
    if len(powers) < 2:  # less than a decade: ticks as on a plain axis
        step = nice_step((high - low) / 5)
        return [float(f"{k * step:.9g}") for k in range(math.ceil(low / step), math.floor(high / step) + 1) if k > 0]
    return powers[:: max(1, math.ceil(len(powers) / most))]


def on_screen(values: np.ndarray, ends: tuple[float, float], length: float, *, log: bool, up: bool) -> np.ndarray:
    """Pixels from the left (or, with `up`, from the top) of a chart `length` pixels long."""
    values, low, high = np.asarray(values, np.float64), *ends
    if log:
        with np.errstate(divide="ignore", invalid="ignore"):
            values, low, high = np.log(values), math.log(low), math.log(high)
    part = (values - low) / (high - low)
    return length * (1 - part if up else part)


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


def scale(frame: Frame, which: Channel) -> alt.Scale:
    """Of an axis: exactly its ends."""
    log = frame.panel.x_log if which == "x" else frame.panel.y_log
    ends = frame.x if which == "x" else frame.y
    return alt.Scale(domain=list(ends), type="log" if log else "linear", nice=False, zero=False)


def axis(frame: Frame, which: Channel) -> alt.Axis | None:
    """Ticks and numbers of an axis; none on a map."""
    if is_map(frame.panel):
        return None
    log = frame.panel.x_log if which == "x" else frame.panel.y_log
    low, high = frame.x if which == "x" else frame.y
    length = frame.width if which == "x" else frame.height
    shown: dict[str, Any] = {"labelExpr": short(max(abs(low), abs(high))), "labelOverlap": "greedy", "labelPadding": 4}
    if which == "y":
        more = 15 * (len(title(frame.panel.y, frame.width)) - 1)
        shown |= {"titleLineHeight": 15, "titleY": -8 - frame.upper - more}
    if log:
        shown["values"] = log_ticks(low, high, max(3, int(length // (44 if which == "x" else 26))))
    else:
        shown["tickCount"] = max(3, int(length // (70 if which == "x" else 48)))
        if whole(frame.panel, which) and high - low <= 12:
            shown["tickMinStep"] = 1
    return (level_axis if which == "y" else alt.Axis)(labelFlush=False, **shown)


def short(most: float) -> str:
    """An expression of Vega for the numbers of an axis that goes to `most`: k, M, and powers of ten if tiny."""
    small = "datum.value === 0 ? '0' : abs(datum.value) < 1e-3 ? format(datum.value, '~e') : "
    plain = small + "format(datum.value, ',.4~g')"
    if most < 1e4:
        return plain
    large = "abs(datum.value) >= 1e9 ? format(datum.value, '~e') : " if most >= 1e9 else ""
    millions = "abs(datum.value) >= 1e6 ? format(datum.value / 1e6, ',.4~g') + 'M' : " if most >= 1e6 else ""
    return large + millions + "abs(datum.value) >= 1e3 ? format(datum.value / 1e3, ',.4~g') + 'k' : " + plain


def whole(panel: Panel, which: Channel) -> bool:
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
