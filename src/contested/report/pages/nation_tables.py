"""Tables of a run's page: headline figures, targets, plan, parameters, claims, acts and provenance."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from contested.report import facts
from contested.report import format as fmt
from contested.report.citations import citations
from contested.report.pages.cells import Cell, Row, Table, banded, code
from contested.report.plot.palette import MUTED, SIDES

if TYPE_CHECKING:
    from contested.report.run_data import Material

#: of a run's provenance, in this order
RECORDED = ("created", "model", "versions", "scenario", "world_hash", "seed", "scale", "start", "first_day", "days",
            "replicates", "settings", "without", "branched_from")  # fmt: skip


def tiles(material: Material) -> list[tuple[str, Cell]]:
    """A few large numbers."""
    return [(f.item, banded(*f.summary, f.unit)) for f in facts.always(material)]


def headlines_table(material: Material) -> Table | None:
    """What was reported beside what was simulated; None for a scenario without headlines."""
    rows: list[Row] = [
        (f.item, Cell(f.target, note=f.note), banded(*f.summary, f.unit), Cell(chip=f.word))
        for f in facts.reported(material)
    ]
    return Table(("figure", "as reported", "simulated", "verdict"), rows, "headlines") if rows else None


def check_table(material: Material) -> Table | None:
    """The scenario's targets; None if it has none."""
    rows: list[Row] = [
        (f.item, f.target, banded(*f.summary, f.unit), Cell(chip=f.word)) for f in facts.checks(material)
    ]
    return Table(("figure", "target", "simulated", "verdict"), rows, "headlines") if rows else None


def plan_table(material: Material) -> Table | None:
    """The order of a day; the columns of each phase stand behind one line. None for a model without a plan."""
    rows = [
        (str(p["#"]), Cell(p["phase"], "strong"), p["subsystem"], p["what"], _columns(p),
         source_words(p["source"], material.scenario.sources))
        for p in material.provenance.get("plan", [])
    ]  # fmt: skip
    return Table(("#", "phase", "subsystem", "what it does", "columns", "source"), rows, "plan") if rows else None


def _columns(phase: Mapping[str, str]) -> Cell:
    """What a phase reads and writes, counted, and by name when opened."""
    names = {verb: [name for name in phase[verb].split(", ") if name] for verb in ("reads", "writes")}
    counts = ", ".join(f"{verb} {len(some)}" for verb, some in names.items())
    return Cell(counts, fold=tuple((verb, ", ".join(some)) for verb, some in names.items() if some))


def source_words(key: str, sources: Mapping[str, str]) -> Cell:
    """A source in words: the scenario's citation, or the package's; a key without either as it is."""
    words = sources.get(key) or citations().get(key)
    return Cell(words, key=key) if words else Cell(key)


def parameter_tables(
    record: Mapping[str, Any],
    *,
    sources: Mapping[str, str] | None = None,
    set_by: Mapping[str, str] | None = None,
    preset: Collection[str] = (),
) -> dict[str, Table]:
    """Every parameter of a run: "assumed", then "sourced"; one without rows is left out.

    Parameters
    ----------
    record : mapping
        A run's provenance.
    sources : mapping of key to citation, optional
        A scenario's own, besides references.bib.
    set_by : mapping of parameter to source, optional
        Where a scenario has its value from.
    preset : collection of str
        Parameters that the run's preset sets.
    """
    rows: dict[str, list[Row]] = {"assumed": [], "sourced": []}
    for r in record.get("parameters", []):
        name, source = r["name"], (set_by or {}).get(r["name"], r["source"])
        chip, tone = "", ""
        if name in record.get("settings", {}):
            chip, tone = "changed for this run", "fair"
        elif name in preset:
            chip = "by the preset"
        value = fmt.exact(r["value"]) if isinstance(r["value"], float) else str(r["value"])
        rows["assumed" if source == "assumed" else "sourced"].append((
            Cell(name, "code", chip=chip, tone=tone), value, r["unit"], r["range"],
            source_words(source, sources or {}), r["meaning"],
        ))  # fmt: skip
    heads = ("name", "value", "unit", "range", "source", "meaning")
    return {kind: Table(heads, some, "parameters") for kind, some in rows.items() if some}


def claim_table(claims: pl.DataFrame) -> Table | None:
    """Every claim beside the run's own figure, from `claims_view.beside`; None for a scenario without claims."""
    rows = [
        (
            fmt.span(c["date"], c["end_date"]), fmt.words(c["place"]),
            Cell(fmt.words(c["quantity"]), band=fmt.words(c["about"])), _claimed(c),
            banded(c["simulated"], c["simulated_low"], c["simulated_high"]),
            Cell(c["claimant"], "side", colour=SIDES.get(c["side"], MUTED)),
            Cell(c["source"], "link") if c["source"] else "recalled", c["note"],
        )
        for c in claims.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("day", "place", "what", "claimed", "simulated", "claimant", "source", "note")
    return Table(heads, rows, "claims") if rows else None


def _claimed(c: Mapping[str, Any]) -> str:
    text = fmt.claimed(c["kind"], c["value"], c["low"], c["high"])
    return text if c["unit"] in ("person", "site") or text == "event" else f"{text} {c['unit']}"


def act_table(material: Material) -> Table | None:
    """The dated acts as text; None without any."""
    sources = material.scenario.sources
    rows = [
        (fmt.span(a.date, a.end_date), a.actor, fmt.act(a), a.every, a.caller, fmt.words(a.place) or "whole country",
         fmt.level(a), a.note, sources.get(a.source, a.source))
        for a in material.scenario.acts
    ]  # fmt: skip
    heads = ("day", "actor", "act", "every", "caller", "place", "level", "note", "source")
    return Table(heads, rows, "acts") if rows else None


def provenance_table(record: Mapping[str, Any]) -> Table:
    """What is needed to simulate a run again."""
    clock = record.get("clock", "day")
    rows: list[Row] = []

    def put(label: str, value: Any) -> None:
        if isinstance(value, dict):
            for k, v in value.items():
                put(f"{label} · {k}", v)
        elif value not in (None, [], ""):
            text = ", ".join(map(str, value)) if isinstance(value, list) else value
            rows.append((fmt.words(label), code(fmt.exact(text) if isinstance(text, float) else text)))

    for name in RECORDED:
        put({"first_day": f"first {clock}", "days": f"{clock}s"}.get(name, name), record.get(name))
    return Table(("what", "value"), rows, "provenance")
