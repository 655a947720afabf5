"""The page of an audit: conclusions, quality of the data first, then proofs, estimates, evidence, honest elections."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from contested.forensics.controls import MOST, WORLDS, Control
from contested.forensics.verdict import amount, span, strength
from contested.report import format as fmt
from contested.report.citations import citations
from contested.report.pages import cells, envelope
from contested.report.pages.cells import Cell, Table

if TYPE_CHECKING:
    from contested.forensics.finding import Finding
    from contested.forensics.suite import AuditResult
    from contested.report.plot.parts import Figure

#: rows of a table that the page shows; the files hold all
SHOWN = 25
#: columns of a table at most; wider ones are only in the files
WIDEST = 16
#: `verdict.strength` -> words and tone of its chip
STRENGTHS = {"strong": ("alarm", "bad"), "weak": ("alarm, weak", "fair"), "quiet": ("no alarm", "good")}


class Part(NamedTuple):
    """One finding as the page shows it: its chip, what it rests on, its charts and tables."""

    finding: Finding
    chip: Cell
    about: list[tuple[str, str]]
    figures: Sequence[Figure]
    tables: list[tuple[str, Table]]


def write_audit_page(audited: AuditResult, path: str | Path, *, pictures: bool = True) -> Path:
    """Write the page, and its charts as pictures beside it: `envelope.write`."""
    from contested.report.charts.audit import charts

    return envelope.write(audited, path, charts, audit_page, pictures)


def audit_page(audited: AuditResult, figures: envelope.Figures) -> str:
    """The whole page as text."""

    def parts(some: Sequence[Finding]) -> list[Part]:
        return [part(f, figures.get(f.name, ()), audited.controls) for f in some if f.name != "fingerprint"]

    by_kind = {kind: [f for f in audited.findings if f.kind == kind and f not in audited.evidence]
               for kind in ("proof", "estimate", "description")}  # fmt: skip
    keys = dict.fromkeys(key for f in audited.findings for key in f.cites)
    return envelope.render(
        "audit.html", envelope.by_name(figures),
        title=audited.returns.title, lead=_lead(audited), size=_size(audited), planted=audited.planted,
        verdict=audited.verdict, quality=_quality(audited), figures=figures,
        groups=[("proofs", "Proved", parts(by_kind["proof"])), ("estimates", "Estimated", parts(by_kind["estimate"])),
                ("descriptions", "Described", parts(by_kind["description"])),
                ("evidence", "Independent evidence", parts(audited.evidence))],
        regions=cells.frame_table(audited.regions) if audited.regions.height >= 2 else None,
        most=MOST, worlds=WORLDS, controls=_controls(audited) if audited.controls else None,
        sources=[citations().get(key, key) for key in keys], record=cells.record_table(audited.provenance),
    )  # fmt: skip


def _lead(audited: AuditResult) -> str:
    """How many tests of each kind alarm, in one sentence."""
    proofs = [f for f in audited.findings if f.kind == "proof" and f.alarm is not None]
    strengths = [strength(f, audited.controls) for f in audited.findings if f.kind == "estimate"]
    broken = sum(bool(f.alarm) for f in proofs)
    return (
        f"{broken or 'None'} of {len(proofs)} arithmetic checks fail{'s' if broken == 1 else ''}; of "
        f"{sum(map(bool, strengths))} estimates, strong alarms: {strengths.count('strong')}, weak alarms: "
        f"{strengths.count('weak')}, quiet: {strengths.count('quiet')}."
    )


def _size(audited: AuditResult) -> str:
    t = audited.returns.totals()
    voters = (
        f"{t.registered:,} registered, {t.issued:,} ballots issued (turnout {100 * t.turnout:.2f} %), "
        if audited.returns.has_voters
        else ""
    )
    return (
        f"{t.stations:,} stations, {voters}{t.cast:,} ballots cast; {audited.returns.leader} {t.leader:,} "
        f"({100 * t.result:.2f} %). {audited.case.stations:,} stations have numbers that estimates can use."
    )


def _quality(audited: AuditResult) -> Table | None:
    """What is wrong with the data; None if nothing was found."""
    table = audited.returns.quality
    if not table.height:
        return None
    rows = [
        (r["says"], f"{r['stations']:,}", fmt.plain(r["used"]), r["example"] or "") for r in table.iter_rows(named=True)
    ]
    return Table(("what is wrong", "stations", "used in estimates", "for example"), rows, "")


def part(f: Finding, figures: Sequence[Figure], controls: Sequence[Control]) -> Part:
    """One finding: its range, its assumption, how it misleads, its false alarms, its tables."""
    if f.kind == "proof" and f.alarm is not None:
        chip = ("proved", "bad") if f.alarm else ("holds", "good")
    else:
        chip = STRENGTHS.get(strength(f, controls), ("", "")) if f.kind == "estimate" else ("", "")
    about = []
    if f.value is not None:
        about.append(("number", f"{amount(f.value, f.unit)} {_plural(f)}"))
    if f.low is not None:
        about.append(("range", f"{span(f)}: {f.range_is}"))
    about += [(name, text) for name, text in
              (("alarms when", f.rule), ("assumes", f.assumes), ("misleads when", f.fails_when)) if text]  # fmt: skip
    about += [(f"honest, {c.world}", f"alarms on {c.alarms} of {c.elections} ({_rate(c)}, 95 % confidence)")
              for c in controls if c.name == f.name]  # fmt: skip
    tables = []
    for name, table in f.tables.items():
        if table.height and name != "curve" and len(table.columns) <= WIDEST:
            more = f" (first {SHOWN} of {table.height:,})" if table.height > SHOWN else ""
            tables.append((f"Table: {fmt.words(name)}{more}", cells.frame_table(table.head(SHOWN))))
    return Part(f, Cell(chip=chip[0], tone=chip[1]), about, figures, tables)


def _plural(f: Finding) -> str:
    if f.unit in ("share", "-"):
        return ""
    return f.unit if f.value == 1 else f"{f.unit}s"


def _rate(c: Control) -> str:
    return f"{100 * c.low:.0f} to {100 * c.high:.0f} %"


def _controls(audited: AuditResult) -> Table:
    """What indicators said of elections in which nobody cheated."""
    findings = audited.by_name
    rows = [
        (findings[c.name].title if c.name in findings else c.name, c.world, f"{c.alarms} of {c.elections}", _rate(c))
        for c in audited.controls
    ]
    return Table(("indicator", "world", "false alarms", "95 % interval of the rate"), rows, "")
