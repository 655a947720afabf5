"""Charts of samples: intervals beside what was announced, and how a sequential test went draw by draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import polars as pl

from contested.report.names import shortened
from contested.report.plot.palette import INK, SERIES
from contested.report.plot.parts import Figure, chart_of, coloured, level_axis, rows, rule, tip

if TYPE_CHECKING:
    from contested.forensics.finding import Finding

ANNOUNCED = SERIES[3]
#: points of a path that are drawn, and lines
POINTS, LINES = 600, 8


def intervals(names: Sequence[str], findings: Sequence[Finding], official: Mapping[str, float]) -> Figure | None:
    """Each contestant's share with its interval, and the announced share where there is one."""
    made = [(shortened(n, 28), 100 * f.value, 100 * f.low, 100 * f.high, 100 * official[n] if n in official else None,
             *_silent(f))
            for n, f in zip(names, findings, strict=True)
            if f.value is not None and f.low is not None and f.high is not None]  # fmt: skip
    if not made:
        return None
    frame = pl.DataFrame(made, orient="row", schema={"who": pl.String, "share": pl.Float64, "low": pl.Float64,
                                                     "high": pl.Float64, "announced": pl.Float64,
                                                     "least": pl.Float64, "most": pl.Float64})  # fmt: skip
    order = frame["who"].to_list()
    tips = [tip("who", " "), tip("share:Q", "share, %", ".2f"), tip("low:Q", "from", ".2f"),
            tip("high:Q", "to", ".2f"), tip("announced:Q", "announced, %", ".2f")]  # fmt: skip
    base = chart_of(frame, 6).encode(y=rows("who", order), tooltip=tips)
    x = alt.X("low:Q", title="share of ballots cast, %", scale=alt.Scale(zero=False), axis=level_axis(tickCount=6))
    far = base.transform_filter("datum.least != null").mark_rule(strokeWidth=1.5, color=INK, opacity=0.5).encode(
        x=alt.X("least:Q"), x2="most:Q")  # fmt: skip
    lines = base.mark_rule(strokeWidth=4, color=INK, opacity=0.55).encode(x=x, x2="high:Q")
    dots = base.mark_point(filled=True, size=70, color=INK, opacity=1).encode(x="share:Q")
    ticks = base.transform_filter("datum.announced != null").mark_tick(
        thickness=3, size=20, color=ANNOUNCED).encode(x="announced:Q")  # fmt: skip
    key = [("sample", INK, "circle"), ("95 % interval", INK, "line")]
    key += [("if silent stations went one way", "#9aa2ad", "line")] if frame["least"].is_not_null().any() else []
    key += [("announced", ANNOUNCED, "line")] if official else []
    caption = ("The thick line is the 95 % interval; the thin one allows for silent stations, too. A share is called "
               "contradicted only outside the wider limits in the text.")  # fmt: skip
    return Figure("intervals", "The sample beside what was announced", caption, alt.layer(lines, far, dots, ticks),
                  46 * len(order) + 50, True, tuple(key))  # fmt: skip


def _silent(f: Finding) -> tuple[float | None, float | None]:
    """What silent stations could make of the share, in percent; nothing where none is silent."""
    worst = f.tables["worst case"].row(0, named=True) if "worst case" in f.tables else {"missing": 0}
    return (100 * worst["interval_low"], 100 * worst["interval_high"]) if worst["missing"] else (None, None)


def paths(title: str, caption: str, lines: Mapping[str, np.ndarray], limit: float, unit: str) -> Figure | None:
    """The risk at which each test confirms after every draw, on a logarithmic scale, and the risk limit."""
    frames = []
    for name, risk in list(lines.items())[:LINES]:
        if not risk.size:
            continue
        at = np.unique(np.linspace(0, risk.size - 1, min(POINTS, risk.size)).astype(np.int64))
        frames.append(pl.DataFrame({"draw": at + 1, "risk": np.clip(risk[at], 1e-6, 1.0)}).with_columns(
            pl.lit(shortened(name, 34)).alias("test")))  # fmt: skip
    if not frames:
        return None
    frame = pl.concat(frames)
    shades = dict(zip(frame["test"].unique(maintain_order=True), SERIES * 4, strict=False))
    low = min(float(frame["risk"].min() or limit), limit) / 1.6  # type: ignore[arg-type]
    drawn = chart_of(frame, 6).mark_line(strokeWidth=2).encode(
        x=alt.X("draw:Q", title=unit, axis=level_axis(tickCount=6, tickMinStep=1)),
        y=alt.Y("risk:Q", title="risk", scale=alt.Scale(type="log", domain=[low, 1.0]),
                axis=level_axis(tickCount=4, format="~g")),
        color=coloured("test", shades),
        tooltip=[tip("test", " "), tip("draw:Q", unit, ","), tip("risk:Q", "risk", ".3g")],
    )  # fmt: skip
    more = len(lines) - LINES
    caption += f" {more} more tests stand in the table." if more > 0 else ""
    key = (*((name, shade, "line") for name, shade in shades.items()), ("risk limit", "#666", "dashed"))
    return Figure("paths", title, caption, alt.layer(drawn, rule("y", limit)), 300, True, key)
