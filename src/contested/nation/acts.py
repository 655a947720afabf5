"""The vocabulary of dated acts: what an actor can be reported to have done, in which unit, and which column it moves.

`contested scenarios check` reads this table; `nation.script` applies it. Calls, shutdowns, releases, concessions and
refusals hold on every day from their date to their end date; tactics, guarantee and reserve until the next of their
kind; the rest happens once, on its date.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ActKind:
    """One thing that can be done."""

    name: str
    actor: str
    subsystem: str
    unit: str
    within: tuple[float, float]
    meaning: str
    local: bool = False


ACT_KINDS: dict[str, ActKind] = {
    a.name: a
    for a in (
        ActKind("call_march", "opposition", "opposition", "share", (0, 1),
                "a march is called: how strong a focal point the day is where it is called", local=True),
        ActKind("call_strike", "opposition", "opposition", "share", (0, 1),
                "a strike is called: share of workers for whom it is a live question", local=True),
        ActKind("leader_jailed", "incumbent", "opposition", "person", (0, 1000), "leaders taken to prison"),
        ActKind("leader_exiled", "incumbent", "opposition", "person", (0, 1000), "leaders forced abroad"),
        ActKind("leader_freed", "incumbent", "opposition", "person", (0, 1000), "leaders let out of prison"),
        ActKind("council_formed", "opposition", "opposition", "person", (1, 10000),
                "members of a coordination council"),
        ActKind("strike_fund", "opposition", "opposition", "million EUR", (0, 1e4), "money raised for strikers"),
        ActKind("tactic_crackdown", "incumbent", "security", "level", (0, 3),
                "mass arrests and violence; 1 is the level of the parameters", local=True),
        ActKind("tactic_pause", "incumbent", "security", "level", (0, 3), "forces hold back", local=True),
        ActKind("tactic_containment", "incumbent", "security", "level", (0, 3),
                "cordons and selected arrests", local=True),
        ActKind("tactic_hardening", "incumbent", "security", "level", (0, 3),
                "mass arrests with less open violence", local=True),
        ActKind("release", "incumbent", "detention", "share", (0, 1), "part of those in custody set free that day"),
        ActKind("shutdown", "incumbent", "media", "share", (0, 1), "part of connectivity cut that day", local=True),
        ActKind("concession", "incumbent", "incumbent", "level", (0, 1),
                "a step towards the other side; 1 would be a new election"),
        ActKind("defiance", "incumbent", "incumbent", "level", (0, 1),
                "a public refusal: inauguration, threats, no talks"),
        ActKind("guarantee", "patron", "patron", "level", (0, 1), "the patron's standing promise of help"),
        ActKind("reserve", "patron", "patron", "officer", (0, 1e6), "officers the patron holds ready; 0 stands down"),
        ActKind("loan", "patron", "patron", "million USD", (0, 1e6), "money lent"),
        ActKind("sanctions", "abroad", "abroad", "person", (0, 1e5), "persons listed"),
        ActKind("non_recognition", "abroad", "abroad", "level", (0, 1),
                "how far the mandate is declared without legitimacy"),
        ActKind("mediation", "abroad", "abroad", "level", (0, 1), "an offer to mediate; 1 is one both sides know"),
        ActKind("aid", "abroad", "abroad", "million EUR", (0, 1e5), "money for civil society and victims"),
    )
}
