"""The page of an audit: verdict, quality of the data first, then proofs, estimates, evidence and honest elections."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import polars as pl

from contested.report.charts.audit import charts
from contested.report.citations import citations
from contested.report.pages import html, nation

if TYPE_CHECKING:
    from contested.forensics.controls import Control
    from contested.forensics.finding import Finding
    from contested.forensics.suite import AuditResult
    from contested.report.plot.parts import Figure

#: rows of a table that the page shows; the files hold all
SHOWN = 25
#: words of `verdict.strength`, with the tone of their chip
STRENGTHS = {"strong": ("alarm", "bad"), "weak": ("alarm, weak", "fair"), "quiet": ("no alarm", "good")}
USE = (
    '<div class="notice"><p><strong>How to read this.</strong> Proofs need no assumption. Every estimate stands with '
    "what it assumes, how it is known to mislead, and how often it alarms on simulated elections in which nobody "
    "cheated. No single number here is the truth about the count.</p></div>"
)


def write_audit_page(audited: AuditResult, path: str | Path, *, pictures: bool = True) -> Path:
    """Write the page, and its charts as pictures in a folder `figures` beside it.

    Parameters
    ----------
    audited : AuditResult
    path : path
        Of the page.
    pictures : bool
        Whether to write PNG and SVG files too.

    Raises
    ------
    DiskError
        If it cannot be written.
    """
    target = Path(path)
    drawn = charts(audited)
    text = audit_page(audited, drawn)
    return nation.deliver(text, target, [f for some in drawn.values() for f in some] if pictures else ())


def audit_page(audited: AuditResult, drawn: Mapping[str, Sequence[Figure]]) -> str:
    """The whole page as text."""
    here = files("contested.report.pages")
    read = lambda name: (here / name).read_text(encoding="utf-8")  # noqa: E731
    specs = {f.name: nation.specification(f) for some in drawn.values() for f in some}
    sections = [s for s in _sections(audited, drawn) if s[2]]
    return Template(read("model_page.html")).substitute(
        eyebrow="An audit of returns by polling station",
        title=escape(audited.returns.title),
        idea=escape(_lead(audited)),
        how=_size(audited),
        changed=f'<p class="notice">{escape(audited.planted)}</p>' if audited.planted else "",
        notice=USE,
        contents="".join(f'<li><a href="#{anchor}">{escape(heading)}</a></li>' for heading, anchor, _ in sections),
        sections="".join(
            f'<section id="{anchor}"><h2>{escape(heading)}</h2>{body}</section>' for heading, anchor, body in sections
        ),
        css=read("page.css") + read("model_page.css") + read("audit_page.css"),
        specs=json.dumps(specs, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c"),
        vega=nation.vega(),
        script=read("page.js"),
    )


def _sections(audited: AuditResult, drawn: Mapping[str, Sequence[Figure]]) -> list[tuple[str, str, str]]:
    told = {kind: [f for f in audited.findings if f.kind == kind and f not in audited.evidence]
            for kind in ("proof", "estimate", "description")}  # fmt: skip
    body = lambda some: "".join(finding(f, drawn.get(f.name, ()), audited.controls) for f in some)  # noqa: E731
    pictures = "".join(nation.figure(f, "wide") for f in drawn.get("fingerprint", ()))
    pictures = f'<div class="charts">{pictures}</div>' if pictures else ""
    return [
        ("What can be said", "verdict", _verdict(audited)),
        ("The data first", "quality", quality(audited)),
        ("Where stations lie", "fingerprint", pictures),
        ("Proved", "proofs", body(told["proof"])),
        ("Estimated", "estimates", body(told["estimate"])),
        ("Described", "descriptions", body([f for f in told["description"] if f.name != "fingerprint"])),
        ("Independent evidence", "evidence", body(audited.evidence)),
        ("Region by region", "regions", regions(audited)),
        ("When nobody cheats", "controls", honest(audited.controls, audited.by_name, drawn.get("controls", ()))),
        ("Sources", "sources", sources(audited.findings)),
        ("Provenance", "provenance", provenance(audited.provenance)),
    ]


def _lead(audited: AuditResult) -> str:
    """How many tests of each kind speak, in one sentence."""
    from contested.forensics.verdict import strength

    proofs = [f for f in audited.findings if f.kind == "proof" and f.alarm is not None]
    heard = [strength(f, audited.controls) for f in audited.findings if f.kind == "estimate"]
    broken = sum(bool(f.alarm) for f in proofs)
    return (
        f"{broken or 'None'} of {len(proofs)} checks by arithmetic fail{'s' if broken == 1 else ''}; of "
        f"{sum(map(bool, heard))} estimates, strong alarms: {heard.count('strong')}, weak alarms: "
        f"{heard.count('weak')}, quiet: {heard.count('quiet')}."
    )


def _verdict(audited: AuditResult) -> str:
    return '<ul class="verdict">' + "".join(f"<li>{escape(s)}</li>" for s in audited.verdict) + "</ul>"


def _size(audited: AuditResult) -> str:
    t = audited.returns.totals()
    return (
        f"{t.stations:,} stations, {t.registered:,} registered, {t.issued:,} ballots issued (turnout "
        f"{100 * t.turnout:.2f} %), {t.cast:,} cast; {escape(audited.returns.leader)} {t.leader:,} "
        f"({100 * t.result:.2f} %). {audited.case.stations:,} stations have numbers that estimates can use."
    )


def quality(audited: AuditResult) -> str:
    """What is wrong with the data, or that nothing was found."""
    table = audited.returns.quality
    if not table.height:
        return "<p>Nothing was flagged: every number could be read, and none contradicts another.</p>"
    rows = [
        (escape(r["says"]), f"{r['stations']:,}", "yes" if r["used"] else "no", escape(r["example"] or ""))
        for r in table.iter_rows(named=True)
    ]
    return (
        "<p>Flagged and counted; nothing was dropped silently. The file <code>flags.csv</code> lists every case.</p>"
        + html.table(("what is wrong", "stations", "used in estimates", "for example"), rows)
    )


def finding(f: Finding, figures: Sequence[Figure], controls: Sequence[Control]) -> str:
    """One finding: what it says, its range, its assumption, how it misleads, its false alarms, its charts."""
    from contested.forensics.verdict import amount, strength

    how = strength(f, controls)
    if f.kind == "proof" and f.alarm is not None:
        chip = ("proved", "bad") if f.alarm else ("holds", "good")
    else:
        chip = STRENGTHS.get(how, ("", "none")) if f.kind == "estimate" else ("", "none")
    mark = f'<span class="chip {chip[1]}">{chip[0]}</span>' if chip[0] else ""
    rows = []
    if f.value is not None:
        rows.append(("number", escape(f"{amount(f.value, f.unit)} {_plural(f)}")))
    if f.low is not None and f.high is not None:
        rows.append(("range", escape(f"{amount(f.low, f.unit)} to {amount(f.high, f.unit)}: {f.range_is}")))
    rows += [(name, escape(text)) for name, text in
             (("alarms when", f.rule), ("assumes", f.assumes), ("misleads when", f.fails_when)) if text]  # fmt: skip
    rows += [(f"honest, {c.world}", _rate(c)) for c in controls if c.name == f.name]
    about = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in rows)
    drawn = "".join(nation.figure(p, size) for p, size in zip(figures, nation.sizes(list(figures)), strict=True))
    drawn = f'<div class="charts">{drawn}</div>' if drawn else ""
    return (
        f'<article class="finding" id="{escape(f.name)}"><h3>{escape(f.title)} {mark}</h3>'
        f"<p>{escape(f.says)}</p><dl>{about}</dl>{drawn}{_tables(f)}</article>"
    )


def _plural(f: Finding) -> str:
    if f.unit in ("share", "-"):
        return ""
    return f.unit if f.value == 1 else f"{f.unit}s"


def _rate(c: Control) -> str:
    return f"alarms on {c.alarms} of {c.elections} ({100 * c.low:.0f} to {100 * c.high:.0f} %, 95 % confidence)"


def _tables(f: Finding) -> str:
    parts = []
    for name, table in f.tables.items():
        if not table.height or name == "curve" or len(table.columns) > 16:
            continue
        more = f" (first {SHOWN} of {table.height:,})" if table.height > SHOWN else ""
        parts.append(html.folded(f"Table: {name.replace('_', ' ')}{more}", frame_table(table.head(SHOWN))))
    return "".join(parts)


def frame_table(table: pl.DataFrame) -> str:
    """A frame as a table of the page."""
    rows = [tuple(_cell(v) for v in row) for row in table.iter_rows()]
    return html.table(tuple(c.replace("_", " ") for c in table.columns), rows, kind="numbers")


def _cell(value: Any) -> str:
    if value is None or value != value:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return escape(str(value))


def regions(audited: AuditResult) -> str:
    """Every region's totals and what indicators say of it."""
    if audited.regions.height < 2:
        return ""
    return (
        "<p>The same indicators within each region. The file <code>regions.csv</code> has all columns.</p>"
        + frame_table(audited.regions)
    )


