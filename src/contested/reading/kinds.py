"""What a number counts: a quantity of the guide in `docs`, or why it is no claim (an age, a date, part of a name ...).

The noun behind the number decides the family (persons, places of work, towns, stations, days, votes, per cent, money);
among persons the nearest word for what they did, or what was done to them, decides the quantity (`clues`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from contested.claims.words import Reported
from contested.reading import clues, heads, shares
from contested.reading.amounts import is_whole
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
#: shares, and what else may have decimals
SHARES = frozenset(["vote_share", "poll_share", "turnout_share"])
_PARTS_OF = SHARES | {"days", "money"}
#: why a number is no claim
REASONS = ("age", "date", "order", "name", "pick", "other", "unreadable")


class Kind(NamedTuple):
    """What a number counts.

    Parameters
    ----------
    quantity : str
        One of QUANTITIES; empty if it is no claim.
    reason : str
        One of REASONS if it is none.
    rule : str
        `elliptic` where the words leave it to the numbers before.
    at : int
        Index of the token that decided it, -1 if none.
    start : bool
        Whether it is the beginning of something ("began releasing hundreds").
    noun : str
        The noun counted.
    unit : str
        The currency that a number takes over from the one before.
    """

    quantity: str
    reason: str = ""
    rule: str = ""
    at: int = -1
    start: bool = False
    noun: str = ""
    unit: str = ""


def counts(quantity: str, reported: Reported) -> bool:
    """Whether a number can be of a quantity: nobody detains 1.5 people."""
    return not quantity or quantity in _PARTS_OF or is_whole(reported)


_POLLING = frozenset(["polling", "voting", "ballot", "ballots"])
_STRIKES = frozenset(["strike", "walkout", "stoppage"])
#: before stations that somebody went to or that a part is of
_WATCHED = re.compile(r"\b(?:visited|observed|monitored|covered|attended|(?<!results )of(?: (?:the|its|all))?) $")
#: parts of a country that count votes
_PARTS = frozenset(["districts", "wards", "constituencies", "precincts"])
_COUNTED = frozenset(["ballots", "protocols", "returns", "tallies"])
#: before a total that goes on with what was counted: "bringing the total to 46"
_SUMMED = re.compile(
    r"\b(?:bring|brings|bringing|brought|takes?|taking|took|rais(?:es|ed|ing)|push(?:es|ed|ing)?) (?:the|its|their) "
    r"(?:overall |grand |running )?(?:total|number|count|tally|figure)(?: so far)? (?:to|at|past|above|beyond) $"
)
#: before a number by which a body gives its own men: "two battalions, around 1,100 men"
_UNITS = frozenset(["battalions", "battalion", "companies", "brigades", "brigade", "regiments", "regiment", "platoons",
                    "platoon", "squads", "detachments", "divisions"])  # fmt: skip
#: before a sum in a currency that nobody knows: "fines of 500 to 2,000 talers"
_FINE = re.compile(r"\b[Ff]ine[sd]? (?:of |each )$")
_OTHER = Kind("", "other", "no-claim-other")
_TOWNS, _SITES, _BLOCKS = words("kinds.towns"), words("kinds.sites"), words("kinds.blocks")
_UNREST = words("kinds.unrest")
_FIRMS = frozenset(["firms", "entities", "businesses", "companies", "enterprises", "banks", "oligarchs"])
_ASKS = words("kinds.asks")
_WATCHERS = frozenset(["observers", "monitors", "journalists", "reporters", "volunteers", "candidates"])
_STATIONS = words("kinds.stations")
_ASIDE = words("kinds.bystanders")
_ANYBODY = words("kinds.anybody")
_BEGINS = frozenset(["began", "started", "begin", "begun", "begins", "starting", "beginning", "start"])
_NAMING = ("detained", "injured", "dead", "released", "dismissed", "strikers", "charged", "missing")
_SPEAKS = frozenset(["told", "said", "say", "says", "added", "recalled", "want", "wants", "described", "signed"])
_HARM = ("injured", "dead", "hospitalised", "dismissed", "detained", "charged", "missing")
#: what happens to those who are named by what happened before: "50 prisoners were released"
_DONE_TO = ("released", "dead", "injured", "hospitalised", "charged")
_BALLOTS = frozenset(["votes", "ballots", "vote", "ballot"])


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
    before, after = text[max(0, mention.start - 40) : mention.start], text[mention.end : mention.end + 40]
    inside = [k for k, t in enumerate(seq) if t.start < mention.end and t.end > mention.start]
    first = inside[0] if inside else next((k for k, t in enumerate(seq) if t.end > mention.start), len(seq) - 1)
    last = (inside[-1] if inside else first) + 1
    spelled = text[mention.core : mention.end]
    if (mention.unit and mention.unit != "percent") or _FINE.search(before):
        return Kind("money", rule="currency")
    if (reason := reason_of(spelled, before, after, mention, seq, first, last)) is not None:
        return Kind("", reason, f"no-claim-{reason}")
    if mention.unit == "percent" or shares.is_fraction(spelled):
        quantity, rule = shares.share(seq, first, last, spelled)
        return Kind(quantity, "" if quantity else "other", rule)
    head = heads.head_of(seq, last)
    if _is(seq, head.end - 1, "held") and (head.end >= len(seq) or seq[head.end].text in ".;,"):
        return Kind("detained", rule="done", at=head.end - 1)  # "40 held"
    if shares.is_span(seq, last, head.noun):
        quantity, reason = shares.lasting(seq, first, last)
        return Kind(quantity, reason, "span" if quantity else f"no-claim-{reason}")
    taken = [k for k, t in enumerate(seq) for m in others if m is not mention and m.start <= t.start < m.end]
    known = clues.clues_in(seq)
    if head.noun:
        made = _thing(seq, head, known, first, taken, before)
        if made is not None:
            return made._replace(noun=head.noun)
    return _persons(seq, head, known, first, taken, mention, spelled.casefold(), before)


def _thing(
    seq: Sequence[Token], head: heads.Head, known: Sequence[clues.Clue], first: int, taken: Sequence[int], before: str
) -> Kind | None:
    """The kind by a noun that counts no persons, or that names a quantity itself; None for other persons."""
    noun = head.noun
    lows = {t.low for t in seq}
    if noun in _BALLOTS or (noun == "papers" and "ballot" in head.inside):
        needs = re.search(
            r"\b(?:by|ahead by|needs?|need|another|within|lead of|short of|margin of|to)(?: about| around)? $",
            before, re.I)  # fmt: skip
        compared = "than" in [t.low for t in seq[head.end : head.end + 2]]
        return _OTHER if needs or compared else Kind("votes", rule="noun")
    if noun in _STATIONS and _WATCHED.search(before):
        return _OTHER
    if noun in _STATIONS and (noun not in ("station", "places") or _POLLING & (lows | set(head.inside))):
        bad = any(t.low.startswith(tuple(words("kinds.flawed"))) for t in seq)
        return Kind("fraud_stations", rule="noun") if bad else _OTHER
    if noun in _PARTS and _COUNTED & lows and any(t.low.startswith(tuple(words("kinds.flawed"))) for t in seq):
        return Kind("fraud_stations", rule="noun")
    if noun in _BLOCKS:
        return Kind("protest_sites", rule="noun")
    if noun in _FIRMS and (near := clues.nearest(seq, known, first, head.end, taken)) and near.quantity == "sanctioned":
        return Kind("sanctioned", rule="noun", at=near.at)
    if noun in _TOWNS or noun in _SITES:
        of, quantity = (
            (("crowd", "strikers"), "protest_sites")
            if noun in _TOWNS
            else (("strikers", "strike_sites"), "strike_sites")
        )
        near = clues.nearest(seq, known, first, head.end, taken, of, 24.0)
        blocked = noun in _TOWNS and lows & (_BLOCKS | _UNREST)
        struck = noun in _SITES and lows & {"walkout", "strike", "stoppage", "strikes", "walkouts"}
        return Kind(quantity, rule="noun", at=near.at if near else -1) if near or blocked or struck else _OTHER
    if noun in heads.FORCES or (heads.FORCES & set(head.inside) and heads.is_person(noun)):
        near = clues.nearest(seq, known, first, head.end, taken, _HARM, 8.0)
        return Kind(near.quantity, rule=f"forces-{near.role}", at=near.at) if near else Kind("forces", rule="noun")
    for quantity in _NAMING:
        if noun in clues.nouns(quantity):
            near = clues.nearest(seq, known, first, head.end, taken, _DONE_TO, 4.0) if heads.is_person(noun) else None
            if near is not None and near.role in ("act", "group", "done"):
                return Kind(near.quantity, rule=near.role, at=near.at)
            return Kind(quantity, rule="noun", at=max(head.end - 1, 0))
    if noun in ("names", "entries"):
        return Kind("", "other", "elliptic", noun=noun)
    owned = {t.low for t in seq[head.end + 1 : head.end + 5]} if _is(seq, head.end, "of") else set()
    if noun in ("employees", "members", "men", "staff", "servicemen") and owned & {"police", "army", "guard", "forces"}:
        return Kind("forces", rule="noun")
    if "hunger" in head.inside:
        return _OTHER
    if noun in _FIRMS and any(c.quantity == "sanctioned" for c in known):
        return Kind("sanctioned", rule="noun")
    if not heads.is_person(noun):
        return _OTHER
    return None


def _is(seq: Sequence[Token], at: int, word: str) -> bool:
    return at < len(seq) and seq[at].low == word


def _persons(
    seq: Sequence[Token], head: heads.Head, known: Sequence[clues.Clue], first: int, taken: Sequence[int],
    mention: Mention, spelled: str, before: str,
) -> Kind:  # fmt: skip
    """The kind of a number of persons, or of one that stands alone."""
    noun, end = head.noun, head.end
    following = [t.low for t in seq[end : end + 2]]
    if head.whole and following and following[0] in _SPEAKS:
        return Kind("", "pick", "no-claim-pick")
    if head.whole != "us" and (term := shares.sentenced(seq, end)) >= 0:
        return Kind("charged", rule="term", at=term, noun=noun)
    lows = {t.low for t in seq[:first]}
    flawed = any(t.low.startswith(tuple(words("kinds.flawed"))) for t in seq)
    if head.whole == "them" and "stations" in lows and flawed:
        near = clues.nearest(seq, clues.clues_in(seq), first, end, taken, _HARM, 1.0)
        if near is None or near.at < end:
            return Kind("fraud_stations", rule="partitive")
    if _SUMMED.search(before):
        return Kind("", "other", "elliptic", noun=noun)
    if noun in ("men", "women", "people") and heads.antecedent(seq, first) in _UNITS:
        return Kind("forces", rule="apposition", noun=noun)
    nobody = mention.reported.value == 0
    apposed = heads.antecedent(seq, first) if not noun else ""
    if apposed in heads.FORCES and (head.whole == "them" or (end < len(seq) and seq[end].text in ",)")):
        return Kind("forces", rule="apposition", noun=apposed)
    if spelled == "no" or noun in _ASIDE:
        near = clues.nearest(seq, known, first, end, taken, most=2.5)
        near = None if near is not None and near.quantity == "forces" and noun in _WATCHERS else near
        near = near if near is None or near.at >= first or (near.role == "act" and first - near.end <= 1) else None
    elif nobody:
        near = clues.nearest(seq, known, first, end, taken, most=4.0)
    else:
        most = 12.0 if noun else 7.0
        near = clues.nearest(seq, known, first, end, taken, most=most, whom=head.whole == "whom")
    if near is None and not noun and shares.polled(seq, first, mention.reported.value):
        return Kind("poll_share", rule="share")
    if near is None and noun in heads.WORKERS and following in (["are", "out"], ["is", "out"], ["were", "out"]):
        return Kind("strikers", rule="done", noun=noun)
    if near is None:
        if noun in _ASIDE:
            return _OTHER
        if noun in clues.nouns("crowd"):
            return Kind("crowd", rule="noun", noun=noun)
        if nobody:
            return _OTHER
        if head.whole == "us":
            return Kind("crowd", rule="partitive")
        loose = not noun or noun in _ANYBODY or (heads.is_person(noun) and noun not in heads.WORKERS)
        return Kind("", "other", "elliptic" if loose else "no-claim-other", noun=noun)
    quantity = near.quantity
    if quantity == "released" and near.at < first and _ASKS & {t.low for t in seq[max(0, near.at - 9) : near.at]}:
        quantity = "detained"  # who is to be freed is not free
    if quantity == "strikers" and "hunger" in {t.low for t in seq}:
        return _OTHER
    if not noun and near.role == "noun" and near.at >= end:
        return Kind("", "other", "elliptic")
    struck = any(c.quantity == "strikers" for c in known) or any(t.low in _STRIKES for t in seq)
    if quantity == "crowd" and noun in heads.WORKERS and struck:
        quantity = "strikers"
    if quantity == "strikers" and noun and noun not in heads.WORKERS and "call" in {t.low for t in seq}:
        quantity = "crowd"
    start = near.at > 0 and seq[near.at - 1].low in _BEGINS
    return Kind(quantity, rule=near.role, at=near.at, start=start, noun=noun)
