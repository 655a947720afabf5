"""The pictures of published models: panels side by side under one title, one key and one caption.

A name in the key has one colour in every panel. Names that share what stands before a colon ("100 people: median",
"100 people: middle half") share a colour too where their marks differ, so that what was simulated stands beside what
is exact in one hue. Where there are more than eight names, the series of a layer that has five or more are taken for
an order, and run from dark to light.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np

from contested.report.plot.axes import is_map, numbers
from contested.report.plot.labels import width, wrapped
from contested.report.plot.palette import INK, SERIES, colour_of
from contested.report.plot.panel import Inks, panel_chart, tint
from contested.report.plot.parts import Figure, look
from contested.zoo.picture import Layer, Panel, Picture

#: panels in a row -> width and height of each, in pixels
SIZES = {1: (620, 330), 2: (410, 280), 3: (300, 230)}
MANY = (235, 190)
GAP = 34
#: dark to light, as viridis without its palest end
ORDERED = ("#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30")
#: series of one layer that are an order, where names are many
LONG = 5
#: kinds of layer that one name stands for -> how the key shows it
SIGNS = {
    frozenset({"line"}): "line",
    frozenset({"steps"}): "line",
    frozenset({"dashed"}): "dashed",
    frozenset({"points"}): "circle",
    frozenset({"bars"}): "square",
    frozenset({"band"}): "band50",
    frozenset({"heat"}): "square",
    frozenset({"text"}): "circle",
    frozenset({"line", "points"}): "line-point",
    frozenset({"line", "band"}): "band-line",
}


def chart(picture: Picture) -> alt.ConcatChart:
    """All panels, in rows, each of its own size; without title, key and caption."""
    columns = max(1, min(picture.columns, len(picture.panels)))
    shared = inks(picture)
    panels = []
    for panel in picture.panels:
        wide, high = size(panel, columns)
        panels.append(panel_chart(panel, shared, wide, high).properties(width=wide, height=high))
    rows: alt.ConcatChart = alt.concat(*panels, columns=columns, spacing=GAP).resolve_scale(color="independent")
    return rows


def size(panel: Panel, columns: int) -> tuple[int, int]:
    """Width and height of a panel that stands in a row of so many."""
    wide, high = SIZES.get(columns, MANY)
    return (high, high) if is_map(panel) else (wide, high)


def figures(picture: Picture) -> list[Figure]:
    """The panels one by one, for a page that sets their width; the key of the picture stands with the first."""
    shared, entries = inks(picture), key(picture)
    columns = max(1, min(picture.columns, len(picture.panels)))
    high = SIZES.get(columns, MANY)[1]
    return [
        Figure(
            name=f"{picture.name}-{k + 1}",
            title=panel.title or picture.title,
            caption=picture.caption,
            chart=panel_chart(replace(panel, title=""), shared, 400, high),  # the heading has it
            height=high,
            key=entries if k == 0 else (),
            ratio=1.0 if is_map(panel) else 0.0,
            legend=True,
        )
        for k, panel in enumerate(picture.panels)
    ]


# colours and key ----------------------------------------------------------------------------------------------------


def named(layer: Layer) -> list[str]:
    """The names a layer puts into the key."""
    if "series" in layer.data:
        return list(dict.fromkeys(str(v) for v in layer.data["series"]))
    return [layer.key] if layer.key and layer.kind != "heat" else []


def kinds(picture: Picture) -> dict[str, set[str]]:
    """Every name in order of appearance, and the kinds of layer that bear it."""
    found: dict[str, set[str]] = {}
    for panel in picture.panels:
        for layer in panel.layers:
            for name in named(layer):
                found.setdefault(name, set()).update(_kinds_of(layer, name))
    return found


def _kinds_of(layer: Layer, name: str) -> set[str]:
    if layer.kind in ("line", "steps") and "dash" in layer.data:
        names = layer.data.get("series", [name] * len(layer.data["dash"]))
        if all(d for d, n in zip(layer.data["dash"], names) if str(n) == name):
            return {"dashed"}
    return {layer.kind}


def inks(picture: Picture) -> Inks:
    """The colour of every name, and what the colours of heat mean."""
    seen = kinds(picture)
    hue_of: dict[str, str] = {}  # what is before the colon, for names that may share a colour
    worn: dict[str, list[str]] = {}
    for name, its in seen.items():
        stem = name.split(":")[0]
        sign = _sign(its)
        hue = stem if sign not in worn.get(stem, []) else name
        worn.setdefault(hue, []).append(sign)
        hue_of[name] = hue
    shades = _shades(list(dict.fromkeys(hue_of.values())), [[hue_of[n] for n in names] for names in _series(picture)])
    return Inks({name: shades[hue] for name, hue in hue_of.items()}, _heat(picture))


def _series(picture: Picture) -> list[list[str]]:
    return [named(layer) for panel in picture.panels for layer in panel.layers if "series" in layer.data]


def _shades(hues: list[str], series: list[list[str]]) -> dict[str, str]:
    """Ink for one; the palette for up to eight; else an ordered run for long series, and the palette for others."""
    if len(hues) <= 1:
        return dict.fromkeys(hues, INK)
    found: dict[str, str] = {}
    if len(hues) > len(SERIES):
        for names in series:
            fresh = [name for name in dict.fromkeys(names) if name not in found]
            if len(fresh) >= LONG:
                found |= dict(zip(fresh, ordered(len(fresh))))
    others = [hue for hue in hues if hue not in found]
    return found | dict(zip(others, colour_of(others)))


def ordered(count: int) -> list[str]:
    """So many colours from dark to light."""
    anchors = np.array([[int(c[k : k + 2], 16) for k in (1, 3, 5)] for c in ORDERED], np.float64)
    at = np.linspace(0, len(anchors) - 1, count)
    mixed = [np.interp(at, np.arange(len(anchors)), anchors[:, k]) for k in range(3)]
    return ["#" + "".join(f"{round(v):02x}" for v in rgb) for rgb in zip(*mixed)]


def _heat(picture: Picture) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for panel in picture.panels:
        for layer in panel.layers:
            if layer.kind != "heat" or "series" in layer.data:
                continue
            values = numbers(layer, "value")
            values = values[np.isfinite(values)]
            ends = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
            before = found.get(layer.key, ends)
            found[layer.key] = min(before[0], ends[0]), max(before[1], ends[1])
    return found


def _sign(its: set[str]) -> str:
    if (sign := SIGNS.get(frozenset(its))) is not None:
        return sign
    rest = its - {"text"}
    if rest != its:
        return _sign(rest)
    return "line-point" if "points" in its else "band-line" if "band" in its else "line"


def key(picture: Picture) -> tuple[tuple[str, str, str], ...]:
    """(name, colour, sign) for every name: what a page or a picture shows as its key."""
    colours = inks(picture).colours
    return tuple(
        (name, tint(colours[name]) if its == {"heat"} else colours[name], _sign(its))
        for name, its in kinds(picture).items()
        if its != {"text"}  # says its own name
    )


# files --------------------------------------------------------------------------------------------------------------


def write_pictures(pictures: Iterable[Picture], folder: Path, *, prefix: str = "") -> list[Path]:
    """Each picture as PNG and SVG, with title, key and caption inside.

    Parameters
    ----------
    prefix : str
        Before every file name.

    Returns
    -------
    list of Path
    """
    from contested.report.plot.pictures import write_all

    return write_all(pictures, Path(folder), lambda p: (f"{prefix}{p.name}", specification(p)))


def specification(picture: Picture) -> dict[str, Any]:
    """A picture as Vega-Lite, complete."""
    columns = max(1, min(picture.columns, len(picture.panels)))
    room = columns * SIZES.get(columns, MANY)[0] + (columns - 1) * (GAP + 30)
    entries = key(picture)
    body: alt.ConcatChart | alt.VConcatChart = chart(picture)
    if entries:
        body = alt.vconcat(key_chart(entries, room), body, spacing=16)
    head = alt.Title(
        wrapped(picture.title, room, 17), subtitle=wrapped(picture.caption, room, 11.5), anchor="start",
        subtitlePadding=6, subtitleLineHeight=16, subtitleFontSize=12,
    )  # fmt: skip
    spec = body.properties(title=head).to_dict(validate=False)
    return {**spec, "config": {**look(legend=True), "concat": {"spacing": GAP}}}


def key_chart(entries: tuple[tuple[str, str, str], ...], room: float) -> alt.LayerChart | alt.FacetChart:
    """The key as a chart of its own, its entries in rows, so that it covers nothing and each sign is drawn."""
    rows, row, at = [], 0, 0.0
    for name, colour, sign in entries:
        wide = 24 + width(name, 12) + 20
        if at and at + wide > room:
            row, at = row + 1, 0.0
        rows.append({"label": name, "colour": colour, "sign": sign, "x": at, "y": row * 20 + 9})
        at += wide
    high = (row + 1) * 20
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, room], nice=False, zero=False)),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[high, 0], nice=False, zero=False)),
        color=alt.Color("colour:N", scale=None, legend=None),
    )

    def of(*signs: str) -> alt.Chart:
        return base.transform_filter(alt.FieldOneOfPredicate(field="sign", oneOf=list(signs)))

    square: dict[str, Any] = {"shape": "square", "filled": True, "size": 150, "xOffset": 8}
    stroke: dict[str, Any] = {"shape": "stroke", "filled": False, "strokeWidth": 2.2, "size": 300, "xOffset": 8}
    layers = [
        of("square").mark_point(**square, opacity=0.8),
        of("band50", "band-line").mark_point(**square, opacity=0.25),
        of("line", "line-point", "band-line").mark_point(**stroke, opacity=1),
        of("dashed").mark_point(**stroke, opacity=1, strokeDash=[5, 3]),
        of("circle", "line-point").mark_point(shape="circle", filled=True, size=50, opacity=1, xOffset=8),
        base.encode(color=alt.value("#475467"))
        .mark_text(align="left", baseline="middle", dx=22, fontSize=12)
        .encode(text="label:N"),
    ]
    return alt.layer(*layers, width=room, height=high)
