"""Who strikes, which plants stand still, and what managements do."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.codes import ADULT, DETAINED, ONLINE
from contested.nation.country import Enterprise
from tests.nation.countries import act, small_world, with_country
from tests.nation.playing import Stage, both_arms, play

WORKS, MILL = 1, 2


@pytest.fixture(scope="module")
def plants():
    return small_world(
        enterprises=(Enterprise("works", 0, 2000, 4.0, 1.0), Enterprise("mill", 0, 1000, 2.0, 0.0)),
        settings={"workplaces.cost": 1.0},
    )


def _strike(world, settings=None, *, call=1.0, day=0, fraud=200, **columns):
    stage = Stage(world, settings).play("vote")
    stage["opposition_strike_call"][:] = call
    stage["citizens_fraud"][:] = fraud
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("strikes", day=day)


def test_nobody_strikes_without_a_call(plants):
    stage = _strike(plants, call=0.0)
    assert stage["workplaces_strikers"].sum() == stage["workplaces_lost"][0] == 0


def test_strikers_are_staff_and_every_count_agrees(plants):
    stage = _strike(plants)
    by_plant = stage["workplaces_strikers"]
    assert by_plant[0] == 0
    assert (by_plant <= stage["workplace_size"]).all()
    assert by_plant[WORKS] > 100
    assert stage["workplaces_by_place"].sum() == by_plant.sum()
    assert stage["workplaces_named"].tolist() == by_plant[[WORKS, MILL]].tolist()


def test_calls_reach_named_plants_before_small_employers(plants):
    stage = _strike(plants)
    part = stage["workplaces_strikers"] / np.maximum(1, stage["workplace_size"])
    small = stage["workplaces_strikers"][3:].sum() / stage["workplace_size"][3:].sum()
    assert small < 0.3 * part[WORKS]
    none = _strike(plants, {"workplaces.other_reach": 0.0})
    assert none["workplaces_strikers"][3:].sum() == 0
    assert none["workplaces_strikers"][WORKS] == stage["workplaces_strikers"][WORKS]


def test_only_the_employed_who_are_free_and_not_dismissed_strike(plants):
    held = np.zeros(20_000, np.uint8)
    held[::2] = DETAINED
    gone = np.zeros(20_000, np.uint8)
    gone[1::4] = 1
    stage = Stage(plants).play("vote")
    stage["opposition_strike_call"][:] = 1.0
    stage["citizens_fraud"][:] = 255
    stage["citizens_status"][:] = held
    stage["workplaces_job"][:] = gone
    stage.play("strikes")
    rows = np.arange(3, 20_000, 4)
    could = np.bincount(stage["workplace"][rows], minlength=len(stage["workplace_size"]))
    assert stage["workplaces_strikers"].sum() > 50
    assert (stage["workplaces_strikers"] <= could).all()
    assert (stage["flags"][stage["workplace"] > 0] & ADULT > 0).all()


def test_a_worker_s_taste_is_kept_from_day_to_day(plants):
    one, other = (_strike(plants, day=day)["workplaces_strikers"].tolist() for day in (3, 4))
    assert one == other


@pytest.mark.parametrize(
    ("name", "less", "more"),
    [
        ("workplaces_strikers", 0, 30),
        ("street_crowd", 0.0, 4000.0),
        ("citizens_fraud", 100, 200),
        ("citizens_outrage", 0, 3000),
        ("citizens_shock", 0.0, 0.4),
        ("media_hope", 0.3, 0.7),
    ],
)
def test_colleagues_crowds_anger_shocks_and_hope_never_lower_a_strike(plants, name, less, more):
    few, many = (_strike(plants, **{name: value})["workplaces_strikers"] for value in (less, more))
    assert (few <= many).all()
    assert few.sum() < many.sum()


@pytest.mark.parametrize(
    ("name", "less", "more"), [("workplaces_reprisal", 0.0, 1.0), ("incumbent_legitimacy", 0.3, 0.8)]
)
def test_reprisals_and_legitimacy_never_raise_it(plants, name, less, more):
    many, few = (_strike(plants, **{name: value})["workplaces_strikers"] for value in (less, more))
    assert (few <= many).all()
    assert few.sum() < many.sum()


@pytest.mark.parametrize("help_", ["opposition_fund", "abroad_aid"])
def test_strike_funds_and_aid_make_good_for_reprisals(plants, help_):
    poor, rich = (
        _strike(plants, workplaces_reprisal=1.0, **{help_: money})["workplaces_strikers"].sum()
        for money in (0.0, 40.0)
    )
    assert poor < rich
    unharmed = [_strike(plants, **{help_: money})["workplaces_strikers"].sum() for money in (0.0, 40.0)]
    assert unharmed[0] == unharmed[1]  # without reprisals there is nothing to make good


def test_a_plant_is_struck_from_its_threshold_and_loses_output_in_proportion(plants):
    stage = _strike(plants)
    part = stage["workplaces_strikers"] / np.maximum(1, stage["workplace_size"])
    w = stage.params.workplaces
    struck = part >= w.struck
    assert stage["workplaces_struck"][0] == struck[1:].sum() > 0
    want = (np.minimum(1, w.output_share * part) * struck * stage["workplace_output"])[1:].sum()
    assert stage["workplaces_lost"][0] == pytest.approx(want, rel=1e-12)


def test_below_the_threshold_no_output_is_lost(plants):
    stage = _strike(plants, {"workplaces.struck": 1.0})
    assert stage["workplaces_strikers"].sum() > 0
    assert stage["workplaces_struck"][0] == stage["workplaces_lost"][0] == 0


def test_reprisals_rise_while_people_strike_and_fall_when_nobody_does(plants):
    stage = _strike(plants)
    w = stage.params.workplaces
    striking = stage["workplaces_strikers"] > 0
    assert stage["workplaces_reprisal"][striking] == pytest.approx(w.reprisal_rise)
    assert (stage["workplaces_reprisal"][~striking] == 0).all()
    stage["opposition_strike_call"][:] = 0.0
    stage.play("strikes", day=1)
    assert stage["workplaces_reprisal"][striking] == pytest.approx(w.reprisal_rise * (1 - w.reprisal_fall))


def test_only_strikers_are_dismissed_and_the_dismissed_are_counted(plants):
    settings = {"workplaces.dismissal": 1.0}
    stage = _strike(plants, settings, workplaces_reprisal=0.2)
    strikers = stage["workplaces_strikers"].copy()
    fired = np.bincount(stage["workplace"], stage["workplaces_job"], minlength=len(strikers))
    assert (fired <= strikers).all()
    assert stage["workplaces_dismissed"][0] == stage["workplaces_job"].sum() == fired.sum() > 5
    stage.play("strikes", day=1)
    fired_after = np.bincount(stage["workplace"], stage["workplaces_job"], minlength=len(strikers))
    assert (stage["workplaces_strikers"] <= stage["workplace_size"] - fired).all()
    assert (fired_after >= fired).all()


def test_the_dismissed_never_strike_again(plants):
    """Counts by plant are too loose to see one of them: so dismiss everybody, then all but one plant's staff."""
    assert _strike(plants, workplaces_job=1)["workplaces_strikers"].sum() == 0
    elsewhere = (plants.arrays["workplace"] != WORKS).astype(np.uint8)
    left = _strike(plants, workplaces_job=elsewhere)["workplaces_strikers"]
    assert left[WORKS] == left.sum() == _strike(plants)["workplaces_strikers"][WORKS] > 100


