"""Charts of how futures ended and whom they hurt: endings, and casualties by place and cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import altair as alt
import polars as pl

from contested.report import format as fmt
from contested.report import numbers
from contested.report.plot.palette import INK, colour_of
from contested.report.plot.parts import (
    SHORT,
    Figure,
    chart_of,
    coloured,
    number_tip,
    percent_axis,
    ranked,
    rows,
    share_scale,
    tip,
)

if TYPE_CHECKING:
    from contested.report.run_data import Material

#: places that a chart of casualties shows
WORST = 12


def endings(material: Material) -> Figure | None:
    """How the futures ended."""
    if not material.has("ended"):
        return None
    share = numbers.ended(material.results["ended"])
    frame = pl.DataFrame({"outcome": [fmt.words(k) for k in share], "share": list(share.values())})
    base = chart_of(frame).encode(
        y=rows("outcome", frame["outcome"].to_list()),
        x=alt.X("share:Q", title="share of futures", scale=share_scale(), axis=percent_axis()),
        tooltip=[tip("outcome"), number_tip("share", "share of futures", "share")],
    )
    text = base.mark_text(align="left", dx=4, color=INK).encode(text=alt.Text("share:Q", format=".0%"))
    return Figure(
        "endings",
        "How the futures ended",
        f"By {material.days[-1]:%-d %B %Y}, over {fmt.count(material.replicates, 'future')}.",
        alt.layer(base.mark_bar(color=INK, height=14), text),
        200,
    )


def toll(material: Material, kind: Literal["injured", "killed"]) -> pl.DataFrame:
    """Injured or killed by place, cause and setting: persons, mean over futures, most first.

    A row of the casualties table stands for `persons`; in runs of before that column, for `scale` persons.
    """
    table = material.casualties
    every = pl.len() * material.provenance.get("scale", 1)
    persons = pl.col("persons").sum() if "persons" in table.columns else every
    return (
        table.filter(pl.col("kind") == kind)
        .group_by("place", "cause", "setting", maintain_order=True)
        .agg((persons / material.replicates).alias("count"))
        .with_columns(pl.col("cause").str.replace_all("_", " "), pl.col("place").str.replace_all("_", " "))
        .sort("count", "place", "cause", descending=[True, False, False], maintain_order=True)
    )


def casualties(material: Material, kind: Literal["injured", "killed"]) -> Figure | None:
    """Injured or killed, by place and cause: mean over futures."""
    table = material.casualties
    if not table.height or kind not in set(table["kind"].to_list()):
        return None
    frame = toll(material, kind)
    order = ranked(frame, "place", pl.col("count").sum())[:WORST]
    frame = frame.filter(pl.col("place").is_in(order))
    # every cause keeps its colour from one chart to the next
    known = table["cause"].str.replace_all("_", " ").unique().sort().to_list()
    palette = dict(zip(known, colour_of(known)))
    causes = {c: palette[c] for c in ranked(frame, "cause", pl.col("count").sum())}
    axis = alt.Axis(labelExpr=SHORT, tickCount=5)
    chart = chart_of(frame).mark_bar(height=13).encode(
        y=rows("place", order),
        x=alt.X("sum(count):Q", title=f"people {kind}, mean of futures", axis=axis),
        color=coloured("cause", causes),
        order=alt.Order("count:Q", sort="descending"),
        tooltip=[tip("place"), tip("cause"), tip("setting"), tip("count:Q", "mean of futures", ",.2f")],
    )  # fmt: skip
    return Figure(
        f"casualties_{kind}",
        f"People {kind}, by place and cause",
        "Place and cause as the model knows them, so that claims can disagree about them; the twelve worst-hit places.",
        chart,
        22 * len(order) + 20,
        key=tuple((c, colour, "square") for c, colour in causes.items()),
    )
