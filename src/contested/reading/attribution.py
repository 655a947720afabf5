"""Who says what in a text: a cue, the words that name the source, and the characters that are said.

    frames(text) -> Frame(source, cue, contents, kind, rule) ...

Rules by construction, one name each: `subject` (X said that ...), `turned` ("...", said X), `behind` (..., X said),
`according` (according to X), `passive` (it was said by X), `noun` (X's claim that ...), `colon` (X said: and what
follows), `carried` (a quotation that goes on), `script` (NAME: ...).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from contested.reading import cues, phrases
from contested.reading.clues import roles_of
from contested.reading.constructions import according, announced, in_count, listed, noun, own_count, tail
from contested.reading.countries import is_place
from contested.reading.frame import Frame, Sentence, frame_of
from contested.reading.lexicon import words
from contested.reading.structure import Paragraph, Span
from contested.reading.tagging import Token, tokens
from contested.reading.verbs import verb

Tagger = Callable[[str, Span], list[Token]]
#: the hour before an entry of a live blog
_HOUR = re.compile(r"\[?\d{1,2}[.:h]\d\d\]?\s?(?:[ap]m)?\s")
#: who speaks in an interview, before a colon
_SCRIPT = re.compile(r"(?:(?:Dr|Mr|Mrs|Ms|Father|Sister|Prof)\.? )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}")
#: words for what is said, before a colon and a quotation
_FINDINGS = cues.NOUNS | {"finding", "findings", "message", "answer", "reply", "slogan", "words", "verdict", "note"}
#: labels that name nobody
_LABELS = words("attribution.labels")
_ASKS = frozenset(["Question", "Q", "Interviewer", "Reporter", "Moderator", "Host"])
#: a quotation of fewer words is a word in quotation marks and no speech
_SPEECH = 5


def frames(text: str, paragraphs: Sequence[Paragraph], tagger: Tagger = tokens) -> list[Frame]:
    """Every attribution of a text, in order of its cues."""
    found: list[Frame] = []
    speaker: Span | None = None
    open_block: Frame | None = None
    for paragraph in paragraphs:
        own: list[Frame] = []
        speech = [
            q for q in paragraph.quotes if len(text[q.start : q.end].split()) >= _SPEECH or text[q.end - 2] in ",."
        ]
        for span in paragraph.sentences:
            seq = _outside(text, span, speech, tagger)
            own += _of_sentence(
                text, Sentence(span, seq, [q for q in speech if q.start < span.end and span.start < q.end])
            )
        own += _carried(paragraph, speech, own, speaker, open_block, text)
        found += own
        named = [f for f in own if f.source is not None]
        if named:
            speaker = named[-1].source
        last = paragraph.sentences[-1].start if paragraph.sentences and not _open(text, paragraph) else 0
        if paragraph.goes_on and named and named[-1].cue.start >= last:
            open_block = named[-1]
        elif not (paragraph.goes_on and open_block):
            open_block = None
    return sorted(found, key=lambda f: f.cue)


def _open(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph goes on in an open quotation and not behind a colon."""
    return text[paragraph.span.end - 1] != ":"


def _outside(text: str, span: Span, speech: Sequence[Span], tagger: Tagger) -> list[Token]:
    """The tokens of a sentence, each quotation of several words in it as one."""
    seq: list[Token] = []
    hour = _HOUR.match(text, span.start)
    for token in tagger(text, span):
        if hour is not None and token.start < hour.end():
            continue
        inside = next((q for q in speech if q.start <= token.start < q.end), None)
        if inside is None:
            if token.text in '“”"‘’' or token.text == "''":
                continue
            seq.append(token)
        elif not (
            seq and seq[-1].low == "QUOTE" and seq[-1].end >= token.start - 3 and seq[-1].text == str(inside.start)
        ):
            seq.append(Token(token.start, token.end, str(inside.start), "QUOTE", "PUNCT"))
        else:
            seq[-1] = seq[-1]._replace(end=token.end)
    return seq


