"""Days in a text, resolved against the day of publication.

A weekday with a past tense is the last such day on or before publication; with a plan the next one after it. "Last
Sunday" is the Sunday before publication, "next Friday" the coming one. "Overnight" is the night before publication.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|"
    r"Feb\.?|Mar\.?|Apr\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)

_DAY = r"(?:Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?)"
_PATTERN = re.compile(
    rf"(?P<across>\b(?P<a1>\d{{1,2}})\s(?P<am>{_MONTH})(?:\s\d{{4}})?\s?(?:[-–]|to|until|through|and)\s?"
    rf"(?P<a2>\d{{1,2}})\s(?P<bm>{_MONTH})\b(?:,?\s(?P<ay>\d{{4}}))?)"
    rf"|(?P<nights>\bnight\s(?:of|from)\s(?:the\s)?(?P<n1>\d{{1,2}})\s?(?:[-–]|to)\s?\d{{1,2}}\s(?P<nm>{_MONTH})\b)"
    rf"|(?P<range>\b(?P<r1>\d{{1,2}})\s?(?:[-–]|to|and)\s?(?P<r2>\d{{1,2}})\s(?P<rm>{_MONTH})\b(?:,?\s(?P<ry>\d{{4}}))?"
    rf"|\b(?P<sm>{_MONTH})\s(?P<s1>\d{{1,2}})\s?(?:[-–]|to|and)\s?(?P<s2>\d{{1,2}})\b(?:,?\s(?P<sy>\d{{4}}))?)"
    rf"|(?P<dm>\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m1>{_MONTH})\b(?:,?\s(?P<y1>\d{{4}}))?)"
    rf"|(?P<md>\b(?P<m2>{_MONTH})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d)(?:,?\s(?P<y2>\d{{4}}))?)"
    r"|(?P<iso>\b\d{4}-\d\d-\d\d\b)"
    rf"|(?P<my>\b(?:in|since|by|last|this|during|for)\s(?:early\s|late\s|mid-)?"
    rf"(?P<m3>{_MONTH})(?:\s(?P<y3>\d{{4}}))?\b)"
    rf"|(?P<mo>(?P<m5>January|February|March|April|June|July|August|September|October|November|December)['’]s\b)"
    rf"|(?P<om>\b(?P<m4>January|February|April|June|July|August|September|October|November|December)\s(?P<y5>(?:19|20)\d\d)\b)"
    r"|(?P<year>\b(?:in|since|of)\s(?P<y4>(?:19|20)\d\d)\b)"
    rf"|(?P<night>\bnight\s(?:to|of)\s(?P<nd>{_DAY}))"
    rf"|(?P<before>\b(?:(?:on|last)\s)?(?P<bd>{_DAY})\s(?:last\sweek|week|a\sweek\sago)\b)"
    rf"|(?P<week>\b(?:(?P<rel>last|next|this past|this|on|coming|past)\s)?(?P<wd>{_DAY})\b)"
    r"|(?P<word>\b(?:the day before yesterday|the night before last|the (?:day before|previous day|night before)"
    r"(?=[.,;]| (?:said|told|police|and)\b|\n|$)|yesterday|today|tonight|tomorrow|overnight|last night|"
    r"this (?:morning|evening|afternoon|week|weekend|month)|"
    r"over the weekend|at the weekend|last (?:week|weekend|month|year)|next (?:week|weekend|month)|"
    r"earlier (?:in the day|today|this week)|later (?:on|in the day|today)|"
    r"(?:the )?(?:weekend|past week)|during the week|the (?:coming|past|last) week|"
    r"(?:in|over|during) the (?:past|last) (?P<past>\w+) days|"
    r"(?P<ago>a|one|two|three|four|five|six|seven|ten|\d+) days? (?:ago|"
    r"earlier)|(?:two|three) weeks ago|a week ago|"
    r"so far|to date|election day|polling day|the (?:day of the )?vote)\b)",
    re.I,
)
_COUNT = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}


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
    """

    start: int
    end: int
    first: dt.date | None
    last: dt.date | None
    weak: bool = False
    since: bool = False


