"""Days in a text, resolved against the day of publication.

A weekday with a past tense is the last such day on or before publication; with a plan the next one after it. "Last
Sunday" is the Sunday before publication, "next Friday" the coming one. "Overnight" is the night before publication.
What stands for a day named before ("the next day") is counted from that one. `day_rules` has the expressions.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from contested.reading.day_meanings import OPEN, Now, Period
from contested.reading.day_rules import RULES
from contested.reading.numeric_dates import month_first

#: where a rule may begin: at a word, at a digit, or at "March's"; it spares most characters trying every rule
_MAY_BEGIN = r"(?=\w)(?:\b|(?=\d)|(?=[a-z]+['’]s))"
#: every rule as one pattern, each a group without groups of its own
_EACH = "|".join(f"(?P<_{k}>{re.sub('[(][?]P<[a-z]+>', '(?:', p.pattern)})" for k, (_, p, _) in enumerate(RULES))
_ANY = re.compile(f"{_MAY_BEGIN}(?:{_EACH})", re.I)


@dataclass(frozen=True)
class Day:
    """A day or a period that a text names.

    Parameters
    ----------
    start, end : int
        Where it stands.
    first, last : date or None
        The period; the same day for one day. None where nothing dates that end.
    weak : bool
        A period such as "this week", which gives way to a day.
    since : bool
        Whether a period begins there ("since the vote of 9 August").
    up_to : bool
        Whether a total ends there ("as of Friday").
    """

    start: int
    end: int
    first: dt.date | None
    last: dt.date | None
    weak: bool = False
    since: bool = False
    up_to: bool = False

    @property
    def open(self) -> bool:
        """Whether nobody can tell which day it is: 05/07/2020."""
        return self.first is None and self.last is None


#: behind the day of a dateline
_DATELINE = re.compile(r"\s*(?:\([^)\n]{2,40}\)\s*)?(?:[—–]|--?)\s")
_SINCE = re.compile(r"\bsince (?:the )?(?:\w+ ){0,8}(?:(?:of|on|in) )?(?:the )?$", re.I)
_UP_TO = re.compile(r"\b(?:[Aa]s of|up to|(?:^|[.!?:] )By) (?:(?:late|early|noon|midday|midnight|this|"
                    r"the (?:evening|morning|end) of|\d{1,2}[:.h]\d\d|\d{1,2} ?[ap]\.?m\.?) ?(?:on )?)*$")  # fmt: skip
_SENTENCE = re.compile(r"[.!?]\s|\n")


def days(
    text: str, published: dt.date, start: int = 0, end: int | None = None, plan: bool = False,
    voted: dt.date | None = None,
) -> list[Day]:  # fmt: skip
    """Every day that a stretch of a text names.

    Parameters
    ----------
    text : str
    published : date
    start, end : int
    plan : bool
        Whether the stretch speaks of what is to come.
    voted : date, optional
        The day of the vote that a report is about.
    """
    found: list[Day] = []
    stop = len(text) if end is None else end
    before: Period | None = None
    said_at = at = start
    while (match := _ANY.search(text, at, stop)) is not None:
        name, pattern, means = next(rule for k, rule in enumerate(RULES) if match.start(f"_{k}") >= 0)
        exact = pattern.match(text, match.start(), stop)
        at = match.start() + 1  # what means nothing here may hold a day ("since the October 9 vote")
        if exact is None or _DATELINE.match(text, match.end()):
            at = match.end()
            continue
        here = before if not _SENTENCE.search(text, said_at, match.start()) else None
        span = means(exact, Now(published, plan, before, here, voted, month_first(text)))
        if span is None:
            continue
        at = exact.end()
        if found and (joined := _joined(text, found[-1], exact.start(), span)) is not None:
            found[-1] = replace(found[-1], end=at, first=joined.first, last=joined.last)
            before, said_at = joined, at
            continue
        owner = name == "weekday" and re.match(r"['’]s\b|s['’]", text[at : at + 2]) is not None
        since = exact[0].casefold().startswith("since ") or bool(
            _SINCE.search(text, max(0, exact.start() - 60), exact.start())
        )
        up_to = _UP_TO.search(text[max(0, exact.start() - 40) : exact.start()]) is not None
        found.append(Day(exact.start(), at, span.first, span.last, span.loose or owner, since, up_to))
        if span == OPEN or (span.first and span.last and not span.loose and not since):
            before, said_at = span, at
    return found


_DIGIT = re.compile(r"\d")


def in_digits(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where a stretch of a text names days with digits, whatever they mean: "On 2020-07-05", "July 5, 2020"."""
    if _DIGIT.search(text, start, end) is None:
        return []
    return [match.span() for match in _ANY.finditer(text, start, end) if _DIGIT.search(match[0])]


def _joined(text: str, first: Day, at: int, last: Period) -> Period | None:
    """The period of two days that "from" and "until" join: "from Christmas Eve until yesterday"."""
    begins = re.search(r"\b[Ff]rom (?:\w+ )?$|\b[Bb]etween (?:\w+ )?$", text[max(0, first.start - 20) : first.start])
    between = re.fullmatch(r" (?:until|till|to|through|up to|and)(?: (?:late|early|on))? ", text[first.end : at])
    if not (begins and between):
        return None
    if last == OPEN or first.first is first.last is None:
        return OPEN  # a period with an end that may be two days
    if first.first is None or last.last is None or first.first >= last.last or first.first != first.last:
        return None
    return Period(first.first, last.last)
