"""The place of a number: the nearest that its clause names, else the town that the sentences before were about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from contested.reading.places import Place
from contested.reading.structure import Paragraph, Span


class Site(NamedTuple):
    """A place, where it is named, and the rule that took it."""

    name: str
    span: Span | None
    rule: str


#: quantities that are about a whole country where nothing else is said
_NATIONAL = frozenset(["votes", "vote_share", "poll_share", "turnout_share", "sanctioned", "fraud_stations", "money"])


_ASIDE = re.compile(r"\b(?:who|which|another)\b[^.]*$")


class Where:
    """The places of a report, asked for by number."""

    def __init__(self, text: str, places: Sequence[Place], paragraphs: Sequence[Paragraph], home: str) -> None:
        self._text = text
        self._places = places
        self._home = home
        self._towns = [p for p in places if p.kind == "town"]
        self._any_town = bool(self._towns)

    def _aside(self, place: Place) -> bool:
        """Whether a place stands in a clause about somebody and does not set the scene."""
        return _ASIDE.search(self._text[max(0, place.start - 60) : place.start]) is not None

    def of(self, at: int, verb: int, sentence: Span, quantity: str, total: bool = False) -> Site:
        """The place of a number that stands at a position, whose verb stands at another."""
        inside = [p for p in self._places if sentence.start <= p.start < sentence.end]
        usable = [p for p in inside if p.located and (p.kind != "spot" or not self._any_town)]
        if quantity in _NATIONAL:
            usable = [p for p in usable if p.kind != "spot"]
        low, high = min(at, verb), max(at, verb)
        best, cost = None, 1e9
        for place in usable:
            distance = (
                place.start - high if place.start >= high else (low - place.start) * 1.5 if place.start < low else 0
            )
            gap = self._text[min(place.start, high) : max(place.start, high)]
            distance += 60 * sum(mark in gap for mark in (";", " and ", " while ", ", who ", ", which ", " where "))
            distance += 80 * (place.kind == "country")
            if distance < cost:
                best, cost = place, distance
        if total and (best is None or cost > 60):
            return Site(self._home, None, "total")
        if best is not None:
            return Site(best.name, Span(best.start, best.end), "sentence")
        if quantity in _NATIONAL:
            return Site(self._home, None, "country")
        before = [
            p
            for p in self._towns
            if not self._aside(p) and p.start < sentence.start and sentence.start - p.start < 900 and p.located
        ]
        if before:
            return Site(before[-1].name, Span(before[-1].start, before[-1].end), "carried")
        named = Counter(p.name for p in self._towns if not self._aside(p))
        named = named or Counter(p.name for p in self._places if p.kind == "spot" and not self._home)
        if named:
            name = named.most_common(1)[0][0]
            where = next(p for p in self._places if p.name == name)
            return Site(name, Span(where.start, where.end), "town")
        if self._home:
            return Site(self._home, None, "country")
        return Site("", None, "")