#: behind the day of a dateline
_DATELINE = re.compile(r"\s*(?:\([^)\n]{2,40}\)\s*)?(?:[—–]|--?)\s")
_SINCE = re.compile(r"\bsince (?:the )?(?:\w+ ){0,8}(?:(?:of|on) )?(?:the )?$", re.I)


def days(text: str, published: dt.date, start: int = 0, end: int | None = None, plan: bool = False) -> list[Day]:
    """Every day that a stretch of a text names.

    Parameters
    ----------
    text : str
    published : date
    start, end : int
    plan : bool
        Whether the stretch speaks of what is to come.
    """
    found: list[Day] = []
    stop = len(text) if end is None else end
    for match in _PATTERN.finditer(text, start, stop):
        if _DATELINE.match(text, match.end()):
            continue
        if re.match(r"['’]s\b|s['’]", text[match.end() : match.end() + 2]) and match["week"]:
            weak = True
        else:
            weak = False
        span = _resolved(match, published, plan)
        if span is not None:
            since = match[0].casefold().startswith("since ") or bool(
                _SINCE.search(text, max(0, match.start() - 40), match.start())
            )
            found.append(Day(match.start(), match.end(), *span[:2], weak=weak or span[2], since=since))
    return found


def _resolved(m: re.Match[str], day: dt.date, plan: bool) -> tuple[dt.date | None, dt.date | None, bool] | None:
    one = dt.timedelta(days=1)
    if m["iso"]:
        try:
            exact = dt.date.fromisoformat(m["iso"])
        except ValueError:
            return None
        return exact, exact, False
    if m["across"]:
        ends = [_date(int(m[d]), m[mo], m["ay"], day, plan) for d, mo in (("a1", "am"), ("a2", "bm"))]
        return (ends[0], ends[1], False) if ends[0] and ends[1] and ends[0] <= ends[1] else None
    if m["nights"]:
        exact_day = _date(int(m["n1"]), m["nm"], None, day, plan)
        return (exact_day, exact_day, False) if exact_day else None
    if m["before"]:
        exact_day = weekday(m["bd"], day) - 7 * one
        if "last week" in m[0].casefold():
            exact_day = day - dt.timedelta(days=day.weekday() + 7) + _DAYS.index(m["bd"].casefold()) * one
        return exact_day, exact_day, False
    for low, high, mo, y in (("r1", "r2", "rm", "ry"), ("s1", "s2", "sm", "sy")):
        if m[low]:
            ends = [_date(int(m[d]), m[mo], m[y], day, plan) for d in (low, high)]
            return (ends[0], ends[1], False) if ends[0] and ends[1] and ends[0] <= ends[1] else None
    for d, mo, y in (("d1", "m1", "y1"), ("d2", "m2", "y2")):
        if m[d]:
            exact_day = _date(int(m[d]), m[mo], m[y], day, plan)
            return (exact_day, exact_day, False) if exact_day else None
    if m["m3"]:
        return _month(m["m3"], m["y3"], day, m[0].casefold().startswith("last "))
    if m["m4"]:
        return _month(m["m4"], m["y5"], day)
    if m["m5"]:
        return _month(m["m5"], None, day)
    if m["past"]:
        count = _COUNT.get(m["past"].casefold()) or (int(m["past"]) if m["past"].isdigit() else 0)
        return (day - count * one, day, True) if count else None
    if m["y4"]:
        year = int(m["y4"])
        return (dt.date(year, 1, 1), dt.date(year, 12, 31), True)
    if m["nd"]:
        exact_day = weekday(m["nd"], day, "", plan) - one
        return exact_day, exact_day, False
    if m["wd"]:
        exact_day = weekday(m["wd"], day, (m["rel"] or "").casefold(), plan)
        return exact_day, exact_day, m["wd"].casefold().endswith("days")
    return _word(m[0].casefold(), m["ago"], day, plan)


