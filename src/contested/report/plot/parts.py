"""What every chart is made of: the figure, its data, axes, tooltips, rules, and the common look.

Altair is imported by this room and by `charts` when a report is drawn, not before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import altair as alt
import polars as pl
from polars import selectors

from contested.report.plot.palette import GRID, MUTED

#: legend as text: (label, colour, sign)
Key = tuple[tuple[str, str, str], ...]
#: an axis
Channel = Literal["x", "y"]
#: unit -> (format on the axis, in a tooltip); any other unit is a count
FORMATS: dict[str, tuple[str, str]] = {
    "share": ("~%", ".1%"),
    "probability": ("~%", ".2%"),
    "chance": ("~%", ".2%"),
    "level": (".3~g", ".3f"),
    "1/day": (".4~f", ".4f"),
    "points": (".3~g", ".2f"),
}
COUNT = ",.0f"
#: units that come whole
COUNTED = ("person", "officer", "-")
#: thousands as k, millions as M, and a plain 0
SHORT = (
    "abs(datum.value) >= 1e6 ? format(datum.value / 1e6, ',~g') + 'M' : "
    "abs(datum.value) >= 1e3 ? format(datum.value / 1e3, ',~g') + 'k' : format(datum.value, ',~g')"
)
DASH = [4, 3]
#: half of the middle 90 % of a normal distribution, in standard deviations
NINETY = 1.6449


@dataclass(frozen=True)
class Figure:
    """A chart and the words around it.

    Parameters
    ----------
    name : str
        File name of its PNG and SVG.
    title, caption : str
        What is seen, and one sentence on how to read it.
    chart : altair chart
        Without a size; the page and the picture files set their own.
    height : int, pixel
    wide : bool
        Takes the full width of the page.
    key : tuple of (label, colour, shape)
        Legend, which the page writes as text so that it can wrap; picture files draw their own.
    control : word
        "place" or "day": the page's control that moves it; "" for none.
    ratio : float
        Width over height on any screen, for what must keep its shape; 0 keeps `height`.
    banded : bool
        Shows the bands of futures; picture files say so in words.
    legend : bool
        Draws a legend of its own on the page.
    """

    name: str
    title: str
    caption: str
    chart: alt.TopLevelMixin
    height: int = 220
    wide: bool = False
    key: Key = ()
    control: Literal["", "place", "day"] = ""
    ratio: float = 0.0
    banded: bool = False
    legend: bool = False

    @cached_property
    def bare(self) -> dict[str, Any]:
        """The chart as Vega-Lite, without size, title and look: made once for the page and the pictures."""
        spec: dict[str, Any] = self.chart.to_dict(validate=False)
        return spec


# data ---------------------------------------------------------------------------------------------------------------


def values(frame: pl.DataFrame, digits: int = 4) -> alt.InlineData:
    """A frame as data inside the chart: CSV text with the kind of each column, numbers to a few significant digits.

    Text, because it is half as long on the page as rows of names and values, and quick to check.
    """
    parse = {}
    for name, dtype in frame.schema.items():
        parse[name] = (
            "date"
            if dtype.is_temporal()
            else "number"
            if dtype.is_numeric()
            else "boolean"
            if dtype == pl.Boolean
            else "string"
        )
    short = frame.with_columns(
        selectors.float().fill_nan(None).round_sig_figs(digits).cast(pl.String).str.strip_suffix(".0")
    )
    return alt.InlineData(
        values=short.write_csv(datetime_format="%Y-%m-%dT%H:%M:%SZ"), format=alt.CsvDataFormat(type="csv", parse=parse)
    )


def in_words(column: str) -> pl.Expr:
    """A column of identifiers with their words apart, as `format.words` writes them."""
    return pl.col(column).str.replace_all("+", " and ", literal=True).str.replace_all("_", " ", literal=True)


def ranked(frame: pl.DataFrame, column: str, by: pl.Expr) -> list[str]:
    """The labels of a column, the largest first; labels that are even stay in the frame's order."""
    sums = frame.group_by(column, maintain_order=True).agg(by.alias("by"))
    return [str(v) for v in sums.sort("by", descending=True, maintain_order=True)[column]]


