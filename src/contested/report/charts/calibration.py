"""Charts of a calibration: parameters and biases before and after, courses with claims, predicted claims, ranks.

What is simulated or predicted is ink, the prior grey, and claims have the colour of who makes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import altair as alt
import numpy as np
import polars as pl

from contested.claims.ledger import factor_of
from contested.inference.likelihood.cells import counterpart
from contested.nation import tallies
from contested.nation.observables import OBSERVABLES
from contested.report import format as fmt
from contested.report.claims_view import kind
from contested.report.numbers import Calendar, gatherings, usual_weekday
from contested.report.plot.days import claim_key, claim_points, end_rule, largest_claim, median_and_bands
from contested.report.plot.palette import INK, MUTED, SIDES
from contested.report.plot.parts import (
    DASH,
    NINETY,
    Figure,
    chart_of,
    coloured,
    rows,
    rule,
    stretch,
    tip,
)

if TYPE_CHECKING:
    from contested.studies.calibration.calibration import Calibration

#: parameters that a chart shows; the table has all
MOST = 20
#: axis of a logarithm that also shows none: numbers are drawn raised by this
RAISED = 1.0
_ABOUT = {o.name: o for o in (*OBSERVABLES, *tallies.TALLIES)}
_LOG = "datum.value <= 1 ? '0' : datum.value >= 1e6 ? format(datum.value / 1e6, ',~g') + 'M' : datum.value >= 1e3 ? "
LOG_LABELS = _LOG + "format(datum.value / 1e3, ',~g') + 'k' : format(datum.value, ',~g')"


def charts(study: Calibration) -> dict[str, list[Figure]]:
    """Every chart of a study, by the section it belongs to."""
    predicted, fans, nation = study.tables["predicted"], study.tables["fans"], nation_claims(study)
    later, fitted = predicted.filter(pl.col("holdout")), predicted.filter(~pl.col("holdout"))
    out = {
        "parameters": [parameters(study.tables["posterior"])],
        "biases": [biases(study.tables["biases"])],
        "prior": [predictive(fitted, "prior")],
        "fitted": [predictive(fitted, "fitted")],
        "emulator": scores(judged) if (judged := study.tables.get("emulator")) is not None else [],
        "courses": [
            course(fans, name, study, nation[name]) for name in fans["indicator"].unique(maintain_order=True).to_list()
        ],
    }  # fmt: skip
    if later.height:
        out["holdout"] = [predictive(later, "holdout")]
    table = study.tables.get("calibration")
    if table is not None and table.height:
        out["calibration"] = [ranks(table, word) for word in table["truth"].unique(maintain_order=True).to_list()]
    return out


def meaning(indicator: str) -> str:
    """What an indicator counts, in words."""
    return " and ".join(_ABOUT[name].meaning for name in indicator.split("+"))


def unit(indicator: str) -> str:
    """Its unit."""
    return _ABOUT[indicator.split("+")[0]].unit


def _intervals(frame: pl.DataFrame, name: str, axis: str, ends: tuple[str, str, str], tips: list[alt.Tooltip],
               limit: int) -> list[alt.Chart]:  # fmt: skip
    """One interval a row, with its middle, beside the middle 90 % of a standard normal (grey)."""
    low, middle, high = ends
    base = chart_of(frame).encode(y=rows(name, frame[name].to_list(), limit))
    return [
        stretch("x", -NINETY, NINETY, axis),
        base.mark_rule(color=INK, strokeWidth=3).encode(x=f"{low}:Q", x2=f"{high}:Q"),
        base.mark_point(filled=True, color=INK, size=60).encode(x=f"{middle}:Q", tooltip=tips),
    ]


def parameters(table: pl.DataFrame) -> Figure:
    """Posterior intervals in the prior's own measure: -1.64 to 1.64 is where the prior's 90 % were."""
    top = table.sort("contraction", descending=True).head(MOST)
    half = NINETY * pl.col("spread_ratio")
    data = top.select(
        "parameter", "meaning", "median", "low", "high", at="shift", left=pl.col("shift") - half,
        right=pl.col("shift") + half,
    )  # fmt: skip
    tips = [tip("parameter"), tip("meaning"), tip("median:Q", form=",.4g"), tip("low:Q", "90 % from", ",.4g"),
            tip("high:Q", "90 % to", ",.4g")]  # fmt: skip
    layers = _intervals(data, "parameter", "standard deviations of the prior", ("left", "at", "right"), tips, 210)
    which = f"The {MOST} best-identified of {table.height} parameters" if table.height > MOST else "The parameters"
    return Figure(
        "parameters",
        "Best-identified parameters",
        f"{which}, before and after: posterior mean and 90 % interval beside the prior's 90 % (grey). Where a bar is "
        "as wide as the grey, the claims say nothing of the parameter.",
        alt.layer(*layers),
        24 * top.height + 40,
        True,
        (("posterior, 90 %", INK, "line-point"), ("prior, 90 %", MUTED, "band90")),
    )


def scores(table: pl.DataFrame) -> list[Figure]:
    """Numbers of runs at the posterior in the emulator's standard deviations; none where no runs were judged."""
    judged = table.filter(pl.col("verdict").is_not_null()).drop("verdict")
    if not judged.height:
        return []
    data = judged.with_columns(named=pl.Series([fmt.words(k) for k in judged["indicator"]]))
    tips = [tip("named", "indicator"), tip("offset:Q", form="+.2f"), tip("error:Q", "its standard error", ".2f"),
            tip("within_90:Q", "90 % bands hold", ".0%")]  # fmt: skip
    axis = "predicted standard deviations from the emulator's prediction"
    return [Figure(
        "emulator",
        "Runs at the posterior beside the emulator",
        "Mean offset of simulated runs and their middle 90 %, by indicator, cells and runs together. Right: the dot at "
        "the dashed line, the bar as long as the grey; a shorter bar is a cautious emulator, a longer one is too sure.",
        alt.layer(*_intervals(data, "named", axis, ("low", "offset", "high"), tips, 260), rule("x", 0)),
        24 * data.height + 40,
        True,
        (("simulated runs, 90 %", INK, "line-point"), ("as it should be, 90 %", MUTED, "band90")),
    )]  # fmt: skip


