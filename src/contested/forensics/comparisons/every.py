"""All comparisons that returns allow, with other counts of the same stations and with what their own map names."""

from __future__ import annotations

from typing import NamedTuple

from contested.forensics.comparisons import change, groups, hours, order, snapshots, swaps
from contested.forensics.comparisons.matching import FEW, match
from contested.forensics.finding import Finding
from contested.forensics.table.returns import ReturnsTable


class Others(NamedTuple):
    """Other counts of the same stations: of an earlier election or round, and an earlier state of this count."""

    earlier: ReturnsTable | None = None
    snapshot: ReturnsTable | None = None


NONE = Others()


def findings(returns: ReturnsTable, others: Others = NONE, *, seed: int = 1) -> list[Finding]:
    """Every comparison that can be made; none where there is nothing to compare with."""
    out: list[Finding] = []
    for one in (groups, order, hours):
        out += one.find(returns, seed=seed)
    if others.earlier is not None:
        out += _earlier(returns, others.earlier)
    if others.snapshot is not None:
        out += snapshots.find(match(returns, others.snapshot, faulty=True))
    return out


def leaders(returns: ReturnsTable, earlier: ReturnsTable) -> tuple[str, str]:
    """Who is compared with whom: the leader with itself, or with the leader of then where it did not run."""
    leader = returns.leader
    return leader, leader if leader in earlier.contestants else earlier.leader


def _earlier(returns: ReturnsTable, earlier: ReturnsTable) -> list[Finding]:
    matched = match(returns, earlier)
    leader, before = leaders(returns, earlier)
    out = [change.describe(matched, leader, before)]
    if len(matched.station) >= FEW:
        out += [change.outliers(matched, leader, before), swaps.find(matched)]
    return out
