"""Workplaces: who strikes, which plants stand still, what management does and what is lost.

Reads attitudes, strike calls and yesterday's crowds; writes strikers, reprisals, dismissals and lost output.
Sources: biggs2005 (strikes as a positive feedback), granovetter1978 (plant-level thresholds).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

#: row 0 of `workplace` stands for no workplace
FIELDS = (
    Field("workplaces_strikers", "int64", ("workplace",), "agent", "staff on strike today"),
    Field("workplaces_reprisal", "float64", ("workplace",), "share", "management's reprisals; 1 is full force"),
    Field("workplaces_by_place", "float64", ("place",), "person", "people on strike, by place of work"),
    Field("workplaces_named", "float64", ("enterprise",), "person", "strikers in named enterprises"),
    Field("workplaces_struck", "float64", (), "-", "employers struck"),
    Field("workplaces_lost", "float64", (), "million USD", "output lost today"),
    Field("workplaces_dismissed", "float64", (), "person", "strikers dismissed so far"),
    Field("workplaces_job", "uint8", ("person",), "-", "1 for those dismissed"),
    Field("workplaces_rows", "int32", ("person",), "-", "rows of today's strikers", scratch=True),
)


@dataclass(frozen=True, kw_only=True)
class WorkplacesParams(Params, scope="country"):
    """Strikes, retaliation and lost output."""

    employed: float = param(
        0.457, unit="share", within=(0, 1), source="belstat2020",
        meaning="share of the population that is employed (about 4.3 of 9.41 million)")
    firm_size: float = param(
        40, unit="person", within=(2, 10000), source="assumed", meaning="staff of an employer that is not named")
    other_reach: float = param(
        0.15, unit="share", within=(0, 1), source="assumed", prior="beta(2, 8)",
        meaning="how far a strike call reaches employers that are not named: calls are made to the large plants")
    cost: float = param(
        1.5, unit="level", within=(0, 20), source="assumed", prior="normal(1.5, 0.25)",
        meaning="what striking costs without any reprisal, in units of grievance")
    temperature: float = param(
        0.16, unit="level", within=(0.001, 10), source="assumed", prior="lognormal(-1.8, 0.3)",
        scope="universal", meaning="spread of unobserved tastes")
    colleague_pull: float = param(
        0.9, unit="level", within=(0, 20), source="assumed", prior="lognormal(-0.1, 0.4)",
        scope="universal", meaning="pull of a plant where everybody struck the day before")
    street_pull: float = param(
        3.0, unit="level", within=(0, 100), source="assumed", prior="lognormal(1.1, 0.5)",
        scope="universal", meaning="pull of yesterday's crowd as a share of the place")
    reprisal_cost: float = param(
        0.8, unit="level", within=(0, 20), source="assumed", prior="lognormal(-0.2, 0.5)",
        meaning="cost of reprisals in full force, for the most risk-averse")
    reprisal_rise: float = param(
        0.12, unit="1/day", within=(0, 1), source="assumed", prior="beta(3, 20)",
        scope="universal", meaning="daily step of management's reprisals towards full force while people strike")
    reprisal_fall: float = param(
        0.01, unit="1/day", within=(0, 1), source="assumed", scope="universal",
        meaning="daily decay of reprisals while nobody strikes")
    dismissal: float = param(
        0.01, unit="probability", within=(0, 1), source="assumed", prior="lognormal(-4.6, 0.7)",
        meaning="probability that a striker is dismissed on a day of reprisals in full force")
    struck: float = param(
        0.05, unit="share", within=(0.001, 1), source="assumed",
        meaning="share of the staff on strike from which a plant counts as struck and loses output")
    private_dismissal: float = param(
        0.5, unit="ratio", within=(0, 1), source="assumed",
        meaning="dismissals by a private employer, relative to a state-owned one")
    other_state: float = param(
        0.5, unit="share", within=(0, 1), source="assumed",
        meaning="share of an employer not named that the state owns")
    other_output: float = param(
        0.039, unit="level", within=(0, 10), source="worldbank_gdp_2020",
        meaning="value added in thousand USD a day per employee of an employer not named")
    output_share: float = param(
        1.5, unit="level", within=(0, 10), source="assumed", prior="lognormal(0.4, 0.4)",
        meaning="output lost per share of a struck plant on strike (skilled shops stop others)")
