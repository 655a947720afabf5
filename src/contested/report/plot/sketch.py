"""Small pictures as SVG text, drawn without a library: what a result looks like, in a cell of a notebook.

No script, no font, no address of anything outside; colours follow the text around, so that dark pages show them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, tostring

import numpy as np

from contested.ground.visible import visible
from contested.report.format import plain

#: size, and room for the axes, in pixels
WIDTH, HEIGHT = 460, 130
LEFT, RIGHT, TOP, BOTTOM = 46, 10, 8, 20
#: height of the line of words above a picture
TITLE = 18
#: points of a line at most
POINTS = 210
INK = "#2f5d8a"


class Band(NamedTuple):
    """A course with its spread.

    Parameters
    ----------
    median, low, high : float64 arrays of shape (steps,)
        NaN where there is nothing.
    first, last : str
        What stands under both ends.
    """

    median: np.ndarray
    low: np.ndarray
    high: np.ndarray
    first: str
    last: str


class Interval(NamedTuple):
    """A range with its middle, under a name."""

    name: str
    low: float
    middle: float
    high: float


def course(band: Band, label: str) -> str:
    """A line with the band around it; `label` says in words what is shown."""
    step = max(1, -(-len(band.median) // POINTS))
    median, low, high = (np.asarray(a, dtype=np.float64)[::step] for a in band[:3])
    finite = np.concatenate([a[np.isfinite(a)] for a in (median, low, high)])
    if not finite.size:
        return ""
    bottom, top = min(0.0, float(finite.min())), float(finite.max()) or 1.0
    x = np.linspace(LEFT, WIDTH - RIGHT, len(median)) if len(median) > 1 else np.array([(LEFT + WIDTH - RIGHT) / 2])
    y = _scaled(np.stack([median, low, high]), bottom, top)
    some = np.isfinite(y[1]) & np.isfinite(y[2])
    around = [*zip(x[some], y[2][some]), *reversed(list(zip(x[some], y[1][some])))]
    parts = [
        *([_tag("polygon", points=_points(around), fill=INK, fill_opacity=0.22)] if some.any() else []),
        _tag("polyline", points=_points(zip(x, y[0])), fill="none", stroke=INK, stroke_width=1.6),
        *_axis(bottom, top), _text(LEFT, HEIGHT - 5, band.first),
        _text(WIDTH - RIGHT, HEIGHT - 5, band.last, "end"),
    ]  # fmt: skip
    return _svg(parts, HEIGHT, label)


def dots(x: np.ndarray, y: np.ndarray, label: str, across: str) -> str:
    """A point per pair of numbers; `across` is what the axis counts."""
    some = np.isfinite(x) & np.isfinite(y)
    x, y = x[some], y[some]
    if not x.size:
        return ""
    bottom, top = min(0.0, float(y.min())), float(y.max()) or 1.0
    low, high = float(x.min()), float(x.max())
    at = LEFT + (x - low) / ((high - low) or 1.0) * (WIDTH - LEFT - RIGHT)
    circles = [
        _tag("circle", cx=f"{a:.1f}", cy=f"{b:.1f}", r=2.2, fill=INK, fill_opacity=0.6)
        for a, b in zip(at[:1000], _scaled(y, bottom, top)[:1000])
    ]
    ends = [_text(LEFT, HEIGHT - 5, f"{across} {plain(low, digits=3)}"),
            _text(WIDTH - RIGHT, HEIGHT - 5, plain(high, digits=3), "end")]  # fmt: skip
    return _svg([*circles, *_axis(bottom, top), *ends], HEIGHT, label)


def ranges(intervals: Sequence[Interval], label: str, mark: float | None = None) -> str:
    """A bar per interval with a dot in it; `mark` is a vertical line, such as 0 or 1."""
    ends = [v for i in intervals for v in (i.low, i.middle, i.high) if np.isfinite(v)]
    ends += [] if mark is None else [mark]
    if not ends:
        return ""
    low, high = min(ends), max(ends)
    left, row = 170, 17

    def x(value: float) -> float:
        return left + (value - low) / ((high - low) or 1.0) * (WIDTH - left - RIGHT)

    height = row * len(intervals) + BOTTOM
    parts = []
    for k, i in enumerate(intervals):
        y = row * k + row / 2
        name = i.name if len(i.name) <= 28 else f"{i.name[:27]}…"
        parts.append(_text(left - 6, y + 4, name, "end"))
        if np.isfinite(i.low) and np.isfinite(i.high):
            parts.append(_line(x(i.low), x(i.high), y, y, stroke=INK, stroke_width=6, stroke_opacity=0.35))
        if np.isfinite(i.middle):
            parts.append(_tag("circle", cx=f"{x(i.middle):.1f}", cy=y, r=3, fill=INK))
    if mark is not None:
        parts.append(_line(x(mark), x(mark), 0, row * len(intervals), stroke="currentColor", stroke_opacity=0.5,
                           stroke_dasharray="3 3"))  # fmt: skip
    parts += [_text(left, height - 5, plain(low, digits=3)),
              _text(WIDTH - RIGHT, height - 5, plain(high, digits=3), "end")]  # fmt: skip
    return _svg(parts, height, label)


def _scaled(values: np.ndarray, bottom: float, top: float) -> np.ndarray:
    scaled: np.ndarray = HEIGHT - BOTTOM - (values - bottom) / (top - bottom or 1.0) * (HEIGHT - TOP - BOTTOM)
    return scaled


def _axis(bottom: float, top: float) -> list[Element]:
    """A line at 0, and the numbers at both ends."""
    base = float(_scaled(np.zeros(1), bottom, top)[0])
    return [
        _line(LEFT, WIDTH - RIGHT, base, base, stroke="currentColor", stroke_opacity=0.4),
        _text(LEFT - 4, TOP + 8, plain(top, digits=3), "end"),
        _text(LEFT - 4, HEIGHT - BOTTOM, plain(bottom, digits=3), "end"),
    ]  # fmt: skip


def _points(pairs: object) -> str:
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in pairs if np.isfinite(b))  # type: ignore[attr-defined]


def _tag(name: str, *inside: Element, text: object = "", **attributes: object) -> Element:
    """An element; dashes of attributes are written as underlines."""
    made = Element(name, {key.replace("_", "-"): str(value) for key, value in attributes.items()})
    made.text = str(text)
    made.extend(inside)
    return made


def _line(x1: float, x2: float, y1: float, y2: float, **attributes: object) -> Element:
    return _tag("line", x1=f"{x1:.1f}", x2=f"{x2:.1f}", y1=f"{y1:.1f}", y2=f"{y2:.1f}", **attributes)


def _text(x: float, y: float, words: str, anchor: str = "start") -> Element:
    return _tag("text", text=visible(words), x=f"{x:.0f}", y=f"{y:.0f}", font_size=11, fill="currentColor",
                text_anchor=anchor)  # fmt: skip


def _svg(parts: Iterable[Element], height: float, label: str) -> str:
    words, tall = visible(label), f"{height + TITLE:.0f}"
    picture = _tag(
        "svg", _tag("title", text=words), _text(0, 12, label), _tag("g", *parts, transform=f"translate(0 {TITLE})"),
        xmlns="http://www.w3.org/2000/svg", width=WIDTH, height=tall, role="img", font_family="system-ui, sans-serif",
    )  # fmt: skip
    picture.set("viewBox", f"0 0 {WIDTH} {tall}")
    return tostring(picture, encoding="unicode")
