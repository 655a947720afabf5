"""Claims with masked names: one function, through which every claim comes that is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from contested.claims.claim import Claim
from contested.claims.people.people import People

#: beginnings of quantities that are about a candidate
VOTES = ("vote", "exit_poll", "survey")


def texts_of(claims: Iterable[Claim]) -> Iterable[str]:
    """Every text of claims in which a person may be named."""
    return (text for c in claims for text in (c.claimant, c.actor, c.note, c.source_url))


def people_of(claims: Sequence[Claim]) -> People:
    """The persons of some claims; whom votes are counted for is a candidate."""
    places = {name for c in claims for name in (c.place, c.admin1, c.admin2, c.country)}
    people = People.of(texts_of(claims), places)
    people.learn_officials(c.actor for c in claims if c.quantity.startswith(VOTES))
    return people


def masked_claims(claims: Iterable[Claim], people: People | None = None) -> tuple[Claim, ...]:
    """Claims in which private persons have numbers for names; a claim without a name is the same object.

    Parameters
    ----------
    claims : iterable of Claim
    people : People, optional
        Of the file they come from; of these claims if absent.
    """
    claims = tuple(claims)
    known = people_of(claims) if people is None else people
    out = []
    for c in claims:
        changed = {
            name: new for name, old in (("claimant", c.claimant), ("actor", c.actor), ("note", c.note),
                                        ("source_url", c.source_url))
            if (new := known.masked(old)) != old
        }  # fmt: skip
        out.append(replace(c, **changed) if changed else c)  # type: ignore[arg-type]
    return tuple(out)
