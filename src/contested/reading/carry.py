"""The quantity of a number that stands alone: of the number before ("police said 500, the union 2,000"), of a label
("Arrests: 103"), or of what the sentence before was about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contested.reading import clues
from contested.reading.drafts import Draft
from contested.reading.frame import Frame
from contested.reading.kinds import SHARES, Kind
from contested.reading.lexicon import words
from contested.reading.numbers import Mention
from contested.reading.structure import Span
from contested.reading.tagging import tokens

_COUNTED = words("carry.counted")
#: words by which a sentence says a number again
_SAYS = re.compile(
    r"\b(?:counts?|counted|figures?|numbers?|toll|tally|estimates?|estimated|put|puts|spoke of|speaks? of|said|says?|"
    r"registered|recorded|reported|announces?|writes?|pegs?|pegged|already has|predicts?|"
    r"acknowledges?|records?|list|total|it as|it at|claims?|claimed|named|gave|gives|"
    r"announced|expects?|expected|hop(?:e|es|ing) for|it (?:was|is|had)|there (?:are|were)|"
    r"believes?|confirmed|saw|sees|spotted|reckon(?:s|ed)?|denied|had seen)\b|:",
    re.I,
)
_GATHERED = re.compile(
    r"\b(?:crowds?|rally|rallies|march(?:ed|ers|es)?|gathering|demonstrat\w+|protest(?:ers|s)?|column|how many)\b", re.I
)
_HARM = frozenset(["dead", "injured", "detained", "missing", "hospitalised"])
_NONE_REPORTED = re.compile(
    r"\b(?:says?|said|saw|admits? to|admitted to|insists?|insisted|reports?|reported|counts?|counted) $"
)
#: who counts crowds and little else
_CLAIMS = re.compile(r"\b(?:[Oo]rgani[sz]ers|[Mm]archers|[Pp]rotesters|stage|[Ss]tewards)\b")
#: behind a bare number, where crowds stand
_AT_A_SQUARE = re.compile(
    r" (?:people )?(?:(?:on|in|at|outside|along|before|in front of) (?:the )?(?:[A-Z][\w’'-]+ ){1,3}"
    r"(?:Square|Street|Avenue|Boulevard|Park|Stadium|Bridge|Embankment|Roundabout|Plaza)\b"
    r"|(?:[a-z]+ [\w’'-]+ )?at (?:the|its) (?:peak|height|high point)\b)"
)
_SAME_MONEY = re.compile(r"(?:\bto|\band|\bor|,|\bfrom)\s$")
_NEAR = 320
#: what stands behind a number that has no noun of its own
_END = re.compile(
    r"\s*(?:[.,;:)!?”\"–—]|$|(?:people|persons|others|more|names|had|were|was|of (?:them|us)|on|in|at|there|by|women|"
    r"men|and|last|yesterday|today|the|a|under|after|only|so|for|according|but|or|from|to|dead|then|while)\b)"
)


def carried(
    kind: Kind, drafts: Sequence[Draft], text: str, sentence: Span, at: int, number: Mention, frames: Sequence[Frame]
) -> Kind:
    """The kind of a number, with the quantity that an elliptic one takes over.

    Parameters
    ----------
    kind : Kind
    drafts : sequence of Draft
        Those before, in order.
    text : str
    sentence : Span
    at : int
        Where the sentence begins in the original, which drafts point into.
    number : Mention
    frames : sequence of Frame
        The attributions of the text.
    """
    if kind.rule == "elliptic-share":
        last = next((d for d in reversed(drafts[-4:]) if d.quantity in SHARES), None)
        near = last is not None and at - last.anchors["number"].end < _NEAR
        return Kind(last.quantity, rule="carried") if near and last is not None else Kind("", "other", kind.rule)
    if not kind.noun and (kind.quantity or kind.rule == "elliptic") and (label := _label(text, sentence, number)):
        return label
    if kind.rule != "elliptic":
        return kind
    before = text[sentence.start : number.start]
    last = drafts[-1] if drafts else None
    here = last is not None and last.anchors["number"].start >= at
    aside = not here and last is not None and last.quantity == "forces" and len(drafts) > 1
    if aside and drafts[-2].quantity == "crowd":
        last = drafts[-2]  # "120,000 came. Police, who deployed 2,500 officers, spoke of 35,000"
    if last is not None and (share := _share(last, here, before, number, kind)):
        return Kind(share, rule="carried")
    value = number.reported.value
    if not here and last is not None and (asked := _question(text, sentence, number)) is not None:
        return Kind(asked, rule="carried", noun=kind.noun)
    if _bare(text, number, kind.noun) and _AT_A_SQUARE.match(text, number.end) and _SAYS.search(before):
        return Kind("crowd", rule="label", noun=kind.noun)
    if not here and last is not None and last.value == 0 and (value or 0) >= 50:
        return Kind("crowd", rule="carried", noun=kind.noun) if _CLAIMS.search(before) else kind
    if here and last is not None and last.quantity == "money" and not kind.noun and _SAME_MONEY.search(before):
        return Kind("money", rule="carried", unit=last.unit)
    rows = [d for d in drafts[-4:] if d.quantity == "votes"]
    if rows and value is not None and value > 100 and re.search(r"(?:[–—:-]|\bto)\s$", before) and not kind.noun:
        return Kind("votes", rule="carried")
    if value == 0 and here and last is not None and last.quantity in _HARM and _NONE_REPORTED.search(before):
        return Kind(last.quantity, rule="carried")
    if value is not None and value <= 1:
        return kind
    if last is not None and last.quantity in _COUNTED and _fits(kind, last):
        attributed = any(f.source is not None and f.holds(number.start, number.end) for f in frames)
        gap = at - last.anchors["number"].end
        if here or (gap < _NEAR and (attributed or _SAYS.search(before)) and _bare(text, number, kind.noun)):
            return Kind(last.quantity, rule="carried", noun=kind.noun)
        if gap < _NEAR and kind.noun in ("names", "entries", "cases"):
            return Kind(last.quantity, rule="carried", noun=kind.noun)
    if _SAYS.search(before) and _bare(text, number, kind.noun) and value != 0:
        earlier = text[max(0, sentence.start - 160) : number.start]
        if _GATHERED.search(earlier):
            return Kind("crowd", rule="carried", noun=kind.noun)
    return kind


def _question(text: str, sentence: Span, number: Mention) -> str | None:
    """The quantity of a question right before: "Anybody hurt?" - "Seven, says the hospital."."""
    asked = re.search(r"([^.?!\n]*)\?\s+(?:[A-Z][\w ]{2,24}:\s)?$", text[max(0, sentence.start - 90) : sentence.start])
    if asked is None or not _bare(text, number, ""):
        return None
    start = max(0, sentence.start - 90) + asked.start(1)
    found = [c for c in clues.clues_in(tokens(text, Span(start, start + len(asked[1])))) if c.role in ("done", "noun")]
    return found[0].quantity if found and found[0].quantity in _COUNTED else None


def _fits(kind: Kind, last: Draft) -> bool:
    """Whether a noun, if there is one, goes with the quantity before."""
    persons = last.quantity not in ("protest_sites", "strike_sites", "votes", "fraud_stations")
    return not kind.noun or (persons and kind.noun not in ("reporters", "journalists"))


def _bare(text: str, number: Mention, noun: str) -> bool:
    """Whether a number ends its phrase."""
    behind = text[number.end : number.end + 60]
    if noun and (own := re.match(rf"\s+(?:\w+\s){{0,2}}{re.escape(noun)}\b", behind, re.I)):
        behind = behind[own.end() :]
    return _END.match(behind) is not None


def _share(last: Draft, here: bool, before: str, number: Mention, kind: Kind) -> str:
    """The quantity of a bare number behind a share: "67 percent to 31", "that he won with 53"."""
    value = number.reported.value
    if last.quantity not in SHARES or kind.noun or value is None or value > 100:
        return ""
    if here and re.search(r"(?:,|\band) (?:the |his |her )?(?:[\w’'.-]+ ){1,3}$", before) and _bare_share(number):
        return last.quantity
    if here and re.search(r"\b(?:to|with|at|had|and|by|was|got|won|for|from)\s$", before):
        return last.quantity
    return ""


def _bare_share(number: Mention) -> bool:
    """Whether a number without bounds may be per cent: "53.2 percent, the challenger 41"."""
    return number.reported.low is None and number.reported.high is None


def _label(text: str, sentence: Span, number: Mention) -> Kind | None:
    """The kind by a label before a colon or a dash: "Arrests at assemblies: 103 (16)"."""
    before = text[sentence.start : number.start]
    match = re.match(r"([^:–—]{3,70}?)(?::| [–—])\s(?:[\d,.]+\s\(|[^:–—]{0,40}\()?$", before)
    if match is None:
        return None
    label = tokens(text, Span(sentence.start, sentence.start + match.end(1)))
    found = [c for c in clues.clues_in(label) if c.role in ("noun", "done")]
    if label[0].low in ("taken", "seized", "lifted"):
        return Kind("detained", rule="label")
    if any(t.low in ("ballots", "votes") for t in label):
        return Kind("votes", rule="label")
    return Kind(found[0].quantity, rule="label") if found and not label[0].low.startswith("police") else None
