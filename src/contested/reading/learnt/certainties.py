"""How surely a number is given: by what the rules make of it, and by the verbs, words and days in its clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import get_args

from contested.reading.drafts import Certainty
from contested.reading.learnt.choices import RULES, Candidate
from contested.reading.learnt.spot import ZONES, Spot
from contested.reading.lexicon import words
from contested.reading.tagging import Token
from contested.reading.when import Days

#: words of a clause that are features, on each side of the number
_BEFORE, _BEHIND = 9, 8
_OPEN = frozenset(["NOUN", "VERB", "ADJ", "PROPN", "ADV", "ADP", "TO", "AUX", "SCONJ"])
_ENDS = frozenset([";", ":", "—", "–"])
_STOPS = frozenset(["while", "but", "whereas", "although", "though"])
#: words that make what they stand with other than done, by how they do
_SIGNS = {
    **dict.fromkeys(("will", "'ll", "shall", "won't"), "will"),
    **dict.fromkeys(("would", "'d"), "would"),
    **dict.fromkeys(("may", "might", "could", "can"), "may"),
    **dict.fromkeys(("should", "must", "ought"), "should"),
    **dict.fromkeys(("if", "unless", "otherwise", "provided"), "if"),
    **dict.fromkeys(("until", "till"), "until"),
    **dict.fromkeys(("tomorrow", "next", "coming", "upcoming", "ahead", "forthcoming", "later"), "ahead"),
    **dict.fromkeys(("not", "n't", "no", "never", "nobody", "none", "neither"), "not"),
}
_DENIALS, _NOUNS, _PAST = words("certainty.denials"), words("modality.nouns"), words("modality.past")
_PLANS = words("modality.before_to") | words("modality.verbs")
_PARTICIPLES = words("modality.participles") | words("modality.adjectives")
_HAVE, _BE = frozenset(["have", "has", "had", "'ve"]), frozenset(["is", "are", "was", "were", "be", "been", "being"])


def candidates(spot: Spot, days: Days) -> list[Candidate]:
    """The four certainties, for a number.

    Parameters
    ----------
    spot : Spot
        The number, with the certainty that the rules give.
    days : Days
        The days of its report.
    """
    features = _shape(spot) | _days(spot, days) | _words(spot)
    return [
        Candidate(sure, frozenset({*(f"{sure}: {f}" for f in features), sure,
                                   *([RULES] if sure == spot.certainty else [])}))
        for sure in get_args(Certainty)
    ]  # fmt: skip


def _shape(spot: Spot) -> set[str]:
    """What is so of a number wherever its verb is."""
    features = {f"rules: {spot.certainty}", f"counts {spot.quantity}", f"counts {spot.group}", f"in {spot.stands}"}
    frame = spot.frame
    features.add("said by nobody" if frame is None or frame.source is None else "said by somebody")
    if frame is not None:
        cue = spot.text[frame.cue.start : frame.cue.end].casefold()
        features |= {f"said: {frame.kind}", f"said: {frame.kind}, {frame.rule}", f"said with “{cue}”"}
    if any(q.holds(spot.start, spot.end) for q in spot.paragraph.quotes):
        features.add("in a quotation")
    if spot.seq and spot.seq[-1].text not in ".!?”\"'":
        features.add("no full sentence")
    return features


def _days(spot: Spot, days: Days) -> set[str]:
    """Whether a day of the sentence is to come, read as a day of a plan and as one of a report."""
    features: set[str] = set()
    for plan in (False, True):
        named = [d for d in days.named[plan] if spot.sentence.start <= d.start < spot.sentence.end]
        best = min(
            named, key=lambda d: (ZONES.index(spot.near(d.start, d.end)), abs(d.start - spot.start)), default=None
        )
        how = "as a plan" if plan else "as a report"
        if best is None:
            features.add("no day in the sentence")
            continue
        features.add(f"nearest day {how}: {_ahead(best.last or best.first, days.published)}")
        if any(_ahead(d.first, days.published) == "to come" for d in named):
            features.add(f"a day to come in the sentence, {how}")
        if not plan:
            features.add(f"a day {spot.near(best.start, best.end)}")
        if (word := spot.word_before(best.start)) in ("by", "from", "until", "on", "before", "since", "after"):
            features.add(f"{how}: {word} {_ahead(best.last or best.first, days.published)}")
    return features


def _ahead(day: dt.date | None, published: dt.date) -> str:
    if day is None:
        return "open"
    return "to come" if day > published else "publication" if day == published else "past"


def _words(spot: Spot) -> set[str]:
    """The words of the clause on both sides, signs of what is not done, and the verb that stands nearest."""
    seq = spot.seq
    first = next((k for k, t in enumerate(seq) if t.end > spot.start), len(seq))
    last = next((k for k in range(first, len(seq)) if seq[k].start >= spot.end), len(seq))
    features: set[str] = set()
    before, behind = _clause(seq, first, last)
    cue = spot.frame.cue if spot.frame is not None else None
    nearest: list[tuple[int, str]] = []
    for side, part in (("before", before), ("behind", behind)):
        verb, where = "", side
        for far, k in enumerate(part):
            token = seq[k]
            if cue is not None and cue.start <= token.start < cue.end:
                where = f"{side}, beyond the speaking"
            if token.tag in _OPEN and far < (_BEFORE if side == "before" else _BEHIND) and token.tag != "PROPN":
                features |= {f"“{token.low}” {where}", f"“{_stem(token.low)}” there"}
            features |= {f"{sign} {where}" for sign in _signs(token)}
            if token.low == "to" and token.tag == "TO" and k + 1 < len(seq):
                features.add(f"an infinitive {where}")
                features.add(f"“{_stem(seq[k - 1].low) if k else ''}” to, {side}")
            if not verb and where == side and (verb := _form(seq, k)):
                features |= {f"nearest verb {side}: {verb}", f"nearest verb {side}: {verb}, counts {spot.quantity}"}
                where = f"{side}, beyond a verb"
                nearest.append((far, verb))
        if not verb:
            features.add(f"no verb {side}")
    at = next((k for k, t in enumerate(seq) if t.start == spot.verb), -1)
    if at >= 0:
        form = _form(seq, at) or "no verb"
        features |= {f"its word: {form}", f"its word: {form}, {'before' if at < first else 'behind'}",
                     f"its word “{seq[at].low}”"}  # fmt: skip
    governs = (_form(seq, at) if at >= 0 else "") or min(nearest, default=(0, "none"))[1]
    features.add(f"governed by {governs}")
    within = {*before, *behind}
    features |= {f"{sign} elsewhere" for k, t in enumerate(seq) if k not in within for sign in _signs(t)}
    if first and seq[first - 1].tag in ("ADP", "TO", "VERB", "AUX", "DET"):
        features.add(f"right behind “{seq[first - 1].low}”")
    return features


def _clause(seq: Sequence[Token], first: int, last: int) -> tuple[list[int], list[int]]:
    """The tokens of a number's clause before and behind it, each from the nearest on."""
    before: list[int] = []
    for k in range(first - 1, -1, -1):
        if seq[k].text in _ENDS or seq[k].low in _STOPS:
            break
        before.append(k)
    behind: list[int] = []
    for k in range(last, len(seq)):
        if seq[k].text in _ENDS or seq[k].low in _STOPS:
            break
        behind.append(k)
    return before, behind


