"""Which country a report is about: by names of countries and their people, capitals and towns, and by what only a
country has ("Kestria's parliament") where no gazetteer has it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

from contested.files import gazetteer
from contested.reading.lexicon import words
from contested.reading.names import DATELINE, RUN, accentless, plain, spelled

#: endings by which people and things of a country are called
ENDINGS = ("n", "an", "ian", "ean", "ese", "ish", "i", "is", "ns", "ans", "ians", "eans")
#: what a mention weighs: a name, a people, a capital, a town
_NAME, _PEOPLE, _CAPITAL, _TOWN = 3.0, 2.0, 2.0, 1.0
#: the title and the first sentences count twice
_LEAD = 450
#: residents of a town that is known without its country
_LARGE = 300_000
_TIMES = words("places.times")
#: what only a country has, behind its name
_OF_A_STATE = (
    r"['’]s (?:new |own |ruling |interim |embattled |long-time |outgoing |disputed |first |highest )?(?:government|"
    r"president\w*|parliament\w*|opposition|prime|premier|interior|foreign|justice|electoral|election|elections|army|"
    r"ruling|capital|supreme|constitutional|central|vote|runoff|rulers?|leader|security|military|ministry|police|"
    r"cities|regions|provinces|week|count|crisis|ambassador|embassy)\b"
    r"| (?:still )?(?:has|had) (?:no|a new) (?:government|president)\b| votes? on\b| goes to the polls\b"
)
_STATE = re.compile(rf"(?<![A-Z]\w\s)\b([A-Z][a-z]{{3,}})(?:{_OF_A_STATE})")
#: behind these words a place, behind fewer of them a country
_PLACED = re.compile(
    r"\b(?:in|across|throughout|of|to|over|swept|inside|around|leave|left)\s([A-Z][a-z]{3,})\b"
)
_IN_STATE = re.compile(r"\b(?:in|across|throughout|of|swept)\s([A-Z][a-z]{3,})\b")
_OFFICIAL = re.compile(
    r"\b(?:[Rr]epublic|[Kk]ingdom|[Ff]ederation|REPUBLIC|KINGDOM|FEDERATION) (?:of|OF) ([A-Z]\w{3,})\b"
)
#: a body of a whole country in the first lines: "Mission to Vardia", "Railworkers' Union of Kessaria"
_BODY_OF = re.compile(
    r"\b(?:mission|embassy|team|channel|union|coalition|network|voice|federation|association|commission|ministry|council|"
    r"congress|assembly|lawyers|doctors|government|party|front|alliance)\b[^\n,.:;–—]*? (?:of|in|to|for) ([A-Z]\w{4,})"
    r"(?=\s*(?:$|[,.:;–—\n-]))",
    re.I,
)
_MISSION = re.compile(r"\bembassy of [\w ]+? (?:in|to) ([A-Z]\w+)", re.I)
_WATCH = re.compile(r"^([A-Z]\w{4,}) (?:[A-Z]\w+ )?(?:Watch|Monitor|Doctors|Lawyers|Observer)\b", re.M)


@cache
def countries() -> dict[str, tuple[str, str, str]]:
    """Name, capital and code by every name of a country."""
    found = {}
    for nation in gazetteer.countries().values():
        for name in (nation.name, nation.iso_name, *nation.other_names.split("|")):
            for one in {name, accentless(name)} - {""}:
                found[one] = nation.name, nation.capital, nation.code
    return found


@cache
def _in_capitals() -> dict[str, str]:
    return {name.upper(): name for name in countries()}


def country(name: str) -> str:
    """The name of a country as a text spells it, but in capitals as the table does; empty if it is none.

    >>> country("CÔTE D’IVOIRE"), country("São Tomé and Príncipe"), country("Abidjan")
    ("Côte d'Ivoire", 'São Tomé and Príncipe', '')
    """
    return spelled(name, countries(), _in_capitals())


def canonical(name: str) -> str:
    """The table's name of a country that a text may spell otherwise; empty if it is none.

    >>> canonical("São Tomé and Príncipe"), canonical("Türkiye")
    ('Sao Tome and Principe', 'Turkey')
    """
    known = countries()
    return next((known[n][0] for n in (name, name.replace("’", "'"), accentless(name)) if n in known), "")


@cache
def capitals() -> dict[str, str]:
    """Countries by their capitals."""
    return {one: name for name, capital, _ in countries().values() for one in (accentless(capital), capital) if one}


@cache
def _capitals_in_capitals() -> dict[str, str]:
    return {name.upper(): name for name in capitals()}


def capital(name: str) -> str:
    """The name of a capital as a text spells it, but in capitals as the table does; empty if it is none.

    >>> capital("N’DJAMENA"), capital("ASUNCIÓN"), capital("Lyon")
    ("N'Djamena", 'Asunción', '')
    """
    return spelled(name, capitals(), _capitals_in_capitals())


def of_capital(name: str) -> str:
    """The country of a capital; empty if a name is none's.

    >>> of_capital("N’DJAMENA"), of_capital("Asunción"), of_capital("Lyon")
    ('Chad', 'Paraguay', '')
    """
    own = capital(name)
    return capitals().get(own) or capitals().get(accentless(own), "")


@cache
def peoples() -> dict[str, str]:
    """Countries by what their people and things are called: "Belarusian", "Kyrgyz"."""
    found: dict[str, str] = {}
    for name, (own, _, _) in sorted(countries().items(), key=lambda item: (-len(item[0]), item[0])):
        if len(name) < 4 or not name.replace(" ", "").isalpha():
            continue
        for stem in {name, name[:-1] if name[-1] in "aeoy" else name}:
            for ending in ENDINGS:
                found.setdefault(stem + ending, own)
    found |= {people.replace("_", " "): own.replace("_", " ") for people, own in _irregular()}
    return {people: own for people, own in found.items() if people not in countries()}


def _irregular() -> list[list[str]]:
    return [pair.split(":") for pair in words("places.peoples")]


@cache
def towns(code: str) -> frozenset[str]:
    """Names of the regions and towns of a country, with and without accents; none for no country."""
    if not code:
        return frozenset()
    names = {n for t in gazetteer.towns(code) for n in (t.name, t.region) if n}
    return frozenset(names | {plain(n) for n in names})


@cache
def towns_in_capitals(code: str) -> dict[str, str]:
    """Names of the regions and towns of a country by how they are spelled in capitals."""
    return {name.upper(): name for name in towns(code)}


@cache
def _world() -> dict[str, list[tuple[int, str]]]:
    """Residents and country of every town of the world, by its name, the largest first."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for nation in gazetteer.countries().values():
        for town in gazetteer.towns(nation.code):
            if town.name and town.population >= 15_000:
                for name in {town.name, plain(town.name)}:
                    found[name].append((town.population, nation.name))
    return {name: sorted(rows, reverse=True) for name, rows in found.items()}


