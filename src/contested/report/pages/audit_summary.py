"""What an editor quotes of an audit: one paragraph and three numbers, each of its own kind.

The paragraph says what counting contradicts, what is estimated (its condition first), and what cannot be told. The
numbers are never added up: a contradiction needs no assumption, an estimate holds only if its condition does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from contested.forensics.verdict import CAUSED, amount, span, strength

if TYPE_CHECKING:
    from contested.forensics.finding import Finding
    from contested.forensics.suite import AuditResult

#: estimates of ballots, the first that has a number is the one that is quoted -> their condition in short
CONDITIONS: dict[str, str] = {
    "turnout-curve": "If the leader's honest support does not rise with turnout, and the stations of the lowest "
    "turnout are clean",
    "mixture": "If honest stations are one bell curve of turnout and support",
}
#: what no test of returns can see
BLIND = (
    "What cannot be told: votes moved from one contestant to another evenly everywhere, or results written without "
    "counting, leave no trace in returns, so silence of the tests is no proof of honesty."
)


class Number(NamedTuple):
    """One of the three numbers: what it counts, the number, and of which kind it is."""

    label: str
    amount: str
    kind: str


def paragraph(audited: AuditResult) -> list[str]:
    """Sentences of the quotable paragraph, in English."""
    return [_contradicted(audited.findings), *_apart(audited), *_estimated(audited), *_others(audited), BLIND]


def _proofs(findings: Sequence[Finding]) -> list[Finding]:
    return [f for f in findings if f.kind == "proof" and f.alarm is not None]


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _contradicted(findings: Sequence[Finding]) -> str:
    proofs = _proofs(findings)
    failed = [f for f in proofs if f.alarm]
    if not proofs:
        return "Nothing could be checked by counting alone."
    if not failed:
        return f"Counting alone contradicts nothing in these returns (checks that hold: {len(proofs)})."
    listed = "; ".join(f"{_lower(f.title)}{_size(f)}" for f in failed)
    return f"Counting alone contradicts these returns: {listed}."


def _size(f: Finding) -> str:
    if f.value is None or f.unit not in ("ballot", "station"):
        return ""
    return f" ({amount(abs(f.value), f.unit)} {f.unit}{'' if abs(f.value) == 1 else 's'})"


def quoted(audited: AuditResult) -> Finding | None:
    """The estimate of ballots that is quoted; None where there is no number."""
    known = audited.by_name
    return next((known[n] for n in CONDITIONS if n in known and known[n].value is not None), None)


def _apart(audited: AuditResult) -> list[str]:
    """Stations that lie apart as added ballots leave them, where that is strong."""
    f = audited.by_name.get("shoulder")
    if f is None or strength(f, audited.controls) != "strong":
        return []
    number = dict(f.tables["shoulder"].iter_rows())
    worst = max((c for c in audited.controls if c.name == f.name), key=lambda c: c.rate)
    return [f"If no honest kind of stations has just the support that leaves others as many ballots as elsewhere, "
            f"ballots were added for {audited.case.leader_name} at stations of {number['turnout above']:.0%} turnout "
            f"beside {number['turnout below']:.0%} ({number['stations above']:,.0f} stations compared).",
            f"As strong an alarm came in at most {worst.alarms} of {worst.elections} simulated honest elections."]


def _estimated(audited: AuditResult) -> list[str]:
    f = quoted(audited)
    if f is None:
        if audited.returns.percent_only:
            return ["How many ballots were added cannot be estimated, because the file gives percentages and no "
                    "counts."]  # fmt: skip
        if audited.returns.turnout_doubt:
            return ["How many ballots were added cannot be estimated, because turnout is not known or cannot be right."]
        return ["How many ballots were added cannot be estimated from these returns."]
    every = f"{int(audited.case.leader.sum()):,}"
    how = _some(f)
    out = [f"{CONDITIONS[f.name]}, {how} of {every} ballots for {audited.case.leader_name} are anomalous."]
    if _cut(f):
        out.append(f"The formula's own result, {span(f) or amount(f.value, f.unit)}, is shown from 0 up.")
    word, mine = strength(f, audited.controls), [c for c in audited.controls if c.name == f.name]
    worst = max(mine, key=lambda c: c.rate) if mine else None
    if word == "quiet":
        out.append("By the rule set beforehand that is no alarm.")
    elif worst is None:
        out.append("That was not compared with honest elections, and is weak evidence.")
    elif word == "strong":
        out.append(f"The same alarm came in at most {worst.alarms} of {worst.elections} simulated honest elections.")
    elif worst.rate <= CAUSED:
        out.append("That is weak evidence: it was compared with too few honest elections, or not with every honest "
                   "cause of the same.")  # fmt: skip
    else:
        out.append(
            f"That is weak evidence: the same alarm came in {worst.alarms} of {worst.elections} simulated honest "
            "elections."
        )
    return out


def _others(audited: AuditResult) -> list[str]:
    first = quoted(audited)
    rest = [f for f in audited.findings if f.kind == "estimate" and f is not first]
    apart = bool(_apart(audited))
    if apart:
        rest = [f for f in rest if f.name != "shoulder"]
    # "other" only where the sentences before name an alarm
    before = apart or (first is not None and strength(first, audited.controls) in ("strong", "weak"))
    out = []
    for word in ("strong", "weak"):
        titles = "; ".join(_lower(f.title) for f in rest if strength(f, audited.controls) == word)
        if titles:
            out.append(f"Other {word} alarms: {titles}." if before else f"{word.capitalize()} alarms: {titles}.")
    if not out and not apart and any(f.alarm is False for f in rest):
        alarmed = before or any(f.alarm for f in _proofs(audited.findings))
        out.append("No other test alarms." if alarmed else "No test alarms.")
    return out


def three(audited: AuditResult) -> list[Number]:
    """Ballots contradicted by counting; ballots estimated; the part of all ballots that estimates could use."""
    return [_by_counting(audited), _by_estimate(audited), _used(audited)]


def _by_counting(audited: AuditResult) -> Number:
    proofs = _proofs(audited.findings)
    sizes = [abs(f.value) for f in proofs if f.alarm and f.value is not None and f.unit == "ballot"]
    label = "ballots contradicted by counting"
    if not proofs:
        return Number(label, "–", "nothing could be checked")
    if sizes:
        several = f"; the largest of {len(sizes)} proofs, not their sum" if len(sizes) > 1 else ""
        return Number(label, amount(max(sizes), "ballot"), f"proof: needs no assumption{several}")
    if any(f.alarm for f in proofs):
        return Number(label, "–", "proof: contradictions that are not counted in ballots stand below")
    return Number(label, "0", "proof: needs no assumption")


def _by_estimate(audited: AuditResult) -> Number:
    f, label = quoted(audited), "ballots for the leader estimated as anomalous"
    if f is None:
        return Number(label, "–", "estimate: cannot be made here")
    kinds = {"strong": "strong alarm", "weak": "weak alarm", "quiet": "no alarm"}
    word = kinds.get(strength(f, audited.controls), "no rule")
    cut = "; shown from 0 up" if _cut(f) else ""
    return Number(label, _some(f), f"estimate: holds if its condition does; {word}{cut}")


def _cut(f: Finding) -> bool:
    """Whether `_some` shows less than what the formula gives."""
    least = f.value if f.low is None else f.low
    return least is not None and least < 0


def _some(f: Finding) -> str:
    """How many ballots an estimate finds anomalous: never fewer than none, whatever its formula gives; the finding
    itself stands below with its own numbers.
    """
    value, low, high = (None if v is None else max(v, 0.0) for v in (f.value, f.low, f.high))
    return "0" if high == 0 else span(replace(f, low=low, high=high)) or amount(value, f.unit)


def _used(audited: AuditResult) -> Number:
    if audited.returns.percent_only:
        return Number("of all ballots could be used by estimates", "–", "description: the file gives no ballots")
    every = int(audited.returns.counted()["cast"].sum() or 0)
    part = int(audited.case.cast.sum()) / every if every else None
    shown = "–" if part is None else f"{100 * part:.1f} %"
    lost = "at the other stations data are missing or contradict each other"
    kind = f"description: {'every station could be used' if part == 1 else lost}"
    return Number("of all ballots could be used by estimates", shown, kind)
