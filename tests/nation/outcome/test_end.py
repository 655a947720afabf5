"""Hazards of the endings: silent while the script says that the crisis went on, competing afterwards."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.codes import OUTCOMES
from tests.laws import assert_chance
from tests.nation.countries import act, small_world, with_country
from tests.nation.playing import Stage, play

ORIGIN = 20
HELD, ELECTION, TRANSITION, COLLAPSE, INTERVENTION = range(5)


def _stage(town, day=ORIGIN + 1, settings=None, seed=7, **columns):
    stage = Stage(town, settings, seed=seed)
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("outcome", day=day)


ROUT = {
    "street_crowd": 6000.0, "security_loyalty": 0.0, "security_refusing": 1.0, "elite_mean": 0.0,
    "abroad_mediation": 1.0, "patron_guarantee": 1.0,
}


@pytest.mark.parametrize("day", [0, ORIGIN])
def test_up_to_the_origin_nothing_can_end(town, day):
    stage = _stage(town, day=day, **ROUT)
    assert stage["outcome_hazard"].sum() == stage["outcome_ended"].sum() == 0


def test_after_it_every_ending_has_its_hazard_at_a_rout(town):
    stage = _stage(town, settings={"outcome.collapse": 0.05}, **ROUT)
    pressure = 0.3 / 0.31  # a third of the people, half of the pressure at 1 %
    o = stage.params.outcome
    want = [0.0, o.concession * pressure, o.negotiation * pressure, o.collapse * pressure, o.intervention * pressure]
    assert stage["outcome_hazard"] == pytest.approx(want, rel=1e-9)


def test_a_loyal_state_is_not_toppled_by_a_crowd(town):
    stage = _stage(town, street_crowd=6000.0, security_loyalty=1.0, elite_mean=1.0, abroad_mediation=1.0)
    assert stage["outcome_hazard"].tolist() == [0, 0, 0, 0, 0]


def test_an_empty_street_topples_nobody_and_counts_as_held(town):
    quiet = dict(ROUT, street_crowd=0.0)
    stage = _stage(town, **quiet)
    assert stage["outcome_hazard"].tolist() == [stage.params.outcome.repression, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("column", "ending"), [("abroad_mediation", TRANSITION), ("patron_guarantee", INTERVENTION)]
)
def test_no_transition_without_a_mediator_and_no_intervention_without_a_patron(town, column, ending):
    assert _stage(town, **dict(ROUT, **{column: 0.0}))["outcome_hazard"][ending] == 0.0
    assert _stage(town, **ROUT)["outcome_hazard"][ending] > 0.0


def test_strikes_press_as_crowds_do(town):
    output = Stage(town)["workplace_output"].sum()
    calm = dict(ROUT, street_crowd=0.0)
    assert _stage(town, **calm)["outcome_hazard"][COLLAPSE] == 0
    assert _stage(town, **dict(calm, workplaces_lost=0.3 * output))["outcome_hazard"][COLLAPSE] > 0


def test_concessions_made_open_the_way_to_a_new_election(town):
    loyal = {"street_crowd": 6000.0, "security_loyalty": 1.0, "elite_mean": 1.0}
    assert _stage(town, **loyal)["outcome_hazard"][ELECTION] == 0
    assert _stage(town, **loyal, incumbent_concessions=0.5)["outcome_hazard"][ELECTION] > 0


def test_endings_come_as_often_as_their_hazards_and_one_at_most(town):
    hazards = {
        "outcome.collapse": 0.3, "outcome.concession": 0.2, "outcome.negotiation": 0.1, "outcome.intervention": 0.1
    }
    came = np.zeros(5, int)
    n = 3000
    stage = Stage(town, hazards)
    for seed in range(n):
        stage.seed = seed
        stage["outcome_ended"][:] = 0
        for name, value in ROUT.items():
            stage[name][:] = value
        stage.play("outcome", day=ORIGIN + 1)
        assert stage["outcome_ended"].sum() <= 1
        came += stage["outcome_ended"]
    for k in range(5):
        assert_chance(int(came[k]), n, float(stage["outcome_hazard"][k]), detects=0.12)


def test_after_an_ending_there_are_no_more_hazards_and_the_ending_stands(town):
    stage = Stage(town)
    stage["outcome_ended"][COLLAPSE] = 1
    for name, value in ROUT.items():
        stage[name][:] = value
    for day in range(ORIGIN + 1, ORIGIN + 40):
        stage.play("outcome", day=day)
    assert stage["outcome_hazard"].sum() == 0
    assert stage["outcome_ended"].tolist() == [0, 0, 0, 1, 0]


def test_after_an_ending_the_street_and_the_plants_are_quiet():
    world = small_world(
        origin=3, days=30, mechanism="ordered", settings={"outcome.repression": 1.0, "outcome.quiet": 1.0},
        acts=(act("call_march", 2), act("call_strike", 2)),
    )
    run = play(world, days=20)
    ended = run.numbers["ended"]
    assert ended[:4].sum() == 0
    assert (ended[4:] == [1, 0, 0, 0, 0]).all()
    assert run.total("crowd")[5:].sum() == run.total("strikers")[5:].sum() == run.total("detained")[5:].sum() == 0


def test_the_street_is_quiet_only_once_the_great_marches_are_weeks_past(town):
    stage = Stage(town)
    stage["street_crowd"][:] = 0.02 * 20_000
    stage.play("outcome", day=0)
    stage["street_crowd"][:] = 0.0
    quiet = []
    for day in range(1, 60):
        stage["outcome_ended"][:] = 0
        stage.play("outcome", day=day)
        quiet.append(bool(stage["outcome_hazard"][HELD] > 0))
    # from 2 % to 0.05 %: 5.3 half-lives of a week
    assert quiet.index(True) + 1 == int(np.ceil(7 * np.log2(0.02 / 0.0005)))


def test_no_fraud_and_no_hardship_gives_no_crisis():
    """An honest count under a legitimate incumbent: called out every Sunday, next to nobody goes."""
    calls = tuple(act("call_march", day) for day in range(0, 30, 7))
    world = small_world(
        acts=calls, mechanism="none", origin=29,
        settings={"incumbent.legitimacy": 1.0},
    )
    run = play(world, days=30)
    assert run.total("crowd").max() < 0.001 * 20_000
    assert run.total("detained").sum() <= 2
    angry = play(with_country(world, mechanism="ordered", settings={"incumbent.legitimacy": 0.55}), days=30)
    assert angry.total("crowd").max() > 50 * max(1.0, run.total("crowd").max())


def test_outcomes_have_names_in_order():
    assert OUTCOMES == ("repression_holds", "new_election", "negotiated_transition", "collapse", "intervention")
