"""Number expressions of a text, with the words that bound them and what these allow.

The value comes from `claims.words.bounds`, so "hundreds" is 200 to 999 here too. Money keeps its currency, a fraction
of a vote is a percentage, and "no arrests" is 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from contested.claims.words import Reported, bounds
from contested.ground.errors import ClaimError

_ONE = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_UNIT = "hundred|thousand|million|billion|trillion|dozen|score|lakh|crore"
_PLURAL = "tens|dozens|scores|hundreds|thousands|millions|billions"
#: a sum's sign; a letter is one only before what no road, rifle or group is called by: "M1,500", not "M23"
_SIGN = (
    r"(?-i:\b(?:US|HK|NT|NZ|[ACGJRSTZ])\$|[$€£₹₱₦₴₽₺₸₩¥]|\b(?:Rs\.?|KSh|USh|TSh|Sh|RM|Rp|Tk|Le|GHS|MK|FCFA|CFA|Bs|Kč)(?=\s?\d)"
    r"|\b[PK](?=\d\d)|\bP(?=\d)|\b[DEGKLMNPQR](?=\d{1,3},\d|\d{3,}\b|[\d.]+ ?(?:million|billion|bn|mn|m)\b))"
)
_DIGITS = (
    r"\d{1,3},\d{1,2}(?![\d,])(?=[^.;\n]{0,60}?(?:%|per ?cent\b)|\s?(?:thousand|million|billion|bn|mn)\b)"
    r"|\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
)
_CORE = (
    rf"(?:{_SIGN})\s?(?:{_DIGITS})(?:[- \u00a0]?(?:{_UNIT}|bn|mn|m|k)\b)?"
    rf"|(?:{_DIGITS})(?:[- \u00a0](?:{_UNIT}|bn|mn)\b|k\b|bn\b)?(?:\s?%)?"
    rf"|\b(?:(?:several|a few|many|a couple of|couple of|half a|a|an|some)[ -])?(?:{_PLURAL})(?: of (?:{_PLURAL}))?\b"
    rf"|\b(?:several|a few|a couple of|couple of|half a|quarter of a|(?:a|an)(?: half)?)[ "
    rf"-](?:{_UNIT})(?: (?:{_UNIT}))?(?: and (?:{_ONE})(?:[- ](?:{_ONE}))?)?\b"
    rf"|\b(?:{_ONE})(?:[- ](?:and )?(?:{_ONE}|{_UNIT}|{_PLURAL}))*\b(?:[- ](?:thirds|quarters|fifths)\b)?"
    rf"|\b(?:{_UNIT})(?: (?:{_UNIT}))*\b|\ba (?:third|quarter|fifth)\b|\bhalf\b|\ba couple\b|\bzero\b(?! tolerance)"
    r"|\b(?:no one|nobody|none|not one(?! but\b))\b|\b[Nn]o(?= (?:\w+ )?(?:arrests?|detentions?|injur(?:y|ies)|deaths?|"
    r"casualties|fatalities|"
    r"victims|detainees?|wounds|killings|dead\b|wounded|injured|bodies|citizens?|civilians?|protesters?|soldiers?|"
    r"pupils?|strikers?|workers?|martyrs?|residents?|charges|"
    r"police(?:men|man)?\b|troops?|officers?|students?|demonstrators?|prisoners?|journalists?|"
    r"(?:people|protesters|officers|demonstrators) (?:were|was)|one\b))"
)
_TIME = "hour|day|night|week|fortnight|month|year"
_BEFORE = (
    r"(?:(?:at (?:the very )?least|at (?:the )?most|"
    r"(?:(?:many|far|well|just|slightly|a little|little|considerably) )?"
    r"(?:more than|over|above|less than|fewer than|under|below)|"
    r"upwards? of|north of|no[t]? fewer than|no[t]? less than|no[t]? more than|up to|as many as|as few as|"
    r"as much as|just (?:short|shy) of|not quite|the best part of|nearly|almost|close to|close on|getting on for|"
    r"approaching|around|about|approximately|approx\.?|roughly|more or less|some|an estimated|estimated|circa|"
    r"exceeding|in excess of|something like|in the (?:region|neighbou?rhood) of|more like|(?:closer|nearer) to|nearer|"
    rf"pass(?:es|ed)?|within(?= \S+ (?:{_TIME})s?\b)|perhaps|maybe|"
    r"possibly|not even|hardly|barely|scarcely|(?:(?:never|not) )?exceed(?:ed|s)?|"
    r"(?:never |not )?(?:topped|tops?|surpass(?:ed|es))|no (?:bigger|larger|higher) than|"
    r"a minimum of|a maximum of|"
    r"somewhere around|any(?:thing|where) up to)\s+)"
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
_MIXED = rf"(?:{_ONE}|a) and a half(?: (?:{_UNIT}))?|(?:one|a|three) quarters? of a (?:million|billion)"
_NUMBER = re.compile(
    rf"(?P<between>\b(?:between|from|anywhere from)\s+(?:about\s+)?(?:{_CORE})\s+(?:and|to)\s+(?:about\s+)?(?:{_CORE}))"
    rf"|(?P<mixed>(?:\b{_BEFORE})?\b(?:{_MIXED}))"
    rf"|(?P<plain>(?:\b{_BEFORE}){{0,2}}(?<![\w.])(?<!\d,)(?:{_CORE})(?:{_JOINT}(?:{_CORE}))?{_BEHIND}?)",
    re.I,
)
_ALONE = re.compile(rf"(?:\b{_BEFORE}){{0,2}}(?<![\w.])(?<!\d,)(?:{_CORE}){_BEHIND}?", re.I)
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
_FRACTION = {"four fifths": 80.0, "three fifths": 60.0, "two fifths": 40.0,
             "half": 50.0, "a third": 33.3, "a quarter": 25.0, "a fifth": 20.0,
             "two thirds": 66.7, "two-thirds": 66.7,
             "three quarters": 75.0, "three-quarters": 75.0, "one third": 33.3, "one quarter": 25.0}  # fmt: skip
_LARGE = {"bn": 1e9, "billion": 1e9, "trillion": 1e12, "mn": 1e6, "m": 1e6, "k": 1e3}


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
    return [m for match in _NUMBER.finditer(text, start, len(text) if end is None else end) for m in _of(text, match)]


def _of(text: str, match: re.Match[str]) -> list[Mention]:
    """The number expressions of a match: one, or two where it is no range after all."""
    one = None if _apart(text, match) else _mention(text, *match.span())
    if one is not None:
        return [one]
    apart = [_mention(text, *m.span()) for m in _ALONE.finditer(text, *match.span())]
    ends = [m for m in apart if m is not None]  # "from two million to two dozen"
    if len(ends) == 2 and ends[1].unit == "percent" and text[ends[0].end : ends[1].start] == " to ":
        ends[0] = replace(ends[0], unit="percent")
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
    first, last = (float(n.replace(",", "").rstrip(".") or 0) if n.count(".") < 2 else 0.0 for n in two.groups())
    changes = _CHANGED.search(text[max(0, match.start() - 90) : match.start()]) is not None
    return first > last or (changes and match[0][:5].casefold() == "from ")


_QUALIFIED = re.compile(_BEFORE, re.I)
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
    while (q := _QUALIFIED.match(text, core, end)) is not None:
        core = q.end()
    said = text[start:end]
    unit = ""
    behind = _PERCENT.match(text, end)
    if said.endswith("%") or behind:
        unit = "percent"
    elif sign := re.search(_SIGN, said):
        unit = (_CURRENCIES | _SIGNS).get(sign[0].casefold(), "USD")
    elif (word := _MONEY.match(text, end)) and word[1].casefold() in _CURRENCIES:
        unit = _CURRENCIES[word[1].casefold()]
    elif code := _CODE.search(text, max(0, core - 5), core):
        unit = (_CURRENCIES | _SIGNS)[code[1].casefold()]
    turned = _AT_LEAST.match(said) is not None and _NEGATED.search(text[max(0, start - 30) : start]) is not None
    if open_end := _OR_MORE.match(text, end):
        said = f"{said} or {'more' if open_end[1] == 'longer' else open_end[1]}"
    reported = reported_of(_AT_LEAST.sub("no more than ", said) if turned else said)
    return None if reported is None else Mention(start, end, core, reported, unit)


def reported_of(spelled: str) -> Reported | None:
    """What a number expression allows; None if it is none.

    >>> reported_of("at least two"), reported_of("no one").value, reported_of("$1.5 billion").value
    (Reported(value=2, low=2, high=None), 0, 1500000000)
    """
    plain = " ".join(re.sub(rf"{_SIGN}|%", " ", spelled).split()).casefold()
    plain = _DECIMAL_COMMA.sub(r"\1.\2", plain)
    if plain in ("no", "none", "no one", "nobody", "not one"):
        return Reported(0, None, None)
    if plain in _FRACTION:
        return Reported(_FRACTION[plain], None, None)
    plain = re.sub(r"^not (?=fewer|less|more)", "no ", plain)
    plain = _HUNDRED_AND.sub(r"\1 ", plain)  # "three hundred and forty"
    plain = _BETWEEN.sub(r"between \1 and ", plain)
    for pattern, words_for in _PLAINER:
        plain = pattern.sub(words_for, plain)
    if plain.endswith(" half") and _QUALIFIED.fullmatch(plain.removesuffix("half")):
        return _bounded(plain.removesuffix("half"), 50.0)
    if mixed := re.search(rf"\b(\w+)(?: (?:{_TIME})s?)? and a half(?: (\w+))?$", plain):
        return _mixed(plain[: mixed.start()], mixed[1], mixed[2])
    plain = _same_unit(plain)
    if plain.startswith("half "):
        plain = (
            plain.replace("half a dozen", "6")
            .replace("half a million", "500000")
            .replace("half a billion", "500000000")
        )
    times = 1.0
    for word, factor in _LARGE.items():
        if re.search(rf"(?<![a-z]){word}$", plain):
            plain, times = plain[: -len(word)].strip(), factor
    if ends := _DECIMALS.fullmatch(plain):
        low, high = (_whole(float(n.replace(",", "")) * times) for n in ends.groups())
        return Reported(None, low, high)
    words = plain.split()
    if any("." in w for w in words):
        return _decimal(plain, times)
    try:
        reported = bounds(plain)
    except ClaimError:
        return None
    if reported is None:
        return None
    if reported.value is None and (reported.low is None) != (reported.high is None):
        reported = reported._replace(value=reported.high if reported.low is None else reported.low)
    if times != 1.0:
        return Reported(*(x if x is None else _whole(x * times) for x in reported))
    return reported


_DECIMAL_COMMA = re.compile(r"(?<!\d)(\d{1,3}),(\d{1,2})(?!\d)")
_HUNDRED_AND = re.compile(rf"(hundred|thousand) and (?=(?:{_ONE})\b)")
_BETWEEN = re.compile(r"^(?:anywhere )?(?:from|between) (?:about )?(.+?) (?:to|and) (?:about )?")
#: turns of phrase in words that `bounds` knows
_PLAINER = tuple((re.compile(pattern), words_for) for pattern, words_for in (
    (r"^(?:something like|in the (?:region|neighbou?rhood) of|somewhere around) ", "about "),
    (r"^(?:close (?:on|to)|getting on for|approaching|just (?:short|shy) of|not quite|the best part of) ", "nearly "),
    (r"^(?:more like|(?:closer|nearer) to|nearer|more or less|approx\.?) ", "about "),
    (r"^(?:not even|hardly|barely|scarcely|(?:never |not )(?:exceed(?:ed)?|topped|surpassed)|"
     r"no (?:bigger|larger|higher) than) ", "no more than "),
    (r"^(?:exceed(?:ed|s)?|topped|tops?|surpass(?:ed|es)|pass(?:ed|es)?|upward of) ", "more than "),
    (r"^within ", "up to "),
    (r"^(.+?)(?: of (?:them|us))?,? [“\"‘']?at (?:the )?(?:(?:very )?most|outside)$", r"no more than \1"),
    (r"^(.+), (?:tops|no[t]? more)$", r"no more than \1"),
    (r"^(.+?)(?: of (?:them|us))?,? [“\"‘']?at (?:the )?(?:very )?least$", r"at least \1"),
    (r"^(.+), no[t]? (?:less|fewer)$", r"at least \1"),
    (rf"^(no more than|at most) (?:{_ONE}|\d+) or (?=\w+$)", r"\1 "),
    (r"^(.+), give or take$|^(.+) or thereabouts$", r"about \1\2"),
    (r"\b(?:a )?couple of (?=hundred|thousand|million|dozen)", "two "), (r"^a couple$", "two"),
    (r"^some (?=hundred$|thousand$|dozen$)", "about a "),
    (r"^(?:many|far|well|just|slightly|a little|little|considerably) (?=more|over|above|less|fewer|under|below)", ""),
    (r"^north of ", "more than "), (r"^any(?:thing|where) up to ", "up to "),
    (r"^(.+)-odd$", r"about \1"), (r"^(.+)-plus$", r"\1 or more"), (r"^(.+), give or take .*$", r"about \1"),
    (r"(?:a|one) quarter of a million", "250000"), (r"three quarters of a million", "750000"),
    (r"(?:a|one) quarter of a billion", "250000000"),
    (r",? (?:if not|(?:or )?(?:perhaps|possibly|maybe)|or even) (?:in (?:the|your|their) )?", " to "),
))  # fmt: skip
#: a range of which one end has decimals
_DECIMALS = re.compile(r"(?:between )?(\d[\d,]*(?=[\d., a-z]*\.\d)(?:\.\d+)?) (?:to|or|and) (\d[\d,]*(?:\.\d+)?)")
_HALVES = {"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "dozen": 12}


def _mixed(before: str, count: str, unit: str | None) -> Reported | None:
    """ "Two and a half thousand"."""
    try:
        whole = bounds("1" if count in ("a", "an", "one") else count)
    except ClaimError:  # no number
        return None
    if whole is None or whole.value is None:
        return None
    return _bounded(before, _whole((whole.value + 0.5) * _HALVES.get(unit or "", 1)))


def _bounded(before: str, value: float) -> Reported:
    """A number with the bounds that the words before it give it."""
    around = bounds(before + "1000") if before.strip() else None
    if around is None:
        return Reported(value, None, None)
    return Reported(value, *(x if x is None else _whole(round(x * value / 1000, 6)) for x in around[1:]))


def _same_unit(plain: str) -> str:
    """ "One million to nine": the unit of the first end where the second has none."""
    ends = re.fullmatch(
        r"(between )?(\S+) (hundred|thousand|million|billion) (to|and|or) (?!so$|more$|less$|fewer$)(\S+)", plain
    )
    return f"{ends[1] or ''}{ends[2]} {ends[3]} {ends[4]} {ends[5]} {ends[3]}" if ends else plain


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
