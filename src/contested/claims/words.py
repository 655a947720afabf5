"""What the words of a report allow: "hundreds", "around 3,000", "between 200 and 300", "2-3,000", "no report".

Order-of-magnitude words begin at two of their unit, because "hundreds" said of 150 people is a mistake, and end where
the next word begins. "Around" means within a tenth. Separators between groups of three digits part thousands, because
what is counted here is people. Two ends may share a unit, and an end below a thousandth of the other is never meant.
What says no number is nothing, never 0; what says something that no rule covers ("a large crowd", "hundreds of
vehicles") is refused, so that nobody's guess enters unseen.

The grammar is in `sizes`; here it is kept what each text gave, since exports repeat themselves. Leaves out: who said it
(`voices`), and numbers inside whole sentences.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from contested.claims.sizes import vocabulary
from contested.claims.sizes.grammar import AROUND as AROUND
from contested.claims.sizes.grammar import parse
from contested.claims.sizes.numbers import numbers
from contested.claims.sizes.phrases import people
from contested.claims.sizes.tokens import Token, flat, tokens
from contested.claims.sizes.vocabulary import MAGNITUDES as MAGNITUDES
from contested.ground.errors import ClaimError

#: characters; what is longer is a story and no number
LONGEST = 120
#: words and signs; the same
_MOST_TOKENS = 40
_NOBODY = frozenset({"no one", "noone", "no-one", "nobody", "zero", "no people", "no protesters", "no participants"})
_ENDS = " .;,:!\"'*"


class Reported(NamedTuple):
    """A point and bounds, as a claim has them; None where nothing was said."""

    value: float | None
    low: float | None
    high: float | None


def bounds(text: str) -> Reported | None:
    """The number that words say.

    Parameters
    ----------
    text : str
        A number, a range or an order of magnitude, with or without `of people` behind it.

    Returns
    -------
    Reported or None
        None where the words say that there is no number.

    Raises
    ------
    ClaimError
        If the words are neither, or contradict themselves.

    Examples
    --------
    >>> bounds("hundreds")
    Reported(value=None, low=200, high=999)
    >>> bounds("more than 3,000")
    Reported(value=3000, low=3000, high=None)
    >>> bounds("2-3,000")
    Reported(value=None, low=2000, high=3000)
    >>> bounds("no report") is None
    True
    """
    reported = _read(text) if len(text) <= LONGEST else None
    if reported is None:
        raise ClaimError(
            f"expected a number or words for one; got {short(text)}.",
            "for example 3000, around 3000, more than 200, between 200 and 300, hundreds; nothing where none was said",
        )
    if reported == _NONE:
        return None
    if reported.low is not None and reported.high is not None and reported.low > reported.high:
        raise ClaimError(f"expected the smaller number first; got {short(text)}.")
    return reported


_NONE = Reported(None, None, None)


@lru_cache(maxsize=65_536)
def _read(text: str) -> Reported | None:
    """What a text says: `_NONE` where it says that there is no number, None where no rule covers it."""
    plain = flat(text)
    if plain in vocabulary.NOTHING:
        return _NONE
    plain = plain.lstrip(" \"'").rstrip(_ENDS)
    if plain.startswith("(") and plain.endswith(")") and plain.count("(") == 1:
        plain = plain[1:-1].strip()
    if plain in vocabulary.NOTHING:
        return _NONE
    if plain.isdecimal() and plain.isascii() and len(plain) <= 15:
        return Reported(int(plain), None, None)
    words = tokens(plain)
    if not words or len(words) > _MOST_TOKENS:
        return None
    if _absent(words):
        return _NONE
    if plain in _NOBODY:
        return Reported(0, None, None)
    one = _one_person(words)
    size = parse(words)
    if size is None:
        return Reported(1, None, None) if one else None
    return Reported(_whole(size.value), _whole(size.low), _whole(size.high))


def _absent(words: tuple[Token, ...]) -> bool:
    """ "not reported", "no size given", "an unknown number of people"."""
    said = [w.text for w in words if w.text not in ("a", "an", "the", "was", "is", "were", "-", "crowd", "of", "yet")]
    people_left = [w for w in said if w not in ("people", "protesters", "participants", "demonstrators", "persons")]
    match people_left:
        case [first, *rest] if first in vocabulary.ABSENT:
            return all(w in vocabulary.NO_WHAT or w in vocabulary.ABSENT or w == "amount" for w in rest)
        case [what, absent] if what in vocabulary.NO_WHAT and absent in vocabulary.ABSENT:
            return True
        case [what, "not", done] if what in vocabulary.NO_WHAT and done in vocabulary.NOT_WHAT:
            return True
        case ["not", *rest] if rest:
            return all(w in vocabulary.NOT_WHAT for w in rest)
        case ["no" | "without", what, *rest] if what in vocabulary.NO_WHAT:
            return all(w in vocabulary.NO_WHAT or w in vocabulary.NOT_WHAT for w in rest)
    return False


def _one_person(words: tuple[Token, ...]) -> bool:
    """ "a person", "a lone protester"."""
    start = 1 if words[0].text in ("a", "an") else 0
    lone = len(words) > start and words[start].text in ("lone", "single", "solitary")
    if not start and not lone:
        return False
    noun = words[start + lone :]
    return len(noun) == 1 and not noun[0].text.endswith("s") and noun[0].text not in _MANY and any(
        end == len(noun) for end in people(noun, 0)
    )  # fmt: skip


_MANY = frozenset({"people", "men", "women", "children", "crew", "staff", "faculty", "clergy", "folk", "youth"})


def _whole(number: float | None) -> float | None:
    return int(number) if number is not None and float(number).is_integer() else number


def short(text: str) -> str:
    """What was written, as short as a message can bear."""
    return repr(text if len(text) <= 60 else f"{text[:60]}...")


def number_of(text: str) -> float | None:
    """The number a text is, or None if it is none; never negative.

    >>> number_of("3,000"), number_of("1.5 million"), number_of("two hundred and fifty"), number_of("many")
    (3000, 1500000, 250, None)
    """
    words = tokens(flat(text))
    if not words:
        return None
    return next((_whole(n.value) for n, end in numbers(words, 0) if end == len(words) and not n.decimal), None)
