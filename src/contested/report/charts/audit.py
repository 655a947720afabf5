"""Charts of an audit: where stations lie, votes by turnout, peaks at round percentages, and what honest elections show.

Pointing at a cell or a peak lists its largest stations, so that a reader can go and look at their protocols.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import polars as pl

from contested.report.charts import audit_stations as more
from contested.report.charts.audit_rates import of_rates
from contested.report.language.catalogue import Language
from contested.report.names import shortened
from contested.report.numbers import most
from contested.report.plot.palette import INK, SERIES
from contested.report.plot.parts import (
    SHORT,
    Figure,
    chart_of,
    coloured,
    level_axis,
    percent_x,
    percent_y,
    rows,
    single,
    squares,
    stretch,
    tip,
)

if TYPE_CHECKING:
    from contested.forensics.controls import Control
    from contested.forensics.finding import Finding
    from contested.forensics.suite import AuditResult
    from contested.forensics.table.case import Case

LEADER, OTHERS, ODD = SERIES[1], SERIES[0], SERIES[3]
#: stations that a tooltip names
NAMED = 5
#: points at either end of the scale of turnout that no chart of peaks needs
FINE = 0.1


def charts(audited: AuditResult, say: Language | None = None) -> dict[str, list[Figure]]:
    """Every chart of an audit, by the finding it belongs to; "first" is the page's first, "controls" honest elections.

    `say` puts their words into the language of the page; English if absent.
    """
    say = say or Language()
    case, names, findings = audited.case, audited.names, audited.by_name
    who = shortened(say.name(case.leader_name), 24)
    out: dict[str, list[Figure]] = {}
    if case.stations:
        by_turnout_too = not audited.returns.turnout_doubt
        out["first"] = [fingerprint(case, names, who, say) if by_turnout_too else more.sized(case, names, who, say)]
        further = [more.comet(findings["fingerprint"], who, say) if by_turnout_too else None, more.placed(audited, say)]
        out["fingerprint"] = [f for f in further if f is not None]
        shares = ("turnout", "result") if by_turnout_too else ("result",)
        out["integer-percentages"] = [peaks(case, names, what, who, say) for what in shares]
    if audited.returns.percent_only:
        out["first"] = of_rates(audited, who, say)
    curve = findings.get("turnout-curve")
    if curve is not None and "curve" in curve.tables:
        out["turnout-curve"] = [by_turnout(curve, who, say), windows(curve, say), *regions(curve, say)]
    if "klimek" in findings:
        out["klimek"] = more.simulated(findings["klimek"], say)
    for name, what in (("counting-bounds", "photographed ballots"), ("registrations-above-votes", "registered people")):
        if name in findings and (drawn := more.beside(findings[name], what, say)) is not None:
            out[name] = [drawn]
    compared = [honest(name, findings[name], [c for c in audited.controls if c.name == name], say)
                for name in dict.fromkeys(c.name for c in audited.controls) if name in findings]  # fmt: skip
    out["controls"] = [f for f in compared if f is not None]
    return out


def cells(case: Case, names: Sequence[str], width: int = 1) -> pl.DataFrame:
    """Stations by turnout and result in cells of `width` points, with the largest of each by name."""
    top = 100 // width - 1
    x = np.minimum(100 * case.issued // (case.registered * width), top) * width
    y = np.minimum(100 * case.leader // (np.maximum(case.cast, 1) * width), top) * width
    frame = pl.DataFrame(
        {"x": x, "y": y, "ballots": case.cast, "station": list(names), "at": np.arange(case.stations)}
    ).sort("ballots", "at", descending=[True, False])
    grouped = frame.group_by("x", "y", maintain_order=True).agg(
        pl.len().alias("stations"),
        pl.col("ballots").sum(),
        pl.col("station").head(NAMED).str.join("; ").alias("largest"),
    )
    return grouped.with_columns(x2=pl.col("x") + width, y2=pl.col("y") + width).sort("x", "y")


def fingerprint(case: Case, names: Sequence[str], who: str, say: Language) -> Figure:
    """How many stations lie at each pair of turnout and result."""
    frame = cells(case, names)
    chart = squares(
        chart_of(frame, 9), percent_x("x", say("turnout, %")),
        percent_y("y", say(f"{who}, % of ballots cast")),
        alt.Color("stations:Q", scale=alt.Scale(type="log", scheme="viridis"), title=say("stations")),
        [tip("x:Q", say("turnout from, %")), tip("y:Q", say("result from, %")),
         tip("stations:Q", say("stations"), ","), tip("ballots:Q", say("ballots"), ","),
         tip("largest", say("largest stations"))],
    )  # fmt: skip
    fullest = int(most(frame, "stations"))
    return Figure(
        "fingerprint",
        say("Turnout and result of every station"),
        say(f"{case.stations:,} stations in cells of one point; the fullest holds {fullest:,}. Honest stations gather "
            "in one cloud, or in one for each kind of place; stuffing draws a tail towards full turnout and full "
            "support."),
        chart,
        wide=True,
        ratio=1.55,
        key=((say("few stations"), "#440154", "square"),
             (say(f"up to {fullest:,} (logarithmic)"), "#fde725", "square")),
    )


def by_turnout(finding: Finding, leader: str, say: Language) -> Figure:
    """The leader's ballots and all others' by turnout, and what the reference window would explain."""
    table = finding.tables["curve"].select("turnout", "leader", "others", "scaled_others")
    estimate = finding.tables["estimate"]
    start, stop = estimate["start"][0], estimate["stop"][0]
    scaled = say("others, scaled to the window")
    names = {"leader": leader, "others": more.rest_of(leader, say), "scaled_others": scaled}
    shades = dict(zip(names.values(), (LEADER, OTHERS, OTHERS)))
    long = table.unpivot(index="turnout", variable_name="what", value_name="ballots").with_columns(
        pl.col("what").replace_strict(names)
    )
    odd = table.filter(pl.col("turnout") >= stop)
    x = percent_x("turnout", say("turnout, %"))
    area = chart_of(odd, 7).mark_area(color=ODD, opacity=0.28)
    dashes = alt.Scale(domain=list(shades), range=[[1, 0], [1, 0], [5, 3]])
    lines = chart_of(long, 7).mark_line(strokeWidth=1.8).encode(
        x=x,
        y=alt.Y("ballots:Q", title=say("ballots"), axis=level_axis(labelExpr=say(SHORT))),
        color=coloured("what", shades),
        strokeDash=alt.StrokeDash("what:N", scale=dashes, legend=None),
        tooltip=[tip("what", " "), tip("turnout:Q", say("turnout from, %")), tip("ballots:Q", say("ballots"), ",.0f")],
    )  # fmt: skip
    window = stretch("x", start, stop, faint=0.18)
    anomalous = area.encode(x=x, y=alt.Y("leader:Q", title=say("ballots")), y2="scaled_others:Q")
    return Figure(
        "turnout_curve",
        say("Ballots by turnout"),
        say(f"In the reference window ({start}-{stop} %, grey) the leader has as many ballots as the dashed line; what "
            "lies above it at higher turnout is counted as anomalous."),
        alt.layer(window, anomalous, lines),
        300,
        True,
        (
            (leader, LEADER, "line"),
            (names["others"], OTHERS, "line"),
            (names["scaled_others"], OTHERS, "dashed"),
            (say("anomalous"), ODD, "band50"),
        ),
    )


def windows(finding: Finding, say: Language) -> Figure:
    """How the answer moves with the reference window."""
    table = finding.tables["windows"].with_columns(
        middle=(pl.col("start") + pl.col("stop")) / 2, width=pl.col("stop") - pl.col("start")
    )
    widths = table["width"].unique().sort().to_list()
    words = {w: say(f"{w} points wide") for w in widths}
    shades = dict(zip(words.values(), SERIES))
    table = table.with_columns(pl.col("width").replace_strict(words, return_dtype=pl.String).alias("kind"))
    chart = chart_of(table, 6).mark_line(point=True, strokeWidth=1.4).encode(
        x=alt.X("middle:Q", title=say("middle of the window, % turnout"), scale=alt.Scale(zero=False)),
        y=alt.Y("ballots:Q", title=say("anomalous ballots"), axis=level_axis(labelExpr=say(SHORT))),
        color=coloured("kind", shades, say("kind")),
        tooltip=[tip("start:Q", say("from, %")), tip("stop:Q", say("to, %")),
                 tip("ballots:Q", say("ballots"), ",.0f"),
                 tip("k:Q", form=".3f")],
    )  # fmt: skip
    return Figure(
        "turnout_windows",
        say("How the answer moves with the window"),
        say("Each point is the estimate for one choice of reference window. Newsrooms that choose differently print "
            "different numbers."),
        chart,
        240,
        key=tuple((label, colour, "line-point") for label, colour in shades.items()),
    )


def regions(finding: Finding, say: Language) -> list[Figure]:
    """Anomalous ballots by region, the twenty with most; none where there is one region."""
    table = finding.tables["regions"]
    if table.height < 2:
        return []
    top = table.sort("ballots_by_country", descending=True).head(20)
    axis = alt.Axis(labelExpr=say(SHORT), orient="top")
    chart = chart_of(top, 7).mark_bar(color=ODD, opacity=0.8).encode(
        x=alt.X("ballots_by_country:Q", title=say("anomalous ballots"), axis=axis),
        y=rows("region", top["region"].to_list(), 230),
        tooltip=[tip("region", say("region")), tip("stations:Q", say("stations"), ","),
                 tip("leader:Q", say("ballots for the leader"), ","),
                 tip("ballots_by_country:Q", say("anomalous, by the country's window"), ",.0f"),
                 tip("ballots:Q", say("by the region's own window"), ",.0f")],
    )  # fmt: skip
    count = f"The twenty of {table.height} regions" if table.height > 20 else f"The {table.height} regions"
    return [
        Figure(
            "turnout_regions",
            say("Anomalous ballots by region"),
            say(f"{count} with most, by the country's reference window. A region whose people honestly vote more, and "
                "more for the leader, is among them too: see the table for each region's own window."),
            chart,
            22 * top.height + 30,
        )
    ]


def peaks(case: Case, names: Sequence[str], what: str, who: str, say: Language) -> Figure:
    """Stations by a share in steps of a tenth of a point; round percentages stand out if somebody wrote them."""
    above, below = (case.issued, case.registered) if what == "turnout" else (case.leader, np.maximum(case.cast, 1))
    share = 1000 * above // below
    use = (case.registered >= 100) & (share < 1000)
    used = [names[k] for k in np.flatnonzero(use).tolist()]
    frame = pl.DataFrame({"at": share[use] / 10, "size": case.registered[use], "station": used}).sort(
        "size", descending=True, maintain_order=True
    )
    peaked = frame.group_by("at", maintain_order=True).agg(
        pl.len().alias("stations"), pl.col("station").head(NAMED).str.join("; ").alias("largest")
    )
    peaked = peaked.with_columns(
        to=pl.col("at") + FINE, whole=(pl.col("at") * 10).round().cast(pl.Int64) % 50 == 0
    ).sort("at")
    word = say("turnout, %") if what == "turnout" else say(f"{who}, % of ballots cast")
    chart = chart_of(peaked, 6).mark_rect().encode(
        x=percent_x("at", word),
        x2="to:Q",
        y=alt.Y("stations:Q", title=say("stations"), axis=level_axis(labelExpr=say(SHORT))),
        y2=alt.value({"expr": "height"}),
        color=alt.condition("datum.whole", alt.value(LEADER), alt.value(INK)),
        tooltip=[tip("at:Q", say("from, %"), ".1f"), tip("stations:Q", say("stations"), ","),
                 tip("largest", say("largest stations"))],
    )  # fmt: skip
    return Figure(
        f"peaks_{what}",
        say(f"Stations by {'turnout' if what == 'turnout' else 'result'}, in tenths of a point"),
        say("Stations with 100 voters or more, without those at 100 %. Multiples of five are coloured; spikes there "
            "mean that percentages were written first and counts made to fit. Small stations make honest spikes at "
            "50 % and other simple fractions: the test beside this takes them into account."),
        chart,
        230,
        True,
        ((say("multiple of 5 %"), LEADER, "square"), (say("other"), INK, "square")),
    )


def honest(name: str, finding: Finding, controls: Sequence[Control], say: Language) -> Figure | None:
    """What an indicator said of the returns, beside what it says of honest elections."""
    simulated = [{"world": c.world, "value": float(v)} for c in controls for v in c.values if np.isfinite(v)]
    if not simulated or finding.value is None:
        return None
    known = {"territories": "honest, territories differ", "core": "honest, all like the core",
             "gradient": "honest, a class gradient", "villages": "honest, small stations differ",
             "special": "honest, special stations", "feigned": "honest, special as if added",
             "electorates": "honest, two electorates"}  # fmt: skip
    there = dict.fromkeys(c.world for c in controls if np.isfinite(c.values).any())
    words = {world: say(known.get(world, world)) for world in [*known, *there] if world in there}
    frame = pl.DataFrame(simulated).with_columns(pl.col("world").replace_strict(words))
    dots = chart_of(frame, 6).mark_tick(color=OTHERS, thickness=1.6, size=18, opacity=0.7).encode(
        x=alt.X("value:Q", title=say(finding.title), axis=alt.Axis(labelExpr=say(SHORT)),
                scale=alt.Scale(zero=False)),
        y=rows("world", list(words.values()), 170),
        tooltip=[tip("world", " "), tip("value:Q", say("number"), ",.4g")],
    )  # fmt: skip
    here = single(value=finding.value).mark_rule(color=LEADER, strokeWidth=2.2)
    here = here.encode(x="value:Q", tooltip=[tip("value:Q", say("these returns"), ",.4g")])
    return Figure(
        f"honest_{name.replace('-', '_')}",
        say(finding.title),
        say("These returns (red line) and simulated honest elections (blue)."),
        alt.layer(dots, here),
        70,
        key=((say("these returns"), LEADER, "line"), (say("an honest election"), OTHERS, "line")),
    )

