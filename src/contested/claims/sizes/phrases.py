"""What may stand behind a number without changing it: people, who says it, where and what they did.

Everything else is refused: a second number ("500 in one town and 200 in the other"), a rate ("300 per day"), a thing
counted ("dozens of vehicles"), and those to whom something was done ("300 arrested" is no size of a crowd).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contested.claims.sizes.numbers import matches, numbers
from contested.claims.sizes.people import is_people
from contested.claims.sizes.tokens import Token
from contested.claims.sizes.vocabulary import MAGNITUDES, ONES, PLURALS, SPEAKERS, TENS, UNITS, word_set

_JOINTS = frozenset({"and", "or", "&", ",", "/"})
_PLACES = word_set(
    """
    in at on from outside near inside across along by with without against for during who that which including
    mostly mainly largely among amongst into through throughout since under behind opposite despite because of to
    before after
    """
)
_DEEDS = word_set(
    """
    gathered gather gathering marched marching march protested protesting protest rallied rallying attended
    attending participated participating joined joining took taking turned demonstrated demonstrating assembled
    assembling were was are came present strong showed show demanded demanding chanting carrying held occupied
    blocked blocking strikes striking picketed picketing walked walking there altogether overall
    together peacefully nationwide countrywide citywide total here worldwide
    """
)
_SAYING = word_set(
    """
    according per said says say saying reported reportedly reports claimed claims claim estimated estimates estimate
    estimating counted counts cited citing quoted as via allegedly
    """
)
#: would change what the number is; a part of which none may stand behind it
_SPOILS = word_set(
    """
    each every daily weekly monthly yearly annually hourly vs versus more fewer less additional another further
    extra then later rising growing grew rose fell falling dropped arrested detained killed injured wounded dead
    died deaths hospitalised hospitalized hurt missing released expected planned capacity percent % vehicles cars
    apiece respectively families households tickets signatures signed online virtual viewers if times half double
    doubled instead not no ? none never nor deployed meters metres km miles minus plus
    """
)
_RATES = word_set(
    """
    day hour week night month year site city town location locations protest event group side head square meter
    metre shift minute march rally demonstration place region street cent capita family household
    """
)
_TIMES = frozenset({"day", "hour", "week", "night", "month", "year", "minute", "head"})
_LINKS = word_set("while whereas but although though yet compared when or if")
#: at most so many words before the noun: "football club supporters"
_MODIFIERS = 4
_NUMERALS = frozenset({*UNITS, *MAGNITUDES, *ONES, *TENS, "half", "quarter"})
_NOT_MODIFIERS = _JOINTS | _PLACES | _DEEDS | _SAYING | _SPOILS


def people(words: Sequence[Token], at: int) -> Iterator[int]:
    """Places behind a phrase that names people: "protesters", "of local students and teachers"; the longest first."""
    start = at + 1 if matches(words, at, ("of",)) else at
    ends: list[int] = []
    j = start
    while True:
        head = _head(words, j)
        if not head:
            break
        ends += head
        j = head[-1]
        joint = next((k for k in (2, 1) if j + k <= len(words) and all(w.text in _JOINTS for w in words[j : j + k])), 0)
        if not joint:
            break
        j += joint
    yield from sorted(set(ends), reverse=True)


def _head(words: Sequence[Token], at: int) -> list[int]:
    """Places behind each noun for people that a few other words may precede, if the last word of the row is one."""
    ends: list[int] = []
    j = at
    while j < len(words) and j - at <= 2 * _MODIFIERS:
        text = words[j].text
        if text in ("-", "'") and words[j].tight:  # "anti-war", "farmers' union"
            j += 1
            continue
        if not text[:1].isalpha() or text in _NOT_MODIFIERS or text in _NUMERALS:
            break
        j += 1
        if is_people(text):
            ends.append(j)
    # "300 student houses": what stands last decides
    return ends if ends and ends[-1] == j else []


def counts_people(words: Sequence[Token], at: int) -> bool:
    """Whether a number before a place counts people: what follows names them, or is no noun at all."""
    if at >= len(words) or not words[at].text[:1].isalpha() or any(True for _ in people(words, at)):
        return True
    return words[at].text in _PLACES | _DEEDS | _SAYING | _JOINTS | SPEAKERS | _LINKS


def refused(words: Sequence[Token]) -> bool:
    """Whether words hold something that could change a number before them."""
    return any(
        w.number is not None or w.text in _SPOILS or w.text in MAGNITUDES or w.text in PLURALS or _counts(words, k)
        for k, w in enumerate(words)
    )


def _counts(words: Sequence[Token], at: int) -> bool:
    return any(not n.silent and n.value not in (0.0, 1.0) for n, _ in numbers(words, at))


def tail(words: Sequence[Token], at: int) -> bool:
    """Whether the rest of a text, from a place behind a number or its people, leaves the number as it is."""
    rest = words[at:]
    if not rest:
        return True
    j = at
    while j < len(words) and words[j].text in (",", "-", ";", ":", "."):
        j += 1
    if j == len(words):
        return j == at + 1 and words[at].text in ",.;"
    first = words[j].text
    punctuated = j > at
    if punctuated and words[at].text == "-" and words[at].tight and first != "strong":
        return False
    if first == "per" and j + 1 < len(words) and (words[j + 1].text in _RATES):
        return False
    if first == "a" and j + 1 < len(words) and words[j + 1].text in _RATES:
        return False
    if first == "including" or (first == "among" and matches(words, j, ("among", "them"))):
        return not any(w.text in _SPOILS for w in rest)  # parts of the number, whatever they count
    if first in ("of", "to"):
        return False
    if first in SPEAKERS and (punctuated or (j + 1 < len(words) and words[j + 1].text in _SAYING)):
        return not refused(words[j:])
    if first in _PLACES or first in _DEEDS or first in _SAYING or (punctuated and first in ("all", "the", "both")):
        return not refused(words[j:]) and not _rate(words[j:])
    if punctuated and any(True for _ in people(words, j)):  # "300, mostly women" and "300, women and children"
        return not refused(words[j:])
    return False


def _rate(words: Sequence[Token]) -> bool:
    """ "300 at a protest" says where; "per hour" and "a day" are rates."""
    return any(
        (w.text == "per" and words[k + 1].text in _RATES) or (w.text == "a" and words[k + 1].text in _TIMES)
        for k, w in enumerate(words[:-1])
    )
