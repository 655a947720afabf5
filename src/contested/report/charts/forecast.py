"""Charts of forecasts: a fan a series, with the claims before and after; and where claims fell in the fans."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from contested.report import format as fmt
from contested.report.numbers import Calendar, usual_weekday
from contested.report.plot.days import claim_key, claim_points, dated, day_tip, end_rule
from contested.report.plot.palette import INK, MUTED, SIDES
from contested.report.plot.parts import (
    SHORT,
    Figure,
    Key,
    band_tips,
    chart_of,
    coloured,
    encoded,
    level_axis,
    percent_axis,
    rule,
    share_scale,
    tip,
)
from contested.studies.forecasting.forecast import ACTS_KNOWN, NATION, PRIOR, PRIOR_ACTS_KNOWN

if TYPE_CHECKING:
    from contested.studies.forecasting.forecast import Forecast

#: series that get a fan; the table has all
FANS = 8
#: days of the past that a fan shows
BEHIND = 28
#: least number that a logarithmic scale tells from none
FINE = 10
BINS = 10
TITLE = "persons or things, log scale"
TICKS = [0, 2, 5, 10, 20, 50, 100, 1000, 10_000, 100_000, 1_000_000]
KEYS = ["quantity", "actor", "place", "voice"]


def charts(forecast: Forecast) -> dict[str, list[Figure]]:
    """Every chart of a forecast, by section: fans, hits."""
    tables, origin = forecast.tables, date.fromisoformat(forecast.record["origin"])
    scores = tables["scores"]
    return {
        "fans": fans(tables["forecast"], tables["claims"], origin, FANS),
        "hits": hits(scores) if scores.height else [],
    }


def fans(frame: pl.DataFrame, reported: pl.DataFrame, origin: date, most: int) -> list[Figure]:
    """Forecasts of the series with most claims.

    Parameters
    ----------
    frame, reported : polars.DataFrame
        forecast.csv and said.csv of a forecast's folder.
    origin : date
    most : int
        How many fans.
    """
    often = reported.filter(pl.col("known")).group_by(KEYS, maintain_order=True).agg(pl.len())
    chosen = often.sort("len", descending=True, maintain_order=True).head(most).select(KEYS).rows()
    weekday = usual_weekday(reported.filter(pl.col("quantity") == "crowd")["date"])
    # nobody claims anything of the days before a country's first
    first = max(origin - timedelta(days=BEHIND), min(reported["date"].to_list(), default=origin))
    return [fan(k, key, _of(frame, key), _of(reported, key), origin, first, weekday) for k, key in enumerate(chosen)]


def _of(frame: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    return frame.filter(*(pl.col(name) == value for name, value in zip(KEYS, key)))


def fan(
    k: int, key: tuple[str, ...], frame: pl.DataFrame, reported: pl.DataFrame, origin: date, first: date, weekday: int
) -> Figure:
    """One fan: 50 and 90 % of what will be reported, its median, the median truth, and claims before and after."""
    quantity, actor, place, voice = key
    colour = SIDES[frame["side"][0]]
    last = max(frame["date"].to_list())
    days = Calendar(first, last + timedelta(days=1), weekday)
    between = pl.col("form") == "between"
    claims = reported.filter(pl.col("date").is_between(days.first, last)).select(
        at="date", place="place", side="side", claimant="claimant", kind="form", value="value",
        low=pl.when(between).then("low"), high=pl.when(between).then("high"),
        note=pl.when("known").then(pl.lit("known at the origin")).otherwise(pl.lit("reported later")),
    )  # fmt: skip
    columns = ["date", "q05", "q25", "q50", "q75", "q95", pl.col("date").dt.offset_by("1d").alias("end")]
    claim, truth = (frame.filter(pl.col("kind") == kind).select(columns) for kind in ("claim", "truth"))
    base = chart_of(claim).encode(x=dated(days))

    # each day is a block of its own: a place may lack days
    def area(low: str, high: str, faint: float) -> alt.Chart:
        return encoded(base.mark_rect(color=colour, opacity=faint), x2="end:T", y=_height(low), y2=f"{high}:Q")

    def line(data: pl.DataFrame, shade: str, dash: list[float]) -> alt.Chart:
        mark = chart_of(data).mark_rule(color=shade, strokeWidth=2, strokeDash=dash)
        return encoded(mark, x=dated(days), x2="end:T", y=_height("q50"))

    tips = [day_tip(), *band_tips("median", "-", "q05", "q95", "q50")]
    return Figure(
        f"fan_{k + 1}",
        f"{fmt.words(quantity).capitalize()} ({actor}) in {place or 'the country'}, by {voice}",
        "Bands hold 50 and 90 % of what this voice will report if it does so that day. Claims left of the rule were "
        "known.",
        alt.layer(
            area("q05", "q95", 0.14), area("q25", "q75", 0.28), line(claim, colour, [1, 0]), line(truth, INK, [5, 3]),
            end_rule(origin), base.mark_point(size=60, opacity=0).encode(y=_height("q50"), tooltip=tips),
            *claim_points(claims, days, TITLE, "-", _height),
        ),
        250,
        key=(("median of what will be reported", colour, "line"), ("50 and 90 %", colour, "band50"),
             ("median truth", INK, "dashed"), *claim_key(claims)),
    )  # fmt: skip


def _height(field: str) -> alt.Y:
    # none and one are different days, so no plain logarithm
    scale = alt.Scale(type="symlog", constant=FINE, nice=False, zero=True)
    axis = level_axis(values=TICKS, labelExpr=SHORT, labelOverlap="greedy")
    return alt.Y(f"{field}:Q", title=TITLE, scale=scale, axis=axis)


def hits(scores: pl.DataFrame) -> list[Figure]:
    """Where claims fell in the forecasts (PIT), and how many in the 90 % intervals, by horizon."""
    mine = scores.filter(pl.col("forecaster") == NATION)
    bins = (pl.col("pit") * BINS).floor().clip(0, BINS - 1)
    counted = mine.with_columns(bin=bins).group_by("bin").agg(pl.col("weight").sum())
    every = pl.DataFrame({"bin": [float(k) for k in range(BINS)]}).join(counted, "bin", "left").fill_null(0.0)
    every = every.sort("bin").with_columns(
        low=pl.col("bin") / BINS, high=(pl.col("bin") + 1) / BINS, share=pl.col("weight") / pl.col("weight").sum()
    )
    bars = chart_of(every.select("low", "high", "share")).mark_bar(color=INK, opacity=0.75, stroke="white").encode(
        x=alt.X("low:Q", bin="binned", title="part of the forecast below the claim", scale=share_scale()),
        x2="high:Q",
        y=alt.Y("share:Q", title="share of claims", scale=alt.Scale(zero=True), axis=level_axis(format="~%")),
        tooltip=[tip("low:Q"), tip("high:Q"), tip("share:Q", form=".1%")],
    )  # fmt: skip
    pit = Figure(
        "pit", "Where claims fell in the nation's forecasts",
        "If forecasts were right all bars would reach the dashed line. High ends: too narrow. High on the right: "
        "claims were larger than predicted.", alt.layer(bars, rule("y", 1 / BINS, "share")), 240,
    )  # fmt: skip
    hit = (pl.col("covered").cast(pl.Float64) * pl.col("weight")).sum() / pl.col("weight").sum()
    kinds = {"nation": SIDES["incumbent"], "acts known": SIDES["opposition"], "prior": SIDES["independent"],
             "others": MUTED}  # fmt: skip
    within = (
        scores.group_by("forecaster", "horizon")
        .agg(share=hit, claims=pl.len())
        .with_columns(what=pl.col("forecaster").replace_strict(
            {NATION: "nation", ACTS_KNOWN: "acts known", PRIOR: "prior", PRIOR_ACTS_KNOWN: "prior"}, default="others"
        ))
        .sort("horizon", "forecaster")
    )  # fmt: skip
    axis = percent_axis(level=True)
    dots = chart_of(within).mark_point(filled=True, size=70, opacity=0.8).encode(
        x=alt.X("horizon:O", title="horizon, days", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("share:Q", title="share of claims in 90 % intervals", scale=share_scale(), axis=axis),
        color=coloured("what", kinds),
        tooltip=[tip("forecaster"), tip("horizon:O"), tip("share:Q", form=".0%"), tip("claims:Q")],
    )  # fmt: skip
    words = ("the nation", "the nation if it had known later acts", "the prior alone", "others")
    key: Key = tuple((name, colour, "circle") for name, colour in zip(words, kinds.values()))
    cover = Figure(
        "coverage", "Claims in the 90 % intervals",
        "The dashed line is what they promise. Each point is one forecaster.",
        alt.layer(dots, rule("y", 0.9, "share")), 240, key=key,
    )  # fmt: skip
    return [pit, cover]
