"""Counts of people in the words of coders: "3 arrested", "1 (later released)", "more than 5", "unclear".

Coders of crowds write a number into a cell for arrests or injuries, and often what happened beside it. The number is
read as `words.bounds` reads any; what is said of it, in brackets, behind a semicolon or behind a verb, is left out.
"Unclear" and "unknown number" say nothing; "several" says that there were some, and is no number.
"""

from __future__ import annotations

import re
from functools import lru_cache

from contested.claims.importers.cells import sized
from contested.claims.words import Reported, short
from contested.ground.errors import ClaimError

#: how many is not said
_NOTHING = re.compile(
    r"(?:number )?(?:is |are )?(?:(?:currently |still )?(?:unclear|unknown|unconfirmed|unspecified|undetermined|"
    r"uncertain|undisclosed|not (?:clear|known|specified|given|reported|stated|disclosed|confirmed))|tbd|tba|"
    r"no (?:information|info|data|report|number|numbers))(?: (?:number|count|total|amount)s?)?(?: of .*)?|"
    r"an? (?:unknown|unspecified|undisclosed|unconfirmed) (?:number|count|amount)(?: of .*)?",
    re.I,
)
_NONE = re.compile(r"(?:none|no|nobody|no one|zero|no (?:arrests?|injur(?:y|ies)|deaths?|detentions?|fatalities))"
                   r"(?: (?:were |was )?(?:reported|made|known))?", re.I)  # fmt: skip
#: some, and nobody says how many
_SOME = re.compile(
    r"(?:yes|several|multiple|some|a few|few|many|numerous|a number(?: of)?|a handful(?: of)?|a couple(?: of)?|"
    r"at least some|various|mass)\b.*",
    re.I,
)
_WHO = (
    r"(?:people|persons?|individuals?|men|man|women|woman|adults?|juveniles?|minors?|teens?|teenagers?|youths?|boys?|"
    r"girls?|children|students?|protest[eo]rs?|demonstrators?|participants?|marchers?|activists?|officers?|"
    r"deput(?:y|ies)|police(?: officers?)?|troopers?|others?|suspects?|leaders?|members?)"
)
_WHAT = (
    r"(?:arrest(?:s|ed|ees?)?|detain(?:ed|ees?)?|detentions?|citations?|cited|charged|booked|taken into custody|"
    r"in custody|injur(?:y|ies|ed)|hurt|wounded|hospitali[sz]ed|killed|dead|died|deaths?|fatalit(?:y|ies)|"
    r"casualt(?:y|ies))"
)
_BEHIND = re.compile(
    rf"\s+(?:(?:of|more|different|male|female|counter)\s+)*(?:{_WHO}\b\s*)?"
    rf"(?:(?:were|was|have been|had been|got)\s+)?(?:{_WHAT}\b.*)?$",
    re.I,
)
_BEFORE = re.compile(rf"^(?:{_WHO}\s+)?(?:police\s+)?{_WHAT}\s*[:=]?\s+(?=\S)", re.I)
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_PARTS = re.compile(r"\s*;\s*|\s+[-\u2013\u2014]+\s+|,\s+(?=[a-z])|\.\s+", re.I)
_LATER = re.compile(rf"\b{_WHAT}\b", re.I)


class Vague(ClaimError):
    """Some people are meant, and no number is said."""


@lru_cache(maxsize=16_384)
def _read(text: str) -> Reported | ClaimError | None:
    plain = _BRACKETS.sub("", text).strip(" .;,")
    parts = [part for part in _PARTS.split(plain) if part]
    try:
        found = [_part(part) for part in parts[:1]]
    except ClaimError as reason:
        return type(reason)(reason.message, reason.hint)
    first = found[0] if found else None
    if first is None or first.value == 0:  # "0; 2 arrested later"
        for part in parts[1:]:
            try:
                later = _part(part) if _LATER.search(part) else None
            except ClaimError:
                continue
            if later is not None and later.value != 0:
                return later
    return first


def _part(part: str) -> Reported | None:
    if _NOTHING.fullmatch(part):
        return None
    if _NONE.fullmatch(part):
        return Reported(0, None, None)
    alone = _BEHIND.sub("", _BEFORE.sub("", part), count=1)
    if _SOME.fullmatch(part) and not any(ch.isdigit() for ch in part):
        try:
            return sized(alone, "")
        except ClaimError:
            raise Vague(f"expected how many; got {short(part)}.", "it is known that there were some") from None
    try:
        return sized(part, "")
    except ClaimError as reason:
        try:
            return sized(alone, "")
        except ClaimError:
            raise ClaimError(reason.message.removeprefix(": "), reason.hint) from None


def counted(text: str, column: str) -> Reported | None:
    """How many people a cell says; None where it says that nobody knows.

    Parameters
    ----------
    text : str
        What stands in the cell; empty where nothing does.
    column : str
        Begins the message.

    Raises
    ------
    ClaimError
        If no rule covers it; `Vague` if it says that there were some.

    Examples
    --------
    >>> counted("3 arrested", "arrests"), counted("unclear", "arrests")
    (Reported(value=3, low=None, high=None), None)
    """
    if not text:
        return None
    found = _read(text)
    if isinstance(found, ClaimError):
        raise type(found)(f"{column}: {found.message}", found.hint)
    return found
