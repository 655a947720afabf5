"""The place of a number: the nearest that its clause names, else what the sentences before were about.

What nobody places is placed by what the report is about: its dateline or the town of its headline for what happens in
streets and hospitals, its country for totals, votes and sanctions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from typing import NamedTuple

from contested.reading.kinds import SHARES
from contested.reading.places import Place, dateline
from contested.reading.structure import Paragraph, Span


class Site(NamedTuple):
    """A place, where it is named, and the rule that took it."""

    name: str
    span: Span | None
    rule: str


#: quantities that are about a whole country where nothing else is said
_NATIONAL = frozenset(["votes", "vote_share", "poll_share", "turnout_share", "sanctioned", "fraud_stations", "money"])
#: quantities that happen in one place
_LOCAL = frozenset(["crowd", "forces", "strikers", "strike_sites", "hospitalised", "act"])
_ASIDE = re.compile(r"\b(?:who|which|another)\b[^.]*$")
_CLAUSES = (";", " while ", ", who ", ", which ", " where ", ", but ", " after ", ", including")
_BESIDE = re.compile(r", (?!said|includ|accord)[a-z]+ing\b")
#: between a number and the place of a part of it: "188 people, 74 of them in Marsk"
_PART = re.compile(r"\b(?:of (?:them|whom|these)|including|among them)\b")
#: before the place where somebody speaks: "told supporters in El Alto", "visiting a dairy in Hollin"
_SPEAKING = re.compile(
    r"\b(?:told|telling|visiting|speaking|spoke|addressing|reached|interviewed|briefing|(?:press|news) conference)\b"
    r"[^.,;:]*$", re.I,
)  # fmt: skip
#: farther than this a place of the sentence is not the number's
_FAR = 150.0
#: several places that share a number
_LISTED = re.compile(r"(?:, [A-Z][\w-]+(?: [A-Z][\w-]+)*)*,? and (?:in )?([A-Z][\w-]+(?: [A-Z][\w-]+)*)")
_GOES_ON = re.compile(r"(?:There|They|He|She|It|The (?:soldiers|police|crowd|victims|dead|protesters|same))\b")
#: bodies whose bulletins are about their town
_LOCAL_ISSUER = re.compile(r"\b(?:hospital|clinic|infirmary|municipality|city (?:hall|council))\b", re.I)
#: before a town that belongs to somebody's office: "the mayor of Lodz had 50 per cent"
_OFFICE_OF = re.compile(r"\b(?:mayor|governor|bishop|archbishop|prefect|rector) of (?:the )?$")
_ELSEWHERE = re.compile(r"[^.;]{0,12}\b(?:in other (?:towns|cities|places)|elsewhere)\b")


class Where:
    """The places of a report, asked for by number."""

    def __init__(self, text: str, places: Sequence[Place], paragraphs: Sequence[Paragraph], home: str,
                 issued: bool = False, persons: Set[str] = frozenset()) -> None:  # fmt: skip
        self.text = text
        self.persons = persons
        self.places = places
        self.home = home
        self._paragraphs = paragraphs
        self._towns = [p for p in places if p.kind == "town"]
        self._any_town = bool(self._towns)
        self.line = dateline(text)
        self.base, self.national = self._scene()
        local = _LOCAL_ISSUER.search(text[: text.find("\n") + 1])
        if issued and home and not (local and self.base):  # a body's own bulletin is about its country
            self.base, self.national = None, True
        self.issued = issued
        self.perhaps: list[Place] | None = None

    def _scene(self) -> tuple[Place | None, bool]:
        """The town that the report is from or about, and whether it is about a country first."""
        heads, lead = self._opening()
        titled = [p for p in self.places if p.start < heads and p.kind in ("town", "country")]
        opening = [p for p in self.places if heads <= p.start < lead and p.located and not self.aside(p)]
        national = any(p.kind == "country" and p.located for p in (*titled, *opening))
        towns = [p for p in titled if p.kind == "town"]
        if towns:
            located = next((p for p in towns if p.located), None)
            return located or towns[0], located is None and titled[0].kind == "country"
        national = national or (bool(titled) and len({p.name for p in self._towns}) > 2)
        first = [p for p in opening if p.kind == "town" and p != self.line and not self.listed(p)]
        if self.line is not None and (not first or national or any(p.name == self.line.name for p in first)):
            return self.line, national
        if first:
            return first[0], national
        named = Counter(p.name for p in self._towns if p.located and not self.aside(p))
        if named and (named.most_common(1)[0][1] > 1 or not self.home):
            name = named.most_common(1)[0][0]
            return next(p for p in self._towns if p.name == name), national
        return None, True

    def _opening(self) -> tuple[int, int]:
        """Where the titles end, and the first paragraph behind them."""
        body = next((p for p in self._paragraphs if not p.head), None)
        if body is None:
            return 0, 0
        titles = [p for p in self._paragraphs if p.span.start < body.span.start and not self._byline(p)]
        return (titles[-1].span.end if titles else 0), body.span.end

    def _byline(self, paragraph: Paragraph) -> bool:
        return self.text.startswith(("By ", "by "), paragraph.span.start)

    def listed(self, place: Place) -> bool:
        """Whether a place is the first of several that share what is said ("in Brest, Lida and Pinsk")."""
        found = _LISTED.match(self.text, place.end)
        return found is not None and any(p.name == found[1] for p in self.places)

    def aside(self, place: Place) -> bool:
        """Whether a place stands in a clause about somebody and does not set the scene."""
        return _ASIDE.search(self.text[max(0, place.start - 60) : place.start]) is not None

    def of(self, at: int, verb: int, sentence: Span, quantity: str, total: bool = False) -> Site:
        """The place of a number that stands at a position, whose verb stands at another."""
        best, cost = self.nearest(at, sentence, quantity)
        if self.home and (quantity == "sanctioned" or _ELSEWHERE.match(self.text[at : at + 60])):
            return Site(self.home, None, "listed")
        if total and (best is None or cost > 90):
            return Site(self.home, None, "total") if self.home else self.default(quantity, total)
        if best is not None and cost < _FAR:
            if self.listed(best) and self.home:
                return Site(self.home, Span(best.start, best.end), "listed")
            return Site(best.name, Span(best.start, best.end), "sentence")
        if quantity not in _NATIONAL and (carried := self.carried(sentence)) is not None:
            return Site(carried.name, Span(carried.start, carried.end), "carried")
        return self.default(quantity, total)

    def nearest(self, at: int, sentence: Span, quantity: str) -> tuple[Place | None, float]:
        """The place of a sentence that is nearest to a number, and how far it is."""
        best, cost = None, 1e9
        for place in self.places:
            spot = place.kind == "spot"
            if (
                not (sentence.start <= place.start < sentence.end and place.located)
                or place == self.line
                or (spot and (self._any_town or quantity in _NATIONAL))
                or (quantity in SHARES and _OFFICE_OF.search(self.text[max(0, place.start - 24) : place.start]))
            ):
                continue
            own = self._distance(place, at)
            if quantity in SHARES and "," in self.text[at : place.start]:
                own += _FAR
            if place.start - sentence.start <= 4:
                own = min(own, 30.0)
            if own < cost:
                best, cost = place, own
        return best, cost

    def _distance(self, place: Place, at: int) -> float:
        gap = self.text[at : place.start] if place.start >= at else self.text[place.end : at]
        if place.start >= at and re.fullmatch(r"[\w,.]+(?: \w+)? (?:in|at|near) (?:the )?", gap):
            return 0.0
        own = len(gap) * (1.0 if place.start >= at else 1.5)
        own += 50 * len(_BESIDE.findall(gap)) + _FAR * (place.start >= at and _PART.search(gap) is not None)
        own += _FAR * self.speaking(place)
        own += 50 * sum(gap.count(mark) for mark in _CLAUSES) + 15 * gap.count(" and ")
        if place.start >= at:
            own += 50 * len(re.findall(r"\d[\d,.]*", gap)[1:])
        spelled = self.text[place.start : place.end] == place.name
        return own + 80 * (place.kind == "country" and spelled)  # "nationwide" speaks of all of it

    def speaking(self, place: Place) -> bool:
        """Whether a place is where somebody speaks: "told supporters in El Alto"."""
        return _SPEAKING.search(self.text[max(0, place.start - 45) : place.start]) is not None

    def carried(self, sentence: Span) -> Place | None:
        """The one town of the sentences before, in the paragraph; of the one before it where a sentence goes on."""
        here = next((k for k, p in enumerate(self._paragraphs) if p.span.start <= sentence.start < p.span.end), None)
        if here is None:
            return None
        paragraph = self._paragraphs[here]
        before = [s for s in paragraph.sentences if s.start < sentence.start]
        if not before and here and _GOES_ON.match(self.text, sentence.start) and not self._paragraphs[here - 1].head:
            before = list(self._paragraphs[here - 1].sentences)
        for one in reversed(before):
            towns = [p for p in self._towns if one.start <= p.start < one.end and p.located and not self.aside(p)
                     and not _PART.search(self.text[max(one.start, p.start - 24) : p.start])]  # fmt: skip
            spots = [] if self._any_town else [
                p for p in self.places if one.start <= p.start < one.end and p.located and p.kind == "spot"
            ]  # fmt: skip
            if len({p.name for p in towns}) > 1 or any(map(self.listed, towns)):
                return None
            if towns or spots:
                return (towns or spots)[-1]
        return None

    def default(self, quantity: str, total: bool) -> Site:
        """The place of what nothing else places: what the report is about."""
        local = quantity in _LOCAL or not (self.national or total or quantity in _NATIONAL)
        if quantity in _NATIONAL and self.home:
            local = False
        if self.base is not None and (local or not self.home):
            return Site(self.base.name, Span(self.base.start, self.base.end), "town")
        if self.home:
            return Site(self.home, None, "country")
        spots = Counter(p.name for p in self.places if p.kind == "spot")
        if spots and quantity not in _NATIONAL:
            name = spots.most_common(1)[0][0]
            where = next(p for p in self.places if p.name == name)
            return Site(name, Span(where.start, where.end), "town")
        return Site("", None, "")
