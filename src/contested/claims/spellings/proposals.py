"""Names that are alike: proposed to whoever checks claims, and never applied.

Places are proposed if their names differ by a letter or two, or somewhat more if they lie within NEAR_KM; parties if
their names are alike, one is the initials of the other, or one is the host of an address whose name is the other's.
Names with different numbers or points of the compass, and a town and its province, are never proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from contested.claims.claim import Claim
from contested.claims.parties import ANONYMOUS, Names
from contested.claims.spellings.places import Site, agree, apart, key_of, simple, sites

#: least likeness, percent: of names alone, and of names of places that lie close to each other
ALIKE, ALIKE_NEAR = 85.0, 60.0
NEAR_KM = 5.0
#: shorter names are alike by chance
SHORTEST = 4
#: names that are compared at most; a table with more is compared by first letter
MOST = 2_000
_COMPASS = re.compile(
    r"\b(?:north|south|east|west|northern|southern|eastern|western|upper|lower|new|old|outside|central|inner|outer)\b"
)
_DIGITS = re.compile(r"\d+")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)*(?P<name>[a-z0-9-]{3,})\.(?:[a-z]{2,}|co\.[a-z]{2}|com\.[a-z]{2})", re.I)


@dataclass(frozen=True)
class Proposal:
    """Two names that may be one.

    Parameters
    ----------
    kind : str
        `place` or `party`.
    name, also : str
        The one with more claims, and the other.
    why : str
        What speaks for it.
    likeness : float
        Percent.
    """

    kind: str
    name: str
    also: str
    why: str
    likeness: float


def proposals(claims: Sequence[Claim], names: Names) -> tuple[Proposal, ...]:
    """Every pair of names worth a look, the most alike first."""
    of_places = _places(sites(claims))
    counts: dict[str, int] = {}
    for claim in claims:
        party = names.party(claim.claimant)
        counts[party] = counts.get(party, 0) + 1
    of_parties = _parties(sorted(counts, key=lambda p: (-counts[p], p)))
    return tuple(sorted((*of_places, *of_parties), key=lambda p: (p.kind, -p.likeness, p.name)))


def _places(known: Sequence[Site]) -> list[Proposal]:
    by_name = {s.place: s for s in known}
    keys = {s.place: key_of(s.place, (s.admin1, s.country)) for s in known}
    heads: dict[str, list[str]] = {}
    for place in keys:
        heads.setdefault(simple(place.partition(",")[0]), []).append(place)
    added = [(a, b, 90.0) for same in heads.values() for i, a in enumerate(same) for b in same[i + 1 :]]
    found: list[Proposal] = []
    seen: set[tuple[str, str]] = set()
    least = ALIKE_NEAR if any(s.point for s in known) else ALIKE
    for one, other, likeness in chain(added, _alike(keys, least)):
        a, b = by_name[one], by_name[other]
        if (one, other) in seen:
            continue
        seen.add((one, other))
        km = apart(a, b)
        near = km is not None and km <= NEAR_KM
        if not (likeness >= ALIKE or near) or _distinct(keys[one], keys[other]) or not agree(a, b):
            continue
        why = f"names {likeness:.0f} percent alike"
        if km is not None:
            why += f"; coordinates {km:.1f} km apart"
        found.append(Proposal("place", one, other, why, likeness))
    return found


def _parties(parties: Sequence[str]) -> list[Proposal]:
    known = [p for p in parties if p.casefold() not in ANONYMOUS]
    keys = {p: _host_name(p) or simple(p).removeprefix("the ") for p in known}
    found = {(a, b): Proposal("party", a, b, f"names {likeness:.0f} percent alike", likeness)
             for a, b, likeness in _alike(keys, ALIKE) if not _distinct(keys[a], keys[b])}  # fmt: skip
    initials: dict[str, list[str]] = {}
    for party in known:
        words = simple(party).split()
        if len(words) > 1:
            initials.setdefault("".join(w[0] for w in words), []).append(party)
    for party in known:
        for long in initials.get(party.casefold(), ()) if party.isupper() and len(party) > 1 else ():
            found[(long, party)] = Proposal("party", long, party, "initials", 100.0)
    hosts = {p: host for p in known if (host := _host_name(p))}
    for (a, b), one in list(found.items()):
        if (a in hosts) != (b in hosts):
            found[(a, b)] = Proposal("party", a, b, "host of an address", one.likeness)
    return list(found.values())


def _host_name(party: str) -> str:
    match = _HOST.fullmatch(party.strip())
    return match["name"].casefold() if match else ""


def _distinct(one: str, other: str) -> bool:
    """Numbers or points of the compass that only one of the names has."""
    return any(sorted(p.findall(one)) != sorted(p.findall(other)) for p in (_DIGITS, _COMPASS))


def _alike(keys: dict[str, str], least: float) -> Iterable[tuple[str, str, float]]:
    """Pairs of names by their keys' likeness, blocked by first letter where there are many."""
    from rapidfuzz import fuzz, process

    blocks: dict[str, list[str]] = {}
    many = len(keys) > MOST
    for name, key in keys.items():
        blocks.setdefault(key[:1] if many else "", []).append(name)
    for block in blocks.values():
        texts = [keys[name] for name in block]
        for start in range(0, len(block), MOST):  # a strip of the table of pairs at a time
            strip = texts[start : start + MOST]
            scores = process.cdist(strip, texts, scorer=fuzz.token_sort_ratio, score_cutoff=least)
            for i, j in zip(*scores.nonzero()):
                a, b = int(i) + start, int(j)
                if a < b and min(len(texts[a]), len(texts[b])) >= SHORTEST:
                    yield block[a], block[b], float(scores[i, j])
