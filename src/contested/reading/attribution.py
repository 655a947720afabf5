"""Who says what in a text: a cue, the words that name the source, and the characters that are said.

    frames(text) -> Frame(source, cue, contents, kind, rule) ...

Rules by construction, one name each: `subject` (X said that ...), `turned` ("...", said X), `behind` (..., X said),
`according` (according to X), `passive` (it was said by X), `noun` (X's claim that ...), `colon` (X said: and what
follows), `carried` (a quotation that goes on), `script` (NAME: ...).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contested.reading import cues, phrases
from contested.reading.lexicon import words
from contested.reading.structure import Paragraph, Span
from contested.reading.tagging import Token, tokens

Tagger = Callable[[str, Span], list[Token]]
#: a quotation of fewer words is a word in quotation marks and no speech
_SPEECH = 5


@dataclass(frozen=True)
class Frame:
    """One attribution.

    Parameters
    ----------
    source : Span or None
        The words that name who says it.
    cue : Span
    contents : tuple of Span
        What is said.
    kind : str
        Class of the cue (`cues`).
    rule : str
    """

    source: Span | None
    cue: Span
    contents: tuple[Span, ...]
    kind: str
    rule: str

    def holds(self, start: int, end: int) -> bool:
        """Whether a span is part of what is said."""
        return any(c.holds(start, end) for c in self.contents)


@dataclass
class _Sentence:
    span: Span
    seq: list[Token]
    speech: list[Span]  # quotations that overlap it


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
                text, _Sentence(span, seq, [q for q in speech if q.start < span.end and span.start < q.end])
            )
        own += _carried(paragraph, speech, own, speaker, open_block, text)
        found += own
        named = [f for f in own if f.source is not None]
        if named:
            speaker = named[-1].source
        if paragraph.goes_on and named:
            open_block = named[-1]
        elif not (paragraph.goes_on and open_block):
            open_block = None
    return sorted(found, key=lambda f: f.cue)


def _outside(text: str, span: Span, speech: Sequence[Span], tagger: Tagger) -> list[Token]:
    """The tokens of a sentence, each quotation of several words in it as one."""
    seq: list[Token] = []
    for token in tagger(text, span):
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


def _of_sentence(text: str, sentence: _Sentence) -> list[Frame]:
    seq = sentence.seq
    found: list[Frame] = []
    for i, token in enumerate(seq):
        made = _according(sentence, i) if token.low in ("according", "per") else None
        if made is None and token.low in ("in", "by", "under"):
            made = _in_count(sentence, i)
        if made is None and (cue := cues.forms().get(token.low)) is not None:
            made = _verb(sentence, i, cue, found) or _noun(sentence, i, cue)
        elif made is None and token.low in cues.NOUNS:
            made = _noun(sentence, i, cues.Cue(token.low, "say", True))
        if made is not None:
            found.append(made)
    label = phrases.behind(seq, 0)
    if (
        not found
        and 0 < label < len(seq) - 1
        and seq[label - 1].tag != "NUM"
        and seq[label].text == ":"
        and seq[label + 1].tag == "NUM"
    ):
        made = _frame(sentence, (0, label), (label, label + 1), [(label + 1, len(seq))], "say", "label")
        found += [made] if made is not None else []
    if not found and (made := _own_count(sentence)) is not None:
        found.append(made)
    if not found and len(seq) > 2 and seq[-1].text == ":":
        found += _announced(sentence)
    return found


def _own_count(sentence: _Sentence) -> Frame | None:
    """ "The ombudsman's count is 12", "The newspaper's own count, based on records, is 167"."""
    seq = sentence.seq
    owner = next((k for k, t in enumerate(seq) if t.tag == "POS"), None)
    count = next((k for k, t in enumerate(seq) if t.low in ("count", "tally", "figure", "figures", "estimate")), None)
    if owner is None or count is None or not owner < count <= owner + 3:
        return None
    start = phrases.before(seq, owner)
    if start == owner:
        return None
    return _frame(sentence, (start, owner), (count, count + 1), [(count + 1, len(seq))], "show", "count")


def _announced(sentence: _Sentence) -> list[Frame]:
    """ "Sanders made the following comment:" """
    seq = sentence.seq
    verb = next((k for k, t in enumerate(seq) if k and t.tag in ("VERB", "AUX")), None)
    source = phrases.subject(seq, verb) if verb is not None else None
    if verb is None or source is None:
        return []
    frame = _frame(sentence, source, (verb, verb + 1), [], "say", "subject")
    return [frame] if frame is not None else []


def _frame(sentence: _Sentence, source: tuple[int, int] | None, cue: tuple[int, int], parts: list[tuple[int, int]],
           kind: str, rule: str) -> Frame | None:  # fmt: skip
    seq = sentence.seq
    contents = []
    for a, b in parts:
        while a < b and seq[a].tag == "PUNCT" and seq[a].low != "QUOTE":
            a += 1
        while a < b and seq[b - 1].tag == "PUNCT" and seq[b - 1].low != "QUOTE":
            b -= 1
        if a >= b:
            continue
        start, end = seq[a].start, seq[b - 1].end
        for q in sentence.speech:  # a quotation is said whole
            if q.start < end and start < q.end and any(t.low == "QUOTE" and t.text == str(q.start) for t in seq[a:b]):
                start, end = min(start, q.start), max(end, q.end)
        contents.append(Span(start, end))
    opens = rule == "subject" and seq[-1].text == ":" and kind not in ("plan", "demand")
    if not contents and not opens:
        return None
    span = Span(seq[source[0]].start, seq[source[1] - 1].end) if source else None
    return Frame(span, Span(seq[cue[0]].start, seq[cue[1] - 1].end), tuple(contents), kind, rule)


def _according(sentence: _Sentence, i: int) -> Frame | None:
    seq = sentence.seq
    at = i + 1
    if seq[i].low == "according":
        if at >= len(seq) or seq[at].low != "to":
            return None
        at += 1
    end = phrases.behind(seq, at)
    if end == at:
        return None
    if seq[i].low == "per" and seq[at].tag not in ("PROPN", "DET"):
        return None
    longer = phrases.apposition(seq, end) if end < len(seq) and seq[end].low == "," else end
    tail = longer if longer > end and longer < len(seq) and seq[longer].low == "," else end
    if i == 0 or (i == 1 and seq[0].low in ("and", "but", "also")):
        parts = [(tail, len(seq))]
    else:
        parts = [(_clause_start(seq, i), i)]
        rest = tail + 1
        if tail < len(seq) and seq[tail].low == "," and seq[i - 1].low == ",":
            parts.append((rest, len(seq)))
    return _frame(sentence, (at, max(end, longer if longer == tail else end)), (i, at), parts, "say", "according")


def _in_count(sentence: _Sentence, i: int) -> Frame | None:
    """ "By one estimate, ...", "In this poll, ...", "Under her plan, ...", "... by the organisers' count"."""
    seq = sentence.seq
    end = phrases.behind(seq, i + 1)
    if end == i + 1 or seq[end - 1].low not in (_COUNTS if seq[i].low != "under" else _PLANS):
        return None
    opens = i == 0 and end < len(seq) and seq[end].low == ","
    closes = i > 0 and seq[i - 1].low == "," and (end >= len(seq) or seq[end].tag == "PUNCT")
    if not (opens or closes):
        return None
    owner = next((k for k in range(i + 1, end) if seq[k].tag == "POS"), None)
    source = (i + 1, owner + 1) if owner is not None else (i + 1, end)
    parts = [(end + 1, len(seq))] if opens else [(_clause_start(seq, i), i - 1)]
    return _frame(sentence, source, (i, i + 1), parts, "show", "count")


_COUNTS = words("attribution.counts")
_PLANS = frozenset(["plan", "plans", "proposal", "proposals"])


def _clause_start(seq: Sequence[Token], i: int) -> int:
    """Where the sentence begins that a phrase behind it belongs to."""
    for k in range(i - 1, 0, -1):
        if seq[k].text == ";":
            return k + 1
        if seq[k].low == "but" and seq[k - 1].low == ",":
            return k + 1
    return 0


def _verb(sentence: _Sentence, i: int, cue: cues.Cue, earlier: Sequence[Frame]) -> Frame | None:
    seq = sentence.seq
    token = seq[i]
    if token.tag in ("PROPN", "ADJ") and i and seq[i - 1].low != "QUOTE":
        return None
    if cue.doubtful and not _is_verb(seq, i):
        return None
    following = seq[i + 1].low if i + 1 < len(seq) else "."
    if cue.base == "speak" and following != "of":
        return None
    if cue.kind == "point" and following not in ("out", "to"):
        return None
    if cue.kind == "put" and not any(t.low == "at" for t in seq[i + 1 : i + 8]):
        return None
    aux = _auxiliaries(seq, i)
    if cue.kind == "judge" or (cue.base in ("plan", "aim") and cue.doubtful and following not in _AIMS):
        return None
    participle = token.low.endswith(("ed", "en")) or token.low in (
        "said",
        "told",
        "shown",
        "found",
        "known",
        "put",
        "read",
    )
    if participle and aux & {"is", "was", "were", "are", "been", "be", "being"} and not token.low.endswith("ing"):
        return _passive(sentence, i, cue)
    if (
        aux & {"to"}
        and not aux & {"went", "want", "wants", "continued"}
        and not (i >= 2 and seq[i - 2].low in ("on", "used", "seemed", "appeared"))
    ):
        return None
    if (i == 0 or seq[i - 1].low in ("QUOTE", ",")) and cue.kind in (
        "say",
        "quote",
        "ask",
        "call",
        "point",
        "think",
        "show",
    ):
        end = phrases.behind(seq, i + 1)
        turned = end > i + 1 and i > 0 and seq[i + 1].low not in _OBJECTS
        if (
            turned
            and not token.low.endswith("ing")
            and (
                end >= len(seq)
                or seq[end].tag in ("PUNCT", "ADP", "ADV", "SCONJ", "PRON", "VERB")
                or seq[end].low == "QUOTE"
            )
        ):
            longer = phrases.apposition(seq, end) if end < len(seq) and seq[end].low == "," else end
            stop = max(end, longer)
            if stop + 1 < len(seq) and seq[stop].low == "," and seq[stop + 1].low in _DESCRIBING:
                quote = any(t.low == "QUOTE" for t in seq[stop:])
                stop = stop if quote else len(seq) - (seq[-1].text in ".!?")
            parts = [(_clause_start(seq, i), i)]
            later = next((k for k in range(stop, len(seq)) if seq[k].low == "QUOTE"), None)
            if later is not None:
                parts.append((later, len(seq)))
            return _frame(sentence, (i + 1, stop), (i, i + 1), parts, cue.kind, "turned")
    source = phrases.subject(seq, i)
    if source is None:
        source = _shared_subject(sentence, i, earlier)
        if source is None:
            return None
    first = source[0]
    rest = i + 1
    if following in ("out", "to") and cue.kind == "point":
        rest += 1
    if cue.base in ("tell", "inform", "ask", "urge", "remind"):
        rest = max(rest, phrases.behind(seq, rest))
    before = (first > 0 and seq[first - 1].low in (",", "QUOTE") and first >= 3) or (
        first > 0 and seq[first - 1].low == "QUOTE"
    )
    adjunct = _only_adjuncts(seq, rest)
    parts = []
    rule = "subject"
    if before and adjunct and cue.kind in ("say", "quote", "ask", "show", "think", "point", "call"):
        parts.append((_clause_start(seq, first), first))
        rule = "behind"
        later = next((k for k in range(rest, len(seq)) if seq[k].low == "QUOTE"), None)
        if later is not None:
            parts.append((later, len(seq)))
        elif rest < len(seq) and seq[rest].low == "," and rest + 4 < len(seq):
            parts.append((rest, len(seq)))
        else:
            joint = next((k for k in range(rest, len(seq) - 4) if seq[k].low == "," and seq[k + 1].low == "and"), None)
            if joint is not None:
                parts.append((joint + 2, len(seq)))
    else:
        if (
            cue.kind == "quote"
            and not any(t.low == "QUOTE" or t.text == ":" for t in seq[rest:])
            and following != "that"
        ):
            return None
        stop = _content_end(seq, rest, cue.kind)
        if first and seq[first - 1].tag == "SCONJ" and (first == 1 or seq[first - 2].tag == "PUNCT"):
            stop = min(stop, next((k for k in range(rest, len(seq)) if seq[k].low == ","), len(seq)))
        parts.append((rest, stop))
        if before and seq[first - 1].low == "QUOTE":
            parts.append((_clause_start(seq, first), first))
    return _frame(sentence, source, (i, i + 1), parts, cue.kind, rule)


def _is_verb(seq: Sequence[Token], i: int) -> bool:
    """Whether a form that may be a noun is a verb here."""
    last = seq[i - 1] if i else None
    if last is None or last.tag in ("DET", "ADJ", "POS", "ADP", "NUM"):
        return last is not None and last.low in ("both", "all", "this", "others", "some", "many")
    after = seq[i + 1] if i + 1 < len(seq) else None
    if last.tag in ("PRON", "AUX", "TO") or last.low in ("and", "also") or last.tag == "ADV":
        return True
    if after is None or after.text in (".", ","):
        return last.tag == "PROPN" or (last.tag == "NOUN" and seq[i].low.endswith("s"))
    if seq[i].low.endswith("ed") or seq[i].low in ("found", "shown", "known"):
        return last.tag in ("PROPN", "NOUN", "PUNCT")
    starts = after.tag in ("DET", "PRON", "SCONJ", "TO", "NUM", "PROPN", "ADV") or after.low in ("that", "QUOTE", ":")
    return last.tag in ("PROPN", "NOUN", "PUNCT") and starts


def _auxiliaries(seq: Sequence[Token], i: int) -> set[str]:
    found: set[str] = set()
    at = i - 1
    while at >= 0 and (seq[at].tag in ("AUX", "ADV", "TO") or seq[at].low in ("n't", "not")):
        found.add(seq[at].low)
        at -= 1
    if "to" in found and at >= 0:
        found.add(seq[at].low)
    return found


def _passive(sentence: _Sentence, i: int, cue: cues.Cue) -> Frame | None:
    """ "It was reported by X that ..."; "was charged by prosecutors with"."""
    seq = sentence.seq
    if cue.base in ("write", "read", "post", "find", "record", "welcome") or cue.kind == "deny":
        return None
    by = next((k for k in range(i + 1, min(len(seq), i + 6)) if seq[k].low == "by"), None)
    if by is None or cue.kind in ("plan", "judge", "demand"):
        return None
    end = phrases.behind(seq, by + 1)
    if end == by + 1:
        return None
    return _frame(sentence, (by + 1, end), (i, by + 1), [(0, i), (end, len(seq))], cue.kind, "passive")


def _shared_subject(sentence: _Sentence, i: int, earlier: Sequence[Frame]) -> tuple[int, int] | None:
    """The subject of a verb that stands behind another: "X came and said", "X left, saying"."""
    seq = sentence.seq
    at = i
    while at and seq[at - 1].tag in ("AUX", "ADV"):
        at -= 1
    joined = at and seq[at - 1].low in (
        "and",
        "but",
        ",",
        "or",
        "to",
        "by",
        "in",
        "after",
        "before",
        "while",
        "on",
        "went",
    )
    if not joined:
        return None
    if earlier and earlier[-1].source is not None and earlier[-1].rule in ("subject", "behind"):
        span = earlier[-1].source
        inside = [k for k, t in enumerate(seq) if span.start <= t.start and t.end <= span.end]
        if inside:
            return inside[0], inside[-1] + 1
    for k, token in enumerate(seq[:at]):
        if token.tag in ("VERB", "AUX") or (token.low in cues.forms() and token.tag not in ("PROPN",)):
            return phrases.subject(seq, k)
    return None


_AIMS = frozenset(["to", "on", "for", "a", "an", "the"])
_DESCRIBING = frozenset(["who", "which", "whose", "a", "an", "the", "now", "then"])
_OBJECTS = frozenset(["that", "it", "there", "what", "me", "us", "him", "them", "you", "no"])
#: what may stand behind "X said" where the words said came before
_STATEMENT = words("attribution.statement")


def _only_adjuncts(seq: Sequence[Token], at: int) -> bool:
    """Whether nothing that is said follows: the end, a day, or "in a statement"."""
    rest = seq[at:]
    if not rest or rest[0].text in ".,;!?" or (rest[0].low in ("QUOTE",) and False):
        return True
    if rest[0].low == "QUOTE" or rest[0].text == ":" or rest[0].low == "that":
        return False
    if any(t.low == "that" for t in rest[:8]):
        return False
    if rest[0].tag in ("ADV",) or rest[0].low in _STATEMENT:
        return True
    return (
        rest[0].tag in ("ADP", "SCONJ")
        or rest[0].low in ("recently", "earlier", "last", "this")
        or (rest[0].low in _MONTHS)
    )


_MONTHS = words("attribution.months")


#: what is demanded, planned or judged ends where a clause tells more of it
_SHORT = frozenset(["demand", "judge", "plan", "ask", "rule"])


def _content_end(seq: Sequence[Token], at: int, kind: str = "say") -> int:
    """Where what is said ends: the sentence's end, or a clause of the reporter's own."""
    for k in range(at + 2, len(seq) - 2):
        if seq[k].low == "," and seq[k + 1].low in ("but", "though", "although", "while", "whereas"):
            return k
        if kind in _SHORT and seq[k].low == "," and seq[k + 1].low in ("which", "who", "where", "when", "after", "as"):
            return k
        if seq[k].text == ";" and any(t.low in cues.forms() for t in seq[k:]):
            return k
    return len(seq)


def _noun(sentence: _Sentence, i: int, cue: cues.Cue) -> Frame | None:
    """ "X's claim that ...", "his promise to ...", "a report by X that ..."."""
    seq = sentence.seq
    if not cue.doubtful or (seq[i].tag in ("VERB",) and False):
        return None
    after = seq[i + 1].low if i + 1 < len(seq) else ""
    if after not in ("that", "to", "of", "QUOTE", "by"):
        return None
    back = i
    while back and seq[back - 1].tag in ("ADJ", "NOUN", "PROPN", "NUM"):
        back -= 1
    if back and seq[back - 1].tag == "POS":
        start = phrases.before(seq, back - 1)
        source: tuple[int, int] | None = (start, back - 1) if start < back - 1 else None
    elif back and seq[back - 1].low in ("his", "her", "their", "its"):
        source = (back - 1, back)
    elif after == "by":
        end = phrases.behind(seq, i + 2)
        source = (i + 2, end) if end > i + 2 else None
    else:
        return None
    if source is None or after in ("of",):
        return None
    rest = source[1] if after == "by" else i + 1
    return _frame(sentence, source, (i, i + 1), [(rest, _content_end(seq, rest))], cue.kind, "noun")


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
