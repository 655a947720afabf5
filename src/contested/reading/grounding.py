"""From words that somebody points to, to a draft: each must stand in the report, or it is dropped and listed.

A number's value follows from its words by the rules of this package. A day is taken if the words that date it can mean
it, or if the report names it elsewhere; otherwise what the rules see in these words stands. Who a source is must be
named in the report, too. Quantity, side and certainty are choices from closed lists.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import get_args

from contested.claims.claim import Side
from contested.claims.words import Reported
from contested.reading import dates, numbers
from contested.reading.actors import Cast
from contested.reading.countries import country_of
from contested.reading.drafts import Anchor, Aside, Certainty, Draft
from contested.reading.hygiene import Text
from contested.reading.kinds import QUANTITIES
from contested.reading.numbers import Mention
from contested.reading.persons import REPORTER, Named
from contested.reading.structure import Span, paragraphs

#: fields of an item: words copied from the report, days written as YYYY-MM-DD, and choices
WORDS = ("sentence", "number", "claimant", "actor", "place", "day")
DAYS = ("first_day", "last_day")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "quantity": QUANTITIES, "side": get_args(Side), "certainty": get_args(Certainty),
}  # fmt: skip
#: the rule that drafts name for what was pointed to
RULE = "endpoint"
#: marks that are taken for one another: quotation marks, apostrophes, dashes and blanks, character for character
_ALIKE = str.maketrans("“”„«»‘’‚–—‐‑\u00a0\u202f\u2009\n\t", '"""""' + "'''----     ")
#: words for a period that is counted: "in three days", "the past 48 hours"
_COUNTED = re.compile(r"\b(?:hours|days|nights|weeks|fortnight|months)\b")
_WORD = re.compile(r"\w+")
_ARTICLE, _THE = re.compile(r"^(?:the|a|an)\s+", re.I), re.compile(r"^the\s+", re.I)


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
    """

    def __init__(self, text: Text, clean: str, name: str, published: dt.date) -> None:
        self.text, self.clean, self.name, self.published = text, clean, name, published
        #: what was pointed to and does not stand in the report
        self.aside: list[Aside] = []
        self._plain = clean.translate(_ALIKE)
        self._paragraphs = paragraphs(clean)
        self._cast = Cast(clean, self._paragraphs, country_of(clean))
        self._used: set[int] = set()
        self._days = self._ends(Span(0, len(clean))) | {published}

    def drafts(self, items: Iterable[Mapping[str, object]]) -> list[Draft]:
        """The drafts of items that stand in the report, in its order."""
        found = [draft for item in items if (draft := self._draft(item)) is not None]
        return sorted(found, key=lambda d: d.anchors["number"].start)

    def _draft(self, item: Mapping[str, object]) -> Draft | None:
        given = {key: v.strip() if isinstance(v := item.get(key), str) else "" for key in (*WORDS, *DAYS, *CHOICES)}
        number = self._number(given["sentence"], given["number"])
        if number is None or given["quantity"] not in QUANTITIES or given["certainty"] not in CHOICES["certainty"]:
            self._drop("ungrounded", f"{given['number']}: {given['sentence']}")
            return None
        at, mention, reported = number
        spans = {"number": at}
        for field in ("claimant", "place", "day"):
            if given[field] and (there := self._nearest(given[field], at, field)) is not None:
                spans["date" if field == "day" else field] = there
        named = self._named(given["actor"], given["side"], spans.get("claimant"), at)
        # capitals of a dateline and of a sentence's first word are not the name's
        place = _THE.sub("", given["place"]) if "place" in spans else ""
        first, last = self._dated(given, spans.get("date"))
        fields = ("number", "quantity", "claimant", "actor", "place", "date", "certainty")
        return Draft(
            report=self.name, published=self.published, quantity=given["quantity"], value=reported.value,
            low=reported.low, high=reported.high, unit=mention.unit if mention else "", claimant=named.text,
            actor=named.actor, side=named.side, mention=named.mention, place=place, date=first,
            end_date=None if first == last else last, certainty=given["certainty"],  # type: ignore[arg-type]
            quoted=any(q.holds(*at) for p in self._paragraphs for q in p.quotes),
            anchors={field: self._anchor(span) for field, span in spans.items()},
            sentence=" ".join(given["sentence"].split()), rules=dict.fromkeys(fields, RULE),
        )  # fmt: skip

    def _number(self, sentence: str, number: str) -> tuple[Span, Mention | None, Reported] | None:
        """Where a number stands and what it says: the first of these words that no item had before."""
        for start, end in self._spans(sentence):
            mentions = numbers.mentions(self.clean, start, end)
            for at in self._spans(number, start, end):
                mention = next((m for m in mentions if m.start < at.end and at.start < m.end), None)
                if mention is not None and mention.core in self._used:
                    mention = None  # "7.4 million to 6.7 million" may be two results and no range
                reported = mention.reported if mention else numbers.reported_of(self._words(at))
                core = mention.core if mention else at.start
                if reported is not None and core not in self._used:
                    self._used.add(core)
                    return Span(mention.start, mention.end) if mention else at, mention, reported
        return None

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
        found = min(self._spans(words), key=lambda s: max(s.start - at.end, at.start - s.end), default=None)
        if found is None:
            self._drop(f"ungrounded {field}", words)
        return found

    def _named(self, actor: str, side: str, claimant: Span | None, at: Span) -> Named:
        """Who says it."""
        if claimant is None:
            return REPORTER
        named = self._cast.resolve(claimant)
        side = side if side in CHOICES["side"] else named.side
        name = _ARTICLE.sub("", actor)
        if not name or self._nearest(name, at, "actor") is None:
            return replace(named, side=side, rule=RULE)  # type: ignore[arg-type]
        common = set(_WORD.findall(named.text.casefold())) & set(_WORD.findall(name.casefold()))
        mention = named.mention if named.mention == "pronoun" or common else "desc"
        return Named(named.text, name, side, mention, RULE)  # type: ignore[arg-type]

    def _dated(self, given: Mapping[str, str], words: Span | None) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day, if the report allows them."""
        written = given["first_day"] or given["last_day"]
        if not written and words is None:
            return None, None
        first, last = (_day(given[key]) for key in DAYS)
        if last is not None and (first is not None or not given["first_day"]) and (first or last) <= last:
            meant = self._ends(words) if words is not None else set()
            # words that the rules cannot read still date a number, and what lasts is counted from either end
            free = words is not None and not meant
            counted = given["quantity"] == "days" or _COUNTED.search(given["day"]) is not None
            # "the day after", and "yesterday" in a dispatch that was written the day before it appeared
            meant |= {day + dt.timedelta(by) for day in meant for by in (-1, 1)}
            allowed = [day is None or free or day in meant | self._days for day in (first, last)]
            if all(allowed) or (counted and first is not None and any(allowed)):
                return first, last
        if written:
            self._drop("ungrounded day", f"{given['first_day']}..{given['last_day']}: {given['day']}")
        plan = given["certainty"] in ("planned", "conditional")
        day = next(iter(dates.days(self.clean, self.published, *words, plan=plan)), None) if words is not None else None
        return (day.first, day.last) if day is not None else (None, None)

    def _ends(self, span: Span) -> set[dt.date]:
        """Days that a stretch names, or at which its periods begin and end, read of what was and of what is to come."""
        found = [day for plan in (False, True) for day in dates.days(self.clean, self.published, *span, plan=plan)]
        return {end for day in found for end in (day.first, day.last) if end is not None}

    def _words(self, span: Span) -> str:
        return " ".join(self.clean[span.start : span.end].split())

    def _anchor(self, span: Span) -> Anchor:
        start, end = self.text.span(*span)
        return Anchor(start, end, self.text.original[start:end], RULE)

    def _drop(self, reason: str, words: str) -> None:
        self.aside.append(Aside(reason, Anchor(0, 0, words[:200], RULE)))


def _day(written: str) -> dt.date | None:
    """A day as YYYY-MM-DD; None if it is none."""
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None
