"""Dated acts for a scenario's calendar: jailed, left the country, agreed sanctions, struck; coded to PLOVER.

Types of event are those of PLOVER, the successor of CAMEO (Halterman and others 2023). An act that is planned, offered
or demanded has not happened, and says so.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from contested.reading.attribution import Tagger
from contested.reading.drafts import Act, Certainty
from contested.reading.phrases import behind, subject
from contested.reading.structure import Span

if TYPE_CHECKING:
    from contested.reading.context import Context

#: words that change an act into a plan or a possibility
_PLANNED = re.compile(
    r"\b(?:will|plans? to|is to|are to|planning to|vowed to|promised to|threatened to|going to)\s(?:\w+\s)?$"
)
_POSSIBLE = re.compile(r"\b(?:would|could|may|might|if)\s(?:\w+\s){0,2}$")
_DENIED = re.compile(r"\b(?:not|never|denied|n[’']t)\s(?:\w+\s)?$")


@cache
def table() -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    """Acts: name, PLOVER type, active or passive, forms (the longest first)."""
    rows = []
    for line in (files("contested.reading") / "acts.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, code, voice, forms = (part.strip() for part in line.split("|"))
            rows.append((name, code, voice, tuple(f.strip() for f in forms.split(","))))
    return tuple(rows)


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, tuple[str, str, str]]]:
    of = {form: row[:3] for row in table() for form in row[3]}
    forms = sorted(of, key=lambda f: -len(f))
    loose = [re.escape(f).replace("\\ ", r"\ (?:(?:on )?\w+day )?", 1) for f in forms]
    return re.compile(r"\b(?:" + "|".join(loose) + r")\b", re.I), of


def acts_of(context: Context, tagger: Tagger) -> tuple[Act, ...]:
    """Every act of a report whose actor is named."""
    text = context.text.clean
    pattern, of = _pattern()
    found: list[Act] = []
    for paragraph in context.paragraphs:
        if paragraph.head:
            continue
        for sentence in paragraph.sentences:
            hits = [
                m
                for m in pattern.finditer(text, *sentence)
                if not any(q.holds(m.start(), m.end()) for q in paragraph.quotes)
            ]
            if not hits:
                continue
            seq = tagger(text, sentence)
            for match in hits:
                act = _act(
                    context, seq, sentence, match, of[re.sub(r"(?:on )?\w+day ", "", match[0].casefold(), count=1)]
                )
                if act is not None:
                    found.append(act)
    return tuple(found)


def _act(context: Context, seq: list, sentence: Span, match: re.Match[str], row: tuple[str, str, str]) -> Act | None:  # type: ignore[type-arg]
    text = context.text.clean
    name, code, voice = row
    at = next((k for k, t in enumerate(seq) if t.start >= match.start()), None)
    if at is None:
        return None
    passive = any(t.low in ("was", "were", "been", "is", "are") for t in seq[max(0, at - 3) : at])
    if voice == "passive" and not passive:
        return None
    who = subject(seq, at)
    if who is None or (seq[who[0]].tag == "PRON" and seq[who[0]].low in ("it", "that", "which")):
        return None
    if any(t.tag == "NUM" or t.low in ("hundreds", "thousands", "dozens") for t in seq[who[0] : who[1]]):
        return None  # a number of persons is a draft of a claim
    whom = behind(seq, next((k for k, t in enumerate(seq) if t.start >= match.end()), len(seq)))
    start = next((k for k, t in enumerate(seq) if t.start >= match.end()), len(seq))
    span = Span(seq[who[0]].start, seq[who[1] - 1].end)
    earlier = [n for place, n in context.sources if place < span.start]
    actor = context.cast.resolve(span, earlier)
    target = text[seq[start].start : seq[whom - 1].end] if whom > start else ""
    by = (
        re.match(r"\s(?:\w+\s){0,4}by ((?:the )?\w+(?: \w+)?)", text[match.end() : match.end() + 60])
        if passive
        else None
    )
    doer, suffered = (by[1] if by else "", actor.actor) if passive else (actor.actor, target)
    before = text[max(sentence.start, match.start() - 30) : match.start()]
    sure: Certainty = "stated"
    if _PLANNED.search(before):
        sure = "planned"
    elif _POSSIBLE.search(before):
        sure = "conditional"
    elif _DENIED.search(before):
        sure = "denied"
    where = context.where.of(match.start(), match.end(), sentence, "act")
    paragraph = next(p for p in context.paragraphs if p.span.start <= sentence.start < p.span.end)
    when = context.days.of(match.start(), match.end(), sentence, paragraph, sure == "planned", "act")
    anchors = {
        "act": context.anchor(match.start(), match.end(), name),
        "target" if passive else "actor": context.anchor(span.start, span.end, "subject"),
    }
    if when.span is not None:
        anchors["date"] = context.anchor(*when.span, when.rule)
    return Act(
        context.name,
        name,
        code,
        doer,
        suffered,
        where.name,
        when.first,
        sure,
        anchors,
        text[sentence.start : sentence.end],
        when.last,
    )
