"""Whether units go on obeying."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.country import Unit
from contested.rules.loyalty import loyalty_target
from tests.nation.countries import act, place, small_world, with_country
from tests.nation.playing import Stage, both_arms, play

ALONE = {f"security.cascade_{who}": 0.0 for who in ("place", "kind", "nation")}
QUIET = {"security.loyalty_noise": 0.0, "security.loyalty_pull": 1.0, **ALONE}
POLICE, RIOT = 0.85, 0.95


@pytest.fixture(scope="module")
def two():
    return small_world(
        places=(place("A"), place("B")),
        units=(
            Unit("omon", "riot_police", -1, 100, 0.8),
            Unit("police a", "police", 0, 100, 0.5),
            Unit("police b", "police", 1, 100, 0.5),
        ),
    )


def _stage(world, settings=None, **columns):
    stage = Stage(world, QUIET | (settings or {}))
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("force_loyalty")


def _loyalty(world, settings=None, **columns):
    return _stage(world, settings, **columns)["security_loyalty"].copy()


def test_nothing_pressing_each_kind_has_its_own(two):
    assert _loyalty(two) == pytest.approx([RIOT, POLICE, POLICE])
    assert _loyalty(two, {"forces.police.loyalty": 0.6}) == pytest.approx([RIOT, 0.6, 0.6])


def test_the_patron_s_guarantee_raises_it_as_declared(two):
    assert _loyalty(two, patron_guarantee=1.0)[1] == pytest.approx(loyalty_target(POLICE, 0.6 * (1.0 - 0.3), 0.0))


def test_unpaid_forces_grow_disloyal(two):
    assert _loyalty(two, incumbent_treasury=2000.0)[1] == pytest.approx(loyalty_target(POLICE, -0.5, 0.0))
    assert _loyalty(two, incumbent_treasury=1e6)[1] == pytest.approx(POLICE)
    # nobody can be less than unpaid: debts weigh no more than an empty treasury
    assert _loyalty(two, incumbent_treasury=-9000.0)[1] == pytest.approx(loyalty_target(POLICE, -1.0, 0.0))


def test_crowds_wear_it_down_as_declared(two):
    none, half, many = (_loyalty(two, street_crowd=n)[1] for n in (0.0, 200.0, 10_000.0))
    assert none > half > many
    s = Stage(two).params.security
    assert half == pytest.approx(loyalty_target(POLICE, 0.0, 0.5 * s.loyalty_crowd))


def test_a_crowd_is_remembered_for_its_half_life(two):
    stage = _stage(two, {"security.loyalty_memory": 4.0}, street_crowd=200.0)
    stage["street_crowd"][:] = 0.0
    for day in range(1, 5):
        stage.play("force_loyalty", day=day)
    assert stage["security_crowd"][0] == pytest.approx(0.005)


def test_elite_that_breaks_away_makes_a_fall_expected(two):
    stage = Stage(two, QUIET)
    stage["elite_out"][:20] = 1  # a tenth
    s = stage.params.security
    stage.play("force_loyalty")
    assert stage["security_loyalty"][1] == pytest.approx(
        loyalty_target(POLICE, 0.0, s.loyalty_crowd * min(1.0, 0.1 * s.loyalty_elite))
    )


def test_violence_weighs_on_the_unit_that_is_ordered_to_use_it_against_its_town(two):
    omon, here, there = _loyalty(
        two, {"forces.riot_police.loyalty": POLICE, "forces.riot_police.exposure": 1.0},
        street_crowd=[2000.0, 100.0], security_violence=[1.0, 0.0],
    )
    assert here < there
    assert here < omon < there  # mobile forces saw mostly the violent place


def test_a_kind_that_minds_more_falls_further(two):
    violence = {"street_crowd": [500.0, 500.0], "security_violence": 1.0}
    little, much = (_loyalty(two, {"forces.police.exposure": x}, **violence)[1] for x in (0.2, 2.0))
    assert much < little
    assert _loyalty(two, {"forces.police.exposure": 0.2}, **violence)[0] == pytest.approx(
        _loyalty(two, {"forces.police.exposure": 2.0}, **violence)[0]
    )


def test_violence_without_a_crowd_weighs_nothing(two):
    assert _loyalty(two, security_violence=1.0)[1:] == pytest.approx(POLICE)


def test_exposure_adds_up_over_days_and_halves_in_its_half_life(two):
    """What was ordered in one week still weighs in the next: today's crowd alone does not decide."""
    stage = Stage(two, QUIET | {"security.exposure_half_life": 10.0, "security.loyalty_crowd": 0.0})
    stage["street_crowd"][:] = 200.0
    stage["security_violence"][:] = 1.0
    for day in range(5):
        stage.play("force_loyalty", day=day)
    five = stage["security_exposure"].copy()
    left = 0.5 ** (1.0 / 10.0)
    assert five == pytest.approx(0.5 * (1 - left**5) / (1 - left))
    low = stage["security_loyalty"].copy()
    stage["street_crowd"][:] = 0.0
    for day in range(5, 15):
        stage.play("force_loyalty", day=day)
    assert stage["security_exposure"] == pytest.approx(five / 2)
    assert (low < stage["security_loyalty"]).all() and (stage["security_loyalty"] < [RIOT, POLICE, POLICE]).all()


