"""Numbers that cannot be, whoever says them: more persons than the country has, and shares above 100 %.

Such a number is set aside with its reason, and takes no possible number's place: not as the last state of a growing
list, nor as the one claim of a witness that is heard.
"""

from __future__ import annotations

from contested.claims.claim import Claim
from contested.claims.heaping import grain, stretch
from contested.claims.ledger import QUANTITIES

#: more than live on Earth: where it is not known which country a claim is about, no smaller number is surely impossible
EVERYBODY = 10_000_000_000


def over(claim: Claim) -> str:
    """Why a claim's share cannot be, in any country; "" if it can, or is no share."""
    quantity = QUANTITIES.get(claim.quantity)
    above = quantity is not None and quantity.unit == "percent" and (claim.bounds[0] or 0.0) > 100.0
    return "a share above 100 %" if above else ""


def impossible(claim: Claim, people: int | None = None) -> str:
    """Why a claim's number cannot be; "" if it can.

    Parameters
    ----------
    claim : Claim
        A rounded number is as small as it may have been. Events and unknown quantities have no number to judge.
    people : int, optional, person
        Of the country; absent, EVERYBODY.
    """
    least, quantity = claim.bounds[0], QUANTITIES.get(claim.quantity)
    if least is None or quantity is None or quantity.unit == "percent":
        return over(claim)
    # whoever comes on two days is counted twice in a total of both
    days = 1 if claim.end_date is None else (claim.end_date - claim.date).days + 1
    most = (EVERYBODY if people is None else people) * days
    if quantity.unit not in ("person", "vote") or least <= most:
        return ""
    if claim.low is None and stretch(least, grain(least))[0] <= most:
        return ""
    return "more people than there are" if people is None else f"the country has {people:,} people"
