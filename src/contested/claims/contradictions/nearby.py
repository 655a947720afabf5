"""Numbers that change slowly and exclude each other within a few days: an electorate, a force, an employer's staff.

A crowd or the detained of a day are another number on another day, so they are compared only if a window is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contested.claims.claim import Claim
from contested.claims.contradictions.record import Contradiction, between, days, widest
from contested.claims.ledger import QUANTITIES, unit_of
from contested.claims.parties import Names
from contested.claims.witnesses import event_of

#: quantities that a few days do not change
SLOW = ("registered", "polling_stations", "population", "employees", "forces", "forces_per_100k")
#: days
WINDOW = 7


def contradictions(claims: Sequence[Claim], names: Names, window: int | None = None) -> Iterable[Contradiction]:
    """Every pair of numbers of one thing, a few days apart, whose bounds leave no number that both allow.

    Parameters
    ----------
    window : int, optional
        Days, for every quantity but totals and results; WINDOW, for those that change slowly, if absent.
    """
    about: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.quantity in SLOW or (window is not None and _dated(claim)):
            about.setdefault((claim.place, claim.quantity, claim.actor, unit_of(claim)), []).append(claim)
    most = WINDOW if window is None else window
    found = []
    for thing, group in about.items():
        group.sort(key=lambda c: c.date)
        for i, one in enumerate(group):
            for other in group[i + 1 :]:
                apart = (other.date - one.date).days
                if apart > most:
                    break
                if not apart or _two_events(one, other):
                    continue
                remark = f"{days(apart)} apart, window {days(most)}"
                if (pair := between(one, other, names, "nearby days", remark, rounded=True)) is not None:
                    found.append(((*thing, one.date, other.date, pair.less_party, pair.more_party), pair))
    return widest(found)


def _dated(claim: Claim) -> bool:
    quantity = QUANTITIES.get(claim.quantity)
    return (
        quantity is not None and not quantity.total and claim.quantity not in ("vote_share", "votes", "turnout_share")
    )


def _two_events(a: Claim, b: Claim) -> bool:
    """One database holds them as two events."""
    one, other = event_of(a), event_of(b)
    return one is not None and other is not None and one[0] == other[0] and one != other
