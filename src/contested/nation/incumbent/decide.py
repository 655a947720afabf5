"""What the day did to the incumbent, and what they do about it tomorrow. The policy is one small function."""

from __future__ import annotations

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.draws import uniform
from contested.nation.codes import CONTAINMENT, HARDENING
from contested.nation.incumbent import IncumbentParams
from contested.nation.params import NationParams
from contested.rules.belief import half_full


def decide(c: Columns, params: NationParams, tick: Tick) -> None:
    """Book the day, then choose tomorrow's tactic if no script does."""
    n = params.incumbent
    people = float(c.place_people.sum())
    legitimacy = float(c.incumbent_legitimacy[0])
    legitimacy += n.concession_gain * float(c.incumbent_conceded[0]) - n.defiance_loss * float(c.incumbent_defied[0])
    legitimacy -= params.abroad.recognition_loss * float(c.abroad_refused[0])
    c.incumbent_legitimacy[0] = min(1.0, max(0.0, legitimacy))
    c.incumbent_concessions[0] += c.incumbent_conceded[0]
    bite = half_full(float(c.abroad_sanctioned[0]), params.abroad.sanctions_half)
    c.incumbent_treasury[0] += (
        float(c.patron_lent_today[0])
        - n.tax * float(c.workplaces_lost[0])
        - n.policing_cost * float(c.security_officers.sum())
        - params.abroad.sanctions_cost * bite
    )
    crowd = half_full(float(c.street_crowd.sum()) / people, n.policy_threat)
    strikes = half_full(float(c.workplaces_by_place.sum()) / people, n.policy_threat)
    today = max(crowd, strikes)
    # a week of quiet halves the memory of a threat
    c.incumbent_threat[0] = max(today, float(c.incumbent_threat[0]) * 0.5 ** (1.0 / 7.0))
    if tick.step < int(c.origin[0]):
        return
    forces = max(1.0, float(c.unit_officers.sum()))
    obeying = 1.0 - float((c.unit_officers * c.security_refusing).sum()) / forces
    tactic, level, conceded = respond(
        float(c.incumbent_threat[0]), obeying, float(c.elite_mean[0]),
        float(c.patron_guarantee[0]), float(uniform(tick.seed, streams.OUTCOME, 1, tick.step, 1)), n,
    )
    c.security_tactic[:] = tactic
    c.security_level[:] = level
    c.incumbent_conceded[0] = conceded


def respond(
    threat: float, obeying: float, elite: float, guarantee: float, u: float, n: IncumbentParams
) -> tuple[int, float, float]:
    """Tomorrow's tactic, its level, and a concession: the policy, replaceable by another of the same form.

    Parameters
    ----------
    threat, obeying, elite, guarantee : float, share
        What presses, and what there is to lean on.
    u : float in [0, 1)
        The day's chance of a concession.
    n : IncumbentParams

    Returns
    -------
    (int, float, float)
        Row of codes.TACTICS, level, size of the concession.
    """
    leaning = obeying * (0.5 + 0.5 * guarantee)
    level = n.policy_hardness * threat * leaning / 0.5
    tactic = HARDENING if level > 0.05 else CONTAINMENT
    conceded = 0.2 if u < n.policy_concession * (1.0 - elite) * threat else 0.0
    return tactic, min(3.0, max(0.2, level)), conceded


PHASE = Phase(
    "incumbent", "incumbent", decide,
    reads=("place_people", "street_crowd", "workplaces_by_place", "workplaces_lost", "unit_officers",
           "security_officers", "security_refusing", "elite_mean", "patron_guarantee", "patron_lent_today",
           "abroad_sanctioned", "abroad_refused", "incumbent_defied", "origin"),
    writes=("incumbent_legitimacy", "incumbent_treasury", "incumbent_threat", "incumbent_conceded",
            "incumbent_concessions", "security_tactic", "security_level"),
    source="davenport2007",
    meaning="legitimacy and treasury take the day; after the script, repression follows threat and concessions doubt",
)
