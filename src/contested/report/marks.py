"""The parts charts are made of: a dated axis, a median with its bands, claims as points with bounds, and the common look.

The only file that imports Altair together with `charts`, `election_charts` and `maps`; it is imported when a report is
drawn, not before. Dates are UTC throughout, so that a Sunday is a Sunday wherever the page is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import altair as alt
import polars as pl

from contested.report.numbers import significant
from contested.report.palette import GRID, INK, MUTED, SHAPES, SIDES, colour_of

FORMATS: dict[str, tuple[str, str]] = {
    # unit: (on the axis, in a tooltip)
    "share": ("~%", ".1%"),
    "chance": ("~%", ".2%"),
    "level": (".2~f", ".3f"),
    "1/day": (".2~f", ".4f"),
}
COUNT = ("~s", ",.0f")


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
    """

    name: str
    title: str
    caption: str
    chart: Any
    height: int = 220
    wide: bool = False
    key: tuple[tuple[str, str, str], ...] = ()
    control: str = ""


def values(frame: pl.DataFrame, digits: int = 4) -> alt.InlineData:
    """A frame as data inside the chart: dates as text, numbers to a few significant digits, empty cells left out."""
    rows = []
    for row in frame.iter_rows(named=True):
        out = {}
        for name, value in row.items():
            if isinstance(value, float):
                value = significant(value, digits)
                value = int(value) if value is not None and value.is_integer() else value
            elif isinstance(value, date):
                value = value.isoformat()
            if value is not None and value != "":
                out[name] = value
        rows.append(out)
    return alt.InlineData(values=rows)


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
            format="%-d %b", tickCount={"interval": step, "step": 1}, labelOverlap="greedy", labelFlush=True, grid=True
        ),
    )


def day_tip(field: str = "date", title: str = "day") -> alt.Tooltip:
    """The date in a tooltip."""
    return alt.Tooltip(f"{field}:T", timeUnit="utcyearmonthdate", format="%a %-d %b %Y", title=title)


def amount(field: str, title: str, unit: str, top: float | None = None, zero: bool = True) -> alt.Y:
    """The axis of numbers, its unit written level above it, where it costs no width."""
    axis, _ = FORMATS.get(unit, COUNT)
    scale = alt.Scale(zero=zero, nice=True) if top is None else alt.Scale(domain=[0, top], nice=False)
    level = {"titleAngle": 0, "titleAlign": "left", "titleBaseline": "bottom", "titleX": 0, "titleY": -8}
    return alt.Y(f"{field}:Q", title=title, scale=scale, axis=alt.Axis(format=axis, tickCount=5, **level))


def number_tip(field: str, title: str, unit: str) -> alt.Tooltip:
    """A number in a tooltip."""
    return alt.Tooltip(f"{field}:Q", format=FORMATS.get(unit, COUNT)[1], title=title)


def median_and_bands(
    frame: pl.DataFrame, days: list[date], title: str, unit: str, *, colour: str = INK, top: float | None = None
) -> list[alt.Chart]:
    """Layers: 90 % band, 50 % band, median, and a rule under the pointer that reads the day out.

    Parameters
    ----------
    frame : polars.DataFrame
        From `numbers.bands`; without bands (one replicate) only the median is drawn.
    top : float, optional
        Upper end of the axis, for shares.
    """
    data = values(frame.select("date", "median", "low50", "high50", "low90", "high90"))
    base = alt.Chart(data).encode(x=dated(days))
    y = amount("median", title, unit, top)
    layers = []
    with_bands = frame.height > 0 and frame["low90"].null_count() < frame.height
    if with_bands:
        for low, high, opacity in (("low90", "high90", 0.16), ("low50", "high50", 0.30)):
            layers.append(
                base.mark_area(color=colour, opacity=opacity, interpolate="monotone").encode(
                    y=amount(low, title, unit, top), y2=f"{high}:Q"
                )
            )
    layers.append(base.mark_line(color=colour, strokeWidth=1.8, interpolate="monotone").encode(y=y))
    tips = [day_tip(), number_tip("median", "simulated median", unit)]
    if with_bands:
        tips += [number_tip("low90", "90 % from", unit), number_tip("high90", "90 % to", unit)]
    pointer = alt.selection_point(
        name="pointer", fields=["date"], nearest=True, on="pointermove", clear="pointerout", empty=False
    )
    layers.append(
        base.mark_rule(color=MUTED)
        .encode(opacity=alt.condition(pointer, alt.value(0.6), alt.value(0)), tooltip=tips)
        .add_params(pointer)
    )
    return layers