def weekday(name: str, published: dt.date, relation: str = "", plan: bool = False) -> dt.date:
    """The day that a weekday's name means.

    >>> str(weekday("Saturday", dt.date(2020, 8, 15))), str(weekday("Sunday", dt.date(2020, 8, 15), "last"))
    ('2020-08-15', '2020-08-09')
    >>> str(weekday("Sunday", dt.date(2020, 8, 15), plan=True))
    '2020-08-16'
    """
    back = (
        published.weekday()
        - _DAYS.index(
            name.casefold().removesuffix("s") if not name.casefold().endswith("days") else name.casefold()[:-1]
        )
    ) % 7
    if relation in ("last", "past", "this past"):
        return published - dt.timedelta(days=back or 7)
    if relation in ("next", "coming") or plan:
        return published + dt.timedelta(days=(7 - back) % 7 or 7)
    return published - dt.timedelta(days=back)


def _date(number: int, month: str, year: str | None, published: dt.date, plan: bool) -> dt.date | None:
    at = _month_number(month)
    try:
        if year:
            return dt.date(int(year), at, number)
        this = dt.date(published.year, at, number)
    except ValueError:
        return None
    ahead = (this - published).days
    if ahead > (330 if plan else 60):
        return _shifted(this, -1)
    if ahead < -300 and plan:
        return _shifted(this, 1)
    return this


def _shifted(day: dt.date, years: int) -> dt.date | None:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return next(k for k, m in enumerate(_MONTHS, 1) if m.startswith(name.casefold().rstrip(".")[:3]))


def _month(name: str, year: str | None, published: dt.date, last_one: bool = False) -> tuple[dt.date, dt.date, bool]:
    at = _month_number(name)
    of = int(year) if year else published.year - (at > published.month or (last_one and at == published.month))
    first = dt.date(of, at, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return first, last, True


def _word(word: str, ago: str | None, day: dt.date, plan: bool) -> tuple[dt.date | None, dt.date | None, bool] | None:
    one = dt.timedelta(days=1)
    if ago:
        count = _COUNT.get(ago.casefold()) or int(ago)
        return day - count * one, day - count * one, False
    if word == "yesterday" or word in ("overnight", "last night"):
        return day - one, day - one, False
    if word in ("the day before", "the previous day", "the night before"):
        return day - one, day - one, False
    if word in ("the day before yesterday", "the night before last"):
        return day - 2 * one, day - 2 * one, False
    if word == "tomorrow":
        return day + one, day + one, False
    if word in ("today", "tonight", "this morning", "this evening", "this afternoon") or word.startswith(
        ("earlier in the day", "earlier today", "later")
    ):
        return day, day, False
    if "weekend" in word:
        saturday = day - dt.timedelta(days=(day.weekday() - 5) % 7)
        if plan or word == "next weekend":
            saturday = day + dt.timedelta(days=(5 - day.weekday()) % 7)
        elif word == "last weekend" and saturday == day:
            saturday -= 7 * one
        return saturday, saturday + one, False
    if word == "the coming week":
        monday = day + dt.timedelta(days=7 - day.weekday())
        return monday, monday + 6 * one, True
    if word in ("this week", "earlier this week", "during the week"):
        return day - dt.timedelta(days=day.weekday()), day, True
    if word == "last month":
        last = day.replace(day=1) - one
        return last.replace(day=1), last, True
    if "past week" in word or word == "the last week":
        return day - 7 * one, day, True
    if word == "last week":
        monday = day - dt.timedelta(days=day.weekday() + 7)
        return monday, monday + 6 * one, True
    if "weeks ago" in word or word == "a week ago":
        back = day - (7 if word == "a week ago" else 14 if "two" in word else 21) * one
        return back, back, False
    if word in ("so far", "to date"):
        return None, day, True
    return None
