"""What the words of a report allow: "hundreds", "around 3,000", "between 200 and 300", "no report".

The rules are few and stated in tables, so that a reader can disagree with one. Order-of-magnitude words begin at two
of their unit, because "hundreds" said of 150 people is a mistake, and end where the next word begins. "Around" means
within a tenth. A comma or point between groups of three digits separates thousands, because what is counted here is
people. What says no number is nothing, never 0; what says something that no rule covers ("a large crowd", "hundreds of
vehicles") is refused, so that nobody's guess enters unseen.

Leaves out: who said it, and numbers inside whole sentences.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from contested.ground.errors import ClaimError

#: least and most that a word allows, persons
MAGNITUDES: dict[str, tuple[float, float]] = {
    "tens": (20, 99),
    "dozens": (20, 99),
    "scores": (40, 99),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999),
    "millions": (2_000_000, 9_999_999),
}
#: how far "around N" reaches, as a part of N
AROUND = 0.1
#: characters; what is longer is a story and no number
LONGEST = 120
#: says no number
NOTHING = frozenset({
    "", "-", "?", "na", "n/a", "nan", "null", "none", "no report", "no reports", "not reported", "no size", "unknown",
    "unspecified", "not specified", "no data",
})  # fmt: skip

_ABOUT = r"(?:around|about|approximately|approx\.?|roughly|some|circa|ca?\.|an estimated|estimated|close to|~)"
_OVER = (
    r"(?:at least|more than|over|above|upwards? of|no less than|not less than|no fewer than|in excess of|"
    r"minimum(?: of)?|>=?|≥)"
)
_UNDER = (
    r"(?:at most|no more than|not more than|up to|less than|fewer than|under|below|almost|nearly|maximum(?: of)?|<=?|≤)"
)
_SEVERAL = r"(?:several|a few|many|some|multiple)"
_PEOPLE = (
    r"(?: of)?(?: (?:the|local|mostly|young|peaceful))*"
    r" (?:people|persons?|protest[eo]rs|demonstrators|participants|marchers|students|workers|women|men|residents|"
    r"supporters|activists|farmers|teachers|pensioners|citizens|civilians|villagers|doctors|nurses|attendees|opponents)"
)
_UNITS = {"ten": "tens", "dozen": "dozens", "score": "scores", "hundred": "hundreds", "thousand": "thousands",
          "million": "millions"}  # fmt: skip

_ONES = {
    "zero": 0, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000,
           "mln": 1_000_000}  # fmt: skip
_GROUPED = re.compile(r"\d{1,3}(?:[,. '\u00a0\u202f]\d{3})+", re.ASCII)
_DIGITS = re.compile(r"\d{1,15}(?:\.0{1,2})?", re.ASCII)
_DECIMAL = re.compile(r"\d{1,6}[.,]\d{1,3}", re.ASCII)


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
    >>> bounds("no report") is None
    True
    """
    words = _plain(text) if len(text) <= LONGEST else text
    if words in NOTHING:
        return None
    reported = _parsed(words) if len(text) <= LONGEST else None
    if reported is None:
        raise ClaimError(
            f"expected a number or words for one; got {short(text)}.",
            "for example 3000, around 3000, more than 200, between 200 and 300, hundreds; nothing where none was said",
        )
    if reported.low is not None and reported.high is not None and reported.low > reported.high:
        raise ClaimError(f"expected the smaller number first; got {short(text)}.")
    return reported


def _plain(text: str) -> str:
    words = re.sub(r"\s+", " ", text.casefold().replace("–", "-").replace("—", "-").replace("’", "'")).strip(" .;,")
    return re.sub(rf"{_PEOPLE}$", "", words)


def _parsed(words: str) -> Reported | None:
    if match := re.fullmatch(rf"{_OVER} ?(.+)", words):
        low = _end(match[1], "low")
        return low and Reported(low[0], low[1], None)
    if match := re.fullmatch(rf"{_UNDER} ?(.+)", words):
        high = _end(match[1], "high")
        return high and Reported(high[0], None, high[1])
    if match := re.fullmatch(r"(.+?) ?(?:\+|or more|and more|and above|plus)", words):
        low = _end(match[1], "low")
        return low and Reported(low[0], low[1], None)
    return _magnitude(words) or _point(words) or _range(words) or _around(words)


def _end(words: str, which: Literal["low", "high"]) -> tuple[float | None, float] | None:
    """The point and the bound at one end; "at least hundreds" leaves the top open and has no point."""
    size = _magnitude(words)
    if size is not None and (end := getattr(size, which)) is not None:
        return None, end
    number = number_of(re.sub(rf"^{_ABOUT} ?", "", words))
    return None if number is None else (number, number)


