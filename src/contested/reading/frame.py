"""An attribution: its cue, the words that name the source, and what is said; and how one is made of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contested.reading import cues
from contested.reading.structure import Span
from contested.reading.tagging import Token


@dataclass(frozen=True)
class Frame:
    """One attribution.

    Parameters
    ----------
    source : Span or None
        The words that name who says it.
    cue : Span
    contents : tuple of Span
        What is said.
    kind : str
        Class of the cue (`cues`).
    rule : str
    """

    source: Span | None
    cue: Span
    contents: tuple[Span, ...]
    kind: str
    rule: str

    def holds(self, start: int, end: int) -> bool:
        """Whether a span is part of what is said."""
        return any(c.holds(start, end) for c in self.contents)


@dataclass
class Sentence:
    """A sentence, its tokens (each long quotation as one), and the quotations that overlap it."""

    span: Span
    seq: list[Token]
    speech: list[Span]  # quotations that overlap it


def frame_of(sentence: Sentence, source: tuple[int, int] | None, cue: tuple[int, int], parts: list[tuple[int, int]],
           kind: str, rule: str) -> Frame | None:  # fmt: skip
    """The attribution of some tokens, its contents without signs at their ends; None if nothing is said."""
    seq = sentence.seq
    contents = []
    for a, b in parts:
        while a < b and seq[a].tag == "PUNCT" and seq[a].low != "QUOTE":
            a += 1
        while a < b and seq[b - 1].tag == "PUNCT" and seq[b - 1].low != "QUOTE":
            b -= 1
        if a >= b:
            continue
        start, end = seq[a].start, seq[b - 1].end
        for q in sentence.speech:  # a quotation is said whole
            if q.start < end and start < q.end and any(t.low == "QUOTE" and t.text == str(q.start) for t in seq[a:b]):
                start, end = min(start, q.start), max(end, q.end)
        contents.append(Span(start, end))
    opens = rule == "subject" and seq[-1].text == ":" and kind not in ("plan", "demand")
    if not contents and not opens:
        return None
    span = Span(seq[source[0]].start, seq[source[1] - 1].end) if source else None
    return Frame(span, Span(seq[cue[0]].start, seq[cue[1] - 1].end), tuple(contents), kind, rule)


def clause_start(seq: Sequence[Token], i: int) -> int:
    """Where the sentence begins that a phrase behind it belongs to."""
    for k in range(i - 1, 0, -1):
        if seq[k].text == ";":
            return k + 1
        if seq[k].low == "but" and seq[k - 1].low == ",":
            return k + 1
    return 0


#: what is demanded, planned or judged ends where a clause tells more of it
_SHORT = frozenset(["demand", "judge", "plan", "ask", "rule"])


def content_end(seq: Sequence[Token], at: int, kind: str = "say") -> int:
    """Where what is said ends: the sentence's end, or a clause of the reporter's own."""
    for k in range(at + 2, len(seq) - 2):
        if seq[k].low == "," and seq[k + 1].low in ("but", "though", "although", "while", "whereas"):
            return k
        if kind in _SHORT and seq[k].low == "," and seq[k + 1].low in ("which", "who", "where", "when", "after", "as"):
            return k
        if seq[k].text == ";":
            stop = next((j for j in range(k + 1, len(seq)) if seq[j].text == ";"), len(seq))
            if seq[-1].text not in ".!?" or any(t.low in cues.forms() and t.tag != "PROPN" for t in seq[k:stop]):
                return k  # another clause that attributes, or the second half of a headline
    return len(seq)
