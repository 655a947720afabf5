"""Charts of a calibration: parameters and biases before and after, courses with claims, claims foretold, ranks.

What is simulated or foretold is ink, the prior grey, and claims have the colour of who says so.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import altair as alt
import numpy as np
import polars as pl

from contested.nation.observables import OBSERVABLES
from contested.report.claims_view import kind
from contested.report.plot.palette import INK, MUTED, SIDES
from contested.report.plot.parts import Figure, claim_key, claim_points, median_and_bands, values

#: parameters drawn; the table has all
DRAWN = 20
#: axis of a logarithm that also shows none: numbers are drawn raised by this
RAISED = 1.0
_ABOUT = {o.name: o for o in OBSERVABLES}
_LOG = "datum.value <= 1 ? '0' : datum.value >= 1e6 ? format(datum.value / 1e6, ',~g') + 'M' : datum.value >= 1e3 ? "
LOG_LABELS = _LOG + "format(datum.value / 1e3, ',~g') + 'k' : format(datum.value, ',~g')"


def charts(study: Any) -> dict[str, list[Figure]]:
    """Every chart of a study, by the section it belongs to."""
    predicted = study.tables["predicted"]
    fans = study.tables["fans"]
    out = {
        "parameters": [parameters(study.tables["posterior"])],
        "biases": [biases(study.tables["biases"])],
        "prior": [foretold(predicted.filter(~pl.col("holdout")), "prior")],
        "fitted": [foretold(predicted.filter(~pl.col("holdout")), "fitted")],
        "emulator": scores(study.tables["emulator"]),
        "courses": [
            course(fans, name, study) for name in fans["indicator"].unique(maintain_order=True).to_list()
        ],
    }  # fmt: skip
    held = predicted.filter(pl.col("holdout"))
    if held.height:
        out["holdout"] = [foretold(held, "holdout")]
    table = _or_none(study, "calibration")
    if table is not None and table.height:
        out["calibration"] = [ranks(table, word) for word in table["truth"].unique(maintain_order=True).to_list()]
    return out


def _or_none(study: Any, name: str) -> pl.DataFrame | None:
    return study.tables.get(name)


def named(indicator: str) -> str:
    """An indicator's name with its words apart."""
    return indicator.replace("+", " and ").replace("_", " ")


def meaning(indicator: str) -> str:
    """What an indicator counts, in words."""
    return " and ".join(_ABOUT[name].meaning for name in indicator.split("+"))


def unit(indicator: str) -> str:
    """Its unit."""
    return _ABOUT[indicator.split("+")[0]].unit


def parameters(table: pl.DataFrame) -> Figure:
    """Posterior intervals in the prior's own measure: -1.64 to 1.64 is where the prior's 90 % were."""
    top = table.sort("contraction", descending=True).head(DRAWN)
    half = 1.6449 * pl.col("spread_ratio")
    data = top.select(
        "parameter", "meaning", "median", "low", "high", at="shift", left=pl.col("shift") - half,
        right=pl.col("shift") + half,
    )  # fmt: skip
    y = alt.Y("parameter:N", sort=top["parameter"].to_list(), title=None, axis=alt.Axis(labelLimit=210, grid=True))
    prior = alt.Chart(alt.InlineData(values=[{"a": -1.6449, "b": 1.6449}])).mark_rect(color=MUTED, opacity=0.14).encode(
        x=alt.X("a:Q", title="standard deviations of the prior"), x2="b:Q"
    )  # fmt: skip
    base = alt.Chart(values(data)).encode(y=y)
    bar = base.mark_rule(color=INK, strokeWidth=3).encode(x="left:Q", x2="right:Q")
    dot = base.mark_point(filled=True, color=INK, size=60).encode(
        x="at:Q",
        tooltip=[alt.Tooltip("parameter:N"), alt.Tooltip("meaning:N"), alt.Tooltip("median:Q", format=",.4g"),
                 alt.Tooltip("low:Q", title="90 % from", format=",.4g"),
                 alt.Tooltip("high:Q", title="90 % to", format=",.4g")],
    )  # fmt: skip
    which = f"The {DRAWN} of {table.height} parameters" if table.height > DRAWN else "The parameters"
    return Figure(
        "parameters",
        "What the claims taught",
        f"{which} that claims taught most about, before and after: posterior mean and 90 % interval beside the prior's "
        "90 % (grey). A bar as wide as the grey has learnt nothing.",
        alt.layer(prior, bar, dot),
        24 * top.height + 40,
        True,
        (("posterior, 90 %", INK, "line-point"), ("prior, 90 %", MUTED, "band90")),
    )


