"""Whether units go on obeying."""

from __future__ import annotations

import pytest

from contested.nation.country import Unit
from contested.rules.loyalty import loyalty_target
from tests.nation.countries import act, place, small_world, with_country
from tests.nation.playing import Stage, both_arms

QUIET = {"security.loyalty_noise": 0.0, "security.loyalty_pull": 1.0}


@pytest.fixture(scope="module")
def two():
    return small_world(
        places=(place("A"), place("B")),
        units=(
            Unit("omon", "riot police", -1, 100, 0.8),
            Unit("police a", "police", 0, 100, 0.5),
            Unit("police b", "police", 1, 100, 0.5),
        ),
    )


def _loyalty(world, settings=None, **columns):
    stage = Stage(world, QUIET | (settings or {}))
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("force_loyalty")["security_loyalty"].copy()


def test_nothing_pressing_loyalty_stays(two):
    assert _loyalty(two) == pytest.approx(0.85)


def test_the_patron_s_guarantee_raises_it_as_declared(two):
    assert _loyalty(two, patron_guarantee=1.0) == pytest.approx(loyalty_target(0.85, 0.6 * (1.0 - 0.3), 0.0))


def test_unpaid_forces_grow_disloyal(two):
    assert _loyalty(two, incumbent_treasury=2000.0) == pytest.approx(loyalty_target(0.85, -0.5, 0.0))
    assert _loyalty(two, incumbent_treasury=1e6) == pytest.approx(0.85)
    # nobody can be less than unpaid: debts weigh no more than an empty treasury
    assert _loyalty(two, incumbent_treasury=-9000.0) == pytest.approx(loyalty_target(0.85, -1.0, 0.0))


def test_crowds_wear_it_down(two):
    none, some, many = (_loyalty(two, street_crowd=n)[0] for n in (0.0, 200.0, 10_000.0))
    assert none > some > many


def test_violence_weighs_on_the_unit_that_is_ordered_to_use_it_against_its_town(two):
    omon, here, there = _loyalty(two, street_crowd=[2000.0, 100.0], security_violence=[1.0, 0.0])
    assert here < there
    assert here < omon < there  # mobile forces saw mostly the violent place


def test_violence_without_a_crowd_weighs_nothing(two):
    assert _loyalty(two, security_violence=1.0) == pytest.approx(0.85)


def test_a_day_moves_loyalty_by_its_pull(two):
    stage = Stage(two, {"security.loyalty_noise": 0.0, "security.loyalty_pull": 0.05})
    stage["security_loyalty"][:] = 0.25
    stage.play("force_loyalty")
    assert stage["security_loyalty"] == pytest.approx(0.25 + 0.05 * (0.85 - 0.25))
    assert stage["security_refusing"] == pytest.approx((0.5 - 0.28) / 0.5)


def test_noise_has_its_spread_and_loyalty_its_ends():
    world = small_world(units=tuple(Unit(f"u{k}", "police", -1, 10, 1.0) for k in range(400)))
    stage = Stage(world, {"security.loyalty_noise": 0.05, "security.loyalty_pull": 0.0}).play("force_loyalty")
    assert stage["security_loyalty"].std() == pytest.approx(0.05, rel=0.2)
    stage = Stage(world, {"security.loyalty_noise": 1.0}).play("force_loyalty")
    assert stage["security_loyalty"].min() == 0.0
    assert stage["security_loyalty"].max() == 1.0
    assert (stage["security_refusing"] >= 0).all() and (stage["security_refusing"] <= 1).all()


def test_forces_that_refuse_arrest_fewer(two):
    world = with_country(two, mechanism="ordered", acts=(act("call_march", 3), act("tactic_crackdown", 0, until=5)))
    loyal, tired = both_arms(
        world, "security.loyalty_start", 0.9, 0.1, days=4, settings={"security.arrests_per_officer": 0.2}
    )
    assert loyal.total("refusing")[2] == 0 < tired.total("refusing")[2]
    assert (loyal.numbers["crowd"][0] == tired.numbers["crowd"][0]).all()
    assert tired.total("detained").sum() < loyal.total("detained").sum() / 2
