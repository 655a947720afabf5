"""What a number expression allows: its value and bounds, from `claims.words.bounds`.

So "hundreds" is 200 to 999 here too. A fraction of a vote is a percentage, and "no arrests" is 0.
"""

from __future__ import annotations

import re

from contested.claims.words import LONGEST, Reported, bounds
from contested.ground.errors import ClaimError
from contested.reading.number_words import ONE, QUALIFIED, SIGN, TIME

_FRACTION = {"four fifths": 80.0, "three fifths": 60.0, "two fifths": 40.0,
             "half": 50.0, "a third": 33.3, "a quarter": 25.0, "a fifth": 20.0,
             "two thirds": 66.7, "two-thirds": 66.7,
             "three quarters": 75.0, "three-quarters": 75.0, "one third": 33.3, "one quarter": 25.0}  # fmt: skip
_LARGE = {"bn": 1e9, "billion": 1e9, "trillion": 1e12, "mn": 1e6, "m": 1e6, "k": 1e3}


def reported_of(spelled: str, decimals: bool = False) -> Reported | None:
    """What a number expression allows; None if it is none.

    Parameters
    ----------
    spelled : str
    decimals : bool
        Whether a point before three digits parts no thousands, but begins decimals, as in a percentage.

    >>> reported_of("at least two"), reported_of("no one").value, reported_of("$1.5 billion").value
    (Reported(value=2, low=2, high=None), 0, 1500000000)
    >>> reported_of("10.000").value, reported_of("10.125", decimals=True).value, reported_of("2.500 million").value
    (10000, 10.125, 2500000)
    """
    if len(spelled) > LONGEST:
        return None
    plain = " ".join(re.sub(rf"{SIGN}|%", " ", spelled).split()).casefold()
    plain = _DECIMAL_COMMA.sub(lambda m: f"{m[1].replace('.', '')}.{m[2]}", plain)
    if plain in ("no", "none", "no one", "nobody", "not one"):
        return Reported(0, None, None)
    if plain in _FRACTION:
        return Reported(_FRACTION[plain], None, None)
    plain = re.sub(r"^not (?=fewer|less|more)", "no ", plain)
    plain = _HUNDRED_AND.sub(r"\1 ", plain)  # "three hundred and forty"
    plain = _BETWEEN.sub(r"between \1 and ", plain)
    for pattern, words_for in _PLAINER:
        plain = pattern.sub(words_for, plain)
    if plain.endswith(" half") and QUALIFIED.fullmatch(plain.removesuffix("half")):
        return _bounded(plain.removesuffix("half"), 50.0)
    if mixed := re.search(rf"\b(\w+)(?: (?:{TIME})s?)? and a half(?: (\w+))?$", plain):
        return _mixed(plain[: mixed.start()], mixed[1], mixed[2])
    plain = _same_unit(plain)
    if plain.startswith("half "):
        plain = (
            plain.replace("half a dozen", "6")
            .replace("half a million", "500000")
            .replace("half a billion", "500000000")
        )
    if not (decimals and "." in plain) and (reported := _by_claims(plain)) is not None:
        return reported
    times = 1.0  # what `bounds` refuses: decimals without a unit, or three of them before one
    for word, factor in _LARGE.items():
        if re.search(rf"(?<![a-z]){word}$", plain):
            plain, times = plain[: -len(word)].strip(), factor
    if ends := _DECIMALS.fullmatch(plain):
        low, high = (_whole(float(n.replace(",", "")) * times) for n in ends.groups())
        return Reported(None, low, high)
    if "." in plain:
        return _decimal(plain, times)
    reported = _by_claims(plain)
    return None if reported is None else Reported(*(x if x is None else _whole(x * times) for x in reported))


def is_whole(reported: Reported) -> bool:
    """Whether persons or things can be so many: their number is a whole one.

    >>> is_whole(Reported(15, 13.5, 16.5)), is_whole(Reported(1.5, None, None))
    (True, False)
    """
    said = reported[1:] if reported.value is None else reported[:1]
    return all(x is None or float(x).is_integer() for x in said)


def _by_claims(plain: str) -> Reported | None:
    """The number that words say by the rules of claims, with the bound as its value where only one is said."""
    try:
        reported = bounds(plain)
    except ClaimError:
        return None
    if reported is not None and reported.value is None and (reported.low is None) != (reported.high is None):
        return reported._replace(value=reported.high if reported.low is None else reported.low)
    return reported


#: "54,1", "2.500,50", but not the lakhs of "1,50,000"
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})*),(\d{1,2})(?![\d,])")
_HUNDRED_AND = re.compile(rf"(hundred|thousand) and (?=(?:{ONE})\b)")
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
    (rf"^(no more than|at most) (?:{ONE}|\d+) or (?=\w+$)", r"\1 "),
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
_DECIMALS = re.compile(
    r"(?:between )?(\d[\d,]*(?=[\d., a-z–-]*\.\d)(?:\.\d+)?)(?: (?:to|or|and) | ?[-–] ?)(\d[\d,]*(?:\.\d+)?)"
)
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


def _bounded(before: str, value: float) -> Reported | None:
    """A number with the bounds that the words before it give it; None if they go with no number."""
    try:
        around = bounds(before + "1000") if before.strip() else None
    except ClaimError:
        return None
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
