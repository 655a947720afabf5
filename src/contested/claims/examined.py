"""What there is to know of claims before anybody believes one: parties, growing lists, copies, contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contested.claims.claim import Claim
from contested.claims.contradictions import Contradiction, contradictions
from contested.claims.copies import Cluster, clusters, witnesses
from contested.claims.growing import Growing, growing
from contested.claims.parties import Party, parties


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
