"""The day of a number: the nearest that its clause names, else that of the sentences before, else publication."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from contested.reading.dates import Day, days
from contested.reading.frame import Frame
from contested.reading.structure import Paragraph, Span


class Dated(NamedTuple):
    """First and last day (the last only of a period), where it is named, and the rule."""

    first: dt.date | None
    last: dt.date | None
    span: Span | None
    rule: str


#: words behind which a day belongs to something else
_ELSEWHERE = re.compile(
    r"\b(?:where|who|which|whose|that|when|after|before|since|until|because|claim(?:s|ed)? to|ahead of|"
    r"following)\b|[;—–]"
)
_UNDATED = re.compile(
    r"\b(?:ahead of|during (?:his|her|the|their) (?:\w+ )?campaign|in recent (?:weeks|months|years|"
    r"days)|before the (?:vote|election|polls?)|earlier this year|at the time|last year|years ago)\b",
    re.I,
)


_VOTE = re.compile(r"\b(?:re-?election|elections?|vote|polls?|polling|ballot|voting|referendum|run-?off)\b", re.I)
_OF_THE_VOTE = frozenset(["votes", "vote_share", "turnout_share"])


class Days:
    """The days of a report, asked for by number."""

    def __init__(self, text: str, published: dt.date, paragraphs: Sequence[Paragraph]) -> None:
        self._text = text
        self._published = published
        self._last: tuple[int, Day] | None = None
        self._paragraphs = paragraphs

    def of(
        self,
        at: int,
        verb: int,
        sentence: Span,
        paragraph: Paragraph,
        plan: bool,
        quantity: str,
        frame: Frame | None,
        total: bool = False,
    ) -> Dated:
        """The day of a number that stands at a position, whose verb stands at another."""
        named = days(self._text, self._published, *sentence, plan=plan)
        low, high = min(at, verb), max(at, verb)
        best, cost = None, 160.0
        for day in named:
            gap = self._text[high : day.start] if day.start >= high else self._text[day.end : low]
            distance = float(len(gap)) if day.start >= high else len(gap) * 1.2
            distance += 45 * len(_ELSEWHERE.findall(gap)) + 12 * gap.count(",") + 40 * day.weak
            if frame is not None and self._of_speech(day, frame):
                distance += 90
            if self._text[day.end : day.end + 2] in ("'s", "’s"):
                distance += 80
            if distance < cost:
                best, cost = day, distance
        if total and (best is None or best.weak):
            return Dated(None, self._published, None, "total")
        if (
            quantity in _OF_THE_VOTE
            and (best is None or cost > 60)
            and not plan
            and (voted := self._vote()) is not None
        ):
            return Dated(voted.first, None, Span(voted.start, voted.end), "vote")
        if best is not None:
            self._last = (sentence.end, best)
            last = best.last if best.last != best.first else None
            return Dated(best.first, last, Span(best.start, best.end), "sentence")
        if _UNDATED.search(self._text[sentence.start : sentence.end]):
            return Dated(None, None, None, "undated")
        if plan:
            return Dated(None, None, None, "undated")
        carried = self._lead(paragraph) if paragraph.head else self._carried(sentence, paragraph)
        if carried is not None:
            last = carried.last if carried.last != carried.first else None
            return Dated(carried.first, last, Span(carried.start, carried.end), "carried")
        return Dated(self._published, None, None, "published")

    def _vote(self) -> Day | None:
        """The day of the vote, where a day stands beside a word for it."""
        for day in days(self._text, self._published):
            around = self._text[max(0, day.start - 45) : day.end + 25]
            if (
                day.first == day.last
                and day.first is not None
                and day.first <= self._published
                and _VOTE.search(around)
            ):
                return day
        return None

    def _of_speech(self, day: Day, frame: Frame) -> bool:
        """Whether a day stands beside the verb of speaking and says when somebody spoke."""
        gap = self._text[min(day.end, frame.cue.end) : max(day.start, frame.cue.start)]
        beside = 0 <= day.start - frame.cue.end <= 4 or 0 <= frame.cue.start - day.end <= 2
        return beside or (
            day.start >= frame.cue.end
            and len(gap) < 16
            and not any(c.holds(day.start, day.end) for c in frame.contents)
        )

    def _lead(self, paragraph: Paragraph) -> Day | None:
        """The day of the first paragraph behind a headline, which says more of the same."""
        body = next((p for p in self._paragraphs if p.span.start > paragraph.span.start and not p.head), None)
        named = [] if body is None else days(self._text, self._published, *body.span)
        return next((d for d in named if not d.weak and d.first is not None and d.first <= self._published), None)

    def _carried(self, sentence: Span, paragraph: Paragraph) -> Day | None:
        """The day of the sentence before, in the same paragraph or the one before it."""
        if paragraph.span.start < sentence.start:
            before = days(self._text, self._published, paragraph.span.start, sentence.start)
            strong = [d for d in before if not d.weak]
            if strong:
                return strong[-1]
        if self._last is not None and 0 <= sentence.start - self._last[0] < 220:
            return self._last[1]
        return None
