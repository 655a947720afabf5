"""The page of a run of any model without a scenario: what it did, what its paper says, and how far to trust it.

Like `page`, one file that needs nothing but itself. A model of the user's own that comes without a card has the charts,
the parameters and the provenance.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from contested.ground.errors import DiskError
from contested.report import numbers
from contested.report.pages import card, html, nation, nation_tables

if TYPE_CHECKING:
    from contested.report.charts.observables import Charts
    from contested.report.plot.parts import Figure
    from contested.studies.run.run import Run
    from contested.zoo.picture import Picture
    from contested.zoo.published import Published
    from contested.zoo.target import Measured

USE = (
    '<aside class="notice"><p><strong>Responsible use.</strong> Nobody in this model is a real person. It explains and '
    "tests an idea; it must not be used to plan or improve repression.</p></aside>"
)


def write_model_report(
    run: Run,
    published: Published | None,
    path: str | Path | None = None,
    pictures: bool = True,
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
        Whether to draw the pictures that the model's readers know: they are simulated anew, which takes a while.
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
    from contested.report.charts.observables import run_charts
    from contested.report.charts.published import write_pictures

    target = Path(path) if path is not None else run.path / "report.html"
    charts = run_charts(run)
    drawn = tuple(published.pictures()) if known and published is not None and published.pictures is not None else ()
    text = model_page(run, published, charts, drawn, measured)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        if pictures:
            nation.write_pictures(charts.figures, target.parent / "figures")
            if published is not None:
                write_pictures(drawn, target.parent / "figures", prefix=f"{published.name}-")
    except OSError as reason:
        raise DiskError(
            f"{target}: the report cannot be written ({reason.strerror}).", "free some space, or name another place"
        ) from None
    return target


def model_page(
    run: Run,
    published: Published | None,
    charts: Charts,
    pictures: Sequence[Picture] = (),
    measured: Sequence[Measured] = (),
) -> str:
    """The whole page as text."""
    here = files("contested.report.pages")
    read = lambda name: (here / name).read_text(encoding="utf-8")  # noqa: E731
    specs: dict[str, Any] = {f"run-{f.name}": specification(f) for f in charts.figures}
    sections = [("What happened", "results", results(run, charts))]
    if pictures:
        shown, more = known(pictures)
        specs |= more
        sections.append(("What its readers know", "known", shown))
    if published is not None:
        sections.append(("The model", "card", card.card_text(published.card)))
        sections.append(("Its proof", "targets", proof(published, measured)))
    preset = _preset(run, published)
    sections.append(("Parameters", "parameters", nation_tables.parameter_tables(run.provenance, preset=preset)))
    if published is not None:
        sections.append(("Sources", "sources", card.cited(published.card)))
    same = "<p>With the same version, seed and parameters, the same run comes out, byte for byte.</p>"
    sections.append(("Provenance", "provenance", same + nation_tables.provenance_table(run.provenance)))
    return Template(read("model_page.html")).substitute(
        eyebrow=escape(f"A published model, played · {published.name}" if published else "A model, played"),
        title=escape(published.title if published else run.title),
        idea=card.prose(published.card.idea) if published else "",
        how=how_words(run),
        changed=changed_words(run),
        notice=USE,
        contents="".join(f'<li><a href="#{anchor}">{escape(heading)}</a></li>' for heading, anchor, _ in sections),
        sections="".join(
            f'<section id="{anchor}"><h2>{escape(heading)}</h2>{body}</section>' for heading, anchor, body in sections
        ),
        css=read("page.css") + read("model_page.css"),
        specs=json.dumps(specs, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c"),
        vega=nation.vega(),
        script=read("page.js"),
    )


def results(run: Run, charts: Charts) -> str:
    """Figures at the end, and a chart for every observable."""
    from contested.report.charts.observables import endings

    clock, several = run.provenance["clock"], len(run.finished) > 1
    told = ((e.name.replace("_", " "), html.with_band(*numbers.summary(e.values), e.unit)) for e in endings(run))
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{number}</dd></div>" for name, number in told)
    words = f"At the last {clock}" + (
        ": the median of the runs, and the band that holds 90 % of them." if several else "."
    )
    tiles = f'<p>{words}</p><dl class="tiles">{cells}</dl>' if cells else ""
    key = html.key(run_key(several))
    left_out = ""
    if charts.left_out:
        names = ", ".join(name.replace("_", " ") for name in charts.left_out)
        left_out = f"<p>Stored but not drawn, having more than one dimension besides the {clock}: {escape(names)}.</p>"
    body = "".join(figure(f, size) for f, size in zip(charts.figures, nation.sizes(charts.figures), strict=True))
    return f'{tiles}{key}<div class="charts">{body}</div>{left_out}'


def run_key(several: bool) -> tuple[tuple[str, str, str], ...]:
    """What the charts of one number show."""
    from contested.report.plot.palette import INK

    if not several:
        return (("one run", INK, "line"),)
    return (("median of the runs", INK, "line"), ("50 % of runs", INK, "band50"), ("90 % of runs", INK, "band90"))


def figure(f: Figure, size: str) -> str:
    """A chart's place on the page."""
    return (
        f'<figure class="{size}"><h3>{escape(f.title)}</h3>{html.key(f.key)}{place(f, f"run-{f.name}")}'
        f"<figcaption>{escape(f.caption)}</figcaption></figure>"
    )


