"""Who said which size: "police said 500, organizers 2,000".

A range in an event file may be two voices or one vague one. It is taken apart only where the text itself puts a
speaker to each of the two numbers; that low numbers often come from police is no reason to say that this one did.
"""

from __future__ import annotations

import re

from contested.claims.words import bounds
from contested.ground.errors import ClaimError

#: who speaks, as claimant, and the side that a claim gets: police speak for the state, organisers for themselves
SPEAKERS = (
    (re.compile(r"\b(?:police|sheriff|cops|law enforcement)\b", re.I), "police", "incumbent"),
    (re.compile(r"\b(?:officials|authorities|city officials|government)\b", re.I), "authorities", "incumbent"),
    (re.compile(r"\b(?:organi[sz]ers?|activists|protest leaders)\b", re.I), "organisers", "opposition"),
)
# a comma parts clauses unless it stands inside a number
_CLAUSES = re.compile(r"[;/.]|,(?!\d{3})|\b(?:and|while|but|whereas)\b", re.I)
_FILLING = re.compile(
    r"\b(?:said|says?|estimated?|estimates|counted|reported|claimed|according|to|the|by|per|of|city)\b|[():=\"]", re.I
)


def who_said(text: str, low: float, high: float) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """(claimant, side) of the low and of the high number, if the text names both; else None.

    >>> who_said("police said 500, organizers 2,000", 500, 2000)
    (('police', 'incumbent'), ('organisers', 'opposition'))
    """
    found: dict[float, tuple[str, str]] = {}
    for clause in _CLAUSES.split(text[:400]):
        speakers = [(name, side) for pattern, name, side in SPEAKERS if pattern.search(clause)]
        if len(speakers) != 1:
            continue
        rest = clause
        for pattern, _, _ in SPEAKERS:
            rest = pattern.sub(" ", rest)
        try:
            said = bounds(_FILLING.sub(" ", rest).strip())
        except ClaimError:  # a clause without a number says nothing about sizes
            continue
        number = said and (said.value if said.value is not None else said.low)
        if number is not None:
            found.setdefault(number, speakers[0])
    if low in found and high in found and found[low] != found[high]:
        return found[low], found[high]
    return None
