"""Hazards of the endings from the first day: what each needs, which are drawn, and the day's signals of a change."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.codes import OUTCOMES
from contested.nation.country import Unit
from contested.rules.pressure import quietness, signal
from tests.laws import assert_chance
from tests.nation.countries import act, small_world, with_country
from tests.nation.playing import Stage, play

ORIGIN = 20
REPRESSION, ELECTION, TRANSITION, COLLAPSE, INTERVENTION, COUP, FADED = range(len(OUTCOMES))


def _stage(town, day=ORIGIN + 1, settings=None, seed=7, **columns):
    stage = Stage(town, settings, seed=seed)
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("outcome", day=day)


ROUT = {
    "street_crowd": 6000.0, "security_loyalty": 0.0, "security_refusing": 1.0, "elite_mean": 0.0,
    "abroad_mediation": 1.0, "patron_guarantee": 1.0,
}
LOYAL = {"street_crowd": 6000.0, "security_loyalty": 1.0, "elite_mean": 1.0}


@pytest.fixture(scope="module")
def garrison():
    """A town with an army."""
    return small_world(units=(Unit("police", "police", 0, 100, 0.5), Unit("army", "army", 0, 100, 0.1)))


@pytest.mark.parametrize("day", [0, 3, ORIGIN, ORIGIN + 1])
def test_hazards_are_those_of_the_state_on_any_day(town, day):
    assert (_stage(town, day=day, **ROUT)["outcome_hazard"] == _stage(town, **ROUT)["outcome_hazard"]).all()
    assert _stage(town, day=day, **ROUT)["outcome_hazard"][COLLAPSE] > 0


@pytest.mark.parametrize("day", [0, ORIGIN])
def test_up_to_the_origin_no_ending_is_drawn(town, day):
    certain = {"outcome.collapse": 1.0}
    assert _stage(town, day=day, settings=certain, **ROUT)["outcome_ended"].sum() == 0
    assert sum(_stage(town, settings=certain, seed=s, **ROUT)["outcome_ended"].sum() for s in range(5)) == 5


def test_at_a_rout_every_ending_has_its_hazard(town):
    stage = _stage(town, **ROUT)
    o = stage.params.outcome
    pressure = 0.3 / (0.3 + stage.params.elite.crowd_half)  # a third of the people
    want = np.zeros(len(OUTCOMES))
    want[[ELECTION, TRANSITION, COLLAPSE, INTERVENTION]] = o.concession, o.negotiation, o.collapse, o.intervention
    assert stage["outcome_hazard"] == pytest.approx(want * pressure, rel=1e-9)


def test_a_loyal_state_is_not_toppled_by_a_crowd(town):
    stage = _stage(town, settings={"outcome.courts": 0.0}, abroad_mediation=1.0, **LOYAL)
    assert stage["outcome_hazard"].sum() == 0


def test_courts_that_are_independent_annul_without_any_doubt_in_the_elite(town):
    none, some = (_stage(town, settings={"outcome.courts": x}, **LOYAL)["outcome_hazard"][ELECTION] for x in (0.0, 0.5))
    assert none == 0 < some


def test_only_forces_that_are_able_to_take_over_do(town, garrison):
    assert _stage(town, **ROUT)["outcome_hazard"][COUP] == 0
    rout = _stage(garrison, **ROUT)
    assert rout["outcome_hazard"][COUP] == pytest.approx(rout.params.outcome.coup * 0.3 / 0.31)
    loyal_army = Stage(garrison)
    for name, value in (ROUT | {"security_loyalty": [0.0, 1.0]}).items():
        loyal_army[name][:] = value
    assert loyal_army.play("outcome")["outcome_hazard"][COUP] == 0


@pytest.mark.parametrize("column", ["abroad_mediation", "patron_guarantee"])
def test_a_mediator_raises_transitions_and_a_patron_interventions(town, column):
    ending = TRANSITION if column == "abroad_mediation" else INTERVENTION
    without, with_it = (_stage(town, **dict(ROUT, **{column: x}))["outcome_hazard"][ending] for x in (0.0, 1.0))
    o = Stage(town).params.outcome
    assert without == pytest.approx(with_it * (o.talks if ending == TRANSITION else 0.0))


def test_strikes_press_as_crowds_do(town):
    output = Stage(town)["workplace_output"].sum()
    calm = dict(ROUT, street_crowd=0.0)
    assert _stage(town, **calm)["outcome_hazard"][COLLAPSE] == 0
    assert _stage(town, **dict(calm, workplaces_lost=0.3 * output))["outcome_hazard"][COLLAPSE] > 0


def test_concessions_made_open_the_way_to_a_new_election(town):
    loyal = {"settings": {"outcome.courts": 0.0}, **LOYAL}
    assert _stage(town, **loyal)["outcome_hazard"][ELECTION] == 0
    assert _stage(town, **loyal, incumbent_concessions=0.5)["outcome_hazard"][ELECTION] > 0


def test_before_anything_began_nothing_ends(town):
    assert _stage(town)["outcome_hazard"].sum() == 0


def _quiet_again(town, arrests, days=40, settings=None):
    """A great march with so many arrests, then nothing."""
    stage = Stage(town, settings)
    stage["street_crowd"][:] = 0.02 * 20_000
    stage["security_arrests"][:] = arrests
    stage.play("outcome", day=0)
    stage["street_crowd"][:] = stage["security_arrests"][:] = 0.0
    seen = []
    for day in range(1, days):
        stage["outcome_ended"][:] = 0
        stage.play("outcome", day=day)
        seen.append(stage["outcome_hazard"].copy())
    return np.array(seen)


def test_the_street_is_quiet_once_the_great_march_is_weeks_past(town):
    memory = {"outcome.memory": 7.0, "outcome.quiet": 0.0005}
    seen = _quiet_again(town, 0.0, days=60, settings=memory)
    # from 2 % to 0.05 %: 5.3 half-lives of a week
    assert (seen[:, [REPRESSION, FADED]].sum(axis=1) > 0).argmax() + 1 == int(np.ceil(7 * np.log2(0.02 / 0.0005)))


def test_quiet_after_arrests_is_repression_and_without_them_it_faded(town):
    faded, crushed = (_quiet_again(town, n)[-1] for n in (0.0, 100.0))
    assert faded[REPRESSION] == 0 < faded[FADED]
    assert crushed[REPRESSION] > crushed[FADED] > 0


def test_quietness_is_of_a_street_that_was_not_quiet():
    assert quietness(0.0, 0.0, 0.001) == 0.0
    assert quietness(0.001, 0.1, 0.001) == 0.0
    assert quietness(0.0, 0.001, 0.001) == pytest.approx(0.5)
    assert 0.9 < quietness(0.0, 0.1, 0.001) < 1.0


def test_endings_come_as_often_as_their_hazards_and_one_at_most(garrison):
    hazards = {
        "outcome.collapse": 0.3, "outcome.concession": 0.2, "outcome.negotiation": 0.1, "outcome.intervention": 0.1,
        "outcome.coup": 0.1,
    }
    came = np.zeros(len(OUTCOMES), int)
    n = 3000
    stage = Stage(garrison, hazards)
    for seed in range(n):
        stage.seed = seed
        stage["outcome_ended"][:] = 0
        for name, value in ROUT.items():
            stage[name][:] = value
        stage.play("outcome", day=ORIGIN + 1)
        assert stage["outcome_ended"].sum() <= 1
        came += stage["outcome_ended"]
    for k in range(len(OUTCOMES)):
        assert_chance(int(came[k]), n, float(stage["outcome_hazard"][k]), detects=0.12)


def test_after_an_ending_there_are_no_more_hazards_and_the_ending_stands(town):
    stage = Stage(town)
    stage["outcome_ended"][COLLAPSE] = 1
    for name, value in ROUT.items():
        stage[name][:] = value
    for day in range(ORIGIN + 1, ORIGIN + 40):
        stage.play("outcome", day=day)
    assert stage["outcome_hazard"].sum() == 0
    assert stage["outcome_ended"].tolist() == [0, 0, 0, 1, 0, 0, 0]


@pytest.mark.parametrize("ending", range(len(OUTCOMES)))
def test_half_are_home_when_declared_unless_the_ending_is_that_the_street_was_quiet(town, ending):
    stage = Stage(town, {"outcome.going_home": 5.0})
    stage["outcome_ended"][ending] = 1
    gone = [float(stage.play("outcome", day=day)["outcome_gone"][0]) for day in range(ORIGIN + 1, ORIGIN + 11)]
    if ending in (REPRESSION, FADED):
        assert gone == [0.0] * 10
    else:
        assert gone == sorted(gone) and gone[4] == pytest.approx(0.5) and gone[9] == pytest.approx(0.75)


def test_after_an_ending_the_street_and_the_plants_are_quiet():
    at_once = {"outcome.concession": 1.0, "outcome.courts": 1.0, "elite.crowd_half": 1e-6,
               "outcome.going_home": 0.001}  # fmt: skip
    world = small_world(
        origin=3, days=30, mechanism="ordered", settings=at_once, acts=(act("call_march", 2), act("call_strike", 2)),
    )
    run = play(world, days=30)
    assert run.numbers["ended"][-1].argmax() == ELECTION
    over = run.numbers["ended"].sum(axis=1)
    assert over[:4].sum() == 0 and over[-1] == 1
    after = int(over.argmax()) + 1
    assert run.total("crowd")[after:].sum() == run.total("strikers")[after:].sum() == 0
    assert run.total("detained")[after:].sum() == 0


def test_signals_are_what_is_new_today(town):
    stage = Stage(town, {"outcome.signal_refusal": 1.0, "outcome.signal_defection": 1.0})
    stage["security_refusing"][:] = 0.2
    stage["elite_out"][:20] = 1  # a tenth of the elite
    for day, want in enumerate((signal(0.2, 0.1), 0.0)):
        stage.play("outcome", day=day)
        assert stage["outcome_signal"][0] == pytest.approx(want)
    stage["security_refusing"][:] = 0.1  # fewer refuse: no sign of a change
    assert stage.play("outcome", day=2)["outcome_signal"][0] == 0


def test_concessions_and_strikes_are_signals_on_every_day(town):
    stage = Stage(town, {"outcome.signal_concession": 0.5, "outcome.signal_strike": 2.0})
    stage["incumbent_conceded"][0] = 1.0
    stage["workplaces_lost"][0] = 0.1 * stage["workplace_output"].sum()
    for day in range(3):
        stage.play("outcome", day=day)
        assert stage["outcome_signal"][0] == pytest.approx(signal(0.5, 0.2))


def test_signals_raise_the_expectation_of_success(town):
    hopes = []
    for value in (0.0, 0.5):
        stage = Stage(town)
        stage["outcome_signal"][0] = value
        hopes.append(stage.play("media")["media_hope"].mean())
    assert hopes[1] > hopes[0] + 0.02


def test_no_fraud_and_no_hardship_gives_no_crisis():
    """An honest count under a legitimate incumbent: called out every Sunday, next to nobody goes."""
    calls = tuple(act("call_march", day) for day in range(0, 30, 7))
    world = small_world(
        acts=calls, mechanism="none", origin=29,
        # people with sharp tastes, who believe what they see among those they know and stay of two minds about success
        settings={"incumbent.legitimacy": 1.0, "street.temperature": 0.16, "street.cost": 1.25,
                  "forms.march.deniable": 0.0, "election.acquaintances_half": 0.0, "media.hope_growth": 0.0,
                  "media.hope_futility": 0.0},
    )
    runs = [play(world, seed=seed, days=30) for seed in range(6)]
    assert max(run.total("crowd").max() for run in runs) < 0.001 * 20_000
    assert np.mean([run.total("detained").sum() for run in runs]) <= 2
    angry = play(with_country(world, mechanism="ordered", settings={"incumbent.legitimacy": 0.3}), days=30)
    assert angry.total("crowd").max() > 50 * max(1.0, *(run.total("crowd").max() for run in runs))


def test_outcomes_have_names_in_order():
    assert OUTCOMES == (
        "repression_holds", "new_election", "negotiated_transition", "collapse", "intervention", "coup", "faded"
    )