def place(f: Figure, name: str) -> str:
    """Where the script draws a chart."""
    # so that the page does not jump while drawing
    room = f"aspect-ratio:{f.ratio:.3f}" if f.ratio else f"min-height:{f.height + 60}px"
    return f'<div class="chart{" shaped" if f.ratio else ""}" data-chart="{escape(name)}" style="{room}"></div>'


def known(pictures: Sequence[Picture]) -> tuple[str, dict[str, Any]]:
    """The model's own pictures as text, and the charts in them by name."""
    from contested.report.charts.published import figures

    text, specs = [], {}
    for picture in pictures:
        panels = figures(picture)
        specs |= {f"known-{f.name}": specification(f) for f in panels}
        columns = max(1, min(picture.columns, len(panels)))
        places = "".join(place(f, f"known-{f.name}") for f in panels)
        text.append(
            f'<figure class="known"><h3>{escape(picture.title)}</h3>{html.key(panels[0].key if panels else ())}'
            f'<div class="panels{" one" if columns == 1 else ""}" style="--columns:{columns}">{places}</div>'
            f"<figcaption>{escape(picture.caption)}</figcaption></figure>"
        )
    return "".join(text), specs


def specification(f: Figure) -> dict[str, Any]:
    """A chart for the page: as wide as its place; only heat draws a legend, every other key is the page's text."""
    from contested.report.plot.parts import look

    size = {"width": "container", "height": "container" if f.ratio else f.height}
    return {**f.bare, **size, "description": f"{f.title}. {f.caption}", "config": look(legend=True)}


def proof(published: Published, measured: Sequence[Measured]) -> str:
    """Targets with what came out, or how to measure them."""
    if measured:
        return card.target_table(measured)
    if not published.targets:
        return "<p>This model comes without numbers that it must reproduce.</p>"
    count, name = len(published.targets), escape(published.name)
    which = "one number" if count == 1 else f"{count} numbers"
    return (
        f"<p>The model is held to {which}, at parameters of their own. They do not depend on this run; "
        f"<code>contested zoo {name} --check</code> measures them.</p>"
    )


def how_words(run: Run) -> str:
    """How many steps, replicates, and the seed."""
    p = run.provenance
    preset = p["scenario"].get("preset")
    done, asked = len(run.finished), p["replicates"]
    runs = "one run" if asked == 1 else f"{asked:,} runs" if done == asked else f"{done:,} of {asked:,} runs"
    steps = f"{p['days']:,} {p['clock']}{'s' if p['days'] != 1 else ''}"
    return f"{steps}, {runs}, seed {p['seed']}; " + (f"preset {escape(preset)}." if preset else "no preset.")


def changed_words(run: Run) -> str:
    """What sets this run apart from the model as it comes; "" if nothing does."""
    p = run.provenance
    parts = [f"{name} = {html.plain(value)}" for name, value in p.get("settings", {}).items()]
    if origin := p.get("branched_from"):
        parts.append(f"branched from a checkpoint before {p['clock']} {origin.get('next_step', 0)}")
    return f'<p class="notice"><strong>Changed for this run:</strong> {", ".join(parts)}.</p>' if parts else ""


def _preset(run: Run, published: Published | None) -> tuple[str, ...]:
    name = run.provenance["scenario"].get("preset")
    return tuple(published.presets.get(name, ())) if published is not None and name else ()
