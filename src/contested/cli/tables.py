"""Tables on a terminal; plain and wide when the output goes into a file or another program."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.cli.as_json import document
from contested.ground.visible import visible
from contested.report import format as fmt

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    from contested.zoo.card import Card
    from contested.zoo.published import Published
    from contested.zoo.target import Measured

WIDE = 200


def console() -> Console:
    """Where tables go: as wide as the terminal, or wide enough; no text is obeyed, whoever wrote it."""
    from rich.console import Console

    class Shown(Console):
        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
            for part in super().render(renderable, options):
                yield part if part.control else part._replace(text=visible(part.text))

    return Shown() if sys.stdout.isatty() else Shown(width=WIDE)


def text(words: str, style: str = "") -> None:
    """Print words as they are, as long as the terminal is wide."""
    shown = document()
    if shown is not None:
        shown.line(words.strip())
    else:
        console().print(words, style=style, highlight=False, markup=False)


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, title: str = "", right: Sequence[str] = ()) -> None:
    """Print rows under headings.

    Parameters
    ----------
    columns : sequence of str
    rows : sequence of rows
        Numbers are shown with thousands separated, None as nothing.
    right : sequence of str
        Columns that are aligned right.
    """
    shown = document()
    if shown is not None:
        shown.table(columns, rows, title)
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        drawn.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(visible(number(value))) for value in row))
    console().print(drawn)


def pairs(rows: Sequence[tuple[str, str]]) -> None:
    """Print labels and values."""
    shown = document()
    if shown is not None:
        shown.pairs(rows)
        return
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, show_header=False, pad_edge=False)
    drawn.add_column(style="bold")
    drawn.add_column(overflow="fold")
    for label, value in rows:
        drawn.add_row(Text(visible(label)), Text(visible(value)))
    console().print(drawn)


def last_words(path: Path, page: str, began: float) -> list[tuple[str, str]]:
    """Where the results are, and how long they took since `began` (time.perf_counter)."""
    rows = [("folder", str(path)), *([("report", page)] if page else [])]
    return [*rows, ("took", f"{time.perf_counter() - began:.1f} s")]


def number(value: Any) -> str:
    """A value as a person reads it; nothing where there is none."""
    return fmt.plain(value, digits=3, none="")


def facts(rows: pl.DataFrame) -> None:
    """Headline figures beside their targets, each number as on the run's page; in a document as it was computed."""
    columns = ("item", "simulated", "5 %", "95 %", "target", "verdict")
    shown = rows.select("item", "simulated", "low", "high", "target", "verdict").rows()
    if document() is None:
        shown = [
            (item, *("" if v is None else fmt.number(v, unit) for v in figures), *words)
            for (item, *figures, _, _), words, unit in zip(shown, rows.select("target", "verdict").rows(), rows["unit"])
        ]
    table(columns, shown, right=columns[1:4])


def plan(phases: pl.DataFrame) -> None:
    """The order of the day."""
    columns = ("#", "phase", "subsystem", "what", "reads", "writes", "source")
    table(columns, phases.select(columns).rows(), right=("#",))


def parameters(rows: Sequence[dict[str, Any]]) -> None:
    """Parameters with unit, range and source."""
    columns = ("parameter", "value", "unit", "range", "source", "meaning")
    shown = [[r["name"], *(r[key] for key in columns[1:])] for r in rows]
    table(columns, shown, right=("value",))


def models(published: Sequence[Published]) -> None:
    """The zoo: one line a model."""
    rows = [(m.name, m.title, ", ".join(m.presets) or "", len(m.targets)) for m in published]
    table(("model", "what it is of", "presets", "numbers to meet"), rows, right=("numbers to meet",))


def idea(model: Published) -> None:
    """What a model is about, in its card's words if it has one."""
    text(model.title, "bold")
    if model.card is not None:
        text(model.card.idea)


def last(frame: pl.DataFrame, record: dict[str, Any]) -> None:
    """What every observable of one number was at the last step, over replicates."""
    units = {o["name"]: o["unit"] for o in record["observables"] if not o["dims"]}
    end = frame.filter(frame[record["clock"]] == frame[record["clock"]].max())
    rows = []
    for name, unit in units.items():
        values = end[name]
        several = len(values) > 1
        rows.append((name, values.median(), values.min() if several else "", values.max() if several else "", unit))
    if rows:
        heads = ("at the end", "median", "least", "most", "unit")
        table(heads, rows, right=heads[1:4])


def card(model: Published, params: Any, citations: dict[str, str]) -> None:
    """All that is known of a published model."""
    from contested.engine.params import describe

    idea(model)
    if model.card is not None:
        _facts(model.card, citations)
    parameters(describe(params))
    if model.presets:
        presets = [(name, ", ".join(f"{k}={v}" for k, v in s.items())) for name, s in model.presets.items()]
        table(("preset", "sets"), presets)


def _facts(c: Card, citations: dict[str, str]) -> None:
    for key in c.cites:
        text(f"  {citations.get(key, key)}")
    for heading, facts in (
        ("Rules", c.rules), ("The paper reports", c.reports), ("Where reimplementations differ", c.differences)
    ):  # fmt: skip
        if facts:
            rows = [(f.text, f.status, f.where) for f in facts]
            table(("", "known", "where"), rows, title=heading)
    for heading, lines in (("Readings agreed on", c.readings), ("Left out", c.leaves_out), ("Checked", (c.checked,))):
        if any(lines):
            text(heading, "bold")
            for line in lines:
                text(f"  {line}")


def measured(rows: Sequence[Measured]) -> None:
    """Targets beside what was measured."""
    columns = ("number", "target", "within", "measured", "verdict", "known", "runs")
    shown = [
        (m.target.what, f"{m.target.value:g}", f"{m.target.tolerance:g}", f"{m.number:.6g}", m.verdict,
         m.target.status, m.target.runs or "")
        for m in rows
    ]  # fmt: skip
    table(columns, shown, right=("target", "within", "measured", "runs"))
