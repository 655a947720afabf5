"""The vocabulary of dated acts: what an actor can be reported to have done, in which unit, and which column it moves.

`contested scenarios check` reads this table; `nation.script` applies it. The acts of `OF_DAYS` hold on every day from
their date to their end date, and calls come again at their rhythm until then; those of `STANDING` hold until the next
of their kind; the rest happens once, on its date.
"""

from __future__ import annotations

from dataclasses import dataclass

#: acts that an end date ends
OF_DAYS = frozenset(
    {"call", "tactic", "shutdown", "release", "concession", "defiance", "rally", "non_recognition"}
)
#: acts that hold until the next of their kind
STANDING = frozenset({"guarantee", "reserve"})


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
    #: the table of parameters whose rows its `form` chooses from; empty for an act without forms
    table: str = ""
    #: level where no source states one; None where one must be given
    usual: float | None = None


ACT_KINDS: dict[str, ActKind] = {
    a.name: a
    for a in (
        ActKind("call", "opposition", "opposition", "share", (0, 1),
                "a gathering or a strike is called, once or again and again; no level: the form's base", local=True,
                table="forms"),
        ActKind("leader_jailed", "incumbent", "opposition", "person", (0, 1000), "leaders taken to prison"),
        ActKind("leader_exiled", "incumbent", "opposition", "person", (0, 1000), "leaders forced abroad"),
        ActKind("leader_freed", "incumbent", "opposition", "person", (0, 1000), "leaders let out of prison"),
        ActKind("council_formed", "opposition", "opposition", "person", (1, 10000),
                "members of a coordination council"),
        ActKind("strike_fund", "opposition", "opposition", "million EUR", (0, 1e4), "money raised for strikers"),
        ActKind("tactic", "incumbent", "security", "level", (0, 3),
                "what forces are ordered to do; level 1 is the effort and violence of the tactic's row", local=True,
                table="tactics", usual=1.0),
        ActKind("refusal", "forces", "security", "share", (0, 1),
                "share of a place's forces, or of all, that refuse orders from that day; loyalty then moves on",
                local=True, usual=0.5),
        ActKind("release", "incumbent", "detention", "share", (0, 1), "share of those in custody set free that day",
                usual=0.3),
        ActKind("shutdown", "incumbent", "media", "share", (0, 1), "share of connectivity cut that day", local=True,
                usual=0.9),
        ActKind("concession", "incumbent", "incumbent", "level", (0, 1),
                "a step towards the other side; 1 would be a new election", usual=0.1),
        ActKind("defiance", "incumbent", "incumbent", "level", (0, 1),
                "a public refusal: inauguration, threats, no talks", usual=0.5),
        ActKind("rally", "incumbent", "incumbent", "level", (0, 10),
                "supporters are called to rally for the incumbent; 1 is a usual rally", usual=1.0),
        ActKind("guarantee", "patron", "patron", "level", (0, 1), "the patron's standing promise of help", usual=0.6),
        ActKind("reserve", "patron", "patron", "officer", (0, 1e6), "officers the patron holds ready; 0 stands down"),
        ActKind("loan", "patron", "patron", "million USD", (0, 1e6), "money lent"),
        ActKind("sanctions", "abroad", "abroad", "person", (0, 1e5), "persons listed"),
        ActKind("non_recognition", "abroad", "abroad", "level", (0, 1),
                "how far the mandate is declared without legitimacy", usual=0.5),
        ActKind("mediation", "abroad", "abroad", "level", (0, 1), "an offer to mediate; 1 is one both sides know",
                usual=0.4),
        ActKind("shock", "events", "citizens", "level", (0, 5),
                "something that gives people a new grievance: a bill, a tax, a killing, a price", local=True,
                usual=0.3),
        ActKind("aid", "abroad", "abroad", "million EUR", (0, 1e5), "money for civil society and victims"),
    )
}
