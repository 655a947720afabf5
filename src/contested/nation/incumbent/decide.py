"""What the day did to the incumbent, and their orders for tomorrow. Script and other actors may override the orders."""

from __future__ import annotations

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.draws import uniform
from contested.nation.acts import ACT_KINDS
from contested.nation.incumbent.orders import choose, control, reviewed, wanted
from contested.nation.params import NationParams
from contested.rules.belief import half_full, learned

#: connectivity cut by a shutdown on a day for which a full crackdown is wanted: that of a usual act
DEPTH = ACT_KINDS["shutdown"].usual or 0.0


def decide(c: Columns, params: NationParams, tick: Tick) -> None:
    """Book the day, learn from it, then give tomorrow's orders."""
    _book(c, params)
    people = float(c.place_people.sum())
    n = params.incumbent
    crowd = float(c.street_crowd.sum())
    if crowd > 0.0 and c.incumbent_crowd[0] > 0.0:
        # a tactic worked if fewer came than the incumbent had in mind
        row = int(c.security_tactic[int(c.street_crowd.argmax())])
        gain = min(1.0, max(-1.0, 1.0 - crowd / float(c.incumbent_crowd[0])))
        c.incumbent_success[row] = learned(float(c.incumbent_success[row]), gain, n.learning)
    kept = 0.5 ** (1.0 / n.threat_half_life)
    c.incumbent_crowd[0] = max(crowd, float(c.incumbent_crowd[0]) * kept)
    strikes = half_full(float(c.workplaces_by_place.sum()) / people, n.policy_threat)
    # who falsified a count knows what its announcement will bring
    foreseen = min(1.0, n.alarm * float(c.election_inflation[0]))
    seen = max(half_full(float(c.incumbent_crowd[0]) / people, n.policy_threat), strikes)
    before = float(c.incumbent_threat[0])
    c.incumbent_threat[0] = max(seen, before * kept, foreseen)
    officers = float((c.unit_officers * c.unit_deployable * (1.0 - c.security_refusing)).sum())
    c.incumbent_control[0] = control(float(c.incumbent_crowd[0]), officers, n)
    _order(c, params, tick, before)


def _book(c: Columns, params: NationParams) -> None:
    """What the day did to legitimacy and treasury."""
    n = params.incumbent
    legitimacy = float(c.incumbent_legitimacy[0])
    legitimacy += n.concession_gain * float(c.incumbent_conceded[0]) - n.defiance_loss * float(c.incumbent_defied[0])
    legitimacy -= params.abroad.recognition_loss * float(c.abroad_refused[0])
    c.incumbent_legitimacy[0] = min(1.0, max(0.0, legitimacy))
    c.incumbent_concessions[0] += c.incumbent_conceded[0]
    c.incumbent_treasury[0] += float(c.patron_lent_today[0]) - n.tax * float(c.workplaces_lost[0])


def _order(c: Columns, params: NationParams, tick: Tick, threat_before: float) -> None:
    n = params.incumbent
    day, seed = tick.step, tick.seed
    leaning = n.leaning + (1.0 - n.leaning) * float(c.patron_guarantee[0])  # a patron's promise makes force look safer
    # orders go through the elite: those who doubt or are gone pass on less of them
    leaning *= min(1.0, float(c.elite_mean[0]) / max(1e-9, float(c.elite_start.mean())))
    effort = wanted(float(c.incumbent_threat[0]), float(c.incumbent_control[0]), leaning, n)
    c.incumbent_wanted[0] = effort
    tactics = params.tactics
    if _happens(seed, day, 4, reviewed(threat_before, float(c.incumbent_threat[0]), n)):
        u = uniform(seed, streams.TACTIC, 0, day, 0)
        c.incumbent_tactic[0] = choose(effort, tactics.column("effort"), c.incumbent_success, u, n)
    row = int(c.incumbent_tactic[0])
    hard = min(1.0, effort)
    c.incumbent_shutdown[0] = DEPTH * hard if _happens(seed, day, 0, n.policy_shutdown * hard) else 0.0
    holding_back = tactics.column("effort")[row] == tactics.column("effort").min()
    c.incumbent_release[0] = n.policy_release if holding_back else 0.0
    pressed = float(c.incumbent_threat[0]) * (1.0 - float(c.incumbent_control[0]) * float(c.elite_mean[0]))
    c.incumbent_offer[0] = n.concession_size if _happens(seed, day, 1, n.policy_concession * pressed) else 0.0
    c.incumbent_rallying[0] = float(_happens(seed, day, 3, n.policy_rally * float(c.incumbent_threat[0])))


def _happens(seed: int, day: int, which: int, chance: float) -> bool:
    return bool(uniform(seed, streams.ORDERS, which, day, 0) < chance)


PHASE = Phase(
    "incumbent", "incumbent", decide,
    reads=("place_people", "street_crowd", "workplaces_by_place", "workplaces_lost", "unit_officers",
           "unit_deployable", "security_refusing", "security_tactic", "elite_mean",
           "elite_start", "patron_guarantee", "patron_lent_today", "abroad_refused",
           "incumbent_conceded", "incumbent_defied", "election_inflation"),
    writes=("incumbent_legitimacy", "incumbent_treasury", "incumbent_threat", "incumbent_concessions",
            "incumbent_crowd", "incumbent_control", "incumbent_wanted", "incumbent_tactic", "incumbent_success",
            "incumbent_shutdown", "incumbent_release", "incumbent_offer", "incumbent_rallying"),
    source="davenport2007",
    meaning="legitimacy and treasury are updated; one rule sets tomorrow's orders from threat and control",
)
