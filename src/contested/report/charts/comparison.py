"""Charts of a comparison: both arms and their difference over time, differences on a map, and who was reached when.

A's colour is ink, like all that is simulated as it is; B's is orange. More in B is orange, less in B is blue, as far
from each other for any colour vision as two colours can be.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import polars as pl

from contested.report import format as fmt
from contested.report.charts.published import figures as pictured
from contested.report.charts.trends import TRENDS
from contested.report.names import shortened
from contested.report.numbers import COLUMNS, Calendar, most
from contested.report.plot.days import area_of, closed, dated, day_tip, inside, line_of
from contested.report.plot.palette import GRID, INK, MUTED, SERIES, colour_of
from contested.report.plot.parts import (
    COUNT,
    FORMATS,
    SHORT,
    Figure,
    band_tips,
    chart_of,
    coloured,
    in_words,
    level_axis,
    number_tip,
    pointer,
    ranked,
    rule,
    tip,
)
from contested.zoo.picture import Layer, Panel, Picture

if TYPE_CHECKING:
    from contested.studies.comparison.comparison import Comparison

A, B = INK, SERIES[1]
MORE, LESS = SERIES[1], SERIES[0]
#: charts of differences at most; those that differ most against their spread come first
MOST = 10
#: drawn first and wide if they differ at all
FIRST = ("crowd", "detained")
#: places whose names stand on a map
NAMED = 12
#: on the map, where they differ
MAPPED = ("crowd", "detained")


def charts(comparison: Comparison) -> dict[str, list[Figure]]:
    """Every chart of a comparison, by section: time, map, changed."""
    time = comparison.tables["over_time"]
    if not time.height:
        return {"time": [], "map": [], "changed": []}
    if "step" in time.columns:
        return {"time": [f for p in by_step(time) for f in pictured(p)], "map": [], "changed": []}
    days = calendar(time)
    return {
        "time": over_time(time, days, arms(comparison)), "map": maps(comparison),
        "changed": reached(comparison, days.weekday),
    }  # fmt: skip


def arms(comparison: Comparison) -> tuple[str, str]:
    """What lines of A and of B are labelled with: the letter, and how that arm is called."""
    a, b = (shortened(name) for name in comparison.names)
    return f"A: {a}", f"B: {b}"


def calendar(time: pl.DataFrame) -> Calendar:
    """The days of a comparison, read by the weekday on which A's crowd is largest: the day of its marches."""
    first, last = time["date"].min(), time["date"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        raise ValueError("over_time.csv has no dates")
    crowd = time.filter(pl.col("indicator") == "crowd", pl.col("a_median") > 0)
    by = crowd.group_by(pl.col("date").dt.weekday().alias("weekday")).agg(pl.col("a_median").sum())
    top = by.sort("a_median", "weekday", descending=[True, False])["weekday"].head(1).to_list()
    return Calendar(first, last, top[0] - 1 if top else 0)


def _ordered(time: pl.DataFrame) -> list[str]:
    """Indicators that differ somewhere, the surest differences first."""
    # days without a number in any pair say nothing
    moved = (pl.col("median").fill_nan(0.0) != 0).cast(pl.Float64)
    surely = (pl.max_horizontal("up", "down").fill_nan(0.0) * moved).mean()
    rows = time.group_by("indicator", maintain_order=True).agg(
        surely.alias("sure"),
        pl.when(pl.col("up").is_not_nan()).then(pl.col("up") + pl.col("down"))
        .otherwise(moved).max().alias("differs"),
    )  # fmt: skip
    rows = rows.filter(pl.col("differs") > 0).sort("sure", descending=True, maintain_order=True)
    names = rows["indicator"].to_list()
    return [n for n in FIRST if n in names] + [n for n in names if n not in FIRST]


def over_time(time: pl.DataFrame, days: Calendar, labels: tuple[str, str]) -> list[Figure]:
    """The crowd in both arms, then differences."""
    figures = []
    for name in _ordered(time)[:MOST]:
        frame = time.filter(pl.col("indicator") == name)
        if name in FIRST:
            figures.append(_both(frame, name, days, labels))
        figures.append(_difference(frame, name, days, labels))
    return figures


def by_step(time: pl.DataFrame) -> list[Picture]:
    """Differences over the steps of a model without a calendar."""
    found = []
    for name in _ordered(time)[:MOST]:
        frame = time.filter(pl.col("indicator") == name)
        steps = frame["step"].to_list()
        layers = [Layer("line", {"x": steps, "y": frame["median"].to_list()}, "median difference")]
        if frame["low90"].is_not_nan().all():
            ends = {"low": frame["low90"].to_list(), "high": frame["high90"].to_list()}
            layers.insert(0, Layer("band", {"x": steps, **ends}, "90 % of pairs"))
        caption = "Median over pairs with the band that holds 90 % of them. Conditional on the model."
        panel = Panel("step", f"B less A: {frame['unit'][0]}", tuple(layers))
        found.append(Picture(f"difference_{name}", f"{fmt.words(name).capitalize()}: B less A", caption, (panel,)))
    return found


def _words(name: str, unit: str) -> tuple[str, str]:
    trend = TRENDS.get(name)
    return (trend.title, trend.axis) if trend else (fmt.words(name).capitalize(), unit)


def _paired(frame: pl.DataFrame) -> bool:
    """Whether rows are of pairs: only then some go up and some down."""
    return bool(frame["up"].is_not_nan().any())


def _axis(field: str, title: str, unit: str) -> alt.Y:
    shown: dict[str, Any] = {"format": FORMATS[unit][0]} if unit in FORMATS else {"labelExpr": SIGNED}
    scale = alt.Scale(zero=True, nice=True)
    return alt.Y(f"{field}:Q", title=title, scale=scale, axis=level_axis(tickCount=5, **shown))


#: as `parts.SHORT`, with a sign that reads the same on both sides of zero
SIGNED = SHORT.replace("',~g'", "',.3~g'")


def _both(frame: pl.DataFrame, name: str, days: Calendar, labels: tuple[str, str]) -> Figure:
    """Medians of both arms."""
    unit = frame["unit"][0]
    title, axis = _words(name, unit)
    a, b = labels
    long = frame.select("date", pl.col("a_median").alias(a), pl.col("b_median").alias(b)).unpivot(
        index="date", variable_name="arm", value_name="median"
    )
    chart = chart_of(closed(long, "arm")).mark_line(strokeWidth=1.8, interpolate="step-after").encode(
        x=dated(days),
        y=_axis("median", axis, unit),
        color=coloured("arm", {a: A, b: B}),
        tooltip=[tip("arm", " "), day_tip(), number_tip("median", "median", unit)],
    )  # fmt: skip
    caption = "Medians over pairs in both arms; differences are taken pair by pair, in a chart of their own."
    if not _paired(frame):
        caption = "Medians over the runs of A and over those of B, which are no pairs."
    return Figure(
        f"both_{name}", title, caption, chart,
        key=((a, A, "line"), (b, B, "line")),
    )  # fmt: skip


def _tips(unit: str, of_arms: str, *arms: str) -> list[alt.Tooltip]:
    """A difference with its band, how many pairs have either sign, and medians of arms."""
    return [
        *band_tips("median difference", unit), tip("up:Q", "pairs with more in B", ".0%"),
        tip("down:Q", "pairs with less in B", ".0%"),
        *(number_tip(f"{arm}_median", f"{arm.upper()}, median", of_arms) for arm in arms),
    ]  # fmt: skip


def _less(labels: tuple[str, str]) -> str:
    return f"{'; '.join(labels)}."


def _difference(frame: pl.DataFrame, name: str, days: Calendar, labels: tuple[str, str]) -> Figure:
    """B less A, with bands over pairs."""
    unit = frame["unit"][0]
    title, axis = _words(name, unit)
    scale, title_of = unit, f"B less A: {axis}"
    if unit in fmt.SHARES:  # a difference of shares is one of points
        frame = frame.with_columns(pl.col(c) * 100 for c in COLUMNS)
        scale, title_of = "points", f"B less A, percentage points: {axis}"
    base = chart_of(closed(frame.drop("indicator", "unit"))).encode(x=dated(days))
    y = partial(_axis, title=title_of, unit=scale)
    return Figure(
        f"difference_{name}",
        f"{title}: B less A",
        ("Median over pairs with the bands that hold 50 % and 90 % of them." if _paired(frame) else
         "B's median less A's; without pairs there are no bands.") + f" {_less(labels)} Conditional on the model.",
        alt.layer(
            area_of(base, y("low90"), "high90", 0.18, steps=True, colour=B),
            area_of(base, y("low50"), "high50", 0.34, steps=True, colour=B),
            line_of(base, y("median"), steps=True, colour=B),
            rule("y", 0, "zero"),
            pointer(inside(base), [day_tip(), *_tips(scale, unit, "a", "b")]),
        ),
        key=(("median difference", B, "line"), ("50 % of pairs", B, "band50"), ("90 % of pairs", B, "band90")),
    )


def maps(comparison: Comparison) -> list[Figure]:
    """Differences by place; none where no place differs."""
    table, record = comparison.tables["by_place"], comparison.record
    if not table.height or any(None in pair for pair in record["where"]):
        return []
    where = pl.DataFrame(
        {"place": record["places"], "lat": [x for x, _ in record["where"]], "lon": [y for _, y in record["where"]]}
    )
    figures = []
    for name in MAPPED:
        frame = table.filter(pl.col("indicator").str.starts_with(f"{name}."))
        if not frame.height or (frame["same"] == 1).all():
            continue
        figures.append(_map(frame.join(where, on="place", how="left", maintain_order="left"), name, arms(comparison)))
    return figures


def _map(frame: pl.DataFrame, name: str, labels: tuple[str, str]) -> Figure:
    unit = frame["unit"][0]
    title, _ = _words(name, unit)
    frame = frame.with_columns(
        in_words("place"), size=pl.col("median").abs(),
        sign=pl.when(pl.col("median") > 0).then(pl.lit("more in B")).when(pl.col("median") < 0)
        .then(pl.lit("less in B")).otherwise(pl.lit("no median difference")),
        sure=pl.max_horizontal("up", "down"),
    )  # fmt: skip
    lat, lon = frame["lat"].to_numpy(), frame["lon"].to_numpy()
    pad = 0.16 * max(float(np.ptp(lat)), float(np.ptp(lon)), 0.1)
    south, north, west, east = (float(v) for v in (lat.min() - pad, lat.max() + pad, lon.min() - pad, lon.max() + pad))
    frame = frame.with_columns(named=pl.Series(_named(frame, north - south, east - west)))
    quiet = alt.Axis(labels=False, ticks=False, gridColor=GRID, title=None, domain=False, tickCount=4)
    base = chart_of(frame, 6).encode(
        x=alt.X("lon:Q", scale=alt.Scale(domain=[west, east], nice=False, zero=False), axis=quiet),
        y=alt.Y("lat:Q", scale=alt.Scale(domain=[south, north], nice=False, zero=False), axis=quiet),
    )
    largest = most(frame, "size") or 1.0
    circles = base.mark_circle(stroke=INK, strokeWidth=0.7).encode(
        size=alt.Size("size:Q", scale=alt.Scale(domain=[0, largest], range=[14, 3600])),
        color=coloured("sign", {"more in B": MORE, "less in B": LESS, "no median difference": MUTED}),
        opacity=alt.Opacity("sure:Q", scale=alt.Scale(domain=[0.5, 1], range=[0.25, 0.9], clamp=True)),
        tooltip=[tip("place"), *_tips(unit, unit, "a")],
    )
    named = base.transform_filter("datum.named")
    halo = named.mark_text(dy=-14, fontSize=12, stroke="white", strokeWidth=3, opacity=0.8).encode(text="place:N")
    name_of = named.mark_text(dy=-14, fontSize=12, color=INK).encode(text="place:N")
    return Figure(
        f"map_{name}",
        f"{title.split(', nationwide')[0]}: B less A",
        f"A circle's area is the median difference of the sum over the days (largest: {largest:,.0f}); faint where "
        f"pairs disagree on its sign. {_less(labels)} Conditional on the model.",
        alt.layer(circles, halo, name_of),
        400,
        key=(("more in B", MORE, "circle"), ("less in B", LESS, "circle")),
        ratio=float(np.clip((east - west) * np.cos(np.radians(lat.mean())) / (north - south), 0.8, 1.7)),
    )


def _named(frame: pl.DataFrame, high: float, wide: float) -> list[bool]:
    """Which places are named: those that differ most, none on top of another; the pointer names the rest."""
    out = [False] * frame.height
    for k in frame["size"].arg_sort(descending=True).to_list():
        near = any(
            named and abs(frame["lat"][k] - frame["lat"][i]) < 0.05 * high
            and abs(frame["lon"][k] - frame["lon"][i]) < 0.22 * wide
            for i, named in enumerate(out)
        )  # fmt: skip
        out[k] = not near and sum(out) < NAMED
    return out


def reached(comparison: Comparison, weekday: int) -> list[Figure]:
    """Persons whose state first differed, by day and the subsystem whose phase it came through."""
    table = comparison.tables["changed"].filter(pl.col("by") == "day")
    if not table.height:
        return []
    frame = table.group_by("label", "subsystem", maintain_order=True).agg(pl.col("mean").sum(), pl.col("phase"))
    frame = frame.with_columns(
        date=pl.col("label").str.to_date(), phase=pl.col("phase").list.unique(maintain_order=True).list.join(", ")
    )
    frame = frame.with_columns(to=pl.col("date").dt.offset_by("1d"))
    order = ranked(frame, "subsystem", pl.col("mean").sum())
    shades = dict(zip(order, colour_of(order)))
    first = date.fromisoformat(comparison.record["start"])
    last = max([date.fromordinal(first.toordinal() + 6), *frame["date"].to_list()])
    axis = level_axis(labelExpr=SHORT)
    chart = (
        chart_of(frame.drop("label"), 6)
        .mark_rect()
        .transform_stack(stack="mean", groupby=["date"], as_=["from", "upto"], sort=[alt.SortField("subsystem")])
        .encode(
            x=dated(Calendar(first, last, weekday)),
            x2="to:T",
            y=alt.Y("from:Q", title="persons first differing that day", axis=axis),
            y2="upto:Q",
            color=coloured("subsystem", shades),
            tooltip=[
                day_tip(), tip("subsystem"), tip("phase", "through"), tip("mean:Q", "persons, mean over pairs", COUNT)
            ],
        )
    )  # fmt: skip
    return [
        Figure(
            "reached",
            "Persons whose state first differs between the arms",
            "Mean over pairs. Each person counts once, on the day and under the subsystem through which any of their "
            "columns (what they do, believe, feel, remember) first differed.",
            chart,
            240,
            True,
            tuple((name, colour, "square") for name, colour in shades.items()),
        )
    ]
