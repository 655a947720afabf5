"""What makes a number one of a plan beyond the words beside it: its predicate, requests, and what stands before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contested.reading.learnt.clause import form, stem
from contested.reading.learnt.spot import Spot
from contested.reading.lexicon import words
from contested.reading.tagging import Token

_PLANS = words("modality.before_to") | words("modality.verbs") | words("modality.nouns")
_WILL = {
    **dict.fromkeys(("will", "'ll", "shall", "won't"), "will"), **dict.fromkeys(("would", "'d"), "would"),
    **dict.fromkeys(("may", "might", "could", "can"), "may"), **dict.fromkeys(("should", "must", "ought"), "should"),
}  # fmt: skip
_BE = frozenset(["is", "are", "was", "were", "'re"])
_RELATIVE = frozenset(["who", "which", "that", "whose", "whom", "where"])
_TIMES = frozenset(["hour", "hours", "day", "days", "week", "weeks", "month", "months", "minutes", "night", "nights"])
_ASKS = frozenset([
    "ask", "asked", "asks", "asking", "request", "requested", "requests", "order", "ordered", "orders", "apply",
    "applied", "applies", "wait", "waiting", "seek", "seeks", "sought", "need", "needs", "needed", "want", "wants",
    "wanted", "demand", "demands", "demanded", "register", "registered", "registers", "call", "called", "calls",
    "appeal", "appealed", "appeals", "invite", "invited", "promise", "promised", "promises", "offer", "offered",
    "allow", "allowed", "approve", "approved", "authorise", "authorised", "pledge", "pledged", "earmarked",
])  # fmt: skip
_GIVES = frozenset(["give", "gave", "gives", "given", "giving", "set", "sets", "allow", "allows", "allowed"])
_AHEAD = re.compile(
    r"\b(?:tomorrow|next|tonight|upcoming|coming|forthcoming|from (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.I
)
_WORDS = re.compile(r"[^\W\d_]+(?=n['’]t\b)|['’](?:ll|d)\b|[^\W\d_]+")


def moods(spot: Spot, first: int, last: int) -> set[str]:
    """Features of a number by its predicate, by requests and by the sentences and numbers before.

    Parameters
    ----------
    spot : Spot
    first, last : int
        Its first token and the one behind its last.
    """
    seq = spot.seq
    predicate = _predicate(seq, last)
    features = {f"predicate: {predicate}", f"predicate: {predicate}, counts {spot.group}"}
    features |= _requests(seq, first, last) | _label(seq, first)
    verb = any(form(seq, k) or seq[k].tag == "AUX" for k in range(len(seq)) if not _in_cue(spot, seq[k]))
    how = "with a verb" if verb else "without a verb"
    features.add(how)
    if spot.drafts:
        before = spot.drafts[-1]
        near = f"{spot.before}, {how}"
        features |= {f"number before {before.certainty}: {spot.before}", f"number before {before.certainty}: {near}"}
        if before.claimant and before.actor == spot.actor:
            features.add(f"number before {before.certainty}, by the same")
    signs = _before(spot)
    features |= {f"sentence before: {sign}" for sign in signs} | {f"sentence before: {s}, {how}" for s in signs}
    return features


def _in_cue(spot: Spot, token: Token) -> bool:
    return spot.frame is not None and spot.frame.cue.start <= token.start < spot.frame.cue.end


def _predicate(seq: Sequence[Token], last: int) -> str:
    """The first finite verb behind a number that no relative clause or pair of commas takes away."""
    aside, relative = False, False
    k = last
    while k < len(seq):
        token = seq[k]
        if token.text == ",":
            aside = not aside
            relative = False
        elif token.text in ";:—–.":
            break
        elif not aside and token.low in _RELATIVE:
            relative = True
        elif not aside and (token.low in _WILL or token.low in _BE or token.low in ("have", "has", "had", "'ve")):
            if relative:
                relative = False
            else:
                return _of_chain(seq, k)
        elif not aside and (own := form(seq, k)):
            if own == "past" and seq[k + 1 : k + 2] and seq[k + 1].low in ("by", "in", "from", "at", "on"):
                k += 1
                continue  # a participle: "sent by Russia"
            if relative:
                relative = False
            elif own != "ing":
                return own
        k += 1
    return "none"


def _of_chain(seq: Sequence[Token], k: int) -> str:
    """An auxiliary with what follows it, in few words."""
    low, after = seq[k].low, [t.low for t in seq[k + 1 : k + 4]]
    if low in _WILL and seq[k].text != "May":
        if after[:1] == ["have"]:
            return f"{_WILL[low]} have"
        return _WILL[low] + (" not" if after[:1] in (["not"], ["n't"]) else "")
    if low in _BE:
        now = "is" if low in ("is", "are", "'re") else "was"
        if after[:1] == ["to"]:
            return f"{now} to"
        if after[:1] and after[0] in _PLANS:
            return f"{now} planned"
        return f"{now} ing" if after[:1] and after[0].endswith("ing") else now
    return "have to" if after[:1] == ["to"] else "have"


def _requests(seq: Sequence[Token], first: int, last: int) -> set[str]:
    """What somebody asks for, orders or gives as a term: the verb, with the preposition before the number."""
    features: set[str] = set()
    before = seq[first - 1].low if first else ""
    for k in range(first - 1, max(-1, first - 12), -1):
        if seq[k].text in ";:" or seq[k].low in _RELATIVE:
            break
        low = seq[k].low
        if low in _ASKS:
            near = "right before" if k == first - 1 else before if before in ("for", "to", "of", "on") else "far"
            features |= {f"asked: “{stem(low)}” {near}", f"asked, {near}"}
            break
        if low in _GIVES and any(t.low.strip("-") in _TIMES for t in seq[last : last + 2]):
            to = any(t.low == "to" for t in seq[last : last + 4])
            features |= {"a term is given", f"a term is given, {'to' if to else 'plain'}"}
            break
    return features


def _label(seq: Sequence[Token], first: int) -> set[str]:
    """The word before a colon that a number stands behind: "Needs: $35,000"."""
    for k in range(first - 1, -1, -1):
        if seq[k].text == ":" and k:
            return {"under a label", f"under “{stem(seq[k - 1].low)}”", f"under “{stem(seq[0].low)}” first"}
    return set()


def _before(spot: Spot) -> set[str]:
    """Signs of a plan in the sentence before, of the same paragraph or the end of the one before."""
    sentences = spot.paragraph.sentences
    at = next((k for k, s in enumerate(sentences) if s == spot.sentence), 0)
    if at:
        text = spot.text[sentences[at - 1].start : sentences[at - 1].end]
    elif spot.index and spot.paragraphs[spot.index - 1].sentences:
        one = spot.paragraphs[spot.index - 1].sentences[-1]
        text = spot.text[one.start : one.end]
    else:
        return {"none"}
    low = {w.replace("’", "'").casefold() for w in _WORDS.findall(text)}
    signs = {_WILL[w] for w in low & _WILL.keys()}
    if low & _PLANS:
        signs.add("a word that plans")
    if "if" in low or "unless" in low:
        signs.add("if")
    if _AHEAD.search(text):
        signs.add("ahead")
    where = "here" if at else "paragraph before"
    return {f"{sign}, {where}" for sign in signs} or {"no sign"}
