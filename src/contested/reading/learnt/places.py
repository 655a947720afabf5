"""The places that a number may be of: all that the report names, its country, and none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from operator import attrgetter

from contested.reading.countries import of_people
from contested.reading.learnt.choices import RULES, Candidate
from contested.reading.learnt.nearest import Entry, Index
from contested.reading.learnt.scene import Scene
from contested.reading.learnt.spot import ZONES, Spot
from contested.reading.lexicon import words
from contested.reading.names import RUN
from contested.reading.places import Place, titled
from contested.reading.structure import Paragraph, Span
from contested.reading.where import Site, Where

_BEFORE = frozenset(["in", "at", "near", "of", "from", "to", "outside", "across", "on", "around", "into", "for"])
_START = attrgetter("start")
_TIMES = words("places.times")
#: by what a place is known that it matters how the number stands
_ROLES = frozenset([
    "nearest place", "second nearest place", "town of the report", "the country", "dateline", "no place",
    "that of the number before", "last town before the number", "the one town of the sentences before",
    "in the name of who says it", "place of what the source said before", "place of what counts the same before",
])  # fmt: skip
_IN = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ii]nside|[Aa]cross) (?:the )?$")
#: before a name that is a place less often, and behind one that opens a line: "Sibay: a girl is free", "OECUSSE. ..."
_TO = re.compile(r"\b(?:[Ff]rom|to|of|into|around|through|over|towards?|[Oo]n|between) (?:the )?$")
_OPENS, _STOPS = re.compile(r"(?:^|\n|\d[.:]?\s|[ap]m\s|[•*–-]\s)$"), re.compile(r"(?:[.:] | \()(?=\S)")
_NO_PLACES = words("bodies.kinds") | words("places.no_datelines") | words("places.things") | words("actors.titles")
#: the zone beyond which what may be a place is none
_AROUND = ZONES.index("paragraph before")


def candidates(spot: Spot, where: Where, known: Known, rule: Site, last: str | None) -> list[Candidate]:
    """The candidates for the place of a number, each a `Site`; that of the rules is always one."""
    found: dict[str, tuple[str, Span | None, set[str]]] = {}

    def add(name: str, span: Span | None, features: set[str]) -> None:
        key = re.sub(r"^[Tt]he ", "", name).casefold()
        if key in found:
            features |= found[key][2]
            name, span = found[key][0], found[key][1] or span
        found[key] = name, span, features

    add(rule.name, rule.span, {f"rule: {rule.rule}", RULES})
    near = [(one.rank, one.what) for one in sorted(known.index.near(spot))]
    counts, most = known.counts, known.most
    before = known.town_before(spot.start)
    seen: set[str] = set()
    met = 0
    for rank, place in near:
        zone = ZONES[rank]
        if place.name in seen:
            found[re.sub(r"^[Tt]he ", "", place.name).casefold()][2].add(f"also: {zone}")
            continue
        unsure = place.kind == "unsure"
        if unsure and rank > _AROUND:
            continue
        features = _of_place(spot, where, place, zone)
        seen.add(place.name)
        if unsure:
            add(place.name, Span(place.start, place.end), features)
            continue
        features.add("nearest place" if not met else "second nearest place" if met == 1 else "farther place")
        met += 1
        if place.start == before:
            features.add("last town before the number")
        if counts[place.name] == most and most > 1:
            features.add("named most")
        features.add("named once" if counts[place.name] == 1 else "named again")
        add(place.name, Span(place.start, place.end), features)
    if where.home:
        add(where.home, None, {"the country"})
    if where.base is not None:
        add(where.base.name, Span(where.base.start, where.base.end), {"town of the report"})
    if where.line is not None:
        add(where.line.name, Span(where.line.start, where.line.end), {"dateline"})
    if (first := known.scene.first) is not None:
        add(first.name, Span(first.start, first.end), set())
    add("", None, {"no place"})
    best, cost = where.nearest(spot.start, spot.sentence, spot.quantity)
    if best is not None:
        far = "near" if cost < 40 else "some way off" if cost < 90 else "far" if cost < 150 else "very far"
        add(best.name, Span(best.start, best.end), {f"nearest in the sentence, {far}"})
    carried = where.carried(spot.sentence)
    if carried is not None:
        add(
            carried.name,
            Span(carried.start, carried.end),
            {
                "the one town of the sentences before",
                "carried, none in the sentence" if best is None or cost >= 150 else "carried, another in the sentence",
            },
        )
    default = where.default(spot.quantity, spot.total)
    add(
        default.name,
        default.span,
        {
            f"what the report is about, by {default.rule}",
            "default, none before" if carried is None and (best is None or cost >= 150) else "default, another before",
        },
    )
    if last is not None:
        more = {"that of the number before, carried"} if spot.carried else set()
        add(last, None, {"that of the number before", f"number before: {spot.before}", *more})
    _of_drafts(spot, add)
    if spot.speaker is not None:
        inside = known.within(spot.speaker.start, spot.speaker.end + 24)
        inside.sort(key=lambda p: (ZONES.index(spot.near(p.start, p.end)), abs(p.start - spot.start)))
        for place in inside[:1]:
            add(place.name, Span(place.start, place.end), {"in the name of who says it"})
    here = next((ZONES[rank] for rank, p in near if p.located and p.kind != "perhaps"), "nowhere")
    made = []
    for name, span, features in found.values():
        own = next((f[6:] for f in features if f.startswith("rule: ")), "learnt")
        kinds = sorted(f for f in features if f.startswith("is a ")) or [
            "is a country" if "the country" in features else "is none"
        ]
        if where.national:
            features |= {f"national: {f}" for f in ("town of the report", "the country", "dateline") if f in features}
        features |= {f"{spot.group}: {k}" for k in kinds} | {f"{spot.stands}: {k}" for k in kinds}
        if spot.total:
            features |= {f"sum: {k}" for k in kinds}
        if where.issued:
            features |= {f"bulletin: {k}" for k in kinds}
        for role in _ROLES & features:
            features |= {f"{role}: {spot.group}", f"{role}: nearest {here}", f"{role}: {spot.stands}",
                         f"{role}: says {spot.side}", f"{role}: {here}, {spot.group}"}  # fmt: skip
            if spot.total:
                features.add(f"{role}: sum")
        features |= {f"{spot.quantity}: {k}" for k in kinds} | {f"says {spot.side}: {k}" for k in kinds}
        features |= known.scene.features(spot, name, kinds, features)
        if RULES in features:
            features.add(f"rule: {own}, {spot.group}")
        if "that of the number before" in features:
            features |= {f"before: {spot.before}: nearest {here}", f"before: {spot.before}: {spot.group}"}
        made.append(Candidate(Site(name, span, own), frozenset(features)))
    return made


def _of_drafts(spot: Spot, add: Callable[[str, Span | None, set[str]], None]) -> None:
    """The places of numbers before: of what the same source said, and of what counts the same."""
    for which, some in (
        ("what the source said before", (d for d in reversed(spot.drafts) if d.actor == spot.actor != "reporter")),
        ("what counts the same before", (d for d in reversed(spot.drafts) if d.quantity == spot.quantity)),
    ):
        if (last := next(some, None)) is not None:
            near = "here" if last.anchors["number"].start >= spot.paragraph.span.start else "before"
            add(last.place, None, {f"place of {which}", f"place of {which}, {near}"})


class Known:
    """Every place that the rules know, and capitalised words behind "in" that may be one.

    Parameters
    ----------
    where : Where
    paragraphs : sequence of Paragraph
    """

    def __init__(self, where: Where, paragraphs: Sequence[Paragraph]) -> None:
        some = possible(where)
        self.scene = Scene(where, paragraphs, sorted((p for p in some if p.kind != "unsure"), key=_START))
        self.index = Index(
            (((p.name, p.located and p.kind != "perhaps"), Entry(p.start, p.end, (k,), p)) for k, p in enumerate(some)),
            paragraphs,
        )
        self.counts = Counter(p.name for p in some if p.kind != "unsure")
        self.most = max(self.counts.values(), default=0)
        self._sorted = sorted(some, key=_START)
        self._towns = sorted(p.start for p in some if p.located and p.kind == "town")

    def town_before(self, at: int) -> int:
        """Where the last town before a position stands; -1 if none does."""
        k = bisect_left(self._towns, at)
        return self._towns[k - 1] if k else -1

    def within(self, start: int, end: int) -> list[Place]:
        """The places of a stretch of the text."""
        first, last = (bisect_left(self._sorted, at, key=_START) for at in (start, end))
        return [p for p in self._sorted[first:last] if p.end <= end and p.kind != "unsure"]


def possible(where: Where) -> list[Place]:
    """Every place that the rules know, and capitalised words behind "in", or behind "from" and its like, that may be
    one."""
    if where.perhaps is None:
        taken = {w for p in where.places for w in range(p.start, p.end)}
        more = []
        for match in RUN.finditer(where.text):
            if match[0].split()[0] in _TIMES or match.start() in taken:
                continue
            if where.text[match.end() : match.end() + 1] == "-":
                continue
            name = re.sub(r"['’]s$", "", match[0])
            before = where.text[max(0, match.start() - 12) : match.start()]
            if _IN.search(before):
                more.append(Place(match.start(), match.end(), name, "perhaps", True))
            elif _unsure(where, before, name, match.end()):
                own = titled(name) if name.isupper() else name
                more.append(Place(match.start(), match.end(), own, "unsure", False))
        where.perhaps = [*where.places, *more]
    return where.perhaps


def _unsure(where: Where, before: str, name: str, end: int) -> bool:
    """Whether a name that no preposition of place stands before may be a place."""
    if not _TO.search(before) and not (_OPENS.search(before) and _STOPS.match(where.text, end)):
        return False
    own = name.split()
    if len(own) > 3 or " and " in name or " of " in name or len(name) < 3 or where.persons & set(own):
        return False
    return not (of_people(own[-1], where.home) or {w.casefold() for w in own} & _NO_PLACES)


def _of_place(spot: Spot, where: Where, place: Place, zone: str) -> set[str]:
    features = {zone, f"is a {place.kind}", "located" if place.located else "not behind a preposition"}
    if place == where.line:
        features.add("dateline, here")
    if zone.startswith("same"):
        features |= spot.beside(place.start, place.end, _BEFORE, opening=6)
        if where.speaking(place):
            features.add("where somebody speaks")
        if where.aside(place):
            features.add("in a clause about somebody")
        if where.listed(place):
            features.add("first of several")
    if spot.text[place.end : place.end + 2] in ("'s", "’s"):
        features.add("owns what follows")
    return features
