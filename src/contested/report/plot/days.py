"""Charts over days: the dated axis, a median with its bands, one line a label, claims as points with bounds.

Dates are UTC throughout, so that a day is the same day wherever the page is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Literal

import altair as alt
import polars as pl

from contested.report import format as fmt
from contested.report.numbers import Calendar, most
from contested.report.plot.palette import INK, MUTED, SHAPES, SIDES, colour_of
from contested.report.plot.parts import (
    COUNTED,
    Key,
    amount,
    band_tips,
    chart_of,
    coloured,
    encoded,
    in_words,
    number_tip,
    pointer,
    rule,
    tip,
)

#: bands of more labels than this hide each other
MOST_BANDS = 4
#: days of a calendar that is still read day by day
SHORT_SPAN = 21
#: midnight of a day as Vega counts it: milliseconds since the first of January 1970, UTC
EPOCH, DAY = date(1970, 1, 1).toordinal(), 86_400_000
#: a mark of the axis of days in two lines: the day of the week over the date
DAY_LABEL = "[utcFormat(datum.value, '%a'), utcFormat(datum.value, '%-d %b')]"
#: how a claim's number was made, and the number
BOUNDS = ("kind", "value", "low", "high")


def dated(days: Calendar, field: str = "date", title: str | None = None) -> alt.X:
    """The axis of days, with a tick a week at the calendar's weekday, or one a day if it is short."""
    span = (days.last - days.first).days
    step = 7 if span > SHORT_SPAN else 1
    begin = (days.weekday - days.first.weekday()) % step
    ticks = [days.first + timedelta(days=k) for k in range(begin, span + 1, step)]
    return alt.X(
        f"{field}:T",
        title=title,
        scale=alt.Scale(type="utc", domain=[days.first.isoformat(), (days.last + timedelta(days=1)).isoformat()]),
        axis=alt.Axis(
            labelExpr=DAY_LABEL,
            values=alt.ExprRef(str([(d.toordinal() - EPOCH) * DAY for d in ticks])),
            labelOverlap="parity",
            labelSeparation=8,
            labelFlush=False,
            grid=True,
        ),
    )


def day_tip(field: str = "date", title: str = "day") -> alt.Tooltip:
    """The date in a tooltip."""
    return alt.Tooltip(f"{field}:T", timeUnit="utcyearmonthdate", format="%a %-d %b %Y", title=title)


def ceiling(frame: pl.DataFrame, unit: str, top: float | None, also: float = 0.0) -> float | None:
    """Upper end of an axis: `top` if nothing passes it, 1 for a count that stays below 1, else left to the data.

    `also` is the largest number that other layers draw on the same axis.
    """
    largest = max(also, most(frame, "median", "high90"))
    if top is not None and largest <= top:
        return top
    return 1.0 if largest <= 0 or (largest < 1 and unit in COUNTED) else None


def closed(frame: pl.DataFrame, by: str | None = None) -> pl.DataFrame:
    """`frame` with its last day repeated a day later, so that a line of steps also spans the last day."""
    last = frame.filter(
        pl.col("date") == pl.col("date").max().over(by) if by else pl.col("date") == pl.col("date").max()
    )
    return pl.concat([frame.with_columns(end=False), last.with_columns(pl.col("date").dt.offset_by("1d"), end=True)])


def banded(frame: pl.DataFrame) -> bool:
    """Whether a frame of `numbers.bands` has any band: one replicate has none."""
    return frame.height > 0 and frame["low90"].null_count() < frame.height


