"""Whether what a number counts is told as a happening, as a plan or under a condition: tense and mood of its verb.

The verb that governs the number decides by its auxiliaries ("will be", "is to", "may have"), an infinitive by the word
that it hangs on ("vowed to", "forced to"), a noun by the nearest word before it that plans ("a call for", "notice of")
or by the verb behind it ("a march is planned"). A verb in the past ends the search, so that a plan elsewhere in the
sentence changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from contested.reading import circumstances
from contested.reading.drafts import Certainty
from contested.reading.frame import Frame
from contested.reading.kinds import Kind
from contested.reading.lexicon import words
from contested.reading.tagging import Token


class Mood(NamedTuple):
    """What a verb or a noun makes of a number: its certainty, and the tokens that say so (-1 where none does)."""

    certainty: Certainty
    first: int = -1
    last: int = -1


_REAL = Mood("stated")
_WILL = frozenset(["will", "'ll", "shall", "should", "must", "ought"])
_MAY = frozenset(["could", "may", "might", "can"])
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "'re", "'m"])
#: verbs and nouns that plan what they govern, by how they govern it
_VERBS, _TO, _NOUNS = words("modality.verbs"), words("modality.before_to"), words("modality.nouns")
_PARTICIPLES, _ADJECTIVES = words("modality.participles"), words("modality.adjectives")
#: verbs of a timetable, whose present tense with a day ahead is a plan: "the strike begins on Monday"
_TIMETABLE = words("modality.timetable")
#: verbs that plan where a strike or a rally is what they govern: "called a 48-hour strike", "announced a sit-in"
_CALLS = words("modality.calls")
_PURPOSE = words("modality.purpose")
#: a verb without an auxiliary or an ending of the past that is past all the same
_PAST = words("modality.past")
_STOPS = frozenset(["who", "which", "whose", "whom", "while", "when", "after", "where", "because", "whereas",
                    "although", "before", "since"])  # fmt: skip
_SAYS = frozenset(["said", "says", "say", "told", "added", "announced", "reported", "estimates"])
#: an act of law by them is done
_RULED = frozenset(["agreed", "agree", "agrees", "decided", "decide", "decides", "voted"])
#: what is asked or hoped for, by its verb or noun and the preposition before it
_FOR = {
    **dict.fromkeys(("ask", "asks", "asked", "asking", "look", "looks", "looked", "looking", "prepare", "prepares",
                     "prepared", "preparing", "brace", "braces", "braced", "wait", "waits", "waited", "waiting",
                     "aim", "aims", "hope", "hopes", "hoped", "appeal", "appeals", "appealed", "applied", "apply",
                     "applies", "pray", "prays"), "for"),
    **dict.fromkeys(("count", "counts", "counted", "counting", "bet", "bets"), "on"),
    **dict.fromkeys(("reckon", "reckons", "reckoned", "plan", "plans", "planned"), "with"),
}  # fmt: skip
_GIVES = frozenset(["give", "gives", "gave", "given", "grant", "grants", "granted"])
_CONJUNCTIONS = frozenset(["and", "or", "but", ","])
#: what has happened where it is named at all, unless its verb is one of the future
_DONE = frozenset(["dead", "injured", "detained", "missing", "hospitalised", "votes", "vote_share", "fraud_stations"])
_CALLED = frozenset(["days", "crowd", "strikers", "strike_sites", "forces", "released", "money", "sanctioned",
                     "protest_sites"])  # fmt: skip
_OF_A_COUNT = frozenset(["turnout", "figure", "total", "toll", "result", "results", "victory", "count", "share", "win"])


def mood_of(seq: Sequence[Token], at: int, last: int, kind: Kind, frame: Frame | None) -> Mood:
    """The mood of a number.

    Parameters
    ----------
    seq : sequence of Token
        Of its sentence.
    at, last : int
        Its first and last token.
    kind : Kind
        What it counts, with the word that says so.
    frame : Frame or None
        Who says it.
    """
    low, high = (min(at, kind.at), max(last, kind.at)) if kind.at >= 0 else (at, last)
    verb = _event(seq, kind)
    if verb >= 0 and not (verb < at and seq[verb].low in _VERBS):
        found = _of_verb(seq, verb, frame)
    else:
        found = _of_noun(seq, at, high, last, kind, frame)
    if found.certainty == "stated" and (k := _requests(seq, at, last, kind)) >= 0:
        found = Mood("planned", k, k)
    if found.certainty == "planned" and kind.quantity == "sanctioned" and seq[found.first].low in _RULED:
        return _REAL  # what a council of ministers agrees on is in force
    k = circumstances.condition(seq) if found.certainty == "planned" else circumstances.in_condition(seq, low, last)
    return Mood("conditional", k, k) if k >= 0 else found


def _requests(seq: Sequence[Token], at: int, last: int, kind: Kind) -> int:
    """The word by which a number is asked or hoped for, or a term that is given; -1 if there is none."""
    before = seq[at - 1].low if at else ""
    for k in range(at - 1, max(-1, at - 10), -1):
        if seq[k].text in ";:" or seq[k].low in _STOPS or (seq[k].low in _CONJUNCTIONS and seq[k].text != ","):
            break
        if k < at - 1 and before == _FOR.get(seq[k].low) and not (before == "on" and kind.quantity not in _CALLED):
            return k
        term = kind.quantity == "days" and seq[k].low in _GIVES
        if term and any(t.low == "to" for t in seq[last + 1 : last + 4]):
            return k
    headline = kind.at < at and last + 3 <= len(seq)
    for k in range(last + 1, min(len(seq) - 1, last + 4)) if headline else ():
        if seq[k].low == "to" and seq[k].tag == "TO" and seq[k + 1].tag not in ("DET", "NUM", "PROPN", "POS"):
            start = max((j + 1 for j in range(at) if seq[j].text in ":;,"), default=0)
            named = (*seq[start:at], *seq[last + 1 : k])
            if all(t.tag in ("NOUN", "PROPN", "ADJ", "NUM", "ADP", "POS") and t.low not in _PAST for t in named):
                return k
    return -1


def _event(seq: Sequence[Token], kind: Kind) -> int:
    """The verb that says what happened to those counted, -1 if no verb does."""
    if kind.at < 0:
        return -1
    k = kind.at
    while k + 1 < len(seq) and seq[k].tag in ("AUX", "TO"):
        k += 1
    if k > kind.at or (k and seq[k - 1].tag in ("AUX", "TO") and seq[k].tag not in ("ADP", "DET", "NUM")):
        return k
    of_verb = kind.rule.removeprefix("forces-") in ("done", "act", "weak")
    return k if of_verb and _is_verb(seq, k) else -1


def _is_verb(seq: Sequence[Token], k: int) -> bool:
    """Whether a token is a verb, also where the tables take one behind an auxiliary for a noun."""
    token = seq[k]
    if token.tag in ("VERB", "AUX") or token.low in _PAST or (token.low.endswith("ed") and token.tag != "NUM"):
        return True
    return k > 0 and seq[k - 1].tag in ("AUX", "TO") and token.tag in ("NOUN", "ADJ", "PROPN")


def _chain(seq: Sequence[Token], k: int) -> int:
    """Where the auxiliaries of a verb begin."""
    start = k
    while start and (
        seq[start - 1].tag in ("AUX", "TO") or seq[start - 1].low in ("not", "n't") or seq[start - 1].tag == "ADV"
    ) and seq[start - 1].low not in circumstances.WEEKDAYS:  # fmt: skip
        start -= 1
    return start


def _of_verb(seq: Sequence[Token], k: int, frame: Frame | None, depth: int = 0) -> Mood:
    """The mood of a verb, by its auxiliaries or by what its infinitive hangs on."""
    start = _chain(seq, k)
    chain = {t.low for t in seq[start:k]}
    low = seq[k].low
    if low in ("serve", "pay") and "to" in chain and not chain & _WILL:
        return _REAL  # "was ordered to serve three years"
    if chain & _MAY and seq[k].text != "May":
        return Mood("conditional", start, k)
    if chain & _WILL:
        return Mood("planned", start, k)
    if "would" in chain:
        return _would(seq, start, k, frame)
    if "to" in chain:
        to = max(j for j in range(start, k) if seq[j].low == "to")
        if any(seq[j].low in _BE for j in range(start, to)):
            return Mood("planned", start, k)
        return _infinitive(seq, to, frame, depth)
    if chain == {"be"}:
        return Mood("planned", start, k)  # "demand that they be released"
    if low in _PARTICIPLES and (chain & _BE or not chain):
        return Mood("planned", k, k)
    if low.endswith("ing"):
        if chain & {"is", "are", "'re", "'m"} and circumstances.ahead(seq, k):
            return Mood("planned", start, k)
        return _REAL if chain or depth > 2 else _governor(seq, k, frame, depth)
    if chain:
        return _REAL
    if _present(seq, k):
        if low in _TIMETABLE and circumstances.ahead(seq, k):
            return Mood("planned", k, k)
        if depth < 3 and (first := _joined(seq, k)) >= 0:
            return _of_verb(seq, first, frame, depth + 1)
    if low.endswith("ed") and depth < 2 and (j := _ordered(seq, k)) >= 0:
        return Mood("planned", j, j)
    return _REAL


def _present(seq: Sequence[Token], k: int) -> bool:
    low = seq[k].low
    return not low.endswith(("ed", "ing")) and low not in _PAST


def _joined(seq: Sequence[Token], k: int) -> int:
    """The verb with an auxiliary that another without one is joined to ("will march and block a road"); -1 if none."""
    if not k or seq[k - 1].low not in _CONJUNCTIONS:
        return -1
    for j in range(k - 2, max(-1, k - 12), -1):
        if seq[j].tag == "VERB" or (j and seq[j - 1].tag in ("AUX", "TO")):
            start = _chain(seq, j)
            return j if {t.low for t in seq[start:j]} & (_WILL | {"to", "would"}) else -1
    return -1


def _ordered(seq: Sequence[Token], k: int) -> int:
    """The order that a participle belongs to: "ordered 120 prisoners released"; -1 if there is none."""
    near = range(max(0, k - 6), k)
    found = next((j for j in near if seq[j].low in ("ordered", "orders", "wants", "wanted", "demands")), -1)
    if found < 0 or any(t.tag in ("AUX", "PUNCT", "CONJ", "SCONJ") for t in seq[found + 1 : k]):
        return -1
    return found if k + 1 >= len(seq) or seq[k + 1].tag != "ADP" or seq[k + 1].low == "by" else -1


def _would(seq: Sequence[Token], start: int, k: int, frame: Frame | None) -> Mood:
    if circumstances.habit(seq) and not circumstances.ahead(seq, k):
        return _REAL
    supposed = circumstances.condition(seq) >= 0 or any(t.low == "have" for t in seq[start:k])
    if supposed or (start and seq[start - 1].low == "it" and seq[k].low in ("take", "need", "require", "cost")):
        return Mood("conditional", start, k)
    told = frame is not None or circumstances.ahead(seq, k)
    return Mood("planned" if told else "conditional", start, k)


def _infinitive(seq: Sequence[Token], to: int, frame: Frame | None, depth: int) -> Mood:
    """The mood of an infinitive, by the word before "to" or else the verb before."""
    before = to - 1
    while before > 0 and seq[before].tag == "ADV":
        before -= 1
    if before < 0:
        return _REAL
    low = seq[before].low
    if low in _TO or low in _NOUNS:
        refused = before and seq[before - 1].low in ("not", "n't", "no")
        return _REAL if refused else _threat(seq, before, to)
    if seq[-1].text not in ".!?" and seq[before].tag in ("NOUN", "PROPN"):
        return Mood("planned", to, to)  # a headline: "Union says all ports to close"
    if seq[before].tag == "AUX" and low in ("have", "has", "had"):
        return Mood("planned", before, to)
    return _governor(seq, to, frame, depth)


def _threat(seq: Sequence[Token], k: int, to: int) -> Mood:
    threat = seq[k].low.startswith("threat") and any(t.low == "until" for t in seq)
    return Mood("conditional" if threat else "planned", k, to)


def _governor(seq: Sequence[Token], k: int, frame: Frame | None, depth: int) -> Mood:
    """The mood of an infinitive or a participle, by the verb before it: "are sending soldiers to clear the square"."""
    for j in range(k - 1, max(-1, k - 12), -1):
        low = seq[j].low
        if seq[j].text in ";:" or low in _STOPS:
            break
        if low in _NOUNS and j + 1 < len(seq) and seq[j + 1].low in ("of", "for", "to"):
            return Mood("planned", j, j)
        if low in _TO and low not in _NOUNS:
            return _threat(seq, j, k)
        if _is_verb(seq, j) and seq[j].tag != "AUX":
            if low in _PURPOSE:
                return Mood("planned", j, k)
            return _of_verb(seq, j, frame, depth + 1) if depth < 3 else _REAL
    return _REAL


def _of_noun(seq: Sequence[Token], at: int, high: int, last: int, kind: Kind, frame: Frame | None) -> Mood:
    """The mood of a number that a noun or its own phrase governs: what stands before it, else the verb behind it."""
    done = kind.quantity in _DONE
    for k in range(max(0, at - 1), min(len(seq), high + 3)):
        if seq[k].low in _ADJECTIVES and not done and (k < at or k > last) and seq[k - 1].low != "than":
            return Mood("planned", k, k)
    k = at
    while (k := k - 1) >= 0:
        token = seq[k]
        if token.text in ";:—–" or token.low in _STOPS:
            break
        if token.text == ",":
            k = _before_relative(seq, k)
            continue
        if done and token.low in _NOUNS | _VERBS:
            continue
        if token.low in _NOUNS and k + 1 < len(seq) and seq[k + 1].low in ("of", "for", "to") and token.tag != "VERB":
            return Mood("planned", k, k + 1)
        if (governed := _plans(seq, k, kind)) is not None:
            return governed
        if token.tag == "AUX":
            if token.low == "be" or k + 1 == at or seq[k + 1].tag not in ("VERB", "AUX", "ADV", "TO"):
                return _of_verb(seq, k if token.low == "be" else k + 1, frame)  # "there will be 4,000"
        elif _is_verb(seq, k):
            if token.low in _SAYS:
                break
            return _of_verb(seq, k, frame)
    behind = _behind(seq, max(high, last), frame) if not done else _REAL
    if behind.certainty != "stated" or done:
        return behind
    if frame is not None and frame.kind in ("plan", "demand") and frame.rule in ("subject", "noun"):
        said = [t.low for t in seq[:at] if t.start >= frame.cue.end]
        if "but" not in said:
            k = next((j for j, t in enumerate(seq) if t.start >= frame.cue.start), at)
            return Mood("planned", k, k)
    return _REAL


def _before_relative(seq: Sequence[Token], k: int) -> int:
    """The comma that opens the relative clause which a comma closes; the same comma if it closes none."""
    for j in range(k - 1, max(0, k - 14), -1):
        if seq[j].text == ",":
            return k
        if seq[j].low in ("who", "which", "whose") and seq[j - 1].text == ",":
            return j - 1
    return k


def _plans(seq: Sequence[Token], k: int, kind: Kind) -> Mood | None:
    """What a verb that plans its object makes of it; None if the word is none."""
    low, after = seq[k].low, seq[k + 1].low if k + 1 < len(seq) else ""
    if k and seq[k - 1].low in ("than", "not", "n't"):
        return None
    if low in _CALLS:
        if kind.quantity not in _CALLED or kind.rule == "label" or _OF_A_COUNT & {t.low for t in seq[k + 1 : k + 5]}:
            return None
        called = low.startswith("call") and after in ("off", "out", "it", "up")
        ruled = low.startswith("order") and kind.quantity not in ("released", "forces")
        ruled = ruled or (kind.quantity == "sanctioned" and not low.startswith("call"))  # a ban announced is in force
        return None if called or ruled else Mood("planned", k, k)
    if low not in _VERBS or seq[k].tag == "PROPN":
        return None
    if low.startswith(("face", "facing")):
        return Mood("conditional", k, k)
    if after in ("of",) and low not in ("warned", "warns", "warn"):
        return None
    return Mood("planned", k, k)


def _behind(seq: Sequence[Token], high: int, frame: Frame | None) -> Mood:
    """The mood of the verb whose subject a number is: "a march of 9,000 is planned", "a strike begins on Monday"."""
    aside = False
    for k in range(high + 1, min(len(seq), high + 14)):
        token = seq[k]
        if token.text == ",":
            aside = not aside
            continue
        if token.text in ";:.–—":
            break
        if aside or token.low in ("who", "which", "that"):
            if not aside and token.low in ("who", "which", "that"):
                return _REAL
            continue
        if token.low in ("due", "set", "likely", "bound") and seq[k - 1].low in _BE:
            return Mood("planned", k - 1, k)
        if token.tag == "AUX" and (token.low in _WILL | _MAY | {"would"} or token.low in _BE):
            verb = next((j for j in range(k + 1, min(len(seq), k + 5)) if seq[j].tag not in ("AUX", "ADV", "TO")), k)
            if token.low in _BE and seq[verb].low in ("due", "set", "likely", "bound"):
                return Mood("planned", k, verb)
            return _of_verb(seq, verb, frame) if verb > k else _REAL
        if token.tag == "VERB" or token.low in _PAST:
            if seq[k - 1].low == "to" and k - 2 == high:
                continue  # "4,000 march to prison"
            return _of_verb(seq, k, frame)
        if token.low in _TIMETABLE and seq[k - 1].tag in ("NOUN", "ADJ") and circumstances.ahead(seq, k):
            return Mood("planned", k, k)
    return _REAL
