"""Numbers in digits and words: "3,000", "two hundred and fifty", "1.5 million", "half a dozen", "2 lakh".

A text can often be read in more than one way ("one hundred-two hundred" is two numbers), so every reading is given, the
longest first, and the grammar takes the first that fits the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from contested.claims.sizes.tokens import Token
from contested.claims.sizes.vocabulary import LARGE_UNITS, ONES, SMALL_UNITS, TENS, UNITS


class Number(NamedTuple):
    """A number and how it was put.

    Parameters
    ----------
    value : float
    levels : tuple of (float, int)
        Its units with what stands before each, the largest first: "two hundred thousand" is 2 x 100,000 and
        200 x 1,000. The count is 0 where nothing or "a" stands there.
    decimal : bool
        It is no whole number of persons, and only a unit that it shares with the other end can make it one.
    ambiguous : bool
        "1,500": thousands, unless a unit follows.
    group : int
        The unit of its groups of digits (`Token.group`).
    silent : bool
        It was not written: the one of "a thousand".
    """

    value: float
    levels: tuple[tuple[float, int], ...] = ()
    decimal: bool = False
    ambiguous: bool = False
    group: int = 0
    silent: bool = False


Reading = tuple[Number, int]

_HALVES: tuple[tuple[tuple[str, ...], float], ...] = (
    (("three", "quarters"), 0.75), (("three", "-", "quarters"), 0.75), (("a", "half"), 0.5), (("one", "half"), 0.5),
    (("half",), 0.5), (("a", "quarter"), 0.25), (("one", "quarter"), 0.25), (("quarter",), 0.25),
)  # fmt: skip
_SIGNS = {(1, 2): 0.5, (1, 4): 0.25, (3, 4): 0.75}
_FILLINGS = (("of", "a"), ("of", "one"), ("-", "a", "-"), ("a",), ("-",), ())
_BEHIND = (
    (("and", "a", "half"), 0.5), (("-", "and", "-", "a", "-", "half"), 0.5), (("and", "half"), 0.5),
    (("and", "a", "quarter"), 0.25),
)  # fmt: skip
_STARTERS = frozenset(ONES) | frozenset(TENS) | frozenset(UNITS) | {"a", "an", "half", "quarter"}
#: never alone: "m" is also a metre, and "2m" a short word for millions only beside a small number
_LETTERS = frozenset({"k", "m", "mn", "mln", "mio", "thsd"})
_MOST_MILLIONS = 100


def numbers(words: Sequence[Token], at: int) -> list[Reading]:
    """Every number that begins at a token, with the place behind it, the longest first."""
    if at >= len(words) or (words[at].number is None and words[at].text not in _STARTERS):
        return []
    found = _fraction(words, at)
    for small, end in _small(words, at):
        if not small.silent:
            found.append((small, end))
        found += _large(words, small, end)
    return sorted(found, key=lambda reading: -reading[1])


def matches(words: Sequence[Token], at: int, phrase: tuple[str, ...]) -> bool:
    """Whether a phrase stands at a token."""
    return at + len(phrase) <= len(words) and all(words[at + k].text == word for k, word in enumerate(phrase))


def _text(words: Sequence[Token], at: int) -> str:
    return words[at].text if at < len(words) else ""


def _hyphen(words: Sequence[Token], at: int) -> int:
    """The place behind a hyphen that joins two words, if there is one."""
    return at + 1 if _text(words, at) == "-" and words[at].tight and _tight(words, at + 1) else at


def _tight(words: Sequence[Token], at: int) -> bool:
    return at < len(words) and words[at].tight


def _large(words: Sequence[Token], small: Number, end: int) -> list[Reading]:
    """A number with a large unit behind it, and what follows: "two thousand", "two thousand five hundred"."""
    at = _hyphen(words, end)
    text = _text(words, at)
    unit = LARGE_UNITS.get(text, 0)
    if not unit or small.ambiguous or (text in _LETTERS and (small.silent or words[at - 1].number is None)):
        return []
    if small.silent and text.endswith("s") and text != "lacs":
        return []  # "thousands" alone is an order of magnitude
    if text == "m" and small.value >= _MOST_MILLIONS:
        return []
    value = round(small.value * unit, 6)
    if not value.is_integer():
        return []
    count = 0.0 if small.silent else small.value
    levels = (*((c, u * unit) for c, u in small.levels), (count, unit))
    found = [(Number(value, levels), at + 1)]
    part, behind = _half_behind(words, at + 1)
    if part:  # "a million and a half"
        found.append((Number(value + part * unit, ((small.value + part, unit),)), behind))
    joint = at + 2 if _text(words, at + 1) == "and" else _hyphen(words, at + 1)
    for rest, behind in numbers(words, joint):
        if 0 < rest.value < unit and not rest.decimal:
            total = value + rest.value
            found.append((Number(total, ((total / unit, unit),)), behind))
    return found


def _small(words: Sequence[Token], at: int) -> list[Reading]:
    """Every number without a large unit, and the one that is not written before "thousand"."""
    token = words[at]
    if token.number is not None:
        found = [(Number(token.number, (), token.decimal, token.ambiguous, token.group), at + 1)]
    elif token.text in LARGE_UNITS:
        return [(Number(1.0, silent=True), at)]
    elif token.text in ("a", "an") and _text(words, at + 1) in LARGE_UNITS:
        return [(Number(1.0, silent=True), at + 1)]
    else:
        found = _spelt(words, at)
    more: list[Reading] = []
    for number, end in found:
        part, behind = _half_behind(words, end)
        if part and not number.levels and number.value < 1000:  # "two and a half thousand"
            more.append((Number(number.value + part, (), True), behind))
        elif part and number.levels:  # "a dozen and a half"
            unit = number.levels[-1][1]
            more.append((Number(number.value + part * unit, ((number.value / unit + part, unit),)), behind))
    for number, end in found + more:
        after = _hyphen(words, end)
        unit = SMALL_UNITS.get(_text(words, after), 0)
        counted = unit and not number.levels and not number.ambiguous and 0 < number.value < 100
        if counted and (number.value * unit).is_integer():
            more.append((Number(number.value * unit, ((number.value, unit),)), after + 1))
    return found + more


def _spelt(words: Sequence[Token], at: int) -> list[Reading]:
    """Words below a thousand: "twelve", "twenty-five", "a hundred", "one hundred and twenty"."""
    found: list[Reading] = []
    value, last, j = 0, "", at
    levels: tuple[tuple[float, int], ...] = ()
    while j < len(words):
        text = words[j].text
        if text in ("a", "an") and not last and _text(words, j + 1) in SMALL_UNITS:
            last = "a"
        elif text in ONES and (last in ("", "hundred") or (last == "tens" and 0 < ONES[text] < 10)):
            value, last, levels = value + ONES[text], "ones", ()
        elif text in TENS and last in ("", "hundred"):
            value, last, levels = value + TENS[text], "tens", ()
        elif text in SMALL_UNITS and last in ("", "a", "ones", "tens") and value < 100 and (last or text[-1] != "s"):
            unit = SMALL_UNITS[text]
            value, last, levels = (value or 1) * unit, "hundred" if unit == 100 else "dozen", ((float(value), unit),)
        else:
            counts = _text(words, j + 1) in ONES or _text(words, j + 1) in TENS
            if (text == "and" and last == "hundred" and counts) or (last and _hyphen(words, j) > j):
                j += 1
                continue
            break
        j += 1
        if last != "a":
            found.append((Number(float(value), levels), j))
        if last == "dozen":
            break
    return found


def _half_behind(words: Sequence[Token], at: int) -> tuple[float, int]:
    """ "and a half", or the sign for it: the part, and the place behind it."""
    if (part := _sign(words, at)) is not None:
        return part, at + 3
    return next(((part, at + len(phrase)) for phrase, part in _BEHIND if matches(words, at, phrase)), (0.0, at))


def _sign(words: Sequence[Token], at: int) -> float | None:
    if _text(words, at + 1) != "⁄" or at + 2 >= len(words):
        return None
    above, below = words[at].number, words[at + 2].number
    return None if above is None or below is None else _SIGNS.get((int(above), int(below)))


def _fraction(words: Sequence[Token], at: int) -> list[Reading]:
    """ "half a million", "a quarter of a million", "half-dozen", and the sign for it."""
    part, after = _sign(words, at), at + 3
    if part is None:
        part, after = next(((p, at + len(h)) for h, p in _HALVES if matches(words, at, h)), (None, at))
    if part is None:
        return []
    for filling in _FILLINGS:
        if matches(words, after, filling) and (unit := UNITS.get(_text(words, after + len(filling)), 0)):
            j = after + len(filling) + 1
            if words[j - 1].text in _LETTERS:
                return []
            if (more := LARGE_UNITS.get(_text(words, j), 0)) > unit:
                unit, j = unit * more, j + 1
            value = part * unit
            return [(Number(value, ((part, unit),)), j)] if value.is_integer() else []
    return []
