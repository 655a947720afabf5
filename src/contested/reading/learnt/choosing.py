"""A report's numbers one after another: the rules' draft of each, with the fields that are learnt chosen anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from contested.claims.claim import Side
from contested.reading.attribution import Tagger
from contested.reading.context import Context
from contested.reading.drafts import Anchor, Certainty, Draft
from contested.reading.kinds import Kind
from contested.reading.learnt import certainties, days, kinds, places, sides, sources
from contested.reading.learnt.around import Around
from contested.reading.learnt.choices import Choice, Choices
from contested.reading.learnt.spot import Spot
from contested.reading.numbers import Mention
from contested.reading.persons import Named
from contested.reading.speakers import issuing, resolved, speaker_of
from contested.reading.structure import Paragraph, Span
from contested.reading.tagging import Token
from contested.reading.when import Dated, is_total
from contested.reading.where import Site

#: what the rules take for no claim by a pattern that hardly ever errs; of the others, digits of a date or an order
_NEVER, _IN_DIGITS = frozenset(["age", "unreadable"]), frozenset(["date", "order"])


class Choosing:
    """The learnt choices in one report.

    Parameters
    ----------
    context : Context
    choices : Choices
    tagger : function
    """

    def __init__(self, context: Context, choices: Choices, tagger: Tagger) -> None:
        self._context = context
        self._choices = choices
        self._tagger = tagger
        self._last: Draft | None = None
        self._reasons: dict[str, tuple[str, ...]] = {}
        self._counted = ""
        self._source: sources.Source | None = None
        self._named: dict[Span, Named] = {}
        self._drafts: list[Draft] = []

    def _resolve(self, span: Span) -> Named:
        """Who the words of a span are, found once."""
        if span not in self._named:
            self._named[span] = resolved(self._context, span)
        return self._named[span]

    @cached_property
    def _places(self) -> places.Known:
        return places.Known(self._context.where, self._context.paragraphs)

    @cached_property
    def _days(self) -> days.Known:
        return days.Known(self._context.days, self._context.paragraphs)

    @cached_property
    def _around(self) -> Around:
        text, parts = self._context.text.clean, self._context.paragraphs
        phrases = [[f for s in p.sentences for f in sources.phrases_of(text, self._tagger(text, s), p.head, p.quotes)]
                   for p in parts]  # fmt: skip
        return Around(parts, self._context.frames, phrases, self._resolve)

    def kind(
        self, rule: Kind, seq: Sequence[Token], number: Mention, others: Sequence[Mention], drafts: Sequence[Draft],
        sentence: Span,
    ) -> Kind:  # fmt: skip
        """What a number counts."""
        self._reasons = {}
        # what only begins ("began releasing hundreds") is too rare in labelled reports for a weight of its own
        if "quantity" not in self._choices.weights or rule.reason in _NEVER or rule.start:
            return rule
        if rule.reason in _IN_DIGITS and self._context.text.clean[number.core].isdigit():
            return rule
        frame = speaker_of(self._context.frames, number.start, number.end)
        at = self._context.text.span(*sentence)[0]
        made = kinds.candidates(self._context.text.clean, seq, number, others, rule, drafts, at,
                                frame.source if frame is not None else None)  # fmt: skip
        found = self._choices.best("quantity", made, Span(number.start, number.end))
        if found is None:
            return rule
        self._reasons["quantity"], self._counted = found.reasons, found.rule
        kind: Kind = made[found.at].value
        return kind

    def chosen(
        self, draft: Draft, paragraph: Paragraph, sentence: Span, seq: Sequence[Token], number: Mention, kind: Kind
    ) -> Draft:
        """The draft with what is chosen in place of what the rules take."""
        context, text = self._context, self._context.text.clean
        verb = seq[kind.at].start if 0 <= kind.at < len(seq) else number.end
        total = is_total(text[sentence.start : sentence.end], kind.quantity)
        spot = Spot(
            text, context.paragraphs, paragraph, sentence, seq, number.start, number.end, verb, draft.quantity,
            draft.certainty, total, speaker_of(context.frames, number.start, number.end),
            self._before(draft, sentence), "carried" in (kind.rule, draft.rules["place"]), self._drafts,
        )  # fmt: skip
        draft = self._who(draft, spot)
        spot = replace(spot, actor=draft.actor, side=draft.side, speaker=self._span(draft, "claimant"))
        draft = self._certainty(self._place(draft, spot), spot)
        draft = self._ahead(self._date(draft, replace(spot, certainty=draft.certainty)))
        if "quantity" in self._reasons:
            anchors = dict(draft.anchors)
            if "quantity" in anchors:
                anchors["quantity"] = replace(anchors["quantity"], rule=self._counted)
            draft = replace(draft, anchors=anchors, rules={**draft.rules, "quantity": self._counted})
        draft = replace(draft, reasons=self._reasons)
        self._last = draft
        self._drafts.append(draft)
        return draft

    def _before(self, draft: Draft, sentence: Span) -> str:
        """How near the number before is."""
        if self._last is None:
            return "none"
        at = self._last.anchors["number"].start
        start = self._context.text.span(*sentence)[0]
        same = "same quantity" if self._last.quantity == draft.quantity else "another quantity"
        near = "same sentence" if at >= start else "close" if start - at < 160 else "far"
        return f"{near}, {same}"

    def _who(self, draft: Draft, spot: Spot) -> Draft:
        context = self._context
        if "actor" not in self._choices.weights:
            return draft
        named = Named(draft.claimant, draft.actor, draft.side, draft.mention, draft.rules["actor"])
        rule = sources.Source(named, self._span(draft, "claimant"), draft.rules["claimant"])
        own = None
        if context.issuer is not None:
            own = sources.Source(issuing(context, context.issuer), context.issuer, "issuer")
        made = sources.candidates(spot, context.cast, self._around, rule, own, self._source)
        found = self._choices.best("actor", made, Span(spot.start, spot.end))
        source: sources.Source = rule if found is None else made[found.at].value
        self._source = source
        if found is None:
            return draft
        self._reasons["claimant"] = found.reasons
        anchors = {name: a for name, a in draft.anchors.items() if name != "claimant"}
        if source.span is not None:
            anchors["claimant"] = context.anchor(*source.span, found.rule)
        rules = {**draft.rules, "claimant": found.rule, "actor": source.named.rule}
        return replace(draft, claimant=source.named.text, actor=source.named.actor, side=self._side(source, spot),
                       mention=source.named.mention, anchors=anchors, rules=rules)  # fmt: skip

    def _side(self, source: sources.Source, spot: Spot) -> Side:
        made = sides.candidates(self._context.text.clean, source.named, source.span, spot.quantity)
        found = self._choices.best("side", made, Span(spot.start, spot.end))
        side: Side = source.named.side if found is None else made[found.at].value
        return side

    def _span(self, draft: Draft, field: str) -> Span | None:
        """Where a field of a draft stands in the clean text."""
        anchor = draft.anchors.get(field)
        return None if anchor is None else Span(*self._context.text.back(anchor.start, anchor.end))

    def _place(self, draft: Draft, spot: Spot) -> Draft:
        if "place" not in self._choices.weights:
            return draft
        rule = Site(draft.place, self._span(draft, "place"), draft.rules["place"])
        last = self._last.place if self._last is not None else None
        made = places.candidates(spot, self._context.where, self._places, rule, last)
        found = self._choices.best("place", made, Span(spot.start, spot.end))
        if found is None:
            return draft
        site: Site = made[found.at].value
        return self._with(draft, "place", site.span, found, place=site.name)

    def _certainty(self, draft: Draft, spot: Spot) -> Draft:
        made = certainties.candidates(spot, self._context.days)
        found = self._choices.best("certainty", made, Span(spot.start, spot.end))
        if found is None:
            return draft
        sure: Certainty = made[found.at].value
        span = self._span(draft, "certainty") if sure == draft.certainty else None
        return self._with(draft, "certainty", span, found, certainty=sure)

    def _date(self, draft: Draft, spot: Spot) -> Draft:
        if "date" not in self._choices.weights or draft.rules["date"] == "open":
            return draft
        rule = Dated(draft.date, draft.end_date, self._span(draft, "date"), draft.rules["date"])
        last = (self._last.date, self._last.end_date) if self._last is not None else None
        made = days.candidates(spot, self._context.days, self._days, rule, last)
        found = self._choices.best("date", made, Span(spot.start, spot.end))
        if found is None:
            return draft
        day: Dated = made[found.at].value
        return self._with(draft, "date", day.span, found, date=day.first, end_date=day.last)

    def _ahead(self, draft: Draft) -> Draft:
        """The draft with a day to come as a plan: what is of such a day cannot have happened."""
        day = draft.date or draft.end_date
        if draft.certainty != "stated" or day is None or day <= draft.published:
            return draft
        rules = {**draft.rules, "certainty": "planned"}
        anchors = {name: a for name, a in draft.anchors.items() if name != "certainty"}
        return replace(draft, certainty="planned", anchors=anchors, rules=rules)

    def _with(self, draft: Draft, field: str, span: Span | None, choice: Choice, **more: object) -> Draft:
        self._reasons[field] = choice.reasons
        anchors: dict[str, Anchor] = {name: a for name, a in draft.anchors.items() if name != field}
        if span is not None:
            anchors[field] = self._context.anchor(*span, choice.rule)
        return replace(draft, anchors=anchors, rules={**draft.rules, field: choice.rule}, **more)  # type: ignore[arg-type]