def biases(table: pl.DataFrame) -> Figure:
    """Reported over true, by party and indicator."""
    words = {k: fmt.words(k) for k in table["indicator"].drop_nulls()}
    shown = table.filter(pl.col("indicator").fill_null("") != "").with_columns(
        # the indicator first: on phones it has a line of its own
        who=pl.format("{}: {}", pl.col("indicator").replace_strict(words, default=""), "party")
    )
    sides = {s: colour for s, colour in SIDES.items() if s in set(shown["side"].to_list())}

    def x(field: str) -> alt.X:
        return alt.X(
            f"{field}:Q", title="reported / true, log scale", scale=alt.Scale(type="log"),
            axis=alt.Axis(
                format="~g", values=[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100], labelFlush=False,
                labelOverlap="greedy", labelSeparation=4,
            ),
        )  # fmt: skip

    base = chart_of(shown).encode(y=rows("who", shown["who"].to_list(), 320, apart=": "), color=coloured("side", sides))
    tips = [tip("party"), tip("indicator"), tip("factor:Q", "ratio", ".2g"), tip("low:Q", "90 % from", ".2g"),
            tip("high:Q", "90 % to", ".2g"), tip("witnesses:Q", "claims")]  # fmt: skip
    return Figure(
        "biases",
        "Reporting bias (reported / true)",
        "Median and 90 % interval of what a party reports over what is true, by indicator; the dashed line is the "
        "truth. Parties that seldom report share the bias of the others of their side.",
        alt.layer(
            base.mark_rule(strokeWidth=2.4).encode(x=x("low"), x2="high:Q"),
            base.mark_point(filled=True, size=60).encode(x=x("factor"), tooltip=tips),
            rule("x", 1).encode(x=x("v")),
        ),
        30 * shown.height + 40,
        True,
        tuple((s, colour, "line-point") for s, colour in sides.items()),
    )


def course(fans: pl.DataFrame, indicator: str, study: Calibration, claims: pl.DataFrame) -> Figure:
    """The nation day by day in runs at the posterior, and claims about the whole country."""
    own = fans.filter((pl.col("indicator") == indicator) & (pl.col("kind") == "posterior"))
    frame = own.with_columns(pl.col("date").cast(pl.Date))
    dates = frame["date"].to_list()
    days = Calendar(dates[0], dates[-1], usual_weekday(gatherings(study.scenario.country)))
    title, of = meaning(indicator), unit(indicator)
    layers = median_and_bands(frame, days, of, of, steps=True, also=largest_claim(claims))
    return Figure(
        f"course_{indicator.replace('+', '_')}",
        title[:1].upper() + title[1:],
        f"{len({tuple(r) for r in claims.select('at', 'claimant').rows()})} claims speak of one day in the whole "
        "country; others are set beside their own places and days below. The dashed line is where fitted claims end.",
        alt.layer(*layers, end_rule(study.folder.fit_until), *claim_points(claims, days, of, of)),
        230,
        True,
        (("runs at the posterior, median", INK, "line"), ("50 %", INK, "band50"), ("90 %", INK, "band90"),
         ("fitted claims end", MUTED, "dashed"), *claim_key(claims)),
    )  # fmt: skip


