"""Noun phrases around a verb: who stands before it as its subject, and who behind it where the order is turned."""

from __future__ import annotations

from collections.abc import Sequence

from contested.reading.lexicon import words
from contested.reading.tagging import Token

_INNER = frozenset(["DET", "ADJ", "NOUN", "PROPN", "NUM", "POS"])
_HEADS = frozenset(["NOUN", "PROPN", "NUM"])
#: prepositions that join two nouns into one name of somebody
_JOINING = frozenset(["of", "for", "from", "at", "in", "with", "on"])
#: never part of a name
_TIMES = words("phrases.times")


def is_inner(token: Token) -> bool:
    """Whether a token may be part of a noun phrase; the numbers of a date are none of a source's."""
    return token.tag in _INNER and not token.dated


def before(seq: Sequence[Token], end: int) -> int:
    """Where the noun phrase begins whose last token stands before `end`; `end` if there is none."""
    at = end - 1
    if at < 0:
        return end
    if seq[at].tag == "PRON":
        return at
    if seq[at].tag == "DET" and seq[at].low in (
        "this",
        "that",
        "these",
        "those",
        "both",
        "many",
        "some",
        "most",
        "others",
    ):
        return at
    person = seq[at].tag == "ADJ" and seq[at].low.endswith("ed") and at > 0 and seq[at - 1].tag == "DET"
    if (seq[at].tag not in _HEADS and not person) or seq[at].low in _TIMES or seq[at].dated:
        return end  # "the families of the detained" ends with a person
    start = at
    while at >= 0:
        token = seq[at]
        inside = (
            token.tag == "VERB"
            and token.low.endswith(("ing", "ed"))
            and at + 1 < end
            and (seq[at + 1].tag in ("NOUN", "PROPN") and at and seq[at - 1].tag in ("DET", "NOUN", "PROPN", "ADJ"))
        )
        if token.text == "/" and at and seq[at - 1].tag == "PROPN":
            at -= 1
        elif inside or (is_inner(token) and not (token.low in _TIMES and token.tag == "PROPN")):
            start = at
            if token.tag == "DET" and not (at and seq[at - 1].tag in ("ADP", "CONJ")):
                break
            at -= 1
        elif (token.low in _JOINING and at and seq[at - 1].tag in _HEADS and seq[at - 1].low not in _TIMES) or (
            token.tag == "CONJ" and token.low != "but" and at and seq[at - 1].tag in _HEADS and not _clause(seq, at)
        ):
            at -= 1
        else:
            break
    return start


def _clause(seq: Sequence[Token], joint: int) -> bool:
    """Whether a verb stands before a conjunction, so that it joins clauses and not names."""
    for k in range(joint - 1, -1, -1):
        if seq[k].tag in ("VERB", "AUX"):
            return True
        if seq[k].tag == "PUNCT" or seq[k].tag == "SCONJ":
            return False
    return False


def behind(seq: Sequence[Token], start: int) -> int:
    """Where the noun phrase ends that begins at `start`; `start` if there is none."""
    if start >= len(seq):
        return start
    if seq[start].tag == "PRON":
        return start + 1
    at, end = start, start
    while at < len(seq):
        token = seq[at]
        if is_inner(token) and token.low not in _TIMES:
            if token.tag == "DET" and at > start and seq[at - 1].tag not in ("ADP", "CONJ"):
                break
            at += 1
            if token.tag in _HEADS or token.tag == "POS":
                end = at
        elif (
            token.low in _JOINING
            and end == at > start
            and at + 1 < len(seq)
            and is_inner(seq[at + 1])
            and (
                (seq[at + 1].low not in _TIMES and token.low not in ("on", "in"))
                or (token.low == "in" and seq[at + 1].tag == "PROPN")
            )
        ) or (
            token.tag == "CONJ"
            and token.low in ("and", "&", "or")
            and end == at > start
            and at + 1 < len(seq)
            and seq[at + 1].tag in ("PROPN", "NOUN")
        ):
            at += 1
        else:
            break
    return end


def apposition(seq: Sequence[Token], comma: int) -> int:
    """Where an apposition ends that a comma opens (", a two-decade veteran of the committee"); the comma if none."""
    if comma + 1 >= len(seq) or seq[comma].low != "," or seq[comma + 1].tag not in ("DET", "NOUN", "ADJ", "PROPN"):
        return comma
    end = behind(seq, comma + 1)
    if end == comma + 1:
        return comma
    closing = end < len(seq) and seq[end].text in ",."
    return end if closing or end == len(seq) else comma


