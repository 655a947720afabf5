"""The words that sizes are made of. Longer phrases are tuples of tokens, so that a phrase is matched word by word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
        "ninety": 90}  # fmt: skip
#: units that a small number is multiplied by, and that a larger unit may follow: "two hundred thousand"
SMALL_UNITS = {"dozen": 12, "dozens": 12, "score": 20, "scores": 20, "hundred": 100, "hundreds": 100}
LARGE_UNITS = {
    "thousand": 1_000, "thousands": 1_000, "k": 1_000, "thsd": 1_000,
    "lakh": 100_000, "lakhs": 100_000, "lac": 100_000, "lacs": 100_000,
    "million": 1_000_000, "millions": 1_000_000, "m": 1_000_000, "mn": 1_000_000, "mln": 1_000_000, "mio": 1_000_000,
    "crore": 10_000_000, "crores": 10_000_000,
}  # fmt: skip
UNITS = SMALL_UNITS | LARGE_UNITS

#: least and most that a plural allows, persons
MAGNITUDES: dict[str, tuple[int, int]] = {
    "tens": (20, 99),
    "dozens": (20, 99),
    "scores": (40, 99),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999),
    "lakhs": (200_000, 999_999),
    "lacs": (200_000, 999_999),
    "millions": (2_000_000, 9_999_999),
    "crores": (20_000_000, 99_999_999),
}
#: the plural of each unit behind "several"
PLURALS = {
    "ten": "tens", "tens": "tens", "dozen": "dozens", "dozens": "dozens", "score": "scores", "scores": "scores",
    "hundred": "hundreds", "hundreds": "hundreds", "thousand": "thousands", "thousands": "thousands",
    "k": "thousands", "lakh": "lakhs", "lakhs": "lakhs", "lac": "lakhs", "lacs": "lakhs", "million": "millions",
    "millions": "millions", "crore": "crores", "crores": "crores",
}  # fmt: skip


Phrase = tuple[str, ...]
#: phrases by their first word, the longest first; the empty phrase under ""
Phrases = Mapping[str, tuple[Phrase, ...]]


def word_set(text: str) -> frozenset[str]:
    """Words parted by spaces."""
    return frozenset(text.split())


def _split(text: str) -> list[Phrase]:
    return [tuple(p.split()) for p in text.split("|")]


def _by_first(phrases: Iterable[Phrase]) -> Phrases:
    found: dict[str, tuple[Phrase, ...]] = {}
    for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)):
        first = phrase[0] if phrase else ""
        found[first] = (*found.get(first, ()), phrase)
    return found


def _phrases(text: str) -> Phrases:
    """Phrases parted by bars."""
    return _by_first(_split(text))


SEVERAL = _phrases("several|a few|few|quite a few|many|multiple|numerous|a good many")
COUPLE = _phrases("a couple of|couple of|a couple|couple")
#: low, middle or high in an order of magnitude: read as the order, since nobody says where a part of it ends
PART_OF_ORDER = _phrases("low -|mid -|high -|low|mid|high|upper|lower|middle|upper -|lower -")
#: "just over", "slightly more than": how far is not said
_DEGREES = _split(
    "just|slightly|a little|a bit|a little bit|well|far|much|easily|significantly|considerably|only|only just|barely|"
    "somewhat|marginally|substantially|"
)
LOWER = _by_first(
    d + p
    for d in _DEGREES
    for p in _split(
        "at minimum|at a minimum|"
        "at least|more than|over|above|upwards of|upward of|no less than|not less than|nothing less than|"
        "at the very least|at the least|no fewer than|not fewer than|not below|not under|in excess of|a minimum of|"
        "minimum of|minimum|min|>=|=>|>|≥|"
        "exceeding|exceeds|exceeded|north of|greater than|larger than|beyond|as few as|surpassing|surpassed|topping"
    )
)
UPPER = _by_first(
    d + p
    for d in _DEGREES
    for p in _split(
        "at most|at the most|at the very most|no more than|not more than|no greater than|not over|not above|"
        "not exceeding|up to|upto|"
        "less than|fewer than|smaller than|under|below|almost|nearly|not quite|approaching|nearing|shy of|a maximum of|"
        "maximum of|maximum|max|<=|=<|<|≤|as many as|as much as"
    )
)
ABOUT = _phrases(
    "around|about|approximately|approximatively|approximate|approx|appx|aprox|roughly|some|circa|ca|c|an estimated|"
    "estimated|estimated at|est|an estimate of|estimate of|estimates of|close to|near|~|≈|in the region of|"
    "in the order of|on the order of|in the neighborhood of|in the neighbourhood of|in the vicinity of|"
    "somewhere around|somewhere near|somewhere in the region of|more or less|perhaps|maybe|possibly|probably|likely|"
    "an approximate|an approximated|an estimated crowd of|estimated crowd of|an estimated total of|crowd estimated at|"
    "an average of|on average"
)
#: who is named beside a number; the claimant is known already, or `voices` asks who it is
SPEAKERS = word_set(
    """
    police organizers organisers organizer organiser media officials authorities union unions source sources
    witnesses eyewitnesses observers press journalists activists sheriff mayor newspaper
    """
)
_STATING = (
    ":|said|say|says|estimate|estimates|estimated|claim|claims|claimed|report|reports|reported|counted|count :|"
    "estimate :|estimates :|said that|say that|said there were|put it at|put the figure at|put the number at|"
    "put the crowd at"
)
_NAMED = [
    *(f"{who} {said}" for who in SPEAKERS for said in _STATING.split("|")),
    *(f"{by} {the}{who}{sign}" for by in ("according to", "per") for the in ("", "the ") for who in SPEAKERS
      for sign in ("", " ,", " :")),
]  # fmt: skip
#: says nothing about the number that follows
NEUTRAL = _phrases(
    "|".join(_NAMED) + "|"
    "a small group of|small group of|a large group of|large group of|a large crowd of|large crowd of|a small crowd of|"
    "reportedly|allegedly|supposedly|apparently|exactly|precisely|a total of|total of|in total|the total of|"
    "a crowd of|crowd of|the crowd of|a group of|group of|a gathering of|gathering of|a rally of|an audience of|"
    "a march of|a protest of|a turnout of|turnout of|an attendance of|attendance of|crowd size|crowd size of|"
    "size|crowd|participants|protesters|demonstrators|attendance|attendees|turnout|number of participants|"
    "number of protesters|number of people|number of demonstrators|number of attendees|total|only|just|a mere|"
    "merely|a single|single|a lone|lone|as|the|numbering|numbered|in the|into the|:|="
)
#: opens a range
FROM = _phrases(
    "between|anywhere between|somewhere between|estimated between|from|anywhere from|somewhere from|ranging from|"
    "ranging between|range from|ranges from|ranged from|estimates range from|estimates ranging from|estimates between|"
    "estimates vary from|varying from|varying between|in the range of|a range of|estimates"
)
_HEDGES = ("possibly", "perhaps", "maybe", "probably", "potentially", "likely", "even")
#: between the ends of a range
_TO = (
    _split("to|-|or|up to|to up to|to about|to around|or up to|~|..|...|…|through|till|until")
    + [s for h in _HEDGES for s in _split(f"or {h}|, {h}|- {h}|, or {h}|or {h} even|and {h}|, and {h}|; {h}|to {h}")]
    + _split("if not|, if not|, or|possibly|perhaps|maybe")
)
TO = _by_first(_TO)
#: the same behind "between"
TO_OR_AND = _by_first([*_TO, ("and",), ("&",)])
#: between a lower and an upper bound
BUT = _phrases("and|but|,|, but|, and||, or|;|yet|, yet|, maybe|, perhaps|, possibly|and perhaps|and possibly")
#: how far a number may be out
GIVE_OR_TAKE = _phrases("±|+/-|plus or minus|give or take")
AND_MORE = _phrases(
    "+|plus|- plus|or more|and more|or above|and above|or over|and over|and up|or up|upwards|and upwards|or upwards|"
    "or greater|or larger|at least|minimum|min|at minimum|at a minimum|as a minimum|, at least|or even more|"
    "and counting|if not more|, if not more|or higher|or many more"
)
OR_LESS = _phrases(
    "or less|or fewer|or under|or below|and below|and under|at most|at the most|maximum|max|at maximum|at a maximum|"
    "tops|, at most|or lower|if that"
)
OR_SO = _phrases(
    "or so|ish|- ish|est|estimated|estimate|approx|approximately|approximate|or thereabouts|more or less|"
    ", more or less|"
    "give or take|, give or take|circa|roughly|odd|- odd|- some|, approximately|, approx|, roughly|, estimated|, est|"
    "on average"
)

#: says that there is no number
NOTHING = frozenset({
    "", "-", "?", "na", "n/a", "n.a.", "n.a", "n / a", "nan", "null", "none", "nil reported", "no data", "tbd", "tbc",
    "--", "...", ".", "na.", "??", "???", "none reported", "none given", "none stated", "none listed", "<na>", "(none)",
})  # fmt: skip
ABSENT = word_set(
    """
    unknown unspecified undisclosed undetermined unclear unreported unavailable uncertain unstated unsure
    unconfirmed indeterminate unquantified unrecorded uncounted unidentified unlisted
    """
)
NOT_WHAT = word_set(
    """
    reported specified known given stated available mentioned provided clear counted disclosed recorded applicable
    determined estimated sure certain listed confirmed noted published released indicated described found
    """
)
NO_WHAT = word_set(
    """
    report reports size sizes number numbers figure figures estimate estimates count counts info information data
    mention mentions attendance crowd turnout details detail answer
    """
)
