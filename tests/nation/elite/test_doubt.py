"""Doubts in the inner circle, and who breaks away for good."""

from __future__ import annotations

import numpy as np
import pytest

from contested.rules.loyalty import loyalty_target
from tests.nation.countries import act, with_country
from tests.nation.playing import Stage, play

STILL = {"elite.noise": 0.0, "elite.spread": 0.0, "elite.pull": 1.0}


def _loyalty(town, **columns):
    stage = Stage(town, STILL)
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("elite")["elite_mean"][0]


def test_nothing_pressing_the_elite_stays_as_loyal_as_it_was(town):
    assert _loyalty(town) == pytest.approx(0.85)


def test_crowds_and_sanctions_weigh_as_declared(town):
    assert _loyalty(town, street_crowd=200.0) == pytest.approx(loyalty_target(0.85, 0.0, 1.2 * 0.5))
    assert _loyalty(town, abroad_sanctioned=100.0) == pytest.approx(loyalty_target(0.85, 0.0, 0.5 * 0.5))


def test_crowds_are_remembered_for_their_half_life(town):
    stage = Stage(town, STILL | {"elite.memory": 5.0})
    stage["street_crowd"][:] = 200.0
    stage.play("elite")
    stage["street_crowd"][:] = 0.0
    for day in range(1, 6):
        stage.play("elite", day=day)
    assert stage["elite_pressure"][0] == pytest.approx(1.2 * 0.5 / 2)
    assert stage["elite_mean"][0] == pytest.approx(loyalty_target(0.85, 0.0, 1.2 * 0.5 / 2))


def test_forces_that_refuse_and_members_who_are_gone_weigh_as_declared(town):
    assert _loyalty(town, security_refusing=0.4) == pytest.approx(loyalty_target(0.85, 0.0, 2.0 * 0.4))
    stage = Stage(town, STILL)
    stage["elite_out"][:40] = 1
    stage["elite_loyalty"][:40] = 0.0
    stage.play("elite")
    assert stage["elite_loyalty"][40:] == pytest.approx(loyalty_target(0.85, 0.0, 1.0 * 0.2))


def test_a_cascade_takes_more_members_than_would_leave_alone(town):
    gone = {}
    for cascade in (0.0, 4.0):
        stage = Stage(town, {"elite.cascade": cascade, "elite.pull": 0.3, "elite.spread": 0.2})
        for day in range(30):
            stage["street_crowd"][:] = 600.0
            stage.play("elite", day=day)
        gone[cascade] = stage["elite_out"].sum()
    assert 0 < gone[0.0] < gone[4.0] - 10


def test_lost_output_weighs_by_its_part_of_all_output(town):
    output = Stage(town)["workplace_output"].sum()
    assert _loyalty(town, workplaces_lost=0.02 * output) == pytest.approx(loyalty_target(0.85, 0.0, 1.5 * 0.5))


def test_the_patron_s_guarantee_steadies_it(town):
    assert _loyalty(town, patron_guarantee=0.9) == pytest.approx(loyalty_target(0.85, 1.0 * (0.9 - 0.3), 0.0))
    pressed = _loyalty(town, street_crowd=2000.0)
    assert pressed < _loyalty(town, street_crowd=2000.0, patron_guarantee=0.9) < 0.85


def test_who_breaks_away_does_not_return(town):
    stage = Stage(town, {"elite.noise": 0.05})
    stage["elite_loyalty"][:100] = 0.31
    gone = np.zeros(200, bool)
    for day in range(30):
        stage["street_crowd"][:] = 4000.0 if day < 10 else 0.0
        stage["patron_guarantee"][:] = 0.3 if day < 10 else 1.0
        stage.play("elite", day=day)
        now = stage["elite_out"] == 1
        assert (now | ~gone).all()
        assert (stage["elite_loyalty"][now] == 0).all()
        assert stage["elite_mean"][0] == pytest.approx(stage["elite_loyalty"].mean())
        gone = now
    assert 10 < gone.sum() < 200


def test_not_even_the_best_of_times_bring_back_who_broke_away(town):
    stage = Stage(town, STILL)
    stage["elite_out"][:50] = 1
    stage["elite_loyalty"][:50] = 0.0
    stage["patron_guarantee"][:] = 1.0
    for day in range(5):
        stage.play("elite", day=day)
    assert (stage["elite_loyalty"][:50] == 0).all()
    assert (stage["elite_loyalty"][50:] > 0.85).all()
    assert stage["elite_out"].sum() == 50
    assert stage["elite_mean"][0] == pytest.approx(stage["elite_loyalty"].mean())


def test_members_start_apart_and_nobody_below_the_line(town):
    stage = Stage(town, {"elite.spread": 0.1})
    loyalty = stage["elite_loyalty"]
    assert (stage["elite_start"] == loyalty).all()
    assert len(loyalty) == 200
    assert loyalty.mean() == pytest.approx(0.85, abs=0.06)
    assert 0.05 < loyalty.std() < 0.12  # cut at full loyalty
    assert loyalty.min() >= 0.3


def test_defections_are_counted_and_never_fall(town):
    acts = tuple(act("call_march", day) for day in range(20))
    run = play(
        with_country(town, acts=acts, mechanism="ordered"), days=20,
        settings={"elite.turnout_weight": 8.0, "elite.pull": 0.2},
    )
    out = run.numbers["elite_defected"]
    assert (np.diff(out) >= 0).all()
    assert out[-1] > 0
    assert run.numbers["elite_loyalty"][-1] < run.numbers["elite_loyalty"][0]


def test_an_elite_that_doubts_passes_on_less_of_the_orders(town):
    whole, half = (Stage(town, {"incumbent.vigilance": 0.0}) for _ in range(2))
    half["elite_mean"][0] *= 0.5
    wanted = []
    for stage in (whole, half):
        stage["street_crowd"][:] = 300.0
        wanted.append(stage.play("incumbent")["incumbent_wanted"][0])
    assert wanted[1] == pytest.approx(wanted[0] / 2)
