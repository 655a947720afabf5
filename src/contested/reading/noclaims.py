"""Why a number is no claim: an age, a date, an order, part of a name, or one that only picks somebody out.

Each rule is a pattern of what stands before or behind a number. What these leave may be a claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from contested.reading.lexicon import words
from contested.reading.numbers import Mention
from contested.reading.pronouns import ONE_PERSON
from contested.reading.tagging import Token


class Rule(NamedTuple):
    """A reason, and what stands before and behind a number where it holds; None for anything."""

    reason: str
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None


@cache
def table() -> tuple[Rule, ...]:
    """The rules of `noclaims.txt`, in order."""
    parts: dict[str, str] = {}
    rules = []
    for line in (files("contested.reading") / "noclaims.txt").read_text("utf-8").split("\n"):
        if line.startswith("="):
            name, _, pattern = line[1:].partition("\t")
            parts[name] = pattern
        elif line and not line.startswith("#"):
            for name, pattern in parts.items():
                line = line.replace(f"{{{name}}}", pattern)
            reason, before, behind = line.split("\t")
            flags = re.I if reason == "other" else 0
            rules.append(Rule(reason, re.compile(before, flags) if before else None,
                              re.compile(behind) if behind else None))  # fmt: skip
    return tuple(rules)


_MONTH_BEFORE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.?) $"
)
_NAMED = re.compile(
    r"\b(?:Channel|Article|[Nn]o\.|[Nn]os\.(?: \d+ and)?|[Nn]umber|[Rr]outes?(?: \d+ and)?|[Kk]ilomet(?:re|er)|[Zz]one|"
    r"Region|[Pp]olling (?:station|centre|place)|Coalition of the|"
    r"Hospital|Factory|School|Plant|Mine|Route|Gate|Camp|Ward|Station|"
    r"Highway|Group|Committee of|March of the|[Ss]ection|Boeing|Resolution|District|Area|Sector|"
    r"Block|Unit|Pavilion|Line|Bus|"
    r"Law|Building|Studio|Category|Covid|Covid-|[Rr]oom|[Ii]tem|[Cc]lause|[Pp]aragraph|[Cc]hapter|[Tt]able|Report)\s?$"
)
_AT_HOUR = re.compile(r"\b(?:at|by|until|till|after|around|about|shortly after|before|past|from) $")
_BEHIND_HOURS = frozenset(["PUNCT", "CONJ", "ADP", "PRON", "SCONJ", "ADV", "TO", "AUX"])
_TOLL = re.compile(
    r"\b(?:stood|stands?|put|puts|remain\w*|estimated|given|it|them|toll|crowd|number|total)(?: \w+)? "
    r"(?:at|from|about|around) $"
)
_PEOPLE_BEHIND = re.compile(
    r"\s+(?:people|protesters|votes|officers|demonstrators|supporters|were|had|workers|troops|arrests|others|detain|"
    r"euros|dollars|miners|polic|persons|citizens|took|marched|walked|gathered|ballots|soldiers|participants|injured|"
    r"strikers|residents|employees|stations)",
)
#: a day with its month, behind which no second day stands
_NO_DAY = re.compile(r"\b\d\d? (?:Jan|Febr|March|April|May|June|July|August|Sept|Octo|Novem|Decem)[a-z]* $")
#: "30.11.2026", "11/30/26", "2026-11-30", of which a number is a part
_WHOLE_DATE = re.compile(r"\d{1,2}([./])\d{1,2}\1(?:19|20)?\d\d|\d{1,2}-\d{1,2}-(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d")
_IN_DATES = "0123456789./-"
_DONE = words("kinds.done")


def reason_of(
    spelled: str, before: str, after: str, mention: Mention, seq: Sequence[Token], first: int, last: int
) -> str | None:
    """The reason, one of `kinds.REASONS`, or None: the number may be a claim."""
    low = spelled.casefold()
    plain = low.replace(",", "")
    digits = plain.isdigit()
    if _person_behind(before, after, plain) or _under_age(before, after, mention):
        return "age"
    if digits and len(plain) == 4 and 1800 <= int(plain) <= 2100 and "," not in low and not _PEOPLE_BEHIND.match(after):
        return "date"
    if low[:1].isdigit() and _in_a_date(before, low, after):
        return "date"
    opens = first == 0 or _MARKS.search(before) is not None
    if opens and re.fullmatch(r"\d{1,2}\.[0-5]\d", low) and re.match(r"[*_\])]*\s?[ap]?m?\s+[A-Z“\"]", after):
        return "date"  # the hour of an entry in a live blog
    for reason, ahead, behind in table():
        if (ahead is None or ahead.search(before)) and (behind is None or behind.match(after)):
            if reason == "date" and _no_date(before, low, mention):
                continue  # "on 28 December 6,850 members", "in August 45 people"
            if reason == "other" and _ONE_OF.search(before) and _DONE_TO.match(after):
                continue  # "one of 12 drivers hurt"
            return reason
    if _AT_HOUR.search(before) and not _TOLL.search(before) and (low in _HOURS or re.fullmatch(r"\d{1,2}\.\d\d", low)):
        following = seq[last] if last < len(seq) else None
        if following is None or following.tag in ("PUNCT", "CONJ", "ADP", "PRON", "SCONJ", "ADV", "TO", "AUX"):
            return "date"
    if re.match(r"s\b", after) and digits:
        return "date"
    if re.match(r"[’']s\b", after) and low != "one":
        return "name"
    if _NAMED.search(before) or re.match(r"-[A-Z]{2,}\b", after):
        return "name"
    if before.endswith("-") and not before.endswith((" -", "–", "--")):
        return "name"
    if digits and len(plain) <= 4 and "," not in low and re.search(r"[a-z] [A-Z][a-z]+ $", before) and (
        last >= len(seq) or seq[last].tag in ("PUNCT", "AUX", "VERB", "CONJ")
    ) and not _MONTH_BEFORE.search(before):  # fmt: skip
        return "name"  # "we spoke with Rescue 1122."
    if before.casefold().endswith("the other "):
        return "pick"
    if re.search(r"\b(?:[Tt]he|[Ee]ach of the|[Aa]ll of the) $", before) and mention.core == mention.start and (
        last >= len(seq) or seq[last].tag in ("PUNCT", "AUX", "VERB", "ADP", "SCONJ", "CONJ")
    ) and not re.match(r"\s+(?:of|or so|to|killed|dead|injured|wounded|arrested|detained)\b", after):  # fmt: skip
        return "pick"  # "the nine had been promised"
    return "pick" if low == "one" and _picks(seq, last, before) else None


_HOURS = words("kinds.hours")
#: signs that may open a line, and nothing else: "**13.02** The union ..."
_MARKS = re.compile(r"(?:^|\n)[ *_\[(]+$")
#: whom an age stands behind, and those of whom it is said that they are under one
_WHO = re.compile(rf"(?:[A-Z][\w’'.-]*|\b(?:{ONE_PERSON})), $")
_YOUNG = re.compile(r"\b(?:girls|boys|children|students|youths|people|persons|them|total|are|were) $")
_ONE_OF = re.compile(r"\b[Oo]ne of $")
_DONE_TO = re.compile(r" (?:\w+ )?\w+ (?:hurt|injured|wounded|killed|arrested|detained|missing|beaten|sacked|jailed)\b")
#: "killed one and arrested 19", "broken the arm of one"
_ONE_DONE_TO = re.compile(
    r"\b(?:kill(?:ed|ing|s)|wound(?:ed|ing|s)|injur(?:ed|ing|es)|arrest(?:ed|ing|s)|detain(?:ed|ing|s)|hurt(?:ing)?|"
    r"releas(?:ed|ing)|shot|the (?:arms?|legs?|jaw|ribs|skull|nose|hand) of|"
    r"death of|(?:admits?|admitted|acknowledges?|acknowledged|confirms?|confirmed)(?: only)?)"
    r"(?: at least| only| just)? $"
)


_YEAR = re.compile(r"(?:1[89]|20)\d\d|2100")


def _no_date(before: str, number: str, mention: Mention) -> bool:
    """Whether a number behind a month is no part of a date: in words, or too large for a day and no year.

    A year has four digits and no sign between them: "In May 2,000 people marched".
    """
    value = mention.reported.value or mention.reported.low or 0
    if _YEAR.fullmatch(number) or not (_NO_DAY.search(before) or _MONTH_BEFORE.search(before)):
        return False
    return _NO_DAY.search(before) is not None or value > 31 or not number[0].isdigit()


def _in_a_date(before: str, number: str, after: str) -> bool:
    """Whether a number is a part of a date in digits: "11/30/26"."""
    ahead = before[len(before.rstrip(_IN_DATES)) :]
    behind = after[: len(after) - len(after.lstrip(_IN_DATES))].rstrip("./-")
    return _WHOLE_DATE.fullmatch(ahead + number + behind) is not None


def _person_behind(before: str, after: str, plain: str) -> bool:
    """Whether a number stands between commas behind a name: "Jan Kral, 34, a miner"."""
    if not (plain.isdigit() and 10 <= int(plain) <= 105) or re.match(r",\d", after):
        return False
    named = _WHO.search(before) and re.match(r"(?:,|\.(?!\d)|\)| and\b|;)", after)
    return bool(named) or bool(re.search(r"[A-Z][\w’'-]+ \($", before) and after.startswith(")"))


def _under_age(before: str, after: str, mention: Mention) -> bool:
    """Whether "under 18" is how old those counted are: "three of them under 18"."""
    high = mention.reported.high
    if mention.core == mention.start or high is None or high > 30 or not re.match(r"[.,;)]|\s(?:who|and)\b|$", after):
        return False
    return _YOUNG.search(before) is not None


def _picks(seq: Sequence[Token], last: int, before: str) -> bool:
    """Whether "one" picks somebody out and does not count."""
    following = seq[last].low if last < len(seq) else "."
    if _ONE_DONE_TO.search(before) and (following in ("and", "or", "but") or following[:1] in '.,;:)”"'):
        return False
    if following == "of" and last + 1 < len(seq) and seq[last + 1].tag == "NUM":
        return True  # "one of 11 journalists hurt"
    if following == "of":
        return not any(t.low in _DONE for t in seq[last : last + 7])
    if following == "-" or "-" in seq[last - 1].low:
        return False
    done = any(t.low in _DONE for t in seq[last : last + 7])
    if following in words("kinds.one_of"):
        return False
    return not (done and following in ("man", "student", "teenager", "was", "had", "has", "boy", "girl"))
