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
    from collections.abc import Sequence

    from contested.forensics.finding import Finding
    from contested.forensics.suite import AuditResult
    from contested.forensics.table.case import Case
    from contested.report.language.catalogue import Language

LEADER, OTHERS = SERIES[1], SERIES[0]
#: dots beyond this many would hide each other and weigh megabytes; the largest stations are shown
MOST_DOTS = 6000


def rest_of(leader: str, say: Language) -> str:
    """What all contestants but one are called, in words that are not that one's name."""
    rest = say("all others")
    return rest if rest != leader else say("everyone else")


def comet(finding: Finding, leader: str, say: Language) -> Figure | None:
    """The leader's part of the registered by turnout, and everyone else's; None where there is no station."""
    cells, line = finding.tables.get("comet_cells"), finding.tables.get("comet")
    if cells is None or line is None or not cells.height:
        return None
    cells = cells.with_columns(x2=pl.col("turnout") + 1, y2=pl.col("leader") + 1)
    heat = squares(
        chart_of(cells, 7), percent_x("turnout", say("turnout, %")), percent_y("leader", say("% of registered voters")),
        alt.Color("stations:Q", scale=alt.Scale(type="log", scheme="lightgreyred"), legend=None),
        [tip("turnout:Q", say("turnout from, %")), tip("leader:Q", say(f"{leader}, % of registered, from")),
         tip("stations:Q", say("stations"), ",")],
        opacity=0.75,
    )  # fmt: skip
    rest = rest_of(leader, say)
    long = line.select(
        pl.col("turnout") + 0.5, (100 * pl.col("leader")).alias(leader), (100 * pl.col("others")).alias(rest)
    ).unpivot(index="turnout", variable_name="who", value_name="percent")
    lines = chart_of(long, 5).mark_line(strokeWidth=2).encode(
        x="turnout:Q",
        y="percent:Q",
        color=coloured("who", {leader: LEADER, rest: OTHERS}),
        tooltip=[tip("who", " "), tip("turnout:Q", say("turnout, %")), tip("percent:Q", "%", ".1f")],
    )  # fmt: skip
    return Figure(
        "comet",
        say("The comet: who gets the additional voters"),
        say("Cells: stations by turnout and by the leader's part of the registered. Lines: that part over all stations "
            "of a turnout, and everyone else's. Where both rise together, more voters meant more votes for everybody; "
            "where the others' line turns down, additional ballots went to one side alone."),
        alt.layer(heat, lines).resolve_scale(color="independent"),
        330,
        True,
        ((leader, LEADER, "line"), (rest, OTHERS, "line"), (say("stations"), "#c0392b", "square")),
        ratio=1.55,
    )


def sized(case: Case, names: Sequence[str], who: str, say: Language) -> Figure:
    """How many stations lie at each size and result: the first picture where turnout is not known."""
    step = max(1, int(np.quantile(case.cast, 0.99)) // 60)
    top = 60 * step
    frame = pl.DataFrame({
        "x": np.minimum(case.cast, top) // step * step,
        "y": np.minimum(100 * case.leader // np.maximum(case.cast, 1), 99),
        "station": list(names), "ballots": case.cast,
    }).sort("ballots", descending=True, maintain_order=True)  # fmt: skip
    grouped = frame.group_by("x", "y", maintain_order=True).agg(
        pl.len().alias("stations"), pl.col("station").head(5).str.join("; ").alias("largest")
    )
    grouped = grouped.with_columns(x2=pl.col("x") + step, y2=pl.col("y") + 1).sort("x", "y")
    fullest = int(most(grouped, "stations"))
    chart = squares(
        chart_of(grouped, 9), alt.X("x:Q", title=say("ballots cast at the station"), scale=alt.Scale(nice=False)),
        percent_y("y", say(f"{who}, % of ballots cast")),
        alt.Color("stations:Q", scale=alt.Scale(type="log", scheme="viridis"), title=say("stations")),
        [tip("x:Q", say("ballots from"), ","), tip("y:Q", say("result from, %")),
         tip("stations:Q", say("stations"), ","), tip("largest", say("largest stations"))],
    )  # fmt: skip
    return Figure(
        "sizes",
        say("Size and result of every station"),
        say(f"{case.stations:,} stations by ballots cast and result, because turnout is not known or cannot be right; "
            "the largest stations stand at the right edge. Honest stations narrow with size around the result of "
            "their place."),
        chart,
        wide=True,
        ratio=1.55,
        key=((say("few stations"), "#440154", "square"),
             (say(f"up to {fullest:,} (logarithmic)"), "#fde725", "square")),
    )  # fmt: skip


def simulated(finding: Finding, say: Language) -> list[Figure]:
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
            chart_of(part.drop("turnout", "result"), 5), percent_x("x", say("turnout, %")),
            percent_y("y", say("result, %")), alt.Color("share:Q", scale=scale, legend=None),
            [tip("x:Q", say("turnout from, %")), tip("y:Q", say("result from, %")),
             tip("share:Q", say("part of stations"), ".3%")],
        )  # fmt: skip
        words = say("These returns" if name == "observed" else f"What the fit would make: {name}")
        caption = (
            "Part of stations in each cell." if name == "observed" else "Honest stations and fraud as fitted, redrawn; "
            "where it has no tail, or one in another place, the fit is not to be believed."
        )  # fmt: skip
        out.append(Figure(f"model_{name.replace(' ', '_')}", words, say(caption), chart, 260))
    return out


def placed(audited: AuditResult, say: Language) -> Figure | None:
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
        tooltip=[tip("station", say("station")), tip("turnout:Q", say("turnout, %"), ".1f"),
                 tip("result:Q", say("result, %"), ".1f"),
                 tip("cast:Q", say("ballots"), ",")],
    )  # fmt: skip
    some = f"The {at.height:,} largest of {case.stations:,} stations" if at.height < case.stations else "Stations"
    return Figure(
        "map",
        say("Stations on the map"),
        say(f"{some}, coloured by the leader's result: dark is low ({at['result'].min():.0f} %), light is high "
            f"({at['result'].max():.0f} %). Neighbours that differ sharply are where to look first."),
        chart,
        420,
        True,
        ((say("low result"), "#440154", "circle"), (say("high result"), "#fde725", "circle")),
        ratio=float(np.clip(wide / max(high - low, 1e-9), 0.6, 2.6)),
    )


def beside(finding: Finding, what: str, say: Language) -> Figure | None:
    """By contestant, how many ballots evidence shows beyond what protocols give."""
    table = finding.tables.get("excess")
    if table is None or not table.height:
        return None
    table = table.filter(pl.col("ballots") > 0).sort("ballots", descending=True)
    if not table.height:
        return None
    data = table.select("contestant", "stations", "compared", "ballots")
    chart = chart_of(data, 8).mark_bar(color=OTHERS, opacity=0.85).encode(
        x=alt.X("ballots:Q", title=say(f"{what} beyond official votes")),
        y=rows("contestant", table["contestant"].to_list(), 200),
        tooltip=[tip("contestant", say("contestant")), tip("ballots:Q", say(what), ","),
                 tip("stations:Q", say("stations where it is so"), ","),
                 tip("compared:Q", say("stations compared"), ",")],
    )  # fmt: skip
    return Figure(
        f"excess_{finding.name.replace('-', '_')}",
        say(f"More {what} than votes"),
        say("Summed over the stations where evidence exceeds the protocol; where it falls short, nothing is said."),
        chart,
        30 * table.height + 40,
        key=((say(f"{what} beyond official votes"), OTHERS, "square"),),
    )
