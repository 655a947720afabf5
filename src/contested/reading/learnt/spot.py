"""A number where it stands, and how something else in the report stands to it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from contested.claims.claim import Side
from contested.reading.drafts import Certainty, Draft
from contested.reading.frame import Frame
from contested.reading.structure import Paragraph, Span
from contested.reading.tagging import Token

_WORDS = re.compile(r"\w+")
_START, _BEGIN = attrgetter("start"), attrgetter("span.start")

_CLAUSE = re.compile(
    r"[;:—–]|, (?:while|but|and|after|where|who|which|when|as)\b|\b(?:while|where|who|which|after|before|when|until|"
    r"because|that|although|though)\b"
)
_NUMBER = re.compile(r"\d[\d,.]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands)\b")
#: where something stands to a number; what stands nearer comes first
ZONES = ("same clause, behind", "same clause, before", "same sentence, behind", "same sentence, before",
          "same sentence, behind, far", "same sentence, before, far", "sentence before", "earlier in paragraph",
          "end of paragraph before", "paragraph before", "first paragraph", "headline", "later in paragraph",
          "further back", "further on")  # fmt: skip
GROUPS = {
    **dict.fromkeys(("crowd", "strikers", "strike_sites", "protest_sites"), "gathering"),
    **dict.fromkeys(("detained", "released", "charged", "injured", "hospitalised", "dead", "missing", "dismissed",
                     "sanctioned"), "victims"),
    **dict.fromkeys(("votes", "vote_share", "turnout_share", "fraud_stations"), "vote"),
}  # fmt: skip


def paragraph_at(paragraphs: Sequence[Paragraph], at: int) -> int:
    """The index of the paragraph of a position, which is the first for what stands before it."""
    return max(0, bisect_right(paragraphs, at, key=_BEGIN) - 1)


@dataclass(frozen=True)
class Spot:
    """A number of a report.

    Parameters
    ----------
    text : str
    paragraphs : sequence of Paragraph
    paragraph : Paragraph
    sentence : Span
    seq : sequence of Token
        Of its sentence.
    start, end : int
        The number.
    verb : int
        Where the word stands that says what it counts.
    quantity : str
    certainty : Certainty
    total : bool
        Whether its sentence counts up to now.
    frame : Frame or None
        The attribution that the rules find.
    before : str
        How near the number before is, and whether it counts the same.
    carried : bool
        Whether its quantity is that of the number before.
    drafts : sequence of Draft
        Those before, as they were chosen.
    actor : str
        Who says it, once that is chosen.
    side : Side
    speaker : Span or None
        The words that name who says it.
    """

    text: str
    paragraphs: Sequence[Paragraph]
    paragraph: Paragraph
    sentence: Span
    seq: Sequence[Token]
    start: int
    end: int
    verb: int
    quantity: str
    certainty: Certainty
    total: bool
    frame: Frame | None
    before: str
    carried: bool
    drafts: Sequence[Draft]
    actor: str = ""
    side: Side = "media"
    speaker: Span | None = None

    @property
    def group(self) -> str:
        """The family of its quantity."""
        return GROUPS.get(self.quantity, self.quantity)

    @cached_property
    def index(self) -> int:
        """Which paragraph it stands in."""
        return self.zone(self.paragraph.span.start)

    @cached_property
    def body(self) -> int:
        """The first paragraph that is no headline."""
        return next((k for k, p in enumerate(self.paragraphs) if not p.head), 0)

    @property
    def stands(self) -> str:
        """Where the number stands in the report."""
        return "headline" if self.paragraph.head else "first paragraph" if self.index == self.body else "body"

    @cached_property
    def bounds(self) -> list[int]:
        """Positions between which all headlines are in one zone, and all else, but in the number's sentence."""
        first, last = max(0, self.index - 1), self.index + 1
        around = [*self.paragraphs[first : last + 1], *self.paragraphs[self.body : self.body + 2]]
        before = self.paragraphs[first].sentences[-1:]
        back = bisect_left(self.paragraph.sentences, self.sentence.start, key=_START)
        return sorted({*(p.span.start for p in around), *(s.start for s in before), *self.sentence,
                       *(s.start for s in self.paragraph.sentences[max(0, back - 1) : back])})  # fmt: skip

    def near(self, start: int, end: int) -> str:
        """How a span stands to the number: in its clause, its sentence, its paragraph, or elsewhere."""
        if self.sentence.start <= start < self.sentence.end:
            side = "behind" if start >= self.end else "before"
            gap = self.gap(start, end)
            marks = len(_CLAUSE.findall(gap)) + len(_NUMBER.findall(gap))
            if not marks:
                return f"same clause, {side}"
            return f"same sentence, {side}" + (", far" if marks > 1 else "")
        at = self.zone(start)
        if at == self.index:
            if start >= self.sentence.end:
                return "later in paragraph"
            starts = self.paragraph.sentences
            back = bisect_right(starts, self.sentence.start, key=_START) - bisect_right(starts, start, key=_START)
            return "sentence before" if back == 1 else "earlier in paragraph"
        if at == self.index - 1 and not self.paragraphs[at].head:
            last = self.paragraphs[at].sentences[-1:]
            return "end of paragraph before" if last and start >= last[0].start else "paragraph before"
        if self.paragraphs[at].head:
            return "headline"
        if at == self.body:
            return "first paragraph"
        return "further back" if at < self.index else "further on"

    def zone(self, at: int) -> int:
        """The paragraph of a position."""
        return paragraph_at(self.paragraphs, at)

    def gap(self, start: int, end: int) -> str:
        """The text between a span and the number, or the word that says what it counts, whichever is nearer."""
        low, high = min(self.start, self.verb), max(self.end, self.verb)
        if start >= high:
            return self.text[high:start]
        if end <= low:
            return self.text[end:low]
        return self.text[self.end : start] if start >= self.end else self.text[end : self.start]

    def beside(self, start: int, end: int, words: Collection[str], opening: int) -> set[str]:
        """Features of a span of the number's sentence: how far it is, and what stands before it.

        Parameters
        ----------
        start, end : int
        words : collection of str
            Words before it that are features of their own.
        opening : int
            Characters from the beginning of a sentence within which a span opens it.
        """
        before = self.word_before(start)
        features = {
            f"words between: {length(len(_WORDS.findall(self.gap(start, end))))}",
            f"behind “{before}”" if before in words else "behind another word",
        }
        return features | ({"opens the sentence"} if start - self.sentence.start < opening else set())

    def word_before(self, start: int) -> str:
        """The word before a position, in small letters; empty where a sign stands there."""
        found = re.search(r"([A-Za-z]+)\s$", self.text[max(0, start - 16) : start])
        return found[1].casefold() if found else ""


def length(count: int) -> str:
    """A distance in words as one of five."""
    return "0-2" if count < 3 else "3-5" if count < 6 else "6-10" if count < 11 else "11-20" if count < 21 else "21+"
