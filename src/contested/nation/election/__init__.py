"""Electorate and count: people vote, stations report, the result is announced, people compare it with what they know.

Reads hardship and ties; writes votes, protocols true and reported, the announced share and perceived fraud.
Sources: klimek2012 (stuffing), kuran1991 and tucker2007 (what an announced share does to those who can compare).
"""

from __future__ import annotations

from contested.ground.field import Field

FIELDS = (
    Field("election_vote", "uint8", ("person",), "-", "did not vote, incumbent, challenger, another or none"),
    Field("election_registered", "int64", ("station",), "agent", "voters on the list"),
    Field("election_true", "int64", ("station", "line"), "agent", "what was cast"),
    Field("election_reported", "int64", ("station", "line"), "agent", "what the protocol says"),
    Field("election_honest", "uint8", ("station",), "-", "1 where the protocol says what was cast"),
    Field("election_official", "float64", (), "share", "incumbent's share as announced"),
    Field("election_true_share", "float64", (), "share", "incumbent's share as cast"),
    Field("election_announced", "uint8", (), "-", "1 once the result is out"),
)
