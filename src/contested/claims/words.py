"""What the words of a report allow: "hundreds", "around 3,000", "between 200 and 300", "no report".

The rules are few and stated in tables, so that a reader can disagree with one. Order-of-magnitude words begin at two
of their unit, because "hundreds" said of 150 people is a mistake, and end where the next word begins. "Around" means
within a tenth. What says no number is nothing, never 0; what says something that no rule covers ("a large
crowd", "hundreds of vehicles") is refused, so that nobody's guess enters unseen.

Leaves out: who said it, and numbers inside whole sentences.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from contested.claims.numerals import number_of
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
            f"expected a number or words for one; got {_short(text)}.",
            "for example 3000, around 3000, more than 200, between 200 and 300, hundreds; nothing where none was said",
        )
    if reported.low is not None and reported.high is not None and reported.low > reported.high:
        raise ClaimError(f"expected the smaller number first; got {_short(text)}.")
    return reported


def _plain(text: str) -> str:
    words = re.sub(r"\s+", " ", text.casefold().replace("–", "-").replace("—", "-").replace("’", "'")).strip(" .;,")
    return re.sub(rf"{_PEOPLE}$", "", words)


def _parsed(words: str) -> Reported | None:
    if match := re.fullmatch(rf"{_OVER} ?(.+)", words):
        low = _least(match[1])
        return low and Reported(low[0], low[1], None)
    if match := re.fullmatch(rf"{_UNDER} ?(.+)", words):
        high = _most(match[1])
        return high and Reported(high[0], None, high[1])
    if match := re.fullmatch(r"(.+?) ?(?:\+|or more|and more|and above|plus)", words):
        low = _least(match[1])
        return low and Reported(low[0], low[1], None)
    return _magnitude(words) or _point(words) or _range(words) or _around(words)


def _least(words: str) -> tuple[float | None, float] | None:
    # "at least hundreds" leaves the top open and has no point
    if (size := _magnitude(words)) is not None and size.low is not None:
        return None, size.low
    number = number_of(re.sub(rf"^{_ABOUT} ?", "", words))
    return None if number is None else (number, number)


def _most(words: str) -> tuple[float | None, float] | None:
    if (size := _magnitude(words)) is not None and size.high is not None:
        return None, size.high
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
    low, high = _least(first), _most(second)
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


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}...")
