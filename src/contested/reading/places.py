"""Where something happened: towns and countries of the gazetteer, and capitalised names behind "in", "at", "near".

Towns are those of the country that a report is about, and capitals. A country that no gazetteer has is known by what
its people are called, by a dateline or by "the Republic of".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from contested.reading.countries import (
    canonical,
    capital,
    countries,
    country,
    of_capital,
    of_people,
    towns,
    towns_in_capitals,
)
from contested.reading.lexicon import words
from contested.reading.names import CAPITAL, DATELINE, NAME, RUN, SHORT_TITLES, spelled

_WHERE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ii]nside|[Aa]cross|around|of|to|into|through|on|for)\s(?:the\s)?(?:[a-z-]+\s){0,3}?"
    r"(?:(?:city|town|village|region|district|capital|port|settlement|province|suburb|municipality)\s(?:of\s)?)?$"
)
_STRONG = re.compile(
    r"\b(?:city|town|village|region|capital|port|settlement|province|suburb|municipality|island|"
    r"streets|centre|center|outskirts|town hall|city hall|mayor|bishop|archbishop|prefect|university|gates|"
    r"harbour|hinterland|people|morgue|[A-Za-z][a-z]+(?:ers|ors|ents|ants|ians|people)) of\s$|"
    r"\b(?:[Ll]ive|morning|reporting|reports) from\s$|\b(?:spread|spilled|spilt|moved|extended) (?:over |also )?to\s$"
)
_DIRECT = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Ii]nside|[Aa]cross|[Aa]t|[Tt]hrough)\s(?:the\s)?"
    r"(?:(?:central|downtown|northern|southern|eastern|western|greater|nearby)\s)?$"
)
#: "at the Anchor", "in the Northern Bakery": a house and no town
_BUILDING = re.compile(r"\b(?:[Aa]t|[Oo]utside|[Nn]ear|[Ii]n|[Ii]nside) the $")
_SITE = re.compile(
    r"\s(?:square|roundabout|prison|church|market|bridge|station(?! [a-z])|junction|"
    r"stadium|airport|mosque|cathedral|temple|campus)\b"
)
_BODY = re.compile(r"\s(?:hospital|newspaper|television|union|party|church|agency|museum)\b")
#: behind a town's name, what is the town's own
_LOCAL_BODY = re.compile(
    r"\s(?:police|hospital|municipality|residents|mayor|prosecutors?|courthouse|prison|council|branch|chapter|"
    r"court|clinic)\b"
)
#: a district that has a number: "Region Four", "Area 18"
_NUMBERED = re.compile(
    r"\b(?:Region|District|Area|Ward|Zone|Sector|Block) "
    r"(?:\d{1,3}|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\b(?!,\d)"
)
#: what the name of a town opens: a line, an entry of a live blog
_LABEL = re.compile(r"(?:^|\n|\d\]?\s|[ap]m\s|[•*–-]\s)$")
_AFTER_LABEL = re.compile(r"\s?[.:,(—–]|\s-\s")
_SCENE = re.compile(r"['’]s [a-z]|\s(?:saw|woke|witnessed|has seen|was (?:quiet|calm|tense)|came (?:to|news))\b")
_APPOSED = re.compile(r"\b(?:capital|city|town|port|village), $")
_TOWNSHIP = re.compile(
    r"\s(?:suburb|township|district|region|province|neighbou?rhood|village|valley|island|quarter|square|roundabout)\b"
)
_LANDS_OF = re.compile(
    r"\s(?:(?:mining|port|market|border|industrial) )?(?:town|city|village|port|suburb|settlement) of [A-Z]"
)
_SPOT = re.compile(
    r"\b(?:Square|Street|Avenue|Park|Bridge|Boulevard|Stadium|Station|Palace|Prison|Factory|Plant|Works|Mine|"
    r"University|Hospital|Road|Place|Stella|Stele|Gate|Market|Airport|Hall|Centre|Center|House|Court|Cathedral|Church|"
    r"Theatre|Theater|Museum|Monument|Roundabout|Statue|Memorial|Tower|Arch|Fountain|Gardens|Circle|Mall|Terminal|"
    r"Barracks|Headquarters|Library|College|Campus|Hotel|Mosque|Temple|Cemetery|Arena)$"
)
_AREA = re.compile(
    r"\b(?:County|Province|Region|(?<!Police )District|Oblast|Island|Islands|Valley|Heights|Municipality|Township|"
    r"Prefecture|Canton|"
    r"Governorate|Peninsula|Harbour|Bay)$"
)
_SPOT_BEHIND = re.compile(
    r"(?:Boulevard|Avenue|Avenida|Plaza|Place|Camp|Calle|Rue|Rua|Quai|Pont|Puente|Pra[çc]a|Piazza|Parque|Colonia|Barrio|Stade|"
    r"Largo|Dataran|Jalan|Maidan|Prospekt) (?:(?:de|del|de la|des|du|da|do|di) )?[A-Z]"
)
_PREFIXED = re.compile(r"(?:Port|Fort|San|Santa|Saint|Sankt|Lake|Mount|Cape|Lower|Upper|Little|Puerto|Nova|Novi) [A-Z]")
_SEAT = re.compile(
    r"\b(?:(?:the|its|their|whose) (?:country['’]s |administrative |[A-Z][a-z]+(?:n|ese|ish|i) )?|[A-Z]\w+['’]s )"
    r"capital\b(?! of)(?!,? [A-Z])"
)
_NATION = re.compile(
    r"\b(?:nationwide|countrywide|across the (?:whole )?(?:country|nation)|throughout the country|"
    r"in the (?:whole )?country|around the country|every corner of the country|all over the country)\b"
)
#: datelines in small letters or with a colon, taken where nothing else speaks against a town
_PLAIN_LINE = re.compile(
    rf"(?P<town>[{CAPITAL}][^\W\d_]+(?:[ -][{CAPITAL}][^\W\d_]+)?)(?:, (?P<land>[A-Z][a-z]+(?: [A-Z][a-z]+)?))?"
    r"(?P<day>,? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}"
    r"|, \d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?)?"
    rf"(?: (?:—|–|-) |: (?=[{CAPITAL}])|\. )(?=[{CAPITAL}“\"‘])"
)
_NO_TOWNS = words("bodies.kinds") | words("places.no_datelines")
_TITLED = re.compile(rf"(?:(?<=\w), | (?:from|in) )({NAME}(?: {NAME})?)\s*$")
_SHORT = re.compile(SHORT_TITLES, re.I)
#: last words of names that are no towns
_THINGS = words("places.things")
_TIMES = words("places.times")
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August"
#: words with a capital at the beginning of a sentence
_OPENS = frozenset(["In", "At", "Near", "Across", "On", "From", "Outside", "The", "Around", "Inside", "Throughout"])


@dataclass(frozen=True)
class Place:
    """A place where the text names it.

    Parameters
    ----------
    start, end : int
    name : str
        As the text spells it; the capital's name for "the capital", if the text has it.
    kind : str
        `town`, `country`, `spot` (a square, a street, a plant) or `abroad` (another country or its capital).
    located : bool
        Whether it stands behind "in" or its like.
    """

    start: int
    end: int
    name: str
    kind: str
    located: bool


def places(text: str, persons: Iterable[str] = (), home: str = "") -> list[Place]:
    """Every place that a text names, in order.

    Parameters
    ----------
    text : str
    persons : iterable of str
        Words of names of persons, which are no places.
    home : str
        The country that the text is about.
    """
    taken = set(persons)
    _, seat, code = countries().get(home, ("", "", ""))
    known = _Known(towns(code) | ({seat} if seat else set()), towns_in_capitals(code), home)
    found = [p for p in (dateline(text),) if p is not None]
    for match in _NUMBERED.finditer(text):
        located = _WHERE.search(text, max(0, match.start() - 40), match.start()) is not None
        found.append(Place(match.start(), match.end(), match[0], "town", located))
    held = {at for p in found for at in range(p.start, p.end)}
    for match in RUN.finditer(text):
        start, run = match.start(), match[0]
        more: list[Place] = []
        while (owner := re.match(rf"(.+?['’]s )(?=[{CAPITAL}])", run)) is not None:  # "Nairobi's Kibera"
            more += _of_run(text, start, owner[1].rstrip(), taken, known)
            start, run = start + len(owner[1]), run[len(owner[1]) :]
        while (first := run.partition(" "))[0] in _OPENS and first[2]:
            start, run = start + len(first[0]) + 1, first[2]
        if people := re.match(rf"[A-Z][a-z]+(?:ers|ors|ents|ants|ians|people) of (?=[{CAPITAL}])", run):
            start, run = start + people.end(), run[people.end() :]  # "Residents of Plesno"
        if start not in held and not any(p.start <= start < p.end for p in more):
            for piece in _pieces(run):
                more += _of_run(text, start, piece, taken, known)
                start += len(piece) + len(" and ")
        found += more
        held.update(at for p in more for at in range(p.start, p.end))
    found += _titled(text, found, taken)
    found += _again(text, found, taken)
    seat = seat or _named_capital(text)
    named = seat and any(p.name == seat for p in found)
    for match in _SEAT.finditer(text):
        located = _WHERE.search(text[max(0, match.start() - 24) : match.start() + 4]) is not None
        located = located or _SCENE.match(text, match.end()) is not None
        found.append(Place(match.start(), match.end(), seat if named else "the capital", "town", located))
    if home:
        own = as_spelled(home, found)
        found += [Place(m.start(), m.end(), own, "country", True) for m in _NATION.finditer(text)]
    return sorted(found, key=lambda p: p.start)


def as_spelled(home: str, named: Iterable[Place]) -> str:
    """The country of a report as its text spells it: "Côte d'Ivoire" for Ivory Coast.

    Parameters
    ----------
    home : str
    named : iterable of Place
        The places of the text.
    """
    own = canonical(home)
    return next((p.name for p in named if own and p.kind == "country" and canonical(p.name) == own), home)


class _Known(NamedTuple):
    """Towns that tables have of the country of a report."""

    towns: Collection[str]
    in_capitals: Mapping[str, str]
    home: str

    def of(self, name: str, label: bool) -> tuple[str, str]:
        """How a place is spelled, and whether it is a country or a town; empty if no table has it.

        Parameters
        ----------
        name : str
        label : bool
            Whether it stands alone at the head of a line, where three letters in capitals are a town, too: "OSH."
        """
        if name == self.home or (land := country(name)):
            return (name if name == self.home else land), "country"
        if name.isascii() and name.isupper() and len(name) < (3 if label else 5):
            return "", ""
        if town := spelled(name, self.towns, self.in_capitals):
            return town, "town"
        return (town, "town") if (town := capital(name)) else ("", "")


def _titled(text: str, known: list[Place], taken: set[str]) -> list[Place]:
    """The town behind the name of a paper or a body in the first lines: "Evening Post, Gradenik", "Notes from ..."."""
    more = []
    for line in list(re.finditer(r"[^\n]*\S[^\n]*", text[:400]))[:3]:
        match = _TITLED.search(line[0]) if len(line[0]) < 90 else None
        if match is None or any(p.start <= line.start() + match.start(1) < p.end for p in known):
            continue
        own = match[1].split()
        no_town = {w.casefold() for w in own} & (_NO_TOWNS | _THINGS)
        if not (set(own) & (taken | _TIMES) or of_people(own[-1]) or no_town):
            at = line.start() + match.start(1)
            more.append(Place(at, at + len(match[1]), match[1], "town", True))
    return more


def _again(text: str, known: list[Place], taken: set[str]) -> list[Place]:
    """A town that words in front made known, wherever else it is named."""
    more: list[Place] = []
    for name in {p.name for p in known if p.kind == "town"} - taken:
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])(?!\s[A-Z])", text):
            before = text[max(0, match.start() - 40) : match.start()]
            if any(p.start < match.end() and match.start() < p.end for p in (*known, *more)):
                continue
            if re.search(r"[A-Z][\w’'-]* $", before) and not re.search(r"(?:^|[.!?\n] )[A-Z]\w* $", before):
                continue  # the last word of another name
            located = any(p.search(before) for p in (_WHERE, _STRONG)) or _LOCAL_BODY.match(text, match.end())
            more.append(Place(match.start(), match.end(), name, "town", bool(located)))
    return more


def _named_capital(text: str) -> str:
    """The capital of a country that no gazetteer has: "the capital, Lethe"."""
    named = re.search(rf"\bcapital(?: city)?(?: of)?,? ({NAME})|\b({NAME}), (?:the|its|whose) capital\b", text)
    return (named[1] or named[2]) if named else ""


def _pieces(run: str) -> list[str]:
    """Names that "and" joins, each for itself; without the day behind "of"."""
    run = re.split(rf" of (?=(?:{_DAYS})\b)", run)[0]
    return [run] if " and " not in run or country(run) or _SPOT.search(run) else run.split(" and ")


def dateline(text: str) -> Place | None:
    """The town of a dateline, as in "LETHE, Orvania (Agency) —", among the first lines."""
    for match in re.finditer(r"^[ \t]*", text[:1200], re.M):
        line = DATELINE.match(text, match.end())
        if line is None:
            line = _PLAIN_LINE.match(text, match.end())
            if line is not None and not (line["day"] or "").startswith(",") and not _lone_town(line["town"], text):
                continue
        if line is not None and not line["town"].endswith("."):
            name = line["town"]
            if {w.casefold() for w in re.findall(r"\w+", name)} & _NO_TOWNS or name in _TIMES or _SHORT.fullmatch(name):
                continue
            if name.isupper():
                name = country(name) or capital(name) or titled(name)
            return Place(line.start("town"), line.end("town"), name, "town", True)
    return None


def titled(name: str) -> str:
    """A name in capitals with a capital at the beginning of each word: "CAP-HAÏTIEN", "PEOPLE’S PARK"."""
    return re.sub(r"(['’])S\b", r"\1s", "-".join(w.title() for w in name.split("-")))


def _set_there(text: str, start: int, end: int) -> bool:
    """Whether a town sets the scene without a preposition: a label ("Brest: ..."), a subject, an owner."""
    before, behind = text[max(0, start - 24) : start], text[end : end + 40]
    if _LOCAL_BODY.match(behind):
        return True
    label = _LABEL.search(before) is not None
    opens = label or re.search(r"(?:[.!?]\s|[“\"(]|\b[Ff]rom )$", before) is not None
    return (label and re.match(r"(?:\.|:| [–—-])\s", behind) is not None) or (
        opens and _SCENE.match(behind) is not None
    )


def _lone_town(name: str, text: str) -> bool:
    """Whether words at the beginning of a line are the town of a dateline: a known one, or named again behind "in"."""
    own = titled(name) if name.isupper() else name
    if capital(own):
        return True
    return re.search(rf"\b(?:in|at|near|of|across) (?:central |downtown )?{re.escape(own)}\b", text) is not None


def _of_run(text: str, start: int, run: str, taken: set[str], known: _Known) -> list[Place]:
    """The place in a run of capitalised words, if there is one."""
    before = text[max(0, start - 40) : start]
    located = any(p.search(before) for p in (_WHERE, _APPOSED, _STRONG))
    parts = list(re.finditer(NAME, run))
    label = _LABEL.search(before) is not None and _AFTER_LABEL.match(text, start + len(run)) is not None
    for k in range(len(parts)):
        for j in range(len(parts), k, -1):
            written = re.sub(r"['’]s$", "", run[parts[k].start() : parts[j - 1].end()])
            name, kind = known.of(written, label)
            if k and _PREFIXED.match(f"{parts[k - 1][0]} {name}"):
                continue  # "Lower Tassaly" is no country
            if not kind or name in taken or (kind == "town" and j < len(parts) and not _SPOT.search(run)):
                continue
            if kind == "town" and k > 0 and parts[k - 1][0] in ("Mr", "Mrs", "President"):
                continue
            at = start + parts[k].start()
            if kind == "country" and not re.search(
                r"\b(?:[Ii]n|[Ii]nside|[Aa]cross|[Tt]hroughout|within|around|outside|swept)\s(?:\w+\s)?$", before
            ):
                located = False
            land = canonical(name) or of_capital(name)
            if known.home and land not in ("", canonical(known.home), known.home):
                kind = "abroad" if name not in known.towns else kind
            end = at + len(written)
            owner = text[end : end + 2] in ("'s", "’s")
            set_there = kind == "town" and _set_there(text, at, end)
            capital_of = owner and re.match(r"['’]s\s(?:\w+\s)?(?:capital|city|town)\b", text[end:]) is not None
            within = (
                located and k == 0 and not capital_of and (not owner or _DIRECT.search(before) is not None)
            ) or set_there
            return [Place(at, end, name, kind, within)]
    whole = re.sub(r"['’]s$", "", run)
    if whole.endswith(" No"):
        return []  # "Station No. 3"
    behind = text[start + len(whole) : start + len(whole) + 24]
    if (" " in whole and (_SPOT.search(whole) or _SPOT_BEHIND.match(whole))) or (located and _SITE.match(behind)):
        return [Place(start, start + len(whole), whole, "spot", located)]
    if of_people(whole.split()[-1], known.home):
        return []
    if (_AREA.search(whole) or _PREFIXED.match(whole)) and len(parts) > 1 and not _BODY.match(behind):
        return [Place(start, start + len(whole), whole, "town", located)]
    person = any(w in taken for w in whole.split()) or whole.split()[0] in _TIMES or whole.isupper()
    person = person or (behind.startswith(".") and _SHORT.fullmatch(whole.split()[-1]) is not None)
    if person or len(parts) > 3 or _BODY.match(behind):
        return []
    if whole.casefold() in _NO_TOWNS or whole.split()[-1].casefold() in _THINGS:
        return []
    if _LANDS_OF.match(behind):
        return []  # "in the Copperbelt town of Kitwe"
    if _BUILDING.search(before) and not _STRONG.search(before) and not re.match(r"\s[a-z]", behind):
        return [Place(start, start + len(whole), whole, "spot", True)]
    named = any(p.search(before) for p in (_STRONG, _APPOSED)) or (located and _DIRECT.search(before))
    if named or _TOWNSHIP.match(behind):
        return [Place(start, start + len(whole), whole, "town", True)]
    alone = re.search(r"(?:^|\n|\d\]?\s|[ap]m\s)$", before) and behind.startswith(". ") and len(parts) < 3
    return [Place(start, start + len(whole), whole, "town", True)] if alone else []
