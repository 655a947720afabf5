"""What expressions of days mean, counted from publication, from the day named before or from the vote.

A weekday in the past tense is the last one on or before publication, in a plan the next one behind it. Each function
takes the match of an expression of `day_rules` and gives its first and last day, None where it means nothing here.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_ONE = dt.timedelta(days=1)


class Period(NamedTuple):
    """First and last day; loose where a day beside it has precedence."""

    first: dt.date | None
    last: dt.date | None
    loose: bool = False


#: a day that is named, but in digits that may mean two
OPEN = Period(None, None)


class Now(NamedTuple):
    """What a day is counted from.

    Parameters
    ----------
    day : date
        Publication.
    plan : bool
        Whether the words speak of what is to come.
    before : Period or None
        The days named last, and in `here` those of the same sentence.
    here : Period or None
    voted : date or None
        The day of the vote.
    month_first : bool or None
        Whether a date with slashes has the month first; None where the report does not say.
    """

    day: dt.date
    plan: bool = False
    before: Period | None = None
    here: Period | None = None
    voted: dt.date | None = None
    month_first: bool | None = None


_COUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
          "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "the": 1, "couple of": 2, "a couple of": 2}  # fmt: skip
_FEASTS = {"new year's day": (1, 1), "new year's eve": (12, 31), "christmas day": (12, 25), "christmas eve": (12, 24),
           "christmas": (12, 25), "boxing day": (12, 26), "may day": (5, 1), "labour day": (5, 1)}  # fmt: skip


def month_number(name: str) -> int:
    """The number of a month by its name or the beginning of it."""
    return next(k for k, m in enumerate(_MONTHS, 1) if m.startswith(name.casefold().rstrip(".")[:3]))


def weekday(name: str, published: dt.date, relation: str = "", plan: bool = False) -> dt.date:
    """The day that a weekday's name means.

    >>> str(weekday("Saturday", dt.date(2020, 8, 15))), str(weekday("Sunday", dt.date(2020, 8, 15), "last"))
    ('2020-08-15', '2020-08-09')
    >>> str(weekday("Sunday", dt.date(2020, 8, 15), plan=True))
    '2020-08-16'
    """
    back = (published.weekday() - WEEKDAYS.index(name.casefold().removesuffix("s"))) % 7
    if relation in ("last", "past", "this past"):
        return published - dt.timedelta(days=back or 7)
    if relation in ("next", "coming", "this coming") or plan:
        return published + dt.timedelta(days=(7 - back) % 7 or 7)
    return published - dt.timedelta(days=back)


def _count(word: str) -> int:
    return _COUNT.get(word.casefold()) or (int(word) if word.isdigit() else 0)


def _one(day: dt.date | None) -> Period | None:
    return Period(day, day) if day is not None else None


def _date(number: str, month: str, year: str | None, now: Now) -> dt.date | None:
    """A day of a month; without a year the one that is nearest in the direction of the tense."""
    at = month_number(month)
    try:
        if year:
            return dt.date(int(year), at, int(number))
        this = dt.date(now.day.year, at, int(number))
        ahead = (this - now.day).days
        if ahead > (330 if now.plan else 60):
            return this.replace(year=this.year - 1)
        return this.replace(year=this.year + 1) if ahead < -300 and now.plan else this
    except ValueError:
        return None


def _between(first: dt.date | None, last: dt.date | None) -> Period | None:
    return Period(first, last) if first and last and first <= last else None


def exact(m: re.Match[str], now: Now) -> Period | None:
    """ "12 August", "Monday, Aug. 12"."""
    return _one(_date(m["d"], m["m"], m["y"], now))


def days_of_month(m: re.Match[str], now: Now) -> Period | None:
    """ "Between 9 and 12 August", "August 9-12"."""
    ends = [_date(m[d], m["m"], m["y"], now) for d in ("d", "e")]
    return _between(*ends)


def across(m: re.Match[str], now: Now) -> Period | None:
    """ "From 28 July to 3 August"."""
    last = _date(m["e"], m["o"], m["y"], now)
    first = _date(m["d"], m["m"], m["y"], now)
    if first and last and first > last:
        first = first.replace(year=first.year - 1)
    return _between(first, last)


def bare_ordinal(m: re.Match[str], now: Now) -> Period | None:
    """ "On the 12th": of this month, or of the one before or after it by the tense."""
    try:
        this = now.day.replace(day=int(m["d"]))
        if this > now.day and not now.plan:
            this = (now.day.replace(day=1) - _ONE).replace(day=int(m["d"]))
        return _one(this)
    except ValueError:
        return None


def of_weekday(m: re.Match[str], now: Now) -> Period | None:
    """ "On Sunday", "last Sunday", "Monday of last week", "overnight into Thursday"."""
    name, low = m["d"], m[0].casefold()
    if re.search(r"week\sbefore\slast|before\slast", low):
        return _one(weekday(name, now.day, "last") - 7 * _ONE)
    if re.search(r"(?:of\s)?last\sweek$", low):
        return _one(now.day - dt.timedelta(days=now.day.weekday() + 7 - WEEKDAYS.index(name.casefold().rstrip("s"))))
    if re.search(r"(?:of\s)?next\sweek$", low):
        return _one(now.day + dt.timedelta(days=7 - now.day.weekday() + WEEKDAYS.index(name.casefold().rstrip("s"))))
    if low.endswith((" week", "week ago")):
        return _one(weekday(name, now.day, plan=now.plan) + (7 if now.plan else -7) * _ONE)
    relation = "last" if low.endswith("last") else " ".join((m["r"] or "").casefold().split())
    night = re.search(r"\b(?:night|overnight)\s(?:in)?to\s", low) is not None
    day = weekday(name, now.day, relation, now.plan) - (1 if night else 0) * _ONE
    return Period(day, day, name.casefold().endswith("days"))


def weekdays_ago(m: re.Match[str], now: Now) -> Period | None:
    """ "Two Sundays ago"."""
    return _one(weekday(m["d"], now.day, "last") - 7 * (_count(m["n"]) - 1) * _ONE)


def weekdays(m: re.Match[str], now: Now) -> Period | None:
    """ "Between Friday and Monday", "Friday through Sunday"; the night from one to the other is the first."""
    last = weekday(m["e"], now.day, plan=now.plan)
    first = weekday(m["d"], now.day, plan=now.plan)
    if first > last:
        first, last = (first, last + 7 * _ONE) if now.plan else (first - 7 * _ONE, last)
    if re.search(r"\bnights?\s", m[0], re.I):
        last = first
    return Period(first, last)


def month(m: re.Match[str], now: Now) -> Period | None:
    """ "In July", "last December", "July 2029": the whole month."""
    at, year = month_number(m["m"]), m.groupdict().get("y")
    last_one = m[0].casefold().startswith("last ")
    of = int(year) if year else now.day.year - (at > now.day.month or (last_one and at == now.day.month))
    if not year and now.plan:
        of = now.day.year + (at < now.day.month)
    first = dt.date(of, at, 1)
    return Period(first, (first + 31 * _ONE).replace(day=1) - _ONE, True)


def week_of_month(m: re.Match[str], now: Now) -> Period | None:
    """ "In the first week of August"."""
    whole = month(m, now)
    if whole is None or whole.first is None or whole.last is None:
        return None
    k = ("first", "second", "third", "fourth", "last").index(m["w"].casefold())
    first = whole.last - 6 * _ONE if k == 4 else whole.first + 7 * k * _ONE
    return Period(first, first + 6 * _ONE, True)


def week_around(m: re.Match[str], now: Now) -> Period | None:
    """ "The week of 5 August" begins there, "the week to 11 August" ends there."""
    day = _date(m["d"], m["m"], m["y"], now)
    if day is None:
        return None
    ends = m["k"].casefold() != "of"
    return Period(day - 6 * _ONE, day) if ends else Period(day, day + 6 * _ONE)


def year(m: re.Match[str], now: Now) -> Period | None:
    """ "In 2029": the whole year."""
    return Period(dt.date(int(m["y"]), 1, 1), dt.date(int(m["y"]), 12, 31), True)


def year_of_vote(m: re.Match[str], now: Now) -> Period | None:
    """ "The 2019 vote": the whole year, if it is over."""
    return year(m, now) if int(m["y"]) < now.day.year else None


def _last(period: Period | None) -> dt.date | None:
    return period.last if period is not None else None


#: days within which the day named before is that of the news
_NEWS = 4


def _recent(now: Now) -> Period | None:
    """The day named before, if it is that of the news."""
    last = _last(now.before)
    return now.before if last is not None and 0 <= (now.day - last).days <= _NEWS else None


def ago(m: re.Match[str], now: Now) -> Period | None:
    """ "Three days ago", "two weeks earlier": from the day of the same sentence where it says "earlier" or "later"."""
    count, unit = _count(m["n"]), m["u"].casefold()
    word = m["k"].casefold()
    if not count or count > 900:
        return None
    if word != "ago" and (now.here or now.before) == OPEN:
        return OPEN
    days = {"day": 1, "week": 7, "fortnight": 14, "night": 1, "hour": 0}.get(unit.rstrip("s"), 0) * count
    origin = now.day if word == "ago" else _last(now.here or (now.before if word == "later" else _recent(now)))
    if origin is None and word == "later":
        return None
    if days:
        return _one((origin or now.day) + (days if word == "later" else -days) * _ONE)
    if word != "ago" or unit.startswith("hour"):
        return None
    if unit.startswith("year"):
        return Period(dt.date(now.day.year - count, 1, 1), dt.date(now.day.year - count, 12, 31), True)
    months = now.day.year * 12 + now.day.month - 1 - count
    first = dt.date(months // 12, months % 12 + 1, 1)
    return Period(first, (first + 31 * _ONE).replace(day=1) - _ONE, True)


def past(m: re.Match[str], now: Now) -> Period | None:
    """ "In the past 24 hours", "over the last three weeks"."""
    count = _count(m["n"]) if m["n"] else 1
    unit = m["u"].casefold().rstrip("s")
    long = {"hour": 0, "day": 1, "night": 1, "week": 7, "month": 30, "year": 365}[unit]
    days = count * long or -(-count // 24)
    return Period(now.day - min(days, 4000) * _ONE, now.day, True) if days else None


def lasting(count: float | None, behind: str) -> int:
    """How many whole days a stretch of time is, by its number and the words behind it; 0 for none.

    >>> lasting(96, " hours of silence"), lasting(5, "-week strike"), lasting(3, " people")
    (4, 35, 0)
    """
    unit = re.match(r"[ -](?:straight |consecutive |full |whole )?(day|night|hour|week)s?\b", behind)
    if unit is None or count is None or not 0 < count < 5000:
        return 0
    return int(count) // 24 if unit[1] == "hour" else int(count) * (7 if unit[1] == "week" else 1)


def in_days(m: re.Match[str], now: Now) -> Period | None:
    """ "In three days": the days up to publication, or in a plan the day after so many."""
    days = _count(m["n"]) * (7 if m["u"].casefold().startswith("week") else 1)
    if not 0 < days < 400:
        return None
    if now.plan:
        return _one(now.day + days * _ONE)
    return Period(now.day - days * _ONE, now.day, True) if "time" not in m[0] else None


def by_vote(m: re.Match[str], now: Now) -> Period | None:
    """ "Two days after the vote", "election night", "since the election"; nothing where no day of a vote is known."""
    low = m[0].casefold()
    if now.voted is None:
        return None
    if (of := re.match(r"(?P<n>[\w ]+?)\s(days?|weeks?)\s(after|before)", low)) is not None:
        days = _count(of["n"]) * (7 if of[2].startswith("week") else 1)
        return _one(now.voted + (days if of[3] == "after" else -days) * _ONE)
    if low.startswith("since"):
        return Period(now.voted, now.day)
    if "eve of" in low or re.search(r"\b(?:day|night) before\b", low):
        return _one(now.voted - _ONE)
    return _one(now.voted + (1 if re.search(r"\bafter\b", low) else 0) * _ONE)


def before(m: re.Match[str], now: Now) -> Period | None:
    """ "The day before": counted from the day of the same sentence, else from the day of the news."""
    if (now.here or now.before) == OPEN:
        return OPEN
    return _one((_last(now.here or _recent(now)) or now.day) - _ONE)


def under_review(m: re.Match[str], now: Now) -> Period | None:
    """ "In the week under review": up to publication."""
    week = m["u"].casefold() == "week"
    return Period(now.day - 6 * _ONE if week else (now.day - 29 * _ONE), now.day, True)


def weekday_by_vote(m: re.Match[str], now: Now) -> Period | None:
    """ "The Monday after the election of 10 October"; nothing where no day of the vote is known."""
    vote = _date(m["e"], m["m"], m["y"], now) if m["e"] else now.voted
    if vote is None:
        return None
    apart = (WEEKDAYS.index(m["d"].casefold().rstrip("s")) - vote.weekday()) % 7
    return _one(vote + ((apart or 7) if m["k"] != "before" else apart - 7) * _ONE)


def that(m: re.Match[str], now: Now) -> Period | None:
    """ "The next day", "that evening": counted from the day named before."""
    origin = now.here or now.before
    last = _last(origin)
    if last is None or not re.search(r"\b(?:next|following)\b", m[0], re.I):
        return origin
    return _one(last + _ONE)


def feast(m: re.Match[str], now: Now) -> Period | None:
    """ "New Year's Eve", "May Day": the last one, in a plan this year's."""
    month, number = _FEASTS[m["f"].casefold().replace("’", "'")]
    this = dt.date(now.day.year, month, number)
    if this > now.day and not now.plan:
        this = this.replace(year=this.year - 1)
    return _one(this)


