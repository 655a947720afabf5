"""What each claimed quantity counts, in which unit, and which simulated number it can be set beside.

The table is closed: a quantity that is not here is a spelling mistake until it is added here. Reports say
percent and hours, and a claim keeps what was said; `factor` turns it into the unit of the observable.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from contested.claims.claim import Claim


@dataclass(frozen=True)
class Quantity:
    """A thing that is counted.

    Parameters
    ----------
    unit : str
        Unit as said in reports.
    meaning : str
        One sentence.
    observables : tuple of str
        Simulated numbers whose sum it can be set beside; empty where there is none.
    actors : tuple of str
        Only claims about these actors can be; empty for all.
    total : bool
        It counts a whole period (from the first day of the crisis where the claim gives one date only).
    factor : float
        What turns the unit said into the observable's.
    grows : bool
        It is counted by adding names or places one by one, so that a later count of the same day is not below an
        earlier one (`claims.witnesses`).
    """

    unit: str
    meaning: str
    observables: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    total: bool = False
    factor: float = 1.0
    grows: bool = False


STREET = ("protesters", "opposition", "civilians")
#: a list of names, cases or places; a crowd is no list, it comes and goes
_List = partial(Quantity, grows=True)

QUANTITIES: dict[str, Quantity] = {
    "crowd": Quantity("person", "people at rallies of one side", ("crowd",), ("opposition",)),
    "detained": _List("person", "people taken in that day", ("detained",), STREET),
    "detained_cum": _List("person", "people taken in so far", ("detained",), STREET, total=True),
    "remanded": _List("person", "of those taken in, held for court"),
    "released": _List("person", "people released", ("released",)),
    "injured": _List("person", "people injured that day", ("injured",), STREET),
    "injured_cum": _List("person", "people injured so far", ("injured",), STREET, total=True),
    "hospitalised": _List("person", "people in hospital"),
    "torture_cases": _List("person", "documented cases of ill-treatment"),
    "dead": _List("person", "deaths that day", ("killed_street", "killed_custody"), (*STREET, "detainees")),
    "dead_cum": _List("person", "deaths so far", ("killed_street", "killed_custody"), (*STREET, "detainees"), True),
    "strikers": Quantity("person", "workers on strike", ("strikers",)),
    "strike_sites": _List("site", "employers on strike", ("plants_struck",)),
    "dismissed": _List("person", "strikers dismissed", ("dismissed",), total=True),
    "internet_off": Quantity("hour", "near-total shutdown of the internet"),
    "internet_degraded": Quantity("0 or 1", "connections cut or slowed that day"),
    "internet_cost_usd": Quantity("USD", "cost of a shutdown"),
    "sanctioned": _List("person", "persons put on a list"),
    "sanctioned_cum": _List("person", "persons on a list so far"),
    "patron_loan_usd": Quantity("USD", "money lent by the patron", ("lent",), total=True, factor=1e-6),
    "aid_eur": Quantity("EUR", "money from outside governments", ("aid",), total=True, factor=1e-6),
    "vote_share": Quantity("percent", "part of the votes cast"),
    "exit_poll_share": Quantity("percent", "part of those asked who say they voted so"),
    "survey_share": Quantity("percent", "part of a survey who say they voted so"),
    "votes": Quantity("vote", "votes counted"),
    "votes_protocols": Quantity("vote", "votes by the station protocols collected"),
    "votes_early": Quantity("vote", "votes before polling day"),
    "turnout_share": Quantity("percent", "part of the electorate who voted"),
    "turnout_share_10h": Quantity("percent", "part of the electorate who had voted by 10:00, early votes included"),
    "parallel_count_users": _List("person", "voters registered with a parallel count"),
    "parallel_count_ballots": _List("ballot", "ballots verified by a parallel count"),
    "fraud_stations": _List("station", "stations whose protocol contradicts other evidence"),
    "council_support": _List("person", "people who endorse a council as negotiator"),
    "protest_sites": _List("site", "places where people rallied"),
    "protest_settlements": _List("settlement", "settlements where people rallied"),
    "admin_protocols": _List("case", "administrative cases opened"),
    "criminal_defendants": _List("person", "people charged with crimes"),
    "political_prisoners": _List("person", "people recognised as political prisoners"),
    "population": Quantity("person", "residents"),
    "registered": Quantity("person", "electorate"),
    "polling_stations": Quantity("station", "polling stations"),
    "employees": Quantity("person", "headcount of an employer"),
    "forces": Quantity("officer", "members of a force"),
    "forces_per_100k": Quantity("officer/100,000 persons", "members of forces by population"),
}


def comparable(claim: Claim) -> Quantity | None:
    """The quantity of a claim, if some simulated number can be set beside it; else None."""
    quantity = QUANTITIES.get(claim.quantity)
    if quantity is None or not quantity.observables or (quantity.actors and claim.actor not in quantity.actors):
        return None
    return quantity
