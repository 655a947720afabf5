"""How surely a number is given: by what the rules make of it, and by the verbs, words and days in its clause."""

from __future__ import annotations

import datetime as dt
from typing import get_args

from contested.reading.drafts import Certainty
from contested.reading.learnt.choices import RULES, Candidate
from contested.reading.learnt.clause import clause, form, stem
from contested.reading.learnt.moods import moods
from contested.reading.learnt.spot import ZONES, Spot
from contested.reading.lexicon import words
from contested.reading.tagging import Token
from contested.reading.when import Days

#: words of a clause that are features, on each side of the number
_BEFORE, _BEHIND = 9, 8
_OPEN = frozenset(["NOUN", "VERB", "ADJ", "PROPN", "ADV", "ADP", "TO", "AUX", "SCONJ"])
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
_DENIALS, _NOUNS = words("certainty.denials"), words("modality.nouns")
_PLANS = words("modality.before_to") | words("modality.verbs")
_PARTICIPLES = words("modality.participles") | words("modality.adjectives")


def candidates(spot: Spot, days: Days) -> list[Candidate]:
    """The four certainties, for a number.

    Parameters
    ----------
    spot : Spot
        The number, with the certainty that the rules give.
    days : Days
        The days of its report.
    """
    seq = spot.seq
    first = next((k for k, t in enumerate(seq) if t.end > spot.start), len(seq))
    last = next((k for k in range(first, len(seq)) if seq[k].start >= spot.end), len(seq))
    features = _shape(spot) | _days(spot, days) | _words(spot, first, last) | moods(spot, first, last)
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
        features |= {f"said: {frame.kind}", f"said: {frame.kind}, {frame.rule}", f"said with “{cue}”",
                     f"said with “{stem(cue.split()[0])}-”"}
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


def _words(spot: Spot, first: int, last: int) -> set[str]:
    """The words of the clause on both sides, signs of what is not done, and the verb that stands nearest."""
    seq = spot.seq
    features: set[str] = set()
    aside = _parenthesis(spot)
    before, behind = ([k for k in part if k not in aside] for part in clause(seq, first, last))
    cue = spot.frame.cue if spot.frame is not None else None
    nearest: list[tuple[int, str]] = []
    for side, part in (("before", before), ("behind", behind)):
        verb, where = "", side
        for far, k in enumerate(part):
            token = seq[k]
            if cue is not None and cue.start <= token.start < cue.end:
                where = f"{side}, beyond the speaking"
            if token.tag in _OPEN and far < (_BEFORE if side == "before" else _BEHIND) and token.tag != "PROPN":
                features |= {f"“{token.low}” {where}", f"“{stem(token.low)}” there"}
            features |= {f"{sign} {where}" for sign in _signs(token)}
            if token.low == "to" and token.tag == "TO" and k + 1 < len(seq):
                features.add(f"an infinitive {where}")
                features.add(f"“{stem(seq[k - 1].low) if k else ''}” to, {side}")
            if not verb and where == side and (verb := form(seq, k)):
                features |= {f"nearest verb {side}: {verb}", f"nearest verb {side}: {verb}, counts {spot.quantity}"}
                where = f"{side}, beyond a verb"
                nearest.append((far, verb))
        if not verb:
            features.add(f"no verb {side}")
    at = next((k for k, t in enumerate(seq) if t.start == spot.verb), -1)
    if at >= 0:
        own = form(seq, at) or "no verb"
        features |= {f"its word: {own}", f"its word: {own}, {'before' if at < first else 'behind'}",
                     f"its word “{seq[at].low}”"}  # fmt: skip
    governs = (form(seq, at) if at >= 0 else "") or min(nearest, default=(0, "none"))[1]
    features.add(f"governed by {governs}")
    within = {*before, *behind}
    features |= {f"{sign} elsewhere" for k, t in enumerate(seq) if k not in within for sign in _signs(t)}
    if first and seq[first - 1].tag in ("ADP", "TO", "VERB", "AUX", "DET"):
        features.add(f"right behind “{seq[first - 1].low}”")
    return features


def _parenthesis(spot: Spot) -> range:
    """The tokens of an attribution between two commas, which parts no clause: "would, according to X, bring 40"."""
    seq, frame = spot.seq, spot.frame
    if frame is None:
        return range(0)
    spans = [frame.cue] if frame.source is None else [frame.cue, frame.source]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    inside = [k for k, t in enumerate(seq) if start <= t.start < end]
    if not inside or not 1 < inside[0] <= inside[-1] < len(seq) - 2:
        return range(0)
    commas = seq[inside[0] - 1].text == seq[inside[-1] + 1].text == ","
    return range(inside[0], inside[-1] + 1) if commas else range(0)


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
