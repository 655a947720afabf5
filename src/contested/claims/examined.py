"""What there is to know of claims before anybody believes one: parties, growing lists, copies, contradictions.

Claims contradict each other if their bounds leave no number that all allow; `contradictions` holds a rule for each
reason why two claims speak of one thing. States of growing lists that no longer count are left out, and copies speak
once, for their witness. Events without a number contradict nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contested.claims.claim import Claim
from contested.claims.contradictions import containment, elections, nearby, same_day
from contested.claims.contradictions.record import Contradiction as Contradiction
from contested.claims.contradictions.record import ordered
from contested.claims.parties import Names, Party, parties
from contested.claims.witnesses import Cluster, Growing, clusters, current, growing, witnesses


def contradictions(
    claims: Iterable[Claim], aliases: Mapping[str, Iterable[str]] | None = None, window: int | None = None
) -> tuple[Contradiction, ...]:
    """Every contradiction, by kind, then by factor and gap, the largest first.

    Parameters
    ----------
    claims : iterable of Claim
    aliases : mapping of str to iterable of str
        Other names of a party, by its name (`claims.parties`).
    window : int, optional
        Days within which any two numbers of one thing must agree; absent, only what changes slowly is compared across
        days (`contradictions.nearby`).
    """
    claims = tuple(claims)
    names = Names((c.claimant for c in claims), aliases)
    now = current(claims, aliases)
    first: set[int] = set()
    single: list[Claim] = []
    for claim, witness in zip(now, witnesses(now, aliases)):
        if witness not in first and not claim.event:
            single.append(claim)
        first.add(witness)
    return ordered([
        *same_day.contradictions(single, names),
        *elections.contradictions(single, names),
        *containment.contradictions(single, names),
        *nearby.contradictions(single, names, window),
    ])  # fmt: skip


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
        By kind, then the largest factor first.
    witnesses : int
        How many claims are left when copies count once.
    """

    claims: tuple[Claim, ...]
    parties: tuple[Party, ...]
    growing: tuple[Growing, ...]
    clusters: tuple[Cluster, ...]
    contradictions: tuple[Contradiction, ...]
    witnesses: int


def examine(
    claims: Iterable[Claim], aliases: Mapping[str, Iterable[str]] | None = None, window: int | None = None
) -> Examined:
    """Look through claims.

    Parameters
    ----------
    claims : iterable of Claim
    aliases : mapping of str to iterable of str
        Other names of a party, by its name (`claims.parties`).
    window : int, optional
        As for `contradictions`.
    """
    claims = tuple(claims)
    return Examined(
        claims,
        parties(claims, aliases),
        growing(claims, aliases),
        clusters(claims, aliases),
        contradictions(claims, aliases, window),
        len(set(witnesses(claims, aliases))),
    )
