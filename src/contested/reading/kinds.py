"""What a number counts: a quantity of the guide in `docs`, or why it is no claim (an age, a date, part of a name ...).

The noun behind the number decides the family (persons, places of work, towns, stations, days, votes, per cent, money);
among persons the nearest word for what they did, or what was done to them, decides the quantity.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from contested.claims.sizes.people import is_people
from contested.reading.lexicon import words
from contested.reading.noclaims import reason_of
from contested.reading.numbers import Mention
from contested.reading.tagging import Token

#: quantities, in the order in which a review lists them
QUANTITIES = (
    "crowd", "detained", "released", "charged", "injured", "hospitalised", "dead", "missing", "strikers",
    "strike_sites", "dismissed", "protest_sites", "forces", "sanctioned", "votes", "vote_share", "poll_share",
    "turnout_share", "fraud_stations", "days", "money",
)  # fmt: skip
#: why a number is no claim
REASONS = ("age", "date", "order", "name", "pick", "other")


class Kind(NamedTuple):
    """What a number counts.

    Parameters
    ----------
    quantity : str
        One of QUANTITIES; empty if it is no claim.
    reason : str
        One of REASONS if it is none.
    rule : str
    at : int
        Index of the token that decided it, -1 if none.
    start : bool
        Whether it is the beginning of something ("began releasing hundreds").
    """

    quantity: str
    reason: str = ""
    rule: str = ""
    at: int = -1
    start: bool = False


class _Clue(NamedTuple):
    at: int
    end: int
    quantity: str
    role: str


_FORCES = words("kinds.forces")
_WORKERS = frozenset(
    [
        "workers",
        "miners",
        "teachers",
        "employees",
        "drivers",
        "doctors",
        "nurses",
        "staff",
        "steelworkers",
        "dockers",
        "railwaymen",
    ]
)
_SITES = words("kinds.sites")
_TOWNS = words("kinds.towns")
_STATIONS = frozenset(["stations", "station", "precincts", "precinct", "protocols", "constituencies"])
_SPANS = frozenset(
    ("day", "days", "hour", "hours", "week", "weeks", "month", "months", "year", "years", "night", "nights", "minutes")
)
_LASTING = words("kinds.lasting")


@cache
def _clues() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for line in (files("contested.reading") / "kinds.txt").read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        quantity, role, *phrases = line.split()
        for phrase in phrases:
            parts = tuple(phrase.split("+"))
            found.setdefault(parts[0], []).append((parts, quantity, role))
    for same in found.values():
        same.sort(key=lambda entry: -len(entry[0]))
    return found


def kind_of(text: str, seq: Sequence[Token], mention: Mention, others: Sequence[Mention]) -> Kind:
    """The kind of a number.

    Parameters
    ----------
    text : str
    seq : sequence of Token
        Of its sentence.
    mention : Mention
    others : sequence of Mention
        All numbers of the sentence.
    """
    before, after = text[max(0, mention.start - 30) : mention.start], text[mention.end : mention.end + 40]
    inside = [
        k
        for k, t in enumerate(seq)
        if (t.start >= mention.start and t.end <= mention.end) or t.start < mention.end <= t.end
    ]
    first = inside[0] if inside else next((k for k, t in enumerate(seq) if t.end > mention.start), len(seq) - 1)
    last = (inside[-1] if inside else first) + 1
    spelled = text[mention.core : mention.end]
    if mention.unit and mention.unit != "percent":
        return Kind("money", rule="currency")
    if (reason := reason_of(spelled, before, after, mention, seq, first, last)) is not None:
        return Kind("", reason, f"no-claim-{reason}")
    if mention.unit == "percent" or spelled.casefold() in ("half", "a third", "two thirds", "two-thirds", "a quarter"):
        return _share(seq, mention, first, last)
    head, end = _head(seq, last)
    if head in _SPANS or re.sub(r"^-", "", after.split(" ")[0].casefold().strip(".,")) in _SPANS:
        return _days(seq, first, last, head or after.split(" ")[0].strip("-.,").casefold(), after)
    if head in ("votes", "ballots", "vote", "ballot"):
        return Kind("votes", rule="noun")
    clues = _clues_in(seq)
    taken = [k for k, t in enumerate(seq) for m in others if m is not mention and m.start <= t.start < m.end]
    if head in _STATIONS and (head != "station" or "polling" in [t.low for t in seq]):
        bad = any(t.low.startswith(tuple(words("kinds.flawed"))) for t in seq)
        return Kind("fraud_stations", rule="noun") if bad else Kind("", "other", "no-claim-other")
    if head in _TOWNS:
        near = _nearest(seq, clues, first, end, taken, ("crowd", "strikers"))
        return (
            Kind("protest_sites", rule="noun", at=near.at if near else -1)
            if near
            else Kind("", "other", "no-claim-other")
        )
    if head in _SITES:
        near = _nearest(seq, clues, first, end, taken, ("strikers",))
        return Kind("strike_sites", rule="noun", at=near.at) if near else Kind("", "other", "no-claim-other")
    persons = not head or _person(head)
    if head in _FORCES:
        near = _nearest(
            seq, clues, first, end, taken, ("injured", "dead", "hospitalised", "dismissed", "detained", "charged"), 8
        )
        return Kind(near.quantity, rule=f"forces-{near.role}", at=near.at) if near else Kind("forces", rule="noun")
    own = next(
        (
            q
            for q in ("detained", "injured", "dead", "released", "dismissed", "strikers", "charged")
            if head in _nouns(q)
        ),
        "",
    )
    if (own == "dead" and head == "dead") or own:
        return Kind(own, rule="noun", at=max(end - 1, 0))
    if not persons:
        if head in ("firms", "entities", "names", "businesses", "oligarchs") and any(
            c.quantity == "sanctioned" for c in clues
        ):
            return Kind("sanctioned", rule="noun")
        return Kind("", "other", "no-claim-other")
    near = _nearest(seq, clues, first, end, taken)
    if near is None and (not head or head in _ANYBODY):
        return Kind("", "other", "elliptic")
    if near is None:
        return Kind("crowd", rule="noun") if head in _nouns("crowd") else Kind("", "other", "no-claim-other")
    quantity = near.quantity
    if quantity == "crowd" and head in _WORKERS and any(c.quantity == "strikers" for c in clues):
        quantity = "strikers"
    start = near.at > 0 and seq[near.at - 1].low in (
        "began",
        "started",
        "begin",
        "begun",
        "begins",
        "starting",
        "beginning",
        "start",
    )
    return Kind(quantity, rule=near.role, at=near.at, start=start)


@cache
def _nouns(quantity: str) -> frozenset[str]:
    return frozenset(
        w[0] for same in _clues().values() for w, q, role in same if q == quantity and role == "noun" and len(w) == 1
    )


def _person(word: str) -> bool:
    return (
        is_people(word)
        or word in _FORCES
        or word in _WORKERS
        or word in ("others", "more", "victims", "lawmakers", "public", "trade")
    )


def _clues_in(seq: Sequence[Token]) -> list[_Clue]:
    table, found, at = _clues(), [], 0
    while at < len(seq):
        step = 1
        for parts, quantity, role in table.get(seq[at].low, ()):
            if all(at + k < len(seq) and seq[at + k].low == w for k, w in enumerate(parts)):
                found.append(_Clue(at, at + len(parts), quantity, role))
                step = max(step, len(parts)) if len(parts) > 1 else step
                if len(parts) > 1:
                    break
        at += step
    return found


def _nearest(
    seq: Sequence[Token], clues: Sequence[_Clue], first: int, end: int, taken: Sequence[int],
    of: Sequence[str] = (), most: int = 40,
) -> _Clue | None:  # fmt: skip
    best, cost = None, float(most)
    for clue in clues:
        if of and clue.quantity not in of:
            continue
        if clue.at >= end:  # behind the noun
            if clue.role == "group":
                continue
            own: float = clue.at - end + (0 if clue.role == "done" else 3 if clue.role == "act" else 4)
            gap = range(end, clue.at)
            if clue.at - end <= 1 and clue.role == "done":
                own -= 2
        elif clue.end <= first:
            gap = range(clue.end, first)
            own = first - clue.end + {"act": 0.5, "group": 0.5, "done": 3, "noun": 3}[clue.role]
            if clue.role == "done" and first - clue.end == 0:
                own += 2
        else:
            if clue.role != "noun":
                own, gap = 1.0, range(0)
            else:
                own, gap = 0.5, range(0)
        own += sum(5 for k in gap if k in taken and (k - 1) not in taken)
        own += sum(
            4
            for k in gap
            if seq[k].text in ";:"
            or seq[k].low in ("who", "which", "while", "but", "where", "after", "when", "as", "because")
        )
        own += sum(1.5 for k in gap if seq[k].text == ",")
        if own < cost:
            best, cost = clue, own
    return best


def _head(seq: Sequence[Token], at: int) -> tuple[str, int]:
    """The noun behind a number, and where its phrase ends; empty where a verb or a preposition follows at once."""
    k = at
    if (
        k < len(seq)
        and seq[k].low in ("of",)
        and k + 1 < len(seq)
        and seq[k + 1].tag in ("NOUN", "ADJ", "PROPN", "DET")
    ):
        k += 1
        if seq[k].low in ("the", "those", "his", "her", "their", "them") and k + 1 < len(seq):
            k += 1
    noun, end = "", at
    table = _clues()
    while k < len(seq) and k - at < 7:
        token = seq[k]
        role = {r for w, _, r in table.get(token.low, ()) if len(w) == 1}
        if token.low == "-":
            k += 1
            continue
        if noun and token.low in ("of", "and"):
            break
        if (
            token.tag not in ("NOUN", "ADJ", "PROPN", "NUM", "POS")
            and token.low
            not in (
                "more",
                "other",
                "others",
                "very",
            )
            and token.low not in _ALL_HEADS
        ):
            break
        if (
            role & {"done", "act"}
            and not role & {"noun"}
            and (noun or token.low.endswith("ed") or "done" in role)
            and token.low not in ("striking", "protesting", "injured")
        ) and (noun or not (k + 1 < len(seq) and _person(seq[k + 1].low))):
            break
        k += 1
        noun, end = token.low, k
        if _person(noun) and k < len(seq) and seq[k].tag not in ("NOUN", "PROPN"):
            break
    return noun, end


_ANYBODY = frozenset(["people", "persons", "men", "women", "others", "more", "names", "minors"])
_ALL_HEADS = frozenset(
    [
        "people",
        "protesters",
        "demonstrators",
        "supporters",
        "deaths",
        "arrests",
        "officers",
        "votes",
        "strikers",
        "workers",
    ]
)


_POLL = words("kinds.poll")
_TURNOUT = frozenset(["turnout", "electorate", "voters"])


def _share(seq: Sequence[Token], mention: Mention, first: int, last: int) -> Kind:
    lows = [t.low for t in seq]
    near = lows[max(0, first - 14) : last + 14]
    behind = lows[last : last + 8]
    if "-" in behind[:1] or any(w in behind[:2] for w in ("point", "points")):
        return Kind("", "other", "no-claim-other")
    if (
        "turnout" in near
        or ("of" in behind[:3] and any(w in behind for w in ("electorate", "voters")))
        or (any(w in near for w in ("voted",)) and "voters" in near)
    ) and not set(lows) & _POLL:
        return Kind("turnout_share", rule="share")
    if set(lows) & _POLL:
        return Kind("poll_share", rule="share")
    if any(w in near for w in words("kinds.harmed")):
        return Kind("vote_share", rule="share")
    return Kind("", "other", "no-claim-other")


def _days(seq: Sequence[Token], first: int, last: int, noun: str, after: str) -> Kind:
    near = {t.low for t in seq[max(0, first - 9) : last + 9]}
    if (
        {"in", "for", "after", "over"} & {t.low for t in seq[max(0, first - 2) : first]}
        or near & _LASTING
        or after.startswith("-")
    ) and (near & _LASTING or noun in ("days", "nights", "day")):
        return Kind("days", rule="span")
    return Kind("", "other" if near else "date", "no-claim-other")
