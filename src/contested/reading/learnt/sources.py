"""Who may have said a number: the reporter, the body whose text it is, and whoever is named around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from contested.reading import cues
from contested.reading.actors import Cast
from contested.reading.bodies import KINDS as BODIES
from contested.reading.learnt.around import Around, Phrase
from contested.reading.learnt.choices import RULES, Candidate
from contested.reading.learnt.clause import stem
from contested.reading.learnt.speakers import sort_of
from contested.reading.learnt.spot import ZONES, Spot, length
from contested.reading.persons import REPORTER, Named
from contested.reading.phrases import is_inner
from contested.reading.pronouns import ONE_PERSON, fits
from contested.reading.structure import Span
from contested.reading.tagging import Token

_WORDS = re.compile(r"\w+")
_PERSON = re.compile(rf"\b(?:{ONE_PERSON})s?\b", re.I)
#: pronouns that speak, and the sex that they tell
_PRONOUNS = {"he": "m", "she": "f", "they": "", "it": ""}
#: a phrase for more than one
_SEVERAL = re.compile(r"(?:(?<!s)s|police|people|men|women|whips|peoples)$|\bpolice\b", re.I)
_BEFORE = frozenset(["to", "by", "of", "from", "for", "with", "at", "in", "on", "against", "citing", "quoting"])


class Source(NamedTuple):
    """Somebody as a source: who it is, where that is named, and the rule."""

    named: Named
    span: Span | None
    rule: str


def phrases_of(text: str, seq: Sequence[Token], head: bool, quotes: Sequence[Span]) -> list[Phrase]:
    """The noun phrases and pronouns of a sentence."""
    found: list[Phrase] = []
    k = 0
    while k < len(seq):
        if seq[k].tag == "PRON" and seq[k].low in ("he", "she", "they", "we", "i", "it"):
            found.append(_phrase(text, seq, k, k + 1, head, quotes))
            k += 1
        elif is_inner(seq[k]) and seq[k].tag != "POS":
            end = k
            while end < len(seq) and is_inner(seq[end]) and not (end > k and seq[end].tag == "DET"):
                end += 1
            long = end
            while long + 1 < len(seq) and seq[long].low in ("of", "for", "at", "from") and is_inner(seq[long + 1]):
                long += 1
                while long < len(seq) and is_inner(seq[long]):
                    long += 1
            if any(t.tag in ("NOUN", "PROPN", "ADJ") for t in seq[k:end]):
                found.append(_phrase(text, seq, k, long, head, quotes))
            k = long
        else:
            k += 1
    return found


def _phrase(text: str, seq: Sequence[Token], at: int, end: int, head: bool, quotes: Sequence[Span]) -> Phrase:
    span = Span(seq[at].start, seq[end - 1].end)
    features = set()
    after = seq[end] if end < len(seq) else None
    cue = cues.forms().get(after.low) if after is not None else None
    if after is None:
        features.add("ends the sentence")
    elif cue is not None:
        features.add(f"before a verb to {cue.kind}")
    elif after.text in ":,.;—–(":
        features.add(f"before “{after.text}”")
    elif after.tag in ("AUX", "VERB"):
        features.add("before a verb")
        late = next((cues.forms()[t.low] for t in seq[end : end + 4] if t.low in cues.forms()), None)
        if late is not None:
            features.add(f"near a verb to {late.kind}")
    else:
        features.add(f"before {after.tag}")
    for token in seq[end : end + 4]:
        if token.tag in ("VERB", "NOUN", "ADJ") and token.low not in ("quote",):
            features.add(f"then “{stem(token.low)}”")
            break
        if token.tag not in ("AUX", "ADV", "TO", "DET", "PRON"):
            break
    features.add(f"ends in “{stem(seq[end - 1].low)}”")
    before = seq[at - 1] if at else None
    if at > 1 and seq[at - 1].tag in ("ADP", "DET") and seq[at - 2].tag in ("NOUN", "VERB"):
        features.add(f"behind “{stem(seq[at - 2].low)}” {seq[at - 1].low}")
    if before is None:
        features.add("opens its sentence")
    elif before.low in _BEFORE:
        features.add("behind according to" if before.low == "to" and at > 1 and seq[at - 2].low == "according" else
                     f"behind “{before.low}”")  # fmt: skip
    elif before.low in cues.forms():
        features.add(f"behind a verb to {cues.forms()[before.low].kind}")
    else:
        features.add(f"behind {before.tag}")
    words = [t.low for t in seq[at:end]]
    if any(w.rstrip("s") in BODIES or w in BODIES for w in words):
        features.add("names a body")
    if _PERSON.search(text[span.start : span.end]):
        features.add("names a role")
    features.add("with a capital" if any(t.tag == "PROPN" for t in seq[at:end]) else "without capitals")
    if any(t.tag == "NUM" for t in seq[at:end]):
        features.add("with a number in it")
    if any(q.holds(*span) for q in quotes):
        features.add("inside a quotation")
    return Phrase(span, frozenset(features))


def candidates(
    spot: Spot, cast: Cast, around: Around, rule: Source, issuer: Source | None, last: Source | None
) -> list[Candidate]:
    """The candidates for the source of a number, each a `Source`; that of the rules is always one."""
    found: dict[str, tuple[Source, set[str]]] = {}

    def add(source: Source, features: set[str]) -> None:
        key = source.named.actor.casefold()
        if key in found:
            features |= found[key][1]
            source = found[key][0]
        found[key] = source, features

    add(rule, {f"rule: {rule.rule}", RULES})
    add(Source(REPORTER, None, "learnt"), {"the reporter"})
    if issuer is not None:
        add(issuer, {"whose bulletin it is"})
    if last is not None:
        add(last, {"source of the number before", f"number before: {spot.before}"})
    near = around.of(spot)
    quoted = next((q for q in spot.paragraph.quotes if q.holds(spot.start, spot.end)), None)
    seen: set[str] = set()
    for rank, phrase in near:
        zone = ZONES[rank]
        by = around.by.get(phrase.span.start)
        span = around.source(phrase)
        if span.start < spot.end and spot.start < span.end:
            continue
        named = around.resolve(span)
        key = named.actor.casefold()
        if key in seen:
            found[key][1].add(f"also: {zone}" + (", a source" if by is not None else ""))
            continue
        seen.add(key)
        features = {f"{zone}: {f}" if zone.startswith("same") else f"{zone[:8]}: {f}" for f in phrase.features}
        features |= {zone, *phrase.features}
        if zone.startswith("same"):
            features.add(f"words between: {length(len(_WORDS.findall(spot.gap(*span))))}")
        if by is not None:
            holds = by.holds(spot.start, spot.end)
            features |= {f"source by {by.rule}, {'of the number' if holds else 'of something else'}",
                         f"source, {zone}"}  # fmt: skip
            if holds:
                cue = spot.text[by.cue.start : by.cue.end].casefold()
                features |= {f"says it with “{cue}”", f"says it with “{cue}”: {spot.group}"}
                if to := _to(spot.text, by.cue.end):
                    features |= {f"says it with “{to}”", f"says it with “{to}”: {spot.group}"}
        features.add(f"side {named.side}")
        features.add(f"mention {named.mention}")
        if quoted is not None and span.start >= quoted.start and span.end <= quoted.end:
            features.add("in the same quotation")
        add(Source(named, span, "learnt"), features)
    _antecedents(spot, cast, near, around, found)
    here = next((ZONES[rank] for rank, p in near if p.span.start in around.by), "nowhere")
    speaks = "nobody" if spot.frame is None or spot.frame.source is None else f"{spot.frame.rule}, {spot.frame.kind}"
    nobody = frozenset(f for source, features in found.values() for f in features if f.startswith("source by"))
    made = []
    for source, features in found.values():
        if source.named.actor == "reporter":
            features |= {f"reporter, {f}" for f in nobody if f.endswith("of the number")}
            features |= {f"reporter: {spot.group}", f"reporter: {spot.stands}", f"reporter: {spot.quantity}",
                         f"reporter: says {speaks}", f"reporter: nearest source {here}",
                         f"reporter: {speaks == 'nobody'}, {here}"}  # fmt: skip
            if spot.frame is not None:
                features.add(f"reporter: “{spot.text[spot.frame.cue.start : spot.frame.cue.end].casefold()}”")
                if to := _to(spot.text, spot.frame.cue.end):
                    features.add(f"reporter: “{to}”")
            if quoted is not None:
                features.add("reporter in a quotation")
        elif quoted is not None:
            features.add("number in a quotation: " + next((z for z in ZONES if z in features), ""))
        if "source of the number before" in features:
            own = "without a source" if speaks == "nobody" else "with a source"
            features |= {f"number before: {spot.before}, says {speaks}", f"number before: {spot.before}, {here}",
                         f"number before: {spot.group}, {own}"}  # fmt: skip
        if issuer is not None and source.named.actor != issuer.named.actor:
            features.add("another than whose bulletin it is" if source.named.actor != "reporter" else
                         "the reporter of a bulletin")  # fmt: skip
        features |= _so_far(spot, source.named)
        own = next((f[6:] for f in features if f.startswith("rule: ")), "learnt")
        if RULES in features:
            features |= {f"rule: {own}, {spot.group}", f"rule: {own}, says {speaks}"}
        made.append(Candidate(source._replace(rule=own), frozenset(features)))
    return made


def _to(text: str, end: int) -> str:
    """ "to have" of who claims to have done something, which is speech; "to" of who promises to do it."""
    return next((words for words in ("to have", "to") if text.startswith(f" {words} ", end)), "")


def _so_far(spot: Spot, named: Named) -> set[str]:
    """What sort of source it is, with what is counted, and whether it has spoken before."""
    sort = "the reporter" if named.actor == "reporter" else sort_of(f"{named.text} {named.actor}")
    found = {f"sort {sort}", f"sort {sort}: {spot.group}", f"sort {sort}: {spot.quantity}"}
    said = [d for d in spot.drafts if d.actor == named.actor]
    if not said:
        return found | {"never spoke yet", f"never spoke yet, {'first' if not spot.drafts else 'others did'}"}
    here = said[-1].anchors["number"].start >= spot.paragraph.span.start
    same = any(d.quantity == spot.quantity for d in said)
    name = "the reporter" if sort == "the reporter" else "somebody"
    found |= {f"{name} spoke {'here' if here else 'before'}",
              f"{name} spoke {'here' if here else 'before'} of {'the same' if same else 'another thing'}"}  # fmt: skip
    return found | {f"{name} said {min(3, len(said))} numbers"}


def _antecedents(
    spot: Spot, cast: Cast, near: Sequence[tuple[int, Phrase]], around: Around,
    known: Mapping[str, tuple[Source, set[str]]],
) -> None:  # fmt: skip
    """Mark whom the pronoun that speaks in the number's sentence may stand for, the nearest before it first."""
    pronoun = next((p.span for rank, p in near if rank < 6 and p.span.start in around.by
                    and spot.text[p.span.start : p.span.end].casefold() in _PRONOUNS), None)  # fmt: skip
    if pronoun is None:
        return
    word = spot.text[pronoun.start : pronoun.end].casefold()
    before = sorted((p for _, p in near if p.span.end <= pronoun.start), key=lambda p: -p.span.start)
    ranks: dict[str, int] = {}
    agreed = 0
    for phrase in before:
        span = phrase.span
        named = around.resolve(span)
        key = named.actor.casefold()
        if key in ranks or key not in known or named.mention == "pronoun":
            continue
        one = fits(cast, named, "m") or fits(cast, named, "f")
        if fits(cast, named, _PRONOUNS[word]) if _PRONOUNS[word] else not one:
            ranks[key] = len(ranks)
            features = known[key][1]
            features |= {f"“{word}” may be, {min(ranks[key], 3)}", f"may be meant, {min(ranks[key], 3)}"}
            if span.start in around.by:
                features.add("may be meant, a source")
            opens = "opens its sentence" in phrase.features
            if opens:
                features.add("may be meant, opens a sentence")
            several = _SEVERAL.search(spot.text[span.start : span.end]) is not None
            own = spot.sentence.start <= span.start
            where = f"{'own sentence' if own else 'before'}, {'opens it' if opens else 'inside'}"
            features |= {f"“{word}” may be, {'several' if several else 'one'}", f"“{word}” may be, {where}",
                         f"“{word}” may be, {'several' if several else 'one'}, {where}"}  # fmt: skip
            if several == (word == "they"):
                agreed += 1
                features.add(f"“{word}” may be, {min(agreed, 3)} that agrees")
