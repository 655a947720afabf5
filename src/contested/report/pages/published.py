"""The page of a run of a model without a scenario: what it did, what its paper reports, and how far to trust it.

A model of the user's own that comes without a card has the charts, the parameters and the provenance.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from contested.report import format as fmt
from contested.report import numbers
from contested.report.citations import addresses, citations
from contested.report.pages import cells, envelope, nation_tables
from contested.report.pages.cells import Cell, Table, banded
from contested.report.pages.cite import citation
from contested.report.plot.palette import INK
from contested.zoo.card import STATUSES

if TYPE_CHECKING:
    from contested.report.charts.observables import Charts, Ending
    from contested.report.plot.parts import Figure, Key
    from contested.studies.run.moments import Moments
    from contested.studies.run.run import Run
    from contested.zoo.card import Card
    from contested.zoo.picture import Picture
    from contested.zoo.published import Published
    from contested.zoo.target import Measured


class Looks(NamedTuple):
    """What is seen of a run where its agents stand, and its pictures."""

    seen: Moments
    figures: list[Figure]


def write_model_report(
    run: Run,
    published: Published | None,
    path: str | Path | None = None,
    pictures: bool = False,
    *,
    known: bool = True,
    measured: Sequence[Measured] = (),
) -> Path:
    """Write a run's page, and its charts as pictures in a folder `figures` beside it.

    Parameters
    ----------
    run : Run
        Of a model without a scenario; at least one replicate is finished.
    published : Published, optional
        For its card and pictures.
    path : path, optional
        Of the page; RUN/report.html if not given.
    pictures : bool
        Whether to write PNG and SVG files too.
    known : bool
        Whether to draw the paper's figures: they are simulated anew, which takes a while.
    measured : sequence of Measured
        Targets with what came out, for a table.

    Returns
    -------
    Path
        Of the page.

    Raises
    ------
    DiskError
        If it cannot be written.
    """
    from contested.report.charts.moments import figures as moment_figures
    from contested.report.charts.observables import run_charts
    from contested.report.charts.published import write_pictures
    from contested.studies.run.moments import moments

    figures = tuple(published.pictures()) if known and published is not None and published.pictures is not None else ()
    seen = moments(run, published)
    view = published.view if published is not None else None
    with envelope.unchecked():
        charts = run_charts(run)
        looks = Looks(seen, moment_figures(seen, view, run.provenance["clock"]) if view is not None else [])
        text = model_page(run, published, charts, figures, measured, looks)
    page = envelope.deliver(
        text, run.path / "report.html" if path is None else path,
        [*charts.figures, *looks.figures] if pictures else (),
    )  # fmt: skip
    if pictures and figures and published is not None:
        with envelope.writing(page):
            write_pictures(figures, page.parent / "figures", prefix=f"{published.name}-")
    return page


def model_page(
    run: Run,
    published: Published | None,
    charts: Charts,
    pictures: Sequence[Picture] = (),
    measured: Sequence[Measured] = (),
    looks: Looks | None = None,
) -> str:
    """The whole page as text."""
    from contested.report.charts.observables import endings
    from contested.report.charts.published import figures

    record, card = run.provenance, published.card if published else None
    known: list[tuple[Picture, list[Figure]]] = [(picture, figures(picture)) for picture in pictures]
    specs = {f"run-{f.name}": f for f in charts.figures}
    seen, drawn = (looks.seen, looks.figures) if looks is not None else (None, [])
    specs |= {f"run-{f.name}": f for f in drawn}
    specs |= {f"known-{f.name}": f for _, panels in known for f in panels}
    preset = record["scenario"].get("preset")
    return envelope.render(
        "published.html", specs, cite=citation("run", published.title if published else run.title, record),
        title=published.title if published else run.title, lead=card.idea if card else "", size=_size(run),
        changed=_changed(run), unfinished=cells.unfinished(len(run.finished), record), clock=record["clock"],
        several=len(run.finished) > 1,
        tiles=[(fmt.words(e.name), _tile(e)) for e in endings(run)],
        looks=drawn, seen=seen, run_key=_run_key(len(run.finished) > 1), figures=charts.figures,
        left_out=map(fmt.words, charts.left_out),
        known=known, published=published, card=card, statuses=_statuses(card) if card else {},
        cited=[(citations().get(k, k), addresses().get(k, ""), k) for k in card.cites] if card else [],
        targets=target_table(measured) if measured else None, met=sum(m.verdict == "met" for m in measured),
        parameters=nation_tables.parameter_tables(
            record, preset=tuple(published.presets.get(preset, ())) if published and preset else ()
        ),
        record=nation_tables.provenance_table(record),
    )  # fmt: skip


def _tile(ending: Ending) -> Cell:
    """A number at the last step; a count of one run to the last of them, as beside the pictures."""
    if len(ending.values) == 1 and ending.unit not in fmt.SHARES and float(ending.values[0]).is_integer():
        return Cell(f"{ending.values[0]:,.0f}")
    return banded(*numbers.summary(ending.values), ending.unit)


def _statuses(card: Card) -> dict[str, str]:
    """What the chips that occur mean."""
    used = {f.status for f in (*card.rules, *card.reports, *card.differences)}
    return {status: words for status, words in STATUSES.items() if status in used}


def target_table(measured: Sequence[Measured]) -> Table:
    """Targets with what came out."""
    rows = [
        (Cell(t.what, note=t.where), Cell(f"{t.value:.6g}", band=f"± {t.tolerance:.2g}" if t.tolerance else ""),
         Cell(chip=t.status), f"{m.number:.6g}", Cell(chip=m.verdict, note=t.miss),
         f"{t.runs:,}" if t.runs else "exact")
        for m in measured for t in (m.target,)
    ]  # fmt: skip
    return Table(("number", "target", "known as", "measured", "verdict", "runs"), rows, "targets")


def _run_key(several: bool) -> Key:
    """What the charts of one number show."""
    if not several:
        return (("one run", INK, "line"),)
    return (("median of the runs", INK, "line"), ("50 % of runs", INK, "band50"), ("90 % of runs", INK, "band90"))


def _size(run: Run) -> str:
    """How many steps, replicates, and the seed."""
    p = run.provenance
    preset = p["scenario"].get("preset")
    done, asked = len(run.finished), p["replicates"]
    runs = "one run" if asked == 1 else f"{asked:,} runs" if done == asked else f"{done:,} of {asked:,} runs"
    steps = fmt.count(p["days"], p["clock"])
    return f"{steps}, {runs}, seed {p['seed']}; " + (f"preset {preset}." if preset else "no preset.")


def _changed(run: Run) -> list[str]:
    """What sets this run apart from the model as it comes."""
    p = run.provenance
    settings = p.get("settings", {}).items()
    parts = [f"{name} = {fmt.exact(value) if isinstance(value, float) else value}" for name, value in settings]
    if origin := p.get("branched_from"):
        parts.append(f"branched from a checkpoint before {p['clock']} {origin.get('next_step', 0)}")
    return parts
