"""What each claimed quantity counts, in which unit, and which simulated number it can be set beside.

The table is closed: a quantity that is not here is a spelling mistake until it is added here. Reports say
percent and hours, and a claim keeps what was said; `factor` turns it into the unit of the observable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from contested.claims import amounts
from contested.claims.claim import Claim
from contested.claims.reasons import Unused, nearest

#: what a number about a vote can be: votes for somebody, their share, votes cast before polling day, or turnout
Vote = Literal["", "votes", "share", "early", "turnout"]


@dataclass(frozen=True)
class Quantity:
    """A thing that is counted.

    Parameters
    ----------
    unit : str
        Unit as said in reports, or `money`: any currency, named by the claim.
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
    currency : str
        Of money: the one in which the observable is.
    of_forces : tuple of str
        The same where the claim is about forces.
    vote : Vote
        A number about a vote: its observables follow from whom the claim is about, and from who says it.
    """

    unit: str
    meaning: str
    observables: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    total: bool = False
    factor: float = 1.0
    grows: bool = False
    currency: str = ""
    of_forces: tuple[str, ...] = ()
    vote: Vote = ""

    @property
    def counted(self) -> bool:
        """A count of persons or things, and not a share or an amount of money."""
        return self.unit != "percent" and self.factor == 1.0


#: whoever is meant where nobody in particular is named
ALL = ("all", "everybody", "everyone", "total", "")
STREET = ("protesters", "opposition", "civilians", "rioters", *ALL)
#: how claims call the police and whoever stands with them
FORCES = ("security", "security forces", "forces", "police", "riot police", "officers", "law enforcement")
#: contestants by the line of a protocol, and all of them together
CONTESTANTS = {
    "incumbent": "incumbent", "challenger": "challenger", "opposition": "challenger", "other": "other",
    "others": "other", **dict.fromkeys((*ALL, "all_ballots", "electorate", "voters"), "cast"),
}  # fmt: skip
#: a list of names, cases or places; a crowd is no list, it comes and goes
_List = partial(Quantity, grows=True)

QUANTITIES: dict[str, Quantity] = {
    "crowd": Quantity("person", "people at rallies of one side", ("crowd",), STREET),
    "detained": _List("person", "people arrested that day", ("detained",), STREET),
    "detained_cum": _List("person", "people arrested so far", ("detained",), STREET, total=True),
    "remanded": _List("person", "of those arrested, kept in custody for court"),
    "released": _List("person", "people released", ("released",)),
    "injured": _List("person", "people injured that day", ("injured",), STREET, of_forces=("officers_injured",)),
    "injured_cum": _List(
        "person", "people injured so far", ("injured",), STREET, total=True, of_forces=("officers_injured",)
    ),
    "hospitalised": _List("person", "people in hospital"),
    "missing": _List("person", "people whose whereabouts nobody knows"),
    "days": Quantity("day", "how long a protest, a sentence, a curfew or a strike lasts"),
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
    "internet_cost": Quantity(amounts.MONEY, "cost of a shutdown"),
    "damage": Quantity(amounts.MONEY, "damage to property"),
    "patron_loan": Quantity(
        amounts.MONEY, "money lent by the patron", ("lent",), total=True, factor=1e-6, currency="USD"
    ),
    "aid": Quantity(
        amounts.MONEY, "money from outside governments", ("aid",), total=True, factor=1e-6, currency="EUR"
    ),
    "patron_loan_usd": Quantity("USD", "money lent by the patron", ("lent",), total=True, factor=1e-6),
    "aid_eur": Quantity("EUR", "money from outside governments", ("aid",), total=True, factor=1e-6),
    "vote_share": Quantity("percent", "share of the votes cast", vote="share"),
    "exit_poll_share": Quantity("percent", "share of those asked who say they voted so", vote="share"),
    "survey_share": Quantity("percent", "share of a survey who say they voted so", vote="share"),
    "votes": Quantity("vote", "votes counted", vote="votes"),
    "votes_protocols": Quantity("vote", "votes by the station protocols collected"),
    "votes_early": Quantity("vote", "votes before polling day", vote="early"),
    "turnout_share": Quantity("percent", "share of the electorate who voted", vote="turnout"),
    "turnout_share_10h": Quantity("percent", "share of the electorate who had voted by 10:00, early votes included"),
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


#: quantities of a vote that are always about the votes as cast: a voter knows no other count
POLLS = ("exit_poll_share", "survey_share")


def comparable(claim: Claim, contestants: Mapping[str, str] | None = None) -> Quantity | None:
    """The quantity of a claim, if some simulated number can be set beside it; else None. See `counterpart`."""
    found = counterpart(claim, contestants)
    return found if isinstance(found, Quantity) else None


def counterpart(claim: Claim, contestants: Mapping[str, str] | None = None) -> Quantity | Unused:
    """What a claim can be set beside, as far as the claim alone says; or why nothing can.

    Parameters
    ----------
    claim : Claim
    contestants : mapping of str to str, optional
        Lines of a protocol ("incumbent", "challenger") by how claims call them, in lower case. If absent, whoever is
        named in a claim about votes passes for the challenger.

    Returns
    -------
    Quantity or Unused
        The quantity with its observables, `factor` that of the unit said.
    """
    if claim.event:
        return Unused("event without a number")
    quantity = QUANTITIES.get(claim.quantity)
    if quantity is None:
        return Unused("quantity unknown", nearest(claim.quantity, tuple(QUANTITIES)))
    times = amounts.factor(claim.unit, quantity.unit, quantity.currency)
    if times is None and not (quantity.unit == amounts.MONEY and amounts.is_currency(claim.unit)):
        of = "a currency" if quantity.unit == amounts.MONEY else quantity.unit
        return Unused("unit unknown", f"expected {of}; got {claim.unit or 'none'}")
    if quantity.vote:
        line = _line(claim.actor, quantity.vote, contestants)
        if line is None:
            known = tuple(sorted({*(contestants or ()), *CONTESTANTS} - {""}))
            return Unused("actor without a share", nearest(claim.actor, known))
        quantity = replace(quantity, observables=(_of_vote(claim, quantity.vote, line),))
    elif not quantity.observables:
        return Unused("quantity without an observable")
    elif quantity.of_forces and claim.actor.casefold() in FORCES:
        quantity = replace(quantity, observables=quantity.of_forces)
    elif quantity.actors and claim.actor.casefold() not in quantity.actors:
        return Unused("actor without an observable", nearest(claim.actor, tuple(filter(None, quantity.actors))))
    if times is None:
        return Unused("currency without an observable", f"simulated in {quantity.currency or 'no currency'}")
    return replace(quantity, factor=quantity.factor * times) if times != 1.0 else quantity


def unit_of(claim: Claim) -> str:
    """The unit of a claim; "" for the quantity's own, however it was written."""
    quantity = QUANTITIES.get(claim.quantity)
    own = quantity is not None and amounts.factor(claim.unit, quantity.unit, quantity.currency) == 1.0
    return "" if own else claim.unit


