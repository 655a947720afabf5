"""The indices of a sweep as one picture: a panel an output, a bar a parameter, a line for the interval."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import polars as pl

from contested.report.plot.palette import INK
from contested.report.plot.parts import look

#: panels at most: the outputs whose largest index is best told from nothing
MOST = 9
COLUMNS = 3
#: kind -> (column, half-width, title of the axis)
INDICES = {
    "sobol": ("total", "total_within", "share of variance, with interactions"),
    "morris": ("mu_star", "mu_star_within", "mean effect, over the largest"),
}


def chosen(table: pl.DataFrame, kind: str) -> list[str]:
    """The outputs that are drawn: those with the largest index against its interval."""
    column, within, _ = INDICES[kind]
    sure = (pl.col(column) / (pl.col(within) + 1e-12)).max()
    order = table.group_by("output", maintain_order=True).agg(sure.alias("sure")).sort(
        "sure", descending=True, maintain_order=True
    )  # fmt: skip
    return order["output"].head(MOST).to_list()


def chart(table: pl.DataFrame, kind: str) -> alt.ConcatChart:
    """Panels in rows of three; parameters stand in one order everywhere."""
    column, within, title = INDICES[kind]
    names = table["parameter"].unique(maintain_order=True).to_list()
    panels = []
    for output in chosen(table, kind):
        own = table.filter(pl.col("output") == output)
        if kind == "morris":  # effects have the unit of the output; side by side they compare as shares of the largest
            top = own[column].max() or 1.0
            own = own.with_columns(pl.col(column) / top, pl.col(within) / top)
        rows = own.with_columns(
            (pl.col(column) - pl.col(within)).clip(0).alias("low"), (pl.col(column) + pl.col(within)).alias("high")
        ).to_dicts()
        base = alt.Chart(alt.InlineData(values=rows)).encode(y=alt.Y("parameter:N", sort=names, title=None))
        bars = base.mark_bar(color=INK, opacity=0.35).encode(x=alt.X(f"{column}:Q", title=title))
        lines = base.mark_rule(color=INK).encode(x="low:Q", x2="high:Q")
        panels.append(alt.layer(bars, lines).properties(title=output, width=220, height=22 * len(names) + 20))
    return alt.concat(*panels, columns=COLUMNS)


def write_picture(table: pl.DataFrame, kind: str, file: Path) -> Path:
    """Draw a table of indices.

    Parameters
    ----------
    table : polars.DataFrame
        Columns output, parameter and those of `INDICES`.
    kind : str
        A key of `INDICES`.
    file : Path
        SVG.
    """
    import vl_convert

    spec = {**chart(table, kind).to_dict(validate=False), "config": look(legend=False)}
    file.write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")
    return file
