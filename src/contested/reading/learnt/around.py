"""Whom a report names around a number: every phrase of the paragraphs about it, and the sources of attributions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

from contested.reading.frame import Frame
from contested.reading.learnt.nearest import Entry, Index, Near
from contested.reading.learnt.spot import Spot, paragraph_at
from contested.reading.persons import Named
from contested.reading.structure import Paragraph, Span

#: characters within which a headline opens the report
_EARLY = 400


class Phrase(NamedTuple):
    """Words that may name a source, and what stands around them."""

    span: Span
    features: frozenset[str]


class Around:
    """Whom a report names.

    Parameters
    ----------
    paragraphs : sequence of Paragraph
    frames : sequence of Frame
    phrases : sequence of sequence of Phrase
        Of each paragraph.
    resolve : function of Span to Named
    """

    def __init__(
        self, paragraphs: Sequence[Paragraph], frames: Sequence[Frame], phrases: Sequence[Sequence[Phrase]],
        resolve: Callable[[Span], Named],
    ) -> None:  # fmt: skip
        self._paragraphs = paragraphs
        self._phrases = phrases
        self.resolve = resolve
        #: attributions by where their source stands
        self.by = {f.source.start: f for f in frames if f.source is not None}
        self._near: dict[int, Index[Phrase]] = {}
        first: dict[int, Span] = {}
        for frame in frames:
            if frame.source is not None:
                first.setdefault(frame.source.start, frame.source)
        sources = [Entry(*span, (1, k), Phrase(span, frozenset())) for k, span in enumerate(first.values())]
        named = {p.span.start for some in phrases for p in some}
        #: headlines that open the report
        self._early = {k for k, p in enumerate(paragraphs) if p.head and p.span.start < _EARLY}
        # a source that is a phrase, too, is one of the phrases near by, and known as a source elsewhere
        self._alone = self._index(e for e in sources if e.start not in named)
        elsewhere = [e for e in sources if paragraph_at(paragraphs, e.start) not in self._early]
        self._far = self._index(e for e in elsewhere if e.start in named)

    def _index(self, entries: Iterable[Entry[Phrase]]) -> Index[Phrase]:
        return Index(((self._name(e.what), e) for e in entries), self._paragraphs)

    def _name(self, phrase: Phrase) -> Hashable:
        """By what two phrases differ as candidates, beyond where they stand."""
        source, own = self.resolve(self.source(phrase)), self.resolve(phrase.span)
        return source.actor, own.actor, own.mention, phrase.span.start in self.by

    def source(self, phrase: Phrase) -> Span:
        """A phrase, or the source of an attribution that begins where it does."""
        by = self.by.get(phrase.span.start)
        return by.source if by is not None and by.source is not None else phrase.span

    def of(self, spot: Spot) -> list[tuple[int, Phrase]]:
        """The phrases that matter to a number, each with the rank of its zone, the nearest first."""
        here = {spot.index, max(0, spot.index - 1)}
        near: list[Near[Phrase]] = []
        for k in sorted(here | self._early):
            if k not in self._near:
                self._near[k] = self._index(Entry(*p.span, (0, p.span.start), p) for p in self._phrases[k])
            near += self._near[k].near(spot)
        near += self._alone.near(spot) + self._far.near(spot, lambda at: paragraph_at(self._paragraphs, at) in here)
        return [(one.rank, one.what) for one in sorted(near)]
