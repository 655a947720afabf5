"""Charts of forecasts: a fan a series, with the claims before and after; and where claims fell in the fans."""

from __future__ import annotations

from datetime import date, timedelta

import altair as alt
import polars as pl

from contested.report.plot.palette import INK, MUTED, SIDES
from contested.report.plot.parts import (
    LEVEL_TITLE,
    SHORT,
    Figure,
    claim_key,
    claim_points,
    dated,
    day_tip,
    number_tip,
    values,
)

#: days of the past that a fan shows
BEHIND = 28
#: least number that a logarithmic scale tells from none
FINE = 10
BINS = 10
TITLE = "persons or things, log scale"
TICKS = [0, 10, 100, 1000, 10_000, 100_000, 1_000_000]
KEYS = ["quantity", "actor", "place", "voice"]


def fans(frame: pl.DataFrame, said: pl.DataFrame, origin: date, most: int) -> list[Figure]:
    """Forecasts of the series with most claims.

    Parameters
    ----------
    frame, said : polars.DataFrame
        forecast.csv and said.csv of a forecast's folder.
    origin : date
    most : int
        How many fans.
    """
    often = said.filter(pl.col("known")).group_by(KEYS, maintain_order=True).agg(pl.len())
    chosen = often.sort("len", descending=True, maintain_order=True).head(most).select(KEYS).rows()
    return [fan(k, key, _of(frame, key), _of(said, key), origin) for k, key in enumerate(chosen)]


