"""The report: one HTML page that needs nothing but itself, and each chart as a PNG and an SVG beside it.

Vega and its parts stand inside the page, so it opens without a network, now and in ten years. The words, the
style and the few lines of script are in `page.html`, `page.css` and `page.js`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from contested.ground.errors import DiskError
from contested.report.pages import html, nation_tables
from contested.report.plot.palette import MUTED, SHAPES, SIDES

if TYPE_CHECKING:
    from contested.report.pages.nation_sections import Section
    from contested.report.plot.parts import Figure
    from contested.report.run_data import Material

PICTURE_WIDTH = 900
BANDS = " Ink: simulated median, with the bands that hold 50 % and 90 % of futures."
TOLD = "<h3>As told, and as simulated</h3><p>Medians of the futures, with the band that holds 90 % of them.</p>"


def write_report(run: Any, path: str | Path | None = None, *, pictures: bool = True) -> Path:
    """Write a run's page, and its charts as pictures in a folder `figures` beside it.

    Parameters
    ----------
    run : contested.studies.run.run.Run
    path : path, optional
        Of the page; RUN/report.html if not given.
    pictures : bool
        Whether to write PNG and SVG files too.

    Returns
    -------
    Path
        Of the page.

    Raises
    ------
    DiskError
        If it cannot be written.
    """
    from contested.report.pages.nation_sections import SECTIONS, draw
    from contested.report.run_data import gather

    target = Path(path) if path is not None else run.path / "report.html"
    material = gather(run)
    drawn = [(s, [f for name in s.charts if (f := draw(material, name)) is not None]) for s in SECTIONS]
    text = page(material, drawn)
    return deliver(text, target, [f for _, figures in drawn for f in figures] if pictures else ())


def deliver(text: str, target: Path, figures: Sequence[Figure]) -> Path:
    """Put a page where it belongs, and its charts as pictures in a folder `figures` beside it.

    Raises
    ------
    DiskError
        If they cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        if figures:
            write_pictures(list(figures), target.parent / "figures")
    except OSError as reason:
        raise DiskError(
            f"{target}: the report cannot be written ({reason.strerror}).", "free some space, or name another place"
        ) from None
    return target


