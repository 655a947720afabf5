"""Every test of a count, in the order in which an audit shows them, and its results for one election."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import count
from typing import Any

import polars as pl

from contested.forensics.comparisons import change, change_worlds, every, rates
from contested.forensics.comparisons.every import NONE, Others
from contested.forensics.comparisons.matching import match
from contested.forensics.controls import (
    MANY,
    Control,
    Find,
    Outcome,
    Outcomes,
    control,
    control_causes,
    fewer,
    ignored,
)
from contested.forensics.finding import Finding
from contested.forensics.indicators import (
    coarse_shares,
    digits,
    equal_shares,
    fingerprint,
    full_turnout,
    integers,
    neighbours,
    shoulder,
    slopes,
    turnout_curve,
    vote_rate,
)
from contested.forensics.models import core, covariates, klimek, mixture
from contested.forensics.proofs import exceeding, identities, partial_sums, rounded_percentages, twins
from contested.forensics.samples import joined
from contested.forensics.samples.evidence import Evidence
from contested.forensics.table.case import Case
from contested.forensics.table.returns import ReturnsTable
from contested.forensics.toolkit import statistics
from contested.forensics.verdict import verdict
from contested.ground.progress import Progress, ProgressCallback, silent

#: name of the finding -> proof, from a table alone
PROOFS: dict[str, Callable[[ReturnsTable], Finding]] = {
    "identities": identities.find,
    "exceeding": exceeding.find,
    "twins": twins.find,
}
#: name of the finding -> indicator, from the stations that can be used; those that alarm get a false-alarm rate
INDICATORS: dict[str, Find] = {
    "core": core.find,
    "fingerprint": fingerprint.find,
    "turnout-curve": turnout_curve.find,
    "integer-percentages": integers.find,
    "coarse-shares": coarse_shares.find,
    "equal-shares": equal_shares.find,
    "klimek": klimek.find,
    "mixture": mixture.find,
    "shoulder": shoulder.find,
    "neighbours": neighbours.find,
    "turnout-slope": slopes.find,
    "vote-rate": vote_rate.find,
    "full-turnout": full_turnout.find,
    "digits": digits.find,
}
#: of these, what rests on turnout
TURNOUT = ("core", "fingerprint", "turnout-curve", "shoulder", "integer-percentages", "klimek", "mixture", "neighbours",
           "turnout-slope", "vote-rate", "full-turnout")  # fmt: skip
#: a reference window of the vote curve: turnout in percent, from the first number up to, not including, the second
Window = tuple[int, int]
#: tests of percentages, for a file that gives no counts
RATES = ("percentages that no ballots can give", "percentages of every station", "support and turnout within places",
         "ballots behind the percentages")  # fmt: skip
#: of these, what takes long for a large country
SLOW = ("coarse-shares", "mixture")
#: of what honest causes set off, what takes milliseconds and is held against them; the others are never strong
QUICK = ("shoulder",)


@dataclass(frozen=True)
class AuditResult:
    """The results of every test for one election.

    Parameters
    ----------
    returns : ReturnsTable
    case : Case
        The stations estimates used.
    findings : tuple of Finding
        Proofs, indicators and evidence, in this order.
    evidence : tuple of Finding
        Those of `findings` that rest on independent evidence.
    controls : tuple of Control
        Alarms of the same indicators on honest elections.
    regions : polars.DataFrame
        A row a region.
    provenance : mapping
        What was audited, by what.
    planted : str
        For synthetic and simulated elections: their fraud, in words.
    """

    returns: ReturnsTable
    case: Case
    findings: tuple[Finding, ...]
    evidence: tuple[Finding, ...] = ()
    controls: tuple[Control, ...] = ()
    regions: pl.DataFrame = field(default_factory=pl.DataFrame)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    planted: str = ""

    @property
    def by_name(self) -> dict[str, Finding]:
        """Findings by name."""
        return {f.name: f for f in self.findings}

    @cached_property
    def names(self) -> list[str]:
        """Stations of the case, as the file calls them."""
        return self.returns.frame["station"].gather(self.case.row).fill_null("(no name)").to_list()

    @property
    def verdict(self) -> tuple[str, ...]:
        """What can be said, most certain first."""
        return verdict(self.findings, self.controls)

    @property
    def frame(self) -> pl.DataFrame:
        """Findings as a table, one row per finding."""
        columns = ("name", "title", "kind", "value", "unit", "low", "high", "range_is", "alarm", "rule", "says",
                   "assumes", "fails_when")  # fmt: skip
        kinds = {c: pl.Float64 if c in ("value", "low", "high") else pl.Boolean if c == "alarm" else pl.String
                 for c in columns}  # fmt: skip
        rows = [tuple(getattr(f, c) for c in columns) for f in self.findings]
        return pl.DataFrame(rows, schema=kinds, orient="row", strict=False)


def indicators(window: Window | None = None) -> dict[str, Find]:
    """`INDICATORS`; with the reference window of the vote curve, in percent of turnout, where one is given."""
    if window is None:
        return INDICATORS
    return {**INDICATORS, "turnout-curve": partial(turnout_curve.find, window=window)}


def examine(
    returns: ReturnsTable,
    *,
    evidence: Evidence | None = None,
    others: Others = NONE,
    window: Window | None = None,
    seed: int = 1,
    progress: ProgressCallback = silent,
) -> AuditResult:
    """All proofs, indicators and evidence, without false-alarm rates (`with_controls`).

    Parameters
    ----------
    returns : ReturnsTable
    evidence : Evidence, optional
        From another file; what the returns' own map declares is used besides.
    others : Others
        Other counts of the same stations: an earlier election, an earlier state of this count.
    window : (int, int), percent of turnout, optional
        Reference window of the vote curve, instead of what the returns say.
    seed : int
        Of resamples and of models that draw.
    progress : callable
        Is called before each test.
    """
    total, done = len(PROOFS) + len(INDICATORS) + 6, count()

    def step(name: str) -> None:
        progress(Progress(next(done), total, name.replace("-", " ")))

    findings: list[Finding] = []
    for name, proof in PROOFS.items():
        step(name)
        findings.append(proof(returns))
    if returns.percent_only:  # proofs and descriptions of rates stand in the place of those of counts
        findings = rates.find(returns)
    step("announced totals")
    findings += [] if returns.percent_only else _announced(returns)
    findings += _doubts(returns)
    case = returns.case()
    for name, indicator in indicators(window).items():
        step(name)
        if returns.percent_only:
            continue
        stopped = returns.turnout_doubt if name in TURNOUT else ""
        findings.append(_not_possible(INDICATORS[name], stopped) if stopped else indicator(case, seed=seed))
    step("all contestants")
    findings.append(_left_out() if returns.percent_only else statistics.find(returns, seed=seed))
    step("comparisons")
    findings += [] if returns.percent_only else every.findings(returns, others, seed=seed)
    step("covariates")
    findings += covariates.find(returns, seed=seed)
    step("independent evidence")
    extra = joined.findings(returns, evidence, seed=seed)
    step("regions")
    named = distinct([*findings, *extra])
    by_name = {f.name: f for f in findings}
    return AuditResult(returns, case, named, named[len(findings) :], regions=regions(case, by_name))


def distinct(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings with a name each: the second of one name, as of totals of a second kind of unit, is called NAME-2."""
    seen: Counter[str] = Counter()
    out = []
    for f in findings:
        seen[f.name] += 1
        out.append(f if seen[f.name] == 1 else replace(f, name=f"{f.name}-{seen[f.name]}"))
    return tuple(out)


