"""All tables of parameters of the nation, one a subsystem."""

from __future__ import annotations

from dataclasses import dataclass, field

from contested.nation.abroad.params import AbroadParams
from contested.nation.citizens.params import CitizensParams
from contested.nation.detention.params import DetentionParams
from contested.nation.election.params import ElectionParams
from contested.nation.elite.params import EliteParams
from contested.nation.incumbent.params import IncumbentParams
from contested.nation.media.params import MediaParams
from contested.nation.opposition.params import OppositionParams
from contested.nation.outcome.params import OutcomeParams
from contested.nation.patron.params import PatronParams
from contested.nation.security.params import SecurityParams
from contested.nation.street.params import StreetParams
from contested.nation.ties.params import TiesParams
from contested.nation.workplaces.params import WorkplacesParams


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
