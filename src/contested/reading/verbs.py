"""Attributions by a verb: "X said that ...", "..., X said", "...", said X."""

from __future__ import annotations

from collections.abc import Sequence

from contested.reading import cues, phrases
from contested.reading.constructions import passive
from contested.reading.frame import Frame, Sentence, clause_start, content_end, frame_of
from contested.reading.lexicon import words
from contested.reading.tagging import Token


def verb(sentence: Sentence, i: int, cue: cues.Cue, earlier: Sequence[Frame]) -> Frame | None:
    """The attribution that a verb makes, or None."""
    seq = sentence.seq
    token = seq[i]
    if token.tag in ("PROPN", "ADJ") and i and seq[i - 1].low != "QUOTE":
        return None
    if cue.doubtful and not _is_verb(seq, i):
        return None
    following = seq[i + 1].low if i + 1 < len(seq) else "."
    if cue.base == "speak" and "of" not in [t.low for t in seq[i + 1 : i + 5]]:
        return None
    if cue.base in ("refuse", "decline") and {"named", "identified", "comment"} & {t.low for t in seq[i + 2 : i + 5]}:
        return None  # "a source who declined to be named"
    if _no_speech(seq, i, cue):
        return None
    if cue.kind == "give" and not (_FIGURES & {t.low for t in seq[i + 1 : i + 6]} or _gives_poll(seq, i)):
        return None
    if cue.kind in ("ask", "demand") and i and seq[i - 1].low == "who":
        return None  # "doctors, who asked not to be named, said"
    if cue.kind == "point" and following not in ("out", "to"):
        return None
    if cue.base == "rule" and (following in _REIGNS or _REALMS & {t.low for t in seq[i + 1 : i + 6]}):
        return None  # "has ruled the country since 1994"
    if cue.kind == "put" and not any(t.low == _BEHIND_PUT.get(cue.base, "to") for t in seq[i + 1 : i + 8]):
        return None
    if cue.kind == "put" and cue.base not in ("put", "peg") and not _FIGURES & {t.low for t in seq[i + 1 : i + 5]}:
        return None  # "raised the number of arrests to 40"
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
    if token.low in ("quoted", "cited") and following == "as" and aux & {"was", "were", "is", "are"}:
        source = phrases.subject(seq, i)
        parts = [(i + 2, content_end(seq, i + 2))]
        return frame_of(sentence, source, (i, i + 1), parts, "say", "subject") if source is not None else None
    if participle and aux & {"is", "was", "were", "are", "been", "be", "being"} and not token.low.endswith("ing"):
        return passive(sentence, i, cue)
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
        turned = end > i + 1 and i > 0 and seq[i + 1].low not in _OBJECTS and cue.base not in _ADDRESSED
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
            parts = [(clause_start(seq, i), i)]
            later = next((k for k in range(stop, len(seq)) if seq[k].low == "QUOTE"), None)
            if later is not None:
                parts.append((later, len(seq)))
            return frame_of(sentence, (i + 1, stop), (i, i + 1), parts, cue.kind, "turned")
    source = phrases.subject(seq, i)
    if source is None:
        source = _shared_subject(sentence, i, earlier)
        if source is None:
            return None
    if seq[source[1] - 1].low in ("you", "days", "weeks", "hours"):
        return None  # "depending on whom you ask"
    first = source[0]
    rest = i + 1
    if following in ("out", "to") and cue.kind == "point":
        rest += 1
    if cue.base in ("tell", "inform", "ask", "urge", "remind"):
        number = next((k for k in range(rest, len(seq)) if seq[k].tag == "NUM"), len(seq))
        rest = max(rest, min(phrases.behind(seq, rest), number))
    before = (first > 0 and seq[first - 1].low in (",", "QUOTE") and first >= 3) or (
        first > 0 and seq[first - 1].low == "QUOTE"
    )
    adjunct = _only_adjuncts(seq, rest)
    parts = []
    rule = "subject"
    if before and adjunct and cue.kind in ("say", "quote", "ask", "show", "think", "point", "call"):
        parts.append((clause_start(seq, first), first))
        rule = "behind"
        later = next((k for k in range(rest, len(seq)) if seq[k].low == "QUOTE"), None)
        if later is not None:
            parts.append((later, len(seq)))
        elif rest + 4 < len(seq) and seq[rest].low == "," and seq[rest + 1].low not in _OWN_CLAUSE:
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
        stop = content_end(seq, rest, cue.kind)
        if seq[first].low in ("who", "which") and first and seq[first - 1].low == ",":
            stop = min(stop, next((k for k in range(rest, len(seq)) if seq[k].low == ","), len(seq)))
        if first and seq[first - 1].tag == "SCONJ" and (first == 1 or seq[first - 2].tag == "PUNCT"):
            stop = min(stop, next((k for k in range(rest, len(seq)) if seq[k].low == ","), len(seq)))
        parts.append((rest, stop))
        if before and seq[first - 1].low == "QUOTE":
            parts.append((clause_start(seq, first), first))
    return frame_of(sentence, source, (i, i + 1), parts, cue.kind, rule)


