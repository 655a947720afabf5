"""Whose words a number stands in: the attribution that holds it, and who that is; a bulletin's own body otherwise."""

from __future__ import annotations

import re
from dataclasses import replace

from contested.reading import voices
from contested.reading.context import Context
from contested.reading.frame import Frame
from contested.reading.issuer import MARCHED, WE
from contested.reading.persons import REPORTER, Named
from contested.reading.structure import Span


def speaker_of(of: list[Frame], start: int, end: int) -> Frame | None:
    """The attribution that a number belongs to: the outermost that says something."""
    found = [f for f in of if f.source is not None and f.holds(start, end)]
    if len(found) > 1 and found[0].rule == "script" and found[1].rule in ("subject", "behind", "according"):
        return found[1]  # who is cited in an interview
    return found[0] if found else None


def claimant(context: Context, frame: Frame | None) -> tuple[Named, Span | None]:
    """Who says it, and the words that name them; in a body's own bulletin that body, where nobody is named."""
    if frame is None or frame.source is None:
        return (REPORTER, None) if context.issuer is None else (issuing(context, context.issuer), context.issuer)
    if context.issuer is not None and _OWN_DATA.fullmatch(context.text.clean[frame.source.start : frame.source.end]):
        return issuing(context, context.issuer), context.issuer
    if context.issuer is not None and context.text.clean[frame.source.start : frame.source.end].casefold() in WE:
        return replace(issuing(context, context.issuer), mention="pronoun"), frame.source
    named = resolved(context, frame.source)
    if context.issuer is not None and named.actor == "reporter" and named.mention == "pronoun":
        named = replace(issuing(context, context.issuer), mention="pronoun")
    return named, frame.source


def resolved(context: Context, span: Span) -> Named:
    """Who the words of a span are: the issuer by part of its name, the author or the paper, or one of the cast."""
    text = context.text.clean
    spelled = " ".join(text[slice(*span)].split())
    if context.issuer is not None and voices.part_of(spelled, text[slice(*context.issuer)]):
        return replace(issuing(context, context.issuer), text=spelled, mention="desc")
    quoted = any(q.holds(*span) for p in context.paragraphs for q in p.quotes)
    if context.issuer is None and not quoted and (own := voices.own(spelled, text, context.paragraphs)):
        return Named(spelled, own, "media", "desc" if " " in spelled else "pronoun", "byline")
    return context.cast.resolve(span, [n for at, n in context.sources if at < span.start])


def issuing(context: Context, issuer: Span) -> Named:
    """The body whose own text this is; one that counts itself among the marchers is of the opposition."""
    named = context.cast.resolve(issuer)
    if named.rule == "name" and len(named.actor.split()) * 2 < len(context.text.clean[slice(*issuer)].split()):
        named = context.cast.body(issuer)  # a place or a person in the name of a body
    marches = named.side == "independent" and MARCHED.search(context.text.clean, issuer.end) is not None
    return replace(named, side="opposition") if marches else named


#: what a body calls its own numbers
_OWN_DATA = re.compile(
    r"(?:(?:the|our|these|such) )?(?:(?:preliminary|official|final|available|operational|updated|latest|incomplete) )+"
    r"(?:data|figures|results|information|reports|statistics|counts?)|(?:the|our|these) (?:data|figures|results)",
    re.I,
)
