"""Where something happened: towns and countries of the gazetteer, and capitalised names behind "in", "at", "near".

Towns are those of the country that a report is about, and capitals. A country that no gazetteer has is known by what
its people are called, by a dateline or by "the Republic of".
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from contested.files import gazetteer
from contested.reading.lexicon import words

_NAME = r"[A-Z][^\W\d_]+(?:[-’'/][^\W\d_]+)*"
_RUN = re.compile(rf"{_NAME}(?:[ ](?:(?:de|la|del|di|al|el|and|of)[ ])?{_NAME})*")
_WHERE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Aa]cross|around|of|to|into|through|on|for)\s(?:the\s)?(?:[a-z-]+\s){0,3}?"
    r"(?:(?:city|town|village|region|district|capital|port|settlement|province|suburb|municipality)\s(?:of\s)?)?$"
)
_STRONG = re.compile(
    r"\b(?:city|town|village|region|capital|port|settlement|province|suburb|municipality|island|"
    r"streets|centre|center|outskirts|town hall|city hall|mayor|bishop|archbishop|prefect|university|gates|"
    r"harbour|hinterland|people|morgue|[A-Za-z][a-z]+(?:ers|ors|ents|ants|ians|people)) of\s$|"
    r"\b(?:[Ll]ive|morning|reporting|reports) from\s$|\b(?:spread|spilled|spilt|moved|extended) (?:over |also )?to\s$"
)
_DIRECT = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]cross|[Aa]t)\s(?:the\s)?"
    r"(?:(?:central|downtown|northern|southern|eastern|western|greater|nearby)\s)?$"
)
_SITE = re.compile(r"\s(?:square|roundabout|prison|church|market|bridge)\b")
_BODY = re.compile(r"\s(?:hospital|newspaper|television|union|party|church|agency|museum)\b")
#: behind a town's name, what is the town's own
_LOCAL_BODY = re.compile(r"\s(?:police|hospital|municipality|residents|mayor|prosecutors?|courthouse|prison|council)\b")
_APPOSED = re.compile(r"\b(?:capital|city|town|port|village), $")
_TOWNSHIP = re.compile(
    r"\s(?:suburb|township|district|region|province|neighbou?rhood|village|valley|island|quarter|square|roundabout)\b"
)
_SPOT = re.compile(
    r"\b(?:Square|Street|Avenue|Park|Bridge|Boulevard|Stadium|Station|Palace|Prison|Factory|Plant|Works|Mine|"
    r"University|Hospital|Road|Place|Stella|Stele|Gate|Market|Airport|Hall|Centre|Center|House|Court|Cathedral|Church|"
    r"Theatre|Theater|Museum|Monument|Roundabout)$"
)
_AREA = re.compile(
    r"\b(?:County|Province|Region|District|Oblast|Island|Islands|Valley|Heights|Municipality|Township|Prefecture|Canton|"
    r"Governorate|Peninsula|Harbour|Bay)$"
)
_CAPITAL = re.compile(
    r"\b(?:the|its|their|whose) (?:country['’]s |administrative |[A-Z][a-z]+(?:n|ese|ish|i) )?"
    r"capital\b(?! of)(?!,? [A-Z])"
)
_NATION = re.compile(
    r"\b(?:nationwide|countrywide|across the (?:whole )?(?:country|nation)|throughout the country|"
    r"in the (?:whole )?country|around the country|every corner of the country|all over the country)\b"
)
_DATELINE = re.compile(
    r"(?P<town>[A-Z][A-Z’'.-]{2,}(?: [A-Z][A-Z’'.-]+){0,2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?(?= \([^)]+\) \S+ [A-Z“\"]))"
    r"(?:, (?P<land>[A-Z][a-z]+(?: [A-Z][a-z]+)?))?(?:,? [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?\s*"
    r"(?P<by>\([^)\n]{2,40}\)\s*)?(?:—|–|--?)\s(?=[A-Z“\"‘0-9])"
)
#: datelines in small letters or with a colon, taken where nothing else speaks against a town
_PLAIN_LINE = re.compile(
    r"(?P<town>[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+)?)(?:, (?P<land>[A-Z][a-z]+(?: [A-Z][a-z]+)?))?"
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?(?: (?:—|–|-) |: (?=[A-Z])|\. )(?=[A-Z“\"‘])"
)
_NO_TOWNS = words("bodies.kinds") | words("places.no_datelines")
_DEMONYMS = ("ian", "ians", "ese", "ish", "an", "ans", "is")
_PEOPLE_OF = ("n", "an", "ian", "ese", "ish", "ns", "ans", "ians", "i", "is")
_TIMES = words("places.times")
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


@cache
def countries() -> dict[str, tuple[str, str, str]]:
    """Name, capital and code by every name of a country."""
    found = {}
    for nation in gazetteer.countries().values():
        for name in (nation.name, nation.iso_name, *nation.other_names.split("|")):
            if name:
                found[name] = nation.name, nation.capital, nation.code
    return found


@cache
def towns(code: str) -> frozenset[str]:
    """Names of the towns of a country, with and without accents; none for no country."""
    if not code:
        return frozenset()
    names = {t.name for t in gazetteer.towns(code) if t.name}
    return frozenset(names | {_plain(n) for n in names})


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return letters.replace("'", "").strip()


@cache
def _stems() -> dict[str, str]:
    names = sorted((n for n, (own, _, _) in countries().items() if n == own and len(n) > 5), key=len, reverse=True)
    return {name[:5]: name for name in names if " " not in name and "-" not in name}


@cache
def _peoples() -> dict[str, str]:
    """Countries by names of their people that do not begin like the country's."""
    return dict(pair.replace("_", " ").split(":") for pair in words("places.peoples"))


