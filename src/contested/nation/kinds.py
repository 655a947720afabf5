"""Kinds as rows of tables: forms, tactics, repression, forces, places. A scenario adds a kind by adding its row.

In scenario.toml a row is a table of its own, such as [parameters.forms.motorcade]; columns left out keep the defaults
of the class.
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Kinds, Params, param


@dataclass(frozen=True, kw_only=True)
class FormParams(Params, scope="kind"):
    """A form of gathering: what a call asks people to do, whoever calls."""

    base: float = param(
        0.1, unit="share", within=(0, 1), source="assumed", prior="beta(2, 18)",
        meaning="share of the people within reach who consider joining a gathering of this form on an average day")
    deniable: float = param(
        0.8, unit="share", within=(0, 1), source="truex2019",
        meaning="largest share of those who set out whom cordons and closed transport can prevent from assembling "
                "(form from the source, size assumed)")
    travel: float = param(
        0, unit="km", within=(0, 1000), source="assumed",
        meaning="distance at which the call's strength falls to 1/e for people of other places of the region; at 0 "
                "nobody travels")
    start: float = param(
        0, unit="1/day", within=(0, 1), source="assumed",
        meaning="rate at which new calls for this form are made where nobody scripts the calls, long after the last "
                "call or event, at full grievance and leadership, when people think success as likely as not")
    once: float = param(
        0, unit="probability", within=(0, 1), source="assumed",
        meaning="probability that a new call for this form is for one gathering, and not for a series")
    weekly: float = param(
        0, unit="probability", within=(0, 1), source="assumed",
        meaning="probability that a new series of this form is weekly; the others are daily")
    stays: float = param(
        0, unit="share", within=(0, 1), source="assumed",
        meaning="share of a gathering that stays overnight: the next day forces cannot prevent it, and have to clear "
        "it")
    at_work: float = param(
        0, unit="-", within=(0, 1), source="assumed", whole=True,
        meaning="1 for a call to stop work, 0 for one to gather")


@dataclass(frozen=True, kw_only=True)
class TacticParams(Params, scope="kind"):
    """What forces are ordered to do."""

    effort: float = param(
        0.2, unit="level", within=(0, 5), source="assumed", prior="lognormal(-1.6, 0.7)",
        meaning="effort of policing; 1 is a full crackdown")
    violence: float = param(
        0.1, unit="level", within=(0, 1), source="assumed", meaning="violence of policing; 1 is a full crackdown")
    curfew: float = param(
        0, unit="share", within=(0, 1), source="assumed",
        meaning="share of a gathering's strength lost because people may not be out")
    raids: float = param(
        0, unit="person/officer", within=(0, 1), source="assumed",
        meaning="people who have marched before whom an officer arrests at home in a day")


@dataclass(frozen=True, kw_only=True)
class ForceParams(Params, scope="kind"):
    """A kind of force."""

    arrests: float = param(
        1, unit="ratio", within=(0, 10), source="assumed",
        meaning="arrests an officer of this kind can make, over those of riot police")
    violence: float = param(
        1, unit="ratio", within=(0, 10), source="assumed",
        meaning="violence of this kind of force, over that of the tactic")
    loyalty: float = param(
        0.9, unit="share", within=(0, 1), source="assumed", prior="beta(18, 2)",
        meaning="loyalty at the start")
    refusal: float = param(
        0.5, unit="share", within=(0, 1), source="assumed", meaning="loyalty below which orders are refused")
    exposure: float = param(
        1, unit="ratio", within=(0, 10), source="assumed",
        meaning="effect of violence against people they know on this kind of force, relative to local police")
    coup: float = param(
        0, unit="-", within=(0, 1), source="casper2014", whole=True,
        meaning="1 for a kind of force that can take over by itself, 0 for any other")


@dataclass(frozen=True, kw_only=True)
class PlaceParams(Params, scope="kind"):
    """A kind of place."""

    reach: float = param(
        0.4, unit="share", within=(0, 1), source="assumed", prior="beta(4, 6)",
        meaning="share of the people in a place of this kind whom a call reaches")


@dataclass(frozen=True, kw_only=True)
class RepressionParams(Params, scope="kind"):
    """A kind of repression that news is about. The kinds are what the model counts; a scenario adds none."""

    outrage: float = param(
        0.2, unit="level", within=(0, 10), source="assumed", prior="lognormal(-1.6, 0.7)",
        meaning="outrage per day from reports of very many unexpected cases, for everyone reached")
    half: float = param(
        1e-5, unit="share", within=(1e-12, 1), source="assumed", prior="lognormal(-11.5, 1.0)",
        meaning="reported persons, as a share of the population, that cause half of this outrage if none are expected")
    dread: float = param(
        1, unit="ratio", within=(0, 10_000), source="assumed",
        meaning="fear from one case, over that from an arrest")


FORMS = Kinds(
    FormParams,
    {
        "march": {"base": 0.5, "deniable": 0.9, "start": 0.0063, "once": 0.45, "weekly": 0.87},
        "group_march": {"base": 0.05, "deniable": 0.9, "start": 0.0007, "once": 0.33, "weekly": 0.8},
        "rally": {"base": 0.04, "deniable": 0.8, "start": 0.0027, "once": 0.33},
        "night": {"base": 0.25, "deniable": 0.7, "start": 0.0009, "once": 0.05},
        "district": {"base": 0.03, "deniable": 0.15, "start": 0.0007, "once": 0.05},
        "sit_in": {"base": 0.1, "deniable": 0.9, "start": 0.0009, "once": 0.05, "stays": 0.8},
        "strike": {"base": 0.15, "deniable": 0.0, "start": 0.0018, "once": 0.12, "at_work": 1},
    },
    {"march.base": "beta(5, 5)", "night.base": "beta(4, 12)", "district.base": "beta(2, 40)",
     "group_march.base": "beta(2, 40)", "rally.base": "beta(2, 40)", "strike.base": "beta(3, 17)"},
)
TACTIC_ROWS = Kinds(
    TacticParams,
    {
        "pause": {"effort": 0.0015, "violence": 0},
        "containment": {"effort": 0.17, "violence": 0.04},
        "hardening": {"effort": 0.35, "violence": 0.15, "raids": 0.002},
        "crackdown": {"effort": 1, "violence": 1, "raids": 0.002},
        "curfew": {"effort": 0.6, "violence": 0.2, "raids": 0.005, "curfew": 0.6},
    },
    {"pause.effort": "lognormal(-6.5, 1.0)", "containment.effort": "lognormal(-1.8, 0.7)",
     "hardening.effort": "lognormal(-1.0, 0.7)", "crackdown.effort": "", "crackdown.violence": ""},
)
REPRESSION = Kinds(
    RepressionParams,
    {
        "detention": {"outrage": 0.06, "half": 1e-4},
        "injury": {"outrage": 0.1, "half": 2e-5, "dread": 3},
        "death": {"outrage": 0.3, "half": 3e-7, "dread": 100},
        "testimony": {"outrage": 0.25, "half": 2e-4, "dread": 1},
        "charge": {"outrage": 0.05, "half": 1e-5, "dread": 20},
    },
    {"detention.outrage": "lognormal(-2.8, 0.7)", "detention.half": "lognormal(-9.2, 0.7)",
     "injury.outrage": "lognormal(-2.3, 0.7)", "injury.half": "lognormal(-10.8, 0.7)",
     "death.outrage": "lognormal(-1.2, 0.7)", "death.half": "lognormal(-15.0, 0.7)",
     "testimony.outrage": "lognormal(-1.4, 0.7)", "testimony.half": "lognormal(-8.5, 0.7)",
     "charge.outrage": "", "charge.half": ""},
)
FORCES = Kinds(
    ForceParams,
    {
        "riot_police": {"loyalty": 0.95, "refusal": 0.5, "exposure": 0.5},
        "internal_troops": {"arrests": 0.7, "loyalty": 0.9, "exposure": 0.8},
        "police": {"arrests": 0.7, "violence": 0.5, "loyalty": 0.85, "exposure": 1},
        "army": {"arrests": 0.3, "loyalty": 0.8, "refusal": 0.6, "exposure": 1.5, "coup": 1},
        "irregulars": {"arrests": 0.2, "violence": 1.5, "loyalty": 0.95, "refusal": 0.3, "exposure": 0.2},
    },
)
PLACES = Kinds(
    PlaceParams,
    {
        "capital": {"reach": 1.0},
        "regional_centre": {"reach": 0.6},
        "town": {"reach": 0.4},
        "countryside": {"reach": 0.08},
    },
    {"capital.reach": "", "regional_centre.reach": "beta(6, 4)", "countryside.reach": "beta(2, 20)"},
)