def test_a_day_moves_loyalty_by_its_pull(two):
    stage = Stage(two, QUIET | {"security.loyalty_pull": 0.05})
    stage["security_loyalty"][:] = 0.25
    stage.play("force_loyalty")
    assert stage["security_loyalty"][1] == pytest.approx(0.25 + 0.05 * (0.85 - 0.25))
    assert stage["security_refusing"][1] == pytest.approx((0.5 - 0.28) / 0.5)


def test_each_kind_refuses_from_its_own_threshold(two):
    stage = Stage(two, QUIET | {"security.loyalty_pull": 0.0, "forces.riot_police.refusal": 0.2})
    stage["security_loyalty"][:] = 0.3
    stage.play("force_loyalty")
    assert stage["security_refusing"].tolist() == pytest.approx([0.0, 0.4, 0.4])


def _cascade(who, units, refusing):
    world = small_world(places=(place("A"), place("B")), units=units)
    stage = Stage(world, QUIET | {f"security.cascade_{who}": 1.0})
    stage["security_refusing"][:] = refusing
    return stage.play("force_loyalty")["security_loyalty"].copy()


UNITS = (
    Unit("police a", "police", 0, 100, 1.0), Unit("more police a", "police", 0, 100, 1.0),
    Unit("troops a", "internal_troops", 0, 200, 1.0), Unit("police b", "police", 1, 100, 1.0),
)


@pytest.mark.parametrize(
    ("who", "seen"), [("place", [0, 1 / 3, 0.5, 0]), ("kind", [0, 0.5, 0, 0.5]), ("nation", [0, 0.25, 1 / 3, 0.25])]
)
def test_units_see_others_refuse_and_not_themselves(who, seen):
    """The first unit refuses as a whole; the others see it by place, kind or country, weighed by officers."""
    got = _cascade(who, UNITS, [1.0, 0.0, 0.0, 0.0])
    start = [POLICE, POLICE, 0.9, POLICE]
    assert got == pytest.approx([loyalty_target(a, 0.0, b) for a, b in zip(start, seen)])


def test_a_unit_alone_sees_nobody():
    for who in ("place", "kind", "nation"):
        assert _cascade(who, UNITS[:1], [1.0])[0] == pytest.approx(POLICE)


def test_a_cascade_tips_more_units_than_would_refuse_alone():
    units = tuple(Unit(f"u{k}", "police", -1, 10, 1.0) for k in range(50))
    world = small_world(units=units)
    many = {}
    for strength in (0.0, 12.0):
        stage = Stage(world, {"security.cascade_kind": strength, "security.loyalty_pull": 0.1})
        stage["security_loyalty"][:] = np.linspace(0.2, 0.9, 50)  # a few refuse
        stage["security_refusing"][:] = np.maximum(0.0, (0.5 - stage["security_loyalty"]) / 0.5)
        for day in range(20):
            stage["street_crowd"][:] = 400.0
            stage.play("force_loyalty", day=day)
        many[strength] = stage["security_refusing"].mean()
    assert many[12.0] > many[0.0] + 0.2


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
        world, "forces.police.loyalty", 0.9, 0.1, days=4,
        settings={"security.arrests_per_officer": 0.2, "forces.riot_police.loyalty": 0.1},
    )
    assert loyal.total("refusing")[2] < tired.total("refusing")[2]
    assert tired.total("detained").sum() < loyal.total("detained").sum() / 2


def test_forced_refusals_move_the_street(two):
    """As policemen throw away their badges, a marcher is arrested less often, fewer are kept apart, and more come."""
    calls = (act("call_march", 3, until=12), act("tactic_crackdown", 0, until=12))
    seen = {}
    for refused in (0.0, 0.9):
        crowd = detained = 0.0
        for seed in range(4):
            world = with_country(two, mechanism="ordered", acts=(*calls, act("refusal", 5, refused)))
            run = play(world, days=13, seed=seed, settings={"security.loyalty_pull": 0.01})
            assert (run.total("refusing")[:5] == 0).all() and (run.total("refusing")[6] > 0) == (refused > 0)
            crowd += run.total("crowd")[5:].sum()
            detained += run.total("detained")[5:].sum()
        seen[refused] = crowd, detained
    assert seen[0.9][0] > 1.05 * seen[0.0][0]
    per_marcher = {refused: detained / crowd for refused, (crowd, detained) in seen.items()}
    assert per_marcher[0.9] < 0.5 * per_marcher[0.0]


def test_a_refusal_is_of_the_place_it_is_dated_to(two):
    stage = Stage(with_country(two, acts=(act("refusal", 2, 0.4, place=0),)))
    stage.play("acts", day=2)
    assert stage["security_refusing"].tolist() == pytest.approx([0.0, 0.4, 0.0])
    assert stage["security_loyalty"].tolist() == pytest.approx([RIOT, 0.5 * 0.6, POLICE])
    stage.play("force_loyalty", day=2)
    assert 0.3 < stage["security_refusing"][1] <= 0.4
