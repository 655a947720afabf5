"""The grammar of days: the expressions of English news for a day or a period, each with what it means.

A rule is a pattern and a function of `day_meanings`; of several
that begin at one place the first holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from contested.reading import day_meanings as meanings
from contested.reading.day_meanings import Now, Period
from contested.reading.numeric_dates import PATTERN, numeric

Rule = tuple[str, re.Pattern[str], Callable[[re.Match[str], Now], Period | None]]

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|"
    r"Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
#: months that are no other word
_PLAIN_MONTH = r"(?:January|February|April|June|July|August|September|October|November|December)"
_DAY = r"(?:Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?)"
_ORDINAL = r"(?:st|nd|rd|th)?"
#: a weekday in front of a date: "Monday, 12 August", "Sun., Aug. 11", "on Monday (12 August"
_NAMED = rf"(?:(?:on\s)?(?:{_DAY}|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.?,?\s\(?)?"
_YEAR = r"(?:,?\s(?P<y>\d{4}))?"
_TO = r"\s?(?:[-–]|to|until|till|through|and)\s?"
_N = r"(?P<n>a couple of|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3})"
_VOTE = (
    rf"(?:(?!{_MONTH}\s|\d|{_DAY})[\w’'-]+\s){{0,2}}?(?:vote|elections?|referendum|polls?|ballot|run-?off|by-election)"
)


def _rule(name: str, pattern: str, means: Callable[[re.Match[str], Now], Period | None]) -> Rule:
    return name, re.compile(pattern, re.I), means


#: the longest expressions first; what none of them matches is no day
RULES: tuple[Rule, ...] = (
    _rule("numeric", PATTERN, numeric),
    _rule(
        "across",
        rf"\b(?P<d>\d{{1,2}}){_ORDINAL}\s(?P<m>{_MONTH})(?:\s\d{{4}})?{_TO}(?P<e>\d{{1,2}}){_ORDINAL}\s"
        rf"(?P<o>{_MONTH})\b{_YEAR}",
        meanings.across,
    ),
    _rule(
        "across-us",
        rf"\b(?P<m>{_MONTH})\s(?P<d>\d{{1,2}}){_ORDINAL}{_TO}(?P<o>{_MONTH})\s(?P<e>\d{{1,2}})"
        rf"{_ORDINAL}\b{_YEAR}",
        meanings.across,
    ),
    _rule(
        "nights",
        rf"\bnight\s(?:of|from)\s(?:the\s)?(?P<d>\d{{1,2}}){_ORDINAL}\s?(?:[-–/]|to)\s?\d{{1,2}}{_ORDINAL}"
        rf"\s(?P<m>{_MONTH})\b{_YEAR}",
        meanings.exact,
    ),
    _rule(
        "week-around",
        rf"\bweek\s(?P<k>of|to|ending|ended|ending\son)\s(?P<d>\d{{1,2}})\s(?P<m>{_MONTH})\b{_YEAR}",
        meanings.week_around,
    ),
    _rule(
        "range",
        rf"\b(?P<d>\d{{1,2}}){_ORDINAL}{_TO}(?P<e>\d{{1,2}}){_ORDINAL}\s(?:of\s)?(?P<m>{_MONTH})\b{_YEAR}",
        meanings.days_of_month,
    ),
    _rule(
        "range-us",
        rf"\b(?P<m>{_MONTH})\s(?P<d>\d{{1,2}}){_ORDINAL}{_TO}(?P<e>\d{{1,2}}){_ORDINAL}\b(?![.,]\d){_YEAR}",
        meanings.days_of_month,
    ),
    _rule(
        "date",
        rf"\b{_NAMED}(?:the\s)?(?P<d>\d{{1,2}}){_ORDINAL}\s(?:of\s)?(?P<m>{_MONTH})(?!\w){_YEAR}",
        meanings.exact,
    ),
    _rule(
        "date-us",
        rf"\b{_NAMED}(?P<m>{_MONTH})\s(?:the\s)?(?P<d>\d{{1,2}}){_ORDINAL}\b(?![,.]\d){_YEAR}",
        meanings.exact,
    ),
    _rule(
        "ordinal",
        r"\b(?:on|since|from|until|by|of)\s(?:\w+day\s)?the\s(?P<d>\d{1,2})(?:st|nd|rd|th)\b"
        r"(?=[.,;:)]|$|\n|\s(?:and|or|but|to|when|after|at|in|for|with|by|that|police(?!\sstation)|said|the|he|"
        r"she|they|it|\d))",
        meanings.bare_ordinal,
    ),
    _rule(
        "week-of-month",
        rf"\b(?P<w>first|second|third|fourth|last)\sweek\s(?:of|in)\s(?P<m>{_MONTH})\b{_YEAR}",
        meanings.week_of_month,
    ),
    _rule(
        "month",
        rf"\b(?:in|since|by|last|this|next|during|for|of|throughout|until)\s(?:early\s|late\s|mid-)?"
        rf"(?P<m>{_MONTH})(?:,?\s(?P<y>\d{{4}}))?(?!\w)(?!\s\d)",
        meanings.month,
    ),
    _rule("month's", rf"(?P<m>{_PLAIN_MONTH}|March)['’]s\b", meanings.month),
    _rule("month-year", rf"\b(?P<m>{_PLAIN_MONTH})\s(?P<y>(?:19|20)\d\d)\b", meanings.month),
    _rule("year", r"\b(?:in|since|of|during)\s(?P<y>(?:19|20)\d\d)\b", meanings.year),
    _rule("year-vote", rf"\b(?:the|last)\s(?P<y>(?:19|20)\d\d)\s{_VOTE}", meanings.year_of_vote),
    _rule(
        "weekdays",
        rf"\b(?:between\s|from\s|on\s|nights?\s(?:of|from)\s)?(?P<d>{_DAY})(?:\s(?:night|evening|morning|"
        rf"afternoon))?(?:{_TO}|\sand\s(?:again\s)?on\s)(?P<e>{_DAY})\b(?!['’]s|\s(?:last|next)\b)",
        meanings.weekdays,
    ),
    _rule("weekdays-ago", rf"\b(?P<n>two|three|four)\s(?P<d>{_DAY})\sago\b", meanings.weekdays_ago),
    _rule(
        "weekday-by-vote",
        rf"\b(?:on\s)?the\s(?P<d>{_DAY})\s(?P<k>before|after|following)\s(?:the\s|its\s)?{_VOTE}"
        rf"(?:\s(?:of|on)\s(?P<e>\d{{1,2}})\s(?P<m>{_MONTH})(?!\w){_YEAR})?",
        meanings.weekday_by_vote,
    ),
    _rule(
        "weekday",
        rf"\b(?:(?:over)?night\s(?:in)?to\s|night\sof\s)?(?:(?:(?P<r>last|next|this\scoming|this\spast|this|"
        rf"coming|past)|on)\s)?(?P<d>{_DAY})\b(?:\s(?:(?:of\s)?(?:last|next)\sweek|week\sbefore\slast|before\slast|last"
        r"(?=[.,;]|$)|a\sweek\sago|week(?!\w)))?",
        meanings.of_weekday,
    ),
    _rule(
        "by-vote",
        rf"\b(?:{_N}\s(?:days?|weeks?)\s(?:after|before)\s(?:the\s|its\s|last\s\w+['’]s\s)?{_VOTE}"
        rf"|since\s(?:the\s)?{_VOTE}(?!\s(?:of|on|in|held)\b)|the\seve\sof\s(?:the\s|its\s)?{_VOTE}"
        rf"|(?:the\s)?(?:day|morning|night)\s(?:after|before|of)\sthe\s{_VOTE}"
        r"|(?:election|polling|voting)\s(?:day|night))\b",
        meanings.by_vote,
    ),
    _rule(
        "ago",
        rf"\b{_N}\s(?P<u>days?|weeks?|fortnights?|months?|years?|nights?)\s(?P<k>ago|earlier|before(?=[.,;]|$)|"
        r"later)\b",
        meanings.ago,
    ),
    _rule(
        "days-since",
        rf"\b(?:in|over|during)\sthe\s{_N}\s(?P<u>days?|weeks?)\s(?:since|that\sfollowed)\b",
        meanings.past,
    ),
    _rule("review", r"\b(?:in|during|over|for)\sthe\s(?P<u>week|month)\sunder\sreview\b", meanings.under_review),
    _rule(
        "past",
        rf"\b(?:in|over|during|within|for)\sthe\s(?:past|last)\s(?:{_N}\s)?(?P<u>hours?|days?|nights?|weeks?|"
        r"months?|years?)\b(?!\sof)",
        meanings.past,
    ),
    _rule("past-week", r"\b(?:the\s(?:past|last)|past)\s(?P<n>one\s)?(?P<u>week)\b", meanings.past),
    _rule(
        "in-days",
        rf"\b(?:in|within)\s{_N}\s(?P<u>days?|weeks?)(?:['’]\stime)?\b(?!\s(?:of|in|after)\b)",
        meanings.in_days,
    ),
    _rule(
        "words",
        r"\b(?:the\sday\sbefore\syesterday|the\snight\sbefore\slast|the\sday\safter\stomorrow|yesterday|today|"
        r"tonight|tomorrow|overnight|last\s(?:night|evening)|this\s(?:morning|evening|afternoon)|"
        r"earlier\s(?:in\sthe\sday|today)|later\s(?:on(?!\s\w+day)|in\sthe\sday|today))\b",
        meanings.word,
    ),
    _rule(
        "before",
        r"\bthe\s(?:day\sbefore|previous\s(?:day|evening|night)|night\sbefore|evening\sbefore)"
        r"(?=[.,;)”\"]|['’]s\b|\s(?:said|told|by|in|at|when|police|and|but|after)\b|\n|$)",
        meanings.before,
    ),
    _rule(
        "that",
        r"\b(?:the\s(?:next|following)\s(?:day|morning|evening|afternoon|night)|(?:the\s|that\s)same\s(?:day|"
        r"evening|night|morning|afternoon)|that\s(?:day|night|evening|morning|afternoon))\b",
        meanings.that,
    ),
    _rule(
        "feast",
        r"\b(?P<f>New\sYear['’]s\s(?:Day|Eve)|Christmas\s(?:Day|Eve)|(?<=by\s)Christmas|(?<=at\s)Christmas|Boxing\sDay|May\sDay|Labour\sDay)\b",
        meanings.feast,
    ),
    _rule(
        "weekend",
        r"\b(?:(?:over|at|on|during)\s(?:the|this|last)\s(?:\w+\s)?|this\s(?:past\s|coming\s)?|last\s|next\s|"
        r"by\sthe\s|the\s)weekend\b",
        meanings.weekend,
    ),
    _rule(
        "this",
        r"\b(?:(?:earlier|later)\s)?(?:this|last|next|the\scoming)\s(?:week|month|year)\b(?!['’]s\s\w+\slater)"
        r"|\bduring\sthe\sweek\b",
        meanings.this,
    ),
    _rule("so-far", r"\b(?:so\sfar|to\sdate)\b(?!\s(?:this|today))", meanings.so_far),
)
