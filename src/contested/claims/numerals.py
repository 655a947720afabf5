"""One number as people write it: 3,000, 3 000, 3000, 1.5 million, twenty-five, two hundred, half a million.

A comma or point between groups of three digits separates thousands, because what is counted here is people.
"""

from __future__ import annotations

import re

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


def number_of(text: str) -> float | None:
    """The number a text is, or None if it is none; never negative.

    >>> number_of("3,000"), number_of("1.5 million"), number_of("two hundred and fifty"), number_of("many")
    (3000, 1500000, 250, None)
    """
    text = text.strip()
    number = _digits(text)
    if number is None:
        number = _scaled(text)
    return number if number is not None else _spelt(text)


def _digits(text: str) -> int | None:
    if _DIGITS.fullmatch(text):
        return int(text.partition(".")[0])
    if len(text) <= 20 and _GROUPED.fullmatch(text):
        return int(re.sub(r"\D", "", text, flags=re.ASCII))
    return None


def _scaled(text: str) -> int | None:
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
