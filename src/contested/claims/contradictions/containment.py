"""What lies within something else is not larger: totals do not fall, and parts do not exceed their whole.

A claim is about a quantity, somebody, a place and a period. If each of these lies within that of another claim, its
least number must not exceed the most that the other allows. A day lies within a period, and an earlier state of a
running total within a later one; a town within its province and country; women within all; station protocols within
the votes. Totals that name only their last day count from one common first day, so they are compared with one another,
and with totals that name both days only where the periods say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from contested.claims.claim import Claim
from contested.claims.contradictions.countries import countries_of, place_of
from contested.claims.contradictions.elections import APART
from contested.claims.contradictions.record import Contradiction, days, exceeds, widest
from contested.claims.ledger import QUANTITIES
from contested.claims.parties import Names
from contested.claims.witnesses import event_of

#: a quantity that counts a part of what another counts
WITHIN: dict[str, tuple[str, ...]] = {
    "detained": ("detained_cum",),
    "injured": ("injured_cum",),
    "dead": ("dead_cum",),
    "sanctioned": ("sanctioned_cum",),
    "votes_protocols": ("votes",),
    "votes_early": ("votes",),
    "votes": ("registered",),
    "parallel_count_ballots": ("parallel_count_users",),
}
#: quantities of which the whole may be told in pieces: persons and things that are counted once each
COUNTS = frozenset(
    name for name, q in QUANTITIES.items()
    if q.grows or q.total or name in ("votes", "votes_protocols", "votes_early", "registered", "population")
) - {"remanded", "released", "fraud_stations", "council_support", "political_prisoners"}  # fmt: skip
#: totals that only rise
TOTALS = frozenset(name for name, q in QUANTITIES.items() if q.total and q.grows) | {
    "sanctioned_cum", "parallel_count_users",
}  # fmt: skip
#: results and electorates hold for the whole contest, not for their day
TIMELESS = frozenset({"votes", "votes_protocols", "votes_early", "registered"})
EVERYBODY = frozenset({"", "all", "everybody", "everyone", "total", "all_ballots", "cast", "valid", "valid_votes",
                       "ballots", "all_votes", "electorate", "voters"})  # fmt: skip
#: who together make a whole of their own, and are no part of what a claim about everybody on a street counts
APARTS = frozenset({"security", "police", "officials"})


class _Period(NamedTuple):
    first: date | None
    last: date


def contradictions(claims: Sequence[Claim], names: Names) -> Iterable[Contradiction]:
    """Every claim that exceeds one which it lies within, once per pair of parties and things."""
    countries = countries_of(claims)
    by_quantity: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.quantity in COUNTS or claim.quantity in TOTALS:
            by_quantity.setdefault(claim.quantity, []).append(claim)
    found = []
    for quantity, parts in by_quantity.items():
        for other in (quantity, *WITHIN.get(quantity, ())):
            wholes = _wholes(by_quantity.get(other, ()), countries)
            for part in parts:
                for place in _around(part, countries):
                    for whole in wholes.get((event_of(part), place), ()):
                        found += _one(part, whole, names, same_place=place == place_of(part.place, countries))
    return widest(found)


def _one(
    part: Claim, whole: Claim, names: Names, *, same_place: bool
) -> list[tuple[tuple[object, ...], Contradiction]]:
    if part is whole or not _of(part, whole):
        return []
    alike = same_place and part.quantity == whole.quantity and part.actor.casefold() == whole.actor.casefold()
    if alike and part.quantity not in TOTALS:
        return []  # the same thing: days and elections are for the other rules
    if not _during(part, whole):
        return []
    if alike and (part.end_date or part.date) == (whole.end_date or whole.date):
        return []  # one day: `same_day`
    kind = "falling total" if alike else "part above whole"
    one = exceeds(part, whole, names, kind, _remark(part, whole, alike))
    if one is None:
        return []
    thing = (kind, part.place, part.quantity, part.actor, whole.place, whole.quantity, whole.actor)
    day = () if kind == "falling total" or part.quantity in TIMELESS else (part.date, whole.date)
    return [((*thing, *day, one.less_party, one.more_party), one)]


def _remark(part: Claim, whole: Claim, alike: bool) -> str:
    if alike:
        return f"{days(((whole.end_date or whole.date) - (part.end_date or part.date)).days)} later"
    what = [f"{a or 'all'} within {b or 'all'}" for a, b in
            ((part.place, whole.place), (part.actor, whole.actor), (part.quantity, whole.quantity))
            if a.casefold() != b.casefold()]  # fmt: skip
    return "; ".join(what)


def _of(part: Claim, whole: Claim) -> bool:
    one, other = part.actor.casefold(), whole.actor.casefold()
    return one == other or (other in EVERYBODY and one not in APARTS)


def _during(part: Claim, whole: Claim) -> bool:
    if part.quantity in TIMELESS:
        return abs((part.date - whole.date).days) <= APART
    inner, outer = _period(part), _period(whole)
    if outer.last < inner.last:
        return False
    if outer.first is None:
        # since the first day, which is known to nobody: another such total, or a day of the same crisis
        near = (outer.last - inner.last).days <= APART
        return inner.first is None or (near and part.quantity not in TOTALS)
    return inner.first is not None and outer.first <= inner.first


def _period(claim: Claim) -> _Period:
    if claim.end_date is not None:
        return _Period(claim.date, claim.end_date)
    return _Period(None if claim.quantity in TOTALS else claim.date, claim.date)


def _around(claim: Claim, countries: frozenset[str]) -> list[str]:
    """A place and the places that it lies within, the country as ""."""
    named = (claim.place, claim.admin2, claim.admin1, "")
    return list(dict.fromkeys(place_of(p, countries) for p in named if p or p == ""))


def _wholes(
    claims: Iterable[Claim], countries: frozenset[str]
) -> Mapping[tuple[tuple[str, str] | None, str], list[Claim]]:
    """Claims by event and place: an event of a database is no total of its day, and holds its own parts only."""
    found: dict[tuple[tuple[str, str] | None, str], list[Claim]] = {}
    for claim in claims:
        if claim.bounds[1] is not None:
            found.setdefault((event_of(claim), place_of(claim.place, countries)), []).append(claim)
    return found