def of_people(word: str, home: str = "") -> bool:
    """Whether a word says what people or things of a country are called: "Belarusian"."""
    stem = home[:-1] if home.endswith(("a", "e", "y", "o")) else home
    if len(stem) > 2 and word != home and any(word.startswith(s) and word[len(s) :] in ENDINGS for s in (stem, home)):
        return True
    return word in peoples()


def is_place(name: str) -> bool:
    """Whether a name is that of a country or a capital.

    >>> is_place("Ghana"), is_place("Tunis"), is_place("Union")
    (True, True, False)
    """
    return name in countries() or name in capitals()


def country_of(text: str) -> str:
    """The country that a text names most, by name or by what its people are called; empty if none."""
    if (mission := _MISSION.search(text[:300])) is not None:
        host = mission[1].title() if mission[1].isupper() else mission[1]
        return countries().get(host, (host,))[0]
    counts: Counter[str] = Counter()
    mentions: Counter[str] = Counter()
    runs: list[str] = []

    def count(name: str, weight: float, at: int) -> None:
        counts[name] += weight * (2 if at < _LEAD else 1)  # type: ignore[assignment]
        mentions[name] += 1 if at > 2 * _LEAD else 2

    known = countries()
    for match in RUN.finditer(text):
        run = re.sub(r"['’]s\b", "", match[0])
        runs += re.split(r"['’]s ?| and ", match[0])
        if " " in run and (whole := country(run) or country(run.title())):
            count(canonical(whole), _NAME, match.start())
            continue
        parts = run.split()
        for k, word in enumerate(parts):
            pair = f"{word} {parts[k + 1]}" if k + 1 < len(parts) else ""
            if pair in peoples() or pair in known:
                count(peoples().get(pair) or known[pair][0], _PEOPLE, match.start())
            elif word in known or (len(word) > 3 and (not word.isascii() or word.isupper()) and country(word)):
                count(canonical(country(word)), _NAME, match.start())
            elif word in peoples():
                count(peoples()[word], _PEOPLE, match.start())
            elif seat := of_capital(pair) or of_capital(word):
                count(seat, _CAPITAL, match.start())
    invented = _unlisted(text)
    best = counts.most_common(1)
    if invented and (not best or best[0][1] < 6 * len(re.findall(rf"\b{re.escape(invented)}", text, re.I))):
        return invented
    if not best or best[0][1] < 2 * _NAME:
        _by_towns(sorted(set(runs) - set(capitals())), counts, mentions)
        best = counts.most_common(1)
    if not best or (mentions[best[0][0]] == 1 and best[0][1] <= _NAME):
        return ""  # named once, far from the title
    return best[0][0]