def test_state_plants_dismiss_twice_as_readily_as_private_ones(plants):
    stage = _strike(plants, {"workplaces.dismissal": 0.4}, workplaces_reprisal=1.0, fraud=255)
    fired = np.bincount(stage["workplace"], stage["workplaces_job"], minlength=3)
    rate = fired[[WORKS, MILL]] / stage["workplaces_strikers"][[WORKS, MILL]]
    assert rate[0] == pytest.approx(0.4, abs=0.12)
    assert rate[1] == pytest.approx(0.2, abs=0.12)


def test_what_a_private_employer_does_is_declared(plants):
    settings = {"workplaces.dismissal": 1.0, "workplaces.private_dismissal": 0.0}
    stage = _strike(plants, settings, workplaces_reprisal=1.0, fraud=255)
    fired = np.bincount(stage["workplace"], stage["workplaces_job"], minlength=3)
    assert fired[WORKS] > 0 == fired[MILL]


def test_without_reprisals_nobody_is_dismissed(plants):
    stage = _strike(plants, {"workplaces.dismissal": 1.0})
    assert stage["workplaces_job"].sum() == 0  # reprisals begin the day after


def test_a_strike_costs_the_treasury_a_tax_of_the_output_lost(plants):
    acts = (act("call_strike", 2, until=8),)
    world = with_country(plants, acts=acts, mechanism="ordered")
    calm, costly = both_arms(world, "incumbent.tax", 0.0, 0.4, days=10)
    lost = costly.numbers["output_lost"]
    assert lost[:2].sum() == 0
    assert lost[2:9].sum() > 0
    missing = calm.numbers["treasury"][-1] - costly.numbers["treasury"][-1]
    assert missing == pytest.approx(0.4 * lost.sum(), rel=1e-6)


def test_strikers_are_persons_whatever_the_scale():
    world = small_world(10)
    stage = _strike(world)
    assert stage["workplaces_by_place"].sum() == 10 * stage["workplaces_strikers"].sum() > 0


def test_hope_off_the_net_moves_workers_who_are_offline_alone(plants):
    few = _strike(plants, media_hope=[[0.5, 0.5]])
    more = _strike(plants, media_hope=[[0.9, 0.5]])
    rows, before = (set(s["workplaces_rows"][s["workplaces_rows"] > 0].tolist()) for s in (more, few))
    joined = np.array(sorted(rows - before))
    assert len(joined) > 20
    assert (more["flags"][joined] & ONLINE == 0).all()


def test_a_call_to_one_place_strikes_there(teaching):
    run = play(with_country(teaching, acts=(act("call_strike", 3, place=1),)), days=4)
    strikers = run.numbers["strikers"]
    assert strikers[3, 1] > 0
    assert np.delete(strikers[3], 1).sum() == 0
    assert strikers[:3].sum() == 0
