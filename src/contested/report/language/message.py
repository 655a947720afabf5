"""One message of a catalogue: an English sentence with named gaps, and the same in another language.

A gap whose name is "n" or "n" and a digit holds a number, any other holds text:

    "{n} of {n2} stations in {place}" = "{n} из {n2} {n2:станции|станций|станций} в «{place}»"

In the other language `{n}` writes the number as it is written there, `{n:one|few|many}` the form of a noun that goes
with it, `{text}` the text as it is, `{text:say}` the text in that language, `{text:name}` (`names`) a name (a list of
them), `{text:within}` the text as the section [within] has it, and `{leader}` the contestant examined.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple

#: a number as English messages write it
NUMBER = r"[+\-−]?(?:\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?|inf|nan)%?"
_GAP = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_NUMBERS = re.compile(NUMBER)
_NARROW = "\u202f"


class Filled(NamedTuple):
    """What stands in the gaps of a sentence."""

    gaps: dict[str, str]


class Message:
    """An English sentence with gaps, and its translation."""

    def __init__(self, english: str, local: str) -> None:
        self.english, self.local = english, local
        #: letters outside of gaps: the more of them, the surer a match
        self.weight = len(_GAP.sub("", english))

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """Names of the gaps of the English sentence."""
        return tuple(m[1] for m in _GAP.finditer(self.english))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What English texts are this message."""
        out, at, seen = "", 0, set()
        for m in _GAP.finditer(self.english):
            out += re.escape(self.english[at : m.start()])
            name = m[1]
            inner = NUMBER if is_number(name) else ".+?"
            out += f"(?P={name})" if name in seen else f"(?P<{name}>{inner})"
            seen.add(name)
            at = m.end()
        return re.compile(out + re.escape(self.english[at:]), re.DOTALL)

    def match(self, text: str) -> Filled | None:
        """The gaps of a text that is this message."""
        found = self.pattern.fullmatch(text)
        return None if found is None else Filled(found.groupdict())

    def fill(
        self, gaps: dict[str, str], ways: Mapping[str, Callable[[str], str]], plural: Callable[[str, list[str]], str]
    ) -> str:
        """The translation with its gaps filled; `ways` write text, by what stands behind the colon."""

        def one(m: re.Match[str]) -> str:
            value, how = gaps[m[1]], m[2]
            if how is None:
                return number(value) if is_number(m[1]) else value
            return ways[how](value) if how in ways else plural(value, how.split("|"))

        return _GAP.sub(one, self.local)


def is_number(gap: str) -> bool:
    """Whether a gap of this name holds a number."""
    return bool(re.fullmatch(r"n\d?", gap))


def number(text: str) -> str:
    """An English number as most of Europe writes it: a comma before decimals, thin spaces between thousands.

    >>> number("1,234,567.5"), number("44.4%"), number("-3")
    ('1\u202f234\u202f567,5', '44,4 %', '−3')
    """
    mantissa, _, power = text.partition("e")
    if power.endswith("%"):
        power = power[:-1]
    out = mantissa.replace(",", _NARROW).replace(".", ",").replace("-", "−").replace("%", "\u00a0%")
    if not power:
        return out
    return f"{out}·10{str(int(power)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def numbers(text: str) -> str:
    """A text without letters, with every number as `number` writes it."""
    return _NUMBERS.sub(lambda m: number(m[0]), text)


def russian(value: str, forms: list[str]) -> str:
    """The form of a Russian noun after a number: one, few, many; a fraction takes the second.

    >>> [russian(n, ["станция", "станции", "станций"]) for n in ("1", "22", "11", "1,005", "2.5")]
    ['станция', 'станции', 'станций', 'станций', 'станции']
    """
    digits = value.replace(",", "").strip("+-−%")
    if not digits.isdecimal():
        return forms[1]
    n = int(digits)
    if n % 10 == 1 and n % 100 != 11:
        return forms[0]
    return forms[1] if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else forms[2]
