"""What counts as one witness: states of a growing list, copies of one origin, and events of one database.

A list that grows. One party counts the same day again and again: 88 in the afternoon, 169 in the evening, almost 200 at
the end. These are three states of one list and not three witnesses. Tables rarely hold the hour of a statement, but a
list of names only grows, so the longest is the last. Quantities that grow are marked in `ledger.QUANTITIES`; a crowd is
no list.

Copies. Ten reprints are one witness. Two claims are copies if they say the same number about the same thing, day and
place, and either the same party says both or one names the party of the other ("Reuters citing MVD", "press sum of MVD
daily figures"). Copies of copies are copies, so claims fall into clusters. Equal numbers alone prove nothing: two
counts may agree.

Events. An importer writes the event of its database into a claim's source, `ACLED XYZ123` or `CCC row 7 https://...`,
where a person can read it and where it survives being written to a table; so two rallies of one day are not taken for
one. GDELT numbers codings of sentences and not events in the world, so its numbers tell nothing apart.

Stories. A machine codes every sentence of a story, so one address comes several times: with other actors, another kind
of protest, or only the country for a place. All codings of one story about one day are one witness, if one place lies
in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product

from contested.claims.claim import Claim
from contested.claims.ledger import QUANTITIES, unit_of
from contested.claims.parties import Names

#: databases whose numbers are events
NUMBERED = ("ACLED", "CCC", "Mass Mobilization", "UCDP GED")
_CODED = re.compile(r"GDELT \S+ (?P<address>\S+)")
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.|m\.|amp\.)?(?P<page>[^?#]*)(?:\?(?P<query>[^#]*))?.*", re.I)
#: parts of an address that say who sent the reader, and not what is read
_TRACKING = re.compile(r"(?:utm_?\w*|fbclid|gclid|ref|source|cmpid|ocid|mc_\w+|rss|output|amp)(?:=.*)?", re.I)
_UNDER = re.compile(rf"(?P<database>{'|'.join(NUMBERED)}) (?P<event>(?:row )?\S+)(?: .*)?")


def event_of(claim: Claim) -> tuple[str, str] | None:
    """Database and event a claim was read under; None if it was read elsewhere."""
    match = _UNDER.fullmatch(claim.source_url)
    return match and (match["database"], match["event"])


def story_of(claim: Claim) -> str:
    """The address a machine coded an event from, however it was reached; "" if the claim is no such coding.

    `http://www.courier.example/a?utm_source=x` and `https://courier.example/a` are one story.
    """
    coded = _CODED.fullmatch(claim.source_url)
    parts = coded and _ADDRESS.fullmatch(coded["address"])
    if not parts:
        return ""
    query = [q for q in (parts["query"] or "").split("&") if q and not _TRACKING.fullmatch(q)]
    page = parts["page"].rstrip("/")
    host, slash, rest = page.partition("/")
    return "?".join([host.casefold() + slash + rest, *(["&".join(sorted(query))] if query else [])])


def pairs(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Rows of two claims that may be about one event: every pair but those that one database holds as two events."""
    events: dict[str | None, dict[str, list[int]]] = {}
    for i, claim in enumerate(claims):
        database, event = event_of(claim) or (None, "")
        events.setdefault(database, {}).setdefault(event, []).append(i)
    for groups in events.values():
        for rows in groups.values():
            yield from combinations(rows, 2)
    for one, other in combinations(events.values(), 2):
        for a, b in product(chain(*one.values()), chain(*other.values())):
            yield min(a, b), max(a, b)


@dataclass(frozen=True)
class Growing:
    """One list as it grew.

    Parameters
    ----------
    party : str
        Whose list it is.
    claims : tuple of Claim
        Its states from the shortest to the longest, at least two.
    """

    party: str
    claims: tuple[Claim, ...]

    @property
    def last(self) -> Claim:
        """The state that counts."""
        return self.claims[-1]

    @property
    def superseded(self) -> tuple[Claim, ...]:
        """The states that no longer do."""
        return self.claims[:-1]


def growing(claims: Iterable[Claim], aliases: Mapping[str, Iterable[str]] | None = None) -> tuple[Growing, ...]:
    """Every growing list among some claims, in the order of their first states.

    Same party, day (or period), place, quantity and actor, and at least two different numbers.
    """
    claims = tuple(claims)
    names = Names((c.claimant for c in claims), aliases)
    lists: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        quantity = QUANTITIES.get(claim.quantity)
        if quantity is not None and quantity.grows:
            key = (names.party(claim.claimant), claim.date, claim.end_date, claim.place, claim.quantity,
                   claim.actor, unit_of(claim), event_of(claim))  # fmt: skip
            lists.setdefault(key, []).append(claim)
    found = []
    for (party, *_), states in lists.items():
        if len({c.middle for c in states}) > 1:
            # sorted() keeps the table's order among equals
            found.append(Growing(str(party), tuple(sorted(states, key=lambda c: c.middle or 0.0))))
    return tuple(found)


def current(claims: Iterable[Claim], aliases: Mapping[str, Iterable[str]] | None = None) -> tuple[Claim, ...]:
    """Claims without the states of growing lists that no longer count, in their order."""
    claims = tuple(claims)
    old = {id(c) for one in growing(claims, aliases) for c in one.superseded}
    return tuple(c for c in claims if id(c) not in old)


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
    from scipy.cluster.hierarchy import DisjointSet

    names = Names((c.claimant for c in claims), aliases)
    same = DisjointSet(range(len(claims)))
    alike: dict[tuple[object, ...], dict[tuple[object, ...], int]] = {}
    for i, claim in enumerate(claims):
        voices = alike.setdefault(_statement(claim), {})
        # the same party under the same event is the same witness; what is left to compare are different voices
        voice = (names.party(claim.claimant), claim.claimant, event_of(claim))
        same.merge(i, voices.setdefault(voice, i))
    for i, j in _codings(claims):
        same.merge(i, j)
    for voices in alike.values():
        rows = list(voices.values())
        for a, b in pairs([claims[i] for i in rows]):
            i, j = rows[a], rows[b]
            if not same.connected(i, j) and _copied(claims[i], claims[j], names):
                same.merge(i, j)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(same[i], len(numbers)) for i in range(len(claims))]


def _codings(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Rows of two claims that are codings of one story about one day, at one place or at one that lies in the other.

    A coding that names only the country goes with the first town of the story, so that it does not join two towns.
    """
    stories: dict[tuple[object, ...], dict[str, int]] = {}
    for i, claim in enumerate(claims):
        if claim.source_url.startswith("GDELT ") and (story := story_of(claim)):
            places = stories.setdefault((story, claim.date, claim.end_date, claim.quantity), {})
            if (first := places.setdefault(claim.place.casefold(), i)) != i:
                yield first, i
    for places in stories.values():
        for place, i in places.items():
            finer = next((j for other, j in places.items() if other.endswith(f", {place}")), None)
            if finer is not None:
                yield finer, i


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
    return claim.date, claim.end_date, claim.place, claim.quantity, claim.actor, unit_of(claim), number


def _copied(a: Claim, b: Claim, names: Names) -> bool:
    one, other = names.party(a.claimant), names.party(b.claimant)
    return one == other or names.mentions(a.claimant, other) or names.mentions(b.claimant, one)


def _origin(claims: list[Claim], names: Names) -> str:
    own = list(dict.fromkeys(names.party(c.claimant) for c in claims))
    return max(own, key=lambda party: sum(names.mentions(c.claimant, party) for c in claims))
