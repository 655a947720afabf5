"""Numbers that cannot be, whoever says them: more persons than the country has, and shares above 100 %."""

from __future__ import annotations

from contested.claims.claim import Claim
from contested.claims.heaping import grain, stretch
from contested.claims.ledger import QUANTITIES


def impossible(claim: Claim, people: int) -> str:
    """Why a claim's number cannot be; "" if it can.

    Parameters
    ----------
    claim : Claim
        A rounded number is as small as it may have been. Events and unknown quantities have no number to judge.
    people : int, person
        Of the country.
    """
    least, quantity = claim.bounds[0], QUANTITIES.get(claim.quantity)
    if least is None or quantity is None:
        return ""
    unit = quantity.unit
    if unit == "percent":
        return "a share above 100 %" if least > 100 else ""
    if claim.low is None:
        least = stretch(least, grain(least))[0]
    # whoever comes on two days is counted twice in a total of both
    days = 1 if claim.end_date is None else (claim.end_date - claim.date).days + 1
    return f"the country has {people:,} people" if unit in ("person", "vote") and least > people * days else ""
