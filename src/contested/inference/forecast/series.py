"""From claims to the series one can forecast: what one voice says, day by day, of one quantity at one place.

Which claims count, and what for:
- a count of one day; totals over a period overlap one another and are left out, as are dated events; running totals
  "so far" are series of their own where they are wanted;
- no number that is impossible whatever the country (claims.impossible); who knows the country leaves out more;
- of a growing list the last state (claims.witnesses), of copies the witness they go back to (claims.witnesses);
- a voice is a party, or all parties of one side; a wire that quotes a ministry speaks for the ministry;
- a day with several claims keeps them all, each with an equal part of the weight of that day;
- a day without a claim is missing: nobody said that it was zero.

Everything is read from claims of days up to `until`, also which names are one party and whose side it is on, so a later
claim cannot change an earlier series. Tables give the day counted and not the day of the statement, so a count that was
published a day later passes for known on its own day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

import numpy as np

from contested.claims.claim import RENAMED, Claim
from contested.claims.impossible import impossible
from contested.claims.ledger import QUANTITIES, unit_of
from contested.claims.parties import Names, parties
from contested.claims.reasons import Reason
from contested.claims.witnesses import clusters, current
from contested.ground.arrays import Floats, Ints


def seed_of(seed: int, *words: str) -> int:
    """A seed for each set of words, so that another series, origin or claim more changes no other's draws."""
    text = "\x1f".join((str(seed), *words))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little") >> 1


Form = Literal["said", "at least", "at most", "between"]


class Key(NamedTuple):
    """What a series is about, and who says it."""

    quantity: str
    actor: str
    place: str
    voice: str

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> Key:
        """The key that a line of a forecast ledger holds; a former word for the quantity becomes today's."""
        return cls(**{**stored, "quantity": RENAMED.get(stored["quantity"], stored["quantity"])})


class Past(NamedTuple):
    """What a baseline sees: one number a day, and nothing behind the origin.

    Parameters
    ----------
    days : int64 array of shape (n,)
        Ordinals (`date.toordinal`), increasing, none above `origin`; days without a claim are not in it.
    values : float64 array of shape (n,), in the quantity's unit
        Median of the numbers said that day.
    origin : int
        Last day of which anything is known, as an ordinal.
    """

    days: Ints
    values: Floats
    origin: int


@dataclass(frozen=True, eq=False)
class Series:
    """Claims of one voice about one thing, ordered by day.

    Parameters
    ----------
    key : Key
    until : date
        Last day of which anything is known.
    claims : tuple of Claim
    """

    key: Key
    until: date
    claims: tuple[Claim, ...]

    @property
    def day(self) -> Ints:
        """int64 array of shape (claims,): ordinals."""
        return np.array([c.date.toordinal() for c in self.claims], np.int64)

    @property
    def number(self) -> Floats:
        """float64 array of shape (claims,): the number said, else the middle of the bounds or the bound there is."""
        return np.array([c.middle for c in self.claims], float)

    @property
    def bounds(self) -> Floats:
        """float64 array of shape (claims, 2): what each allows; see `bounds_of`."""
        return np.array([bounds_of(c) for c in self.claims], float).reshape(-1, 2)

    @property
    def weight(self) -> Floats:
        """float64 array of shape (claims,): 1 over the claims of the same day."""
        _, where, many = np.unique(self.day, return_inverse=True, return_counts=True)
        return 1.0 / many[where]

    @property
    def past(self) -> Past:
        """One number a day."""
        days, where = np.unique(self.day, return_inverse=True)
        values = np.array([np.median(self.number[where == i]) for i in range(days.size)])
        return Past(days, values, self.until.toordinal())


def form_of(claim: Claim) -> Form:
    """How its number was said; "about N" with bounds on both sides is a number said."""
    if claim.value is None and claim.low is not None and claim.high is not None:
        return "between"
    if claim.low is not None and claim.high is None:
        return "at least"
    if claim.high is not None and claim.low is None:
        return "at most"
    return "said"


def bounds_of(claim: Claim) -> tuple[float, float]:
    """Least and most that a claim allows, for scoring: the number said twice, or bounds, open ends 0 and infinity."""
    if form_of(claim) == "said":
        return (claim.middle or 0.0,) * 2
    return (0.0 if claim.low is None else claim.low), (np.inf if claim.high is None else claim.high)


def series_of(
    claims: Iterable[Claim],
    until: date,
    by: Literal["side", "party"] = "side",
    *,
    totals: bool = False,
) -> dict[Key, Series]:
    """Every series there is on a day.

    Parameters
    ----------
    claims : iterable of Claim
    until : date
        Claims of later days are not looked at.
    by : "side" or "party"
        Who is one voice.
    totals : bool
        With running totals ("so far"), each a series of its own.

    Returns
    -------
    dict of Key to Series
        In the order of their first claims.
    """
    known = [c for c in claims if (c.end_date or c.date) <= until]
    names = Names(c.claimant for c in known)
    side = {p.name: p.side for p in parties(known)}
    found: dict[Key, list[Claim]] = {}
    for claim in _counting(known, totals):
        party = names.party(claim.claimant)
        voice = party if by == "party" else side[party]
        found.setdefault(Key(claim.quantity, claim.actor, claim.place, voice), []).append(claim)
    return {key: Series(key, until, tuple(sorted(own, key=lambda c: c.date))) for key, own in found.items()}


def uncounted(claims: Iterable[Claim], totals: bool = False) -> dict[int, Reason]:
    """Why claims are in no series, by `id`: one reason each; `totals` as for `series_of`."""
    known = list(claims)
    names = Names(c.claimant for c in known)
    found: dict[int, Reason] = {}
    for c in known:
        quantity = QUANTITIES.get(c.quantity)
        if c.event:
            found[id(c)] = "event without a number"
        elif quantity is None:
            found[id(c)] = "quantity unknown"
        elif (quantity.total and not totals) or c.end_date not in (None, c.date):
            found[id(c)] = "total over several days"
        elif unit_of(c):
            found[id(c)] = "unit unknown"  # numbers of one series are in one unit
        elif impossible(c):
            found[id(c)] = "number impossible"
    # what has a reason of its own must not displace the true last state of its list
    states = {id(c) for c in current(c for c in known if id(c) not in found)}
    found |= {id(c): "superseded" for c in known if id(c) not in states and id(c) not in found}
    for cluster in clusters([c for c in known if id(c) not in found]):
        own = [c for c in cluster.claims if names.party(c.claimant) == cluster.party] or list(cluster.claims)
        found |= {id(c): "copy" for c in cluster.claims if c is not own[0]}
    return found


def _counting(known: list[Claim], totals: bool) -> list[Claim]:
    out = uncounted(known, totals)
    return [c for c in known if id(c) not in out]


def so_far(claim: Claim, start: date) -> Claim:
    """A total over a period that began with the crisis as a running total of its last day; any other claim as it is."""
    quantity = QUANTITIES.get(claim.quantity)
    if quantity is None or not quantity.total or claim.end_date is None or claim.date != start:
        return claim
    return replace(claim, date=claim.end_date, end_date=None)
