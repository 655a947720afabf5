"""What a whole report says of its places: which come first, in the headline or most often, and how its country is
named.

A number of which its sentence says nothing is of the place that the report is about, and reports show that in many ways
at once; each is a feature, alone and with who speaks, because a ministry's numbers are of a country, a mayor's of a
town.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from contested.reading.learnt.speakers import sort_of
from contested.reading.learnt.spot import Spot
from contested.reading.places import Place
from contested.reading.structure import Paragraph
from contested.reading.where import Where

_NATION = re.compile(
    r"\b(?:nation\w*|country\w*|federal|general elections?|presidential|parliamentary|referendum|republic|kingdom)\b",
    re.I,
)
_BACK = re.compile(
    r"\b(?:there|here|(?:the|this|that) (?:city|town|village|port|capital|district|province|region))\b", re.I
)
_ELSEWHERE = re.compile(r"\b(?:elsewhere|other (?:towns|cities|places|parts)|meanwhile|abroad)\b", re.I)
_SIGNS = (("of a nation", _NATION), ("points back", _BACK), ("elsewhere", _ELSEWHERE))
#: by what a place is known that it matters who speaks and what the sentence says
_ROLES = frozenset([
    "nearest place", "town of the report", "the country", "no place", "that of the number before",
    "first town of the report", "most named of the report",
])  # fmt: skip


class Scene:
    """The places of a report, by name.

    Parameters
    ----------
    where : Where
    paragraphs : sequence of Paragraph
    places : sequence of Place
        All that the report names, in order.
    """

    def __init__(self, where: Where, paragraphs: Sequence[Paragraph], places: Sequence[Place]) -> None:
        body = next((p for p in paragraphs if not p.head), None)
        start, end = (body.span.start, body.span.end) if body else (0, 0)
        towns = [p for p in places if p.kind in ("town", "perhaps")]
        self.first = next((p for p in towns if p.kind == "town"), None)
        self._headline = {p.name.casefold() for p in places if p.start < start}
        self._opening = {p.name.casefold() for p in places if start <= p.start < end}
        self._line = where.line.name.casefold() if where.line is not None else ""
        self._counts = Counter(p.name.casefold() for p in places if p.located or p == where.line)
        self._all = max(1, sum(self._counts.values()))
        self._most = max(self._counts.values(), default=0)
        count = len({p.name.casefold() for p in towns})
        self._towns = "none" if not count else "one" if count == 1 else "few" if count < 4 else "many"
        self._home = where.home.casefold()
        self._named = ("named" if any(p.name.casefold() == self._home and p.kind == "country" for p in places) else
                       "not named")  # fmt: skip

    def features(self, spot: Spot, name: str, kinds: Sequence[str], known: set[str]) -> set[str]:
        """What is so of a candidate in its report.

        Parameters
        ----------
        spot : Spot
        name : str
            Of the candidate, empty for none.
        kinds : sequence of str
            What it is.
        known : set of str
            Its other features.
        """
        low = name.casefold()
        found: set[str] = set()
        if self.first is not None and low == self.first.name.casefold():
            found.add("first town of the report")
        if low and self._counts[low] == self._most:
            found.add("most named of the report")
        share = self._counts[low] / self._all
        part = "none" if not share else "few" if share < 0.15 else "some" if share < 0.4 else "most"
        kind = kinds[0]
        if low and low == self._home:
            kind = "is the country"
            found |= {f"the country, {self._named}", f"the country, {self._named}: {spot.group}"}
        elif kind in ("is a country", "is a abroad"):
            found.add("another country")
        found |= {f"{part} of the mentions", f"{part} of the mentions: {kind}"}
        if low in self._headline:
            found |= {"named in the headline", f"named in the headline: {kind}"}
        if low in self._opening:
            found |= {"named in the first paragraph", f"named in the first paragraph: {kind}"}
        found |= {f"towns {self._towns}: {kind}", f"towns {self._towns}, says {spot.side}: {kind}"}
        here = [p for p in ("nearest place", "named once") if p in known]
        sort = self._sort(spot)
        more = {f"said by {sort}", f"said by {sort}, {spot.group}", f"towns {self._towns}"}
        sentence = spot.text[spot.sentence.start : spot.sentence.end]
        more |= {f"sentence {sign}" for sign, pattern in _SIGNS if pattern.search(sentence)}
        for role in ((found | known) & _ROLES) | {kind}:
            found |= {f"{role}: {m}" for m in more}
        return found | {f"{h}: {part} of the mentions" for h in here}

    def _sort(self, spot: Spot) -> str:
        if spot.speaker is None:
            return "the reporter" if spot.actor in ("", "reporter") else sort_of(spot.actor)
        return sort_of(f"{spot.text[spot.speaker.start : spot.speaker.end + 40].partition('.')[0]} {spot.actor}")
