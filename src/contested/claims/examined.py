"""What there is to know of claims before anybody believes one: parties, growing lists, copies, contradictions.

Claims contradict each other if their bounds leave no number that all allow; `contradictions` holds a rule for each
reason why two claims speak of one thing. States of growing lists that no longer count are left out, and copies speak
once, for their witness. Events without a number contradict nothing. An impossible number may contradict others, but is
no state of a growing list and displaces none (`claims.impossible`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contested.claims.claim import Claim
from contested.claims.contradictions import containment, elections, nearby, same_day
from contested.claims.contradictions.record import Contradiction as Contradiction
from contested.claims.contradictions.record import ordered
from contested.claims.impossible import impossible
from contested.claims.parties import Names, Party, parties, speaker
from contested.claims.spellings import Aliases, Proposal, Spelling, as_aliases, common, one_spelling, proposals
from contested.claims.witnesses import Cluster, Growing, clusters, current, growing, witnesses


def contradictions(
    claims: Iterable[Claim],
    aliases: Mapping[str, Iterable[str]] | None = None,
    window: int | None = None,
    people: int | None = None,
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
    people : int, optional, person
        Of the country that the claims are about, above which a number is impossible (`claims.impossible`).
    """
    claims = tuple(claims)
    names = Names((c.claimant for c in claims), aliases)
    cannot_be = {id(c) for c in claims if impossible(c, people)}
    found = _among([c for c in claims if id(c) not in cannot_be], names, aliases, window)
    if cannot_be:
        every = _among(claims, names, aliases, window)
        found += [one for one in every if {id(one.less), id(one.more)} & cannot_be]
    return ordered(found)


def _among(
    claims: Sequence[Claim], names: Names, aliases: Mapping[str, Iterable[str]] | None, window: int | None
) -> list[Contradiction]:
    now = current(claims, aliases)
    first: set[int] = set()
    single: list[Claim] = []
    for claim, witness in zip(now, witnesses(now, aliases)):
        if witness not in first and not claim.event:
            single.append(claim)
        first.add(witness)
    return [
        *same_day.contradictions(single, names),
        *elections.contradictions(single, names),
        *containment.contradictions(single, names),
        *nearby.contradictions(single, names, window),
    ]


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
        Lists of which the last state counts, without impossible numbers.
    clusters : tuple of Cluster
        Copies of one origin.
    contradictions : tuple of Contradiction
        By kind, then the largest factor first.
    witnesses : int
        How many claims are left when copies count once.
    spellings : tuple of Spelling
        Spellings of places and parties that were read as one, by rule or by a table.
    proposals : tuple of Proposal
        Names that may be one, none of which was applied.
    """

    claims: tuple[Claim, ...]
    parties: tuple[Party, ...]
    growing: tuple[Growing, ...]
    clusters: tuple[Cluster, ...]
    contradictions: tuple[Contradiction, ...]
    witnesses: int
    spellings: tuple[Spelling, ...] = ()
    proposals: tuple[Proposal, ...] = ()


def examine(
    claims: Iterable[Claim],
    aliases: Mapping[str, Iterable[str]] | Aliases | None = None,
    window: int | None = None,
    people: int | None = None,
) -> Examined:
    """Look through claims.

    Parameters
    ----------
    claims : iterable of Claim
    aliases : mapping of str to iterable of str, or Aliases
        Other names of a party by its name, or other names of parties and places (`claims.spellings`). The small common
        table is applied behind them.
    window, people : int, optional
        As for `contradictions`.
    """
    claims = tuple(claims)
    given = as_aliases(aliases)
    speakers = {speaker(c.claimant)[0] for c in claims}
    shared = common().among(speakers, {c.place for c in claims})
    table = given.over(shared)
    as_one, spellings = one_spelling(claims, table)
    also = table.parties
    names = Names((c.claimant for c in claims), also)
    return Examined(
        claims,
        parties(as_one, also),
        growing((c for c in as_one if not impossible(c, people)), also),
        clusters(as_one, also),
        contradictions(as_one, also, window, people),
        len(set(witnesses(as_one, also))),
        (*spellings, *_of_parties(table, speakers)),
        proposals(as_one, names),
    )


def _of_parties(table: Aliases, speakers: set[str]) -> Iterable[Spelling]:
    here = {name.casefold(): name for name in speakers}
    for name, others in table.parties.items():
        also = tuple(here[other.casefold()] for other in others if other.casefold() in here)
        if also:
            yield Spelling("party", name, also, "table of aliases")
