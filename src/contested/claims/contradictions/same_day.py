"""Two numbers of one thing on one day.

"More than 3,000" and "4,500" agree; "at most 300" and "523" do not. A bare point allows itself only, so two careful
counts that differ by one are listed as well, behind the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contested.claims.claim import Claim
from contested.claims.contradictions.record import Contradiction, between
from contested.claims.ledger import unit_of
from contested.claims.parties import Names
from contested.claims.witnesses import pairs


def contradictions(claims: Sequence[Claim], names: Names) -> Iterable[Contradiction]:
    """Every pair of claims about one thing and day whose bounds leave no number that both allow."""
    about: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        end = claim.end_date or claim.date
        about.setdefault((claim.date, end, claim.place, claim.quantity, claim.actor, unit_of(claim)), []).append(claim)
    for group in about.values():
        for i, j in pairs(group):
            if (found := between(group[i], group[j], names)) is not None:
                yield found
