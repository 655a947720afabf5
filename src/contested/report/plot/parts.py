"""The parts of charts: a dated axis, a median with its bands, claims as points with bounds, the common look.

Altair is imported by this file and the others that draw (`charts`, `election_charts`, `maps`; `panels` and what it is
made of, `pictures`, `run_charts`) when a report is drawn, not before. Dates are UTC throughout, so that a Sunday is a
Sunday wherever the page is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

import altair as alt
import polars as pl
from polars import selectors

from contested.report import format as fmt
from contested.report.plot.palette import GRID, INK, MUTED, SHAPES, SIDES, colour_of

#: legend as text: (label, colour, sign)
Key = tuple[tuple[str, str, str], ...]
#: unit -> (format on the axis, in a tooltip); any other unit is a count
FORMATS: dict[str, tuple[str, str]] = {
    "share": ("~%", ".1%"),
    "chance": ("~%", ".2%"),
    "level": (".3~g", ".3f"),
    "1/day": (".4~f", ".4f"),
}
COUNT = ",.0f"
#: how a claim's number was made, and the number
BOUNDS = ("kind", "value", "low", "high")
#: units that come whole
COUNTED = ("person", "officer", "-")
#: thousands as k, millions as M, and a plain 0
SHORT = (
    "abs(datum.value) >= 1e6 ? format(datum.value / 1e6, ',~g') + 'M' : "
    "abs(datum.value) >= 1e3 ? format(datum.value / 1e3, ',~g') + 'k' : format(datum.value, ',~g')"
)
#: names of rows are cut short on a phone
NAMES = alt.Axis(labelLimit={"expr": "containerSize()[0] < 520 ? 110 : 210"}, grid=True)
#: bands of more labels than this hide each other
MOST_BANDS = 4
LEVEL_TITLE = {"titleAngle": 0, "titleAlign": "left", "titleBaseline": "bottom", "titleX": 0, "titleY": -8}


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
    control : str
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
    chart: Any
    height: int = 220
    wide: bool = False
    key: Key = ()
    control: str = ""
    ratio: float = 0.0
    banded: bool = False
    legend: bool = False

    @cached_property
    def bare(self) -> dict[str, Any]:
        """The chart as Vega-Lite, without size, title and look: made once for the page and the pictures."""
        return self.chart.to_dict(validate=False)


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


def dated(frame_days: list[date], field: str = "date", title: str | None = None) -> alt.X:
    """The axis of days. Ticks are Sundays, the day of the great marches."""
    first, last = frame_days[0], frame_days[-1]
    # a calendar longer than three weeks is read by Sundays; a shorter one by days
    step = "week" if (last - first).days > 21 else "day"
    return alt.X(
        f"{field}:T",
        title=title,
        scale=alt.Scale(type="utc", domain=[first.isoformat(), (last + timedelta(days=1)).isoformat()]),
        axis=alt.Axis(
            format="%-d %b",
            tickCount={"interval": step, "step": 1},
            labelOverlap="parity",
            labelSeparation=8,
            labelFlush=False,
            grid=True,
        ),
    )


def day_tip(field: str = "date", title: str = "day") -> alt.Tooltip:
    """The date in a tooltip."""
    return alt.Tooltip(f"{field}:T", timeUnit="utcyearmonthdate", format="%a %-d %b %Y", title=title)


def amount(field: str, title: str, unit: str, top: float | None = None, zero: bool = True) -> alt.Y:
    """The axis of numbers, its unit written level above it, where it costs no width."""
    scale = alt.Scale(zero=zero, nice=True) if top is None else alt.Scale(domain=[0, top], nice=False)
    shown: dict[str, Any] = {"format": FORMATS[unit][0]} if unit in FORMATS else {"labelExpr": SHORT}
    if unit in COUNTED:
        shown["tickMinStep"] = 1
    return alt.Y(f"{field}:Q", title=title, scale=scale, axis=alt.Axis(tickCount=5, **shown, **LEVEL_TITLE))


def number_tip(field: str, title: str, unit: str) -> alt.Tooltip:
    """A number in a tooltip."""
    return alt.Tooltip(f"{field}:Q", format=FORMATS[unit][1] if unit in FORMATS else COUNT, title=title)


def ceiling(frame: pl.DataFrame, unit: str, top: float | None, also: float = 0.0) -> float | None:
    """Upper end of an axis: `top` if nothing passes it, 1 for a count that stays below 1, else left to the data.

    `also` is the largest number that other layers draw on the same axis.
    """
    most = max([also, *(frame[c].max() or 0.0 for c in ("median", "high90") if c in frame.columns)])
    if top is not None and most <= top:
        return top
    return 1.0 if most <= 0 or (most < 1 and unit in COUNTED) else None


def closed(frame: pl.DataFrame, by: str | None = None) -> pl.DataFrame:
    """`frame` with its last day repeated a day later, so that a line of steps also spans the last day."""
    last = frame.filter(
        pl.col("date") == pl.col("date").max().over(by) if by else pl.col("date") == pl.col("date").max()
    )
    return pl.concat([frame.with_columns(end=False), last.with_columns(pl.col("date").dt.offset_by("1d"), end=True)])


def median_and_bands(
    frame: pl.DataFrame,
    days: list[date],
    title: str,
    unit: str,
    *,
    colour: str = INK,
    top: float | None = None,
    steps: bool = False,
    also: float = 0.0,
) -> list[alt.Chart]:
    """Layers: 90 % band, 50 % band, median, and a rule under the pointer that reads the day out.

    Parameters
    ----------
    frame : polars.DataFrame
        From `numbers.bands`; without bands (one replicate) only the median is drawn.
    top : float, optional
        Upper end of the axis, for shares.
    steps : bool
        Each day is its own block: for counts of a day, which have nothing between two days.
    also : float
        Largest number that other layers draw on the same axis.
    """
    data = values(closed(frame.select("date", "median", "low50", "high50", "low90", "high90")))
    base = alt.Chart(data).encode(x=dated(days))
    shape = "step-after" if steps else "linear"
    top = ceiling(frame, unit, top, also)
    layers = []
    with_bands = frame.height > 0 and frame["low90"].null_count() < frame.height
    if with_bands:
        for low, high, opacity in (("low90", "high90", 0.16), ("low50", "high50", 0.30)):
            layers.append(
                base.mark_area(color=colour, opacity=opacity, interpolate=shape).encode(
                    y=amount(low, title, unit, top), y2=f"{high}:Q"
                )
            )
    layers.append(
        base.mark_line(color=colour, strokeWidth=1.5, interpolate=shape, strokeJoin="round").encode(
            y=amount("median", title, unit, top)
        )
    )
    tips = [day_tip(), number_tip("median", "simulated median", unit)]
    if with_bands:
        tips += [number_tip("low90", "90 % from", unit), number_tip("high90", "90 % to", unit)]
    pointer = alt.selection_point(
        name="pointer", fields=["date"], nearest=True, on="pointermove", clear="pointerout", empty=False
    )
    layers.append(
        base.transform_filter("!datum.end")
        .mark_rule(color=MUTED)
        .encode(opacity=alt.condition(pointer, alt.value(0.6), alt.value(0)), tooltip=tips)
        .add_params(pointer)
    )
    return layers


def lines(
    frame: pl.DataFrame,
    dim: str,
    days: list[date],
    title: str,
    unit: str,
    *,
    words: dict[str, str] | None = None,
    top: float | None = None,
    colours: dict[str, str] | None = None,
    steps: bool = False,
) -> tuple[list[alt.Chart], Key]:
    """One median a label, with its 90 % band while there are few, and the key to them.

    Parameters
    ----------
    frame : polars.DataFrame
        From `numbers.bands`, with a column `dim`.
    words, colours : dict of label to text, optional
        How labels are shown.
    """
    labels = frame[dim].unique(maintain_order=True).to_list()
    shown = [(words or {}).get(label, label.replace("_", " ")) for label in labels]
    chosen = [(colours or {}).get(label, c) for label, c in zip(labels, colour_of(labels))]
    frame = frame.with_columns(pl.col(dim).replace_strict(labels, shown).alias("what"))
    data = values(closed(frame.select("date", "what", "median", "low90", "high90"), "what"))
    colour = alt.Color("what:N", title=None, scale=alt.Scale(domain=shown, range=chosen))
    base = alt.Chart(data).encode(x=dated(days), color=colour)
    shape = "step-after" if steps else "linear"
    top = ceiling(frame, unit, top)
    layers = []
    if len(labels) <= MOST_BANDS and frame.height and frame["low90"].null_count() < frame.height:
        layers.append(
            base.mark_area(opacity=0.13, interpolate=shape).encode(y=amount("low90", title, unit, top), y2="high90:Q")
        )
    layers.append(base.mark_line(strokeWidth=1.7, interpolate=shape).encode(y=amount("median", title, unit, top)))
    layers.append(
        base.transform_filter("!datum.end")
        .mark_circle(size=70, opacity=0)
        .encode(
            y=amount("median", title, unit, top),
            tooltip=[alt.Tooltip("what:N", title=" "), day_tip(), number_tip("median", "simulated median", unit)],
        )
    )
    return layers, tuple((name, c, "line") for name, c in zip(shown, chosen))


def claim_points(claims: pl.DataFrame, days: list[date], title: str, unit: str) -> list[alt.Chart]:
    """Claims as points coloured by side, with their bounds as rules; the shape says how it was said.

    Parameters
    ----------
    claims : polars.DataFrame
        From `claims_view.drawn`. Sides of one day stand side by side, so that none hides another.
    """
    order = list(SIDES)
    hours = {side: 5 + 3.5 * k for k, side in enumerate(order)}
    at = [
        datetime.combine(row["at"], time()) + timedelta(hours=hours.get(row["side"], 12))
        for row in claims.iter_rows(named=True)
    ]
    inside = claims.with_columns(pl.Series("when", at, dtype=pl.Datetime)).filter(
        pl.col("at").is_between(days[0], days[-1])
    )
    if not inside.height:
        return []
    inside = inside.with_columns(
        pl.Series("claimed", [fmt.claimed(*row) for row in inside.select(BOUNDS).iter_rows()], dtype=pl.String),
        pl.col("note").fill_null(""),
    )
    data = values(
        inside.select("when", "at", "place", "side", "claimant", "kind", "value", "low", "high", "claimed", "note")
    )
    colour = alt.Color("side:N", title="claimed by", scale=alt.Scale(domain=order, range=[SIDES[s] for s in order]))
    base = alt.Chart(data).encode(x=dated(days, "when"), color=colour)
    tips = [
        day_tip("at"),
        alt.Tooltip("claimant:N"),
        alt.Tooltip("side:N"),
        alt.Tooltip("place:N"),
        alt.Tooltip("claimed:N"),
        alt.Tooltip("note:N"),
    ]
    return [
        base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_rule(strokeWidth=1.8, opacity=0.7)
        .encode(y=amount("low", title, unit), y2="high:Q"),
        base.mark_point(size=52, filled=True, opacity=0.9, stroke="white", strokeWidth=0.6).encode(
            y=amount("value", title, unit),
            shape=alt.Shape(
                "kind:N", title="how it was said", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
            ),
            tooltip=tips,
        ),
    ]


def claim_key(claims: pl.DataFrame, *, ways: bool = True) -> Key:
    """The key of what `claim_points` draws: the sides that occur, and the ways of saying if wanted."""
    sides = [s for s in SIDES if s in set(claims["side"].to_list())]
    shapes = [w for w in SHAPES if ways and w in set(claims["kind"].to_list())]
    return (*((f"claimed by {s}", SIDES[s], "circle") for s in sides), *((w, MUTED, SHAPES[w]) for w in shapes))


def simulated_key(replicates: int) -> Key:
    """The key of `median_and_bands`."""
    if replicates < 2:
        return (("simulated (one future)", INK, "line"),)
    return (("simulated median", INK, "line"), ("50 % of futures", INK, "band50"), ("90 % of futures", INK, "band90"))


def origin_rule(origin: date | None, *, named: bool = False) -> list[alt.Chart]:
    """A dashed rule where the script of dated acts ends and policies take over."""
    if origin is None:
        return []
    data = alt.InlineData(values=[{"date": (origin + timedelta(days=1)).isoformat(), "label": "script ends"}])
    base = alt.Chart(data).encode(x=alt.X("date:T"))
    rule = base.mark_rule(strokeDash=[4, 3], color=MUTED)
    if not named:
        return [rule]
    return [
        rule,
        base.mark_text(align="left", baseline="top", dx=4, color=MUTED, fontSize=11).encode(
            y=alt.value(2), text="label:N"
        ),
    ]


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
