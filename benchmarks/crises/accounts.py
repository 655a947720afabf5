"""Accounts of one event by several parties, over the shipped crises: what biases of kinds of party are learnt from.

An event is a quantity, whom it is about, a place and a day (or days). Of a growing list only the last state is there,
and of copies the first. Crowds and victims of repression count (`party_types.FAMILIES`); claims with one open end or of
none are left out, and so are events of one party only.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from contested.claims.parties import Names, parties
from contested.claims.party_types import type_of
from contested.claims.witnesses import current, witnesses
from contested.inference.likelihood.party_types import family_of
from contested.scenarios.load import load

CRISES = ("belarus-2020", "yellow-vests-2018", "khabarovsk-2020", "leipzig-1989", "serbia-2024")


class Accounts(NamedTuple):
    """A row an account; all arrays of shape (accounts,).

    Parameters
    ----------
    log : float64 array, log persons or things
    event : int64 array
        From 0; every event has accounts of at least two parties.
    party, crisis : list of str
    type : list of str
        "" for a party without one.
    family : list of str
        What is counted: `party_types.FAMILIES`.
    """

    log: np.ndarray
    event: np.ndarray
    party: list[str]
    crisis: list[str]
    type: list[str]
    family: list[str]

    def without(self, crisis: str) -> Accounts:
        """All but one crisis."""
        return self.take([k for k, c in enumerate(self.crisis) if c != crisis])

    def take(self, rows: list[int]) -> Accounts:
        """Some accounts; events are numbered anew."""
        lists = ([column[k] for k in rows] for column in (self.party, self.crisis, self.type, self.family))
        return Accounts(self.log[rows], np.unique(self.event[rows], return_inverse=True)[1], *lists)


def shipped() -> Accounts:
    """Accounts of the shipped crises."""
    rows = []
    for crisis in CRISES:
        claims = load(crisis).claims
        known = {p.name: p for p in parties(claims)}
        names = Names(c.claimant for c in claims)
        witness = {id(c): w for c, w in zip(claims, witnesses(claims))}
        heard = set()
        for c in current(claims):
            family, closed = family_of(c.quantity), c.value is not None or (c.low and c.high is not None)
            if not family or not c.middle or not closed or witness[id(c)] in heard:
                continue
            heard.add(witness[id(c)])
            party = known[names.party(c.claimant)]
            event = (crisis, c.quantity, c.actor, c.place, c.date, c.end_date)
            rows.append((event, np.log(c.middle), f"{crisis}: {party.name}", crisis, type_of(party.name, party.side),
                         family))  # fmt: skip
    by: dict[tuple, set] = defaultdict(set)
    for event, _, party, *_ in rows:
        by[event].add(party)
    rows = [r for r in rows if len(by[r[0]]) > 1]
    number = {event: k for k, event in enumerate(dict.fromkeys(r[0] for r in rows))}
    log, event = np.array([r[1] for r in rows]), np.array([number[r[0]] for r in rows])
    return Accounts(log, event, *(list(column) for column in zip(*(r[2:] for r in rows))))