def page(material: Material, drawn: list[tuple[Section, list[Figure]]]) -> str:
    """The whole page as text."""
    here = files("contested.report.pages")
    read = lambda name: (here / name).read_text(encoding="utf-8")  # noqa: E731
    specs: dict[str, Any] = {f.name: specification(f) for _, figures in drawn for f in figures}
    sections = [(s.heading, s.anchor, section(material, s, figures)) for s, figures in drawn]
    contents = "".join(f'<li><a href="#{a}">{escape(h)}</a></li>' for h, a, _ in sections)
    first, last = material.days[0], material.days[-1]
    headlines = nation_tables.headline_table(material)
    checks = nation_tables.check_table(material)
    return Template(read("page.html")).substitute(
        title=escape(material.scenario.title),
        span=f"{first:%-d %B %Y} to {last:%-d %B %Y}",
        size=size_words(material),
        summary=escape(material.scenario.summary),
        scale=scale_words(material),
        changed=changed_words(material),
        reading=reading(material),
        tiles=nation_tables.tiles(material),
        headlines=TOLD + headlines if headlines else "",
        checks=checks_words(checks),
        contents=contents,
        sections="".join(text for _, _, text in sections),
        plan=nation_tables.plan_table(material),
        parameters=nation_tables.parameter_tables(
            material.provenance,
            sources=material.scenario.sources,
            set_by={s.name: s.source for s in getattr(material.scenario, "settings", ())},
        ),
        claims=nation_tables.claim_list(material),
        sources=nation_tables.source_list(material),
        provenance=nation_tables.provenance_table(material.provenance),
        css=read("page.css"),
        specs=json.dumps(specs, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c"),
        vega=vega(),
        script=read("page.js"),
    )


def section(material: Material, s: Section, figures: list[Figure]) -> str:
    """One section: heading, words, the control that moves its charts, charts, text."""
    left_out = [name for name in s.subsystems if name in material.provenance.get("without", [])]
    marks = "".join(f'<span class="subsystem">{escape(name)}</span>' for name in s.subsystems)
    words = f"<p>{escape(s.words)}</p>" if s.words else ""
    if left_out:
        words += f'<p class="left-out">Left out of this run: {escape(", ".join(left_out))}.</p>'
    elif not figures:
        words += '<p class="left-out">This run reports nothing here.</p>'
    controls = "".join(control(material, kind) for kind in dict.fromkeys(f.control for f in figures) if kind)
    body = "".join(figure(f, size) for f, size in zip(figures, sizes(figures), strict=True))
    after = nation_tables.act_list(material) if "opposition" in s.subsystems else ""
    names = " ".join(s.subsystems)
    return (
        f'<section id="{s.anchor}" data-subsystems="{escape(names)}">'
        f"<h2>{escape(s.heading)} {marks}</h2>{words}{controls}"
        f'<div class="charts">{body}</div>{after}</section>'
    )


def control(material: Material, kind: str) -> str:
    """The selector of places or the slider of days."""
    if kind == "place":
        names = [str(n) for n in material.results["place"].values]
        options = "".join(
            f"<option{' selected' if n == material.capital else ''}>{escape(n)}</option>"
            for n in sorted(names, key=lambda n: (n != material.capital, n))
        )
        select = f'<select id="place" data-param="place">{options}</select>'
        return f'<p class="control"><label for="place">Place</label> {select}</p>'
    crowd = material.nation("crowd").median("replicate", skipna=True).fillna(-1).values
    largest = int(crowd.argmax())
    dates = json.dumps([f"{d:%a} {d.day} {d:%B %Y}" for d in material.days])
    return (
        '<p class="control"><button type="button" id="play" aria-label="Play the days">&#9654; Play</button>'
        '<label for="day">Day</label> <input type="range" id="day" data-param="day" '
        f'min="0" max="{len(material.days) - 1}" '
        f'value="{largest}" data-dates="{escape(dates)}"><output for="day"></output></p>'
    )


def sizes(figures: list[Figure]) -> list[str]:
    """How wide each chart stands: "wide" alone, others two or three to a row so that no row has a gap."""
    out: list[str] = []
    run = 0
    for k, f in enumerate(figures):
        if f.wide:
            out.append("wide")
            run = 0
            continue
        run += 1
        out.append("half")
        last = k + 1 == len(figures) or figures[k + 1].wide
        if last and run == 1:
            out[-1] = "wide"
        elif last and run % 2:
            out[-3:] = ["third"] * 3
    return out


def figure(f: Figure, size: str) -> str:
    """A chart's place on the page, with the words around it."""
    # so that the page does not jump while drawing
    room = f' style="aspect-ratio:{f.ratio:.3f}"' if f.ratio else f' style="min-height:{f.height + 50}px"'
    return (
        f'<figure class="{size}" id="figure-{f.name}"><h3>{escape(f.title)}</h3>{html.key(f.key)}'
        f'<div class="chart{" shaped" if f.ratio else ""}" data-chart="{f.name}"{room}></div>'
        f"<figcaption>{escape(f.caption)}</figcaption></figure>"
    )


def specification(f: Figure) -> dict[str, Any]:
    """A chart for the page: as wide as its place, its legend left to the page."""
    from contested.report.plot.parts import look

    size = {"width": "container", "height": "container" if f.ratio else f.height}
    return {**f.bare, **size, "description": f"{f.title}. {f.caption}", "config": look(legend=False)}


def write_pictures(figures: list[Figure], folder: Path) -> list[Path]:
    """Each chart as PNG (twice as fine as the screen) and SVG, with title and legend inside.

    Returns
    -------
    list of Path
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(max_workers=2) as two:  # one lays out while the other paints
        return [path for pair in two.map(lambda f: picture(f, folder), figures) for path in pair]


def picture(f: Figure, folder: Path) -> tuple[Path, Path]:
    """Write one chart as SVG and PNG."""
    import vl_convert

    from contested.report.plot.parts import look

    width = PICTURE_WIDTH if f.wide else PICTURE_WIDTH * 2 // 3
    title = {"text": f.title, "subtitle": wrap(f.caption + (BANDS if f.banded else ""), width // 7)}
    size = {"width": width, "height": f.height}
    svg = vl_convert.vegalite_to_svg({**still(f.bare), **size, "title": title, "config": look(legend=True)})
    drawing, painting = folder / f"{f.name}.svg", folder / f"{f.name}.png"
    drawing.write_text(svg, encoding="utf-8")
    painting.write_bytes(vl_convert.svg_to_png(svg, scale=2))
    return painting, drawing


def still(spec: dict[str, Any]) -> dict[str, Any]:
    """A chart without the invisible marks that only carry tooltips: a picture has no pointer."""
    layers = [still(layer) for layer in spec.get("layer", ()) if not _for_pointer(layer)]
    return {**spec, "layer": layers} if layers else spec


def _for_pointer(layer: dict[str, Any]) -> bool:
    mark, opacity = layer.get("mark"), layer.get("encoding", {}).get("opacity", {})
    return (isinstance(mark, dict) and mark.get("opacity") == 0) or opacity.get("condition", {}).get(
        "param"
    ) == "pointer"


@cache
def vega() -> str:
    """Vega, Vega-Lite and what embeds them, as one script."""
    import vl_convert

    return vl_convert.javascript_bundle()


def size_words(material: Material) -> str:
    """How many people, places, days and futures."""
    futures = f"{material.replicates} futures" if material.replicates > 1 else "one future"
    people, places = f"{material.country.population:,}", len(material.country.places)
    return f"{people} people in {places} places, {len(material.days)} days, {futures}"


def scale_words(material: Material) -> str:
    """One sentence on how many people an agent stands for."""
    scale = material.provenance.get("scale", 1)
    if scale == 1:
        return "Every person is simulated."
    return f"One simulated person stands for {scale:,}; figures are counts of persons all the same."


def reading(material: Material) -> str:
    """How to read every chart, with the key they share."""
    from contested.report.plot.parts import simulated_key

    used = set(material.claims["side"].to_list())
    sides = tuple((f"claimed by {s}", colour, "circle") for s, colour in SIDES.items() if s in used)
    said = tuple((w, MUTED, sign) for w, sign in SHAPES.items()) if sides else ()
    script = (("day the script of dated acts ends", MUTED, "dashed"),) if material.origin else ()
    return html.key((*simulated_key(material.replicates), *script)) + html.key((*sides, *said))


def changed_words(material: Material) -> str:
    """What sets this run apart from the scenario as it comes; "" if nothing does."""
    p = material.provenance
    parts = [f"{name} = {value:g}" for name, value in p.get("settings", {}).items()]
    parts += [f"without {name}" for name in p.get("without", [])]
    if p.get("branched_from"):
        parts.append("branched from a checkpoint")
    return f'<p class="notice"><strong>Changed for this run:</strong> {escape(", ".join(parts))}.</p>' if parts else ""


def checks_words(checks: str) -> str:
    """The section of checks; "" without any."""
    if not checks:
        return ""
    return (
        '<section id="checks"><h2>What the parameters were set to keep to</h2><p>'
        "Parameters were set by hand until these held for the median of full-scale runs. They are targets, not tests "
        f"of the theory.</p>{checks}</section>"
    )
