"""Claims copied from one origin: ten reprints are one witness.

Two claims are copies if they say the same number about the same thing, day and place, and either the same party says
both or one names the party of the other ("Reuters citing MVD", "press sum of MVD daily figures"). Copies of copies are
copies, so claims fall into clusters. Equal numbers alone prove nothing: two counts may agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contested.claims.claim import Claim
from contested.claims.events import event_of, pairs
from contested.claims.parties import Names


@dataclass(frozen=True)
class Cluster:
    """Claims that go back to one witness.

    Parameters
    ----------
    party : str
        The witness: the party that the others name, else the party of the first.
    claims : tuple of Claim
        At least two, in their order.
    """

    party: str
    claims: tuple[Claim, ...]


def witnesses(claims: Sequence[Claim], aliases: Mapping[str, Iterable[str]] | None = None) -> list[int]:
    """The witness of each claim: equal numbers, one origin. Numbered from 0 in order of first appearance."""
    names = Names((c.claimant for c in claims), aliases)
    root = list(range(len(claims)))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    alike: dict[tuple[object, ...], dict[tuple[object, ...], int]] = {}
    for i, claim in enumerate(claims):
        voices = alike.setdefault(_statement(claim), {})
        # the same party under the same event is the same witness; what is left to compare are different voices
        voice = (names.party(claim.claimant), claim.claimant, event_of(claim))
        if (j := voices.setdefault(voice, i)) != i:
            root[find(i)] = find(j)
    for voices in alike.values():
        rows = list(voices.values())
        for a, b in pairs([claims[i] for i in rows]):
            i, j = rows[a], rows[b]
            one, other = find(i), find(j)
            if one != other and _copied(claims[i], claims[j], names):
                root[max(one, other)] = min(one, other)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(find(i), len(numbers)) for i in range(len(claims))]


def clusters(claims: Iterable[Claim], aliases: Mapping[str, Iterable[str]] | None = None) -> tuple[Cluster, ...]:
    """Every cluster of at least two copies, in order."""
    claims = tuple(claims)
    names = Names((c.claimant for c in claims), aliases)
    of: dict[int, list[Claim]] = {}
    for claim, witness in zip(claims, witnesses(claims, aliases)):
        of.setdefault(witness, []).append(claim)
    return tuple(Cluster(_origin(own, names), tuple(own)) for own in of.values() if len(own) > 1)


def _statement(claim: Claim) -> tuple[object, ...]:
    number = claim.value if claim.value is not None else (claim.low, claim.high)
    return claim.date, claim.end_date, claim.place, claim.quantity, claim.actor, number


def _copied(a: Claim, b: Claim, names: Names) -> bool:
    one, other = names.party(a.claimant), names.party(b.claimant)
    return one == other or names.mentions(a.claimant, other) or names.mentions(b.claimant, one)


def _origin(claims: list[Claim], names: Names) -> str:
    own = list(dict.fromkeys(names.party(c.claimant) for c in claims))
    return max(own, key=lambda party: sum(names.mentions(c.claimant, party) for c in claims))