def _of_sentence(text: str, sentence: Sentence) -> list[Frame]:
    seq = sentence.seq
    found: list[Frame] = []
    for i, token in enumerate(seq):
        named = token.text == "Per" and i > 0  # "Justice Minister Per Sand"
        made = according(sentence, i) if token.low in ("according", "per") and not named else None
        if made is None and token.low in ("in", "by", "under"):
            made = in_count(sentence, i)
        if made is None and (cue := cues.forms().get(token.low)) is not None:
            made = verb(sentence, i, cue, found) or noun(sentence, i, cue)
        elif made is None and token.low in cues.NOUNS:
            made = noun(sentence, i, cues.Cue(token.low, "say", True))
        if made is None and token.low in ("has", "have"):
            made = listed(sentence, i)
        if made is not None:
            found.append(made)
    if not found and (made := tail(sentence)) is not None:
        found.append(made)
    if found and (cited := _cited(sentence)) is not None:
        found = [replace(f, source=cited) if f.kind in ("say", "show", "give", "quote") else f for f in found]
    label = phrases.behind(seq, 0)
    if (
        not found
        and 0 < label < len(seq) - 1
        and seq[label - 1].tag != "NUM"
        and seq[label - 1].low not in _LABELS
        and not is_place(text[seq[0].start : seq[label - 1].end])
        and not any(roles_of(t.low) & {"noun", "done", "act"} for t in seq[:label])
        and seq[label].text == ":"
        and seq[label + 1].tag == "NUM"
    ):
        made = frame_of(sentence, (0, label), (label, label + 1), [(label + 1, len(seq))], "say", "label")
        found += [made] if made is not None else []
    if not found and (made := _captioned(sentence)) is not None:
        found.append(made)
    if not found and (made := own_count(sentence)) is not None:
        found.append(made)
    if not found and len(seq) > 2 and seq[-1].text == ":":
        found += announced(sentence)
    return found


def _cited(sentence: Sentence) -> Span | None:
    """Whom somebody cites who says it: "State radio, citing the ministry, said"."""
    seq = sentence.seq
    for i, token in enumerate(seq[:-1]):
        if token.low in ("citing", "quoting") and (
            i == 0 or seq[i - 1].text == "," or seq[i - 1].tag in ("NOUN", "PROPN")
        ):
            end = phrases.behind(seq, i + 1)
            if end > i + 1 and seq[end - 1].low not in ("reasons", "concerns", "sources", "security", "fears", "risk"):
                return Span(seq[i + 1].start, seq[end - 1].end)
    return None


def _captioned(sentence: Sentence) -> Frame | None:
    """A speaker before a colon and a quotation, without a verb: "The party's chief on the stage: ..."."""
    seq = sentence.seq
    colon = next((k for k, t in enumerate(seq[:24]) if t.text == ":"), 0)
    if not colon or colon + 1 >= len(seq) or seq[colon + 1].low != "QUOTE":
        return None
    if seq[colon - 1].low in _FINDINGS:
        start = next((k for k in range(colon - 1, 0, -1) if seq[k - 1].tag not in ("DET", "ADJ", "NOUN", "POS")), 0)
        return frame_of(sentence, (start, colon), (colon, colon + 1), [(colon + 1, len(seq))], "say", "label")
    end = phrases.behind(seq, 0)
    if not end or any(t.tag in ("VERB", "AUX") for t in seq[:colon]):
        return None
    return frame_of(sentence, (0, end), (colon, colon + 1), [(colon + 1, len(seq))], "say", "label")


def _carried(
    paragraph: Paragraph,
    speech: Sequence[Span],
    own: Sequence[Frame],
    speaker: Span | None,
    block: Frame | None,
    text: str,
) -> list[Frame]:
    """Quotations without a cue of their own: of who spoke last, or speaks next, in the paragraph, else before it."""
    found: list[Frame] = []
    body = text[paragraph.span.start : paragraph.span.end]
    name, colon, _ = body.partition(":")
    if colon and name.isupper() and 3 <= len(name) <= 30 and len(name.split()) <= 3:
        span = Span(paragraph.span.start, paragraph.span.start + len(name))
        return [Frame(span, span, (Span(span.end + 1, paragraph.span.end),), "say", "script")]
    if (
        colon
        and _SCRIPT.fullmatch(name)
        and name not in _ASKS
        and len(re.findall(rf"^{re.escape(name)}:", text, re.M)) > 1
    ):
        span = Span(paragraph.span.start, paragraph.span.start + len(name))
        return [Frame(span, span, (Span(span.end + 1, paragraph.span.end),), "say", "script")]
    if block is not None and not own and not speech:
        return [Frame(block.source, block.cue, (paragraph.span,), "say", "colon")]
    for quote in speech:
        if any(f.holds(*quote) for f in (*own, *found)):
            continue
        sentence = next((s for s in paragraph.sentences if s.start <= quote.start < s.end), paragraph.span)
        whole = quote.start - sentence.start <= 2
        named = [
            f
            for f in own
            if f.source is not None
            and f.kind in ("say", "quote", "ask", "think", "call", "show", "demand", "deny", "judge", "plan")
        ]
        before = [f for f in named if f.cue.start < quote.start]
        later = [f for f in named if f.cue.start > quote.start]
        source = (before[-1].source if before else None) or (later[0].source if later else None)
        if source is None and whole:
            source = (block.source if block else None) or speaker
        if source is not None:
            found.append(Frame(source, quote, (quote,), "say", "carried"))
    return found
