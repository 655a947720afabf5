"""A model's agents where they stand, moment by moment: squares of a lattice, or nodes of a network, by what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import polars as pl

from contested.report import format as fmt
from contested.report.plot import graph_layout
from contested.report.plot.palette import MUTED, PAPER, ROLES
from contested.report.plot.parts import Figure, chart_of, coloured, squares, tip

if TYPE_CHECKING:
    from contested.studies.run.moments import Moment, Moments
    from contested.zoo.kit.networks import Ties
    from contested.zoo.view import View

#: nodes of a network drawn at most; of a larger one those nearest to where it began
MOST_NODES = 250


def figures(seen: Moments, view: View, clock: str) -> list[Figure]:
    """A square picture of each moment; the key stands with the first."""
    if not seen.some:
        return []
    present = {code for m in seen.some for code in np.unique(m.codes).tolist()}
    kinds = [(k, name, ROLES[role]) for k, (name, role) in enumerate(view.kinds) if k in present]
    network = None if seen.side else Network(seen.some[0], view)
    out = []
    for place, m in enumerate(seen.some):
        chart = lattice(m, seen.side, kinds) if network is None else network.chart(m, kinds)
        out.append(
            Figure(
                name=f"{'lattice' if seen.side else 'network'}-{m.name}",
                title=f"{m.name.capitalize()}, {clock} {m.step}",
                caption=counted(m, kinds) + ("" if network is None else network.part),
                chart=chart,
                height=330,
                key=tuple((name, colour, "square" if seen.side else "circle") for _, name, colour in kinds)
                if place == 0 else (),
                ratio=1.0,
            )
        )  # fmt: skip
    return out


def counted(moment: Moment, kinds: list[tuple[int, str, str]]) -> str:
    """How many there are of each kind, in words: what the picture shows, for those who cannot see it."""
    numbers = [f"{int((moment.codes == k).sum()):,} {name}" for k, name, _ in kinds]
    return f"{', '.join(numbers)}."


def lattice(moment: Moment, side: int, kinds: list[tuple[int, str, str]]) -> alt.LayerChart | alt.FacetChart:
    """Squares of a lattice, the first row on top; sites where nobody stands stay white."""
    filled = np.flatnonzero(moment.codes >= 0)
    y, x = np.divmod(filled, side)
    frame = _named(moment.codes[filled], kinds).with_columns(x=pl.Series(x), y=pl.Series(y))
    base = chart_of(frame).transform_calculate(x2="datum.x + 1", y2="datum.y + 1")
    return alt.layer(
        squares(
            base, alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, side], nice=False)),
            alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[side, 0], nice=False)), _hue(kinds), [tip("kind", " ")],
        ),
        view=alt.ViewConfig(stroke="#aab1bd"),
    )  # fmt: skip


class Network:
    """The nodes that are drawn, where, and their ties: the same at every moment."""

    def __init__(self, first: Moment, view: View) -> None:
        ties: Ties | None = first.ties
        assert ties is not None, "a view has a lattice or ties"
        active = [k for k, (_, role) in enumerate(view.kinds) if role == "active"]
        begun = np.flatnonzero(np.isin(first.codes, active))
        start = int(begun[0]) if begun.size else int(ties.degrees.argmax())
        everybody = first.codes.size <= MOST_NODES
        self.nodes = np.arange(first.codes.size) if everybody else graph_layout.near(ties, start, MOST_NODES)
        self.pairs = graph_layout.pairs_among(ties, self.nodes)
        self.at = graph_layout.positions(self.nodes.size, self.pairs)
        drawn, of = self.nodes.size, fmt.count(first.codes.size, "node")
        self.part = "" if everybody else f" Drawn are the {drawn:,} of {of} nearest to where it began."

    def chart(self, moment: Moment, kinds: list[tuple[int, str, str]]) -> alt.LayerChart | alt.FacetChart:
        """Ties under nodes."""
        x, y = self.at.T.round(3)
        a, b = self.pairs.T
        ends = pl.DataFrame({"x": x[a], "y": y[a], "x2": x[b], "y2": y[b]})
        nodes = _named(moment.codes[self.nodes], kinds).with_columns(x=pl.Series(x), y=pl.Series(y))
        across = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.03, 1.03], nice=False))
        up = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.03, 1.03], nice=False))
        lines = chart_of(ends).mark_rule(color=MUTED, opacity=0.3, strokeWidth=0.8)
        dots = chart_of(nodes).mark_circle(opacity=1, stroke=PAPER, strokeWidth=0.6, size=44)
        return alt.layer(
            lines.encode(x=across, y=up, x2="x2:Q", y2="y2:Q"),
            dots.encode(x=across, y=up, color=_hue(kinds), tooltip=[tip("kind", " ")]),
        )


def _named(codes: np.ndarray, kinds: list[tuple[int, str, str]]) -> pl.DataFrame:
    names = {k: name for k, name, _ in kinds}
    return pl.DataFrame({"kind": [names[k] for k in codes.tolist()]}, schema={"kind": pl.String})


def _hue(kinds: list[tuple[int, str, str]]) -> alt.Color:
    return coloured("kind", {name: colour for _, name, colour in kinds})
