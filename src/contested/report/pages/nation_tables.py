"""The page's tables: headline figures, checks, the vote, the plan, parameters, claims, sources and provenance."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from contested.report import claims_view, facts, headlines, numbers
from contested.report.citations import citations
from contested.report.pages.html import chip, folded, link, plain, table, with_band
from contested.report.plot.palette import SIDES

if TYPE_CHECKING:
    from contested.report.run_data import Material


def tiles(material: Material) -> str:
    """A few large numbers."""
    cells = []
    for told in headlines.always(material):
        s = numbers.summary(told.values)
        cells.append(f"<div><dt>{escape(told.item)}</dt><dd>{with_band(*s, told.unit)}</dd></div>")
    return f'<dl class="tiles">{"".join(cells)}</dl>'


def headline_table(material: Material) -> str:
    """What was told beside what was simulated; "" for a scenario without headlines."""
    rows = []
    for told in headlines.reported(material):
        s = numbers.summary(told.values)
        note = f'<small class="note">{escape(told.note)}</small>' if told.note else ""
        rows.append(
            (
                escape(told.item),
                escape(told.told) + note,
                with_band(*s, told.unit),
                chip(facts.agreement(s, told.low, told.high)),
            )
        )
    if not rows:
        return ""
    heads = ("figure", "as told", "simulated", "verdict")
    return table(heads, rows, kind="headlines")


def check_table(material: Material) -> str:
    """The scenario's checks; "" if it has none."""
    rows = []
    for fact in facts.checks(material):
        row = fact.row()
        unit = "share" if "share" in fact.item else "person"
        simulated = with_band(row["simulated"], row["low"], row["high"], unit)
        rows.append((escape(row["item"]), escape(row["target"]), simulated, chip(row["verdict"])))
    if not rows:
        return ""
    return table(("figure", "target", "simulated", "verdict"), rows, kind="headlines")


def plan_table(material: Material) -> str:
    """The order of a day; the columns of each phase stand behind one line."""
    rows = [
        (
            plain(p["#"]),
            f"<strong>{escape(p['phase'])}</strong>",
            escape(p["subsystem"]),
            escape(p["what"]),
            columns(p),
            source_words(p["source"], material.scenario.sources),
        )
        for p in material.provenance.get("plan", [])
    ]
    heads = ("#", "phase", "subsystem", "what it does", "columns", "source")
    return table(heads, rows, kind="plan") if rows else "<p>This model has no plan.</p>"


def columns(phase: dict[str, str]) -> str:
    """What a phase reads and writes, counted, and by name when opened."""
    named = {verb: [name for name in phase[verb].split(", ") if name] for verb in ("reads", "writes")}
    body = "".join(f"<p>{verb} <code>{escape(', '.join(names))}</code></p>" for verb, names in named.items() if names)
    counts = ", ".join(f"{verb} {len(names)}" for verb, names in named.items())
    return f'<details class="columns"><summary>{counts}</summary>{body}</details>'


def source_words(key: str, sources: Mapping[str, str]) -> str:
    """A source in words: the scenario's citation, or the package's; a key without either as it is."""
    words = sources.get(key) or citations().get(key)
    return f'{escape(words)} <small class="note"><code>{escape(key)}</code></small>' if words else escape(key)


def parameter_tables(
    record: Mapping[str, Any],
    *,
    sources: Mapping[str, str] | None = None,
    set_by: Mapping[str, str] | None = None,
    preset: Collection[str] = (),
) -> str:
    """Every parameter of a run, assumed ones first.

    Parameters
    ----------
    record : dict
        A run's provenance.
    sources : mapping of key to citation, optional
        A scenario's own, besides references.bib.
    set_by : mapping of parameter to source, optional
        Where a scenario has its value from.
    preset : collection of str
        Parameters that the run's preset sets.
    """
    rows, settings = record.get("parameters", []), record.get("settings", {})
    source_of = {r["name"]: (set_by or {}).get(r["name"], r["source"]) for r in rows}

    def cells(r: dict[str, Any]) -> tuple[str, ...]:
        name = f"<code>{escape(r['name'])}</code>"
        if r["name"] in settings:
            name += ' <span class="chip fair">changed for this run</span>'
        elif r["name"] in preset:
            name += ' <span class="chip none">by the preset</span>'
        return (
            name,
            plain(r["value"]),
            escape(r["unit"]),
            escape(r["range"]),
            source_words(source_of[r["name"]], sources or {}),
            escape(r["meaning"]),
        )

    heads = ("name", "value", "unit", "range", "source", "meaning")
    first = [r for r in rows if source_of[r["name"]] == "assumed"]
    then = [r for r in rows if source_of[r["name"]] != "assumed"]
    parts = []
    if first:
        parts += [f"<h3>Assumed: {len(first)}</h3><p>Nobody measured these; they are judgements.</p>"]
        parts += [table(heads, map(cells, first), kind="parameters")]
    if then:
        parts += [f"<h3>From a source: {len(then)}</h3>", table(heads, map(cells, then), kind="parameters")]
    return "".join(parts) or "<p>This model has no parameters.</p>"


