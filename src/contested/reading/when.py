"""The day of a number: the nearest that its clause names, else that of the sentences before, else of the lead.

What adds up over time has a period: from the day that "since" names to publication. A day beside the verb of speaking
says when somebody spoke, and dates only what nothing else dates.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from contested.reading.dates import Day, days
from contested.reading.frame import Frame
from contested.reading.structure import Paragraph, Span


class Dated(NamedTuple):
    """First and last day (the last only of a period), where it is named, and the rule."""

    first: dt.date | None
    last: dt.date | None
    span: Span | None
    rule: str


#: words behind which a day belongs to something else
_ELSEWHERE = re.compile(
    r"\b(?:where|who|which|whose|that|when|after|before|until|till|because|claim(?:s|ed)? to|ahead of|following)\b|"
    r"[;—–]"
)
#: words by which a sentence looks back to no day that it names
UNDATED = re.compile(
    r"\b(?:ahead of|during (?:his|her|the|their) (?:\w+ )?campaign|in recent (?:weeks|months|years|"
    r"days)|before the (?:vote|election|polls?)|years ago|"
    r"(?:last|previous) (?:\w+ )?election)\b",
    re.I,
)
_VOTE = re.compile(r"\b(?:re-?election|elections?|vote|polls?|polling|ballot|voting|referendum|run-?off)\b", re.I)
#: what has been done up to now
_PERFECT = re.compile(r"^[\w,.]+(?: \w+){0,3} (?:have|has) (?:now |since |already )?(?:been|died|\w+ed)\b")
#: what may stand between a verb of speaking and the day: "said late on Monday"
_BETWEEN = re.compile(r"\s(?:(?:late|early|later|again|only|here|earlier|back)\s)?(?:on\s|last\s|late\s)?")
#: how long ago a country voted: "two days after Guyana voted"
_VOTED = re.compile(
    r"\b(a|one|two|three|four|five|six|seven|eight|nine|ten) days? after (?:the )?(?:[A-Z]\w+|polls|country|nation) "
    r"(?:voted|went to the polls|closed)\b"
    r"|(?:^|[.\n] ?)(One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten) days? "
    r"(?:after|have (?:passed|gone by) since|since) (?:the |its )?(?:\w+ ){0,2}"
    r"(?:vote|elections?|polls?|ballot|run-?off)\b"
)
_AGO = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_STOPS = re.compile(r"[.;:,]| that ")
#: days in which the votes are counted
_COUNTING = 20
#: days after which the day of a first paragraph is not that of the news
_OLD = 10
#: what is so on the day itself, however it came about: "are still inside"
_STILL = re.compile(
    r"\b(?:still|remains?|are (?:now )?(?:missing|being held)|"
    r"are (?:now )?in (?:custody|hospital|detention|jail|prison|intensive care)|unaccounted for|currently|at present|"
    r"presently|are (?:now )?(?:admitted|on duty|deployed|stationed|guarding))\b"
)
_STATES = frozenset(["forces", "detained", "hospitalised", "missing", "strikers", "crowd", "injured"])
#: words before a day on which something is to happen
_AHEAD = re.compile(r"\b(?:will|would|to be|is to|are to|by|next|if|until|due|promised|expected)\b[^.;]{0,30}$")
#: how an entry of a live blog begins
_HOUR = re.compile(r"\[?\d{1,2}[.:h]\d\d")
_SINCE_VOTE = re.compile(r"\bsince (?:the )?(?:\w+ )?(?:vote|elections?|referendum|polls?)\b", re.I)
_OF_THE_VOTE = frozenset(["votes", "vote_share", "turnout_share", "fraud_stations"])
#: a stretch of time that has run up to now
_RUNNING = re.compile(r"\b(?:have|has|had|['’]ve|after|been|entered|for)\b")
_NUMBER = re.compile(r"\d[\d,.]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands)\b")
#: another number right before a day, whose day it is: "up from 52 on Friday"
_OTHERS = re.compile(rf"(?:{_NUMBER.pattern})(?: \w+)? (?:on |last )?$")
_COUNTS = frozenset(["dead", "detained", "injured", "released", "charged", "hospitalised", "missing", "dismissed"])


_SUPERLATIVE = re.compile(r"\b(?:\w{3,}est|first|worst|most)\b[^.,;]{0,40}\bsince\b")
_BULLETIN = re.compile(r"\b(?:bulletin|digest|communiqu|daily|weekly|monthly|report|information|covering)", re.I)
#: words by which a sum was paid or set on a day
_PAID = re.compile(r"\b(?:fined|fines?|paid|raised|spent|stolen|seized|froze|frozen|transferred|donated|collected)\b")
#: characters between a verb of speaking and a day beside it
_APART = 60
_SPEECH = frozenset(["say", "quote", "ask", "deny", "plan", "demand", "show", "think"])
_START, _CUE = attrgetter("start"), attrgetter("cue.start")


class Days:
    """The days of a report, asked for by number."""

    def __init__(
        self, text: str, published: dt.date, paragraphs: Sequence[Paragraph], frames: Sequence[Frame] = (),
        issued: bool = False,
    ) -> None:  # fmt: skip
        self._text = text
        self.published = published
        self._paragraphs = paragraphs
        self._cues = sorted((f for f in frames if f.kind in _SPEECH), key=_CUE)
        self._longest = max((f.cue.end - f.cue.start for f in self._cues), default=0)
        self._since: tuple[Day, dt.date] | None = None  # the last period that began somewhere, and its end
        self._summed = -1  # the paragraph that counts up to a day
        self.named: dict[bool, list[Day]] = {False: days(text, published)}
        self.voted = self._vote()
        vote = self.voted.first if self.voted is not None and self.voted.first == self.voted.last else None
        self.named = {plan: days(text, published, plan=plan, voted=vote) for plan in (False, True)}
        self.covered = self._period() if issued else None
        self.lead = self._of_lead()

    def of(
        self, at: int, verb: int, sentence: Span, paragraph: Paragraph, plan: bool, quantity: str,
        total: bool = False, lasts: int = 0, conditional: bool = False,
    ) -> Dated:  # fmt: skip
        """The day of a number that stands at a position, whose verb stands at another; `lasts` is a stretch in days."""
        best, cost = self.nearest(at, verb, sentence, plan)
        spoken = best is not None and self.of_speech(best)
        lead = self._text[max(sentence.start, at - 8) : at]
        if lasts and best is not None and best.first is not None and not spoken and lead.endswith("after "):
            return Dated(best.first - dt.timedelta(days=lasts), best.first, Span(best.start, best.end), "lasts")
        over = best is not None and best.weak and best.last is not None and best.last < self.published
        if lasts and not plan and not over and (best is None or spoken or best.weak) and _RUNNING.search(
            self._text[max(sentence.start, at - 40) : at]
        ):  # fmt: skip
            return Dated(self.published - dt.timedelta(days=lasts), self.published, None, "lasts")
        if quantity in _OF_THE_VOTE and not plan and (best is None or cost > 60 or spoken or self._declared(best)):
            return self._of_vote(sentence, paragraph, None if spoken or self._declared(best) else best)
        if quantity in _OF_THE_VOTE and best is not None and best.since:
            return Dated(best.first, None, Span(best.start, best.end), "vote")
        if best is not None and best.since and best.first is not None:
            end = self._spoken_day(sentence, best) or self._end
            self._since = best, end
            return Dated(best.first, end, Span(best.start, best.end), "since")
        own = "".join(_NUMBER.split(self._text[at : min(sentence.end, at + 70)])[:2])
        if quantity in _STATES and not plan and (best is None or spoken or best.weak or cost > 40) and _STILL.search(
            self._text[max(sentence.start, at - 30) : at] + own
        ):  # fmt: skip
            return Dated(self._end, None, None, "state")
        if best is not None and best.open and not spoken:
            return _dated(best, "open")
        if best is not None and best.up_to and not plan and quantity in _COUNTS and best.first == best.last:
            self._summed = paragraph.span.start
            return Dated(None, best.last, Span(best.start, best.end), "total")
        if total and re.match(r"As of\b", self._text[sentence.start : sentence.end], re.I):
            self._summed = paragraph.span.start
            return self._total(None, sentence)
        if total and (best is None or spoken or (best.weak and (best.first is None or best.last == self.published))):
            self._summed = paragraph.span.start
            return self._total(best if spoken else None, sentence)
        if quantity in _COUNTS and best is None and self._summed == paragraph.span.start and not plan:
            return self._total(None, sentence)
        paid = quantity == "money" and _PAID.search(self._text[sentence.start : at]) is not None
        if quantity == "money" and cost > 60 and not paid:
            return Dated(None, None, None, "undated")
        if best is not None and best.weak and self.covered is not None and best.last == self.published:
            best = self.covered
        if best is not None and not spoken:
            return _dated(best, "sentence")
        if UNDATED.search(self._text[sentence.start : sentence.end]) or (
            quantity == "money" and best is None and not paid
        ):
            return Dated(None, None, None, "undated")
        if conditional:
            return Dated(None, None, None, "undated")
        if plan:
            return self._planned(sentence, paragraph, quantity)
        carried = self.carried(sentence, paragraph)
        if carried is None and quantity in _COUNTS and self._since is not None and self._since[0].first is not None:
            day, end = self._since[0], self._end
            return Dated(day.first, end, Span(day.start, day.end), "since")
        if carried is not None and quantity in _COUNTS and carried.first != self.published and _PERFECT.search(
            self._text[at : min(sentence.end, at + 60)]
        ):  # fmt: skip
            return Dated(None, self._end, None, "total")
        if carried is not None:
            return _dated(carried, "carried")
        if self.covered is not None:
            return _dated(self.covered, "covered")
        if best is not None and (self.lead is None or best.first is None or paragraph.head):
            return Dated(best.first, None, Span(best.start, best.end), "open" if best.open else "spoken")
        if self.lead is not None and (self.lead.first is not None or self.lead.open):
            return _dated(self.lead, "lead")
        if quantity in _COUNTS and _PERFECT.search(self._text[at : min(sentence.end, at + 60)]):
            return Dated(None, self._end, None, "total")
        return Dated(self.published, None, None, "published")

    def _of_stretch(self, start: int, end: int, plan: bool = False) -> list[Day]:
        """The days that a stretch of the text names."""
        named = self.named[plan]
        return named[bisect_left(named, start, key=_START) : bisect_left(named, end, key=_START)]

    def nearest(self, at: int, verb: int, sentence: Span, plan: bool) -> tuple[Day | None, float]:
        """The day of a sentence that is nearest to a number and its verb, and how far it is."""
        low, high = min(at, verb), max(at, verb)
        best, cost = None, 160.0
        for day in self._of_stretch(*sentence, plan):
            gap = self._text[high : day.start] if day.start >= high else self._text[day.end : low]
            distance = float(len(gap)) if day.start >= high else len(gap) * 1.2
            if sentence.start == day.start or day.start - sentence.start < 14:
                distance = min(distance, 70.0)  # "On Friday, ..." is the whole sentence's
            distance += 45 * len(_ELSEWHERE.findall(gap)) + 12 * gap.count(",") + 40 * (day.weak and not day.since)
            if day.start >= high:
                distance += 40 * len(_NUMBER.findall(self._text[max(high, at + 1) : day.start])[1:])
                if _OTHERS.search(gap) and not _OTHERS.fullmatch(self._text[at : day.start]):
                    distance += 100
            if self.of_speech(day):
                distance += 90
            if day.since and _SUPERLATIVE.search(self._text[max(sentence.start, day.start - 60) : day.end]):
                continue  # "the biggest rally since the vote" has no day
            if self._text[day.end : day.end + 2] in ("'s", "’s") and self._text[day.start : day.end] != "yesterday":
                distance += 80
            if not plan and day.first is not None and day.first > self.published:
                distance += 120
            if distance < cost:
                best, cost = day, distance
        return best, cost

    @property
    def _end(self) -> dt.date:
        """The last day that a total can count: of the period that a bulletin covers, or publication."""
        covers = self.covered is not None and self._of_bulletin(self.covered.start)
        return (self.covered.last if self.covered is not None and covers else None) or self.published

    def _declared(self, best: Day | None) -> bool:
        """Whether a day is that on which a result was announced, in the weeks behind the vote."""
        if best is None or best.first is None or self.voted is None or self.voted.last is None:
            return False
        return 0 < (best.first - self.voted.last).days <= _COUNTING

    def _of_vote(self, sentence: Span, paragraph: Paragraph, best: Day | None) -> Dated:
        """The day of the vote, if the report names it; a vote before that one has none."""
        if re.search(r"\b(?:last|previous) (?:\w+ )?(?:election|vote)", self._text[slice(*sentence)]):
            return Dated(None, None, None, "undated")
        if self.voted is None:
            day = best or self.carried(sentence, paragraph)
            span = Span(day.start, day.end) if day else None
            return Dated(day.first if day else None, None, span, "carried" if day else "undated")
        return _dated(self.voted, "vote")

    def _total(self, spoken: Day | None, sentence: Span) -> Dated:
        """What has added up: from where the report says that it began, if it does."""
        end = (spoken.first if spoken is not None else None) or self._end
        if _SINCE_VOTE.search(self._text[sentence.start : sentence.end]) and self.voted is not None:
            self._since = self.voted, end
        if self._since is not None and self._since[0].first is not None:
            day = self._since[0]
            return Dated(day.first, end, Span(day.start, day.end), "since")
        if self.covered is not None and self.covered.first != self.covered.last:
            day = self.covered
            return Dated(day.first, day.last, Span(day.start, day.end), "covered")
        return Dated(None, end, None, "total")

    def _planned(self, sentence: Span, paragraph: Paragraph, quantity: str) -> Dated:
        """The day that the sentence before announced; an ultimatum has the day on which it is made."""
        start = min(paragraph.span.start, max(0, sentence.start - 500))
        before = self._of_stretch(start, sentence.start, True)
        ahead = [d for d in before if d.first is not None and d.first > self.published and not d.weak]
        if ahead and quantity != "days":
            return Dated(ahead[-1].first, None, Span(ahead[-1].start, ahead[-1].end), "carried")
        if quantity == "days":
            return Dated(self.published, None, None, "published")
        return Dated(None, None, None, "undated")

    def _vote(self) -> Day | None:
        """The day of the vote, where a day stands beside a word for it."""
        periods = []
        for day in self.named[False]:
            before = self._text[max(0, day.start - 45) : day.start].rpartition("\n")[2]
            around = before + self._text[day.start : day.end + 25].partition("\n")[0]
            if day.first is None or day.last is None or day.first > self.published or not _VOTE.search(around):
                continue
            if day.first == day.last:
                return day
            if (day.last - day.first).days < 32:
                periods.append(day)
        if periods:
            return periods[0]
        ago = _VOTED.search(self._text, 0, 800)
        if ago is None:
            return None
        back = _AGO.index((ago[1] or ago[2]).casefold()) or 1
        on = self.published - dt.timedelta(days=back)
        return Day(ago.start(), ago.end(), on, on)

    def _period(self) -> Day | None:
        """The period that the heading of a bulletin says it covers."""
        heads = self._paragraphs[:3]
        found = self._of_stretch(heads[0].span.start, heads[-1].span.end) if heads else []
        usable = [d for d in found if d.first and d.last and not d.since and (not d.weak or self._of_bulletin(d.start))]
        longer = (d for d in usable if d.first != d.last)
        own = (d for d in usable if d.first and d.first <= self.published and self._of_bulletin(d.start))
        return next(longer, None) or next(own, None)

    def _of_bulletin(self, at: int) -> bool:
        """Whether a heading at a position counts what one day brought."""
        line = self._text[self._text.rfind("\n", 0, at) + 1 : at]
        return _BULLETIN.search(line) is not None

    def of_speech(self, day: Day) -> bool:
        """Whether a day stands beside a verb of speaking and says when somebody spoke."""
        first = bisect_left(self._cues, day.start - _APART - self._longest, key=_CUE)
        for frame in self._cues[first : bisect_right(self._cues, day.end + 2, key=_CUE)]:
            if 0 <= frame.cue.start - day.end <= 2:
                return True
            gap = self._text[frame.cue.end : day.start] if day.start >= frame.cue.end else ";"
            if _BETWEEN.fullmatch(gap):
                return True
            apart = frame.contents and not any(c.start < day.end for c in frame.contents)
            if len(gap) < _APART and not _STOPS.search(gap) and (apart or self._text.startswith(" that ", day.end)):
                return True  # "told reporters in Accra on Monday that"
        return False

    def _spoken_day(self, sentence: Span, since: Day) -> dt.date | None:
        """The day on which somebody said what has added up since another."""
        others = [d for d in self._of_stretch(*sentence) if d.start != since.start and self.of_speech(d)]
        return next((d.first for d in others if d.first and d.first < self.published), None)

    def _of_lead(self) -> Day | None:
        """The day of the first paragraph behind the headline, which is that of the report's news."""
        bodies = [p for p in self._paragraphs if not p.head]
        entries = sum(_HOUR.match(self._text, p.span.start) is not None for p in self._paragraphs)
        if not bodies or entries > 2:
            return None
        first = self._news_of(bodies[0])
        if first is not None and first.first is not None and (self.published - first.first).days > _OLD:
            return next(filter(None, map(self._news_of, bodies[1:])), first)
        return first

    def _news_of(self, body: Paragraph) -> Day | None:
        """The first day of a paragraph on which something happened."""
        named = self._of_stretch(*body.span)
        usable = (d for d in named if (d.open or (d.first is not None and d.first <= self.published)) and not d.since
                  and self._text[d.end : d.end + 2] not in ("'s", "’s"))  # fmt: skip
        return next((d for d in usable if not self.of_speech(d) and (d.first == d.last or d.weak)
                     and (d.last is None or d.first is None or (d.last - d.first).days < 8)), None)  # fmt: skip

    def carried(self, sentence: Span, paragraph: Paragraph) -> Day | None:
        """The day of the sentences before in the paragraph, the nearest first; else a month or a year."""
        periods: list[Day] = []
        for one in reversed([s for s in paragraph.sentences if s.start < sentence.start]):
            named = self._of_stretch(*one)
            usable = [d for d in named if not d.weak and not d.since
                      and (d.open or (d.first is not None and d.first <= self.published)) and not self.of_speech(d)
                      and not _AHEAD.search(self._text[max(one.start, d.start - 40) : d.start])]  # fmt: skip
            if usable:
                return usable[-1]
            periods += [d for d in named if d.weak and not d.since and d.first and d.last and d.last <= self.published
                        and (d.last - d.first).days > 26]  # fmt: skip
        return periods[0] if periods else None


def _dated(day: Day, rule: str) -> Dated:
    """A day or a period that a report names; one that may be two days is left open."""
    span = Span(day.start, day.end)
    return Dated(day.first, day.last if day.last != day.first else None, span, "open" if day.open else rule)


_TOTALS = frozenset(["detained", "released", "injured", "hospitalised", "dead", "missing", "charged", "dismissed"])
_SO_FAR = re.compile(
    r"\b(?:so far|as of|to date|in (?:total|all|the unrest|the crackdown)|since|crackdown|death toll|"
    r"confirmed (?:deaths?|dead|cases)|overall|altogether|"
    r"have (?:now )?died|has died|total of|the total|still in (?:custody|hospital|detention))\b",
    re.I,
)


def is_total(sentence: str, quantity: str) -> bool:
    """Whether a sentence counts up to now and not one day."""
    return quantity in _TOTALS and _SO_FAR.search(sentence) is not None
