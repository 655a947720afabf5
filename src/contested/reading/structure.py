"""Paragraphs, headlines, quotations and sentences of a report, each a span of its text.

A quotation that is not closed runs to the end of its paragraph, and on where the next paragraph opens with a quotation
mark. Sentences are not parted inside of abbreviations and initials.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from contested.reading.names import CAPITAL, SHORT_TITLES


class Span(NamedTuple):
    """Characters from `start` up to `end`."""

    start: int
    end: int

    def holds(self, start: int, end: int) -> bool:
        """Whether it covers another span."""
        return self.start <= start and end <= self.end


@dataclass(frozen=True)
class Paragraph:
    """One paragraph.

    Parameters
    ----------
    span : Span
    sentences, quotes : tuple of Span
        Quotations of at least one word, with their marks.
    head : bool
        Whether it is a headline or a sub-head.
    goes_on : bool
        Whether its last quotation is not closed, or it ends with a colon.
    """

    span: Span
    sentences: tuple[Span, ...]
    quotes: tuple[Span, ...] = field(default=())
    head: bool = False
    goes_on: bool = False


_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_ABBREVIATION = re.compile(
    rf"(?:\b(?:{SHORT_TITLES}|st|vs|no|nos|inc|corp|co|ltd|llc|p|pp|approx|est|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|etc|fig|mt|ft|ave|blvd)|"
    r"\b[A-Za-z](?:\.[A-Za-z])*)\.$",
    re.I,
)
_STOP = re.compile(r"[.!?…]+[\"”’'»)\]]*(?=\s|$)")
_NEXT = re.compile(rf"\s+[\"“‘'«(\[–—-]*\s*[{CAPITAL}0-9$]")
_OPEN, _CLOSE = "“«„", "”»"


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text, in order."""
    found: list[Paragraph] = []
    lines = list(_PARAGRAPH.finditer(text))
    for k, match in enumerate(lines):
        start, end = match.start() + len(match[0]) - len(match[0].lstrip()), match.start() + len(match[0].rstrip())
        body = text[start:end]
        quotes, is_open = _quotes(body, start)
        head = _head(body, k, len(lines))
        goes_on = is_open or body.endswith(":")
        found.append(Paragraph(Span(start, end), tuple(_sentences(body, start)), quotes, head, goes_on))
    return tuple(found)


def _head(body: str, at: int, lines: int) -> bool:
    if body[-1:] in '.!?:;,”"' or len(body.split()) > 16:
        return bool(re.fullmatch(r"[–—-]\s.*\s[–—-]", body))
    return lines > 1 and (at == 0 or len(body.split()) <= 12)


def _quotes(body: str, start: int) -> tuple[tuple[Span, ...], bool]:
    """Quotations, and whether the last is open."""
    found: list[Span] = []
    opened = -1
    k = 0
    while k < len(body):
        mark = body[k]
        double = 2 if body[k : k + 2] in ("''", "``") else 1
        plain = mark == '"' or double == 2
        behind_word = k > 0 and not body[k - 1].isspace() and (k + 1 == len(body) or body[k + 1].isspace())
        if mark in _OPEN and opened >= 0 and behind_word:  # "Mostly False.“: the wrong mark
            found.append(Span(start + opened, start + k + 1))
            opened = -1
        elif mark in _OPEN or (plain and opened < 0):
            if opened < 0:
                opened = k
        elif (mark in _CLOSE or plain) and opened >= 0:
            found.append(Span(start + opened, start + k + double))
            opened = -1
        k += double
    if opened >= 0 and len(body) - opened > 2:
        found.append(Span(start + opened, start + len(body)))
    return tuple(q for q in found if q.end - q.start > 3), opened >= 0


def _sentences(body: str, start: int) -> list[Span]:
    found: list[Span] = []
    at = 0
    for stop in _STOP.finditer(body):
        if stop.end() < len(body) and not _NEXT.match(body, stop.end()):
            continue
        if stop[0].startswith(".") and _ABBREVIATION.search(body, at, stop.start() + 1) and stop.end() < len(body):
            before = body[max(at, stop.start() - 6) : stop.start()]
            if stop[0] == "." and not re.search(r"\b(?:p\.m|a\.m|U\.S|U\.N|E\.U)$", before):
                continue
            if not re.match(r"\s+(?:The|A|An|He|She|It|They|But|In|On|“|\")\b", body[stop.end() :]):
                continue
        found.append(Span(start + at, start + stop.end()))
        at = stop.end() + len(body[stop.end() :]) - len(body[stop.end() :].lstrip())
    if at < len(body):
        found.append(Span(start + at, start + len(body)))
    return found


def unwrapped(text: str) -> str:
    """The same text, character for character, where lines that only break a paragraph are joined by blanks.

    >>> unwrapped("A title\\n\\n" + "word " * 12 + "\\ngoes on.\\n").count("\\n")
    3
    """
    lines = text.split("\n")
    longest = max(map(len, lines))
    if longest > 140 or longest < 50 or "\n\n" not in text.strip():
        return text
    # a line that is shorter than where it could have gone on ends a paragraph or is a heading
    return (
        "".join(
            line + (" " if 0.6 * longest < len(line) and after.strip() and line.strip() else "\n")
            for line, after in pairwise(lines)
        )
        + lines[-1]
    )