@cache
def _capitals() -> dict[str, str]:
    return {capital: name for name, capital, _ in countries().values() if capital}


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
    _, capital, code = countries().get(home, ("", "", ""))
    known = towns(code) | ({capital} if capital else set())
    found = [p for p in (dateline(text),) if p is not None]
    for match in _RUN.finditer(text):
        start, run = match.start(), match[0]
        while (owner := re.match(r"(.+?['’]s )(?=[A-Z])", run)) is not None:  # "Nairobi's Kibera"
            found += _of_run(text, start, owner[1].rstrip(), taken, known, home)
            start, run = start + len(owner[1]), run[len(owner[1]) :]
        while (first := run.partition(" "))[0] in _OPENS and first[2]:
            start, run = start + len(first[0]) + 1, first[2]
        if people := re.match(r"[A-Z][a-z]+(?:ers|ors|ents|ants|ians|people) of (?=[A-Z])", run):
            start, run = start + people.end(), run[people.end() :]  # "Residents of Plesno"
        if not any(p.start <= start < p.end for p in found):
            found += _of_run(text, start, run, taken, known, home)
    named = capital and any(p.name == capital for p in found)
    for match in _CAPITAL.finditer(text):
        located = _WHERE.search(text[max(0, match.start() - 24) : match.start() + 4]) is not None
        found.append(Place(match.start(), match.end(), capital if named else "the capital", "town", located))
    if home:
        found += [Place(m.start(), m.end(), home, "country", True) for m in _NATION.finditer(text)]
    return sorted(found, key=lambda p: p.start)


def dateline(text: str) -> Place | None:
    """The town of a dateline, as in "LETHE, Orvania (Agency) —", among the first lines."""
    for match in re.finditer(r"^[ \t]*", text[:1200], re.M):
        line = _DATELINE.match(text, match.end())
        if line is None:
            line = _PLAIN_LINE.match(text, match.end())
            if line is not None and not _lone_town(line["town"], text):
                continue
        if line is not None and not line["town"].endswith("."):
            name = line["town"]
            if {w.casefold() for w in re.findall(r"\w+", name)} & _NO_TOWNS:
                continue
            if name.isupper():
                name = "-".join(w.title() for w in name.split("-")).replace("’S", "’s").replace("'S", "'s")
            return Place(line.start("town"), line.end("town"), name, "town", True)
    return None


def _lone_town(name: str, text: str) -> bool:
    """Whether words at the beginning of a line are the town of a dateline: a known one, or named again behind "in"."""
    own = name.title() if name.isupper() else name
    if own in _capitals():
        return True
    return re.search(rf"\b(?:in|at|near|of|across) (?:central |downtown )?{re.escape(own)}\b", text) is not None