def lines(
    frame: pl.DataFrame, dim: str, days: list[date], title: str, unit: str, *, words: dict[str, str] | None = None,
    top: float | None = None, colours: dict[str, str] | None = None,
) -> tuple[list[alt.Chart], tuple[tuple[str, str, str], ...]]:  # fmt: skip
    """One median a label, with its 90 % band, and the key to them.

    Parameters
    ----------
    frame : polars.DataFrame
        From `numbers.bands`, with a column `dim`.
    words : dict of label to text, optional
        How labels are shown.
    """
    labels = frame[dim].unique(maintain_order=True).to_list()
    shown = [(words or {}).get(label, label.replace("_", " ")) for label in labels]
    chosen = [(colours or {}).get(label, c) for label, c in zip(labels, colour_of(labels))]
    frame = frame.with_columns(pl.col(dim).replace_strict(labels, shown).alias("what"))
    data = values(frame.select("date", "what", "median", "low90", "high90"))
    colour = alt.Color("what:N", title=None, scale=alt.Scale(domain=shown, range=chosen))
    base = alt.Chart(data).encode(x=dated(days), color=colour)
    layers = []
    if frame.height and frame["low90"].null_count() < frame.height:
        layers.append(
            base.mark_area(opacity=0.13).encode(y=amount("low90", title, unit, top), y2="high90:Q")
        )
    layers.append(base.mark_line(strokeWidth=1.8).encode(y=amount("median", title, unit, top)))
    layers.append(
        base.mark_circle(size=70, opacity=0).encode(
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
        (datetime.combine(row["at"], time()) + timedelta(hours=hours.get(row["side"], 12))).isoformat() + "Z"
        for row in claims.iter_rows(named=True)
    ]
    inside = claims.with_columns(pl.Series("when", at, dtype=pl.String)).filter(
        pl.col("at").is_between(days[0], days[-1])
    )
    if not inside.height:
        return []
    columns = ["when", "at", "place", "side", "claimant", "kind", "value", "low", "high", "note", "about"]
    data = values(inside.select(*[c for c in columns if c in inside.columns]))
    colour = alt.Color("side:N", title="claimed by", scale=alt.Scale(domain=order, range=[SIDES[s] for s in order]))
    base = alt.Chart(data).encode(x=dated(days, "when"), color=colour)
    tips = [
        day_tip("at"),
        alt.Tooltip("claimant:N"),
        alt.Tooltip("side:N"),
        alt.Tooltip("place:N"),
        alt.Tooltip("kind:N", title="how it was said"),
        number_tip("value", "value", unit),
        number_tip("low", "low", unit),
        number_tip("high", "high", unit),
        alt.Tooltip("note:N"),
    ]
    return [
        base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_rule(strokeWidth=1.4, opacity=0.75)
        .encode(y=amount("low", title, unit), y2="high:Q"),
        base.mark_point(size=42, filled=True, opacity=0.9, stroke="white", strokeWidth=0.6).encode(
            y=amount("value", title, unit),
            shape=alt.Shape("kind:N", title="how it was said",
                            scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))),
            tooltip=tips,
        ),
    ]  # fmt: skip


def claim_key(claims: pl.DataFrame) -> tuple[tuple[str, str, str], ...]:
    """The key of what `claim_points` draws: the sides and the ways of saying that occur."""
    sides = [s for s in SIDES if s in set(claims["side"].to_list())]
    ways = [w for w in SHAPES if w in set(claims["kind"].to_list())]
    return (*((f"claimed by {s}", SIDES[s], "circle") for s in sides), *((w, MUTED, SHAPES[w]) for w in ways))


def simulated_key(replicates: int, colour: str = INK) -> tuple[tuple[str, str, str], ...]:
    """The key of `median_and_bands`."""
    if replicates < 2:
        return (("simulated (one future)", colour, "line"),)
    return (
        ("simulated median", colour, "line"),
        ("50 % of futures", colour, "band50"),
        ("90 % of futures", colour, "band90"),
    )


def origin_rule(origin: date | None) -> list[alt.Chart]:
    """A dashed rule where the script of dated acts ends and policies take over."""
    if origin is None:
        return []
    data = alt.InlineData(values=[{"date": origin.isoformat(), "label": "script ends"}])
    base = alt.Chart(data).encode(x=alt.X("date:T"))
    return [
        base.mark_rule(strokeDash=[4, 3], color=MUTED),
        base.mark_text(align="left", baseline="top", dx=4, color=MUTED, fontSize=11).encode(
            y=alt.value(2), text="label:N"
        ),
    ]


def look(chart: alt.Chart, *, legend: bool) -> alt.Chart:
    """The common look: no frame, quiet grid, units above the axis."""
    return (
        chart.configure_view(stroke=None)
        .configure(font="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, 'Liberation Sans', sans-serif",
                   background="white", padding={"left": 4, "right": 12, "top": 4, "bottom": 4})
        .configure_axis(gridColor=GRID, domainColor="#aab1bd", tickColor="#aab1bd", labelColor="#475467",
                        titleColor=MUTED, labelFontSize=12, titleFontSize=12, titleFontWeight="normal",
                        labelLimit=150)
        .configure_axisY(domain=False, ticks=False)
        .configure_axisQuantitative(titleFontWeight="normal")
        .configure_legend(disable=not legend, orient="top", labelFontSize=12, titleFontSize=12, symbolSize=70,
                          columns=4, labelLimit=220)
        .configure_title(anchor="start", fontSize=16, subtitleFontSize=12, subtitleColor=MUTED, offset=12)
    )  # fmt: skip
