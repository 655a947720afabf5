"""Electorate and count: people vote, stations report, the result is announced, people compare it with what they know.

Reads hardship and ties; writes votes, protocols true and reported, the announced shares and perceived fraud. A country
may vote more than once: in a run-off, or because a vote is repeated.
Sources: klimek2012 (stuffing), kuran1991 and tucker2007 (what an announced share does to those who can compare).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("election_vote", "uint8", ("person",), "-", "did not vote, incumbent, challenger, another or none"),
    Field("election_registered", "int64", ("station",), "agent", "voters on the list"),
    Field("election_true", "int64", ("station", "line"), "agent", "what was cast"),
    Field("election_reported", "int64", ("station", "line"), "agent", "what the protocol says"),
    Field("election_honest", "uint8", ("station",), "-", "1 where the protocol says what was cast"),
    Field("election_votes", "int64", (), "-", "votes that took place so far"),
    Field("election_total", "float64", ("list",), "share", "shares of the lists that will be announced"),
    Field("election_official", "float64", ("list",), "share", "shares as announced, the incumbent's first"),
    Field("election_true_share", "float64", ("list",), "share", "shares as cast"),
    Field("election_inflation", "float64", (), "share", "what the count adds to the incumbent or, among lists, moves "
          "from one to another; from polling day to the announcement, else 0"),
    Field("election_announced", "uint8", (), "-", "1 once the result is out"),
)


@dataclass(frozen=True, kw_only=True)
class ElectionParams(Params, scope="country"):
    """Voting and falsification."""

    hardship_vote: float = param(
        1.5, unit="level", within=(0, 20), source="assumed",
        meaning="log-odds by which the worst-off are more likely than the best-off to vote for a challenger")
    station_spread: float = param(
        0.35, unit="level", within=(0, 5), source="assumed",
        meaning="spread of log-odds between the polling stations of a place")
    early: float = param(
        0.2, unit="share", within=(0, 1), source="assumed", meaning="share of voters who vote early (true value)")
    again_turnout: float = param(
        1.0, unit="ratio", within=(0, 2), source="assumed", prior="lognormal(0, 0.1)",
        meaning="turnout of a later vote, relative to that of the first one in the same place")
    transfer: float = param(
        0.5, unit="share", within=(0, 1), source="assumed", prior="beta(4, 4)",
        meaning="share of those without a candidate in a run-off who vote for the challenger; the others for the "
                "incumbent")
    acquaintances_half: float = param(
        3.0, unit="person", within=(0, 1000), source="assumed", prior="lognormal(1.1, 0.5)",
        scope="universal",
        meaning="number of known voters at which the comparison of their votes with the announced share has half its "
        "weight")
    honest_stations: float = param(
        0.25, unit="share", within=(0, 1), source="assumed", prior="beta(3, 9)",
        meaning="share of stations that report what was cast, whatever is ordered")
    order_noise: float = param(
        0.04, unit="share", within=(0, 1), source="assumed", meaning="spread of obedient reports around the order")
    stuffing_share: float = param(
        0.6, unit="share", within=(0, 1), source="klimek2012",
        meaning="stations with incremental stuffing f_i (0.64 for Russia 2011), for mechanism `stuffing`")
    stuffing_extreme: float = param(
        0.03, unit="share", within=(0, 1), source="klimek2012",
        meaning="stations with extreme stuffing f_e (0.033 for Russia 2011), for mechanism `stuffing`")
    stuffing_size: float = param(
        0.5, unit="share", within=(0, 1), source="klimek2012",
        scope="universal", meaning="spread theta of incremental stuffing, for mechanism `stuffing`")
    stuffing_switch: float = param(
        2.3, unit="ratio", within=(0.1, 20), source="klimek2012",
        scope="universal", meaning="alpha: above 1, fewer votes are switched than stuffed, for mechanism `stuffing`")
