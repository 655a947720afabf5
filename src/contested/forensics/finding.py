"""What a test of the count has to say, in one form for all of them, so that none stands without its assumption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from contested.ground.errors import BrokenInvariant

#: what kinds of statement there are, surest first
KINDS: dict[str, str] = {
    "proof": "follows from the numbers by arithmetic; nobody need assume anything about voters",
    "estimate": "follows if the assumption beside it holds",
    "description": "describes the returns; says nothing about fraud by itself",
}


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
        What came out, in one or two plain sentences with its numbers.
    value : float, optional
        The number itself; absent where the test does not apply (`says` then tells why).
    unit : str
        Of `value`, `low` and `high`: "ballot", "station", "share", "-".
    low, high : float, optional
        A range for `value`.
    range_is : str
        What that range is: "95 % of 200 resamples of territories", "over 12 windows".
    alarm : bool, optional
        Whether it speaks for falsification, by a rule fixed beforehand (`rule`); absent for a description.
    rule : str
        When it alarms.
    assumes : str
        What must hold for the statement to hold.
    fails_when : str
        How it is known to mislead.
    cites : tuple of str
        Keys of references.bib.
    tables : mapping of name to polars.DataFrame
        What the statement rests on, in full.
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
            raise BrokenInvariant(f"finding {self.name!r}: an estimate says what it assumes.")
        if self.alarm is not None and not self.rule:
            raise BrokenInvariant(f"finding {self.name!r}: says not when it alarms.")
