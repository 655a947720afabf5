"""Tables about the audit of a count: each test with its rule and its weakness, and what is looked for in the data.

Tests are asked about an election without stations, so that they answer with nothing but what they are.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from contested.forensics import suite
from contested.forensics.finding import Finding
from contested.forensics.proofs import counting_bounds, partial_sums, remainder, rounded_percentages
from contested.forensics.samples import quick_count, ratio, reporting, sequential
from contested.forensics.table import quality
from contested.forensics.table.case import Case
from contested.forensics.table.returns import ReturnsTable
from tables.page import Link, table


def tests(link: Link) -> str:
    """Every test, with when it alarms, what it assumes, and how it is known to mislead."""
    rows = [
        (f.title, f.kind, f.rule or "never", f.assumes, f.fails_when, ", ".join(link.source(key) for key in f.cites))
        for f in _asked()
    ]
    return table(("test", "kind", "alarms when", "assumes", "misleads when", "sources"), rows)


def quality_rules(link: Link) -> str:
    """What is looked for in a table of returns, and whether a station with it is used in estimates."""
    rows = [(f"`{name}`", rule.says, "no" if rule.stops else "yes") for name, rule in quality.RULES.items()]
    return table(("rule", "what is wrong", "used"), rows)


def _asked() -> Iterator[Finding]:
    frame = pl.DataFrame({"registered": [0], "cast": [0], "A": [0], "B": [0]})
    returns = ReturnsTable.of(frame, ("A", "B"), "A", "nobody")
    yield from (find(returns) for find in suite.PROOFS.values())
    told = pl.DataFrame(schema={"contestant": pl.String, "votes": pl.Int64})
    yield partial_sums.find(returns, told)
    yield remainder.find((), (), 0, 0, ())
    yield rounded_percentages.find({"A": 0}, 1)
    yield counting_bounds.find({}, {})
    none, code = np.empty(0, np.int64), np.empty(0, np.int32)
    nobody = Case(none, none, none, none, code, code, "A", (), (), none)
    yield from (find(nobody) for find in suite.INDICATORS.values())
    yield counting_bounds.find({}, {}, "registrations")
    yield ratio.find((), none, none, np.empty(0, bool), contestant="A")
    one = np.zeros((1, 2), int)
    yield reporting.find(reporting.Platform(("",), ("A", "B"), np.ones(1, int), one, one, one, one), sweeps=40)
    yield quick_count.find(none, none, none, np.ones(1, int), 0.5)
    yield sequential.find(none, none, none, 1, 1)