def factor_of(claim: Claim) -> float:
    """What turns a number of a comparable claim into the unit of its observable."""
    quantity = QUANTITIES[claim.quantity]
    return quantity.factor * (amounts.factor(claim.unit, quantity.unit, quantity.currency) or 1.0)


def _line(actor: str, vote: Vote, contestants: Mapping[str, str] | None) -> str | None:
    """The line of a protocol that is about somebody, if there is one."""
    who = actor.casefold()
    if contestants is None and who not in CONTESTANTS:
        return "challenger" if vote in ("votes", "share") else None
    line = (contestants or {}).get(who) or CONTESTANTS.get(who)
    whole = line == "cast"
    fits = whole if vote in ("early", "turnout") else not (whole and vote == "share")
    return line if fits else None


def _of_vote(claim: Claim, vote: Vote, line: str) -> str:
    """The incumbent's side speaks of the count that was announced, everybody else of the votes as cast."""
    count = "official" if claim.side == "incumbent" and claim.quantity not in POLLS else "true"
    if vote == "turnout":
        return f"{count}_turnout"
    if vote == "share":
        return f"{count}_share" if line == "incumbent" else f"{count}_share_{line}"
    part = "early" if vote == "early" else line
    return f"{count}_votes" if part == "cast" else f"{count}_votes_{part}"