def median_and_bands(
    frame: pl.DataFrame,
    days: Calendar,
    title: str,
    unit: str,
    *,
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
    base = chart_of(closed(frame.select("date", "median", "low50", "high50", "low90", "high90"))).encode(x=dated(days))
    top = ceiling(frame, unit, top, also)
    y = partial(amount, title=title, unit=unit, top=top)
    tips = band_tips("simulated median", unit)
    if not banded(frame):
        return [line_of(base, y("median"), steps=steps), pointer(inside(base), [day_tip(), tips[0]])]
    return [
        *(area_of(base, y(low), high, faint, steps=steps) for low, high, faint in BANDS),
        line_of(base, y("median"), steps=steps),
        pointer(inside(base), [day_tip(), *tips]),
    ]


#: columns of the bands, and how dense they are
BANDS = (("low90", "high90", 0.16), ("low50", "high50", 0.30))


def inside(base: alt.Chart) -> alt.Chart:
    """A chart of `closed` data without the repeated day."""
    return base.transform_filter("!datum.end")


def _shape(steps: bool) -> Literal["step-after", "linear"]:
    return "step-after" if steps else "linear"


def area_of(base: alt.Chart, low: alt.Y, high: str, faint: float, *, steps: bool, colour: str = INK) -> alt.Chart:
    """A band."""
    return encoded(base.mark_area(color=colour, opacity=faint, interpolate=_shape(steps)), y=low, y2=f"{high}:Q")


def line_of(base: alt.Chart, y: alt.Y, *, steps: bool, colour: str = INK) -> alt.Chart:
    """A line."""
    return encoded(base.mark_line(color=colour, strokeWidth=1.5, interpolate=_shape(steps), strokeJoin="round"), y=y)


def lines(
    frame: pl.DataFrame,
    dim: str,
    days: Calendar,
    title: str,
    unit: str,
    *,
    words: Mapping[str, str] | None = None,
    top: float | None = None,
    colours: Mapping[str, str] | None = None,
    steps: bool = False,
) -> tuple[list[alt.Chart], Key]:
    """One median a label, with its 90 % band while there are few, and the key to them.

    Parameters
    ----------
    frame : polars.DataFrame
        From `numbers.bands`, with a column `dim`.
    words, colours : mapping of label to text, optional
        How labels are shown.
    """
    labels = frame[dim].unique(maintain_order=True).to_list()
    shown = [(words or {}).get(label, fmt.words(label)) for label in labels]
    shades = dict(zip(shown, ((colours or {}).get(label, c) for label, c in zip(labels, colour_of(labels)))))
    frame = frame.with_columns(pl.col(dim).replace_strict(labels, shown).alias("what"))
    base = chart_of(closed(frame.select("date", "what", "median", "low90", "high90"), "what")).encode(
        x=dated(days), color=coloured("what", shades)
    )
    top = ceiling(frame, unit, top)
    layers = []
    if len(labels) <= MOST_BANDS and banded(frame):
        band = base.mark_area(opacity=0.13, interpolate=_shape(steps))
        layers.append(encoded(band, y=amount("low90", title, unit, top), y2="high90:Q"))
    y = amount("median", title, unit, top)
    layers.append(base.mark_line(strokeWidth=1.7, interpolate=_shape(steps)).encode(y=y))
    layers.append(dots(base, y, [tip("what", " "), day_tip(), number_tip("median", "simulated median", unit)]))
    return layers, tuple((name, c, "line") for name, c in shades.items())


def dots(base: alt.Chart, y: alt.Y, tips: Sequence[alt.Tooltip]) -> alt.Chart:
    """Invisible points that read the days of `closed` data out."""
    return encoded(inside(base).mark_circle(size=70, opacity=0), y=y, tooltip=list(tips))


def claim_points(claims: pl.DataFrame, days: Calendar, title: str, unit: str,
                 height: Callable[[str], alt.Y] | None = None) -> list[alt.Chart]:  # fmt: skip
    """Claims as points coloured by side, with their bounds as rules; the shape says how it was given.

    Parameters
    ----------
    claims : polars.DataFrame
        From `claims_view.on_curve`. Sides of one day stand side by side, so that none hides another.
    height : (field) -> axis, optional
        Another axis of numbers than that of the unit.
    """
    hours = {side: 5 + 3.5 * k for k, side in enumerate(SIDES)}
    shown = claims.filter(pl.col("at").is_between(days.first, days.last))
    if not shown.height:
        return []
    at = [
        datetime.combine(day, time()) + timedelta(hours=hours.get(side, 12))
        for day, side in shown.select("at", "side").iter_rows()
    ]
    shown = shown.select(
        pl.Series("when", at, dtype=pl.Datetime), "at", in_words("place"), "side",
        "claimant", *BOUNDS,
        pl.Series("claimed", [fmt.claimed(*row) for row in shown.select(BOUNDS).iter_rows()], dtype=pl.String),
        pl.col("note").fill_null(""),
    )  # fmt: skip
    y = height or partial(amount, title=title, unit=unit)
    base = chart_of(shown).encode(x=dated(days, "when"), color=coloured("side", SIDES, "claimed by"))
    tips = [day_tip("at"), *map(tip, ("claimant", "side", "place", "claimed", "note"))]
    both = base.transform_filter("isValid(datum.low) && isValid(datum.high)")
    return [
        encoded(both.mark_rule(strokeWidth=1.8, opacity=0.7), y=y("low"), y2="high:Q"),
        base.mark_point(size=52, filled=True, opacity=0.9, stroke="white", strokeWidth=0.6).encode(
            y=y("value"), shape=claim_shape(), tooltip=tips
        ),
    ]


def claim_shape() -> alt.Shape:
    """How a claim's number was said."""
    return alt.Shape(
        "kind:N", title="how it was given", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    )


def largest_claim(claims: pl.DataFrame) -> float:
    """The largest number claimed, so that the axis has room for it; 0 without claims."""
    return most(claims, "value", "high")


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


def end_rule(last: date) -> alt.Chart:
    """A dashed rule where a day ends."""
    return rule("x", (last + timedelta(days=1)).isoformat(), "date")


def origin_rule(origin: date | None) -> list[alt.Chart]:
    """A dashed rule where the script of dated acts ends and policies take over; `origin_key` says so beside the chart,
    where no bar of it can hide the words."""
    return [] if origin is None else [end_rule(origin)]


def origin_key(origin: date | None) -> Key:
    """The key of `origin_rule`."""
    return () if origin is None else (("script ends", MUTED, "dashed"),)
