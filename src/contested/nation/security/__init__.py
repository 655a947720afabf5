"""Security forces: deployment, arrests, injuries, deaths, and whether units go on obeying.

Reads crowds, tactics, pay and guarantee; writes who is arrested, hurt or killed, and the loyalty of units.
Sources: epstein2002 (arrests), casper2014 and edmond2013 (loyalty), davenport2007 (repression).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("security_tactic", "int64", ("place",), "-", "tactic that the forces at a place use"),
    Field("security_level", "float64", ("place",), "level", "how hard the tactic is applied; 1 is as declared"),
    Field("security_officers", "float64", ("place",), "officer", "officers deployed who obey"),
    Field("security_capacity", "float64", ("place",), "officer", "the same, weighed by what each kind can arrest"),
    Field("security_denial", "float64", ("place",), "share", "share of those who set out that is kept from gathering"),
    Field("security_effort", "float64", ("place",), "level", "effort today; 1 is a full crackdown"),
    Field("security_violence", "float64", ("place",), "level", "violence today"),
    Field("security_arrests", "float64", ("place",), "person", "people arrested"),
    Field("security_raided", "float64", ("place",), "person", "people arrested at home"),
    Field("security_injured", "float64", ("place",), "person", "marchers injured"),
    Field("security_arrests_mean", "float64", ("place",), "person", "arrests to expect of such a crowd, for news"),
    Field("security_injured_mean", "float64", ("place",), "person", "injuries to expect of such a crowd, for news"),
    Field("security_killed", "float64", ("place",), "person", "people killed on the street"),
    Field("security_officers_injured", "float64", ("place",), "officer", "officers injured"),
    Field("security_taken", "int32", ("taken",), "-", "rows of those arrested today", scratch=True),
    Field("security_taken_place", "int32", ("taken",), "-", "their places", scratch=True),
    Field("security_taken_count", "int64", (), "agent", "agents arrested today", scratch=True),
    Field("security_hurt", "int32", ("hurt",), "-", "rows of injured people out of action"),
    Field("security_hurt_until", "int32", ("hurt",), "day", "the day they are back"),
    Field("security_hurt_count", "int64", (), "agent", "agents out of action"),
    Field("security_loyalty", "float64", ("unit",), "share", "loyalty of a unit"),
    Field("security_refusing", "float64", ("unit",), "share", "share of a unit that refuses orders"),
    Field("security_exposure", "float64", ("unit",), "day", "days of full violence that a unit was ordered to use "
          "against crowds where it serves, as far as they are remembered"),
    Field("security_crowd", "float64", (), "share", "largest crowd of late as forces remember it, share of the people"),
    Field("security_casualties", "int32", ("casualty", "casualty_column"), "-", "columns of `casualties`"),
    Field("security_casualty_count", "int64", (), "-", "rows in use; further ones are counted but not listed"),
)


@dataclass(frozen=True, kw_only=True)
class SecurityParams(Params, scope="universal"):
    """Deployment, arrests, casualties and loyalty."""

    arrests_per_officer: float = param(
        0.42, unit="person/officer", within=(0, 10), source="assumed", prior="lognormal(-0.9, 0.5)",
        scope="country", meaning="arrests an officer deployed in a full crackdown can make in a day")
    reach: float = param(
        0.10, unit="share", within=(0, 1), source="assumed", prior="lognormal(-2.3, 0.5)",
        scope="country",
        meaning="largest share of a small crowd that can be arrested, with unlimited effort and many officers")
    denial_half: float = param(
        0.05, unit="officer/person", within=(1e-6, 10), source="assumed", prior="lognormal(-3, 0.7)",
        meaning="officers per person expected, at full effort, that prevent half of those from assembling who can be "
        "prevented")
    reach_half: float = param(
        0.25, unit="level", within=(1e-6, 10), source="assumed", prior="lognormal(-1.4, 0.7)",
        meaning="effort at which half of the arrests among a small crowd are made")
    raid_search: float = param(
        2048, unit="agent", within=(1, 1e6), source="assumed", whole=True,
        meaning="agents looked at, from a random one on, for somebody who has marched; a raid that finds none ends")
    injuries_per_arrest: float = param(
        0.22, unit="ratio", within=(0, 10), source="assumed", prior="lognormal(-1.5, 0.6)",
        meaning="marchers injured per arrest made at full violence")
    deaths_per_injury: float = param(
        0.0005, unit="probability", within=(0, 1), source="assumed", prior="lognormal(-7.6, 1.0)",
        meaning="probability that an injury by baton kills")
    cause_rubber: float = param(
        0.3, unit="share", within=(0, 0.4), source="assumed", meaning="injuries by rubber bullets")
    cause_grenade: float = param(
        0.2, unit="share", within=(0, 0.3), source="assumed", meaning="injuries by stun grenades")
    cause_live: float = param(
        0.004, unit="share", within=(0, 0.3), source="assumed", meaning="injuries by live rounds")
    lethality_rubber: float = param(
        3, unit="ratio", within=(0, 1000), source="assumed",
        meaning="deaths per injury by rubber bullets, relative to batons")
    lethality_grenade: float = param(
        4, unit="ratio", within=(0, 1000), source="assumed",
        meaning="deaths per injury by stun grenades, relative to batons")
    lethality_live: float = param(
        200, unit="ratio", within=(0, 1000), source="assumed",
        meaning="deaths per injury by live rounds, relative to batons")
    officer_injuries: float = param(
        0.001, unit="probability", within=(0, 1), source="assumed", prior="lognormal(-6.9, 1.0)",
        meaning="officers injured in clashes per marcher, at full violence")
    injury_days: float = param(
        10, unit="day", within=(1, 365), source="assumed", meaning="days an injured marcher is out of action")
    loyalty_pull: float = param(
        0.05, unit="1/day", within=(0, 1), source="assumed", prior="lognormal(-3, 0.5)",
        meaning="daily step of loyalty towards its target")
    loyalty_pay: float = param(
        1.0, unit="level", within=(0, 10), source="assumed", scope="country", meaning="weight of being paid")
    loyalty_patron: float = param(
        0.6, unit="level", within=(0, 10), source="assumed", prior="lognormal(-0.5, 0.6)",
        scope="country", meaning="weight of the patron's guarantee")
    loyalty_crowd: float = param(
        1.2, unit="level", within=(0, 10), source="casper2014", prior="lognormal(0.2, 0.8)",
        meaning="weight of the expectation that the incumbent falls (form from the source, size assumed)")
    loyalty_half: float = param(
        0.01, unit="share", within=(1e-6, 1), source="assumed", prior="lognormal(-4.6, 0.7)",
        meaning="crowd, as a share of the people, that makes half of that expectation, and of the weight of violence")
    loyalty_memory: float = param(
        7, unit="day", within=(0.5, 365), source="assumed", meaning="days until forces' memory of a crowd halves")
    loyalty_elite: float = param(
        3.0, unit="ratio", within=(0, 100), source="casper2014", prior="lognormal(1.1, 0.6)",
        meaning="expectation that the incumbent falls, per share of the elite that broke away (form from the source)")
    loyalty_violence: float = param(
        0.5, unit="level", within=(0, 10), source="assumed", prior="lognormal(-0.7, 0.8)",
        meaning="weight of a day's violence ordered against people whom one knows, while it is remembered")
    exposure_half_life: float = param(
        21, unit="day", within=(1, 1000), source="assumed", prior="lognormal(3, 0.4)",
        meaning="days until such violence counts for half")
    cascade_place: float = param(
        0.6, unit="level", within=(0, 20), source="albrecht2016", prior="lognormal(-0.5, 0.6)",
        meaning="weight of all other units in one's place refusing (form from the source, size assumed)")
    cascade_kind: float = param(
        0.6, unit="level", within=(0, 20), source="albrecht2016", prior="lognormal(-0.5, 0.6)",
        meaning="weight of all other units of one's kind refusing (form from the source, size assumed)")
    cascade_nation: float = param(
        0.4, unit="level", within=(0, 20), source="albrecht2016", prior="lognormal(-0.9, 0.6)",
        meaning="weight of all other units in the country refusing (form from the source, size assumed)")
    loyalty_noise: float = param(
        0.01, unit="level", within=(0, 1), source="assumed", meaning="daily spread of a unit's loyalty")
