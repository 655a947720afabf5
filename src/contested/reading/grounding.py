"""From words that somebody points to, to a draft: each must stand in the report, or it is dropped and listed.

A number's value and unit follow from its words by the rules of this package. Who a source is must be named in the
report, too. A day is taken if the words that date it can mean it, or a day next to it, or if the report names it;
what lasts may be counted from one such end. Words that the rules cannot read date a number by themselves, within a
year of publication. What is stated is never of a day after publication. Where a day is not taken, what the rules
see in its words stands. Quantity, side and certainty are choices from closed lists.
"""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from contested.claims.claim import Side
from contested.claims.words import Reported
from contested.reading import dates, numbers
from contested.reading.actors import Cast
from contested.reading.amounts import reported_of
from contested.reading.countries import country_of
from contested.reading.drafts import Anchor, Aside, Certainty, Draft
from contested.reading.hygiene import Text
from contested.reading.kinds import QUANTITIES, SHARES, counts
from contested.reading.numbers import Mention
from contested.reading.persons import REPORTER, Named
from contested.reading.rules import result_of, unit_of
from contested.reading.structure import Span, paragraphs

#: fields of an item: words copied from the report, days written as YYYY-MM-DD, and choices
WORDS = ("sentence", "number", "claimant", "actor", "place", "day")
DAYS = ("first_day", "last_day")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "quantity": QUANTITIES, "side": get_args(Side), "certainty": get_args(Certainty),
}  # fmt: skip
#: the rules that drafts name: for what was pointed to, and for a day that its words mean by the rules of this package
RULE, BY_RULES = "endpoint", "words"
#: items that are read at most, and characters of a field
MOST, LONGEST = 2_000, 2_000
#: how far from publication a day may lie that only words date which the rules cannot read. Assumed
WITHIN = dt.timedelta(days=366)
#: marks that are taken for one another: quotation marks, apostrophes, dashes and blanks, character for character
_ALIKE = str.maketrans("“”„«»‘’‚–—‐‑\u00a0\u202f\u2009\n\t", '"""""' + "'''----     ")
#: words for a period that is counted: "in three days", "the past week"
_COUNTED = re.compile(r"\b(hour|day|night|week|fortnight|month|year)s?\b")
_WORD = re.compile(r"\w+")
_ARTICLE, _THE = re.compile(r"^(?:the|a|an)\s+", re.I), re.compile(r"^the\s+", re.I)


@dataclass(frozen=True)
class _Item:
    """What was answered for one number, where it stands, and the rules' number there."""

    given: dict[str, str]
    at: Span
    mention: Mention | None


