"""Incumbent: legitimacy, treasury, and one rule for all orders of the next day.

Reads crowds, strikes, forces, loyalty and the patron's guarantee; writes legitimacy, treasury and tomorrow's orders.
Sources: davenport2007 (law of coercive responsiveness), moore1998 (what worked is done again), ritter2016 (repression
where dissent is expected).
"""

from __future__ import annotations

from dataclasses import dataclass

from contested.engine.params import Params, param
from contested.ground.field import Field

FIELDS = (
    Field("incumbent_legitimacy", "float64", (), "share", "legitimacy"),
    Field("incumbent_treasury", "float64", (), "million USD", "reserves; below 0 is debt"),
    Field("incumbent_threat", "float64", (), "share", "threat as the incumbent sees it"),
    Field("incumbent_conceded", "float64", (), "level", "concessions announced today"),
    Field("incumbent_defied", "float64", (), "level", "public refusals today"),
    Field("incumbent_concessions", "float64", (), "level", "concessions so far"),
    Field("incumbent_rallying", "float64", (), "level", "rally for the incumbent ordered for today; 1 is a usual one"),
    Field("incumbent_rally", "float64", ("place",), "person", "people who rally for the incumbent"),
    Field("incumbent_crowd", "float64", (), "person", "largest crowd of late, as remembered"),
    Field("incumbent_control", "float64", (), "share", "how far the forces at hand can control such a crowd"),
    Field("incumbent_wanted", "float64", (), "level", "effort of policing that the incumbent wants for tomorrow"),
    Field("incumbent_tactic", "int64", (), "-", "tactic ordered for tomorrow"),
    Field("incumbent_success", "float64", ("tactic",), "level", "how well each tactic has worked, as learned"),
    Field("incumbent_shutdown", "float64", (), "share", "connectivity ordered cut tomorrow"),
    Field("incumbent_release", "float64", (), "share", "share of those in custody ordered released tomorrow"),
    Field("incumbent_offer", "float64", (), "level", "concession to be announced tomorrow"),
)


@dataclass(frozen=True, kw_only=True)
class IncumbentParams(Params, scope="country"):
    """Legitimacy, treasury and response policy."""

    legitimacy: float = param(
        0.55, unit="share", within=(0, 1), source="assumed", prior="beta(6, 5)",
        meaning="legitimacy at the start; what is missing from 1 is standing grievance (Epstein 2002)")
    concession_gain: float = param(
        0.1, unit="level", within=(0, 1), source="assumed", scope="universal",
        meaning="legitimacy gained by a full concession")
    defiance_loss: float = param(
        0.03, unit="level", within=(0, 1), source="assumed", scope="universal",
        meaning="legitimacy lost by a public refusal")
    treasury: float = param(
        8900, unit="million USD", within=(0, 1e7), source="nbrb_reserves_2020",
        meaning="reserve assets at the start (1 August 2020)")
    tax: float = param(
        0.4, unit="share", within=(0, 1), source="imf_weo_2020",
        meaning="general government revenue as a share of output; the treasury loses the same share of lost output")
    treasury_low: float = param(
        4000, unit="million USD", within=(0, 1e7), source="assumed", meaning="reserves at which pay is in doubt")
    policy_threat: float = param(
        0.01, unit="share", within=(1e-6, 1), source="assumed", prior="lognormal(-4.6, 0.7)",
        meaning="marchers, as a share of the population, at which the threat is half of its maximum")
    threat_half_life: float = param(
        10.0, unit="day", within=(0.5, 1000), source="assumed", prior="lognormal(2.3, 0.5)",
        scope="universal", meaning="days until the memory of a crowd halves")
    alarm: float = param(
        1.5, unit="ratio", within=(0, 10), source="assumed", prior="lognormal(0.4, 0.4)",
        meaning="threat foreseen after announcing a false result, per inflation of the incumbent's share")
    vigilance: float = param(
        0.17, unit="level", within=(0, 5), source="assumed", prior="lognormal(-1.8, 0.3)",
        meaning="effort wanted without any threat")
    policy_hardness: float = param(
        1.6, unit="level", within=(0, 5), source="assumed", prior="lognormal(0.5, 0.4)",
        meaning="effort wanted against the largest threat where forces have full control")
    leaning: float = param(
        0.5, unit="share", within=(0, 1), source="assumed",
        meaning="share of that effort that is wanted without a patron's promise of help; with a full promise it is "
        "all wanted")
    control: float = param(
        0.08, unit="officer/person", within=(0, 10), source="assumed", prior="lognormal(-2.5, 0.5)",
        meaning="officers per person in the crowd at which control is halved; against a far larger crowd force is "
        "not tried")
    control_sharpness: float = param(
        2.0, unit="-", within=(0.5, 10), source="assumed",
        scope="universal", meaning="how sharply control falls with the crowd per officer")
    width: float = param(
        0.15, unit="level", within=(0.01, 5), source="assumed", prior="lognormal(-1.9, 0.3)",
        meaning="distance of a tactic's effort from the wanted one (of their square roots) beyond which it is rarely "
        "ordered")
    review: float = param(
        0.02, unit="probability", within=(0, 1), source="assumed", prior="lognormal(-3.9, 0.4)",
        scope="universal", meaning="probability that the tactic is reviewed on a day on which the threat has not "
        "grown; runs then change it about as often as calendars of eight crises (benchmarks/crises/tactics.py)")
    lesson: float = param(
        1.0, unit="level", within=(0, 20), source="moore1998", prior="lognormal(0, 0.5)",
        scope="universal",
        meaning="log-odds of a tactic per unit of its learned success (form from the source, size assumed)")
    learning: float = param(
        0.2, unit="share", within=(0, 1), source="assumed",
        scope="universal", meaning="weight of the latest gathering in what is learned of a tactic")
    policy_concession: float = param(
        0.05, unit="probability", within=(0, 1), source="assumed", prior="lognormal(-3, 0.7)",
        meaning="daily probability of a concession at full threat without control")
    concession_size: float = param(
        0.2, unit="level", within=(0, 1), source="assumed", meaning="size of such a concession; 1 is a new election")
    policy_shutdown: float = param(
        0.3, unit="probability", within=(0, 1), source="assumed", prior="lognormal(-1.2, 0.6)",
        meaning="probability of a shutdown on a day for which a full crackdown is wanted")
    policy_release: float = param(
        0.3, unit="share", within=(0, 1), source="assumed", prior="beta(3, 7)",
        meaning="share of those in custody released a day while forces are ordered to hold back")
    rally_base: float = param(
        0.01, unit="share", within=(0, 1), source="assumed", prior="lognormal(-4.6, 0.7)",
        meaning="share of supporters within reach who come to a rally for the incumbent")
    policy_rally: float = param(
        0.05, unit="probability", within=(0, 1), source="assumed", prior="lognormal(-3, 0.7)",
        meaning="daily probability of such a rally at full threat")
