"""Rules from a text to drafts of claims: the default reader, without a model of language.

    read_text(text, name, published) -> Reading

`structure` cuts the text, `attribution` says who speaks, `numbers` and `kinds` what is counted, `actors` who a source
is, `places` and `dates` where and when. A tagger (`parse`) may take the place of the tables of `tagging`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache

from contested.reading import certainty, relate
from contested.reading.actors import Cast
from contested.reading.acts import acts_of
from contested.reading.amounts import is_whole
from contested.reading.attribution import Tagger, frames
from contested.reading.carry import carried
from contested.reading.causes import causes_of
from contested.reading.context import Context
from contested.reading.countries import country_of
from contested.reading.day_meanings import lasting
from contested.reading.drafts import Aside, Draft, Reading
from contested.reading.hygiene import repair
from contested.reading.issuer import issuer_of
from contested.reading.kinds import SHARES, Kind, counts, kind_of
from contested.reading.learnt.choices import Choices, shipped
from contested.reading.learnt.choosing import Choosing
from contested.reading.numbers import Mention, readable
from contested.reading.places import as_spelled, places
from contested.reading.speakers import claimant, resolved, speaker_of
from contested.reading.structure import Paragraph, Span, paragraphs, unwrapped
from contested.reading.tagging import Token, tokens
from contested.reading.when import Days, is_total
from contested.reading.where import Where


def read_text(
    original: str, name: str, published: dt.date, tagger: Tagger = tokens, choices: Choices | None = None
) -> Reading:
    """The drafts of a report's text.

    Parameters
    ----------
    original : str
    name : str
        How the report is called.
    published : date
    tagger : function
        Tokens with tags of a sentence.
    choices : Choices, optional
        Weights of learnt choices, those of the package by default; `Choices({})` leaves every field to the rules.
    """
    tagger = cache(tagger)  # what is said, counted, done and chosen all need the tokens of a sentence
    text = repair(original)
    text = replace(text, clean=unwrapped(text.clean))
    parts = paragraphs(text.clean)
    home = country_of(text.clean)
    cast = Cast(text.clean, parts, home)
    found = frames(text.clean, parts, tagger)
    issuer = issuer_of(text.clean, parts)
    persons = cast.name_words
    there = places(text.clean, persons, home)
    context = Context(
        text, name, published, parts, found, cast,
        Where(text.clean, there, parts, as_spelled(home, there), issuer is not None, persons),
        Days(text.clean, published, parts, found, issuer is not None), [],
        issuer,
    )  # fmt: skip
    for frame in found:
        if frame.source is not None:
            named = resolved(context, frame.source)
            context.sources.append((frame.source.start, replace(named, at=frame.source.start)))
    drafts: list[Draft] = []
    choosing = Choosing(context, shipped() if choices is None else choices, tagger)
    aside: list[Aside] = []
    for paragraph in parts:
        for sentence in paragraph.sentences:
            numbers, unreadable = readable(text.clean, *sentence)
            aside += [Aside("unreadable", context.anchor(*at, "number")) for at in unreadable]
            if not numbers:
                continue
            seq = tagger(text.clean, sentence)
            for number in numbers:
                number, kind = _counted(context, choosing, seq, number, numbers, drafts, sentence)
                if not kind.quantity:
                    aside.append(Aside(kind.reason, context.anchor(number.start, number.end, kind.rule)))
                else:
                    draft = _draft(context, paragraph, sentence, seq, number, kind)
                    here = text.span(*paragraph.span)[0]
                    if kind.rule == "carried" and drafts and drafts[-1].anchors["number"].start >= here:
                        draft = _continued(draft, drafts[-1])
                    drafts.append(choosing.chosen(draft, paragraph, sentence, seq, number, kind))
    return Reading(
        name, published, original, relate.related(tuple(drafts)), acts_of(context, tagger), tuple(aside),
        causes_of(context),
    )  # fmt: skip


def _counted(
    context: Context, choosing: Choosing, seq: list[Token], number: Mention, numbers: list[Mention],
    drafts: list[Draft], sentence: Span,
) -> tuple[Mention, Kind]:  # fmt: skip
    """What a number counts, and the number as it is of that: "45.759" is a share behind "54.241 percent"."""
    kind = _by_rules(context, seq, number, numbers, drafts, sentence)
    if not kind.quantity and number.part is not None:
        share = number.as_share
        among = [share if other is number else other for other in numbers]
        part = _by_rules(context, seq, share, among, drafts, sentence)
        part = choosing.kind(part, seq, share, among, drafts, sentence)
        if part.quantity in SHARES:
            return share, part
    kind = choosing.kind(kind, seq, number, numbers, drafts, sentence)
    return (number.as_share if kind.quantity in SHARES else number), kind


def _by_rules(
    context: Context, seq: list[Token], number: Mention, numbers: list[Mention], drafts: list[Draft], sentence: Span
) -> Kind:
    """What the rules take a number to count."""
    text, at = context.text.clean, context.text.span(*sentence)[0]
    kind = kind_of(text, seq, number, numbers)
    kind = carried(kind, drafts, text, sentence, at, number, context.frames)
    if is_whole(number.reported) or (counts(kind.quantity, number.reported) and kind.rule != "elliptic"):
        return kind
    if kind.noun or (number.reported.value or 0) > 100:
        return Kind("", "unreadable", "number")  # "1.5 people"
    # what is no whole number and names nothing is a share: "51.2 percent and the other 43.9"
    kind = kind_of(text, seq, replace(number, unit="percent"), numbers)
    return carried(kind, drafts, text, sentence, at, number, context.frames)


def _draft(
    context: Context, paragraph: Paragraph, sentence: Span, seq: list[Token], number: Mention, kind: Kind
) -> Draft:
    text = context.text.clean
    frame = speaker_of(context.frames, number.start, number.end)
    named, source = claimant(context, frame)
    quoted = any(q.holds(number.start, number.end) for q in paragraph.quotes)
    sure, sure_at = certainty.of(text, seq, number, kind, frame)
    verb = seq[kind.at].start if 0 <= kind.at < len(seq) else number.end
    total = is_total(text[sentence.start : sentence.end], kind.quantity)
    where = context.where.of(number.start, verb, sentence, kind.quantity, total)
    ahead = sure in ("planned", "conditional")
    in_days = kind.quantity == "days"
    lasts = lasting(number.reported.value, text[number.end : number.end + 24]) if in_days else 0
    when = context.days.of(number.start, verb, sentence, paragraph, ahead, kind.quantity, total, lasts,
                           sure == "conditional")  # fmt: skip
    anchors = {"number": context.anchor(number.start, number.end, "number")}
    if 0 <= kind.at < len(seq):
        anchors["quantity"] = context.anchor(seq[kind.at].start, seq[kind.at].end, kind.rule)
    if source is not None:
        anchors["claimant"] = context.anchor(source.start, source.end, frame.rule if frame else "")
    if where.span is not None:
        anchors["place"] = context.anchor(*where.span, where.rule)
    if when.span is not None:
        anchors["date"] = context.anchor(*when.span, when.rule)
    if sure_at is not None:
        anchors["certainty"] = context.anchor(*sure_at, sure)
    speaks = frame.rule if frame is not None and source is not None else named.rule if source is None else "issuer"
    rules = {"number": "number", "quantity": kind.rule, "claimant": speaks, "actor": named.rule, "place": where.rule,
             "date": when.rule, "certainty": sure}  # fmt: skip
    unit = number.unit or kind.unit or unit_of(kind.quantity, text[number.end : number.end + 12])
    return Draft(
        context.name, context.published, kind.quantity, *number.reported, unit, named.text, named.actor, named.side,
        named.mention, where.name, when.first, when.last, sure, quoted, about=_about(text, seq, number, kind),
        start=kind.start, anchors=anchors, sentence=text[sentence.start : sentence.end], rules=rules,
    )  # fmt: skip


#: rules by which the sentence of a number says where or when itself
_OWN = frozenset(["sentence", "listed", "since", "total", "lasts", "state", "vote", "open"])


def _continued(draft: Draft, last: Draft) -> Draft:
    """A draft that takes its quantity from the one before, with its place and its day where it names none itself."""
    if draft.quantity != last.quantity or draft.certainty in ("planned", "conditional"):
        return draft
    rules, anchors = dict(draft.rules), dict(draft.anchors)
    for field in ("place", "date"):
        if draft.rules[field] in _OWN:
            continue
        rules[field] = "carried"
        anchors.pop(field, None)
        if field in last.anchors:
            anchors[field] = replace(last.anchors[field], rule="carried")
    place = last.place if rules["place"] == "carried" else draft.place
    days = (last.date, last.end_date) if rules["date"] == "carried" else (draft.date, draft.end_date)
    return replace(draft, place=place, date=days[0], end_date=days[1], rules=rules, anchors=anchors)


def unit_of(quantity: str, behind: str) -> str:
    """The unit of a number that names none itself, by the text behind it: of a length of time, or of a share."""
    if quantity == "days":
        named = re.match(r"(?:-|\s)?(?:\w+ )?(day|hour|week|month|year|night|minute)", behind)
        return named[1] if named else "day"
    return "percent" if quantity.endswith("_share") else ""


_FORCES = re.compile(r"\b(?:police|officers?|policemen|soldiers?|troops|guards|servicemen|troopers)\b", re.I)


#: days and months, which are nobody's name, "May" only as a month
_TIMES = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:January|February|March|April|June|July|August|September|October|"
    r"November|December)\b|May (?=\d)|(?:(?<=[Ii]n )|(?<=of )|(?<=since )|(?<=\d ))May\b"
)
_NAMES = re.compile(
    rf"\b(?!The\b|In\b|On\b|At\b|But\b|And\b|With\b|{_TIMES})([A-Z][a-z]+(?: [A-Z][a-z]+)*)\b(?! percent)"
)
_WON_BY = re.compile(
    r"(?:\s?%| percent| per cent)?(?: of the vote)?(?: voted)? (?:for|to) "
    r"(?:[a-z]+ )*(?:[a-z]+, )?([A-Z]\w+(?: [A-Z]\w+)*)"
)


def _about(text: str, seq: list[Token], number: Mention, kind: Kind) -> str:
    return "forces" if kind.rule.startswith("forces-") else result_of(text, kind.quantity, number.start, number.end)


def result_of(text: str, quantity: str, start: int, end: int) -> str:
    """Whose result a number of votes or a share of them is; empty for other quantities."""
    if quantity not in ("vote_share", "poll_share", "votes"):
        return ""
    before = _NAMES.findall(text[max(0, start - 70) : start])
    after = _WON_BY.match(text[end : end + 70])
    return after[1] if after else before[-1] if before else ""