def honest(controls: Sequence[Control], findings: Mapping[str, Finding], figures: Sequence[Figure]) -> str:
    """What indicators say of elections in which nobody cheated."""
    from contested.forensics.controls import MOST, WORLDS

    if not controls:
        return "<p>No honest elections were simulated for this audit; no false-alarm rate is known.</p>"
    words = "".join(f"<li><strong>{name}</strong>: {escape(text)}.</li>" for name, text in WORLDS.items())
    rows = [
        (escape(findings[c.name].title if c.name in findings else c.name), c.world, f"{c.alarms} of {c.elections}",
         f"{100 * c.low:.0f} to {100 * c.high:.0f} %")
        for c in controls
    ]  # fmt: skip
    drawn = "".join(nation.figure(p, "half") for p in figures)
    return (
        "<p>Elections with these stations and voters were simulated in which nobody cheats, in two worlds; slow "
        f"indicators were asked about a sample of territories with at most {MOST:,} stations:</p>"
        f"<ul>{words}</ul>" + html.table(("indicator", "world", "false alarms", "95 % interval of the rate"), rows)
        + f'<div class="charts">{drawn}</div>'
    )


def sources(findings: Sequence[Finding]) -> str:
    """What the tests come from."""
    known = citations()
    keys = dict.fromkeys(key for f in findings for key in f.cites)
    return '<ul class="sources">' + "".join(f"<li>{escape(known.get(k, k))}</li>" for k in keys) + "</ul>"


def provenance(record: Mapping[str, Any]) -> str:
    """What was audited, by what."""
    rows = [(escape(str(k)), f"<code>{escape(str(v))}</code>") for k, v in record.items()]
    return "<p>With the same version, file, map and seed, the same numbers come out.</p>" + html.table(("", ""), rows)
