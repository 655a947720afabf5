"""What a number may count: each quantity, or nothing, with the words around it that speak for each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contested.reading import clues, heads
from contested.reading.drafts import Draft
from contested.reading.kinds import QUANTITIES, Kind, counts
from contested.reading.learnt.choices import RULES, Candidate
from contested.reading.learnt.clause import stem
from contested.reading.learnt.spot import GROUPS, length
from contested.reading.lexicon import words
from contested.reading.numbers import Mention
from contested.reading.structure import Span
from contested.reading.tagging import Token

#: words around a number that are features
_WINDOW = 5
_TIMES = words("phrases.times")
#: sorts of things that are counted
_SORTS = {
    "stations": words("kinds.stations") | {"tables", "rooms", "boxes", "sheets"}, "blocks": words("kinds.blocks"),
    "sites": words("kinds.sites"), "votes": frozenset(["votes", "ballots", "vote", "ballot", "papers"]),
}  # fmt: skip
_FLAWED = tuple(words("kinds.flawed"))
#: sorts of sources, by words of theirs
_SPEAKERS = {name: words(f"speakers.{name}") for name in ("hospital", "police", "marchers", "counters", "law")}
_HARM = frozenset(["injured", "dead", "hospitalised", "missing"])
_NAMING = frozenset(["NOUN", "ADJ", "PROPN", "VERB"])
_OPEN = frozenset(["NOUN", "VERB", "ADJ", "PROPN", "ADV", "ADP", "TO", "PRON", "AUX", "SCONJ"])


def candidates(
    text: str, seq: Sequence[Token], number: Mention, others: Sequence[Mention], rule: Kind, drafts: Sequence[Draft],
    at: int, speaker: Span | None,
) -> list[Candidate]:  # fmt: skip
    """The candidates for what a number counts, each a `Kind`; no claim is the last.

    Parameters
    ----------
    text : str
    seq : sequence of Token
        Of its sentence.
    number : Mention
    others : sequence of Mention
        All numbers of the sentence.
    rule : Kind
        What the rules make of it.
    drafts : sequence of Draft
        Those before.
    at : int
        Where the sentence begins in the original, which drafts point into.
    speaker : Span or None
        The words that name who says it, as the rules find them.
    """
    inside = [k for k, t in enumerate(seq) if t.start < number.end and t.end > number.start]
    first = inside[0] if inside else next((k for k, t in enumerate(seq) if t.end > number.start), len(seq) - 1)
    last = (inside[-1] if inside else first) + 1
    head = heads.head_of(seq, last)
    shared = _shape(text, seq, number, others, head, first, last, rule, speaker)
    lexical = _words(seq, first, last, head)
    own = _clues(seq, number, others, first, head.end)
    before = drafts[-1] if drafts else None
    near = _before(before, at)
    seen = {d.quantity for d in drafts}
    made = []
    for quantity in (q for q in (*QUANTITIES, "") if counts(q, number.reported)):
        features = {f"{quantity or 'no claim'}"}
        group = GROUPS.get(quantity, quantity)
        if quantity == rule.quantity:
            features |= {RULES, f"rule: {rule.rule}"}
        if quantity:
            features |= {f"a claim: {f}" for f in shared}
            if quantity in own:
                features |= own[quantity][0]
            elif not (quantity == rule.quantity and rule.at >= 0):
                features.add("no word for it")
            features |= {f"{quantity}: {f}" for f in (*shared, *lexical)}
            features |= {f"{group} group: {f}" for f in shared} if group != quantity else set()
            if before is not None:
                features |= {f"{quantity}: behind {before.quantity}", f"{quantity}: behind {before.quantity}, {near}"}
            if before is not None and quantity == before.quantity:
                features |= {f"as the number before, {near}",
                             f"as the number before, {'without' if not head.noun else 'with'} a noun"}  # fmt: skip
                if rule.rule in ("elliptic", "carried"):
                    features.add(f"as the number before, elliptic, {near}")
            if quantity in seen:
                features.add("counted before in the report")
            if quantity == "money" and number.unit not in ("", "percent"):
                features.add("money: a currency")
        else:
            features |= {f"no claim: {f}" for f in lexical}
            if rule.reason not in ("", "other"):
                features.add("no claim by a pattern")
        named = "forces-learnt" if quantity in _HARM and head.noun in heads.FORCES else "learnt"
        kind = rule if quantity == rule.quantity else Kind(
            quantity, "" if quantity else "other", named, own.get(quantity, (set(), -1))[1], noun=head.noun
        )  # fmt: skip
        made.append(Candidate(kind, frozenset(features)))
    return made


def _shape(
    text: str, seq: Sequence[Token], number: Mention, others: Sequence[Mention], head: heads.Head, first: int,
    last: int, rule: Kind, speaker: Span | None,
) -> set[str]:  # fmt: skip
    """What is so of a number whatever it counts."""
    noun = head.noun
    sort = ("none" if not noun else "forces" if noun in heads.FORCES else "workers" if noun in heads.WORKERS else
            "persons" if heads.is_person(noun) else "towns" if noun in words("kinds.towns") else
            "time" if noun in _TIMES or re.fullmatch(r"(?:day|hour|week|month|year|minute|night)s?", noun) else
            next((name for name, some in _SORTS.items() if noun in some), "other"))  # fmt: skip
    features = {f"noun {sort}", f"part of {head.whole}" if head.whole else "no part"}
    features.add(f"rules: {rule.rule if not rule.quantity else 'a claim'}")
    value = number.reported.value if number.reported.value is not None else number.reported.low or 0.0
    size = ("0" if value == 0 else "1" if value == 1 else "2-9" if value < 10 else "10-99" if value < 100 else
            "100-999" if value < 1000 else "1000-9999" if value < 10_000 else "10000-")  # fmt: skip
    features.add(f"size {size}")
    if value == 1 and noun:
        features.add(f"one {'of them' if head.whole else sort}")
    if 1900 < value < 2100 and text[number.core : number.end].isdigit():
        features.add("looks like a year")
    if number.unit:
        features.add("per cent" if number.unit == "percent" else "currency")
    features.add("bounded" if number.core > number.start else "bare")
    after = seq[head.end] if head.end < len(seq) else None
    before = seq[first - 1] if first > 0 else None
    features |= {f"then {_sort(after)}", f"behind {_sort(before)}"}
    features.add("said by somebody" if speaker is not None else "said by nobody")
    if speaker is not None:
        said = set(re.findall(r"\w+", text[speaker.start : speaker.end].casefold()))
        features |= {f"said by {name}" for name, some in _SPEAKERS.items() if some & said}
    if any(t.low.startswith(_FLAWED) for t in seq):
        features |= {"a fault in the sentence", f"a fault in the sentence, noun {sort}"}
    features.add("the only number" if len(others) == 1 else "one of several")
    if not rule.quantity:
        features |= {f"rules: {rule.rule}, noun {sort}", f"rules: {rule.rule}, then {_sort(after)}"}
    return features


def _sort(token: Token | None) -> str:
    """A sign, or the tag of a word."""
    return "nothing" if token is None else token.text if token.tag == "PUNCT" else token.tag


def _words(seq: Sequence[Token], first: int, last: int, head: heads.Head) -> set[str]:
    """The words around a number."""
    features = {f"counts “{head.noun}”", f"counts “{stem(head.noun)}-”"} if head.noun else set()
    features |= {f"its noun is “{stem(t.low)}-”" for t in seq[last : head.end] if t.tag in _NAMING}
    for k in range(max(0, first - _WINDOW), min(len(seq), head.end + _WINDOW)):
        token = seq[k]
        if token.tag not in _OPEN or first <= k < last:
            continue
        side = "before" if k < first else "behind"
        features |= {f"“{token.low}” {side}", f"“{stem(token.low)}-” near"}
        if k == first - 1:
            features.add(f"right behind “{token.low}”")
        elif k == head.end:
            features.add(f"then “{token.low}”")
    for k in range(len(seq)):
        if seq[k].tag in ("NOUN", "VERB", "ADJ") and not (first - _WINDOW <= k < head.end + _WINDOW):
            features.add(f"“{stem(seq[k].low)}-” in the sentence")
    return features


def _clues(
    seq: Sequence[Token], number: Mention, others: Sequence[Mention], first: int, end: int
) -> dict[str, tuple[set[str], int]]:
    """For each quantity that a word of the sentence speaks for: how it does, and the nearest such word."""
    known = clues.clues_in(seq)
    taken = [k for k, t in enumerate(seq) for m in others if m is not number and m.start <= t.start < m.end]
    found: dict[str, tuple[set[str], int]] = {}
    order = sorted(known, key=lambda c: _far(c, first, end))
    nearest = clues.nearest(seq, known, first, end, taken)
    ranks: list[str] = []
    for clue in order:
        if clue.quantity in found:
            continue
        between = range(end, clue.at) if clue.at >= end else range(clue.end, first)
        side = "behind" if clue.at >= end else "before" if clue.end <= first else "in the noun"
        far = length(len(between))
        own = f"word for it: {clue.role}"
        features = {f"{own}, {side}", f"{own}, {far}", f"word for it, {side}, {far}"}
        if any(k in taken for k in between):
            features.add("word for it: another number between")
        if any(seq[k].text in ";:,–—" for k in between):
            features.add("word for it: a sign between")
        features.add("nearest word" if not ranks else "second nearest word" if len(ranks) == 1 else "farther word")
        ranks.append(clue.quantity)
        found[clue.quantity] = features, clue.at
    if nearest is not None:
        found[nearest.quantity][0].add("the rules' nearest word")
        found[nearest.quantity] = found[nearest.quantity][0], nearest.at
    return found


def _far(clue: clues.Clue, first: int, end: int) -> int:
    return clue.at - end if clue.at >= end else first - clue.end if clue.end <= first else 0


def _before(last: Draft | None, at: int) -> str:
    """How near the number before is."""
    if last is None:
        return "none"
    stands = last.anchors["number"].end
    if stands >= at:
        return "in the sentence"
    gap = at - stands
    return "close" if gap < 120 else "near" if gap < 320 else "far"