class Grounding:
    """A report, what of it is pointed to, and what is not there.

    Parameters
    ----------
    text : Text
        The report, repaired.
    clean : str
        What was read of it: as long as the repaired text.
    name : str
        How the report is called.
    published : date
    unlikely : collection of Span
        Numbers of the repaired text that the rules take for an age, a date or an order: the last that are meant.
    """

    def __init__(self, text: Text, clean: str, name: str, published: dt.date, unlikely: Collection[Span] = ()) -> None:
        self.text, self.clean, self.name, self.published = text, clean, name, published
        #: what was pointed to and does not stand in the report
        self.aside: list[Aside] = []
        self._unlikely = unlikely
        self._plain = clean.translate(_ALIKE)
        self._paragraphs = paragraphs(clean)
        self._sentences = [s for p in self._paragraphs for s in p.sentences]
        self._mentions = [m for s in self._sentences for m in numbers.mentions(clean, *s)]
        self._cast = Cast(clean, self._paragraphs, country_of(clean))
        self._used: list[Span] = []
        whole = Span(0, len(clean))
        self._days = {plan: self._ends(whole, plan) | {published} for plan in (False, True)}

    def drafts(self, answer: Sequence[object]) -> list[Draft]:
        """The drafts of items that stand in the report, in its order."""
        # first where each stands: what a number says depends on whether another item points into it
        items = [self._item(one) for one in answer[:MOST]]
        standing = [item for item in items if isinstance(item, _Item)]
        drafts = []
        for item in items:
            if isinstance(item, Aside):
                self.aside.append(item)
                continue
            draft = self._draft(item, standing)
            if counts(draft.quantity, Reported(draft.value, draft.low, draft.high)):
                drafts.append(draft)
            else:  # 1.5 people
                self._drop("no whole number", f"{item.given['number']}: {item.given['sentence']}")
        if len(answer) > MOST:
            self._drop(f"after {MOST:,} items", f"{len(answer) - MOST:,} more")
        return sorted(drafts, key=lambda d: d.anchors["number"].start)

    def _item(self, one: object) -> _Item | Aside:
        """What an item gives, if its number stands in the report; otherwise why it does not count."""
        if not isinstance(one, Mapping):
            return _aside("no object", str(one))
        keys = (*WORDS, *DAYS, *CHOICES)
        given = {key: v.strip()[:LONGEST] if isinstance(v := one.get(key), str) else "" for key in keys}
        shown = f"{given['number']}: {given['sentence']}"
        for field in ("quantity", "certainty"):
            if given[field] not in CHOICES[field]:
                return _aside(f"unknown {field}", f"{given[field]} ({shown})")
        spans = [at for s in self._spans(given["sentence"]) for at in self._numbers(given["number"], s)]
        free = [at for at in spans if not any(_overlap(at, used) for used in self._used)]
        if not free:
            return _aside("repeated" if spans else "ungrounded", shown)
        at = min(free, key=lambda at: (any(_overlap(at, x) for x in self._unlikely), self._mention(at) is None))
        self._used.append(at)
        return _Item(given, at, self._mention(at))

    def _draft(self, item: _Item, others: Sequence[_Item]) -> Draft:
        given, mention = item.given, item.mention
        if mention is not None and sum(other.mention is mention for other in others) > 1:
            mention = None  # "7.4 million to 6.7 million" may be two results and no range
        share = given["quantity"] in SHARES
        own = reported_of(self._words(item.at), decimals=share)
        if own is not None and mention is not None and item.at.start < mention.start and item.at.end >= mention.end:
            mention = None  # "a day and a half", of which the rules see the half
        at, reported = item.at, own or _NOTHING
        if mention is not None:
            at, reported = Span(mention.start, mention.end), (mention.as_share if share else mention).reported
        spans = {"number": at}
        for field in ("claimant", "place", "day"):
            if given[field] and (there := self._nearest(given[field], at, field)) is not None:
                spans["date" if field == "day" else field] = there
        if "claimant" in spans:
            spans["claimant"] = self._whole_name(spans["claimant"])
        named = self._named(given, spans.get("claimant"), at)
        place = _THE.sub("", self._spelled(given["place"], spans["place"])) if "place" in spans else ""
        first, last, dated_by = self._dated(given, spans.get("date"))
        inside = _COUNTED.search(self._words(at)) if given["quantity"] == "days" else None
        unit = (mention.unit if mention else "") or (inside[1] if inside else "")
        return Draft(
            report=self.name, published=self.published, quantity=given["quantity"], value=reported.value,
            low=reported.low, high=reported.high,
            unit=unit or unit_of(given["quantity"], self.clean[at.end : at.end + 12]), claimant=named.text,
            actor=named.actor, side=named.side, mention=named.mention, place=place, date=first,
            end_date=None if first == last else last, certainty=given["certainty"],  # type: ignore[arg-type]
            quoted=any(q.holds(*at) for p in self._paragraphs for q in p.quotes),
            about=result_of(self.clean, given["quantity"], *at),
            anchors={field: self._anchor(span) for field, span in spans.items()},
            sentence=self._words(next((s for s in self._sentences if s.holds(*at)), at)),
            rules={"number": RULE, "quantity": RULE, "certainty": RULE, "claimant": named.rule, "actor": named.rule,
                   "place": RULE if place else "", "date": dated_by},
        )  # fmt: skip

    def _numbers(self, number: str, sentence: Span) -> Iterator[Span]:
        """Where the words of a number stand in a sentence, and are one: "40" is no part of "40,000"."""
        for at in self._spans(number, *sentence):
            before, after = self._plain[max(0, at.start - 2) : at.start], self._plain[at.end : at.end + 2]
            if re.search(r"\d[.,]$", before) or re.match(r"[.,]\d|[eE]\d", after):
                continue
            if numbers.below_zero(self._plain, at.start):
                continue
            mention = self._mention(at)
            if mention is not None and mention.core < at.start and before.endswith("-") and number[:1].isalpha():
                continue  # "four" is no part of "ninety-four"
            if mention is not None or reported_of(self._words(at)) is not None:
                yield at

    def _mention(self, at: Span) -> Mention | None:
        """The number that the rules see there."""
        return next((m for m in self._mentions if _overlap(at, Span(m.start, m.end))), None)

    def _spans(self, words: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """Where words stand, as whole words."""
        if words:
            inside = r"\s+".join(re.escape(word) for word in words.translate(_ALIKE).split())
            pattern = rf"(?<!\w){inside}" if words[0].isalnum() else inside
            whole = re.compile(rf"{pattern}(?!\w)" if words[-1].isalnum() else pattern, re.I)
            for match in whole.finditer(self._plain, start, len(self._plain) if end is None else end):
                yield Span(*match.span())

    def _nearest(self, words: str, at: Span, field: str) -> Span | None:
        """Where words stand nearest to a number."""
        nearest = min(self._spans(words), key=lambda s: max(s.start - at.end, at.start - s.end), default=None)
        if nearest is None:
            self._drop(f"ungrounded {field}", words)
        return nearest

    def _whole_name(self, span: Span) -> Span:
        """With all of a name that it cuts, so that the name can be masked."""
        cut = [Span(s, e) for s, e, _ in self._cast.mentions if _overlap(span, Span(s, e))]
        return Span(min(span.start, *(c.start for c in cut)), max(span.end, *(c.end for c in cut))) if cut else span

    def _named(self, given: Mapping[str, str], claimant: Span | None, at: Span) -> Named:
        """Who says it: by the claimant's words and the actor's, or by the actor's alone."""
        name = _ARTICLE.sub("", given["actor"])
        there = self._nearest(name, at, "actor") if name and name.casefold() != REPORTER.actor else None
        side = given["side"] if given["side"] in CHOICES["side"] else ""
        if claimant is None:
            if there is None:
                return REPORTER
            return Named("", self._spelled(name, there), side or "independent", "name", RULE)  # type: ignore[arg-type]
        named = self._cast.resolve(claimant)
        named = replace(named, side=side or named.side, rule=RULE)  # type: ignore[arg-type]
        if there is None:  # "we", whom the report does not name
            return replace(named, actor=named.text.casefold()) if named.actor == REPORTER.actor else named
        actor = self._spelled(name, there)
        common = set(_WORD.findall(named.text.casefold())) & set(_WORD.findall(actor.casefold()))
        return replace(named, actor=actor, mention=named.mention if named.mention == "pronoun" or common else "desc")

    def _dated(self, given: Mapping[str, str], words: Span | None) -> tuple[dt.date | None, dt.date | None, str]:
        """The first and the last day, if the report allows them, and the rule that gave them."""
        # what is denied may be over or to come
        tenses = {"stated": (False,), "denied": (False, True)}.get(given["certainty"], (True,))
        written = given["first_day"] or given["last_day"]
        first, last = (_day(given[key]) for key in DAYS)
        if not given["last_day"]:
            last = first
        lost = given["first_day"] and first is None
        if last is not None and not lost and (first or last) <= last and any(
            self._allowed(first, last, given, words, plan) for plan in tenses
        ):  # fmt: skip
            return first, last, RULE
        if written:
            self._drop("ungrounded day", f"{given['first_day']}..{given['last_day']}: {given['day']}")
        plan = tenses[0]
        day = next(iter(dates.days(self.clean, self.published, *words, plan=plan)), None) if words is not None else None
        if day is None or (not plan and (day.first or day.last or self.published) > self.published):
            return None, None, ""
        return day.first, day.last, BY_RULES

    def _allowed(
        self, first: dt.date | None, last: dt.date, given: Mapping[str, str], words: Span | None, plan: bool
    ) -> bool:
        """Whether the report can mean these days."""
        if not plan and (first or last) > self.published:
            return False
        meant = self._ends(words, plan) if words is not None else set()
        if words is not None and not meant:
            latest = self.published + WITHIN if plan else self.published
            return self.published - WITHIN <= (first or last) and last <= latest
        # "the day after", and "yesterday" in a dispatch that was written the day before it appeared
        meant |= {day + dt.timedelta(by) for day in meant for by in (-1, 1)}
        allowed = [day is None or day in meant | self._days[plan] for day in (first, last)]
        counted = given["quantity"] == "days" or _COUNTED.search(given["day"]) is not None
        return all(allowed) or (counted and first is not None and any(allowed) and last - first <= WITHIN)

    def _ends(self, span: Span, plan: bool) -> set[dt.date]:
        """Days that a stretch names, or at which its periods begin and end."""
        days = dates.days(self.clean, self.published, *span, plan=plan)
        return {end for day in days for end in (day.first, day.last) if end is not None}

    def _spelled(self, given: str, span: Span) -> str:
        """A name as the report spells it, but for capitals of a dateline and of a sentence's first word."""
        words = self._words(span)
        return given if words.isupper() or words[:1].lower() + words[1:] == given else words

    def _words(self, span: Span) -> str:
        return " ".join(self.clean[span.start : span.end].split())

    def _anchor(self, span: Span) -> Anchor:
        start, end = self.text.span(*span)
        return Anchor(start, end, self.text.original[start:end], RULE)

    def _drop(self, reason: str, words: str) -> None:
        self.aside.append(_aside(reason, words))


_NOTHING = Reported(None, None, None)


def _aside(reason: str, words: str) -> Aside:
    """Something that is not in the report, or is none of its numbers."""
    return Aside(reason, Anchor(0, 0, textwrap.shorten(words, 200, placeholder=" ..."), RULE))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _day(written: str) -> dt.date | None:
    """A day as YYYY-MM-DD; None if it is none."""
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None