def scores(table: pl.DataFrame) -> list[Figure]:
    """Numbers of runs at the posterior in the emulator's standard deviations; none where no runs were judged."""
    heard = table.filter(pl.col("verdict").is_not_null())
    if not heard.height:
        return []
    data = heard.with_columns(named=pl.Series([named(k) for k in heard["indicator"]]))
    y = alt.Y("named:N", sort=data["named"].to_list(), title=None, axis=alt.Axis(labelLimit=260, grid=True))
    right = alt.Chart(alt.InlineData(values=[{"a": -1.6449, "b": 1.6449}])).mark_rect(color=MUTED, opacity=0.14).encode(
        x=alt.X("a:Q", title="predicted standard deviations from the emulator's prediction"), x2="b:Q"
    )  # fmt: skip
    base = alt.Chart(values(data.drop("verdict"))).encode(y=y)
    dot = base.mark_point(filled=True, color=INK, size=60).encode(
        x="offset:Q",
        tooltip=[alt.Tooltip("named:N", title="indicator"), alt.Tooltip("offset:Q", format="+.2f"),
                 alt.Tooltip("error:Q", title="its standard error", format=".2f"),
                 alt.Tooltip("within_90:Q", title="90 % bands hold", format=".0%")],
    )  # fmt: skip
    zero = alt.Chart(alt.InlineData(values=[{"v": 0}])).mark_rule(color=MUTED, strokeDash=[4, 3]).encode(x="v:Q")
    return [Figure(
        "emulator",
        "Runs at the posterior beside the emulator",
        "Mean and the middle 90 % of what played runs lie off, by indicator, cells and runs together. Right: the dot "
        "at the dashed line, the bar as long as the grey; a shorter bar is a cautious emulator, a longer one is too "
        "sure.",
        alt.layer(right, base.mark_rule(color=INK, strokeWidth=3).encode(x="low:Q", x2="high:Q"), dot, zero),
        24 * data.height + 40,
        True,
        (("played runs, 90 %", INK, "line-point"), ("as it should be, 90 %", MUTED, "band90")),
    )]  # fmt: skip


def biases(table: pl.DataFrame) -> Figure:
    """How many times the truth each party says."""
    words = {k: named(k) for k in table["indicator"].drop_nulls()}
    shown = table.with_columns(
        who=pl.col("party") + pl.when(pl.col("indicator") == "").then(pl.lit("")).otherwise(
            pl.lit(", ") + pl.col("indicator").replace_strict(words, default="")
        )
    ).filter(pl.col("indicator").fill_null("") != "")  # fmt: skip
    order = shown["who"].to_list()
    sides = [s for s in SIDES if s in set(shown["side"].to_list())]

    def x(field: str) -> alt.X:
        return alt.X(
            f"{field}:Q", title="says, as a multiple of the truth (logarithmic)", scale=alt.Scale(type="log"),
            axis=alt.Axis(format="~g", values=[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]),
        )  # fmt: skip

    colour = alt.Color("side:N", scale=alt.Scale(domain=sides, range=[SIDES[s] for s in sides]))
    base = alt.Chart(values(shown)).encode(
        y=alt.Y("who:N", sort=order, title=None, axis=alt.Axis(labelLimit=320, grid=True)), color=colour
    )
    tips = [alt.Tooltip("party:N"), alt.Tooltip("indicator:N"), alt.Tooltip("factor:Q", format=".2g"),
            alt.Tooltip("low:Q", title="90 % from", format=".2g"), alt.Tooltip("high:Q", title="90 % to", format=".2g"),
            alt.Tooltip("witnesses:Q")]  # fmt: skip
    one = alt.Chart(alt.InlineData(values=[{"v": 1}])).mark_rule(color=MUTED, strokeDash=[4, 3]).encode(x=x("v"))
    return Figure(
        "biases",
        "How far each party bends its numbers",
        "Median and 90 % interval of what a party says over what is true, by what it counts; the dashed line is the "
        "truth. Parties that speak seldom share the bias of the others of their side.",
        alt.layer(
            base.mark_rule(strokeWidth=2.4).encode(x=x("low"), x2="high:Q"),
            base.mark_point(filled=True, size=60).encode(x=x("factor"), tooltip=tips),
            one,
        ),
        22 * len(order) + 40,
        True,
        tuple((f"{s}", SIDES[s], "line-point") for s in sides),
    )  # fmt: skip


