"""Who is said to have caused a death: told apart from the count, and left contradictory.

That somebody died is counted by everybody, so it is evidence; why is told in as many ways as there are parties, and no
way of counting settles it. So counts go into the claim model, and causes stay beside them, each with who gave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from contested.claims.claim import Claim
from contested.claims.parties import Names

#: quantities whose notes say how somebody died
DEATHS = frozenset({"dead", "dead_cum"})


@dataclass(frozen=True)
class Account:
    """What one party says of some deaths.

    Parameters
    ----------
    party : str
    claim : Claim
        The number, which is evidence.
    cause : str
        In the words of the source; "" if it gives none.
    """

    party: str
    claim: Claim
    cause: str


@dataclass(frozen=True)
class Deaths:
    """Deaths of one day (or period) and place, and every account of them; none is the true one.

    Parameters
    ----------
    date, end_date : date
    place, actor : str
        As the claims say.
    accounts : tuple of Account
        In the order of the claims.
    """

    date: date
    end_date: date | None
    place: str
    actor: str
    accounts: tuple[Account, ...]

    @property
    def contested(self) -> bool:
        """Whether at least two parties give a cause and their words differ."""
        last = {a.party: a.cause.casefold() for a in self.accounts if a.cause}  # a party may change its own account
        return len(set(last.values())) > 1


def attributions(claims: Iterable[Claim], aliases: Mapping[str, Iterable[str]] | None = None) -> tuple[Deaths, ...]:
    """Accounts of deaths, by day, place and who died, in order of first appearance.

    Parameters
    ----------
    claims : iterable of Claim
    aliases : mapping of str to iterable of str
        Other names of a party (claims.parties).
    """
    claims = tuple(claims)
    names = Names((c.claimant for c in claims), aliases)
    of: dict[tuple[date, date | None, str, str], list[Account]] = {}
    for c in claims:
        if c.quantity in DEATHS:
            key = (c.date, c.end_date, c.place, c.actor)
            of.setdefault(key, []).append(Account(names.party(c.claimant), c, c.note.strip()))
    return tuple(Deaths(*key, tuple(accounts)) for key, accounts in of.items())
