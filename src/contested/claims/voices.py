"""Who gave which number, where one text holds several: "police said 500, organizers more than 2,000".

A voice is a speaker and a size that a sentence joins: the speaker stands before ("police: 500", "according to the mayor
500 attended") or behind ("500 per police", "2,000 (organizers)"), with nothing between them but words of saying. Sides
follow from the words alone: police and officials speak for the state, organisers and unions for themselves. A number
that counts something else ("500 officers") belongs to nobody, and a speaker beside whom no number stands says none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from contested.claims.claim import Side
from contested.claims.sizes.grammar import Size, sizes
from contested.claims.sizes.numbers import matches
from contested.claims.sizes.phrases import counts_people, people
from contested.claims.sizes.tokens import Token, flat, tokens
from contested.claims.sizes.vocabulary import word_set
from contested.claims.words import Reported

#: who speaks, by the words that name them: claimant and side
_SPEAKERS: tuple[tuple[str, Side, str], ...] = (
    ("police", "incumbent", "police|sheriff|sheriffs|sheriff's|cops|law enforcement|gendarmerie|troopers|"
     "police chief|police department|police officials|police spokesman|police spokesperson|police spokeswoman"),
    ("authorities", "incumbent", "authorities|officials|city officials|government|city hall|municipality|prefecture|"
     "interior ministry|ministry of interior|the ministry|ministry|government officials|local officials|state media"),
    ("mayor", "incumbent", "mayor|mayor's office"),
    ("governor", "incumbent", "governor|governor's office"),
    ("organisers", "opposition", "organizers|organisers|organizer|organiser|protest leaders|protest organizers|"
     "protest organisers|event organizers|event organisers|rally organizers|march organizers|activists"),
    ("union", "opposition", "union|unions|trade union|trade unions|union leaders|union officials"),
    ("opposition", "opposition", "opposition|opposition parties|opposition party|opposition leaders"),
    ("press", "media", "newspaper|newspapers|press|media|local media|journalists|journalist|reporters|reporter|"
     "news reports|media reports|press reports|a newspaper|tv|television|news agency|correspondent|correspondents"),
    ("AP", "media", "ap|associated press"),
    ("AFP", "media", "afp|agence france presse"),
    ("Reuters", "media", "reuters"),
    ("BBC", "media", "bbc"),
    ("witnesses", "independent", "witnesses|eyewitnesses|witness|eyewitness|onlookers|bystanders|attendees"),
    ("observers", "independent", "observers|monitors|ngo|ngos|researchers|analysts|independent observers|"
     "human rights groups|rights groups|independent estimates|independent count|experts"),
)  # fmt: skip
Speaker = tuple[str, Side]
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], Speaker]]] = {}
for _name, _side, _words in _SPEAKERS:
    for _phrase in sorted((tuple(w.split()) for w in _words.split("|")), key=lambda p: -len(p)):
        _BY_FIRST.setdefault(_phrase[0], []).append((_phrase, (_name, _side)))
for _same in _BY_FIRST.values():
    _same.sort(key=lambda entry: -len(entry[0]))

_VERBS = word_set(
    "said say says saying estimate estimates estimated estimating counted counts count claim claims claimed claiming "
    "report reports reported reporting put puts placed places gave give gives announced announces stated states told "
    "tallied recorded cited suggested believed believe insisted insist had have has ranged ranging spoke wrote writes"
)
#: between a speaker and the number that follows
_FORWARD = _VERBS | word_set(
    """
    the a an crowd crowds crowd's number numbers figure figures size turnout attendance at to be as that there were was
    it of for about in his her their its total protest march rally demonstration demonstrators protesters participants
    people : - = , only from between department office chief spokesman spokesperson spokeswoman official officially
    however meanwhile who which by local ' s estimate estimates
    """
)
#: between a number and the speaker that follows
_BACKWARD = _VERBS | word_set(
    """
    ( per according to the by from as estimate estimates figures , - were was there attended took part marched gathered
    protested rallied participated joined came turned out present demonstrated assembled local city for source sources :
    ' s
    """
)
_MARKERS = ({"("}, {"per"}, {"according"}, {"by"}, {"from"}, {"as"})
_SENTENCE = re.compile(r"(?<![\W\d_]\b[a-z])(?<!approx)(?<!\best)(?<!\bca)(?<!\bc)(?<!\bno)\.(?=\s|$)|[;\n|]", re.I)


_ESTIMATES = word_set("estimate estimates estimated")


class Voice(NamedTuple):
    """One speaker and what they say."""

    claimant: str
    side: Side
    reported: Reported


class _Event(NamedTuple):
    start: int
    end: int
    speaker: Speaker | None = None
    size: Size | None = None


def voices(text: str, least: float | None = None, most: float | None = None) -> tuple[Voice, ...]:
    """Every voice of a text, in its order.

    Parameters
    ----------
    text : str
        A few sentences; what is beyond 600 characters is not read.
    least, most : float, optional
        Numbers outside are no sizes of this crowd.

    Examples
    --------
    >>> [(v.claimant, v.reported.value, v.reported.low) for v in voices("police said 500, organizers over 2,000")]
    [('police', 500, None), ('organisers', 2000, 2000)]
    """
    return tuple(v for v in _voices(text[:600]) if _inside(v.reported, least, most))


def _inside(reported: Reported, least: float | None, most: float | None) -> bool:
    said = [x for x in reported if x is not None]
    return any((least is None or x >= least) and (most is None or x <= most) for x in said)


@lru_cache(maxsize=16_384)
def _voices(text: str) -> tuple[Voice, ...]:
    found: list[Voice] = []
    for sentence in _SENTENCE.split(text):
        words = tokens(flat(sentence))
        if words:
            found += _of_sentence(words)
    return tuple(found)


def _of_sentence(words: Sequence[Token]) -> list[Voice]:
    events = _events(words)
    # the pairs of neighbours that bind best: no event in two pairs
    best: list[tuple[int, tuple[tuple[int, int], ...]]] = [(0, ()), (0, ())]
    for i in range(1, len(events)):
        strength = _strength(words, events[i - 1], events[i])
        before, pairs = best[i - 1]
        joined = (before + strength, (*pairs, (i - 1, i))) if strength else (0, ())
        best.append(max(best[i], joined, key=lambda entry: entry[0]))
    voices = []
    for a, b in best[len(events)][1] if events else ():
        one, other = (events[a], events[b]) if events[a].speaker else (events[b], events[a])
        assert one.speaker is not None and other.size is not None
        size = other.size
        voices.append(Voice(*one.speaker, Reported(*(_whole(x) for x in (size.value, size.low, size.high)))))
    return voices


def _whole(number: float | None) -> float | None:
    return int(number) if number is not None else None


def _events(words: Sequence[Token]) -> list[_Event]:
    events: list[_Event] = []
    at = 0
    while at < len(words):
        named = next(((p, who) for p, who in _BY_FIRST.get(words[at].text, ()) if matches(words, at, p)), None)
        if named is not None:
            events.append(_Event(at, at + len(named[0]), speaker=named[1]))
            at += len(named[0])
            continue
        if words[at].text in _ESTIMATES:  # "police estimate of 500" has no "about"
            at += 1
            continue
        # the longest reading in which nobody is named: "500 (police) to 2,000 (organizers)" is two sizes
        readings = [r for r in sizes(words, at) if not any(words[k].text in _BY_FIRST for k in range(at, r[1]))]
        if not readings:
            at += 1
            continue
        size, end = max(readings, key=lambda reading: reading[1])
        if counts_people(words, end):
            events.append(_Event(at, end, size=size))
        at = end
    return events


def _strength(words: Sequence[Token], one: _Event, other: _Event) -> int:
    """How well two neighbours bind: 0 not at all."""
    if (one.speaker is None) == (other.speaker is None):
        return 0
    gap = [w.text for w in words[one.end : other.start]]
    if one.speaker is not None:
        if not all(text in _FORWARD for text in gap):
            return 0
        if any(text in _VERBS or text == ":" for text in gap):
            return 5
        led = [w.text for w in words[max(0, one.start - 3) : one.start]]
        if "according" in led or "per" in led:
            # "500 according to police, 2,000 ...": the comma ends it
            return 3 if "," not in gap else 2
        return 3 if not gap or gap == ["-"] else 2 if "," not in gap else 1
    behind = max(people(words, one.end), default=one.end)
    gap = [w.text for w in words[min(behind, other.start) : other.start]]
    if not all(text in _BACKWARD for text in gap):
        return 0
    if any(marker <= set(gap) for marker in _MARKERS):
        return 5
    spoken = other.end < len(words) and words[other.end].text in _VERBS
    if gap and gap[-1] in _VERBS:  # "500, said police"
        return 2
    return 3 if "," in gap and spoken else 2 if gap == ["-"] else 0