def course(fans: pl.DataFrame, indicator: str, study: Any) -> Figure:
    """The nation day by day in runs at the posterior, the prior's band behind, and claims about the whole country."""
    own = fans.filter(pl.col("indicator") == indicator)
    frame = own.filter(pl.col("kind") == "posterior").with_columns(pl.col("date").cast(pl.Date))
    days = frame["date"].to_list()
    title, of = meaning(indicator), unit(indicator)
    claims = nation_claims(study, indicator)
    also = max([0.0, *claims["value"].drop_nulls(), *claims["high"].drop_nulls()])
    layers = median_and_bands(frame, days, of, of, steps=True, also=also)
    until = study.folder.fit_until
    rule = alt.Chart(alt.InlineData(values=[{"date": (until + timedelta(days=1)).isoformat()}])).mark_rule(
        strokeDash=[4, 3], color=MUTED
    ).encode(x=alt.X("date:T"))  # fmt: skip
    return Figure(
        f"course_{indicator.replace('+', '_')}",
        title[:1].upper() + title[1:],
        f"{len({tuple(r) for r in claims.select('at', 'claimant').rows()})} claims speak of one day in the whole "
        "country; others are set beside their own places and days below. The dashed line is where fitted claims end.",
        alt.layer(*layers, rule, *claim_points(claims, days, of, of)),
        230,
        True,
        (("runs at the posterior, median", INK, "line"), ("50 %", INK, "band50"), ("90 %", INK, "band90"),
         ("fitted claims end", MUTED, "dashed"), *claim_key(claims)),
    )  # fmt: skip


