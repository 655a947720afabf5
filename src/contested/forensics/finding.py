"""The result of a test of the count: one form for all tests, so that no number stands without its assumption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from contested.ground.errors import BrokenInvariant

#: kinds of statement, surest first
KINDS: dict[str, str] = {
    "proof": "follows from the numbers by arithmetic; nobody need assume anything about voters",
    "estimate": "follows if the assumption beside it holds",
    "description": "describes the returns; says nothing about fraud by itself",
}


#: what a proof says where the returns give it nothing to compare: it neither holds nor is contradicted
NOTHING = "The returns give no counts that this could compare."


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One statement about the count.

    Parameters
    ----------
    name : str
        The test, as files and tables call it: "integer-percentages".
    title : str
        The test in a few words.
    kind : str
        A key of `KINDS`.
    says : str
        The result in one or two plain sentences, with its numbers.
    value : float, optional
        The number itself; absent where the test does not apply (`says` then gives the reason).
    unit : str
        Of `value`, `low` and `high`: "ballot", "station", "share", "-".
    low, high : float, optional
        A range for `value`.
    range_is : str
        What that range is: "95 % of 200 resamples of territories", "over 12 windows".
    alarm : bool, optional
        Whether it points to falsification, by a rule fixed beforehand (`rule`); absent for a description.
    rule : str
        The condition for an alarm.
    assumes : str
        What must be true for the statement to be true.
    fails_when : str
        How it is known to mislead.
    cites : tuple of str
        Keys of references.bib.
    tables : mapping of name to polars.DataFrame
        The full data behind the statement.
    """

    name: str
    title: str
    kind: str
    says: str = ""
    value: float | None = None
    unit: str = "-"
    low: float | None = None
    high: float | None = None
    range_is: str = ""
    alarm: bool | None = None
    rule: str = ""
    assumes: str = ""
    fails_when: str = ""
    cites: tuple[str, ...] = ()
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise BrokenInvariant(f"finding {self.name!r}: {self.kind!r} is none of {', '.join(KINDS)}.")
        if self.kind == "estimate" and not self.assumes:
            raise BrokenInvariant(f"finding {self.name!r}: an estimate without `assumes`.")
        if self.alarm is not None and not self.rule:
            raise BrokenInvariant(f"finding {self.name!r}: sets `alarm` but no `rule`.")
