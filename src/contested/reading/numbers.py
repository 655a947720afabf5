"""Number expressions of a text, with the words that bound them; money keeps its currency.

What the words allow is in `amounts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from contested.claims.words import Reported
from contested.reading.amounts import reported_of
from contested.reading.number_words import BEFORE, ONE, PLURAL, QUALIFIED, SIGN, UNIT

#: digits: "54,1" of a share or a million, "1,234.5", "2.500.000,50", "10'000", "1,50,000", "54.1"
_DIGITS = (
    r"\d{1,3},\d{1,2}(?![\d,])(?=[^.;\n]{0,60}?(?:%|per ?cent\b)|\s?(?:thousand|million|billion|bn|mn)\b)"
    r"|\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?!\.?\d)(?:,\d{1,2}(?![\d,]))?"
    r"|\d{1,3}(?:['’]\d{3})+(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d+(?:\.\d+)?"
)
_CORE = (
    rf"(?:{SIGN})\s?(?:{_DIGITS})(?:[- \u00a0]?(?:{UNIT}|bn|mn|m|k)\b)?"
    rf"|(?:{_DIGITS})(?:[- \u00a0](?:{UNIT}|bn|mn)\b|k\b|bn\b)?(?:\s?%)?"
    rf"|\b(?:(?:several|a few|many|a couple of|couple of|half a|a|an|some)[ -])?(?:{PLURAL})(?: of (?:{PLURAL}))?\b"
    rf"|\b(?:several|a few|a couple of|couple of|half a|quarter of a|(?:a|an)(?: half)?)[ "
    rf"-](?:{UNIT})(?: (?:{UNIT}))?(?: and (?:{ONE})(?:[- ](?:{ONE}))?)?\b"
    rf"|\b(?:{ONE})(?:[- ](?:and )?(?:{ONE}|{UNIT}|{PLURAL}))*\b(?:[- ](?:thirds|quarters|fifths)\b)?"
    rf"|\b(?:{UNIT})(?: (?:{UNIT}))*\b|\ba (?:third|quarter|fifth)\b|\bhalf\b|\ba couple\b|\bzero\b(?! tolerance)"
    r"|\b(?:no one|nobody|none|not one(?! but\b))\b|\b[Nn]o(?= (?:\w+ )?(?:arrests?|detentions?|injur(?:y|ies)|deaths?|"
    r"casualties|fatalities|"
    r"victims|detainees?|wounds|killings|dead\b|wounded|injured|bodies|citizens?|civilians?|protesters?|soldiers?|"
    r"pupils?|strikers?|workers?|martyrs?|residents?|charges|"
    r"police(?:men|man)?\b|troops?|officers?|students?|demonstrators?|prisoners?|journalists?|"
    r"(?:people|protesters|officers|demonstrators) (?:were|was)|one\b))"
)
_JOINT = (
    r"(?:\s?[-–]\s?|,?\s+(?:to|or|if not|possibly|perhaps|maybe|or (?:perhaps|possibly|maybe|even))\s+"
    r"(?:(?:about|around|even|in (?:the|your|their))\s+)?)"
)
_BEHIND = (
    r"(?:\s+(?:or (?:more|so|fewer|less|thereabouts)|and more)\b|\+|-(?:odd|plus)\b|, give or take(?: [\w,]+(?: \w+)?)?"
    r"|(?: of (?:them|us))?,? [“\"‘']?(?:at (?:the )?(?:very )?(?:least|most)|at the outside)"
    r"(?=\s*(?:[.,;:!?)”\"’]|$)|\s+and\b)"
    r"|, tops\b|, (?:no|not) (?:more|less|fewer)\b(?! than))"
)
_MIXED = rf"(?:{ONE}|a) and a half(?: (?:{UNIT}))?|(?:one|a|three) quarters? of a (?:million|billion)"
_NUMBER = re.compile(
    rf"(?P<between>\b(?:between|from|anywhere from)\s+(?:about\s+)?(?:{_CORE})\s+(?:and|to)\s+(?:about\s+)?(?:{_CORE}))"
    rf"|(?P<mixed>(?:\b{BEFORE})?\b(?:{_MIXED}))"
    rf"|(?P<plain>(?:\b{BEFORE}){{0,2}}(?<![\w.])(?<!\d,)(?:{_CORE})(?:{_JOINT}(?:{_CORE}))?{_BEHIND}?)",
    re.I,
)
_ALONE = re.compile(rf"(?:\b{BEFORE}){{0,2}}(?<![\w.])(?<!\d,)(?:{_CORE}){_BEHIND}?", re.I)
_CURRENCIES = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR",
    "pound": "GBP", "pounds": "GBP", "rouble": "RUB", "roubles": "RUB", "ruble": "RUB", "rubles": "RUB",
    "hryvnia": "UAH", "hryvnias": "UAH", "lari": "GEL", "dram": "AMD", "drams": "AMD", "tenge": "KZT", "zloty": "PLN",
    "lei": "MDL", "yuan": "CNY", "rupees": "INR", "shillings": "KES", "naira": "NGN", "pesos": "MXN", "liras": "TRY",
    "lira": "TRY", "crowns": "crowns", "marks": "marks", "francs": "XOF", "kroner": "NOK", "baht": "THB", "taka": "BDT",
    "rials": "IRR", "rand": "ZAR", "real": "BRL", "reais": "BRL", "soles": "PEN", "dirhams": "MAD", "birr": "ETB",
    "ringgit": "MYR", "won": "KRW", "yen": "JPY", "leva": "BGN", "forints": "HUF", "manat": "AZN", "afghanis": "AFN",
    "denars": "MKD", "guarani": "PYG", "quetzals": "GTQ", "lempiras": "HNL", "gourdes": "HTG", "riyals": "SAR",
    "kip": "LAK", "rupiah": "IDR", "kyats": "MMK", "soms": "KGS", "som": "KGS", "kwachas": "ZMW",
    "gbp": "GBP", "usd": "USD", "eur": "EUR", "cedis": "GHS", "kwacha": "ZMW", "bolivianos": "BOB", "dinars": "RSD",
}  # fmt: skip
#: signs before a sum that are no word behind one
_SIGNS = {"₹": "INR", "rs": "INR", "rs.": "INR", "ksh": "KES", "p": "PHP", "₱": "PHP", "₦": "NGN", "₴": "UAH",
          "₽": "RUB", "₺": "TRY", "₸": "KZT", "₩": "KRW", "¥": "CNY", "hk$": "HKD", "nt$": "TWD", "nz$": "NZD",
          "a$": "AUD", "c$": "CAD", "r$": "BRL", "s$": "SGD", "j$": "JMD", "g$": "GYD", "t$": "TOP", "z$": "ZWL",
          "ush": "UGX", "tsh": "TZS", "rm": "MYR", "rp": "IDR", "tk": "BDT", "le": "SLE", "ghs": "GHS", "mk": "MWK",
          "fcfa": "XOF", "cfa": "XOF", "kč": "CZK", "r": "ZAR", "n": "NGN", "e": "SZL", "m": "LSL", "l": "HNL",
          "q": "GTQ", "d": "GMD", "k": "K", "sh": "Sh", "bs": "Bs"}  # fmt: skip


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
    part : Reported or None
        What it allows where it is a share: "45.759" is thousands, but not if "54.241 percent" stood before.
    """

    start: int
    end: int
    core: int
    reported: Reported
    unit: str = ""
    part: Reported | None = None

    @property
    def as_share(self) -> Mention:
        """It as a share, in which a point never parts thousands."""
        return self if self.part is None else replace(self, reported=self.part, part=None)


