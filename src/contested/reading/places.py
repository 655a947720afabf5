"""Where something happened: towns and countries of a gazetteer, and capitalised names behind "in", "at", "near".

A town that is named in the sentences before carries on. "The capital" is that of the country named most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from contested.reading.lexicon import words

_NAME = r"[A-Z][^\W\d_]+(?:[-’'][^\W\d_]+)*"
_RUN = re.compile(rf"{_NAME}(?:[ ](?:(?:de|la|del|di|al|el)[ ])?{_NAME})*")
_WHERE = re.compile(
    r"\b(?:in|at|near|outside|across|around|of|from|to|through|on|for)\s(?:the\s)?(?:[a-z-]+\s){0,3}?"
    r"(?:(?:city|town|village|region|district|capital|port|settlement|province|suburb|municipality)\s(?:of\s)?)?$"
)
_STRONG = re.compile(r"\b(?:city|town|village|region|capital|port|settlement|province|suburb|municipality)(?:\sof)?\s$")
_DIRECT = re.compile(r"\b(?:in|near|outside|across)\s(?:(?:central|downtown|northern|southern|eastern|western)\s)?$")
_SPOT = re.compile(
    r"\b(?:Square|Street|Avenue|Park|Bridge|Boulevard|Stadium|Station|Palace|Prison|Factory|Plant|Works|Mine|"
    r"University|Hospital|Road|Place|Stella|Stele|Gate|Market|Airport|Hall|Centre|Center|House|Court|Cathedral|Church)$"
)
_CAPITAL = re.compile(r"\b(?:the|its|their) (?:country['’]s )?capital\b(?! of)(?!,? [A-Z])")
_NATION = re.compile(
    r"\b(?:nationwide|countrywide|across the (?:whole )?(?:country|nation)|throughout the country|"
    r"in the (?:whole )?country|around the country)\b"
)
_TIMES = words("places.times")


@dataclass(frozen=True)
class Place:
    """A place where the text names it.

    Parameters
    ----------
    start, end : int
    name : str
        As the text spells it; the capital's name for "the capital", if the text has it.
    kind : str
        `town`, `country` or `spot` (a square, a street, a plant).
    located : bool
        Whether it stands behind "in" or its like.
    """

    start: int
    end: int
    name: str
    kind: str
    located: bool


@cache
def towns() -> dict[str, str]:
    """Country code by name of a town."""
    return {
        name: code for code, _, names in (line.partition("\t") for line in _lines("towns")) for name in names.split("|")
    }


@cache
def countries() -> dict[str, tuple[str, str]]:
    """Name and capital by every name of a country."""
    found = {}
    for line in _lines("countries"):
        _, name, capital, also = line.split("\t")
        for other in (name, *also.split("|")):
            if other:
                found[other] = (name, capital)
    return found


@cache
def _stems() -> dict[str, str]:
    return {
        name[:5]: name for name, (own, _) in countries().items() if len(name) > 5 and " " not in name and name == own
    }


@cache
def _capitals() -> dict[str, str]:
    return {capital: name for name, capital in countries().values() if capital}


def _lines(name: str) -> list[str]:
    text = (files("contested.reading") / f"{name}.txt").read_text("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


def places(text: str, persons: Iterable[str] = ()) -> list[Place]:
    """Every place that a text names, in order.

    Parameters
    ----------
    text : str
    persons : iterable of str
        Words of names of persons, which are no places.
    """
    taken = set(persons)
    found: list[Place] = []
    home = country_of(text)
    for match in _RUN.finditer(text):
        found += _of_run(text, match.start(), match[0], taken)
    capital = countries().get(home, ("", ""))[1] if home else ""
    named = capital and any(p.name == capital for p in found)
    for match in _CAPITAL.finditer(text):
        located = _WHERE.search(text[max(0, match.start() - 24) : match.start() + 4]) is not None
        found.append(Place(match.start(), match.end(), capital if named else "the capital", "town", located))
    if home:
        found += [Place(m.start(), m.end(), home, "country", True) for m in _NATION.finditer(text)]
    return sorted(found, key=lambda p: p.start)


def _of_run(text: str, start: int, run: str, taken: set[str]) -> list[Place]:
    """The place in a run of capitalised words, if there is one."""
    before = text[max(0, start - 40) : start]
    located = _WHERE.search(before) is not None
    words = list(re.finditer(_NAME, run))
    for k in range(len(words)):
        for j in range(len(words), k, -1):
            name = re.sub(r"['’]s$", "", run[words[k].start() : words[j - 1].end()])
            kind = "country" if name in countries() else "town" if name in towns() else ""
            if not kind or name in taken or (kind == "town" and j < len(words) and not _SPOT.search(run)):
                continue
            if kind == "town" and k > 0 and words[k - 1][0] in ("Mr", "Mrs", "President"):
                continue
            at = start + words[k].start()
            if kind == "country" and not re.search(
                r"\b(?:in|inside|across|throughout|within|around|outside)\s(?:\w+\s)?$", before
            ):
                located = False
            owner = text[at + len(name) : at + len(name) + 2] in ("'s", "’s")
            return [Place(at, at + len(name), name, kind, located and k == 0 and not owner)]
    whole = re.sub(r"['’]s$", "", run)
    if _SPOT.search(whole):
        return [Place(start, start + len(whole), whole, "spot", located)]
    known = any(w in taken for w in whole.split()) or whole.split()[0] in _TIMES or whole.isupper()
    if located and not known and len(words) <= 3 and (_DIRECT.search(before) or _STRONG.search(before)):
        return [Place(start, start + len(whole), whole, "town", True)]
    return []


def country_of(text: str) -> str:
    """The country that a text names most, by name or by what its people are called; empty if none."""
    counts: Counter[str] = Counter()
    for match in re.finditer(_NAME, text):
        word = match[0].removesuffix("’s").removesuffix("'s")
        if word in countries():
            counts[countries()[word][0]] += 1
        elif len(word) > 6 and word[:5] in _stems() and word.endswith(("ian", "ians", "ese", "ish", "an", "ans", "is")):
            counts[_stems()[word[:5]]] += 1
        elif word in _capitals():
            counts[_capitals()[word]] += 1
    return counts.most_common(1)[0][0] if counts else ""