def chart_of(frame: pl.DataFrame, digits: int = 4) -> alt.Chart:
    """A chart of a frame, still without marks."""
    return alt.Chart(values(frame, digits))


def encoded(mark: alt.Chart, **channels: Any) -> alt.Chart:
    """A mark with its channels: as Altair's own, which takes 5 ms to find out which class of a channel text means."""
    made: alt.Chart = mark.encode(**{name: _channel(name, given) for name, given in channels.items()})
    return made


def _channel(name: str, given: Any) -> Any:
    """A field written as text, or a value, as Altair's class of the channel."""
    if isinstance(given, str):
        return getattr(alt, name.title())(given)
    return getattr(alt, f"{name.title()}Value")(**given) if isinstance(given, dict) else given


def single(**columns: Any) -> alt.Chart:
    """A chart of one row."""
    return alt.Chart(alt.InlineData(values=[columns]))


def layered(*layers: alt.Chart, **given: Any) -> alt.LayerChart:
    """Layers as one chart; `given` are the properties of `alt.LayerChart`.

    `alt.layer` copies every layer several times, to lift data and selections out of them: half of the time in which a
    page's charts are drawn. Here layers stay as they are, which Vega-Lite allows.
    """
    made = alt.LayerChart(**given)
    made.layer = list(layers)
    return made


# axes ---------------------------------------------------------------------------------------------------------------


def level_axis(**options: Any) -> alt.Axis:
    """An axis whose title stands level above it, where it costs no width; `options` are those of `alt.Axis`."""
    level: dict[str, Any] = {
        "titleAngle": 0, "titleAlign": "left", "titleBaseline": "bottom", "titleX": 0, "titleY": -8
    }  # fmt: skip
    return alt.Axis(**{**level, **options})


def percent_axis(ticks: int = 5, *, level: bool = False) -> alt.Axis:
    """An axis of shares, numbered in percent."""
    return level_axis(format="~%", tickCount=ticks) if level else alt.Axis(format="~%", tickCount=ticks)


def share_scale() -> alt.Scale:
    """From none to all."""
    return alt.Scale(domain=[0, 1])


def percent_x(field: str, title: str) -> alt.X:
    """A number of percent across, from 0 to 100."""
    axis = alt.Axis(labelFlush=False, labelOverlap="greedy", labelSeparation=4)
    return alt.X(f"{field}:Q", title=title, scale=alt.Scale(domain=[0, 100], nice=False), axis=axis)


def percent_y(field: str, title: str) -> alt.Y:
    """A number of percent upwards, from 0 to 100."""
    return alt.Y(f"{field}:Q", title=title, scale=alt.Scale(domain=[0, 100], nice=False), axis=level_axis())


def rows(
    field: str, order: Sequence[str], limit: int = 0, *, padding: float | None = None, apart: str = ""
) -> alt.Y:  # fmt: skip
    """Names down the side, in this order, cut short on a phone; there the parts that `apart` sets apart have a line
    each."""
    cut: Any = {"expr": f"containerSize()[0] < 520 ? {min(limit, 150) or 110} : {limit or 210}"}
    scale = alt.Undefined if padding is None else alt.Scale(paddingInner=padding)
    lines = f"containerSize()[0] < 520 ? split(datum.label, '{apart}') : datum.label" if apart else alt.Undefined
    axis = alt.Axis(labelLimit=cut, labelExpr=lines, labelLineHeight=11 if apart else alt.Undefined, grid=True)
    return alt.Y(f"{field}:N", sort=list(order), title=None, scale=scale, axis=axis)


def amount(field: str, title: str, unit: str, top: float | None = None, zero: bool = True) -> alt.Y:
    """The axis of numbers, its unit written level above it."""
    scale = alt.Scale(zero=zero, nice=True) if top is None else alt.Scale(domain=[0, top], nice=False)
    shown: dict[str, Any] = {"format": FORMATS[unit][0]} if unit in FORMATS else {"labelExpr": SHORT}
    if unit in COUNTED:
        shown["tickMinStep"] = 1
    return alt.Y(f"{field}:Q", title=title, scale=scale, axis=level_axis(tickCount=5, **shown))