def with_controls(
    result: AuditResult, *, elections: int, others: Others = NONE, window: Window | None = None, seed: int = 1,
    progress: ProgressCallback = silent, finished: Outcomes | None = None,
    keep: Callable[[int, int, Sequence[Outcome]], None] = ignored,
) -> AuditResult:  # fmt: skip
    """The same with every indicator's alarms on honest elections of all worlds; options are as for `control`."""
    # an indicator that was silent here has no rate to report
    spoke = [f.name for f in result.findings if f.alarm is not None and f.name in INDICATORS]
    finds = {**indicators(window), "klimek": partial(klimek.find, ranges=False)}  # alarms only, in a fourth of the time
    # what takes long is held against honest elections if it alarms: of silence there is nothing to weigh
    alarming = [finds[f.name] for f in result.findings if f.alarm and f.name in SLOW]
    result, slow = _alarming_on_fewer(result, alarming, seed)
    quick = [finds[name] for name in finds if name in spoke and name not in SLOW]
    controls = control(result.case, quick, slow=slow, elections=elections, seed=seed, progress=progress,
                       finished=finished, keep=keep)  # fmt: skip
    # what mistakes honest causes for fraud is held against these as well, if it takes no time; what does not stays weak
    # all stations, as in the case: the score that these have to reach grows with their number
    loud = [as_loud(f) for f in result.findings if f.alarm and f.name in QUICK]
    causes = control_causes(result.case, loud, elections=MANY * elections, seed=seed, progress=progress,
                            finished=finished, keep=keep)  # fmt: skip
    changes = _changes(result, others, MANY * elections, seed)
    return replace(result, controls=(*controls, *causes, *changes))


