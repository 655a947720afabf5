"""How far each party's numbers lie from those of others about the very same thing, before anybody is believed.

A thing is a quantity about somebody, at a place, on a day. A party's ratio for it is its number over the median of what
the other parties say; a party that speaks twice of a thing counts once, by its median. A lone bound ("more than 3,000")
is no number here. Leaves out what is true: if all exaggerate alike, every ratio is 1; `inference` asks further.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from typing import NamedTuple

from contested.claims.claim import Claim
from contested.claims.ledger import unit_of


class Ratio(NamedTuple):
    """A party's numbers over those of others.

    Parameters
    ----------
    party : str
    middle, low, high : float
        Median, least and greatest over the things; 2 is twice as much as others say.
    things : int
        How many things it and others gave numbers for.
    """

    party: str
    middle: float
    low: float
    high: float
    things: int


def ratios(claims: Iterable[Claim], party_of: Mapping[str, str]) -> tuple[Ratio, ...]:
    """A ratio for each party that speaks of something others speak of, those with most things first.

    Parameters
    ----------
    claims : iterable of Claim
    party_of : mapping of str to str
        Party by claimant (`claims.Party.names`); a claimant that is not there is a party of its own.

    Examples
    --------
    >>> from datetime import date
    >>> day = date(2020, 8, 16)
    >>> said = [Claim(day, None, "Minsk", "crowd", "", n, None, None, who, "media") for who, n in
    ...         (("police", 1000.0), ("press", 4000.0), ("organisers", 8000.0))]
    >>> [(r.party, r.middle) for r in ratios(said, {})]
    [('organisers', 3.2), ('press', 0.8888888888888888), ('police', 0.16666666666666666)]
    """
    things: dict[tuple[object, ...], dict[str, list[float]]] = {}
    for c in claims:
        if not c.middle or (c.low is None) != (c.high is None):
            continue
        thing = (c.date, c.end_date or c.date, c.place, c.quantity, c.actor, unit_of(c))
        party = party_of.get(c.claimant, c.claimant)
        things.setdefault(thing, {}).setdefault(party, []).append(c.middle)
    found: dict[str, list[float]] = {}
    for numbers in things.values():
        for party, own in numbers.items():
            others = [median(said) for other, said in numbers.items() if other != party]
            if others:
                found.setdefault(party, []).append(median(own) / median(others))
    each = (Ratio(party, median(r), min(r), max(r), len(r)) for party, r in found.items())
    return tuple(sorted(each, key=lambda r: (-r.things, -r.middle, r.party)))
