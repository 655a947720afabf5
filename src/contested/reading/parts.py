"""Long texts, cut into parts that are read one after another: time grows with the length of a text and no faster.

A number is compared with what its report names, so a report takes time that grows with the square of its length. No
news report is as long as a part; what is longer is several reports, or a book.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from contested.reading.drafts import Act, Anchor, Aside, Cause, Draft, Reading
from contested.reading.rules import read_text
from contested.reading.structure import Span

#: characters above which a text is cut, and of a part. Assumed: a part takes about two seconds on one core
LONG, PART = 40_000, 20_000
#: the title, which stands before each part and says what country and what day a text is about
_TITLE = re.compile(r"\s*(\S[^\n]{0,200})")
#: where a text may be cut, the best first
_ENDS = ("\n\n", "\n", ". ", " ")


def cut(text: str) -> list[Span]:
    """The parts of a text, which end where paragraphs do if they can.

    >>> [end - start for start, end in cut("A sentence.\\n" * 5_000)]
    [19992, 19992, 19992, 24]
    >>> cut("A short one.")
    [Span(start=0, end=12)]
    """
    if len(text) <= LONG:
        return [Span(0, len(text))]
    found, start = [], 0
    while len(text) - start > PART:
        ends = (text.rfind(mark, start + PART // 2, start + PART) + len(mark) for mark in _ENDS)
        end = next((e for e in ends if e > start + PART // 2), start + PART)
        found.append(Span(start, end))
        start = end
    return [*found, Span(start, len(text))] if text[start:].strip() else found


def read_parts(
    text: str, name: str, published: dt.date, read: Callable[[str, str, dt.date], Reading] = read_text,
    step: Callable[[int, int], None] | None = None,
) -> Reading:  # fmt: skip
    """The drafts of a text of any length: what `read` gives of one that is not long, else of its parts together.

    Parameters
    ----------
    text : str
    name : str
        How the report is called.
    published : date
    read : function
        Reads a part, by rules if absent.
    step : function of int and int, optional
        Called before each part with its number and how many there are.
    """
    spans = cut(text)
    title = _TITLE.match(text)
    drafts: list[Draft] = []
    acts: list[Act] = []
    aside: list[Aside] = []
    causes: list[Cause] = []
    for k, span in enumerate(spans):
        if step is not None and len(spans) > 1:
            step(k + 1, len(spans))
        head = f"{title[1]}\n\n" if k and title is not None else ""
        one = read(head + text[span.start : span.end], name, published)
        if len(spans) == 1:
            return one
        move = _Move(len(head), title.start(1) if title is not None else 0, span.start - len(head))
        repeated = sum(d.anchors["number"].start < move.head for d in one.drafts)
        drafts += _moved(one.drafts[repeated:], move, len(drafts) - repeated, repeated, k)
        acts += [replace(a, anchors=move.all(a.anchors)) for a in one.acts if a.anchors["act"].start >= move.head]
        aside += [replace(a, anchor=move.one(a.anchor)) for a in one.aside if a.nowhere or a.anchor.start >= move.head]
        causes += [replace(c, anchor=move.one(c.anchor)) for c in one.causes if c.anchor.start >= move.head]
    return Reading(name, published, text, tuple(drafts), tuple(acts), tuple(aside), tuple(causes))


class _Move:
    """From a part, with the title before it, to the whole text.

    Parameters
    ----------
    head : int
        Characters of the title.
    title : int
        Where it stands in the whole text.
    by : int
        By how much everything else is moved.
    """

    def __init__(self, head: int, title: int, by: int) -> None:
        self.head, self._title, self._by = head, title, by

    def one(self, anchor: Anchor) -> Anchor:
        """An anchor into the whole text; what stands nowhere stays so."""
        if not anchor.end:
            return anchor
        by = self._title if anchor.start < self.head else self._by
        return replace(anchor, start=anchor.start + by, end=anchor.end + by)

    def all(self, anchors: Mapping[str, Anchor]) -> dict[str, Anchor]:
        """Anchors into the whole text."""
        return {name: self.one(anchor) for name, anchor in anchors.items()}


def _moved(drafts: tuple[Draft, ...], move: _Move, by: int, repeated: int, part: int) -> Iterator[Draft]:
    """Drafts of a part as those of the whole text: events of two parts have two names."""
    for draft in drafts:
        event = f"{draft.event}{part + 1}" if draft.event and part else draft.event
        total = draft.part_of + by if draft.part_of >= repeated else -1
        yield replace(draft, anchors=move.all(draft.anchors), event=event, part_of=total)