def _point(words: str) -> Reported | None:
    number = number_of(words)
    return None if number is None else Reported(number, None, None)


def _magnitude(words: str) -> Reported | None:
    words = re.sub(rf"^(?:{_ABOUT} )", "", words) if words.startswith(("around ", "about ")) else words
    if match := re.fullmatch(rf"{_SEVERAL} (\w+?)s?", words):
        words = _UNITS.get(match[1], "")
    elif match := re.fullmatch(r"(1[0,]{1,8})s", words):  # "100s", "1,000s" as event files write them
        words = {10: "tens", 100: "hundreds", 1000: "thousands", 10_000: "tens of thousands",
                 100_000: "hundreds of thousands"}.get(int(match[1].replace(",", "")), "")  # fmt: skip
    else:
        words = re.sub(r"^(tens|hundreds) (thousands)$", r"\1 of \2", words)
    ends = MAGNITUDES.get(words)
    return ends and Reported(None, *ends)


def _range(words: str) -> Reported | None:
    match = (
        re.fullmatch(r"(?:anywhere )?between (.+?) and (.+)", words)
        or re.fullmatch(r"(?:from )?(.+?) ?(?:to|-|or) ?(.+)", words)
    )  # fmt: skip
    if match is None:
        return None
    first, second = (re.sub(rf"^{_ABOUT} ?", "", part) for part in match.groups())
    low, high = _end(first, "low"), _end(second, "high")
    if low is None or high is None:
        return None
    if number_of(first) is not None and (unit := re.search(r" (hundred|thousand|million)$", second)):
        low = _scaled(low, high, unit[1])
    return Reported(None, low[1], high[1])


def _scaled(low: tuple[float | None, float], high: tuple[float | None, float], unit: str) -> tuple[float | None, float]:
    # "2 to 3 thousand" means two thousand, "200 to a thousand" means 200
    times = {"hundred": 100, "thousand": 1000, "million": 1_000_000}[unit]
    return (None, low[1] * times) if low[1] < high[1] / times else low


def _around(words: str) -> Reported | None:
    match = re.fullmatch(rf"{_ABOUT} ?(.+)", words)
    if match is None:
        return None
    number = number_of(match[1])
    if number is not None:
        # rounded to persons: 2700 and not 2699.9999999999995
        return Reported(number, round(number * (1 - AROUND)), round(number * (1 + AROUND)))
    return _range(match[1])


def short(text: str) -> str:
    """What was written, as short as a message can bear."""
    return repr(text if len(text) <= 60 else f"{text[:60]}...")


def number_of(text: str) -> float | None:
    """The number a text is, or None if it is none; never negative.

    >>> number_of("3,000"), number_of("1.5 million"), number_of("two hundred and fifty"), number_of("many")
    (3000, 1500000, 250, None)
    """
    text = text.strip()
    number = _digits(text)
    if number is None:
        number = _with_unit(text)
    return number if number is not None else _spelt(text)


def _digits(text: str) -> int | None:
    if _DIGITS.fullmatch(text):
        return int(text.partition(".")[0])
    if len(text) <= 20 and _GROUPED.fullmatch(text):
        return int(re.sub(r"\D", "", text, flags=re.ASCII))
    return None


def _with_unit(text: str) -> int | None:
    match = re.fullmatch(r"(\S+?) ?(dozen|hundred|thousand|million|mln|k|m)", text)
    if match is None:
        return None
    number = float(match[1].replace(",", ".")) if _DECIMAL.fullmatch(match[1]) else _digits(match[1])
    return None if number is None else round(number * _SCALES[match[2]])


def _spelt(text: str) -> int | None:
    """Words: a sum of hundreds and ones, thousand by thousand."""
    if match := re.fullmatch(r"half an? (hundred|thousand|million)", text):
        return _SCALES[match[1]] // 2
    total, group, last = 0, 0, ""
    words = text.replace("-", " ").split()
    if not words or len(words) > 12:
        return None
    for word in words:
        if word in _ONES and last != "one":
            group, last = group + _ONES[word], "one"
        elif word in _TENS and last not in ("one", "ten"):
            group, last = group + _TENS[word], "ten"
        elif word in ("dozen", "hundred") and group < 100 and last in ("", "one", "ten"):
            group, last = max(group, 1) * _SCALES[word], "hundred"
        elif word in ("thousand", "million") and last not in ("thousand",):
            total, group, last = total + max(group, 1) * _SCALES[word], 0, "thousand"
        elif word == "and" and last in ("hundred", "thousand"):
            continue
        else:
            return None
    return total + group
