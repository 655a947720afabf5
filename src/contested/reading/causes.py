"""What somebody died or was hurt of, by whom it is said; accounts of one case that differ in cause.

Two accounts are of one case if both are of the same person, or if no person is named and they stand close together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from contested.reading.drafts import Cause, Certainty
from contested.reading.frame import Frame
from contested.reading.structure import Paragraph, Span

if TYPE_CHECKING:
    from contested.reading.context import Context

_HARM = re.compile(
    r"\b(?:die[ds]?|dying|dead|deaths?|killed|killing|bod(?:y|ies)|wounded|injur\w+|fatal\w*|victims?)\b",
    re.I,
)
_PRONOUN = re.compile(
    r"\b(?:he|him|his|she|her|the (?:man|woman|demonstrator|protester|victim|student|teenager))\b",
    re.I,
)
_DENIED = re.compile(r"\b(?:not|never|no sign of|n[’']t|rather than|instead of)\s(?:\w+\s){0,3}$", re.I)
#: characters between two accounts of a case without a name
_NEAR = 900


@cache
def table() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Causes by name, with the words for them."""
    lines = (files("contested.reading") / "causes.txt").read_text("utf-8").splitlines()
    rows = (line.partition(" | ") for line in lines if line and not line.startswith("#"))
    return tuple((name, re.compile(rf"\b(?:{pattern})\b", re.I)) for name, _, pattern in rows)


def causes_of(context: Context) -> tuple[Cause, ...]:
    """Every cause of death or injury that a report gives, in order.

    Parameters
    ----------
    context : Context
        What is known of the report.
    """
    from contested.reading.speakers import claimant, speaker_of

    text = context.text.clean
    found: list[Cause] = []
    victim = ""
    for paragraph in context.paragraphs:
        for sentence in paragraph.sentences:
            around = text[max(paragraph.span.start, sentence.start - 300) : sentence.end]
            if not _HARM.search(around) and not any(abs(c.anchor.start - sentence.start) < _NEAR for c in found):
                continue
            for name, at in _named(text, sentence):
                frame = speaker_of(context.frames, *at)
                named, _ = claimant(context, frame)
                meant = _PRONOUN.search(text, *sentence) is not None
                victim = _victim(context, paragraph, sentence, at, frame) or (victim if meant else "")
                sure: Certainty = "denied" if _denied(text, sentence, at, frame) else "stated"
                words = text[sentence.start : sentence.end]
                if any((c.cause, c.actor, c.certainty, c.sentence) == (name, named.actor, sure, words) for c in found):
                    continue
                found.append(Cause(context.name, name, named.actor, named.side, victim, sure,
                                   context.anchor(*at, name), words))  # fmt: skip
    return tuple(found)


def _named(text: str, sentence: Span) -> list[tuple[str, Span]]:
    """The causes that a sentence names, in order."""
    hits = [
        (name, Span(*match.span()))
        for name, pattern in table() for match in pattern.finditer(text, *sentence)
        if not text[: match.start()].endswith("rubber ")
    ]  # fmt: skip
    return sorted(hits, key=lambda hit: hit[1])


def _victim(context: Context, paragraph: Paragraph, sentence: Span, at: Span, frame: Frame | None) -> str:
    """The person whose case it is: named before the cause in the paragraph, and not its speaker."""
    speaker = frame.source if frame is not None else None
    people = [
        (start, actor.name) for start, end, actor in context.cast.mentions
        if actor.person and paragraph.span.start <= start < at.start
        and not (speaker is not None and speaker.start <= start and end <= speaker.end)
    ]  # fmt: skip
    own = [name for start, name in people if start >= sentence.start]
    if own:
        return own[-1]
    if people and _PRONOUN.search(context.text.clean[sentence.start : sentence.end]):
        return people[-1][1]
    return ""


def _denied(text: str, sentence: Span, at: Span, frame: Frame | None) -> bool:
    if frame is not None and frame.kind == "deny":
        return True
    return _DENIED.search(text[max(sentence.start, at.start - 40) : at.start]) is not None


def differing(causes: Sequence[Cause]) -> list[tuple[int, int]]:
    """Pairs of accounts of one case, of different speakers, that give different causes or deny the other's."""
    pairs = []
    for a, one in enumerate(causes):
        for b in range(a + 1, len(causes)):
            other = causes[b]
            near = abs(one.anchor.start - other.anchor.start) < _NEAR
            case = one.victim == other.victim and (bool(one.victim) or near)
            if not case or one.actor == other.actor or (one.report != other.report and not one.victim):
                continue
            stated = one.certainty == other.certainty == "stated"
            if (stated and one.cause != other.cause) or (one.cause == other.cause and one.certainty != other.certainty):
                pairs.append((a, b))
    return pairs