def _alarming_on_fewer(result: AuditResult, slow: Sequence[Find], seed: int) -> tuple[AuditResult, list[Find]]:
    """Of slow tests those that alarm on as many stations of these returns as they are run on in honest elections.

    With more stations a test alarms more easily, also at honest causes, so the rate for few stations says nothing of
    an alarm that takes all of them: that has no rate, and its finding says why.
    """
    few = fewer(result.case, seed) if slow else None
    if few is None:
        return result, list(slow)
    again = [(find, find(few, seed=seed)) for find in slow]
    silent = {found.name for _, found in again if not found.alarm}
    note = (f" On {few.stations:,} of the stations, about as many as simulated honest elections have for this test, it "
            "raises no alarm, so its rate of false alarms is not known.")  # fmt: skip
    noted = tuple(replace(f, says=f.says + note) if f.name in silent else f for f in result.findings)
    return replace(result, findings=noted), [find for find, found in again if found.alarm]


def _changes(result: AuditResult, others: Others, elections: int, seed: int) -> list[Control]:
    """How often honest changes set off the test of changes, if it alarmed."""
    finding = result.by_name.get(change.OUTLIERS.name)
    if others.earlier is None or finding is None or not finding.alarm:
        return []
    both = every.leaders(result.returns, others.earlier)
    matched = match(result.returns, others.earlier)
    return change_worlds.control_changes(matched, *both, elections=elections, seed=seed)


def as_loud(finding: Finding) -> Find:
    """A test of `QUICK` that alarms only where it says as much as it did here."""
    return partial(shoulder.find, least=finding.value or 0.0)


def _not_possible(indicator: Find, reason: str) -> Finding:
    """A test that cannot be made, and why."""
    about: Finding = sys.modules[indicator.__module__].ABOUT
    return replace(about, says=f"Not possible: {reason[0].lower()}{reason[1:]}")


def _left_out() -> Finding:
    """Which tests percentages do not allow."""
    abouts = [sys.modules[find.__module__].ABOUT for find in INDICATORS.values()]
    titles = [about.title[0].lower() + about.title[1:] for about in abouts]
    return Finding(
        name="tests-left-out", title="Tests that percentages do not allow", kind="description", unit="test",
        says=f"Made: {'; '.join(RATES)}. Not made, because they need counts: {'; '.join(titles)}.",
        value=float(len(titles)),
        fails_when="A count made up from a rounded percentage has digits and whole percentages that nobody reported.",
    )  # fmt: skip


def _doubts(returns: ReturnsTable) -> list[Finding]:
    """Whether the columns mean what the map says; nothing if there is no doubt."""
    if not returns.doubts:
        return []
    table = pl.DataFrame(returns.doubts, schema=["doubt", "says", "stops tests of turnout"], orient="row")
    return [Finding(
        name="plausibility", title="Do the columns mean what the map says?", kind="description",
        says=" ".join(d.says for d in returns.doubts), value=float(len(returns.doubts)), unit="doubt",
        fails_when="A country whose stations are unlike others: read the sentences, and correct the map or go on.",
        tables={"doubts": table},
    )]  # fmt: skip


def _announced(returns: ReturnsTable) -> list[Finding]:
    """What the announced totals can be checked for by arithmetic."""
    announced = returns.announced
    if announced is None:
        return []
    totals = partial_sums.national(announced)
    out = [partial_sums.find(returns, totals, complete=announced.complete)] if totals.height else []
    out += [
        partial_sums.find(returns, announced.units(unit), unit, complete=announced.complete)
        for unit in announced.by if unit in returns.units
    ]  # fmt: skip
    if announced.votes and announced.base:
        out.append(rounded_percentages.find(announced.votes, announced.base))
    rest = joined.remainder_of(returns, announced)
    return [*out, *([] if rest is None else [rest])]


def regions(case: Case, findings: Mapping[str, Finding]) -> pl.DataFrame:
    """A row a region: totals, anomalous ballots, integer percentages."""
    frame = pl.DataFrame(
        {"region": [case.regions[k] for k in case.region], "registered": case.registered, "issued": case.issued,
         "cast": case.cast, "leader": case.leader}
    )  # fmt: skip
    c = pl.col
    table = frame.group_by("region").agg(
        pl.len().alias("stations"), c("registered").sum(), (c("issued").sum() / c("registered").sum()).alias("turnout"),
        (c("leader").sum() / c("cast").sum()).fill_nan(None).alias("result"),
    )  # fmt: skip
    for name, column, shown in (
        ("turnout-curve", "ballots_by_country", "anomalous ballots"),
        ("turnout-curve", "ballots", "by own window"),
        ("integer-percentages", "z", "integers, z"),
    ):
        other = findings[name].tables.get("regions") if name in findings else None
        if other is not None and {"region", column} <= set(other.columns):
            table = table.join(other.select("region", c(column).alias(shown)), on="region", how="left")
    return table.sort("region")

