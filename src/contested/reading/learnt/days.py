"""The days that a number may be of: all that the report names, publication, and the periods that they begin and end."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from contested.reading.amounts import reported_of
from contested.reading.dates import Day
from contested.reading.day_meanings import lasting
from contested.reading.learnt.choices import RULES, Candidate
from contested.reading.learnt.clause import governing
from contested.reading.learnt.nearest import Entry, Index
from contested.reading.learnt.spot import ZONES, Spot
from contested.reading.structure import Paragraph, Span
from contested.reading.when import UNDATED, Dated, Days

_BEFORE = frozenset(["on", "by", "since", "after", "before", "until", "from", "of", "for", "late", "early", "last"])


_VOTE = re.compile(
    r"(?:^|['’]s)?[^.;\n]{0,14}?\b(?:re-?elections?|elections?|votes?|voted|polls?|polling|ballots?|run-?off)\b"
)
#: by what a day is known that it matters how the number stands
_ROLES = frozenset([
    "nearest day", "second nearest day", "last day before the number", "day of publication", "up to publication",
    "no day", "day of the vote", "from the vote to publication", "that of the number before",
    "day of the sentences before", "day of the news", "period of a bulletin", "from a day to publication",
    "day of what counts the same", "as long as it lasts",
])  # fmt: skip
_SIGNS = {
    "still": re.compile(r"\b(?:still|remains?|now|currently|at present|in custody|in hospital)\b"),
    "so far": re.compile(r"\b(?:so far|since|to date|in total|altogether|in all|toll|total|by now|ha(?:ve|s) been)\b"),
    "ago": re.compile(r"\b(?:yesterday|overnight|last night|today|this (?:morning|afternoon|evening)|tonight)\b"),
    "confirmed": re.compile(r"\b(?:confirm|record|regist|count|verif|document|acknowledg|admit)\w*\b"),
    "has confirmed": re.compile(
        r"\bha(?:ve|s) (?:\w+ )?(?:confirmed|recorded|registered|counted|verified|documented|acknowledged|admitted)\b"
    ),
    "in the unrest": re.compile(r"\bin the (?:\w+ )?(?:unrest|crackdown|violence|protests?|clashes|turmoil|crisis)\b"),
    "earlier": re.compile(r"\b(?:earlier|previous(?:ly)?|had (?:been|said|put|given|spoken))\b"),
}


class When(NamedTuple):
    """First and last day of a candidate."""

    first: dt.date | None
    last: dt.date | None


class Known:
    """The days that a report names, each as one of a report and as one of a plan.

    Parameters
    ----------
    days : Days
    paragraphs : sequence of Paragraph
    """

    def __init__(self, days: Days, paragraphs: Sequence[Paragraph]) -> None:
        self.index = Index(
            (((d.first, d.last, plan, days.of_speech(d)), Entry(d.start, d.end, (plan, k), (plan, d)))
             for plan in (False, True) for k, d in enumerate(days.named[plan])),
            paragraphs,
        )  # fmt: skip
        self.reported = {(d.start, d.first, d.last) for d in days.named[False]}
        self._starts = sorted({d.start for plan in (False, True) for d in days.named[plan]})

    def last_before(self, at: int) -> int:
        """Where the last day before a position stands; -1 if none does."""
        k = bisect_left(self._starts, at)
        return self._starts[k - 1] if k else -1


def candidates(
    spot: Spot, days: Days, known: Known, rule: Dated, last: tuple[dt.date | None, dt.date | None] | None
) -> list[Candidate]:
    """The candidates for the day of a number, each a `Dated`; that of the rules is always one."""
    found: dict[When, tuple[Span | None, set[str]]] = {}

    def add(first: dt.date | None, last: dt.date | None, span: Span | None, features: set[str]) -> None:
        value = When(first, None if last == first else last)
        if value in found:
            features |= found[value][1]
            span = found[value][0] or span
        found[value] = span, features

    add(rule.first, rule.last, rule.span, {f"rule: {rule.rule}", RULES})
    near = [(one.rank, *one.what) for one in sorted(known.index.near(spot))]
    seen: set[When] = set()
    last_named = known.last_before(spot.start)
    met = 0
    for rank, plan, day in near:
        if day.first is None and day.last is None:
            continue
        value = When(day.first, None if day.last == day.first else day.last)
        zone = ZONES[rank]
        if value in seen:
            found[value][1].add(f"also: {zone}")
            continue
        if plan and (day.start, day.first, day.last) in known.reported:
            continue
        seen.add(value)
        features = _of_day(spot, days, day, zone)
        features.add("nearest day" if met == 0 else "second nearest day" if met == 1 else "farther day")
        if day.start == last_named:
            features.add("last day before the number")
        if plan:
            features.add("read as a plan")
        met += 1
        add(day.first, day.last, Span(day.start, day.end), features)
        if day.first is not None and day.first < days.published and (day.first == day.last or day.since):
            more = {f"from there: {zone}", "from a day to publication"}
            if day.since:
                more.add(f"since: {zone}")
            add(day.first, days.published, Span(day.start, day.end), more)
        if day.up_to or rank < 6:
            add(None, day.last, Span(day.start, day.end), {f"up to there: {zone}", "up to a day",
                                                           *(["as of"] if day.up_to else [])})  # fmt: skip
    if not UNDATED.search(spot.text, *spot.sentence):  # of 13 such labels that had their day, none had this one
        add(days.published, days.published, None, {"day of publication"})
    add(None, days.published, None, {"up to publication"})
    add(None, None, None, {"no day"})
    if days.voted is not None and days.voted.first is not None:
        span = Span(days.voted.start, days.voted.end)
        add(days.voted.first, days.voted.last, span, {"day of the vote"})
        if days.voted.first < days.published:
            add(days.voted.first, days.published, span, {"from the vote to publication"})
    if last is not None:
        more = {"that of the number before, carried"} if spot.carried else set()
        add(*last, None, {"that of the number before", f"number before: {spot.before}", *more})
    for draft in reversed(spot.drafts):
        if draft.quantity == spot.quantity:
            side = "here" if draft.anchors["number"].start >= spot.paragraph.span.start else "before"
            same = "day of what counts the same"
            add(draft.date, draft.end_date, None, {same, f"{same}, {side}"})
            break
    ahead = spot.certainty in ("planned", "conditional")
    for first, end, which in _lasting(spot, days, [d for _, plan, d in near if plan == ahead]):
        add(first, end, None, {"as long as it lasts", f"as long as it lasts, {which}"})
    if last is not None and last[0] is not None and last[1] is not None:
        ends = (d for rank, plan, d in near[:4] if not plan and rank < 6 and d.first == d.last)
        for day in ends:
            if day.last is not None and last[0] <= day.last < last[1]:
                add(last[0], day.last, Span(day.start, day.end), {"from where the number before began, to a day"})
    best, cost = days.nearest(spot.start, spot.verb, spot.sentence, ahead)
    spoken = best is not None and days.of_speech(best)
    if best is not None:
        far = "near" if cost < 25 else "some way off" if cost < 60 else "far"
        far += ", of speech" if spoken else ", loose" if best.weak else ""
        add(best.first, best.last, Span(best.start, best.end), {f"nearest in the sentence, {far}"})
    carried = days.carried(spot.sentence, spot.paragraph)
    if carried is not None:
        add(
            carried.first,
            carried.last,
            Span(carried.start, carried.end),
            {"day of the sentences before", f"carried, {'none' if best is None else 'another'} in the sentence"},
        )
    if days.lead is not None and best is None and carried is None:
        add(days.lead.first, days.lead.last, Span(days.lead.start, days.lead.end), {"day of the news, none nearer"})
    if days.covered is not None:
        add(days.covered.first, days.covered.last, Span(days.covered.start, days.covered.end), {"period of a bulletin"})
    if days.lead is not None and days.lead.first is not None:
        add(days.lead.first, days.lead.last, Span(days.lead.start, days.lead.end), {"day of the news"})
    here = next((ZONES[rank] for rank, plan, d in near if plan == ahead and not days.of_speech(d)), "nowhere")
    form = governing(spot.seq, spot.start, spot.end, spot.verb)
    signs = _signs(spot)
    return [
        Candidate(Dated(v.first, v.last, span, _rule(v, own_features)),
                  _crossed(spot, v, days, own_features, here, form, signs))
        for v, (span, own_features) in found.items()
    ]


def _lasting(spot: Spot, days: Days, near: Sequence[Day]) -> Iterator[tuple[dt.date, dt.date, str]]:
    """The days that a stretch of time may have run: up to publication, to the nearest day or from there."""
    if spot.quantity != "days" or (number := reported_of(spot.text[spot.start : spot.end])) is None:
        return
    length = lasting(number.value, spot.text[spot.end : spot.end + 24])
    if not 0 < length < 400:
        return
    run = dt.timedelta(days=length)
    yield days.published - run, days.published, "to publication"
    for day in near[:2]:
        if day.first is not None and day.first == day.last:
            yield day.first - run, day.first, "to a day"
            yield day.first, day.first + run - dt.timedelta(days=1), "from a day"


def _rule(value: When, features: set[str]) -> str:
    named = next((f[6:] for f in features if f.startswith("rule: ")), "")
    return named or "learnt"


def _of_day(spot: Spot, days: Days, day: Day, zone: str) -> set[str]:
    """What is so of a day where it stands."""
    features = {zone}
    if zone.startswith("same"):
        features |= spot.beside(day.start, day.end, _BEFORE, opening=14)
        gap = spot.gap(day.start, day.end)
        if re.search(r"\b(?:where|who|which|whose|when|after|before|until|because|following|ahead of)\b|[;—–]", gap):
            features.add("another clause between")
    if day.since:
        features.add("begins with since")
    if day.weak:
        features.add("loose period")
    if day.up_to:
        features.add("behind as of")
    if days.of_speech(day):
        features.add(f"beside a verb of speaking: {zone[:4]}")
    if spot.text[day.end : day.end + 2] in ("'s", "’s") and spot.text[day.start : day.end].casefold() != "yesterday":
        features.add("owns what follows")
    if days.voted is not None and day.start == days.voted.start:
        features.add("beside the vote")
    if _VOTE.search(spot.text[max(0, day.start - 30) : day.start]) or _VOTE.match(spot.text, day.end):
        features |= {"beside a word for a vote", f"{spot.group}: beside a word for a vote"}
    return features


def _signs(spot: Spot) -> set[str]:
    """Words around a number by which something is so now, or has added up."""
    around = spot.text[max(spot.sentence.start, spot.start - 60) : min(spot.sentence.end, spot.end + 70)]
    return {name for name, pattern in _SIGNS.items() if pattern.search(around)}


def _crossed(
    spot: Spot, value: When, days: Days, features: set[str], here: str, form: str, signs: set[str]
) -> frozenset[str]:
    """Features of the candidate's value, and those that depend on what is counted and how surely."""
    kind = ("none" if value == When(None, None) else "up to" if value.first is None else
            "day" if value.last is None else "period")  # fmt: skip
    day = value.last or value.first
    more = {f"a {kind}"}
    if day is not None:
        ahead = (day - days.published).days
        when = ("to come" if ahead > 0 else "publication" if ahead == 0 else "the day before" if ahead == -1 else
                "that week" if ahead > -8 else "that month" if ahead > -32 else "long ago")  # fmt: skip
        more.add(f"{kind} {when}")
        more.add(f"{spot.certainty}: {when}")
    more.add(f"{spot.certainty}: {kind}")
    more.add(f"{spot.group}: {kind}")
    if spot.total:
        more.add(f"sum: {kind}")
    if "day of the vote" in features or "beside the vote" in features:
        more.add(f"{spot.group}: day of the vote")
    if spot.stands != "body":
        more.add(f"number in {spot.stands}: {kind}")
    if "day of publication" in features:
        more.add(f"{spot.group}: publication")
    sure = "plan" if spot.certainty in ("planned", "conditional") else "event"
    for role in (_ROLES & features) | {f"a {kind}"}:
        more |= {f"{role}: {spot.group}", f"{role}: nearest {here}", f"{role}: {form}", f"{role}: {sure}",
                 f"{role}: {here}, {spot.group}", f"{role}: {spot.stands}"}  # fmt: skip
        more |= {f"{role}: {sign}" for sign in signs}
    more.add(f"{spot.quantity}: {kind}")
    if RULES in features:
        own = _rule(value, features)
        more |= {f"rule: {own}, {spot.group}", f"rule: {own}, {sure}"}
    if "that of the number before" in features:
        more |= {f"before: {spot.before}: nearest {here}", f"before: {spot.before}: {spot.group}"}
    return frozenset(features | more)
