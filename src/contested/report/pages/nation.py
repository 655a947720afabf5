"""The page of a run of a scenario: what was simulated beside what was reported, section by section."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from contested.report import claims_view
from contested.report.pages import cells, envelope, nation_tables
from contested.report.pages.cite import citation
from contested.report.plot.palette import MUTED, SHAPES, SIDES
from contested.scenarios.scenario import SET_BY

if TYPE_CHECKING:
    from contested.report.pages.nation_sections import Section
    from contested.report.plot.parts import Figure, Key
    from contested.report.run_data import Material
    from contested.studies.run.run import Run

#: the chart that stands on the first screen
FIRST = "crowd"
Charted = Sequence[tuple["Section", Sequence["Figure"]]]


class Part(NamedTuple):
    """A section with its charts and the controls that move them."""

    section: Section
    figures: Sequence[Figure]
    controls: list[str]


def write_report(run: Run, path: str | Path | None = None, *, pictures: bool = False) -> Path:
    """Write a run's page (RUN/report.html if no path is given); with `pictures`, its charts in `figures` beside it.

    Raises
    ------
    DiskError
        If it cannot be written.
    """
    from contested.report.pages.nation_sections import figures_of
    from contested.report.run_data import gather

    material = gather(run)
    with envelope.unchecked():
        sections = figures_of(material)
        text = page(material, sections)
    shown = [f for _, figures in sections for f in figures] if pictures else []
    return envelope.deliver(text, run.path / "report.html" if path is None else path, shown)


def page(material: Material, sections: Charted) -> str:
    """The whole page as text."""
    scenario, record = material.scenario, material.provenance
    without = record.get("without", [])
    crowd = material.nation("crowd").median("replicate", skipna=True).fillna(-1).values
    changed = [f"{name} = {value:g}" for name, value in record.get("settings", {}).items()]
    changed += [f"without {name}" for name in without]
    changed += ["branched from a checkpoint"] if record.get("branched_from") else []
    compared = claims_view.beside(material, material.claims)
    drawn = [f for _, figures in sections for f in figures]
    first = [f for f in drawn if f.name == FIRST]
    parts = [
        Part(s, rest, list(dict.fromkeys(f.control for f in rest if f.control)))
        for s, figures in sections if (rest := [f for f in figures if f not in first])
    ]  # fmt: skip
    return envelope.render(
        "nation.html", {f.name: f for f in drawn}, cite=citation("run", scenario.title, record), picture=first,
        title=scenario.title, lead=scenario.summary, first=material.days[0], last=material.days[-1], material=material,
        scale=record.get("scale", 1), changed=changed, set_by=SET_BY[scenario.set_by],
        searched=scenario.set_by in ("search", "hand"),
        simulated=_simulated_key(material), claimed=_claim_key(material),
        unfinished=cells.unfinished(material.replicates, record),
        tiles=nation_tables.tiles(material), headlines=nation_tables.headlines_table(material),
        checks=nation_tables.check_table(material),
        parts=parts, left_out=without,
        silent=[s.heading for s, figures in sections if not figures and not set(s.subsystems) & set(without)],
        places=sorted(map(str, material.results["place"].values), key=lambda n: (n != material.capital, n)),
        largest_day=int(crowd.argmax()), dates=[f"{d:%a} {d.day} {d:%B %Y}" for d in material.days],
        acts=nation_tables.act_table(material), plan=nation_tables.plan_table(material),
        parameters=nation_tables.parameter_tables(
            record, sources=scenario.sources, set_by={s.name: s.source for s in scenario.settings}
        ),
        claims=nation_tables.claim_table(compared), matched=compared["simulated"].is_not_null().sum(),
        record=nation_tables.provenance_table(record),
    )  # fmt: skip


def _simulated_key(material: Material) -> Key:
    """What every chart of days shows of the run."""
    from contested.report.plot.days import simulated_key

    script = (("day the script of dated acts ends", MUTED, "dashed"),) if material.origin else ()
    return (*simulated_key(material.replicates), *script)


def _claim_key(material: Material) -> Key:
    """What every chart of days shows of the claims."""
    used = set(material.claims["side"].to_list())
    sides = tuple((f"claimed by {s}", colour, "circle") for s, colour in SIDES.items() if s in used)
    return (*sides, *((w, MUTED, sign) for w, sign in SHAPES.items())) if sides else ()
