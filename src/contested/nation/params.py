"""All tables of parameters of the nation, one a subsystem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from contested.engine.params import Kinds
from contested.nation.abroad import AbroadParams
from contested.nation.citizens import CitizensParams
from contested.nation.detention import DetentionParams
from contested.nation.election import ElectionParams
from contested.nation.elite import EliteParams
from contested.nation.incumbent import IncumbentParams
from contested.nation.kinds import (
    FORCES,
    FORMS,
    PLACES,
    REPRESSION,
    TACTIC_ROWS,
    ForceParams,
    FormParams,
    PlaceParams,
    RepressionParams,
    TacticParams,
)
from contested.nation.media import MediaParams
from contested.nation.opposition import OppositionParams
from contested.nation.outcome import OutcomeParams
from contested.nation.patron import PatronParams
from contested.nation.security import SecurityParams
from contested.nation.street import StreetParams
from contested.nation.ties import TiesParams
from contested.nation.workplaces import WorkplacesParams


@dataclass(frozen=True, kw_only=True)
class NationParams:
    """The nation's parameters; `engine.params.walk` lists them, `override` changes them."""

    election: ElectionParams = field(default_factory=ElectionParams)
    citizens: CitizensParams = field(default_factory=CitizensParams)
    ties: TiesParams = field(default_factory=TiesParams)
    media: MediaParams = field(default_factory=MediaParams)
    opposition: OppositionParams = field(default_factory=OppositionParams)
    street: StreetParams = field(default_factory=StreetParams)
    security: SecurityParams = field(default_factory=SecurityParams)
    detention: DetentionParams = field(default_factory=DetentionParams)
    workplaces: WorkplacesParams = field(default_factory=WorkplacesParams)
    incumbent: IncumbentParams = field(default_factory=IncumbentParams)
    elite: EliteParams = field(default_factory=EliteParams)
    patron: PatronParams = field(default_factory=PatronParams)
    abroad: AbroadParams = field(default_factory=AbroadParams)
    outcome: OutcomeParams = field(default_factory=OutcomeParams)
    forms: Kinds[FormParams] = field(default=FORMS)
    tactics: Kinds[TacticParams] = field(default=TACTIC_ROWS)
    repression: Kinds[RepressionParams] = field(default=REPRESSION)
    forces: Kinds[ForceParams] = field(default=FORCES)
    places: Kinds[PlaceParams] = field(default=PLACES)

    #: names that parameters had before they became cells of a table
    RENAMED: ClassVar[Mapping[str, str]] = {
        **{f"security.{column}_{tactic}": f"tactics.{tactic}.{column}"
           for column in ("effort", "violence") for tactic in ("pause", "containment", "hardening", "crackdown")},
        **{f"street.reach_{kind}": f"places.{kind}.reach"
           for kind in ("capital", "regional_centre", "town", "countryside")},
        "citizens.media_outrage": "repression.testimony.outrage",
        "media.testimony_half": "repression.testimony.half",
        "security.loyalty_start": "forces.police.loyalty",
        "security.refusal": "forces.police.refusal",
    }  # fmt: skip
    #: parameters that moved nothing, or whose work another one does: name -> what stands for it
    DELETED: ClassVar[Mapping[str, str]] = {
        "abroad.sanctions_cost": "sanctions press on the elite, by elite.sanction_weight",
        "citizens.death_outrage": "citizens.injury_outrage holds for ties killed too; news by repression.death.outrage",
        "elite.treasury_weight": "a treasury that cannot pay presses on forces, by security.loyalty_pay",
        "incumbent.persistence": "a tactic is ordered again until it is reviewed, by incumbent.review",
        "incumbent.policing_cost": "the treasury pays for output lost, by incumbent.tax",
        "outcome.weeks": "arrests and marches count from the first day on",
        "patron.loan_chance": "loans come by the act loan",
        "patron.loan_size": "loans come by the act loan",
        "workplaces.dismissal_outrage": "reprisals weigh by workplaces.reprisal_cost",
        "abroad.policy_offer": "an offer to mediate is as large as a usual act, in nation.acts",
        "abroad.policy_round": "abroad.policy_listing counts the persons listed on a day",
        "citizens.departure_active": "nobody leaves the country; detention.prosecuted takes people out for months",
        "citizens.departure_days": "nobody leaves the country; detention.prosecuted takes people out for months",
        "citizens.departure_dismissed": "nobody leaves the country; detention.prosecuted takes people out for months",
        "citizens.departure_released": "nobody leaves the country; detention.prosecuted takes people out for months",
        "incumbent.policy_exile": "acts take leaders away; raids take local organisers, by opposition.organisers",
        "incumbent.policy_jail": "acts take leaders away; raids take local organisers, by opposition.organisers",
        "abroad.policy_aid": "aid comes by the act aid",
        "outcome.fallen": "a street is quiet below outcome.quiet, however large the largest crowd was",
        "election.stuffing_extreme_spread": "0.075, as in the source, in nation.election.report",
        "tactics.*.expulsion": "nobody leaves the country; detention.prosecuted takes people out for months",
        "incumbent.shutdown": "a shutdown in a crackdown is as deep as a usual act, in nation.acts",
        "opposition.fund_effect": "abroad.aid_effect holds for strike funds too",
        "outcome.crowd_half": "elite.crowd_half holds for endings too",
        "outcome.output_half": "elite.output_half holds for endings too",
        "tactics.*.prosecution": "detention.prosecuted is the chance of a charge under every tactic",
    }
