"""The street: who marches today, in a few rounds in which people see who else goes.

Reads attitudes, expectations and calls; writes who is out.
Sources: granovetter1978 and siegel2009 (social pull), lohmann1994 (safety in numbers), epstein2002 (grievance against
risk).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("street_ties_last", "uint8", ("person",), "tie", "ties who went to the last large march"),
    Field("street_ties_now", "uint8", ("person",), "tie", "ties who go today", scratch=True),
    Field("street_rows", "int32", ("person",), "-", "rows of today's marchers, place after place", scratch=True),
    Field("street_start", "int64", ("place_end",), "-", "where each place's marchers begin", scratch=True),
    Field("street_venue", "int64", ("place",), "-", "row of the place where this place's marchers gather"),
    Field("street_marchers", "float64", ("place",), "person", "people of this place who marched"),
    Field("street_crowd", "float64", ("place",), "person", "people who gathered in this place"),
    Field("street_called", "float64", ("place",), "share", "focal strength that brought them"),
    Field("street_ever", "uint8", ("person",), "-", "1 for whoever has marched"),
    Field("street_participants", "float64", ("place",), "person", "people of this place who ever marched"),
    Field("street_tie_out", "float64", (), "share", "share of marchers' ties who march too"),
)


@dataclass(frozen=True, kw_only=True)
class StreetParams(Params, scope="universal"):
    """The decision to march."""

    temperature: float = param(
        0.3, unit="level", within=(0.001, 10), source="assumed", prior="lognormal(-1.2, 0.2)",
        meaning="spread of unobserved tastes in the decision; near 0 is a sharp threshold")
    cost: float = param(
        1.3, unit="level", within=(0, 20), source="assumed", prior="normal(1.3, 0.2)",
        scope="country", meaning="what going costs without any risk, in units of grievance")
    social_pull: float = param(
        0.7, unit="level", within=(0, 20), source="assumed", prior="lognormal(-0.4, 0.4)",
        meaning="pull if all of one's ties march")
    memory: float = param(
        0.5, unit="share", within=(0, 1), source="assumed",
        meaning="weight of ties who went to the last large march against ties going now")
    safety: float = param(
        0.25, unit="level", within=(0, 10), source="lohmann1994", prior="lognormal(-1.4, 0.5)",
        meaning="pull of a very large expected crowd (form from the source, size assumed)")
    safety_half: float = param(
        0.02, unit="share", within=(1e-6, 1), source="assumed",
        meaning="expected crowd, as a share of the place, that gives half of that pull")
    persistence: float = param(
        0.7, unit="share", within=(0, 1), source="saunders2012", prior="beta(7, 3)",
        meaning="share of days on which a person's draw is the permanent one; on the others it is drawn anew (that "
        "people come back: from the source; how many: assumed)")
    fatigue: float = param(
        0.12, unit="level", within=(0, 10), source="assumed", prior="lognormal(-2.1, 0.5)",
        meaning="cost of each recent time out")
    spontaneous: float = param(
        0.004, unit="share", within=(0, 1), source="assumed", prior="lognormal(-5.5, 0.5)",
        scope="country", meaning="focal strength of a day without a call")
    announcement: float = param(
        0.45, unit="share", within=(0, 1), source="assumed", prior="beta(5, 6)",
        scope="country",
        meaning="focal strength of the night the result is announced, when it differs from what people saw")
    announcement_margin: float = param(
        0.2, unit="share", within=(0.001, 1), source="assumed",
        meaning="inflation of the incumbent's share from which that night has its full strength")
    focal: float = param(
        0.25, unit="share", within=(0, 1), source="assumed",
        meaning="strength from which a day counts as a large march that people remember as `last time`")
    workday: float = param(
        0.1, unit="level", within=(0, 10), source="assumed", prior="lognormal(-2.3, 0.6)",
        meaning="cost of going on a working day: hours lost at work or school")
    rounds: float = param(
        3, unit="round", within=(1, 20), source="assumed",
        meaning="rounds of peer influence within a day; more than three change little")