def claim_list(material: Material) -> str:
    """Every claim beside the run's own figure for the same thing, behind one line."""
    claims = claims_view.beside(material, material.claims)
    if not claims.height:
        return "<p>This scenario comes without claims.</p>"
    rows = []
    for c in claims.iter_rows(named=True):
        until = f" to {c['end_date']:%-d %b}" if c["end_date"] else ""
        side = f'<span class="side" style="--side:{SIDES.get(c["side"], "#667085")}">{escape(c["claimant"])}</span>'
        rows.append(
            (
                f"{c['date']:%-d %b %Y}{until}",
                escape(c["place"].replace("_", " ")),
                f"{escape(c['quantity'].replace('_', ' '))} <small>{escape(c['about'].replace('_', ' '))}</small>",
                said(c),
                with_band(c["simulated"], c["simulated_low"], c["simulated_high"]),
                side,
                link(c["source"]) if c["source"] else "recalled",
                escape(c["note"]),
            )
        )
    heads = ("day", "place", "what", "claimed", "simulated", "claimant", "source", "note")
    drawn = claims["simulated"].is_not_null().sum()
    return folded(
        f"All {claims.height} claims; {drawn} have a simulated counterpart", table(heads, rows, kind="claims")
    )


def said(c: dict[str, Any]) -> str:
    """A claim's number in the words it was said in."""
    unit = "" if c["unit"] in ("person", "site") else f" {c['unit']}"
    show = lambda v: f"{v:,.10g}"  # noqa: E731
    if c["kind"] == "between":
        text = f"{show(c['low'])} to {show(c['high'])}"
    elif c["value"] is None:
        return "event"
    else:
        word = "" if c["kind"] == "said" else f"{c['kind']} "
        text = f"{word}{show(c['value'])}"
    return escape(text + unit)


def act_list(material: Material) -> str:
    """The dated acts as text, behind one line."""
    sources = material.scenario.sources
    rows = [
        (
            f"{a.date:%-d %b %Y}" + (f" to {a.end_date:%-d %b}" if a.end_date else ""),
            escape(a.actor),
            escape(a.act.replace("_", " ")),
            escape(a.place or "whole country"),
            escape(f"{a.level:,g} {a.unit}"),
            escape(a.note),
            escape(sources.get(a.source, a.source)),
        )
        for a in material.scenario.acts
    ]
    if not rows:
        return ""
    heads = ("day", "actor", "act", "place", "level", "note", "source")
    return folded(f"All {len(rows)} acts as text", table(heads, rows, kind="acts"))


def source_list(material: Material) -> str:
    """Where the scenario's numbers come from."""
    links = getattr(material.scenario, "links", {})
    items = "".join(
        f"<li><code>{escape(k)}</code> {escape(v)}{' · ' + link(links[k]) if links.get(k) else ''}</li>"
        for k, v in material.scenario.sources.items()
    )
    return f'<ul class="sources">{items}</ul>' if items else "<p>This scenario names no sources.</p>"


def provenance_table(record: Mapping[str, Any]) -> str:
    """What is needed to play a run again."""
    clock = record.get("clock", "day")
    rows: list[tuple[str, str]] = []

    def put(label: str, value: Any) -> None:
        if isinstance(value, dict):
            for k, v in value.items():
                put(f"{label} · {k}", v)
        elif value not in (None, [], ""):
            shown = ", ".join(map(str, value)) if isinstance(value, list) else value
            rows.append((escape(label.replace("_", " ")), f"<code>{plain(shown)}</code>"))

    for name in (
        "created",
        "model",
        "versions",
        "scenario",
        "world_hash",
        "seed",
        "scale",
        "start",
        "first_day",
        "days",
        "replicates",
        "settings",
        "without",
        "branched_from",
    ):
        put({"first_day": f"first {clock}", "days": f"{clock}s"}.get(name, name), record.get(name))
    return table(("what", "value"), rows, kind="provenance")
