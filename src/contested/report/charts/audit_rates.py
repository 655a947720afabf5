"""The picture of returns that give percentages and no counts: where stations lie, without their sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from contested.forensics.table.percentages import PERCENT, TURNOUT, names
from contested.report.names import shortened
from contested.report.numbers import most
from contested.report.plot.parts import Figure, chart_of, percent_x, percent_y, squares, tip

if TYPE_CHECKING:
    from contested.forensics.suite import AuditResult
    from contested.report.language.catalogue import Language

#: stations that a tooltip names
_NAMED = 5


def of_rates(audited: AuditResult, who: str, say: Language) -> list[Figure]:
    """Turnout and the leader's percentage of every station; nothing where the file has no turnout."""
    returns = audited.returns
    if TURNOUT not in names(returns.frame):
        return []
    x, y = pl.col(PERCENT + TURNOUT), pl.col(PERCENT + returns.leader)
    some = returns.counted().filter(x.is_not_null() & y.is_not_null())
    if not some.height:
        return []
    cells = some.select(
        x.floor().clip(0, 99).alias("x"), y.floor().clip(0, 99).alias("y"), pl.col("station").fill_null("")
    ).group_by("x", "y", maintain_order=True).agg(
        pl.len().alias("stations"), pl.col("station").head(_NAMED).str.join("; ").alias("some of them"))  # fmt: skip
    cells = cells.with_columns(x2=pl.col("x") + 1, y2=pl.col("y") + 1).sort("x", "y")
    fullest = int(most(cells, "stations"))
    chart = squares(
        chart_of(cells, 9), percent_x("x", say("turnout, %")), percent_y("y", say(f"{shortened(who, 24)}, %")),
        alt.Color("stations:Q", scale=alt.Scale(type="log", scheme="viridis"), title=say("stations")),
        [tip("x:Q", say("turnout from, %")), tip("y:Q", say("result from, %")),
         tip("stations:Q", say("stations"), ","), tip("some of them", say("some of them"))],
    )  # fmt: skip
    return [Figure(
        "rates", say("Turnout and result of every station"),
        say(f"{some.height:,} stations in cells of one point, by the percentages that the file gives. Stations count "
            "alike, whatever their size."),
        chart, wide=True, ratio=1.55,
        key=((say("few stations"), "#440154", "square"),
             (say(f"up to {fullest:,} (logarithmic)"), "#fde725", "square")),
    )]  # fmt: skip