def nation_claims(study: Calibration) -> Mapping[str, pl.DataFrame]:
    """Claims about one day in the whole country, by indicator, as `claim_points` reads them."""
    schema = {"at": pl.Date, "place": pl.String, "side": pl.String, "claimant": pl.String, "kind": pl.String,
              "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "note": pl.String}  # fmt: skip
    by_indicator: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for c in study.claims():
        cell = counterpart(c, study.scenario)
        if cell is None or cell.rows or cell.first != cell.last:
            continue
        factor = factor_of(c)
        value, low, high = (None if v is None else v * factor for v in (c.middle, c.low, c.high))
        row = (c.date, c.place, c.side, c.claimant, kind(c.value, c.low, c.high), value, low, high, c.note)
        by_indicator[cell.indicator].append(row)
    names = study.tables["fans"]["indicator"].unique().to_list()
    return {name: pl.DataFrame(by_indicator[name], schema=schema, orient="row") for name in names}


Which = Literal["prior", "fitted", "holdout"]
#: name -> (columns of the band, title, what it is)
PREDICTIVE: dict[Which, tuple[str, str, str]] = {
    "prior": ("prior_", "What the prior expected of these claims", "before any claim was seen"),
    "fitted": ("", "The claims that were fitted", "by the posterior, which has seen them"),
    "holdout": ("", "Claims about later days", "by the posterior, which has not seen them"),
}


def predictive(table: pl.DataFrame, which: Which) -> Figure:
    """Each claim's number beside the 90 % band of what was predicted of it."""
    before, title, words = PREDICTIVE[which]
    data = table.select(
        "party", "side", "place", "quantity", "date",
        claimed=pl.col("reference") + RAISED, band_low=pl.col(f"{before}low") + RAISED,
        band_high=pl.col(f"{before}high") + RAISED, middle=pl.col(f"{before}median") + RAISED,
        inside=pl.when(pl.col(f"{before}within")).then(pl.lit("within")).otherwise(pl.lit("outside")),
    )  # fmt: skip
    ends = [1.0, 1.2 * float(np.nanmax(data.select("claimed", "band_high").to_numpy(), initial=10.0))]
    sides = {s: colour for s, colour in SIDES.items() if s in set(table["side"].to_list())}
    axis = alt.Axis(labelExpr=LOG_LABELS, tickCount=6, grid=True)
    shape = alt.Shape("inside:N", scale=alt.Scale(domain=["within", "outside"], range=["circle", "cross"]))
    scale = alt.Scale(type="log", domain=ends, nice=False, clamp=True)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title="claimed (logarithmic)", scale=scale, axis=axis)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title="predicted (logarithmic)", scale=scale, axis=axis)

    base = chart_of(data).encode(x=x("claimed"), color=coloured("side", sides))
    tips = [tip("party"), tip("quantity"), tip("place"), tip("date:T"), tip("claimed:Q", form=",.4~g"),
            tip("band_low:Q", "90 % from", ",.4~g"), tip("band_high:Q", "90 % to", ",.4~g"),
            tip("inside", "band")]  # fmt: skip
    corners = alt.InlineData(values=[{"v": v} for v in ends])
    diagonal = alt.Chart(corners).mark_line(color=MUTED, strokeDash=DASH)
    return Figure(
        f"predicted_{which}",
        title,
        f"Predicted {words}: the median and the band that holds 90 %, party bias and error included. "
        f"{table[f'{before}within'].sum()} of {table.height} bands reach what was claimed; a cross is one that does "
        "not. Bounds stand at their end, numbers are raised by one so that none can be drawn.",
        alt.layer(
            diagonal.encode(x=x("v"), y=y("v")),
            base.mark_rule(opacity=0.55).encode(y=y("band_low"), y2="band_high:Q"),
            base.mark_point(filled=True, size=55, opacity=0.9).encode(y=y("middle"), shape=shape, tooltip=tips),
        ),
        360,
        True,
        (*((f"claimed by {s}", colour, "circle") for s, colour in sides.items()), ("as claimed", MUTED, "dashed")),
    )


def ranks(table: pl.DataFrame, word: str) -> Figure:
    """Ranks of truths among draws, all parameters together, with the band that even ranks keep to."""
    own = table.filter(pl.col("truth") == word)
    counts = np.array([[int(n) for n in r.split()] for r in own["ranks"].cast(pl.String).to_list()])
    bins = counts.shape[1]
    trials = int(counts[0].sum())
    total = counts.sum(axis=0) / counts.sum()
    shares = pl.DataFrame({"bin": range(1, bins + 1), "next": range(2, bins + 2), "share": total})
    half = 1.96 * float(np.sqrt((1 / bins) * (1 - 1 / bins) / trials))
    even = stretch("y", max(0.0, 1 / bins - half), 1 / bins + half, "share of truths", 0.18)
    bars = chart_of(shares).mark_rect(color=INK, opacity=0.7, stroke="white").encode(
        x=alt.X("bin:Q", title="rank among the posterior's draws, in equal parts", scale=alt.Scale(nice=False),
                axis=alt.Axis(tickMinStep=1)),
        x2="next:Q", y=alt.Y("share:Q", title="share of truths", scale=alt.Scale(zero=True)),
        y2=alt.value({"expr": "height"}), tooltip=[tip("share:Q", form=".1%")],
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
