"""Charts of an audit: where stations lie, votes by turnout, peaks at round percentages, and what honest elections show.

Pointing at a cell or a peak lists its largest stations, so that a reader can go and look at their protocols.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import polars as pl

from contested.report.charts import audit_stations as more
from contested.report.plot.palette import INK, MUTED, SERIES
from contested.report.plot.parts import LEVEL_TITLE, SHORT, Figure, values

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


def charts(audited: AuditResult) -> dict[str, list[Figure]]:
    """Every chart of an audit, by the finding it belongs to; those of honest elections under "controls"."""
    case, names, findings = audited.case, audited.names, audited.by_name
    out: dict[str, list[Figure]] = {}
    if case.stations:
        first = [fingerprint(case, names), more.comet(findings["fingerprint"], case.leader_name), more.placed(audited)]
        out["fingerprint"] = [f for f in first if f is not None]
        out["integer-percentages"] = [peaks(case, names, "turnout"), peaks(case, names, "result")]
    curve = findings.get("turnout-curve")
    if curve is not None and "curve" in curve.tables:
        out["turnout-curve"] = [by_turnout(curve, case.leader_name), windows(curve), *regions(curve)]
    if "klimek" in findings:
        out["klimek"] = more.simulated(findings["klimek"])
    for name, what in (("counting-bounds", "photographed ballots"), ("registrations-above-votes", "registered people")):
        if name in findings and (drawn := more.beside(findings[name], what)) is not None:
            out[name] = [drawn]
    told = [honest(name, findings[name], mine) for name, mine in _by_name(audited.controls).items() if name in findings]
    out["controls"] = [f for f in told if f is not None]
    return out


def _percent(field: str, title: str, *, domain: tuple[float, float] = (0, 100)) -> dict[str, Any]:
    return {"shorthand": field, "title": title, "scale": alt.Scale(domain=list(domain), nice=False)}


def cells(case: Case, names: Sequence[str], width: int = 1) -> pl.DataFrame:
    """Stations by turnout and result in cells of `width` points, with the largest of each by name."""
    top = 100 // width - 1
    x = np.minimum(100 * case.issued // (case.registered * width), top) * width
    y = np.minimum(100 * case.leader // (np.maximum(case.cast, 1) * width), top) * width
    frame = pl.DataFrame(
        {"x": x, "y": y, "ballots": case.cast, "station": list(names), "at": np.arange(case.stations)}
    ).sort("ballots", "at", descending=[True, False])
    told = frame.group_by("x", "y", maintain_order=True).agg(
        pl.len().alias("stations"),
        pl.col("ballots").sum(),
        pl.col("station").head(NAMED).str.join("; ").alias("largest"),
    )
    return told.with_columns(x2=pl.col("x") + width, y2=pl.col("y") + width).sort("x", "y")


def fingerprint(case: Case, names: Sequence[str]) -> Figure:
    """How many stations lie at each pair of turnout and result."""
    frame = cells(case, names)
    chart = (
        alt.Chart(values(frame, 9))
        .mark_rect()
        .encode(
            x=alt.X(**_percent("x:Q", "turnout, %")),
            x2="x2:Q",
            y=alt.Y(**_percent("y:Q", f"{case.leader_name}, % of ballots cast"), axis=alt.Axis(**LEVEL_TITLE)),
            y2="y2:Q",
            color=alt.Color("stations:Q", scale=alt.Scale(type="log", scheme="viridis"), title="stations"),
            tooltip=[
                alt.Tooltip("x:Q", title="turnout from, %"),
                alt.Tooltip("y:Q", title="result from, %"),
                alt.Tooltip("stations:Q", format=","),
                alt.Tooltip("ballots:Q", format=","),
                alt.Tooltip("largest:N", title="largest stations"),
            ],
        )
    )
    most = int(frame["stations"].max() or 0)
    return Figure(
        "fingerprint",
        "Where stations lie",
        f"{case.stations:,} stations in cells of one point; the fullest holds {most:,}. Honest stations gather in one "
        "cloud, or in one for each kind of place; stuffing draws a tail towards full turnout and full support.",
        chart,
        wide=True,
        ratio=1.55,
        key=(("few stations", "#440154", "square"), (f"up to {most:,} (logarithmic)", "#fde725", "square")),
    )


def by_turnout(found: Finding, leader: str) -> Figure:
    """The leader's ballots and all others' by turnout, and what the reference window would explain."""
    table = found.tables["curve"].select("turnout", "leader", "others", "scaled_others")
    estimate = found.tables["estimate"]
    start, stop = estimate["start"][0], estimate["stop"][0]
    names = {"leader": leader, "others": "all others", "scaled_others": "others, scaled to the window"}
    colours = {"leader": LEADER, "others": OTHERS, "scaled_others": OTHERS}
    long = table.unpivot(index="turnout", variable_name="what", value_name="ballots").with_columns(
        pl.col("what").replace_strict(names)
    )
    odd = table.filter(pl.col("turnout") >= stop)
    x = alt.X(**_percent("turnout:Q", "turnout, %"))
    y = alt.Y("ballots:Q", title="ballots", axis=alt.Axis(labelExpr=SHORT, **LEVEL_TITLE))
    area = (
        alt.Chart(values(odd, 7))
        .mark_area(color=ODD, opacity=0.28)
        .encode(x=x, y=alt.Y("leader:Q", title="ballots"), y2="scaled_others:Q")
    )
    window = (
        alt.Chart(values(pl.DataFrame({"from": [start], "to": [stop]})))
        .mark_rect(color=MUTED, opacity=0.18)
        .encode(x=alt.X("from:Q"), x2="to:Q")
    )
    lines = (
        alt.Chart(values(long, 7))
        .mark_line(strokeWidth=1.8)
        .encode(
            x=x,
            y=y,
            color=alt.Color("what:N", scale=alt.Scale(domain=list(names.values()), range=list(colours.values()))),
            strokeDash=alt.StrokeDash(
                "what:N", scale=alt.Scale(domain=list(names.values()), range=[[1, 0], [1, 0], [5, 3]]), legend=None
            ),
            tooltip=[
                alt.Tooltip("what:N", title=" "),
                alt.Tooltip("turnout:Q", title="turnout from, %"),
                alt.Tooltip("ballots:Q", format=",.0f"),
            ],
        )
    )
    return Figure(
        "turnout_curve",
        "Ballots by turnout",
        f"In the reference window ({start}-{stop} %, grey) the leader has as many ballots as the dashed line; what "
        "lies above it at higher turnout is counted as anomalous.",
        alt.layer(window, area, lines),
        300,
        True,
        (
            (leader, LEADER, "line"),
            ("all others", OTHERS, "line"),
            ("others, scaled to the window", OTHERS, "dashed"),
            ("anomalous", ODD, "band50"),
        ),
    )


def windows(found: Finding) -> Figure:
    """How the answer moves with the reference window."""
    table = found.tables["windows"].with_columns(
        middle=(pl.col("start") + pl.col("stop")) / 2, width=pl.col("stop") - pl.col("start")
    )
    widths = table["width"].unique().sort().to_list()
    labels = [f"{w} points wide" for w in widths]
    table = table.with_columns(pl.format("{} points wide", "width").alias("kind"))
    chart = (
        alt.Chart(values(table, 6))
        .mark_line(point=True, strokeWidth=1.4)
        .encode(
            x=alt.X("middle:Q", title="middle of the window, % turnout", scale=alt.Scale(zero=False)),
            y=alt.Y("ballots:Q", title="anomalous ballots", axis=alt.Axis(labelExpr=SHORT, **LEVEL_TITLE)),
            color=alt.Color("kind:N", scale=alt.Scale(domain=labels, range=list(SERIES[: len(labels)]))),
            tooltip=[
                alt.Tooltip("start:Q", title="from, %"),
                alt.Tooltip("stop:Q", title="to, %"),
                alt.Tooltip("ballots:Q", format=",.0f"),
                alt.Tooltip("k:Q", format=".3f"),
            ],
        )
    )
    return Figure(
        "turnout_windows",
        "How the answer moves with the window",
        "Each point is the estimate for one choice of reference window. Newsrooms that choose differently print "
        "different numbers.",
        chart,
        240,
        key=tuple((label, colour, "line-point") for label, colour in zip(labels, SERIES, strict=False)),
    )


def regions(found: Finding) -> list[Figure]:
    """Anomalous ballots by region, the twenty with most; none where there is one region."""
    table = found.tables["regions"]
    if table.height < 2:
        return []
    top = table.sort("ballots_by_country", descending=True).head(20)
    chart = (
        alt.Chart(values(top, 7))
        .mark_bar(color=ODD, opacity=0.8)
        .encode(
            x=alt.X("ballots_by_country:Q", title="anomalous ballots", axis=alt.Axis(labelExpr=SHORT, orient="top")),
            y=alt.Y("region:N", sort=top["region"].to_list(), title=None, axis=alt.Axis(labelLimit=230)),
            tooltip=[
                alt.Tooltip("region:N"),
                alt.Tooltip("stations:Q", format=","),
                alt.Tooltip("leader:Q", title="leader's ballots", format=","),
                alt.Tooltip("ballots_by_country:Q", title="anomalous, by the country's window", format=",.0f"),
                alt.Tooltip("ballots:Q", title="by the region's own window", format=",.0f"),
            ],
        )
    )
    count = f"The twenty of {table.height} regions" if table.height > 20 else f"The {table.height} regions"
    return [
        Figure(
            "turnout_regions",
            "Anomalous ballots by region",
            f"{count} with most, by the country's reference window. A region whose people honestly vote more, and more "
            "for the leader, is among them too: see the table for each region's own window.",
            chart,
            22 * top.height + 30,
        )
    ]


def peaks(case: Case, names: Sequence[str], what: str) -> Figure:
    """Stations by a share in steps of a tenth of a point; round percentages stand out if somebody wrote them."""
    above, below = (case.issued, case.registered) if what == "turnout" else (case.leader, np.maximum(case.cast, 1))
    share = 1000 * above // below
    use = (case.registered >= 100) & (share < 1000)
    frame = pl.DataFrame(
        {"at": share[use] / 10, "size": case.registered[use], "station": [names[k] for k in np.flatnonzero(use)]}
    ).sort("size", descending=True, maintain_order=True)
    told = frame.group_by("at", maintain_order=True).agg(
        pl.len().alias("stations"), pl.col("station").head(NAMED).str.join("; ").alias("largest")
    )
    told = told.with_columns(
        to=pl.col("at") + FINE, whole=(pl.col("at") * 10).round().cast(pl.Int64) % 50 == 0
    ).sort("at")
    word = "turnout" if what == "turnout" else f"{case.leader_name}, % of ballots cast"
    chart = (
        alt.Chart(values(told, 6))
        .mark_rect()
        .encode(
            x=alt.X(**_percent("at:Q", "turnout, %" if what == "turnout" else word)),
            x2="to:Q",
            y=alt.Y("stations:Q", title="stations", axis=alt.Axis(labelExpr=SHORT, **LEVEL_TITLE)),
            y2=alt.value({"expr": "height"}),
            color=alt.condition("datum.whole", alt.value(LEADER), alt.value(INK)),
            tooltip=[
                alt.Tooltip("at:Q", title="from, %", format=".1f"),
                alt.Tooltip("stations:Q", format=","),
                alt.Tooltip("largest:N", title="largest stations"),
            ],
        )
    )
    return Figure(
        f"peaks_{what}",
        f"Stations by {'turnout' if what == 'turnout' else 'result'}, in tenths of a point",
        "Stations with 100 voters or more, without those at 100 %. Multiples of five are coloured; spikes there mean "
        "that percentages were written first and counts made to fit. Small stations make honest spikes at 50 % and "
        "other simple fractions: the test beside this takes them into account.",
        chart,
        230,
        True,
        (("multiple of 5 %", LEADER, "square"), ("other", INK, "square")),
    )


def honest(name: str, found: Finding, controls: Sequence[Control]) -> Figure | None:
    """What an indicator said of the returns, beside what it says of honest elections."""
    rows = [
        {"world": c.world, "value": float(v)} for c in controls for v in c.values if np.isfinite(v)
    ]
    if not rows or found.value is None:
        return None
    order = ["territories", "core"]
    words = {"territories": "honest, territories differ", "core": "honest, all like the core"}
    frame = pl.DataFrame(rows).with_columns(pl.col("world").replace_strict(words))
    axis = alt.Axis(labelExpr=SHORT)
    y = alt.Y("world:N", sort=[words[w] for w in order], title=None, axis=alt.Axis(labelLimit=170))
    dots = (
        alt.Chart(values(frame, 6))
        .mark_tick(color=OTHERS, thickness=1.6, size=18, opacity=0.7)
        .encode(
            x=alt.X("value:Q", title=f"{found.title} ({found.unit})", axis=axis, scale=alt.Scale(zero=False)),
            y=y,
            tooltip=[alt.Tooltip("world:N", title=" "), alt.Tooltip("value:Q", format=",.4g")],
        )
    )
    here = (
        alt.Chart(values(pl.DataFrame({"value": [found.value]}), 6))
        .mark_rule(color=LEADER, strokeWidth=2.2)
        .encode(x="value:Q", tooltip=[alt.Tooltip("value:Q", title="these returns", format=",.4g")])
    )
    return Figure(
        f"honest_{name.replace('-', '_')}",
        found.title,
        "These returns (red line) and simulated honest elections (blue).",
        alt.layer(dots, here),
        70,
        key=(("these returns", LEADER, "line"), ("an honest election", OTHERS, "line")),
    )


def _by_name(controls: Sequence[Control]) -> dict[str, list[Control]]:
    out: dict[str, list[Control]] = {}
    for c in controls:
        out.setdefault(c.name, []).append(c)
    return out