def _signs(token: Token) -> set[str]:
    """What a word says against a thing's having happened."""
    found = {_SIGNS[token.low]} if token.low in _SIGNS and token.text != "May" else set()
    if token.low in _DENIALS:
        found.add("a denial")
    if token.low in _NOUNS and token.tag != "VERB":
        found.add("a noun that plans")
    if token.low in _PLANS:
        found.add("a word that plans")
    if token.low in _PARTICIPLES:
        found.add("a participle that plans")
    return found


def _form(seq: Sequence[Token], k: int) -> str:
    """The form of a verb; empty if the token is none."""
    token = seq[k]
    past = token.low in _PAST or (token.low.endswith("ed") and token.tag in ("VERB", "ADJ"))
    if token.tag == "AUX" or not (token.tag == "VERB" or past):
        return ""
    chain = [t.low for t in seq[max(0, k - 4) : k]]
    start = len(chain)
    while start and (seq[k - len(chain) + start - 1].tag in ("AUX", "TO", "ADV") or chain[start - 1] in ("not", "n't")):
        start -= 1
    near = set(chain[start:])
    for word in ("will", "'ll", "would", "'d", "may", "might", "could", "can", "should", "must"):
        if word in near:
            return _SIGNS[word]
    if "to" in near:
        return "is to" if near & _BE else "infinitive"
    if near & _HAVE:
        return "perfect"
    form = "past" if past else "ing" if token.low.endswith("ing") else "s" if token.low.endswith("s") else "base"
    return f"be {form}, {'present' if near & {'is', 'are'} else 'past'}" if near & _BE else form


def _stem(word: str) -> str:
    """A word without its ending, so that "plans" is like "planned"."""
    for end in ("ning", "ned", "ing", "ied", "ies", "ed", "es", "s", "e", "y"):
        if len(word) > len(end) + 2 and word.endswith(end):
            return word[: -len(end)]
    return word
