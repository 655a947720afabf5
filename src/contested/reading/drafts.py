"""What reading a report gives: drafts of claims and of acts, each field anchored to the characters it came from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from contested.claims.claim import Side

Certainty = Literal["stated", "denied", "planned", "conditional"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a field comes from.

    Parameters
    ----------
    start, end : int
        Characters of the original text.
    text : str
        What stands there.
    rule : str
        The rule that took it.
    """

    start: int
    end: int
    text: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim as a report makes it, for a person to accept, correct or reject.

    Parameters
    ----------
    report : str
        Name of the report.
    published : date
    quantity : str
        One of `kinds.QUANTITIES`.
    value, low, high : float or None
        The point and the bounds said.
    unit : str
        `percent`, `day`, a currency, or empty.
    claimant : str
        The words that name who says it; empty for the reporter.
    actor : str
        Who that is.
    side : Side
    mention : str
        How the claimant stands there: `name`, `pronoun`, `desc` or `none`.
    place : str
    date, end_date : date or None
        The day of what is counted, or the first and last of a period.
    certainty : Certainty
    quoted : bool
        Whether the number stands inside a quotation.
    about : str
        `forces` for victims among them, whoever a result is about, else empty.
    start : bool
        Whether it is the beginning of something and no total.
    event : str
        Claims of one report with the same letter count the same thing.
    part_of : int
        Index of the draft whose part it is, -1 if none.
    anchors : dict of str to Anchor
        By field.
    sentence : str
    rules : dict of str to str
        The rule that gave each field, also where no words of the text did.
    reasons : dict of str to tuple of str
        What spoke most for a choice that is learnt, by field.
    """

    report: str
    published: dt.date
    quantity: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    claimant: str
    actor: str
    side: Side
    mention: str
    place: str
    date: dt.date | None
    end_date: dt.date | None
    certainty: Certainty
    quoted: bool
    about: str = ""
    start: bool = False
    event: str = ""
    part_of: int = -1
    anchors: dict[str, Anchor] = field(default_factory=dict)
    sentence: str = ""
    rules: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Least and most that the words allow."""
        if self.low is None and self.high is None:
            return self.value, self.value
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody did, for a scenario's calendar.

    Parameters
    ----------
    report : str
    act : str
        What was done, a name of `acts.ACTS`.
    code : str
        Type of event in PLOVER.
    actor, target : str
    place : str
    date : date or None
    certainty : Certainty
    anchors : dict of str to Anchor
    sentence : str
    end_date : date or None
        Last day of a period ("jailed in May").
    """

    report: str
    act: str
    code: str
    actor: str
    target: str
    place: str
    date: dt.date | None
    certainty: Certainty
    anchors: dict[str, Anchor] = field(default_factory=dict)
    sentence: str = ""
    end_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """What somebody is said to have died or been hurt of.

    Parameters
    ----------
    report : str
    cause : str
        A name of `causes.txt`.
    actor : str
        Who says it.
    side : Side
    victim : str
        Whose case it is, if a name says so.
    certainty : str
    anchor : Anchor
    sentence : str
    """

    report: str
    cause: str
    actor: str
    side: Side
    victim: str
    certainty: Certainty
    anchor: Anchor
    sentence: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A number that is no claim, and why; or what a model pointed to and the report does not have."""

    reason: str
    anchor: Anchor

    @property
    def nowhere(self) -> bool:
        """Whether it does not stand in the report."""
        return not self.anchor.end


@dataclass(frozen=True)
class Reading:
    """What one report gave.

    Parameters
    ----------
    report : str
    published : date
    text : str
        The original text, which anchors point into.
    drafts : tuple of Draft
    acts : tuple of Act
    aside : tuple of Aside
    causes : tuple of Cause
    """

    report: str
    published: dt.date
    text: str
    drafts: tuple[Draft, ...]
    acts: tuple[Act, ...] = ()
    aside: tuple[Aside, ...] = ()
    causes: tuple[Cause, ...] = ()