def coloured(field: str, shades: Mapping[str, str], title: str | None = None) -> alt.Color:
    """One colour a label."""
    return alt.Color(f"{field}:N", title=title, scale=alt.Scale(domain=list(shades), range=list(shades.values())))


# tooltips -----------------------------------------------------------------------------------------------------------


def tip(field: str, title: str | None = None, form: str | None = None) -> alt.Tooltip:
    """A field in a tooltip: text, or a number (written `field:Q`) in some format."""
    return alt.Tooltip(
        field if ":" in field else f"{field}:N",
        title=alt.Undefined if title is None else title,
        format=alt.Undefined if form is None else form,
    )


def number_tip(field: str, title: str, unit: str) -> alt.Tooltip:
    """A number of some unit in a tooltip."""
    return tip(f"{field}:Q", title, FORMATS[unit][1] if unit in FORMATS else COUNT)


def band_tips(median: str, unit: str, low: str = "low90", high: str = "high90", middle: str = "median"
              ) -> list[alt.Tooltip]:  # fmt: skip
    """A median, which is called `median`, and the ends of its 90 % band."""
    return [number_tip(middle, median, unit), number_tip(low, "90 % from", unit), number_tip(high, "90 % to", unit)]


# marks --------------------------------------------------------------------------------------------------------------


def rule(channel: Channel, at: float | str, field: str = "v") -> alt.Chart:
    """A dashed line at a value; a day is given as text, in the field `date`."""
    kind = "T" if isinstance(at, str) else "Q"
    mark = single(**{field: at}).mark_rule(strokeDash=DASH, color=MUTED)
    return encoded(mark, **{channel: f"{field}:{kind}"})


def stretch(channel: Channel, low: float, high: float, title: str | None = None, faint: float = 0.14) -> alt.Chart:
    """A grey stretch of an axis."""
    named = alt.Undefined if title is None else title
    mark = single(a=low, b=high).mark_rect(color=MUTED, opacity=faint)
    ends = {"x": alt.X("a:Q", title=named), "x2": "b:Q"} if channel == "x" else {
        "y": alt.Y("a:Q", title=named), "y2": "b:Q"
    }  # fmt: skip
    return encoded(mark, **ends)


def pointer(base: alt.Chart, tips: Sequence[alt.Tooltip], field: str = "date") -> alt.Chart:
    """A rule under the pointer that reads out what lies nearest along x."""
    near = alt.selection_point(
        name="pointer", fields=[field], nearest=True, on="pointermove", clear="pointerout", empty=False
    )
    faint = alt.condition(near, alt.value(0.6), alt.value(0))
    return encoded(base.mark_rule(color=MUTED), opacity=faint, tooltip=list(tips)).add_params(near)


def squares(
    base: alt.Chart, x: alt.X, y: alt.Y, colour: alt.Color, tips: Sequence[alt.Tooltip], opacity: float = 1.0
) -> alt.Chart:
    """Cells of a grid from x to x2 and y to y2."""
    cells = base.mark_rect(opacity=opacity)
    return encoded(cells, x=x, x2="x2:Q", y=y, y2="y2:Q", color=colour, tooltip=list(tips))


def look(*, legend: bool) -> dict[str, Any]:
    """The common look as Vega-Lite configuration: no frame, quiet grid, units above the axis."""
    return {
        "background": "white",
        "font": "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, 'Liberation Sans', sans-serif",
        "padding": {"left": 4, "right": 12, "top": 4, "bottom": 4},
        "view": {"stroke": None},
        "axis": {
            "gridColor": GRID,
            "domainColor": "#aab1bd",
            "tickColor": "#aab1bd",
            "labelColor": "#475467",
            "titleColor": MUTED,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelLimit": 150,
        },
        "axisY": {"domain": False, "ticks": False},
        "legend": {
            "disable": not legend,
            "orient": "top",
            "columns": 5,
            "offset": 24,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "symbolSize": 70,
            "labelLimit": 220,
        },
        "title": {"anchor": "start", "fontSize": 16, "subtitleFontSize": 12, "subtitleColor": MUTED, "offset": 12},
    }