def nation_claims(study: Any, indicator: str) -> pl.DataFrame:
    """Claims about one day in the whole country, as `marks.claim_points` reads them."""
    from contested.claims.ledger import QUANTITIES
    from contested.inference.likelihood.cells import counterpart

    rows = []
    for c in study.claims():
        cell = counterpart(c, study.scenario)
        if cell is None or cell.indicator != indicator or cell.rows or cell.first != cell.last:
            continue
        factor = QUANTITIES[c.quantity].factor
        value, low, high = (None if v is None else v * factor for v in (c.middle, c.low, c.high))
        rows.append((c.date, c.place, c.side, c.claimant, kind(c.value, c.low, c.high), value, low, high, c.note))
    schema = {"at": pl.Date, "place": pl.String, "side": pl.String, "claimant": pl.String, "kind": pl.String,
              "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "note": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


#: name -> (columns of the band, title, what it is)
FORETOLD: dict[str, tuple[str, str, str]] = {
    "prior": ("prior_", "What the prior expected of these claims", "before any claim was heard"),
    "fitted": ("", "The claims that were fitted", "by the posterior, which has heard them"),
    "holdout": ("", "Claims about later days", "by the posterior, which has not heard them"),
}


def foretold(table: pl.DataFrame, which: str) -> Figure:
    """Each claim's number beside the 90 % band of what was foretold of it."""
    before, title, words = FORETOLD[which]
    held = table[f"{before}within"].sum()
    data = table.select(
        "party", "side", "place", "quantity", "date",
        said=pl.col("reference") + RAISED, band_low=pl.col(f"{before}low") + RAISED,
        band_high=pl.col(f"{before}high") + RAISED, middle=pl.col(f"{before}median") + RAISED,
        inside=pl.when(pl.col(f"{before}within")).then(pl.lit("within")).otherwise(pl.lit("outside")),
    )  # fmt: skip
    most = float(np.nanmax(data.select("said", "band_high").to_numpy(), initial=10.0))
    ends = [1.0, most * 1.2]
    sides = [s for s in SIDES if s in set(table["side"].to_list())]
    axis = alt.Axis(labelExpr=LOG_LABELS, tickCount=6, grid=True)
    colour = alt.Color("side:N", scale=alt.Scale(domain=sides, range=[SIDES[s] for s in sides]))
    shape = alt.Shape("inside:N", scale=alt.Scale(domain=["within", "outside"], range=["circle", "cross"]))
    scale = alt.Scale(type="log", domain=ends, nice=False, clamp=True)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title="said (logarithmic)", scale=scale, axis=axis)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title="foretold (logarithmic)", scale=scale, axis=axis)

    base = alt.Chart(values(data)).encode(x=x("said"), color=colour)
    tips = [alt.Tooltip("party:N"), alt.Tooltip("quantity:N"), alt.Tooltip("place:N"), alt.Tooltip("date:T"),
            alt.Tooltip("said:Q", format=",.4~g"), alt.Tooltip("band_low:Q", title="90 % from", format=",.4~g"),
            alt.Tooltip("band_high:Q", title="90 % to", format=",.4~g"),
            alt.Tooltip("inside:N", title="band")]  # fmt: skip
    line = alt.Chart(alt.InlineData(values=[{"v": v} for v in ends])).mark_line(color=MUTED, strokeDash=[4, 3]).encode(
        x=x("v"), y=y("v")
    )  # fmt: skip
    return Figure(
        f"foretold_{which}",
        title,
        f"Claims as foretold {words}: the median and the band that holds 90 %, party bias and error included. "
        f"{held} of {table.height} bands reach what was said; a cross is one that does not. Bounds stand at their end, "
        "numbers are raised by one so that none can be drawn.",
        alt.layer(
            line,
            base.mark_rule(opacity=0.55).encode(y=y("band_low"), y2="band_high:Q"),
            base.mark_point(filled=True, size=55, opacity=0.9).encode(y=y("middle"), shape=shape, tooltip=tips),
        ),
        360,
        True,
        (*((f"claimed by {s}", SIDES[s], "circle") for s in sides), ("as said", MUTED, "dashed")),
    )  # fmt: skip


def ranks(table: pl.DataFrame, word: str) -> Figure:
    """Ranks of truths among draws, all parameters together, with the band that even ranks keep to."""
    own = table.filter(pl.col("truth") == word)
    counts = np.array([[int(n) for n in r.split()] for r in own["ranks"].cast(pl.String).to_list()])
    bins = counts.shape[1]
    trials = int(counts[0].sum())
    rows = [{"bin": k + 1, "next": k + 2, "share": float(s)} for k, s in enumerate(counts.sum(axis=0) / counts.sum())]
    half = 1.96 * float(np.sqrt((1 / bins) * (1 - 1 / bins) / trials))
    even = alt.Chart(alt.InlineData(values=[{"a": max(0.0, 1 / bins - half), "b": 1 / bins + half}])).mark_rect(
        color=MUTED, opacity=0.18
    ).encode(y=alt.Y("a:Q", title="share of truths"), y2="b:Q")  # fmt: skip
    bars = alt.Chart(alt.InlineData(values=rows)).mark_rect(color=INK, opacity=0.7, stroke="white").encode(
        x=alt.X("bin:Q", title="rank among the posterior's draws, in equal parts", scale=alt.Scale(nice=False),
                axis=alt.Axis(tickMinStep=1)),
        x2="next:Q", y=alt.Y("share:Q", title="share of truths", scale=alt.Scale(zero=True)),
        y2=alt.value({"expr": "height"}), tooltip=[alt.Tooltip("share:Q", format=".1%")],
    )  # fmt: skip
    what = {"emulated": "from the emulator", "simulated": "that are runs of their own"}[word]
    return Figure(
        f"ranks_{word}",
        f"Ranks of truths {what}",
        f"{trials} trials, {own.height} parameters each. Even bars: the posterior is as wide as it should be; a hollow "
        "middle: too narrow; a hump: too wide. Grey is where bars of one parameter lie 95 times in a hundred.",
        alt.layer(even, bars),
        200,
        key=(("truths", INK, "square"), ("even", MUTED, "band90")),
    )