def weekend(m: re.Match[str], now: Now) -> Period | None:
    """ "At the weekend": the last Saturday and Sunday, in a plan the next."""
    low = m[0].casefold()
    saturday = now.day - dt.timedelta(days=(now.day.weekday() - 5) % 7)
    if now.plan or "next" in low or "coming" in low:
        saturday = now.day + dt.timedelta(days=(5 - now.day.weekday()) % 7)
    elif ("last" in low or "past" in low) and saturday == now.day:
        saturday -= 7 * _ONE
    return Period(saturday, saturday + _ONE)


def this(m: re.Match[str], now: Now) -> Period | None:
    """Weeks, months and years by "this", "last" and "next"."""
    low, day = m[0].casefold(), now.day
    which = "last" if re.search(r"\blast\b", low) else "next" if re.search(r"\b(?:next|coming)\b", low) else "this"
    if "week" in low:
        monday = day - dt.timedelta(days=day.weekday())
        if which == "this":
            return Period(day, monday + 6 * _ONE, True) if now.plan else Period(monday, day, True)
        monday += (-7 if which == "last" else 7) * _ONE
        return Period(monday, monday + 6 * _ONE, True)
    if "month" in low:
        first = day.replace(day=1)
        if which == "last":
            return Period((first - _ONE).replace(day=1), first - _ONE, True)
        following = (first + 31 * _ONE).replace(day=1)
        if which == "next":
            return Period(following, (following + 31 * _ONE).replace(day=1) - _ONE, True)
        return Period(day, following - _ONE, True) if now.plan else Period(first, day, True)
    year = day.year + {"last": -1, "next": 1, "this": 0}[which]
    last = dt.date(year, 12, 31)
    if which == "this":
        return Period(day, last, True) if now.plan else Period(dt.date(year, 1, 1), day, True)
    return Period(dt.date(year, 1, 1), last, True)


#: words that are so many days from publication
_WORDS = {"yesterday": -1, "overnight": -1, "last night": -1, "last evening": -1, "the day before yesterday": -2,
          "the night before last": -2, "today": 0, "tonight": 0, "this morning": 0, "this evening": 0,
          "this afternoon": 0, "earlier in the day": 0, "earlier today": 0, "later today": 0, "later in the day": 0,
          "later on": 0, "tomorrow": 1, "the day after tomorrow": 2}  # fmt: skip


def word(m: re.Match[str], now: Now) -> Period | None:
    """ "Yesterday", "overnight", "today", "tomorrow"."""
    return _one(now.day + _WORDS[" ".join(m[0].casefold().split())] * _ONE)


def so_far(m: re.Match[str], now: Now) -> Period | None:
    """ "So far": up to publication."""
    return Period(None, now.day, True)
