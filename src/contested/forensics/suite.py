"""Every test of a count in the order in which an audit tells them, and what they said of one election."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import polars as pl

from contested.forensics.controls import Control, control
from contested.forensics.finding import Finding
from contested.forensics.indicators import (
    coarse_shares,
    core,
    digits,
    equal_shares,
    fingerprint,
    full_turnout,
    integers,
    neighbours,
    slopes,
    turnout_curve,
    vote_rate,
)
from contested.forensics.models import klimek, mixture
from contested.forensics.proofs import exceeding, identities, partial_sums, rounded_percentages, twins
from contested.forensics.samples import joined
from contested.forensics.samples.evidence import Evidence
from contested.forensics.table.case import Case
from contested.forensics.table.returns import ReturnsTable
from contested.forensics.verdict import verdict

Told = Callable[[str], None]

#: from a table alone
PROOFS: dict[str, Callable[..., Finding]] = {
    "protocols that contradict themselves": identities.find,
    "more ballots than voters": exceeding.find,
    "copied protocols": twins.find,
}
#: from the stations that can be used; those that alarm are held against honest elections
INDICATORS: dict[str, Callable[..., Finding]] = {
    "honest core": core.find,
    "fingerprint": fingerprint.find,
    "votes that grow with turnout": turnout_curve.find,
    "integer percentages": integers.find,
    "coarse shares": coarse_shares.find,
    "neighbours with one result": equal_shares.find,
    "stuffing model": klimek.find,
    "mixture model": mixture.find,
    "small stations beside large": neighbours.find,
    "slope on turnout": slopes.find,
    "logarithmic vote rate": vote_rate.find,
    "full turnout": full_turnout.find,
    "digits": digits.find,
}
#: of these, what takes long for a large country
SLOW = (coarse_shares.find, mixture.find)


@dataclass(frozen=True)
class Audited:
    """One election and everything that was found.

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
        What indicators said of honest elections.
    regions : polars.DataFrame
        A row a region.
    provenance : mapping
        What was audited, by what.
    planted : str
        For elections that were made or simulated: what was done to them.
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
        """What can be said, surest first."""
        return verdict(self.findings, self.controls)

    @property
    def frame(self) -> pl.DataFrame:
        """Findings as a table, a row each."""
        columns = ("name", "title", "kind", "value", "unit", "low", "high", "range_is", "alarm", "rule", "says",
                   "assumes", "fails_when")  # fmt: skip
        kinds = {c: pl.Float64 if c in ("value", "low", "high") else pl.Boolean if c == "alarm" else pl.String
                 for c in columns}  # fmt: skip
        rows = [tuple(_plain(getattr(f, c)) for c in columns) for f in self.findings]
        return pl.DataFrame(rows, schema=kinds, orient="row")


def examine(
    returns: ReturnsTable, *, evidence: Evidence | None = None, seed: int = 1, told: Told = lambda text: None
) -> Audited:
    """All proofs, indicators and evidence; no honest elections yet (`held_against`).

    Parameters
    ----------
    returns : ReturnsTable
    evidence : Evidence, optional
        From another file; what the returns' own map declares is used besides.
    seed : int
        Of resamples and of models that draw.
    told : callable
        Called with a few words before each test.
    """
    found: list[Finding] = []
    for words, find in PROOFS.items():
        told(words)
        found.append(find(returns, seed=seed))
    told("announced totals")
    found += _announced(returns, seed)
    case = returns.case()
    for words, find in INDICATORS.items():
        told(words)
        found.append(find(case, seed=seed))
    told("independent evidence")
    extra = joined.findings(returns, evidence, seed=seed)
    told("regions")
    named = distinct([*found, *extra])
    return Audited(returns, case, named, named[len(found) :], regions=regions(case, {f.name: f for f in found}))


def distinct(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings with a name each: the second of one name, as of totals of a second kind of unit, is called NAME-2."""
    seen: Counter[str] = Counter()
    out = []
    for f in findings:
        seen[f.name] += 1
        out.append(f if seen[f.name] == 1 else replace(f, name=f"{f.name}-{seen[f.name]}"))
    return tuple(out)


def held_against(audited: Audited, *, elections: int, seed: int = 1, told: Told = lambda text: None) -> Audited:
    """The same with every indicator held against honest elections of both worlds."""
    # an indicator that said nothing here has no rate to be told
    spoke = {f.name for f in audited.findings if f.alarm is not None}
    finds = [find for find in INDICATORS.values() if _name(find) in spoke]
    slow = [find for find in finds if find in SLOW]
    quick = [find for find in finds if find not in SLOW]
    found = control(audited.case, quick, slow=slow, elections=elections, seed=seed, told=told)
    return replace(audited, controls=tuple(found))


def _name(find: Callable[..., Finding]) -> str:
    """The name of the findings that a function makes, read off an election of no station."""
    return find(_NOBODY, seed=1).name


def _announced(returns: ReturnsTable, seed: int) -> list[Finding]:
    """What the announced totals can be checked for by arithmetic."""
    told = returns.announced
    if told is None:
        return []
    out = [
        partial_sums.find(returns, told.units(unit), unit, seed=seed) for unit in told.by if unit in returns.units
    ]
    if told.votes and told.ballots:
        out.append(rounded_percentages.find(told.votes, told.ballots, digits=1, seed=seed))
    remainder = joined.rest(returns, told, seed=seed)
    return [*out, *([remainder] if remainder is not None else [])]


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
    for name, key, column, shown in (
        ("turnout-curve", "regions", "ballots_by_country", "anomalous ballots"),
        ("turnout-curve", "regions", "ballots", "by own window"),
        ("integer-percentages", "regions", "z", "integers, z"),
    ):
        other = findings[name].tables.get(key) if name in findings else None
        if other is not None and {"region", column} <= set(other.columns):
            table = table.join(other.select("region", c(column).alias(shown)), on="region", how="left")
    return table.sort("region")


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else float(value) if isinstance(value, int) and not isinstance(
        value, bool) else value  # fmt: skip


def _nobody() -> Case:
    import numpy as np

    none, code = np.empty(0, np.int64), np.empty(0, np.int32)
    return Case(none, none, none, none, code, code, "nobody", (), (), none)


_NOBODY = _nobody()