def _of(frame: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    return frame.filter(*(pl.col(name) == value for name, value in zip(KEYS, key)))


def fan(k: int, key: tuple[str, ...], frame: pl.DataFrame, said: pl.DataFrame, origin: date) -> Figure:
    """One fan: 50 and 90 % of what will be said, its median, the median truth, and claims before and after."""
    quantity, actor, place, voice = key
    side = frame["side"][0]
    last = frame["date"].max()
    days = [origin - timedelta(days=BEHIND) + timedelta(days=d) for d in range(BEHIND + (last - origin).days + 2)]
    claims = said.filter(pl.col("date").is_between(days[0], last)).select(
        at="date", place="place", side="side", claimant="claimant", kind="form", value="value",
        low=pl.when(pl.col("form") == "between").then("low"), high=pl.when(pl.col("form") == "between").then("high"),
        note=pl.when("known").then(pl.lit("known at the origin")).otherwise(pl.lit("said later")),
    )  # fmt: skip
    told, truth = frame.filter(pl.col("kind") == "claim"), frame.filter(pl.col("kind") == "truth")
    told, truth = (
        some.select("date", "q05", "q25", "q50", "q75", "q95", end=pl.col("date").dt.offset_by("1d"))
        for some in (told, truth)
    )
    base = alt.Chart(values(told)).encode(x=dated(days))

    # each day is a block of its own: a place may lack days
    def area(low: str, high: str, faint: float) -> alt.Chart:
        return base.mark_rect(color=SIDES[side], opacity=faint).encode(x2="end:T", y=_height(low), y2=f"{high}:Q")

    def line(data: pl.DataFrame, colour: str, dash: list[int]) -> alt.Chart:
        drawn = alt.Chart(values(data)).mark_rule(color=colour, strokeWidth=2, strokeDash=dash)
        return drawn.encode(x=dated(days), x2="end:T", y=_height("q50"))

    tips = base.mark_point(size=60, opacity=0).encode(
        y=_height("q50"),
        tooltip=[day_tip(), number_tip("q50", "median", "-"), number_tip("q05", "90 % from", "-"),
                 number_tip("q95", "90 % to", "-")],
    )  # fmt: skip
    rule = (
        alt.Chart(alt.InlineData(values=[{"date": (origin + timedelta(days=1)).isoformat()}]))
        .mark_rule(strokeDash=[4, 3], color=MUTED)
        .encode(x=alt.X("date:T"))
    )
    layers = [area("q05", "q95", 0.14), area("q25", "q75", 0.28), line(told, SIDES[side], [1, 0]),
              line(truth, INK, [5, 3]), rule, tips]  # fmt: skip
    for points in claim_points(claims, days, TITLE, "-"):
        layers.append(points.encode(y=_height("low" if _spans(points) else "value")))
    return Figure(
        f"fan_{k + 1}",
        f"{quantity.replace('_', ' ').capitalize()} ({actor}) in {place or 'the country'}, by {voice}",
        "Bands hold 50 and 90 % of what this voice will say if it speaks that day. Claims left of the rule were known.",
        alt.layer(*layers),
        250,
        key=(("median of what will be said", SIDES[side], "line"), ("50 and 90 %", SIDES[side], "band50"),
             ("median truth", INK, "dashed"), *claim_key(claims)),
    )  # fmt: skip


def _spans(chart: alt.Chart) -> bool:
    """Whether a layer draws a claim's bounds, not its number."""
    return "y2" in chart.to_dict(validate=False)["encoding"]


def _height(field: str) -> alt.Y:
    # none and one are different days, so no plain logarithm
    axis = alt.Axis(values=TICKS, labelExpr=SHORT, **LEVEL_TITLE)
    scale = alt.Scale(type="symlog", constant=FINE, nice=False, zero=True)
    return alt.Y(f"{field}:Q", title=TITLE, scale=scale, axis=axis)


def hits(scores: pl.DataFrame, forecaster: str, informed: str) -> list[Figure]:
    """Where claims fell in the forecasts (PIT), and how many in the 90 % intervals, by horizon."""
    mine = scores.filter(pl.col("forecaster") == forecaster)
    bins = (pl.col("pit") * BINS).floor().clip(0, BINS - 1)
    counted = mine.with_columns(bin=bins).group_by("bin").agg(pl.col("weight").sum())
    every = pl.DataFrame({"bin": [float(k) for k in range(BINS)]}).join(counted, "bin", "left").fill_null(0.0)
    every = every.sort("bin").with_columns(
        low=pl.col("bin") / BINS, high=(pl.col("bin") + 1) / BINS, share=pl.col("weight") / pl.col("weight").sum()
    )
    bars = (
        alt.Chart(values(every.select("low", "high", "share")))
        .mark_bar(color=INK, opacity=0.75, stroke="white")
        .encode(
            x=alt.X("low:Q", bin="binned", title="part of the forecast below the claim",
                    scale=alt.Scale(domain=[0, 1])),
            x2="high:Q",
            y=alt.Y("share:Q", title="share of claims", scale=alt.Scale(zero=True),
                    axis=alt.Axis(format="~%", **LEVEL_TITLE)),
            tooltip=[alt.Tooltip("low:Q"), alt.Tooltip("high:Q"), alt.Tooltip("share:Q", format=".1%")],
        )
    )  # fmt: skip
    even = alt.Chart(alt.InlineData(values=[{"share": 1 / BINS}])).mark_rule(strokeDash=[4, 3], color=MUTED)
    pit = Figure(
        "pit", "Where claims fell in the nation's forecasts",
        "If forecasts were right all bars would reach the dashed line. High ends: too narrow. High on the right: "
        "claims were larger than foretold.", alt.layer(bars, even.encode(y="share:Q")), 240,
    )  # fmt: skip
    held = (pl.col("covered").cast(pl.Float64) * pl.col("weight")).sum() / pl.col("weight").sum()
    is_nation = pl.col("forecaster") == forecaster
    within = (
        scores.group_by("forecaster", "horizon")
        .agg(share=held, claims=pl.len())
        .with_columns(what=pl.when(is_nation).then(pl.lit("nation")).when(pl.col("forecaster") == informed)
                      .then(pl.lit("acts known")).otherwise(pl.lit("others")))
        .sort("horizon", "forecaster")
    )
    colours = [SIDES["incumbent"], SIDES["opposition"], MUTED]
    kinds = alt.Scale(domain=["nation", "acts known", "others"], range=colours)
    dots = (
        alt.Chart(values(within))
        .mark_point(filled=True, size=70, opacity=0.8)
        .encode(
            x=alt.X("horizon:O", title="horizon, days", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("share:Q", title="share of claims in 90 % intervals", scale=alt.Scale(domain=[0, 1]),
                    axis=alt.Axis(format="~%", **LEVEL_TITLE)),
            color=alt.Color("what:N", scale=kinds),
            tooltip=["forecaster:N", "horizon:O", alt.Tooltip("share:Q", format=".0%"), "claims:Q"],
        )
    )  # fmt: skip
    rule = alt.Chart(alt.InlineData(values=[{"share": 0.9}])).mark_rule(strokeDash=[4, 3], color=MUTED)
    cover = Figure(
        "coverage", "Claims in the 90 % intervals",
        "The dashed line is what they promise. Each point is one forecaster.",
        alt.layer(dots, rule.encode(y="share:Q")), 240,
        key=tuple((said, colour, "circle") for said, colour in
                  zip(("the nation", "the nation if it had known later acts", "others"), colours)),
    )  # fmt: skip
    return [pit, cover]