def mentions(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """Every number expression in a stretch of a text, in order."""
    return [m for match in _NUMBER.finditer(text, start, len(text) if end is None else end) for m in _of(text, match)]


def _of(text: str, match: re.Match[str]) -> list[Mention]:
    """The number expressions of a match: one, or two where it is no range after all."""
    one = None if _apart(text, match) else _mention(text, *match.span())
    if one is not None:
        return [one]
    apart = [_mention(text, *m.span()) for m in _ALONE.finditer(text, *match.span())]
    ends = [m for m in apart if m is not None]  # "from two million to two dozen"
    if len(ends) == 2 and ends[1].unit == "percent" and text[ends[0].end : ends[1].start] == " to ":
        ends[0] = replace(ends[0].as_share, unit="percent")
    return ends


#: words before a sign of less than nothing, which elsewhere is a dash or opens a line of a list; powers of ten of "1e9"
_SIGNED_BY = ["and", "or", "to", "of", "at", "by", "with", "from", "is", "are", "was", "were", "had", "said", "about"]
_BEHIND_WORDS = "|".join(rf"(?<=\b{word}[ \u00a0])" for word in _SIGNED_BY)
_MINUS = re.compile(rf"(?:(?<=\()|{_BEHIND_WORDS})[-−](?=\d)")
_POWER = re.compile(r"\d[eE][+-]?\d+")


def below_zero(text: str, start: int) -> bool:
    """Whether the number that begins there has a sign of less than nothing."""
    return _MINUS.match(text, start - 1) is not None


def readable(text: str, start: int, end: int) -> tuple[list[Mention], list[tuple[int, int]]]:
    """The `mentions` of a stretch of a text, and where numbers stand that are no count: -5, 1e9, or one too large."""
    counts: list[Mention] = []
    others: list[tuple[int, int]] = []
    for match in _NUMBER.finditer(text, start, end):
        at, stop = match.span()
        if below_zero(text, at):
            others.append((at - 1, stop))
        elif power := _POWER.match(text, stop - 1):
            others.append((at, power.end()))
        elif (some := _of(text, match)) or not re.search(r"\d", match[0]):
            counts += some
        else:
            others.append((at, stop))
    return counts, others


#: two numbers in digits, and what makes them two: a change from one to the other, or the larger one first
_TWO = re.compile(
    r"\D*?(\d[\d,.]*)(?:%| per ?cent)?(?:,? (?:to|or|and) | ?[-–] ?)\D{0,4}?(\d[\d,.]*)"
    r"(?!.*(?:hundred|thousand|illion|bn|mn|m|k)\b)\D*"
)
_CHANGED = re.compile(
    r"\b(?:rose|risen?|rises|raised?|raises|raising|fell|fallen|fall|cut|dropped|drop|grown?|grew|increased?|updated?|"
    r"revised?|revises|corrected?|lowered?|up|down|went|gone|swollen|swelled|jumped|climbed|doubled|shrank|reduced)\b"
    r"[^.;]{0,60}$"
)


def _apart(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a range is two numbers: "rose from 80 to 89.5", "by 48.9 to 47.3"."""
    two = _TWO.fullmatch(match[0])
    if two is None:
        return False
    shares = "%" in match[0] or _PERCENT.match(text, match.end()) is not None
    first, last = (_size(number.rstrip(".,"), shares) for number in two.groups())
    changes = _CHANGED.search(text[max(0, match.start() - 90) : match.start()]) is not None
    return first > last or (changes and match[0][:5].casefold() == "from ")


def _size(digits: str, share: bool) -> float:
    """How much a number in digits is; 0 if it is none."""
    reported = reported_of(digits, share)
    return 0.0 if reported is None or reported.value is None else reported.value


#: words that bound a number, but not behind these: "complaints about", "a reporter estimated", "the sheets add up to"
_NO_BOUND = (
    (re.compile(r"\b(?:complaints?|messages?|rumou?rs?|news|talks?|talked|talking|questions?|asked|stories|lies|posts?|"
                r"joked|spoke|speaks|information|warned|groups|channels) $"), re.compile(r"about\s+", re.I)),
    (re.compile(r"\b(?!(?:an?|the|some|of|with|by|from|for|to|than|at|and|or|is|are|was|were|be|been|where|that) )"
                r"[\w’']+ $"), re.compile(r"estimated\s+")),
    (re.compile(r"\badd(?:s|ed|ing)? $"), re.compile(r"up to\s+(?!\S+ (?:further|more|new|other|people)\b)")),
)  # fmt: skip
#: words that bound a number only behind these: "the toll passed 100", but "the court passed 140 sentences"
_OF_A_COUNT = re.compile(
    r"\b(?:tolls?|numbers?|counts?|totals?|figures?|deaths|dead|arrests|detentions|injuries)(?: \w+)? $", re.I
)
_PASSES = re.compile(r"(?:pass(?:es|ed)?|top)\s+", re.I)
_AT_LEAST = re.compile(r"(?:more than|over|above|exceed(?:ed|s)?|topped|surpassed)\s+", re.I)
_NEGATED = re.compile(r"\b(?:never|not|n[’']t)\s(?:(?!only\b)\w+\s){0,2}$")
#: "ten days or more"
_OR_MORE = re.compile(r"\s+[a-z]+\s+or (more|longer|less|fewer)\b(?! than)")
_PERCENT = re.compile(r"\s?(?:%|(?:percent|per cent|pct)\b(?!age point))", re.I)
#: one point before three digits, which may part thousands or begin decimals
_POINT = re.compile(r"(?<![\d.,])\d{1,3}\.\d{3}(?![\d,.]*\d)")
#: behind a sum, a price of fuel or power, which has three decimals in these currencies: "$1.459 a litre"
_BY_LITRE = re.compile(r"(?: [a-z]+)? ?(?:\ba|\bper|/) ?(?:lit(?:re|er)|gallon|kWh|kilowatt-hour)\b")
_TO_THE_TENTH = frozenset(["USD", "EUR", "GBP"])
_CODE = re.compile(r"\b(USD|EUR|GBP|Rs\.?|KSh)\s?$")
_MONEY = re.compile(r"\s+(?:(?:Belarusian|Russian|US|Ukrainian|Mexican|Turkish)\s+)?([A-Za-z]+)")


def _mention(text: str, start: int, end: int) -> Mention | None:
    ahead = text[max(0, start - 24) : start]
    for before, bound in _NO_BOUND:
        if before.search(ahead) and (other := bound.match(text, start, end)):
            start = other.end()
    if (passes := _PASSES.match(text, start, end)) and not _OF_A_COUNT.search(ahead):
        start = passes.end()
    while text[end - 1] in " \u00a0":
        end -= 1
    core = start
    while (q := QUALIFIED.match(text, core, end)) is not None:
        core = q.end()
    said = text[start:end]
    unit = ""
    behind = _PERCENT.match(text, end)
    if said.endswith("%") or behind:
        unit = "percent"
    elif sign := re.search(SIGN, said):
        unit = (_CURRENCIES | _SIGNS).get(sign[0].casefold(), "USD")
    elif (word := _MONEY.match(text, end)) and word[1].casefold() in _CURRENCIES:
        unit = _CURRENCIES[word[1].casefold()]
    elif code := _CODE.search(text, max(0, core - 5), core):
        unit = (_CURRENCIES | _SIGNS)[code[1].casefold()]
    turned = _AT_LEAST.match(said) is not None and _NEGATED.search(text[max(0, start - 30) : start]) is not None
    if open_end := _OR_MORE.match(text, end):
        said = f"{said} or {'more' if open_end[1] == 'longer' else open_end[1]}"
    said = _AT_LEAST.sub("no more than ", said) if turned else said
    decimals = unit == "percent" or (unit in _TO_THE_TENTH and _BY_LITRE.match(text, end) is not None)
    reported = reported_of(said, decimals)
    if reported is None:
        return None
    part = reported_of(said, decimals=True) if not unit and _POINT.search(said) else None
    return Mention(start, end, core, reported, unit, None if part == reported else part)
