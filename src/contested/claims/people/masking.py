"""Claims with masked names: one function, through which every claim comes that is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from contested.claims.claim import Claim
from contested.claims.people.people import People, moved, numbers_in

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
    return tuple(_with_texts(c, known.masked) for c in claims)


def apart(claims: Iterable[Claim], others: Iterable[Claim]) -> tuple[Claim, ...]:
    """Masked claims of one file, whose persons get other numbers than those of another: nobody knows who is who."""
    most = max([0, *(n for text in texts_of(others) for n in numbers_in(text))])
    return tuple(_with_texts(c, lambda text: moved(text, most)) for c in claims)


def _with_texts(claim: Claim, change: Callable[[str], str]) -> Claim:
    who, actor, note, url = claim.claimant, claim.actor, claim.note, claim.source_url
    new_who, new_actor, new_note, new_url = change(who), change(actor), change(note), change(url)
    if new_who == who and new_actor == actor and new_note == note and new_url == url:
        return claim
    return replace(claim, claimant=new_who, actor=new_actor, note=new_note, source_url=new_url)
