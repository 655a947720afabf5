"""Charts of a comparison: both arms and their difference over time, differences on a map, and who was reached when.

A's colour is ink, like all that is simulated as it is; B's is orange. More in B is orange, less in B is blue, as far
from each other for any colour vision as two colours can be.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import polars as pl

from contested.report.charts.trends import TRENDS
from contested.report.plot.palette import GRID, INK, MUTED, SERIES, colour_of
from contested.report.plot.parts import COUNT, FORMATS, LEVEL_TITLE, SHORT, Figure, closed, dated, day_tip, values

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


def charts(done: Comparison) -> dict[str, list[Figure]]:
    """Every chart of a comparison, by section: time, map, changed."""
    time = done.tables["over_time"]
    return {"time": over_time(time), "map": maps(done), "changed": reached(done)}


def _ordered(time: pl.DataFrame) -> list[str]:
    """Indicators that differ somewhere, the surest differences first."""
    surely = (pl.max_horizontal("up", "down") * (pl.col("median") != 0)).mean()
    rows = time.group_by("indicator", maintain_order=True).agg(
        surely.alias("sure"), (pl.col("up") + pl.col("down")).max().alias("differs")
    )
    rows = rows.filter(pl.col("differs") > 0).sort("sure", descending=True, maintain_order=True)
    names = rows["indicator"].to_list()
    return [n for n in FIRST if n in names] + [n for n in names if n not in FIRST]


def over_time(time: pl.DataFrame) -> list[Figure]:
    """The crowd in both arms, then differences."""
    names = _ordered(time)[:MOST]
    figures = []
    for name in names:
        frame = time.filter(pl.col("indicator") == name)
        if name in FIRST:
            figures.append(_both(frame, name))
        figures.append(_difference(frame, name))
    return figures


def _words(name: str, unit: str) -> tuple[str, str]:
    trend = TRENDS.get(name)
    return (trend.title, trend.axis) if trend else (name.replace("_", " ").capitalize(), unit)


def _axis(field: str, title: str, unit: str, *, zero: bool = True) -> alt.Y:
    shown: dict[str, Any] = {"format": FORMATS[unit][0]} if unit in FORMATS else {"labelExpr": SIGNED}
    return alt.Y(
        f"{field}:Q", title=title, scale=alt.Scale(zero=zero, nice=True),
        axis=alt.Axis(tickCount=5, **shown, **LEVEL_TITLE),
    )  # fmt: skip


#: as `marks.SHORT`, with a sign that reads the same on both sides of zero
SIGNED = SHORT.replace("',~g'", "',.3~g'")


def _tip(field: str, title: str, unit: str) -> alt.Tooltip:
    shown = FORMATS[unit][1] if unit in FORMATS else ".2f" if unit == "points" else COUNT
    return alt.Tooltip(f"{field}:Q", format=shown, title=title)


def _both(frame: pl.DataFrame, name: str) -> Figure:
    """Medians of both arms."""
    unit = frame["unit"][0]
    title, axis = _words(name, unit)
    days = frame["date"].to_list()
    long = frame.select("date", A=pl.col("a_median"), B=pl.col("b_median")).unpivot(
        index="date", variable_name="arm", value_name="median"
    )
    chart = (
        alt.Chart(values(closed(long, "arm")))
        .mark_line(strokeWidth=1.8, interpolate="step-after")
        .encode(
            x=dated(days),
            y=_axis("median", axis, unit),
            color=alt.Color("arm:N", scale=alt.Scale(domain=["A", "B"], range=[A, B])),
            tooltip=[alt.Tooltip("arm:N", title=" "), day_tip(), _tip("median", "median", unit)],
        )
    )
    return Figure(
        f"both_{name}", title, "Medians over pairs in both arms; the difference of each pair is beside this.", chart,
        key=(("A", A, "line"), ("B", B, "line")),
    )  # fmt: skip


def _difference(frame: pl.DataFrame, name: str) -> Figure:
    """B less A, with bands over pairs."""
    unit = frame["unit"][0]
    title, axis = _words(name, unit)
    days = frame["date"].to_list()
    scale, title_of = unit, f"B less A: {axis}"
    if unit in ("share", "chance"):  # a difference of shares is one of points
        bands = ("low90", "low50", "median", "high50", "high90")
        frame = frame.with_columns(pl.col(c) * 100 for c in bands)
        scale, title_of = "points", f"B less A, percentage points: {axis}"
    data = values(closed(frame.drop("indicator", "unit")))
    base = alt.Chart(data).encode(x=dated(days))
    layers: list[Any] = []
    for low, high, opacity in (("low90", "high90", 0.18), ("low50", "high50", 0.34)):
        layers.append(
            base.mark_area(color=B, opacity=opacity, interpolate="step-after").encode(
                y=_axis(low, title_of, scale), y2=f"{high}:Q"
            )
        )
    line = base.mark_line(color=B, strokeWidth=1.5, interpolate="step-after")
    layers.append(line.encode(y=_axis("median", title_of, scale)))
    layers.append(
        alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color=MUTED, strokeDash=[3, 3]).encode(y="zero:Q")
    )
    pointer = alt.selection_point(
        name="pointer", fields=["date"], nearest=True, on="pointermove", clear="pointerout", empty=False
    )
    tips = [
        day_tip(), _tip("median", "median difference", scale), _tip("low90", "90 % from", scale),
        _tip("high90", "90 % to", scale), alt.Tooltip("up:Q", title="pairs with more in B", format=".0%"),
        alt.Tooltip("down:Q", title="pairs with less in B", format=".0%"), _tip("a_median", "A, median", unit),
        _tip("b_median", "B, median", unit),
    ]  # fmt: skip
    layers.append(
        base.transform_filter("!datum.end")
        .mark_rule(color=MUTED)
        .encode(opacity=alt.condition(pointer, alt.value(0.6), alt.value(0)), tooltip=tips)
        .add_params(pointer)
    )
    return Figure(
        f"difference_{name}",
        f"{title}: B less A",
        "Median over pairs with the bands that hold 50 % and 90 % of them. Conditional on the model.",
        alt.layer(*layers),
        key=(("median difference", B, "line"), ("50 % of pairs", B, "band50"), ("90 % of pairs", B, "band90")),
    )


def maps(done: Comparison) -> list[Figure]:
    """Differences by place; none where no place differs."""
    table = done.tables["by_place"]
    where = pl.DataFrame(
        {"place": done.record["places"], "lat": [x for x, _ in done.record["where"]],
         "lon": [y for _, y in done.record["where"]]}
    )  # fmt: skip
    figures = []
    for name in MAPPED:
        frame = table.filter(pl.col("indicator").str.starts_with(f"{name}."))
        if not frame.height or (frame["same"] == 1).all():
            continue
        figures.append(_map(frame.join(where, on="place", how="left", maintain_order="left"), name))
    return figures


def _map(frame: pl.DataFrame, name: str) -> Figure:
    unit = frame["unit"][0]
    title, _ = _words(name, unit)
    frame = frame.with_columns(
        size=pl.col("median").abs(),
        sign=pl.when(pl.col("median") > 0).then(pl.lit("more in B")).when(pl.col("median") < 0)
        .then(pl.lit("less in B")).otherwise(pl.lit("no median difference")),
        sure=pl.max_horizontal("up", "down"),
    )  # fmt: skip
    lat, lon = frame["lat"].to_numpy(), frame["lon"].to_numpy()
    pad = 0.16 * max(np.ptp(lat), np.ptp(lon), 0.1)
    ends = lambda x: [float(x.min() - pad), float(x.max() + pad)]  # noqa: E731
    quiet = {"labels": False, "ticks": False, "gridColor": GRID, "title": None, "domain": False, "tickCount": 4}
    frame = frame.with_columns(named=pl.Series(_named(frame, np.ptp(ends(lat)), np.ptp(ends(lon)))))
    base = alt.Chart(values(frame, 6)).encode(
        x=alt.X("lon:Q", scale=alt.Scale(domain=ends(lon), nice=False, zero=False), axis=alt.Axis(**quiet)),
        y=alt.Y("lat:Q", scale=alt.Scale(domain=ends(lat), nice=False, zero=False), axis=alt.Axis(**quiet)),
    )
    most = float(frame["size"].max() or 1.0)
    circles = base.mark_circle(stroke=INK, strokeWidth=0.7).encode(
        size=alt.Size("size:Q", scale=alt.Scale(domain=[0, most], range=[14, 3600])),
        color=alt.Color(
            "sign:N",
            scale=alt.Scale(domain=["more in B", "less in B", "no median difference"], range=[MORE, LESS, MUTED]),
        ),
        opacity=alt.Opacity("sure:Q", scale=alt.Scale(domain=[0.5, 1], range=[0.25, 0.9], clamp=True)),
        tooltip=[
            alt.Tooltip("place:N"), _tip("median", "median difference", unit), _tip("low90", "90 % from", unit),
            _tip("high90", "90 % to", unit), alt.Tooltip("up:Q", title="pairs with more in B", format=".0%"),
            alt.Tooltip("down:Q", title="pairs with less in B", format=".0%"), _tip("a_median", "A, median", unit),
        ],
    )  # fmt: skip
    named = base.transform_filter("datum.named")
    halo = named.mark_text(dy=-14, fontSize=12, stroke="white", strokeWidth=3, opacity=0.8).encode(text="place:N")
    name_of = named.mark_text(dy=-14, fontSize=12, color=INK).encode(text="place:N")
    return Figure(
        f"map_{name}",
        f"{title.split(', nationwide')[0]}: B less A",
        f"A circle's area is the median difference of the sum over the days (largest: {most:,.0f}); faint where pairs "
        "disagree on its sign. Conditional on the model.",
        alt.layer(circles, halo, name_of),
        400,
        key=(("more in B", MORE, "circle"), ("less in B", LESS, "circle")),
        ratio=float(np.clip(np.ptp(ends(lon)) * np.cos(np.radians(lat.mean())) / np.ptp(ends(lat)), 0.8, 1.7)),
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


def reached(done: Comparison) -> list[Figure]:
    """Persons whose state first differed, by day and the subsystem whose phase it came through."""
    table = done.tables["changed"].filter(pl.col("by") == "day")
    if not table.height:
        return []
    frame = table.group_by("label", "subsystem", maintain_order=True).agg(pl.col("mean").sum(), pl.col("phase"))
    frame = frame.with_columns(
        date=pl.col("label").str.to_date(), phase=pl.col("phase").list.unique(maintain_order=True).list.join(", ")
    )
    frame = frame.with_columns(to=pl.col("date").dt.offset_by("1d"))
    order = frame.group_by("subsystem").agg(pl.col("mean").sum()).sort("mean", descending=True)["subsystem"].to_list()
    first = date.fromisoformat(done.record["start"])
    days = [first, max(frame["date"].max(), date.fromordinal(first.toordinal() + 6))]
    chart = (
        alt.Chart(values(frame.drop("label"), 6))
        .mark_rect()
        .transform_stack(stack="mean", groupby=["date"], as_=["from", "upto"], sort=[alt.SortField("subsystem")])
        .encode(
            x=dated(days),
            x2="to:T",
            y=alt.Y("from:Q", title="persons first differing that day", axis=alt.Axis(labelExpr=SHORT, **LEVEL_TITLE)),
            y2="upto:Q",
            color=alt.Color("subsystem:N", scale=alt.Scale(domain=order, range=colour_of(order))),
            tooltip=[
                day_tip(), alt.Tooltip("subsystem:N"), alt.Tooltip("phase:N", title="through"),
                alt.Tooltip("mean:Q", title="persons, mean over pairs", format=COUNT),
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
            tuple((name, colour, "square") for name, colour in zip(order, colour_of(order))),
        )
    ]
