"""The noun phrase of a number: what is counted, and the phrases that only pick out of something counted before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from contested.claims.sizes.people import is_people
from contested.reading.clues import roles_of
from contested.reading.countries import peoples
from contested.reading.lexicon import words
from contested.reading.tagging import Token


class Head(NamedTuple):
    """What stands behind a number.

    Parameters
    ----------
    noun : str
        The noun counted, in small letters; empty if there is none.
    end : int
        Index of the token behind the phrase.
    whole : str
        `them`, `us`, `whom` or `the` where the number picks out of those ("two of them", "nine of the 24"), else empty.
    inside : tuple of str
        All words of the phrase.
    """

    noun: str
    end: int
    whole: str = ""
    inside: tuple[str, ...] = ()


FORCES = words("kinds.forces")
WORKERS = words("kinds.workers")
_PERSONS = words("kinds.persons") | words("kinds.bystanders")
_TIMES = words("phrases.times") | {"last", "yesterday", "today", "next", "overnight", "abroad", "overseas",
                                    "nationwide", "countrywide", "altogether"}  # fmt: skip
_WHOLE = frozenset(["them", "us", "whom", "you", "these", "those", "which"])
_DETERMINED = frozenset(["the", "those", "these", "his", "her", "their", "its", "our", "my", "your", "all"])
_MIDDLE = frozenset(["DET", "NUM", "POS"])
#: words inside of a noun phrase that the tags take for something else
_INSIDE = words("heads.inside")


#: endings of nouns for persons: "instigators", "organists", "colliers", "detainees", "tribesmen"
_AGENTS = re.compile(
    r"[a-z]{2,}(?:[^aeiou]ers|[st]ors|ists|iants|dents|icians|arians|ees|men|women|eers|goers|mates|folk)"
)
#: verbs that the tags take for nouns behind a number
_VERBS = words("heads.verbs")
_THINGS = words("kinds.things")


def is_person(word: str) -> bool:
    """Whether a noun counts persons."""
    if word in _PERSONS or word in FORCES or word in WORKERS:
        return True
    if word.endswith("ns") and word[:-1].capitalize() in peoples():
        return True  # "11 Nicaraguans"
    return word not in _THINGS and (is_people(word) or _AGENTS.fullmatch(word) is not None)


def head_of(seq: Sequence[Token], last: int) -> Head:
    """The phrase behind a number whose last token stands before `last`."""
    if last + 1 < len(seq) and seq[last].text in "\"”’»'" and seq[last + 1].tag == "NOUN":
        last += 1  # "fewer than a hundred" arrests
    k, whole = last, ""
    if k < len(seq) and seq[k].low in ("out",) and k + 1 < len(seq) and seq[k + 1].low == "of":
        k += 1
    if k + 1 < len(seq) and seq[k].low == "of":
        following = seq[k + 1].low
        if following in _WHOLE and not (k + 2 < len(seq) and roles_of(seq[k + 2].low) and following == "those"):
            return Head("", k + 2, "whom" if following in ("those", "these", "which") else following, (following,))
        if k + 2 < len(seq) and seq[k + 2].low == "own":
            return Head("", k + 3, "them", ("own",))
        if following == "those":
            return Head("", k + 3, "the", (seq[k + 2].low,))
        if following in _DETERMINED or seq[k + 1].tag in ("NUM", "PROPN"):
            whole = "the"
        k += 1
        while k < len(seq) and (seq[k].tag in _MIDDLE or seq[k].low in _DETERMINED):
            k += 1
        owner = next((j for j in range(k, min(len(seq), k + 6)) if seq[j].tag == "POS"), None)
        if owner is not None and all(t.tag in ("NOUN", "PROPN", "ADJ") for t in seq[k:owner]):
            k = owner + 1
            while k < len(seq) and seq[k].tag == "NUM":
                k += 1
    return _phrase(seq, k, last, whole)


def _phrase(seq: Sequence[Token], k: int, last: int, whole: str) -> Head:
    noun, end, inside = "", (k if whole else last), []
    while k < len(seq) and k - last < 10:
        token = seq[k]
        roles = roles_of(token.low)
        verb = bool(roles & {"done", "act"}) and "noun" not in roles and token.low not in ("striking", "protesting")
        if token.low == "-":
            k += 1
            continue
        if token.low in _TIMES or (not noun and token.low in _VERBS):
            break
        if token.tag == "POS" and noun:
            k, noun = k + 1, ""
            continue
        if token.low in _INSIDE and not noun:
            ahead = seq[k + 1] if k + 1 < len(seq) else None
            if ahead is None or not (ahead.tag in ("NOUN", "PROPN", "ADJ") or is_person(ahead.low)):
                if token.low in ("more", "others", "other"):
                    noun, end = token.low, k + 1
                break
        elif (
            (token.tag not in ("NOUN", "ADJ", "PROPN") and not (is_person(token.low) or "noun" in roles))
            or (
                verb and (noun or "done" in roles) and not (not noun and k + 1 < len(seq) and is_person(seq[k + 1].low))
            )
            or (noun and is_person(noun) and (token.tag != "NOUN" or not (is_person(token.low) or "noun" in roles)))
        ):
            break
        k += 1
        inside.append(token.low)
        noun, end = token.low, k
    return Head(noun, end, whole, tuple(inside))


def antecedent(seq: Sequence[Token], first: int) -> str:
    """The noun before a number in apposition: "the gendarmes, about fifteen of them"; empty if none."""
    k = first - 1
    while k >= 0 and seq[k].tag in ("ADV", "ADP") and seq[k].low in ("some", "about", "around", "all", "at", "least"):
        k -= 1
    if k < 1 or seq[k].text not in ",(–—":
        return ""
    return seq[k - 1].low if seq[k - 1].tag in ("NOUN", "PROPN") or is_person(seq[k - 1].low) else ""