#: what is ruled by who governs and does not judge, and what follows then
_REALMS = frozenset(["country", "nation", "republic", "kingdom", "island", "islands", "archipelago", "territory"])
_REIGNS = frozenset(["over", "since", "with"])
_NOBODY = frozenset(["anyone", "everyone", "someone", "law", "laws", "rules"])


def _no_speech(seq: Sequence[Token], i: int, cue: cues.Cue) -> bool:
    """Whether a form of a verb of speaking says something else here: "the rate would decline by", "a way was found"."""
    low, last = seq[i].low, seq[i - 1] if i else None
    following = seq[i + 1].low if i + 1 < len(seq) else "."
    if cue.base in ("decline", "refuse") and following not in ("to", "QUOTE", "comment"):
        return True
    passive_of = any(t.low in ("be", "was", "were", "is") for t in seq[max(0, i - 2) : i])
    if cue.base == "hear" and (low == "hearing" or passive_of):
        return True
    if low == cue.base and last is not None and last.low in ("has", "have", "had"):
        return True  # "has record low support"
    if low == "state" and following != "that" and not (last is not None and last.low.endswith("s")):
        return True  # "state television said"
    if cue.base == "find" and following in ("a", "no", "its", "their", "his", "her") and i + 2 < len(seq):
        return seq[i + 2].low in ("way", "ways", "place", "home", "job", "solution")
    if cue.base == "show" and following in ("support", "signs", "interest", "solidarity", "up"):
        return True
    if cue.base in ("dismiss", "reject") and i + 1 < len(seq) and seq[i + 1].tag == "NUM":
        return True  # "dismissed four police chiefs"
    if cue.base == "call" and following in ("up", "off", "out", "in"):
        return True
    if cue.base == "add" and i + 1 < len(seq) and seq[i + 1].tag == "NUM":
        return any(t.low in ("list", "lists", "blacklist") for t in seq[i:])  # "added 11 officials to its list"
    if cue.kind == "demand" and last is not None and last.low in _NOBODY:
        return True
    return cue.base == "propose" and low == "proposed" and following in ("during", "by", "in", "under", "last")


#: what stands before the number behind verbs that set one
_BEHIND_PUT = {"put": "at", "peg": "at"}
#: verbs whose object is who is spoken to
_ADDRESSED = frozenset(["tell", "inform", "remind", "assure", "notify", "brief"])
_FIGURES = frozenset(["number", "figure", "figures", "toll", "estimate", "tally", "count"])
_POLLS = words("kinds.poll") | {"institute", "projection", "projections", "exit"}


def _gives_poll(seq: Sequence[Token], i: int) -> bool:
    """Whether a poll or a pollster gives somebody a share: "Pollster Alba gave the mayor 41 percent"."""
    return any(t.low in _POLLS for t in seq[:i]) and any(t.low in ("%", "percent", "cent") for t in seq[i:])


def _is_verb(seq: Sequence[Token], i: int) -> bool:
    """Whether a form that may be a noun is a verb here."""
    last = seq[i - 1] if i else None
    if last is None or last.tag in ("DET", "ADJ", "POS", "ADP", "NUM"):
        return last is not None and last.low in ("both", "all", "this", "others", "some", "many")
    after = seq[i + 1] if i + 1 < len(seq) else None
    if seq[i].low in ("put", "puts") and any(t.low == "at" for t in seq[i + 1 : i + 7]):
        return True
    if last.tag in ("PRON", "AUX", "TO") or last.low in ("and", "also") or last.tag == "ADV":
        return True
    if after is None or after.text in (".", ","):
        several = (
            last.tag == "NOUN"
            and (last.low.endswith("s") or last.low in ("police", "staff", "media"))
            and not seq[i].low.endswith("s")
        )
        return last.tag == "PROPN" or several or (last.tag == "NOUN" and seq[i].low.endswith("s"))
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


def _shared_subject(sentence: Sentence, i: int, earlier: Sequence[Frame]) -> tuple[int, int] | None:
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


#: what opens a clause of the reporter's own behind "X said"
_OWN_CLAUSE = frozenset(
    ["as", "while", "after", "but", "when", "although", "though", "even", "before", "hours", "days"]
)
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
