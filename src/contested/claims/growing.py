"""Growing lists: one party counts the same day again and again, and the last count is what it says.

Names of the detained come in through a night: 88 in the afternoon, 169 in the evening, almost 200 at the end. These
are three states of one list and not three witnesses. Tables rarely hold the hour of a statement, but a list of names
only grows, so the longest is the last. Quantities that grow are marked in `ledger.QUANTITIES`; a crowd is no list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contested.claims.claim import Claim
from contested.claims.events import event_of
from contested.claims.ledger import QUANTITIES
from contested.claims.parties import Names


@dataclass(frozen=True)
class Growing:
    """One list as it grew.

    Parameters
    ----------
    party : str
        Whose list it is.
    claims : tuple of Claim
        Its states from the shortest to the longest, at least two.
    """

    party: str
    claims: tuple[Claim, ...]

    @property
    def last(self) -> Claim:
        """The state that counts."""
        return self.claims[-1]

    @property
    def superseded(self) -> tuple[Claim, ...]:
        """The states that no longer do."""
        return self.claims[:-1]


def growing(claims: Iterable[Claim], aliases: Mapping[str, Iterable[str]] | None = None) -> tuple[Growing, ...]:
    """Every growing list among some claims, in the order of their first states.

    Same party, day (or period), place, quantity and actor, and at least two different numbers.
    """
    claims = tuple(claims)
    names = Names((c.claimant for c in claims), aliases)
    lists: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        quantity = QUANTITIES.get(claim.quantity)
        if quantity is not None and quantity.grows:
            key = (names.party(claim.claimant), claim.date, claim.end_date, claim.place, claim.quantity,
                   claim.actor, event_of(claim))  # fmt: skip
            lists.setdefault(key, []).append(claim)
    found = []
    for (party, *_), states in lists.items():
        if len({c.middle for c in states}) > 1:
            # sorted() keeps the table's order among equals
            found.append(Growing(str(party), tuple(sorted(states, key=lambda c: c.middle or 0.0))))
    return tuple(found)


def current(claims: Iterable[Claim], aliases: Mapping[str, Iterable[str]] | None = None) -> tuple[Claim, ...]:
    """Claims without the states of growing lists that no longer count, in their order."""
    claims = tuple(claims)
    old = {id(c) for one in growing(claims, aliases) for c in one.superseded}
    return tuple(c for c in claims if id(c) not in old)
