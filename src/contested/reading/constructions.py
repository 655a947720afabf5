"""Attributions without a verb of speaking before its words: according to, counts and estimates, nouns, passives."""

from __future__ import annotations

from contested.reading import cues, phrases
from contested.reading.frame import Frame, Sentence, clause_start, content_end, frame_of
from contested.reading.lexicon import words


def according(sentence: Sentence, i: int) -> Frame | None:
    """ "According to X, ...", "... per X"."""
    seq = sentence.seq
    at = i + 1
    if seq[i].low == "according":
        if at >= len(seq) or seq[at].low != "to":
            return None
        at += 1
    end = phrases.behind(seq, at)
    end = next((k for k in range(at + 1, end) if seq[k].tag == "NUM" and seq[k - 1].tag == "NOUN"), end)
    if end == at:
        return None
    if seq[i].low == "per" and seq[at].tag not in ("PROPN", "DET"):
        return None
    if seq[end - 1].low in _COUNTS and end + 1 < len(seq) and seq[end].low in _ISSUED and seq[end + 1].low == "by":
        by = phrases.behind(seq, end + 2)  # "according to figures released by the ministry"
        at, end = (end + 2, by) if by > end + 2 else (at, end)
    longer = phrases.apposition(seq, end) if end < len(seq) and seq[end].low == "," else end
    tail = longer if longer > end and longer < len(seq) and seq[longer].low == "," else end
    if i == 0 or (i == 1 and seq[0].low in ("and", "but", "also")):
        parts = [(tail, len(seq))]
    else:
        parts = [(clause_start(seq, i), i)]
        rest = tail + 1
        if tail < len(seq) and seq[tail].low == "," and seq[i - 1].low == ",":
            parts.append((rest, len(seq)))
    return frame_of(sentence, (at, max(end, longer if longer == tail else end)), (i, at), parts, "say", "according")


_ISSUED = frozenset(["released", "published", "issued", "compiled", "provided", "supplied", "collected", "given"])


def in_count(sentence: Sentence, i: int) -> Frame | None:
    """ "By one estimate, ...", "In this poll, ...", "Under her plan, ...", "... by the organisers' count"."""
    seq = sentence.seq
    end = phrases.behind(seq, i + 1)
    whose = next((k for k in range(i + 2, end - 1) if seq[k].low == "of" and seq[k - 1].low in _COUNTS), None)
    if whose is not None and seq[i].low == "by":  # "by the count of the assembly"
        opens = i == 0 and end < len(seq) and seq[end].low == ","
        parts = [(end + 1, len(seq))] if opens else [(clause_start(seq, i), i - (seq[i - 1].low == ","))]
        return frame_of(sentence, (whose + 1, end), (i, i + 1), parts, "show", "count")
    if seq[end - 1].low in ("statement", "statements", "report") and any(
        (cue := cues.forms().get(t.low)) is not None and cue.kind == "say" and not cue.doubtful for t in seq[end:]
    ):
        return None  # "In a statement, police said"
    if end == i + 1 or seq[end - 1].low not in (_COUNTS if seq[i].low != "under" else _PLANS):
        return None
    opens = i == 0 and end < len(seq) and (seq[end].low == "," or seq[end].tag == "NUM")
    closes = i > 0 and seq[i - 1].low == "," and (end >= len(seq) or seq[end].tag == "PUNCT")
    if not (opens or closes):
        return None
    owner = next((k for k in range(i + 1, end) if seq[k].tag == "POS"), None)
    source = (i + 1, owner + 1) if owner is not None else (i + 1, end)
    parts = [(end + (seq[end].low == ","), len(seq))] if opens else [(clause_start(seq, i), i - 1)]
    return frame_of(sentence, source, (i, i + 1), parts, "show", "count")


_COUNTS = words("attribution.counts")
_PLANS = frozenset(["plan", "plans", "proposal", "proposals"])


def own_count(sentence: Sentence) -> Frame | None:
    """ "The ombudsman's count is 12", "The newspaper's own count, based on records, is 167"."""
    seq = sentence.seq
    owner = next((k for k, t in enumerate(seq) if t.tag == "POS"), None)
    count = next(
        (
            k
            for k, t in enumerate(seq)
            if t.low in ("count", "tally", "figure", "figures", "estimate", "estimates", "reckoning", "numbers")
        ),
        None,
    )
    if owner is None or count is None or not owner < count <= owner + 3:
        return None
    start = phrases.before(seq, owner)
    if start == owner:
        return None
    return frame_of(sentence, (start, owner), (count, count + 1), [(count + 1, len(seq))], "show", "count")


def announced(sentence: Sentence) -> list[Frame]:
    """ "Sanders made the following comment:" """
    seq = sentence.seq
    verb = next((k for k, t in enumerate(seq) if k and t.tag in ("VERB", "AUX")), None)
    source = phrases.subject(seq, verb) if verb is not None else None
    if verb is None or source is None or seq[source[0]].low in ("you", "one", "there", "this", "it"):
        return []
    frame = frame_of(sentence, source, (verb, verb + 1), [], "say", "subject")
    return [frame] if frame is not None else []


def listed(sentence: Sentence, i: int) -> Frame | None:
    """ "Viasna has the names of 40 detainees", "the families' committee has 31 names on its list"."""
    seq = sentence.seq
    if not any(t.low in ("names", "list") for t in seq[i + 1 : i + 5]):
        return None
    source = phrases.subject(seq, i)
    if source is None or seq[source[0]].tag == "PRON":
        return None
    return frame_of(sentence, source, (i, i + 1), [(i + 1, len(seq))], "show", "subject")


def tail(sentence: Sentence) -> Frame | None:
    """A source behind a dash at the end of a headline: "40 people detained - police"."""
    seq = sentence.seq
    dash = next((k for k in range(len(seq) - 2, max(0, len(seq) - 6), -1) if seq[k].text in "-–—"), 0)
    if not dash or seq[-1].text in ".!?" or not any(t.tag == "NUM" for t in seq[:dash]):
        return None
    if any(t.tag not in ("NOUN", "PROPN", "ADJ", "POS", "DET") for t in seq[dash + 1 :]):
        return None
    return frame_of(sentence, (dash + 1, len(seq)), (dash, dash + 1), [(0, dash)], "say", "label")


def passive(sentence: Sentence, i: int, cue: cues.Cue) -> Frame | None:
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
    parts = [(0, i), (i + 1, by), (end, len(seq))] if cue.kind in ("put", "show") else [(0, i), (end, len(seq))]
    return frame_of(sentence, (by + 1, end), (i, by + 1), parts, cue.kind, "passive")


def noun(sentence: Sentence, i: int, cue: cues.Cue) -> Frame | None:
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
    return frame_of(sentence, source, (i, i + 1), [(rest, content_end(seq, rest))], cue.kind, "noun")
