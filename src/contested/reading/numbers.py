"""Number expressions of a text, with the words that bound them and what these allow.

The value comes from `claims.words.bounds`, so "hundreds" is 200 to 999 here too. Money keeps its currency, a fraction
of a vote is a percentage, and "no arrests" is 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from contested.claims.words import Reported, bounds
from contested.ground.errors import ClaimError

_ONE = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_UNIT = "hundred|thousand|million|billion|trillion|dozen|score|lakh|crore"
_PLURAL = "tens|dozens|scores|hundreds|thousands|millions|billions"
_SIGN = "[$€£]|US\\$"
_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_CORE = (
    rf"(?:(?:{_SIGN})\s?)?(?:{_DIGITS})(?:[- \u00a0](?:{_UNIT}|bn|mn)\b|k\b|bn\b)?(?:\s?%)?"
    rf"|\b(?:(?:several|a few|many|a couple of|couple of|half a|a|an|some)[ -])?(?:{_PLURAL})(?: of (?:{_PLURAL}))?\b"
    rf"|\b(?:several|a few|a couple of|couple of|half a|quarter of a|(?:a|an)(?: half)?)[ "
    rf"-](?:{_UNIT})(?: (?:{_UNIT}))?\b"
    rf"|\b(?:{_ONE})(?:[- ](?:and )?(?:{_ONE}|{_UNIT}|{_PLURAL}))*\b(?:[- ](?:thirds|quarters|fifths)\b)?"
    rf"|\b(?:{_UNIT})(?: (?:{_UNIT}))*\b|\ba (?:third|quarter|fifth)\b|\bhalf\b|\ba couple\b"
    r"|\b(?:no one|nobody|none)\b|\b[Nn]o(?= (?:\w+ )?(?:arrests?|detentions?|injur(?:y|ies)|deaths?|"
    r"casualties|fatalities|"
    r"victims|detainees|(?:people|protesters|officers|demonstrators) (?:were|was)|one\b))"
)
_BEFORE = (
    r"(?:(?:at (?:the very )?least|at (?:the )?most|more than|well over|just over|over|above|upwards of|no fewer than|"
    r"no less than|no more than|up to|as many as|as few as|as much as|less than|fewer than|just under|"
    r"under|below|nearly|almost|"
    r"close to|around|about|approximately|roughly|some|an estimated|estimated|circa|exceeding|in excess of|"
    r"a minimum of|a maximum of|somewhere around)\s+)"
)
_RANGE = r"(?:\s?[-–—]\s?|\s+(?:to|or|and|, possibly|if not|, perhaps|or perhaps|or even)\s+)"
_BEHIND = r"(?:\s+(?:or (?:more|so|fewer|less)|and more)\b|\+)"
_NUMBER = re.compile(
    rf"(?P<between>\b(?:between|from)\s+(?:{_CORE})\s+(?:and|to)\s+(?:about\s+)?(?:{_CORE}))"
    rf"|(?P<plain>(?:\b{_BEFORE}){{0,2}}(?<![\w.])(?:{_CORE})(?:(?:\s?[-–]\s?|\s+(?:to|or|if not|, "
    rf"possibly|or even)\s+)"
    rf"(?:about\s+)?(?:{_CORE}))?{_BEHIND}?)",
    re.I,
)
_CURRENCIES = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR",
    "pound": "GBP", "pounds": "GBP", "rouble": "RUB", "roubles": "RUB", "ruble": "RUB", "rubles": "RUB",
    "hryvnia": "UAH", "hryvnias": "UAH", "lari": "GEL", "dram": "AMD", "drams": "AMD", "tenge": "KZT", "zloty": "PLN",
    "lei": "MDL", "yuan": "CNY", "rupees": "INR", "shillings": "KES", "naira": "NGN", "pesos": "MXN", "liras": "TRY",
    "lira": "TRY", "crowns": "crowns", "marks": "marks", "francs": "XOF", "kroner": "NOK", "baht": "THB", "taka": "BDT",
    "rials": "IRR", "rupiah": "IDR", "kyats": "MMK", "soms": "KGS", "som": "KGS", "kwachas": "ZMW",
    "usd": "USD", "eur": "EUR", "cedis": "GHS", "kwacha": "ZMW", "bolivianos": "BOB", "dinars": "RSD",
}  # fmt: skip
_FRACTION = {"half": 50.0, "a third": 33.3, "a quarter": 25.0, "a fifth": 20.0, "two thirds": 66.7, "two-thirds": 66.7,
             "three quarters": 75.0, "three-quarters": 75.0, "one third": 33.3, "one quarter": 25.0}  # fmt: skip
_LARGE = {"bn": 1e9, "billion": 1e9, "trillion": 1e12, "mn": 1e6}


@dataclass(frozen=True)
class Mention:
    """One number expression.

    Parameters
    ----------
    start, end : int
        With the words that bound it, without the noun behind.
    core : int
        Where the number itself begins.
    reported : Reported
        Value and bounds.
    unit : str
        `percent`, a currency, or empty.
    """

    start: int
    end: int
    core: int
    reported: Reported
    unit: str = ""


def mentions(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """Every number expression in a stretch of a text, in order."""
    found: list[Mention] = []
    for match in _NUMBER.finditer(text, start, len(text) if end is None else end):
        one = _mention(text, match)
        if one is not None:
            found.append(one)
    return found


_QUALIFIED = re.compile(_BEFORE, re.I)
_PERCENT = re.compile(r"\s?(?:%|(?:percent|per cent|pct)\b(?!age point))", re.I)
_MONEY = re.compile(r"\s+(?:(?:Belarusian|Russian|US|Ukrainian|Mexican|Turkish)\s+)?([A-Za-z]+)")


def _mention(text: str, match: re.Match[str]) -> Mention | None:
    start, end = match.span()
    while text[end - 1] in " \u00a0":
        end -= 1
    core = start
    while (q := _QUALIFIED.match(text, core, end)) is not None:
        core = q.end()
    said = text[start:end]
    unit = ""
    behind = _PERCENT.match(text, end)
    if said.endswith("%") or behind:
        unit = "percent"
    elif sign := re.search(_SIGN, said):
        unit = _CURRENCIES.get(sign[0].casefold(), "USD")
    elif (word := _MONEY.match(text, end)) and word[1].casefold() in _CURRENCIES:
        unit = _CURRENCIES[word[1].casefold()]
    reported = reported_of(said)
    return None if reported is None else Mention(start, end, core, reported, unit)


def reported_of(spelled: str) -> Reported | None:
    """What a number expression allows; None if it is none.

    >>> reported_of("at least two"), reported_of("no one").value, reported_of("$1.5 billion").value
    (Reported(value=2, low=2, high=None), 0, 1500000000)
    """
    plain = " ".join(re.sub(rf"{_SIGN}|%", " ", spelled).split()).casefold()
    if plain in ("no", "none", "no one", "nobody"):
        return Reported(0, None, None)
    if plain in _FRACTION:
        return Reported(_FRACTION[plain], None, None)
    if plain.startswith("half "):
        plain = (
            plain.replace("half a dozen", "6")
            .replace("half a million", "500000")
            .replace("half a billion", "500000000")
        )
    plain = re.sub(r"^(?:from|between) (.+?) (?:to|and) ", r"between \1 and ", plain)
    times = 1.0
    for word, factor in _LARGE.items():
        if re.search(rf"(?<![a-z]){word}$", plain):
            plain, times = plain[: -len(word)].strip(), factor
    words = plain.split()
    if any("." in w for w in words):
        return _decimal(plain, times)
    try:
        reported = bounds(plain)
    except ClaimError:
        return None
    if reported is None:
        return None
    if times != 1.0:
        return Reported(*(x if x is None else _whole(x * times) for x in reported))
    return reported


def _decimal(plain: str, times: float) -> Reported | None:
    found = re.search(r"\d[\d,]*\.\d+(?:\s*(thousand|million))?", plain)
    if found is None:
        return None
    number = float(found[0].split()[0].replace(",", "").rstrip("k")) * {"thousand": 1e3, "million": 1e6}.get(
        found[1] or "", 1.0
    )
    value = _whole(round(number * times, 6))
    try:
        whole = bounds(plain.replace(found[0], "1000"))
    except ClaimError:
        return Reported(value, None, None)
    if whole is None:
        return Reported(value, None, None)
    scale = value / 1000
    return Reported(value, *(x if x is None else _whole(round(x * scale, 6)) for x in whole[1:]))


def _whole(number: float) -> float:
    return int(number) if float(number).is_integer() else number
