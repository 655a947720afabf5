"""Whose own bulletin, statement or communique a text is: that body speaks where nobody else is named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contested.reading.structure import Paragraph, Span

#: what a body calls itself in its own text
WE = frozenset(["we", "i", "our", "our records", "our figures", "our volunteers", "our count", "our members",
                "our doctors", "our monitors", "our data", "our organisation", "our lawyers"])  # fmt: skip
_KIND = re.compile(
    r"\b(?:bulletin|communiqu[eé]|press release|statement|daily report|weekly report|monthly (?:report|figures)|"
    r"situation report|for immediate release|briefing|information on|update on|appeal)\b",
    re.I,
)
_BODY = re.compile(
    r"\b(?:ministry|commission|office|committee|watch|network|doctors|union|group|organi[sz]ation|association|council|"
    r"rights|documentation|police|prosecutor|headquarters|centre|center|party|movement|front|coalition|institute|"
    r"society|federation|service|secretariat|government|court|league|memorial|foundation|platform|staff)\b",
    re.I,
)
#: those who report what others say
_MEDIA = re.compile(r"\b(?:radio|tv|television|news|courier|times|post|gazette|tribune|herald|broadcast\w*)\b", re.I)


def issuer_of(text: str, parts: Sequence[Paragraph]) -> Span | None:
    """The words of the heading that name the body whose own text this is; None where a reporter writes."""
    heads = [p.span for p in parts[:4]]
    lines = [text[slice(*h)] for h in heads]
    kind = next((k for k, line in enumerate(lines) if _KIND.search(line) and len(line.split()) < 16), -1)
    if kind < 0 or any(_MEDIA.search(text[slice(*h)]) for h in heads[: kind + 1]):
        return None
    for at in range(kind, -1, -1):
        start, end = heads[at]
        line = text[start:end]
        found = _KIND.search(line)
        own = line[: found.start()].rstrip(" –—-:,") if at == kind and found else line
        if own and _BODY.search(own) and len(own.split()) <= 10:
            return Span(start, start + len(own))
    first = heads[0]
    return first if kind > 0 and len(text[slice(*first)].split()) <= 8 else None
