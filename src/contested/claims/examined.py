"""What there is to know of claims before anybody believes one: parties, growing lists, copies, contradictions.

Two claims about one thing contradict each other if their bounds leave no number that both allow. "More than 3,000" and
"4,500" agree; "at most 300" and "523" do not, and differ by 223 or a factor of 1.74. States of growing lists that no
longer count are left out, and copies speak once, for their witness. Events without a number contradict nothing. A bare
point allows itself only, so two careful counts that differ by one are listed as well, behind the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contested.claims.claim import Claim
from contested.claims.ledger import unit_of
from contested.claims.parties import Names, Party, parties
from contested.claims.witnesses import Cluster, Growing, clusters, current, growing, pairs, witnesses


@dataclass(frozen=True)
class Contradiction:
    """Two claims that cannot both be true.

    Parameters
    ----------
    less, more : Claim
        The one with the smaller and the one with the larger number.
    less_party, more_party : str
        Who says which.
    most, least : float
        The most that the first allows and the least that the second does, in the unit of their quantity.
    """

    less: Claim
    more: Claim
    less_party: str
    more_party: str
    most: float
    least: float

    @property
    def gap(self) -> float:
        """By how much they differ at least."""
        return self.least - self.most

    @property
    def factor(self) -> float:
        """The same as a factor; infinite against a claim of none."""
        return self.least / self.most if self.most else math.inf


def contradictions(
    claims: Iterable[Claim], aliases: Mapping[str, Iterable[str]] | None = None
) -> tuple[Contradiction, ...]:
    """Every contradiction, by factor and then by gap, the largest first."""
    claims = tuple(claims)
    names = Names((c.claimant for c in claims), aliases)
    now = current(claims, aliases)
    first: set[int] = set()
    about: dict[tuple[object, ...], list[Claim]] = {}
    for claim, witness in zip(now, witnesses(now, aliases)):
        if witness not in first and not claim.event:
            end = claim.end_date or claim.date
            thing = claim.date, end, claim.place, claim.quantity, claim.actor, unit_of(claim)
            about.setdefault(thing, []).append(claim)
        first.add(witness)
    every = (_between(group[i], group[j], names) for group in about.values() for i, j in pairs(group))
    real = (c for c in every if c is not None)
    return tuple(sorted(real, key=lambda c: (-c.factor, -c.gap, c.less.date, c.less.place)))


def _between(a: Claim, b: Claim, names: Names) -> Contradiction | None:
    for less, more in ((a, b), (b, a)):
        most, least = less.bounds[1], more.bounds[0]
        if most is not None and least is not None and most < least:
            return Contradiction(
                less, more, names.party(less.claimant), names.party(more.claimant), float(most), float(least)
            )
    return None


@dataclass(frozen=True)
class Examined:
    """Some claims and what was found in them.

    Parameters
    ----------
    claims : tuple of Claim
        In their order.
    parties : tuple of Party
        Who says them, those with most claims first.
    growing : tuple of Growing
        Lists of which the last state counts.
    clusters : tuple of Cluster
        Copies of one origin.
    contradictions : tuple of Contradiction
        The largest factor first.
    witnesses : int
        How many claims are left when copies count once.
    """

    claims: tuple[Claim, ...]
    parties: tuple[Party, ...]
    growing: tuple[Growing, ...]
    clusters: tuple[Cluster, ...]
    contradictions: tuple[Contradiction, ...]
    witnesses: int


def examine(claims: Iterable[Claim], aliases: Mapping[str, Iterable[str]] | None = None) -> Examined:
    """Look through claims.

    Parameters
    ----------
    claims : iterable of Claim
    aliases : mapping of str to iterable of str
        Other names of a party, by its name (`claims.parties`).
    """
    claims = tuple(claims)
    return Examined(
        claims,
        parties(claims, aliases),
        growing(claims, aliases),
        clusters(claims, aliases),
        contradictions(claims, aliases),
        len(set(witnesses(claims, aliases))),
    )
