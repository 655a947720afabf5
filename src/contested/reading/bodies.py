"""Bodies that a report names once in full and then by their kind: "the Dawn Alliance" and later "the alliance"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contested.reading.lexicon import words
from contested.reading.persons import Named

KINDS = words("bodies.kinds")
#: words for a person whom a report has named before
_BACK = words("bodies.back")
_FULL = r"(?:[A-Z][\w’'-]+(?:,? (?:of|for|the|and|on) | )){1,5}"


def named(text: str, phrase: str, at: int, earlier: Sequence[Named]) -> str:
    """The full name of the body that "the ..." at a position points back to; empty if the text names none."""
    own = re.findall(r"[\w’'-]+", phrase)
    if not own or len(own) > 3 or own[-1] not in KINDS:
        return ""
    head = own[-1]
    if len(own) > 1 and own[0] not in ("same", "rights", "human", "new", "ruling", "opposition", "election"):
        return ""
    full = re.compile(
        rf"\b({_FULL}{head.title()}\b(?: (?:of|for)(?: the)? [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)?"
        rf"|{head.title()} (?:of|for)(?: the)?(?: [A-Z][\w’'-]+)+"
        rf"|(?!(?:The|This|Its|Their|His|Her|Our|An?|In|At|No) )[A-Z][\w’'-]+ {head}\b)"
    )
    said = [n.actor for n in earlier if head in n.actor.casefold().split() and len(n.actor.split()) > 1]
    if said:
        return said[-1]
    names = [re.sub(r"^The ", "", m[1]) for m in full.finditer(text)]
    if not names:
        apposed = re.compile(
            rf"\b([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*), (?:the|an?) (?:[\w’'-]+ ){{0,4}}{head}\b"
            rf"|\b(?:[Tt]he|[Aa]n?) (?:[\w’'-]+ ){{0,3}}{head} ([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)", re.S,
        )  # fmt: skip
        names = [(m[1] or m[2]).strip() for m in apposed.finditer(text[:at])]
    return names[0] if names else ""


def last_body(text: str, at: int) -> str:
    """The body named last before a position, with the words before it."""
    found = re.findall(rf"(?:[\w’'-]+ ){{0,3}}(?:{'|'.join(sorted(KINDS))})\b", text[max(0, at - 300) : at], re.I)
    return found[-1] if found else ""


def points_back(phrase: str) -> bool:
    """Whether "the ..." can only mean a person named before: "the veteran politician", "the former boxer"."""
    own = re.findall(r"[\w’'-]+", phrase.split(",")[0])
    return bool(own) and len(own) < 5 and (own[0] in ("former", "veteran", "ex", "one-time") or own[-1] in _BACK)
