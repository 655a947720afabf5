"""Somebody in a report, and a source as it stands there."""

from __future__ import annotations

from dataclasses import dataclass, field

from contested.claims.claim import Side


@dataclass
class Actor:
    """Somebody in a report.

    Parameters
    ----------
    name : str
        The fullest name in the report.
    side : Side
    sex : str
        `m`, `f`, or empty where nothing says.
    age : int or None
    words : set of str
        Titles and descriptions, in small letters.
    person : bool
    """

    name: str
    side: Side = "independent"
    sex: str = ""
    age: int | None = None
    words: set[str] = field(default_factory=set)
    person: bool = True


@dataclass(frozen=True)
class Named:
    """A source as it stands in the text, and who it is.

    Parameters
    ----------
    text : str
    actor : str
    side : Side
    mention : str
        `name`, `pronoun`, `desc` or `none`.
    rule : str
    at : int
        Where it stands in the text, -1 if nowhere.
    """

    text: str
    actor: str
    side: Side
    mention: str
    rule: str
    at: int = -1


REPORTER = Named("", "reporter", "media", "none", "reporter")
