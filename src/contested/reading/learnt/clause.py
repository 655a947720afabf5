"""The clause of a number: its words on both sides, the form of its verb, and stems of words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from contested.reading.lexicon import words
from contested.reading.tagging import Token

_ENDS = frozenset([";", ":", "—", "–"])
_STOPS = frozenset(["while", "but", "whereas", "although", "though"])
_HAVE, _BE = frozenset(["have", "has", "had", "'ve"]), frozenset(["is", "are", "was", "were", "be", "been", "being"])
_MODAL = {
    **dict.fromkeys(("will", "'ll"), "will"), **dict.fromkeys(("would", "'d"), "would"),
    **dict.fromkeys(("may", "might", "could", "can"), "may"), **dict.fromkeys(("should", "must"), "should"),
}  # fmt: skip
_PAST = words("modality.past")


def clause(seq: Sequence[Token], first: int, last: int) -> tuple[list[int], list[int]]:
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


def form(seq: Sequence[Token], k: int) -> str:
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
            return _MODAL[word]
    if "to" in near:
        return "is to" if near & _BE else "infinitive"
    if near & _HAVE:
        return "perfect"
    form = "past" if past else "ing" if token.low.endswith("ing") else "s" if token.low.endswith("s") else "base"
    return f"be {form}, {'present' if near & {'is', 'are'} else 'past'}" if near & _BE else form


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its ending, so that "plans" is like "planned"."""
    for end in ("ning", "ned", "ing", "ied", "ies", "ed", "es", "s", "e", "y"):
        if len(word) > len(end) + 2 and word.endswith(end):
            return word[: -len(end)]
    return word


def governing(seq: Sequence[Token], start: int, end: int, verb: int) -> str:
    """The form of the verb that a number goes with: that of the word that says what it counts, else the nearest.

    Parameters
    ----------
    seq : sequence of Token
    start, end : int
        The number.
    verb : int
        Where the word stands that says what it counts.
    """
    at = next((k for k, t in enumerate(seq) if t.start == verb), -1)
    own = form(seq, at) if at >= 0 else ""
    if own:
        return own
    first = next((k for k, t in enumerate(seq) if t.end > start), len(seq))
    last = next((k for k in range(first, len(seq)) if seq[k].start >= end), len(seq))
    near = [(far, f) for side in clause(seq, first, last) for far, k in enumerate(side) if (f := form(seq, k))]
    return min(near, default=(0, "none"))[1]
