"""How sure a claimant is: stated, denied, planned, conditional; and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contested.reading import modality
from contested.reading.drafts import Certainty
from contested.reading.frame import Frame
from contested.reading.kinds import Kind
from contested.reading.lexicon import words
from contested.reading.numbers import Mention
from contested.reading.tagging import Token

Phrases = dict[str, list[tuple[str, ...]]]


def _by_first(*phrases: tuple[str, ...]) -> Phrases:
    found: Phrases = {}
    for phrase in phrases:
        found.setdefault(phrase[0], []).append(phrase)
    return found


#: what a law provides for has not happened
_PROVIDED = _by_first(
    ("punishable",), ("provides", "for"), ("provide", "for"), ("carries",), ("carry",), ("faces", "up"), ("face", "up"),
    ("facing", "up"), ("liable",), ("tolerated",), ("allowed",), ("permitted",), ("up", "to", "a", "maximum"),
    ("risk",), ("risks",), ("threatened", "with"), ("subject", "to"), ("entails",), ("considers",), ("considering",),
    ("consider",), ("in", "case", "of"), ("in", "the", "event"), ("provided", "that"),
)  # fmt: skip
#: who is denied these denies nothing
_GRANTED = frozenset(["access", "entry", "bail", "permission", "visas", "treatment", "visits"])
_UNTRUE = frozenset(["untrue", "false", "nonsense", "lie", "unfounded", "groundless", "baseless", "fabricated"])
_DENIALS = words("certainty.denials")


def of(
    text: str, seq: Sequence[Token], number: Mention, kind: Kind, frame: Frame | None
) -> tuple[Certainty, tuple[int, int] | None]:
    """The certainty of a claim, and where it is said; `stated` without a place where nothing says otherwise."""
    at = next((k for k, t in enumerate(seq) if t.end > number.start), len(seq))
    verb = kind.at if kind.at >= 0 else at
    last = max((k for k, t in enumerate(seq) if t.start < number.end), default=at)
    low, high = min(at, verb), max(last, verb)
    if frame is not None and frame.kind == "deny" and kind.quantity != "dismissed":
        return "denied", (frame.cue.start, frame.cue.end)
    for k, token in enumerate(seq):
        if (
            token.low in _DENIALS
            and abs(k - at) <= (14 if token.low in _UNTRUE else 8)
            and kind.at != k
            and (k < at or token.low in _UNTRUE)
            and not _adjective(seq, k)
            and not (k + 1 < len(seq) and seq[k + 1].low in _GRANTED)
        ) and not any(t.text in ";." for t in seq[min(k, at) : max(k, at)]):
            return "denied", (token.start, token.end)
    if (refuted := _refuted(text, seq, at)) is not None:
        return "denied", refuted
    if at and seq[at - 1].low == "not":
        return "denied", (seq[at - 1].start, seq[at - 1].end)
    if kind.quantity in ("days", "money", "crowd"):
        for k in range(max(0, low - 12), at + 1):
            if _joined(seq, k, low, high) and _phrase_at(seq, k, _PROVIDED) is not None:
                return "conditional", (seq[k].start, seq[k].end)
    if kind.quantity in ("days", "money") and (k := _requested(seq, at)) >= 0:
        return "planned", (seq[k].start, seq[k].end)
    for k in range(max(0, low - 12), max(at, verb)):
        if _headline(seq, k, max(at, verb)):
            return "planned", (seq[k].start, seq[k].end)
    sure, first, stop = modality.mood_of(seq, at, last, kind, frame)
    return sure, (seq[first].start, seq[stop].end) if first >= 0 else None


#: behind a number that somebody else gave, in its sentence or in the next
_REFUTED = re.compile(
    r"(?:\b(?:is|are|was|were) not (?:correct|true|accurate|supported|borne out|confirmed by)\b"
    r"|\b(?:do|does|did) not (?:correspond|match|reflect)\b"
    r"|\bhas no basis\b|\b(?:is|are) (?:untrue|incorrect|invented|a lie|pure invention)\b)"
)
_REJECTED = re.compile(
    r"\s*(?:(?:We|They|He|She|It) (?:firmly |categorically |strongly )?(?:rejects?|den(?:y|ies)|disputes?|refutes?) "
    r"(?:this|that|the) (?:figure|number|claim|report|count)|"
    r"(?:It|This|That) is (?:not (?:correct|true|so)|false|untrue)\b)"
)
_GIVEN = re.compile(r"\b(?:[Ff]igures?|[Rr]eports?|[Cc]laims?|[Rr]umours?|[Nn]umbers?|speaks? of|spoke of)\b")


def _refuted(text: str, seq: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Where a number that others give is said to be wrong: "Reports of 15 dead are not true"."""
    if at >= len(seq) or not _GIVEN.search(text, seq[0].start, seq[at].start):
        return None
    end = seq[-1].end
    found = _REFUTED.search(text, seq[at].start, end)
    if found is None and not any(t.tag == "NUM" for t in seq[at + 2 :]):
        found = _REJECTED.match(text, end)
    return (found.start(), found.end()) if found is not None else None


def _requested(seq: Sequence[Token], at: int) -> int:
    """The verb by which a prosecutor asks for a sentence, right before a number; -1 if there is none."""
    near = range(max(0, at - 4), at)
    return next((k for k in near if seq[k].low in ("asked", "sought", "demanded", "requested")), -1)


def _adjective(seq: Sequence[Token], k: int) -> bool:
    """Whether a participle stands before its noun: "the disputed vote"."""
    if not 0 < k < len(seq) - 1 or not seq[k].low.endswith("ed"):
        return False
    return (seq[k - 1].tag in ("DET", "POS", "ADJ", "ADP") or seq[k - 1].low in ("his", "her", "their", "its")) and (
        seq[k + 1].tag in ("NOUN", "ADJ", "PROPN")
    )


def _headline(seq: Sequence[Token], k: int, at: int) -> bool:
    """Whether a token is the "to" by which a headline speaks of what is to come: "Army to send 3,000 soldiers"."""
    if (
        seq[-1].text in ".!?"
        or seq[k].low != "to"
        or not 0 < k < min(at, len(seq) - 1)
        or seq[k + 1].tag in ("DET", "NUM", "PROPN", "POS")
    ):
        return False
    return all(t.tag in ("NOUN", "PROPN", "ADJ", "POS", "NUM", "ADP", "CONJ") for t in seq[:k]) and (
        seq[k - 1].tag in ("NOUN", "PROPN")
    ) and not any(t.low == "from" for t in seq[:k])  # fmt: skip


def _phrase_at(seq: Sequence[Token], k: int, phrases: Phrases) -> tuple[str, ...] | None:
    """The phrase of a table that begins at a token."""
    for phrase in phrases.get(seq[k].low, ()):
        if all(k + j < len(seq) and seq[k + j].low == word for j, word in enumerate(phrase)):
            return phrase
    return None


def _joined(seq: Sequence[Token], k: int, low: int, high: int) -> bool:
    """Whether a word belongs to the clause of a number and its verb."""
    if k < low:
        return not any(t.text == ";" or t.low in ("who", "which", "but") for t in seq[k:low])
    if k > high:
        between = seq[high + 1 : k]
        joint = next((j for j, t in enumerate(between) if t.low == "and"), None)
        clause = joint is not None and any(t.tag in ("VERB", "AUX", "PRON", "NUM") for t in between[joint:])
        return not clause and not any(t.text in ",;" or t.low in ("who", "which", "that", "until") for t in between)
    return True
