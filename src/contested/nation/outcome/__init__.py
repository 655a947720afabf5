"""Outcome: competing hazards of how a crisis ends; the first that strikes is the ending.

Reads crowds, strikes, loyalty, guarantee, mediation and repression; writes hazards from the first day, the ending, and
the day's signals of a coming change. After an ending the street goes home, unless the ending is that it was quiet. No
ending is drawn up to the forecast origin, when the script says that the crisis went on. Base rates are compared with a
table of published crises (`published`).
Sources: acemoglu2006 (concession and repression), chenoweth2011 (defection), casper2014 (coups), edmond2013.
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("outcome_hazard", "float64", ("outcome",), "1/day", "hazard of each ending"),
    Field("outcome_ended", "uint8", ("outcome",), "-", "1 for the ending that came"),
    Field("outcome_gone", "float64", (), "share", "share of callers and marchers who have gone home since the ending"),
    Field("outcome_peak", "float64", (), "share", "largest crowd of late as a share of the population, fading"),
    Field("outcome_largest", "float64", (), "share", "largest crowd so far as a share of the population"),
    Field("outcome_arrests", "float64", (), "person", "arrests so far"),
    Field("outcome_marched", "float64", (), "person", "person-days of protest so far"),
    Field("outcome_refusing", "float64", (), "share", "share of all officers who refused by last night"),
    Field("outcome_defected", "float64", (), "share", "share of the elite that had broken away by last night"),
    Field("outcome_signal", "float64", (), "share", "signals of a coming change today: forces that newly refuse, elite "
          "that newly broke away, concessions, output lost to strikes"),
)


@dataclass(frozen=True, kw_only=True)
class OutcomeParams(Params, scope="universal"):
    """Daily hazards of the endings, what each needs, and what the public takes for a signal."""

    going_home: float = param(
        7, unit="day", within=(0.001, 10_000), source="assumed", prior="lognormal(1.9, 0.8)",
        meaning="days until half have gone home after an ending other than a quiet street: in Leipzig protest "
        "continued for weeks after the leader's fall, in Yerevan and Beirut after the resignation")
    collapse: float = param(
        0.15, unit="1/day", within=(0, 1), source="assumed", prior="lognormal(-1.9, 0.6)",
        meaning="hazard that the incumbent falls or resigns when all force and elite loyalty is gone")
    concession: float = param(
        0.02, unit="1/day", within=(0, 1), source="assumed", prior="lognormal(-3.9, 0.6)",
        meaning="hazard of a new election when crowds, strikes and elite all press")
    courts: float = param(
        0.03, unit="share", within=(0, 1), source="assumed", prior="beta(1, 20)",
        meaning="independence of courts and commissions: how far crowds can get a vote annulled when the elite has "
        "no doubts")
    negotiation: float = param(
        0.04, unit="1/day", within=(0, 1), source="assumed", prior="lognormal(-3.2, 0.6)",
        meaning="hazard of a negotiated transition under full pressure with an offer of mediation on the table")
    talks: float = param(
        0.1, unit="level", within=(0, 1), source="assumed", prior="beta(2, 18)",
        meaning="level of mediation that is assumed without an offer from outside")
    intervention: float = param(
        0.08, unit="1/day", within=(0, 1), source="assumed", prior="lognormal(-2.5, 0.7)",
        meaning="hazard of the patron stepping in when the guarantee is full and forces fail")
    coup: float = param(
        0.05, unit="1/day", within=(0, 1), source="casper2014", prior="lognormal(-3, 0.7)",
        meaning="hazard that forces able to do so take over under full pressure when all their loyalty is gone (form "
                "from the source, size assumed)")
    repression: float = param(
        0.03, unit="1/day", within=(0, 1), source="assumed", formerly="held", prior="lognormal(-3.5, 0.5)",
        meaning="hazard that a street gone quiet under arrests counts as repression having held")
    fading: float = param(
        0.015, unit="1/day", within=(0, 1), source="assumed", prior="lognormal(-4.2, 0.5)",
        meaning="hazard that a street gone quiet by itself counts as the end")
    repressed_half: float = param(
        0.02, unit="ratio", within=(1e-6, 1), source="assumed", prior="lognormal(-3.9, 0.5)",
        meaning="arrests per day of marching so far at which half of the quiet is attributed to repression")
    memory: float = param(
        7, unit="day", within=(0.5, 365), source="assumed", prior="lognormal(1.95, 0.4)",
        meaning="days until a crowd counts for half as pressure")
    quiet: float = param(
        0.0005, unit="share", within=(1e-9, 1), source="assumed", prior="lognormal(-7.6, 0.7)",
        meaning="largest crowd of the last weeks, as a share of the population, below which the street is quiet")
    sharpness: float = param(
        3.0, unit="-", within=(1, 10), source="assumed",
        meaning="power to which shortfalls of loyalty are raised: small doubts topple nobody")
    signal_refusal: float = param(
        5.0, unit="ratio", within=(0, 1000), source="assumed", prior="lognormal(1.6, 0.5)",
        meaning="signal if all forces newly refuse, limited to 1")
    signal_defection: float = param(
        5.0, unit="ratio", within=(0, 1000), source="kuran1991", prior="lognormal(1.6, 0.5)",
        meaning="signal if the whole elite newly breaks away, limited to 1 (form from the source, size assumed)")
    signal_concession: float = param(
        0.5, unit="ratio", within=(0, 1000), source="assumed", meaning="signal of a full concession, limited to 1")
    signal_strike: float = param(
        5.0, unit="ratio", within=(0, 1000), source="assumed", prior="lognormal(1.6, 0.6)",
        meaning="signal if the nation's whole output is lost to strikes in a day, limited to 1")
