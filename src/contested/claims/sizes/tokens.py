"""Texts into tokens: numbers as they are written anywhere, words, and signs.

Thousands may be parted by comma, point, apostrophe or any single space, in groups of three or as in India (12,50,000).
One separator with three digits behind it parts thousands, because what is counted is people; `ambiguous` marks it, so
that "1,500 thousand" can be refused. A point or comma with other digits behind it is a decimal, which needs a unit.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Token(NamedTuple):
    """One number, word or sign.

    Parameters
    ----------
    text : str
        The word or sign; empty for a number.
    number : float or None
        None for words and signs.
    decimal : bool
        The number is no whole one, so a unit must follow.
    ambiguous : bool
        Thousands or a decimal, if a unit followed.
    tight : bool
        No space stands before it.
    group : int
        The unit that its last groups of digits stand for: 1,000 in 3,000, 100,000 in 2,00,000; 0 below.
    """

    text: str
    number: float | None = None
    decimal: bool = False
    ambiguous: bool = False
    tight: bool = False
    group: int = 0


_FLAT = str.maketrans({
    "–": "-", "—": "-", "‒": "-", "―": "-", "‑": "-", "‐": "-", "−": "-", "’": "'", "‘": "'", "ʼ": "'", "´": "'",
    "`": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "“": '"', "”": '"', "„": '"', "«": '"',
    "»": '"', "…": "...", "∼": "~", "～": "~",
    "[": "(", "]": ")", "½": " 1⁄2", "¼": " 1⁄4", "¾": " 3⁄4",
})  # fmt: skip
_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,']\d+)*)|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)\.?|"
    r"(?P<sign>\.\.\.?|\+ ?/ ?-|[<>=]=|=[<>]|[^\w\s])"
)
_GROUPS = re.compile(r"\d{1,3}(?:([.,'])\d{3})(?:\1\d{3})*")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_DECIMAL = re.compile(r"(\d{1,9})[.,](\d{1,6})")
#: digits of the largest number that is read
_LONGEST = 15


def flat(text: str) -> str:
    """Lower case, one kind of dash, quote and space, and no space twice."""
    return " ".join(text.casefold().translate(_FLAT).split())


def tokens(text: str) -> tuple[Token, ...] | None:
    """The tokens of a text that `flat` gave; None if it holds something that is neither."""
    found: list[Token] = []
    at = 0
    spaced_groups = False
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is None or (match["number"] and not match[0].isascii()):
            return None
        tight = at > 0 and text[at - 1] != " "
        if digits := match["number"]:
            if tight and text[at - 1].isalpha():
                return None  # "b52"
            token = _number(digits, tight)
            if token is None:
                return None
            previous = found[-1] if found else None
            if _follows(digits, text, at, previous, spaced_groups):
                assert previous is not None and previous.number is not None
                found[-1] = _whole(previous.number * 1000 + float(digits), previous.tight)
                spaced_groups = True
            else:
                found.append(token)
                spaced_groups = False
        elif match["word"]:
            found.append(Token(match["word"], tight=tight))
        elif match["sign"] != '"':
            found.append(Token(match["sign"].replace(" ", ""), tight=tight))
        at = match.end()
    return tuple(found)


def _follows(digits: str, text: str, at: int, previous: Token | None, more: bool) -> bool:
    """Whether three digits behind one space are the next group of the number before."""
    if previous is None or previous.number is None or len(digits) != 3 or text[at - 1] != " ":
        return False
    if not text[at - 2].isdigit() or previous.decimal or previous.ambiguous:
        return False
    return (more or 1 <= previous.number < 1000) and previous.number < 10 ** (_LONGEST - 3)


def _number(digits: str, tight: bool) -> Token | None:
    if digits.isdigit():
        return _whole(float(digits), tight) if len(digits) <= _LONGEST else None
    if match := _GROUPS.fullmatch(digits):
        if digits.startswith("0"):
            # 0,500 is a half where a unit follows, and nothing else
            return Token("", float(digits.replace(",", ".")), True, tight=tight) if len(digits) == 5 else None
        plain = re.sub(r"\D", "", digits)
        once = len(plain) <= 6 and match[1] in ".,"
        return _whole(float(plain), tight)._replace(ambiguous=once) if len(plain) <= _LONGEST else None
    if _INDIAN.fullmatch(digits):
        value = float(digits.replace(",", ""))
        return Token("", value, tight=tight, group=10_000_000 if value >= 10_000_000 else 100_000)
    for part in ".,":  # 300.0 and 1,234.00, as sheets write whole numbers
        whole, _, rest = digits.rpartition(part)
        if whole and rest in ("0", "00") and (whole.isdigit() or (_GROUPS.fullmatch(whole) and part not in whole)):
            return _number(whole, tight)
    if match := _DECIMAL.fullmatch(digits):
        return Token("", float(f"{match[1]}.{match[2]}"), True, tight=tight)
    return None


def _whole(value: float, tight: bool) -> Token:
    return Token("", value, tight=tight, group=1_000_000 if value >= 1_000_000 else 1_000 if value >= 1_000 else 0)