def _long(seq: Sequence[Token], verb: int, start: int) -> tuple[int, int] | None:
    """The phrase that opens the clause, if what stands between it and the verb only describes it: "A poll released in
    late August found", "The average of polls taken over the past two weeks shows"."""
    opening = start
    while opening and not (
        seq[opening - 1].tag in ("PUNCT", "SCONJ") or seq[opening - 1].low in ("that", "and", "but")
    ):
        opening -= 1
    end = behind(seq, opening)
    if end == opening or end >= verb or seq[opening].tag == "PRON":
        return None
    between = seq[end:verb]
    first = between[0]
    if not (
        first.tag in ("ADP", "ADV")
        or first.low.endswith(("ed", "ing"))
        or first.low in ("taken", "done", "held", "being")
    ):
        return None
    if any(map(_finite, between[:-1])):
        return None
    return opening, end


def _antecedent(seq: Sequence[Token], start: int, verb: int) -> tuple[int, int] | None:
    """The phrase before a relative clause whose object stands before the verb: "a lawyer who was with them said"."""
    if seq[start].low not in _OBJECTS and not (start and seq[start - 1].tag in ("ADP", "VERB")):
        return None
    for k in range(start - 1, max(1, start - 10), -1):
        if seq[k].tag == "PUNCT":
            return None
        if seq[k].low in ("who", "that", "which") and seq[k - 1].tag in ("NOUN", "PROPN") and seq[k + 1].tag in (
            "VERB", "AUX",
        ):  # fmt: skip
            opening = before(seq, k)
            return (opening, k) if opening < k else None
    return None


def _described(seq: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The phrase before a relative clause that a verb closes: "an officer who asked not to be named said"."""
    for k in range(at - 2, max(0, at - 14), -1):
        if seq[k].tag == "PUNCT":
            return None
        if seq[k].low in ("who", "which") and seq[k - 1].tag in ("NOUN", "PROPN") and k + 1 < at:
            opening = before(seq, k)
            return (opening, k) if opening < k else None
    return None


_OBJECTS = frozenset(["them", "him", "us", "me", "it", "her", "you"])


def _finite(token: Token) -> bool:
    """Whether a token between a noun and its verb is more than a description of the noun."""
    if token.tag == "VERB":
        return not token.low.endswith(("ed", "ing", "en"))
    return token.tag in ("AUX", "PUNCT", "PRON", "SCONJ") and token.low != "being"


def subject(seq: Sequence[Token], verb: int) -> tuple[int, int] | None:
    """The noun phrase before a verb whose subject it is, as first token and the one behind the last."""
    at = verb
    while at and (seq[at - 1].tag in ("AUX", "ADV") or seq[at - 1].low in ("n't", "not") or seq[at - 1].low in _TIMES):
        at -= 1
        if at >= 2 and seq[at - 1].low in _TIMES and seq[at - 2].low == "on":
            at -= 1
    if at >= 2 and seq[at - 1].low == "on" and at < len(seq) and seq[at].low in _TIMES:
        at -= 1
        while at and seq[at - 1].tag in ("AUX", "ADV"):
            at -= 1
    if not at:
        return None
    last = seq[at - 1]
    if last.text in "—–":
        opened = next((k for k in range(at - 2, 0, -1) if seq[k].text in "—–"), 0)
        start = before(seq, opened) if opened else at
        return (start, opened) if opened and start < opened else None
    if last.low == ",":
        # "Clinton, the former secretary, said": back to the comma that opens what stands between
        for k in range(at - 2, max(-1, at - 26), -1):
            if seq[k].low == ",":
                start = before(seq, k)
                if start == k - 1 and seq[start].tag == "NUM":
                    continue  # "Marta Silva, 24, a student, said"
                if start < k and seq[k - 1].tag != "PRON":
                    inner = apposition(seq, k)
                    return (start, inner) if inner == at - 1 else (start, k)
        return None
    if last.text in ")]":
        opened = next((k for k in range(at - 2, -1, -1) if seq[k].text in "(["), 0)
        start = before(seq, opened) if opened else at
        return (start, opened) if opened and start < opened else None
    if last.tag == "CONJ":
        return None
    start = before(seq, at)
    if start == at and (whole := _described(seq, at)) is not None:
        return whole
    if start < at and (behind_relative := _antecedent(seq, start, at)) is not None:
        return behind_relative
    if start and seq[start - 1].tag == "AUX" and seq[start - 1].low in ("is", "are", "was", "were"):
        return None  # "it is worth noting"
    if start == at or (start and (seq[start - 1].tag == "ADP" or seq[start - 1].low in _JOINING)):
        longer = _long(seq, at, start if start < at else at)
        if longer is not None:
            return longer
    return (start, at) if start < at else None
