"""Citizens: what each person resents, fears and is tired of.

Reads what media told; writes outrage, fear, fatigue and perceived fraud of everyone, once a day.
Sources: epstein2002 (grievance), hess2006 and rasler1996 (backlash), kuran1991 and tucker2007 (fraud).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("citizens_status", "uint8", ("person",), "-", "home, out, detained, hurt or dead"),
    Field("citizens_outrage", "uint16", ("person",), "level", "outrage, fixed point"),
    Field("citizens_fear", "uint16", ("person",), "level", "fear learned from ties, fixed point"),
    Field("citizens_fatigue", "uint16", ("person",), "level", "weariness from recent marches, fixed point"),
    Field("citizens_fraud", "uint8", ("person",), "share", "perceived inflation of the official share, in 255ths"),
    Field("citizens_shock", "float64", ("place",), "level", "grievance from shocks, added to missing legitimacy"),
    Field("citizens_shocked", "float64", ("place",), "level", "what today's shocks add to it"),
    Field("citizens_mean_outrage", "float64", ("place",), "level", "mean over adults"),
    Field("citizens_mean_fear", "float64", ("place",), "level", "mean over adults"),
    Field("citizens_mean_fraud", "float64", ("place",), "share", "mean over adults"),
)


@dataclass(frozen=True, kw_only=True)
class CitizensParams(Params, scope="universal"):
    """Grievance, outrage, fear and fatigue of a person."""

    fraud_grievance: float = param(
        1.3, unit="level", within=(0, 20), source="assumed", prior="lognormal(0.3, 0.5)",
        meaning="grievance from believing that the whole of the official margin was invented")
    supporter_grievance: float = param(
        0.25, unit="share", within=(0, 1), source="assumed",
        scope="country", meaning="grievance of those who voted for the incumbent, relative to that of others")
    outrage_half_life: float = param(
        18.0, unit="day", within=(0.5, 1000), source="assumed", prior="lognormal(2.9, 0.4)",
        meaning="days until outrage halves")
    fear_half_life: float = param(
        4.0, unit="day", within=(0.5, 1000), source="assumed", prior="lognormal(1.4, 0.5)",
        meaning="days until fear learned from people one knows halves")
    fatigue_half_life: float = param(
        10.0, unit="day", within=(0.5, 1000), source="assumed", prior="lognormal(2.3, 0.5)",
        meaning="days until the weariness of having gone out halves")
    shock_half_life: float = param(
        40.0, unit="day", within=(0.5, 10000), source="assumed", prior="lognormal(3.7, 0.6)",
        scope="country", meaning="days until the grievance of a shock halves")
    shock_size: float = param(
        1.0, unit="ratio", within=(0, 100), source="assumed",
        scope="country",
        meaning="what a shock of level 1 adds to grievance: the size of all shocks of a country at once")
    injury_outrage: float = param(
        0.35, unit="level", within=(0, 10), source="assumed", meaning="outrage when a tie is injured or killed")
    arrest_outrage: float = param(
        0.25, unit="level", within=(0, 10), source="assumed", prior="lognormal(-1.4, 0.7)",
        meaning="outrage when a tie is arrested")
    testimony_outrage: float = param(
        0.8, unit="level", within=(0, 10), source="assumed", prior="lognormal(-0.2, 0.5)",
        meaning="outrage when a released tie tells of ill-treatment")
    arrest_fear: float = param(
        0.10, unit="level", within=(0, 10), source="assumed", prior="lognormal(-2.3, 0.7)",
        meaning="fear when a tie is arrested, injured or killed, in units of perceived cost")
    risk_learning: float = param(
        0.55, unit="share", within=(0, 1), source="assumed", prior="beta(5, 4)",
        meaning="weight of yesterday's news in what people expect of crowds and forces today")
    prior_arrests: float = param(
        4.0, unit="level", within=(0, 1000), source="assumed", prior="lognormal(1.4, 0.7)",
        scope="country", meaning="arrests per 100,000 people and day that people are used to from earlier years")
    severity: float = param(
        11.0, unit="level", within=(0, 1000), source="assumed", prior="lognormal(2.4, 0.5)",
        meaning="perceived cost of an arrest without ill-treatment, in units of grievance")
    violence_severity: float = param(
        2.0, unit="level", within=(0, 100), source="assumed", prior="lognormal(0.7, 0.5)",
        meaning="what full street violence adds to the perceived cost, as a multiple of it")
