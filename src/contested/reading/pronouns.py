"""Whom a pronoun means: the last speaker or person before it who fits in number and sex, nearest paragraph first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from contested.reading.persons import REPORTER, Named

if TYPE_CHECKING:
    from contested.reading.actors import Cast

_MEN = re.compile(
    r"\b(?:man|father|brother|husband|son|grandfather|chairman|spokesman|businessman|policeman|priest|bishop|king|"
    r"salesman|boy|fisherman)$"
)
_WOMEN = re.compile(
    r"\b(?:woman|mother|sister|wife|daughter|grandmother|chairwoman|spokeswoman|businesswoman|widow|girl|nun|queen)$"
)
#: words for one person
ONE_PERSON = (
    "nurse|doctor|lawyer|minister|commissioner|commander|governor|mayor|president|premier|official|trader|driver|"
    "witness|student|judge|magistrate|leader|resident|officer|general|colonel|prefect|sub-prefect|director|manager|"
    "professor|physicist|economist|scientist|analyst|spokesperson|merchant|teacher|farmer|worker|miner|activist|"
    "protester|protestor|demonstrator|candidate|deputy|senator|ambassador|envoy|prosecutor|chief|head|secretary|"
    "coordinator|organi[sz]er|surgeon|pastor|rector|vendor|welder|pensioner|reporter|journalist|adviser|advisor|expert|"
    "observer|chairwoman|chairman|spokesman|spokeswoman|coxswain|film-maker|historian|sociologist|bishop|widow|opponent"
)
_HUMAN = re.compile(rf"\b(?:{ONE_PERSON})$")
#: paragraphs back that a pronoun reaches
_REACH = 3


def fits(cast: Cast, named: Named, sex: str) -> bool:
    """Whether a source is one person who may be of a sex."""
    actor = next((a for a in cast.actors if a.name == named.actor), None)
    if actor is not None:
        return actor.person and actor.sex in (sex, "")
    noun = re.split(r" (?:of|at|in|for|from|with|who) ", named.actor)[0].casefold()
    if _MEN.search(noun) or _WOMEN.search(noun):
        return (_MEN if sex == "m" else _WOMEN).search(noun) is not None
    return _HUMAN.search(noun) is not None


def person(cast: Cast, spelled: str, sex: str, at: int, earlier: Sequence[Named]) -> Named:
    """Who "he" or "she" at a position is.

    Parameters
    ----------
    cast : Cast
    spelled : str
    sex : str
    at : int
    earlier : sequence of Named
        Who spoke before, in order.
    """
    here = next((k for k, p in enumerate(cast.paragraphs) if p.span.start <= at < p.span.end), 0)
    stop = at
    for paragraph in reversed(cast.paragraphs[max(0, here - _REACH) : here + 1]):
        start = paragraph.span.start
        opens = {s.start for s in paragraph.sentences}
        sources = [n for n in earlier if start <= n.at < stop and n.mention != "none" and fits(cast, n, sex)]
        persons = [(s, a) for s, _, a in cast.mentions if start <= s < stop and a.person and a.sex in (sex, "")]
        subjects = [(s, a) for s, a in persons if s in opens]
        if sources and not (subjects and subjects[-1][0] > sources[-1].at):
            last = sources[-1]
            return Named(spelled, last.actor, last.side, "pronoun", "pronoun-speaker")
        sure = [(s, a) for s, a in persons if a.sex == sex]
        if persons:
            own = (subjects or sure or persons)[-1][1]
            return Named(spelled, own.name, own.side, "pronoun", "pronoun-last")
        stop = start
    if earlier:
        last = earlier[-1]
        return Named(spelled, last.actor, last.side, "pronoun", "pronoun-speaker")
    return Named(spelled, spelled.casefold(), "independent", "pronoun", "pronoun-unresolved")


def group(cast: Cast, spelled: str, low: str, at: int, earlier: Sequence[Named]) -> Named:
    """Who "they", "it", "we" or "I" is: the last speaker of that number who is no reporter."""
    persons = {a.name for a in cast.actors if a.person}

    def single(named: Named) -> bool:
        return named.actor in persons or fits(cast, named, "m") or fits(cast, named, "f")

    said = [n for n in earlier if n.actor != "reporter" and not n.actor.isdigit()]
    if low == "i":
        able = [n for n in said if single(n)]
    else:
        able = [n for n in said if not single(n)]
        several = [n for n in able if n.actor.endswith("s") or n.actor.casefold() in ("police", "people")]
        able = (several if low in ("they", "them", "their") else [n for n in able if n not in several]) or able
    here = next((p.span.start for p in cast.paragraphs if p.span.start <= at < p.span.end), 0)
    if low not in ("i", "we") and not (able and able[-1].at >= here):
        named = cast.body_at(here, at)
        if named is not None:
            return Named(spelled, named.actor, named.side, "pronoun", "pronoun-subject")
    last = (able or said or [REPORTER])[-1]
    return Named(spelled, last.actor, last.side, "pronoun", "pronoun-group")
