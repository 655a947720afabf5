"""The page of an audit: a paragraph and three numbers to quote, a picture, the data, proofs, estimates, methods.

Every text of it goes through one language (`contested.report.language`); nothing stands on it twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from contested.forensics.verdict import amount, span, strength
from contested.report.citations import citations
from contested.report.language.catalogue import Language
from contested.report.names import shortened
from contested.report.pages import audit_methods as methods
from contested.report.pages import audit_summary as summary
from contested.report.pages import audit_tables as tables
from contested.report.pages import envelope
from contested.report.pages.cells import Cell, Table
from contested.report.pages.cite import citation
from contested.report.pages.named import Shortening, whole

if TYPE_CHECKING:
    from contested.forensics.controls import Control
    from contested.forensics.finding import Finding
    from contested.forensics.suite import AuditResult
    from contested.report.plot.parts import Figure

#: `verdict.strength` -> words and tone of its chip
STRENGTHS = {"strong": ("alarm", "bad"), "weak": ("alarm, weak", "fair"), "quiet": ("no alarm", "good")}
#: kinds of statement in the page's order -> heading
GROUPS = {"proof": ("proofs", "Checked by counting"), "estimate": ("estimates", "Estimated"),
          "description": ("descriptions", "Described")}  # fmt: skip
#: findings that have a place of their own on the page
APART = ("fingerprint", "plausibility")
#: names that synthetic elections give themselves, of which "the leader" is none
OWN = ("leader", "all others")


class Part(NamedTuple):
    """One finding as the page shows it: its chip, what it says, what it rests on, its charts and tables."""

    name: str
    title: str
    chip: Cell
    says: str
    about: list[tuple[str, str]]
    figures: Sequence[Figure]
    tables: list[tuple[str, Table]]


def write_audit_page(
    audited: AuditResult, path: str | Path, *, pictures: bool = False, language: str = "en"
) -> Path:
    """Write the page in a language, and its charts as pictures beside it: `envelope.write`."""
    from contested.report.charts.audit import charts

    say = spoken(audited, language)
    return envelope.write(audited, path, partial(charts, say=say), partial(audit_page, say=say), pictures)


def spoken(audited: AuditResult, code: str = "en") -> Language:
    """The language of an audit's page, in which "the leader" goes by name."""
    own = OWN if audited.planted else ()
    # words of tables that stand where names do
    series = {"turnout", "all"} - {*audited.returns.contestants, *audited.case.regions}
    names = dict.fromkeys((*own, *sorted(series), *(audited.case.regions if audited.planted else ())), "")
    proper = () if audited.planted else (*audited.returns.contestants, *audited.case.regions)
    leader = "" if audited.case.leader_name in own else shortened(audited.case.leader_name)
    return Language(code, leader, names, proper)


def audit_page(audited: AuditResult, figures: envelope.Figures, say: Language | None = None) -> str:
    """The whole page as text; in English if no language is given."""
    say = say or spoken(audited)

    def parts(some: Sequence[Finding]) -> list[Part]:
        return [part(f, figures.get(f.name, ()), audited.controls, say) for f in some if f.name not in APART]

    apart = [f for f in audited.findings if f not in audited.evidence]
    groups = [(anchor, say(heading), parts([f for f in apart if f.kind == kind]))
              for kind, (anchor, heading) in GROUPS.items()]  # fmt: skip
    keys = dict.fromkeys(key for f in audited.findings for key in f.cites)
    title = say(audited.returns.title) if audited.planted else audited.returns.title
    return envelope.render(
        "audit.html", envelope.by_name(figures), say=say, lang=say.code, locale=say.locale,
        cite=citation("audit", audited.returns.title, audited.provenance),
        title=title, heading=whole(title, 90), paragraph=" ".join(say(s) for s in summary.paragraph(audited)),
        three=[summary.Number(say(n.label), say(n.amount), say(n.kind)) for n in summary.three(audited)],
        size=say(_size(audited)), planted=say(audited.planted) if audited.planted else "",
        doubts=[say(d.says) for d in audited.returns.doubts], quality=tables.quality(audited, say), figures=figures,
        groups=[*groups, ("evidence", say("Independent evidence"), parts(audited.evidence))],
        named=Shortening(_names(audited)),
        regions=tables.of(audited.regions, say) if audited.regions.height >= 2 else None,
        estimated="anomalous ballots" in audited.regions.columns,
        methods=methods.tests(audited, say), worlds=methods.worlds(audited, say),
        record=methods.record(audited, say), repeat=methods.command(audited),
        sources=[citations().get(key, key) for key in keys],
    )  # fmt: skip


def _names(audited: AuditResult) -> list[str]:
    """Names that sentences of the page may contain."""
    shown = (frame.head(tables.SHOWN) for f in audited.findings for frame in f.tables.values())
    cells = (str(v) for frame in shown for c in frame.columns if c in tables.NAMES and frame.schema[c] == pl.String
             for v in frame[c].drop_nulls())  # fmt: skip
    return [*audited.returns.contestants, *audited.case.regions, *cells]


def _size(audited: AuditResult) -> str:
    if audited.returns.percent_only:
        return f"{audited.returns.counted().height:,} stations with percentages and no counts."
    t = audited.returns.totals()
    if not t.stations:
        return "No station gives its ballots cast."
    use = f"Estimates use {audited.case.stations:,} stations."
    registered = f" with {t.registered:,} registered voters" if audited.returns.has_voters and t.registered else ""
    if not t.cast:
        return f"{t.stations:,} stations{registered}; no ballot was cast. {use}"
    turnout = f" and {t.issued:,} ballots issued (turnout {100 * t.turnout:.2f} %)"
    voters = f"{registered}{turnout}" if registered and t.turnout > 0 and not audited.returns.turnout_doubt else ""
    who = audited.returns.leader
    # where nobody gives the leader's votes there is no share, and no number
    share = f" ({100 * t.result:.2f} %)" if t.result >= 0 else ""
    votes = f"of them {t.leader:,}{share} for {who}" if share or t.leader else f"votes for {who} are not known"
    return f"{t.stations:,} stations{voters}; {t.cast:,} ballots cast, {votes}. {use}"


def part(f: Finding, figures: Sequence[Figure], controls: Sequence[Control], say: Language) -> Part:
    """One finding: what it says, its range, and the condition under which it holds; the rest stands in the methods."""
    if f.kind == "proof" and f.alarm is not None:
        chip = ("contradicted", "bad") if f.alarm else ("holds", "good")
    else:
        chip = STRENGTHS.get(strength(f, controls), ("", "")) if f.kind == "estimate" else ("", "")
    about = []
    if f.value is not None:
        about.append((say("number"), say(f"{amount(f.value, f.unit)} {_plural(f)}".rstrip())))
    if f.low is not None:
        about.append((say("range"), f"{say(span(f))}: {say(f.range_is)}" if f.range_is else say(span(f))))
    if f.assumes:
        about.append((say("holds if"), say(f.assumes)))
    word = Cell(chip=say(chip[0]) if chip[0] else "", tone=chip[1])
    return Part(f.name, say(f.title), word, say(f.says), about, figures, tables.of_finding(f, say))


def _plural(f: Finding) -> str:
    if f.unit in ("share", "-"):
        return ""
    return f.unit if f.value == 1 else f"{f.unit}s"