def _by_towns(runs: list[str], counts: Counter[str], mentions: Counter[str]) -> None:
    """Count the towns of a text for their countries: of the countries that are named, else of the largest namesake."""
    named = set(counts)
    for run in runs:
        rows = _world().get(run.title() if run.isupper() else run, []) if len(run) > 3 or not run.isascii() else []
        own = next((name for _, name in rows if name in named), "")
        if own or (rows and rows[0][0] >= _LARGE):
            counts[own or rows[0][1]] += _TOWN  # type: ignore[assignment]
            mentions[own or rows[0][1]] += 1


def _unlisted(text: str) -> str:
    """A country that no gazetteer has: of a dateline, of "the Republic of", or with a name for its people."""
    head = text[:1500]
    official, line = _OFFICIAL.search(head), DATELINE.search(text[:1200])
    for name in filter(None, (official and official[1], line and line["land"])):
        name = name.title() if name.isupper() else name
        if name not in countries():
            return str(name)
    forms = Counter(w for w in re.findall(r"\b[A-Z][a-z]{3,}\b", text)
                    if w not in countries() and w not in _TIMES and w not in peoples())  # fmt: skip
    scores: Counter[str] = Counter()
    states, around = ({m[1] for m in p.finditer(text)} for p in (_STATE, _PLACED))
    title = text.partition("\n")[0]
    for name, times in forms.items():
        stem = name[:-1] if name.endswith(("a", "e", "y")) else name
        pair = any(stem + end in forms and stem + end != name for end in ENDINGS)
        if pair and name in {m[1] for m in _IN_STATE.finditer(text)}:
            scores[name] = times
        elif name in states and (name in around or re.search(rf"\b{name}\b", title)):
            scores[name] = 0 if _town(name) else times
    if any(scores.values()):
        return scores.most_common(1)[0][0]
    titles = "\n".join(text[:400].split("\n")[:3])
    for pattern in (_BODY_OF, _WATCH):
        named = [m[1].title() if m[1].isupper() else m[1] for m in pattern.finditer(titles)]
        for name in reversed([n for n in named if n[0].isupper()]):
            if not (name in countries() or name in peoples() or name.casefold() in _NO_STATES | _BODIES or _town(name)):
                return str(name)
    last = re.match(rf"(?=.*\b(?:{'|'.join(sorted(_BODIES))})\b)[^\n]*?\b([A-Z]{{5,}})(?=:|\s*[–—]|\n)", titles, re.I)
    if last and last[1].isupper() and last[1].casefold() not in _NO_STATES | _BODIES and not _town(last[1].title()):
        return last[1].title() if not re.search(rf"\b{last[1].casefold()}\b", text) else ""
    return ""


def _town(name: str) -> bool:
    """Whether a gazetteer has a town of a name."""
    return name in capitals() or name in _world()


#: words with a capital behind "of" in the name of a body
_NO_STATES = words("countries.no_states")
_BODIES = words("bodies.kinds") | {"watch", "rights"}
