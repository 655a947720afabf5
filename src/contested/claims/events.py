"""Which event of a database a claim was read under, so that two rallies of one day are not taken for one.

An importer writes it into the claim's source, `ACLED XYZ123` or `CCC row 7 https://...`, where a person can read it
and where it survives being written to a table. GDELT numbers codings of sentences and not events in the world, so
its numbers tell nothing apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product

from contested.claims.claim import Claim

#: databases whose numbers are events
NUMBERED = ("ACLED", "CCC", "Mass Mobilization", "UCDP GED")
_UNDER = re.compile(rf"(?P<database>{'|'.join(NUMBERED)}) (?P<event>(?:row )?\S+)(?: .*)?")


def event_of(claim: Claim) -> tuple[str, str] | None:
    """Database and event a claim was read under; None if it was read elsewhere."""
    match = _UNDER.fullmatch(claim.source_url)
    return match and (match["database"], match["event"])


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
