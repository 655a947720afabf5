"""Whose side a source is on: by what the rules make of it, and by the words that name it and stand beside it."""

from __future__ import annotations

import re
from typing import get_args

from contested.claims.claim import Side
from contested.reading.learnt.choices import RULES, Candidate
from contested.reading.persons import Named
from contested.reading.structure import Span

_WORDS = re.compile(r"[^\W\d_]{2,}")
_LETTER = re.compile(r"\w")
#: characters beside a name that may say what somebody is
_BESIDE = 60


def candidates(text: str, named: Named, span: Span | None, quantity: str) -> list[Candidate]:
    """The five sides, for a source.

    Parameters
    ----------
    text : str
    named : Named
        Who it is, with the side that the rules give.
    span : Span or None
        Where the source stands, None for the reporter.
    quantity : str
        What is counted.
    """
    features = {"the reporter" if named.actor == "reporter" else f"mention {named.mention}", f"rules: {named.side}",
                f"rules: {named.side}, {named.rule}", f"counts {quantity}"}  # fmt: skip
    if named.actor != "reporter":
        features |= {f"called “{w}”" for w in _of(f"{named.text} {named.actor}")}
        at = span.start if span is not None else -1
        for start, end in {(at, span.end if span is not None else -1), _first(text, named.actor)}:
            if start >= 0:
                beside = re.split(r"[.;:“”\"!?\n]", text[max(0, start - _BESIDE) : start])[-1]
                behind = re.split(r"[.;:“”\"!?\n]", text[end : end + _BESIDE])[0]
                features |= {f"beside “{w}”" for w in _of(beside) | (_of(behind) if behind.startswith(",") else set())}
    return [
        Candidate(side, frozenset({*(f"{side}: {f}" for f in features), side,
                                   *([RULES] if side == named.side else [])}))
        for side in get_args(Side)
    ]  # fmt: skip


def _first(text: str, name: str) -> tuple[int, int]:
    """Where a name first stands as a whole; (-1, -1) if nowhere."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (at and _LETTER.match(text[at - 1])) and not _LETTER.match(text, end):
            return at, end
        at = text.find(name, at + 1)
    return -1, -1


def _of(words: str) -> set[str]:
    """Words of some length, in small letters, and their first letters, so that "ministerial" is like "minister"."""
    low = {w.casefold() for w in _WORDS.findall(words)}
    return low | {f"{w[:5]}-" for w in low if len(w) > 6}
