"""One statistic of a sweep against what was varied: a point per run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from contested.report.plot.palette import INK
from contested.report.plot.parts import chart_of, look, tip

if TYPE_CHECKING:
    from contested.studies.sweep.sweep import Sweep

#: columns of a sweep that are no statistics
_RUN = frozenset(("wave", "point", "replicate", "seed", "seconds", "failed"))


def statistics(sweep: Sweep) -> list[str]:
    """Names of the statistics of each run."""
    frame = sweep.to_polars()
    return [c for c, kind in frame.schema.items() if c not in _RUN and c not in sweep.parameters and kind.is_float()]


def chart(frame: pl.DataFrame, parameters: Sequence[str], statistic: str) -> alt.TopLevelMixin:
    """A point per run: the first parameter across, the statistic upwards, the second parameter as colour.

    Parameters
    ----------
    frame : polars.DataFrame
        `Sweep.to_polars`.
    parameters : sequence of str
    statistic : str
        A column of numbers.
    """
    plain = {name: name.replace(".", "_").replace("[", "_").replace("]", "_") for name in (*parameters, statistic)}
    shown = frame.filter(pl.col("failed") == "").select("point", "replicate", *plain).rename(plain)
    first, *rest = parameters
    text = not shown.schema[plain[first]].is_numeric()
    points = chart_of(shown).mark_circle(size=60, opacity=0.7, color=INK).encode(
        x=alt.X(f"{plain[first]}:{'N' if text else 'Q'}", title=first, scale=alt.Scale(zero=False)),
        y=alt.Y(f"{plain[statistic]}:Q", title=statistic),
        tooltip=[tip("point"), tip("replicate"), *(tip(plain[n], n) for n in plain)],
    )  # fmt: skip
    if rest:
        kind = "Q" if shown.schema[plain[rest[0]]].is_numeric() else "N"
        points = points.encode(color=alt.Color(f"{plain[rest[0]]}:{kind}", title=rest[0]))
    made: alt.TopLevelMixin = points.properties(
        width=560, height=260, title=f"{statistic} by {first}"
    ).configure(**look(legend=True))
    return made