def _of_run(
    text: str, start: int, run: str, taken: set[str], known: frozenset[str] | set[str], home: str
) -> list[Place]:
    """The place in a run of capitalised words, if there is one."""
    before = text[max(0, start - 40) : start]
    located = _WHERE.search(before) is not None or _APPOSED.search(before) is not None
    parts = list(re.finditer(_NAME, run))
    for k in range(len(parts)):
        for j in range(len(parts), k, -1):
            name = re.sub(r"['’]s$", "", run[parts[k].start() : parts[j - 1].end()])
            kind = "country" if name in countries() or name == home else ""
            kind = kind or ("town" if name in known or name in _capitals() else "")
            kind = kind or ("town" if name.isupper() and len(name) > 4 and name.title() in known else "")
            if not kind or name in taken or (kind == "town" and j < len(parts) and not _SPOT.search(run)):
                continue
            if kind == "town" and k > 0 and parts[k - 1][0] in ("Mr", "Mrs", "President"):
                continue
            at = start + parts[k].start()
            if kind == "country" and not re.search(
                r"\b(?:[Ii]n|[Ii]nside|[Aa]cross|[Tt]hroughout|within|around|outside|swept)\s(?:\w+\s)?$", before
            ):
                located = False
            if home and (countries().get(name, ("",))[0] or _capitals().get(name, "")) not in ("", home):
                kind = "abroad" if name not in known else kind
            owner = text[at + len(name) : at + len(name) + 2] in ("'s", "’s")
            located = located or (kind == "town" and _LOCAL_BODY.match(text, at + len(name)) is not None)
            within = located and k == 0 and (not owner or _DIRECT.search(before) is not None)
            return [Place(at, at + len(name), name, kind, within)]
    whole = re.sub(r"['’]s$", "", run)
    behind = text[start + len(whole) : start + len(whole) + 24]
    if (_SPOT.search(whole) and " " in whole) or (located and _SITE.match(behind)):
        return [Place(start, start + len(whole), whole, "spot", located)]
    if _of_people(whole.split()[-1], home):
        return []
    if _AREA.search(whole) and len(parts) > 1:
        return [Place(start, start + len(whole), whole, "town", located)]
    person = any(w in taken for w in whole.split()) or whole.split()[0] in _TIMES or whole.isupper()
    if person or len(parts) > 3 or _BODY.match(behind):
        return []
    if _STRONG.search(before) or (located and _DIRECT.search(before)) or _TOWNSHIP.match(behind):
        return [Place(start, start + len(whole), whole, "town", True)]
    alone = re.search(r"(?:^|\n|\d\]?\s|[ap]m\s)$", before) and behind.startswith(". ") and len(parts) < 3
    return [Place(start, start + len(whole), whole, "town", True)] if alone else []


def _of_people(word: str, home: str = "") -> bool:
    """Whether a word says what people or things of a country are called: "Belarusian"."""
    stem = home[:-1] if home.endswith(("a", "e", "y", "o")) else home
    if len(stem) > 2 and word != home and word.startswith(stem) and word[len(stem) :] in _PEOPLE_OF:
        return True
    return word in _peoples() or (len(word) > 6 and word[:5] in _stems() and word.endswith(_DEMONYMS))


def country_of(text: str) -> str:
    """The country that a text names most, by name or by what its people are called; empty if none."""
    counts: Counter[str] = Counter()
    known = countries()
    for match in _RUN.finditer(text):
        run = re.sub(r"['’]s\b", "", match[0])
        if run.title() in known and " " in run:
            counts[known[run.title()][0]] += 3
            continue
        for word in run.split():
            if word in known or (word.isupper() and word.title() in known):
                counts[known.get(word, known.get(word.title(), ("", "", "")))[0]] += 3
            elif len(word) > 6 and word[:5] in _stems() and word.endswith(_DEMONYMS):
                counts[_stems()[word[:5]]] += 2
            elif word in _peoples():
                counts[_peoples()[word]] += 2
            elif word in _capitals():
                counts[_capitals()[word]] += 1
    invented = _unlisted(text)
    best = counts.most_common(1)
    if invented and (not best or best[0][1] < 3 * len(re.findall(rf"\b{re.escape(invented)}", text))):
        return invented
    return best[0][0] if best else ""


def _unlisted(text: str) -> str:
    """A country that no gazetteer has: of a dateline, of "the Republic of", or with a name for its people."""
    official = re.search(r"\b(?:Republic|Kingdom|Federation|Union) of ([A-Z][a-z]{3,})\b", text[:1500])
    line = _DATELINE.search(text[:1200])
    for name in filter(None, (official and official[1], line and line["land"])):
        if name not in countries():
            return str(name)
    forms = Counter(w for w in re.findall(r"\b[A-Z][a-z]{3,}\b", text) if w not in countries() and w not in _TIMES)
    scores: Counter[str] = Counter()
    for name, count in forms.items():
        stem = name[:-1] if name.endswith(("a", "e", "y")) else name
        if any(stem + end in forms and stem + end != name for end in _PEOPLE_OF) and re.search(
            rf"\b(?:in|across|throughout|of|swept)\s{name}\b", text
        ):
            scores[name] = count
    return scores.most_common(1)[0][0] if scores else ""
