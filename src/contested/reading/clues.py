"""Words that say what a number counts, and which of them stands nearest: verbs of its clause before nouns beyond."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from contested.reading.lexicon import words
from contested.reading.tagging import Token


class Clue(NamedTuple):
    """A phrase of the table `kinds.txt` in a sentence: its tokens, its quantity, and how it stands to a number."""

    at: int
    end: int
    quantity: str
    role: str


@cache
def table() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """Phrases by their first word: words, quantity, role; the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for line in (files("contested.reading") / "kinds.txt").read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        quantity, role, *phrases = line.split()
        for phrase in phrases:
            parts = tuple(phrase.split("+"))
            found.setdefault(parts[0], []).append((parts, quantity, role))
    for same in found.values():
        same.sort(key=lambda entry: -len(entry[0]))
    return found


@cache
def roles_of(word: str) -> frozenset[str]:
    """The roles of a single word."""
    return frozenset(role for parts, _, role in table().get(word, ()) if len(parts) == 1)


@cache
def nouns(quantity: str) -> frozenset[str]:
    """The nouns that name those of a quantity."""
    return frozenset(
        w[0] for same in table().values() for w, q, role in same if q == quantity and role == "noun" and len(w) == 1
    )


def clues_in(seq: Sequence[Token]) -> list[Clue]:
    """Every clue of a sentence; of phrases that begin at one word, the longest."""
    known, found, at = table(), [], 0
    while at < len(seq):
        step = 1
        for parts, quantity, role in known.get(seq[at].low, ()):
            end = _matched(seq, at, parts)
            if end and not (len(parts) == 1 and _other_sense(seq, at)):
                found.append(Clue(at, end, quantity, role))
                if len(parts) > 1:
                    step = end - at
                    break
        at += step
    return found


_OF_FIGURES = frozenset(
    ["figure", "figures", "claim", "claims", "report", "reports", "number", "numbers", "estimate", "idea", "results",
     "data", "footage", "statement", "video", "names", "details", "allegations", "toll"]
)  # fmt: skip


def _other_sense(seq: Sequence[Token], at: int) -> bool:
    """Whether a word means something else here: "tried to", "released figures", "dismissed the claim of"."""
    low, after = seq[at].low, [t.low for t in seq[at + 1 : at + 4]]
    if low in ("tried", "try", "tries", "trying"):
        return after[:1] == ["to"]
    if low.startswith(("releas", "dismiss")):
        return bool(_OF_FIGURES & set(after))
    return False


def _matched(seq: Sequence[Token], at: int, parts: Sequence[str]) -> int:
    """Where a phrase that begins at a token ends, 0 if it does not stand there; "*" is at most four words."""
    if not parts:
        return at
    if parts[0] == "*":
        for k in range(at, min(at + 5, len(seq))):
            if end := _matched(seq, k, parts[1:]):
                return end
            if seq[k].tag == "PUNCT" and seq[k].low not in ("'", "’", "-"):
                return 0
        return 0
    return _matched(seq, at + 1, parts[1:]) if at < len(seq) and seq[at].low == parts[0] else 0


#: a clause begins with one of these
_CLAUSE = words("clues.clause")
#: between a noun and its verb these mean nothing
_LIGHT = frozenset(["AUX", "ADV", "DET"])


def nearest(
    seq: Sequence[Token], clues: Sequence[Clue], first: int, end: int, taken: Sequence[int],
    of: Sequence[str] = (), most: float = 16.0, whom: bool = False,
) -> Clue | None:  # fmt: skip
    """The clue that belongs to the phrase between two tokens, or None if none is near.

    Parameters
    ----------
    seq : sequence of Token
    clues : sequence of Clue
    first, end : int
        The number with its noun.
    taken : sequence of int
        Tokens of other numbers.
    of : sequence of str, optional
        Quantities asked for.
    most : float
        Cost from which on a clue is too far.
    whom : bool
        Whether the phrase is "of whom" or the like, which only words behind it speak of.
    """
    best, cost = None, most
    governed = any(
        c.role == "act" and 0 <= first - c.end <= 3
        and not any(k in taken or seq[k].tag in ("PUNCT", "CONJ") for k in range(c.end, first))
        for c in clues
    )  # fmt: skip
    for clue in clues:
        if of and clue.quantity not in of:
            continue
        gap = range(_resumed(seq, end, clue.at, taken), clue.at) if clue.at >= end else range(clue.end, first)
        own = _cost(seq, clue, first, end, whom, gap)
        if governed and clue.role == "done" and end <= clue.at <= end + 1 and not any(seq[k].tag == "AUX" for k in gap):
            own += 4  # "freed 14 activists arrested in May": what was done first belongs to the noun
        own += sum(5 for k in gap if k in taken and (k - 1) not in taken)
        for k in gap:
            token = seq[k]
            if token.text in ";:–—" or token.low in _CLAUSE:
                own += 5
            elif token.low in ("who", "which", "that") and clue.at >= end and k > end:
                own += 3
            elif clue.at < first and (
                token.low == "which" or (token.low == "that" and (k == clue.end or seq[k - 1].low == "and"))
            ):
                own += 5  # "nobody was killed, and that 120 soldiers were there"
            elif token.text == "," or token.low == "and":
                own += 1.5 if clue.at >= end or clue.role != "act" else 3
        if own < cost:
            best, cost = clue, own
    return best


def _resumed(seq: Sequence[Token], end: int, at: int, taken: Sequence[int]) -> int:
    """Where the clause goes on behind something between commas ("200 people, among them two mayors, marched"), or
    behind another number with the same verb ("200 protesters and 30 officers were hurt")."""
    if end + 1 < at and seq[end].low == "and" and end + 1 in taken:
        return next((k for k in range(end + 2, min(at, end + 8)) if seq[k].tag == "AUX"), end)
    if end >= at or seq[end].text != ",":
        return end
    for k in range(end + 2, min(at, end + 18)):
        if seq[k].text == "," and k + 1 <= at and (k + 1 == at or seq[k + 1].tag in ("AUX", "VERB", "ADV")):
            return k + 1
    return end


def _cost(seq: Sequence[Token], clue: Clue, first: int, end: int, whom: bool, between: range) -> float:
    light = sum(seq[k].tag in _LIGHT or seq[k].low == "not" for k in between)
    if clue.at >= end:  # behind the noun
        gap = len(between) - 0.7 * light
        closer = -1.0 if gap < 1 else 0.0
        return gap + {"done": closer, "weak": closer + 2.0, "act": 4.0, "noun": 4.0, "group": 99.0}[clue.role]
    if clue.end <= first:
        gap = len(between) - 0.5 * light
        beyond = 4.0 if whom else 0.0
        return beyond + gap + {"act": 0.5, "group": 0.0, "done": 3.0, "weak": 5.0, "noun": 3.5}[clue.role]
    return 0.5 if clue.role == "noun" else 0.8 if clue.role != "weak" else 2.5
