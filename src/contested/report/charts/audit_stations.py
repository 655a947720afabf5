"""More charts of an audit: the comet, what a fitted model would make, stations on a map, evidence beside returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import polars as pl

from contested.report.numbers import most
from contested.report.plot.palette import SERIES
from contested.report.plot.parts import Figure, chart_of, coloured, percent_x, percent_y, rows, squares, tip

if TYPE_CHECKING:
    from contested.forensics.finding import Finding
    from contested.forensics.suite import AuditResult

LEADER, OTHERS = SERIES[1], SERIES[0]
#: dots beyond this many would hide each other and weigh megabytes; the largest stations are shown
MOST_DOTS = 6000


def comet(finding: Finding, leader: str) -> Figure | None:
    """The leader's part of the registered by turnout, and everyone else's; None where there is no station."""
    cells, line = finding.tables.get("comet_cells"), finding.tables.get("comet")
    if cells is None or line is None or not cells.height:
        return None
    cells = cells.with_columns(x2=pl.col("turnout") + 1, y2=pl.col("leader") + 1)
    heat = squares(
        chart_of(cells, 7), percent_x("turnout", "turnout, %"), percent_y("leader", "% of registered voters"),
        alt.Color("stations:Q", scale=alt.Scale(type="log", scheme="lightgreyred"), legend=None),
        [tip("turnout:Q", "turnout from, %"), tip("leader:Q", f"{leader}, % of registered, from"),
         tip("stations:Q", form=",")],
        opacity=0.75,
    )  # fmt: skip
    long = line.select(
        pl.col("turnout") + 0.5, (100 * pl.col("leader")).alias(leader), (100 * pl.col("others")).alias("all others")
    ).unpivot(index="turnout", variable_name="who", value_name="percent")
    lines = chart_of(long, 5).mark_line(strokeWidth=2).encode(
        x="turnout:Q",
        y="percent:Q",
        color=coloured("who", {leader: LEADER, "all others": OTHERS}),
        tooltip=[tip("who", " "), tip("turnout:Q"), tip("percent:Q", form=".1f")],
    )  # fmt: skip
    return Figure(
        "comet",
        "The comet: who gets the additional voters",
        f"Cells: stations by turnout and by {leader}'s part of the registered. Lines: that part over all stations of a "
        "turnout, and everyone else's. Where both rise together, more voters meant more votes for everybody; where the "
        "others' line turns down, additional ballots went to one side alone.",
        alt.layer(heat, lines).resolve_scale(color="independent"),
        330,
        True,
        ((leader, LEADER, "line"), ("all others", OTHERS, "line"), ("stations", "#c0392b", "square")),
        ratio=1.55,
    )


def simulated(finding: Finding) -> list[Figure]:
    """Observed fingerprint, and those that the fitted models would have made."""
    table = finding.tables.get("fingerprint")
    if table is None or not table.height:
        return []
    step = round(float(np.diff(np.unique(table["turnout"].to_numpy())).min()), 6)
    top = most(table, *table.columns[2:])
    out = []
    for name in table.columns[2:]:
        part = table.select("turnout", "result", pl.col(name).alias("share")).filter(pl.col("share") > top / 3000)
        part = part.with_columns(
            x=100 * (pl.col("turnout") - step / 2), x2=100 * (pl.col("turnout") + step / 2),
            y=100 * (pl.col("result") - step / 2), y2=100 * (pl.col("result") + step / 2),
        )  # fmt: skip
        scale = alt.Scale(type="sqrt", scheme="viridis", domain=[0, top])
        chart = squares(
            chart_of(part.drop("turnout", "result"), 5), percent_x("x", "turnout, %"),
            percent_y("y", "result, %"), alt.Color("share:Q", scale=scale, legend=None),
            [tip("x:Q", "turnout from, %"), tip("y:Q", "result from, %"), tip("share:Q", "part of stations", ".3%")],
        )  # fmt: skip
        words = "These returns" if name == "observed" else f"What the fit would make: {name}"
        caption = (
            "Part of stations in each cell." if name == "observed" else "Honest stations and fraud as fitted, redrawn; "
            "where it has no tail, or one in another place, the fit is not to be believed."
        )  # fmt: skip
        out.append(Figure(f"model_{name.replace(' ', '_')}", words, caption, chart, 260))
    return out


def placed(audited: AuditResult) -> Figure | None:
    """Stations at their coordinates, coloured by result; None where the file has no coordinates."""
    frame = audited.returns.frame
    if not {"x", "y"} <= set(frame.columns):
        return None
    case = audited.case
    at = frame.select("x", "y")[case.row.tolist()].with_columns(
        pl.Series("result", 100 * case.result),
        pl.Series("turnout", 100 * case.turnout),
        pl.Series("cast", case.cast),
        pl.Series("station", audited.names),
    )
    at = at.drop_nulls(["x", "y"]).sort("cast", descending=True).head(MOST_DOTS)
    if not at.height:
        return None
    x, y = at["x"].to_numpy(), at["y"].to_numpy()
    low, high = float(y.min()), float(y.max())
    middle = np.cos(np.radians((low + high) / 2)) if -90 <= low <= high <= 90 else 1.0
    wide = max(float(x.max() - x.min()) * middle, 1e-9)
    bare, free = alt.Axis(labels=False, ticks=False), alt.Scale(zero=False)
    chart = chart_of(at, 6).mark_circle(size=16, opacity=0.75).encode(
        x=alt.X("x:Q", title=None, scale=free, axis=bare),
        y=alt.Y("y:Q", title=None, scale=free, axis=bare),
        color=alt.Color("result:Q", scale=alt.Scale(scheme="viridis"), legend=None),
        tooltip=[tip("station"), tip("turnout:Q", "turnout, %", ".1f"), tip("result:Q", "result, %", ".1f"),
                 tip("cast:Q", "ballots", ",")],
    )  # fmt: skip
    some = f"The {at.height:,} largest of {case.stations:,} stations" if at.height < case.stations else "Stations"
    return Figure(
        "map",
        "Stations on the map",
        f"{some}, coloured by the leader's result: dark is low ({at['result'].min():.0f} %), light is high "
        f"({at['result'].max():.0f} %). Neighbours that differ sharply are where to look first.",
        chart,
        420,
        True,
        (("low result", "#440154", "circle"), ("high result", "#fde725", "circle")),
        ratio=float(np.clip(wide / max(high - low, 1e-9), 0.6, 2.6)),
    )


def beside(finding: Finding, what: str) -> Figure | None:
    """By contestant, how many ballots evidence shows beyond what protocols give."""
    table = finding.tables.get("excess")
    if table is None or not table.height:
        return None
    table = table.filter(pl.col("ballots") > 0).sort("ballots", descending=True)
    if not table.height:
        return None
    data = table.select("contestant", "stations", "compared", "ballots")
    chart = chart_of(data, 8).mark_bar(color=OTHERS, opacity=0.85).encode(
        x=alt.X("ballots:Q", title=f"{what} beyond official votes"),
        y=rows("contestant", table["contestant"].to_list(), 200),
        tooltip=[tip("contestant"), tip("ballots:Q", what, ","), tip("stations:Q", "stations where it is so", ","),
                 tip("compared:Q", "stations compared", ",")],
    )  # fmt: skip
    return Figure(
        f"excess_{finding.name.replace('-', '_')}",
        f"More {what} than votes",
        "Summed over the stations where evidence exceeds the protocol; where it falls short, nothing is said.",
        chart,
        30 * table.height + 40,
        key=((f"{what} beyond official votes", OTHERS, "square"),),
    )
