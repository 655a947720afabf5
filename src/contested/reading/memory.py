"""What a report says that is new: drafts against a ledger of claims, and against reports that were read before.

Numbers are of one event if they count the same of the same persons: a candidate's share is not compared with another
candidate's, nor injured officers with injured protesters. Each draft that states something is `new`, `repeated` (the
same number again, by the same party or another), `changed` (another number of the same party), `contradicted` (another
party's bounds exclude it) or `compatible` (another party's leave room for it). A part of a total, a plan, a condition
and a denial are compared with nobody: they are `part`, `planned`, `conditional` or `denied`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from contested.claims.claim import Claim
from contested.claims.ledger import CONTESTANTS, FORCES
from contested.claims.parties import Names
from contested.claims.people.masking import VOTES
from contested.claims.people.names import names_in
from contested.reading.drafts import Draft
from contested.reading.relate import apart
from contested.reading.table import ledger_quantity, period

Bounds = tuple[float | None, float | None]
Event = tuple[str, str, str, str]
#: totals of one place are one series; a day's numbers belong to their day
_SERIES = "_cum"


@dataclass(frozen=True)
class Account:
    """One number about one event.

    Parameters
    ----------
    event : tuple
        Quantity, place, day or period ("2020-05-01 to 2020-05-31"; empty for totals, which are one series), and whom
        the number is about: `forces`, `incumbent`, a candidate's surname or a party's name in small letters; empty for
        anybody else.
    party : str
    value : float or None
    bounds : tuple
    day : date or None
        Of what is counted.
    published : date or None
        None for a ledger's claim.
    source : str
        The report, or the source that the ledger names.
    number : str
        As it was said.
    status, note : str
    certainty : str
    """

    event: Event
    party: str
    value: float | None
    bounds: Bounds
    day: dt.date | None
    published: dt.date | None
    source: str
    number: str
    status: str = ""
    note: str = ""
    certainty: str = "stated"


def compared(
    drafts: Sequence[Draft], ledger: Iterable[Claim] = (), masked: Sequence[Draft] | None = None
) -> list[Account]:
    """An account for each draft, with what it is against the ledger and the drafts of earlier publication.

    Parameters
    ----------
    drafts : sequence of Draft
    ledger : iterable of Claim
    masked : sequence of Draft, optional
        The same drafts with masked names. Whom a result is about is compared by the names, and accounts have masks.

    Returns
    -------
    list of Account
        In the order of the drafts.
    """
    claims = [c for c in ledger if not c.event]
    shown = drafts if masked is None else masked
    names = Names([*(c.claimant for c in claims), *(d.actor for d in shown)])
    keys = _keys([
        *(c.actor for c in claims if c.quantity.startswith(VOTES)),
        *(d.about for d in drafts if ledger_quantity(d).startswith(VOTES)),
    ])  # fmt: skip
    known: dict[Event, list[Account]] = defaultdict(list)
    for claim in claims:
        account = _of_claim(claim, names, keys)
        known[account.event].append(account)
    order = sorted(range(len(drafts)), key=lambda k: drafts[k].published)
    out: dict[int, Account] = {}
    for k in order:
        account = _of_draft(drafts[k], shown[k].actor, names, keys)
        part = drafts[k].part_of >= 0
        status, note = ("part", "of a total") if part else _status(account, known[account.event])
        account = replace(account, status=status, note=note)
        if drafts[k].certainty == "stated" and not part:
            known[account.event].append(account)
        if shown[k].about != drafts[k].about:
            account = replace(account, event=(*account.event[:3], shown[k].about.casefold()))
        out[k] = account
    return [out[k] for k in range(len(drafts))]


def timeline(accounts: Iterable[Account]) -> list[tuple[Account, ...]]:
    """Accounts by event, each in order of publication; events with most accounts first."""
    events: dict[Event, list[Account]] = defaultdict(list)
    for account in accounts:
        events[account.event].append(account)
    ordered = (tuple(sorted(e, key=lambda a: a.published or dt.date.min)) for e in events.values())
    return sorted(ordered, key=lambda e: (-len(e), str(e[0].event)))


def _event(
    quantity: str, place: str, first: dt.date | None, last: dt.date | None, about: str, keys: Mapping[str, str]
) -> Event:
    when = "" if quantity.endswith(_SERIES) else " to ".join(map(str, filter(None, dict.fromkeys((first, last)))))
    where, who = place.casefold().removeprefix("the "), about.casefold()
    return quantity, where, when, _whom(quantity, "" if who == where else keys.get(who, who))


def _keys(names: Iterable[str]) -> dict[str, str]:
    """What persons with votes are compared by, by the names that reports and ledgers give them, in small letters.

    A candidate's other names and titles differ from report to report, and the surname does not; of two surnames
    ("Pedro Castillo Terrones") it is the first where somebody gives this one alone ("Pedro Castillo"). A party is no
    person, and its whole name is compared.
    """
    persons = {
        name.casefold(): (name[one.start : one.end].casefold().split(), one.surname)
        for name in names for one in names_in(name)[-1:] if one.surname
    }  # fmt: skip
    full = {" ".join(parts): surname for parts, surname in persons.values() if len(parts) > 1}
    return {
        name: next((full[" ".join(parts[:k])] for k in range(2, len(parts)) if " ".join(parts[:k]) in full), surname)
        for name, (parts, surname) in persons.items()
    }


def _whom(quantity: str, about: str) -> str:
    """Whom a number is about, as far as two numbers differ by it.

    Ledgers call whoever is no officer by many words ("protesters", "opposition", "all"), which are the same count; and
    all ballots, too.
    """
    if quantity.startswith(VOTES):
        return "" if CONTESTANTS.get(about) == "cast" else about
    if quantity == "crowd":
        return "incumbent" if about == "incumbent" else ""
    return "forces" if about in FORCES and quantity != "forces" else ""


def _of_claim(claim: Claim, names: Names, keys: Mapping[str, str]) -> Account:
    number = f"{claim.value:g}" if claim.value is not None else f"{claim.low or ''}-{claim.high or ''}"
    return Account(
        _event(claim.quantity, claim.place, claim.date, claim.end_date, claim.actor, keys),
        names.party(claim.claimant).casefold(), claim.value, claim.bounds,
        claim.end_date or claim.date, None, claim.source_url or "the ledger", number,
    )  # fmt: skip


def _of_draft(draft: Draft, actor: str, names: Names, keys: Mapping[str, str]) -> Account:
    first, last = period(draft)
    anchor = draft.anchors.get("number")
    return Account(
        _event(ledger_quantity(draft), draft.place, first, last, draft.about, keys), names.party(actor).casefold(),
        draft.value, draft.bounds,
        last or first, draft.published, draft.report, anchor.text if anchor else "", certainty=draft.certainty,
    )  # fmt: skip


def _same(one: Account, other: Account) -> bool:
    """Whether two accounts give one number; "60" and "at least 60" are copies of each other."""
    return one.bounds == other.bounds if one.value is None or other.value is None else one.value == other.value


def _status(new: Account, before: Sequence[Account]) -> tuple[str, str]:
    """What a number is against those before it, and of whom; the latest of each party counts."""
    if new.certainty != "stated":
        return new.certainty, ""
    if not before:
        return "new", ""
    own = [a for a in before if a.party == new.party]
    same = [a for a in before if _same(a, new)]
    if again := next((a for a in own if a.source == new.source and _same(a, new)), None):
        return "repeated", f"of {again.party}, {again.source}"
    if own:
        last = own[-1]
        if _same(last, new):
            return "repeated", f"of {last.party}, {last.source}"
        return "changed", f"by {last.party}, from {last.number} ({last.source})"
    if same:
        return "repeated", f"the number of {same[0].party}, {same[0].source}"
    latest = {a.party: a for a in before}.values()
    against = [a for a in latest if apart(a.bounds, new.bounds)]
    if against:
        return "contradicted", "; ".join(f"{a.party}: {a.number} ({a.source})" for a in against)
    return "compatible", "; ".join(f"{a.party}: {a.number} ({a.source})" for a in latest)
