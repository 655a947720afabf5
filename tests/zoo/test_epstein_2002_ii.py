"""Claims about two groups and peacekeepers, beyond the model's targets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested import zoo
from contested.engine.check import check_model
from contested.engine.clock import Tick
from contested.ground.errors import ParameterError
from contested.zoo.epstein_2002_ii.proof import steps_to_extinction
from contested.zoo.kit.torus_sight import SHAPES, count_around, sight
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_chance, assert_law

STRIFE = zoo.load("epstein-2002-ii")
CALM = {"legitimacy": 0.9}


def after(steps, seed=1, **chosen):
    model = STRIFE.model(chosen)
    state = model.init(model.params, seed)
    for t in range(steps):
        model.step(state, model.params, Tick(t, seed))
    return state


@pytest.mark.parametrize("preset", [None, "havens"])
def test_it_keeps_the_promises_of_a_model(preset):
    check_model(STRIFE.model(preset=preset))


@given(st.sampled_from(SHAPES), st.sampled_from(["exact", "round", "floor"]), st.floats(0, 0.9),
       st.sampled_from([0.0, 0.05, 0.2]), st.integers(1, 200), st.integers(1, 10_000))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_what_is_kept_is_what_is_there(shape, ratio, legitimacy, cops, max_age, seed):
    side = 12
    s = after(8, seed, side=side, neighbourhood=shape, ratio=ratio, legitimacy=legitimacy, cop_density=cops,
              max_age=max_age, birth=0.2, citizen_vision=2.3)  # fmt: skip
    alive, jailed = s["alive"] == 1, s["jail"] >= 0
    at_large = alive & ~jailed
    assert not jailed[~alive].any()
    assert ((s["site"] >= 0) == at_large).all()
    by_site = np.bincount(s["site"][at_large], minlength=side**2)
    assert (by_site + np.bincount(s["cop"], minlength=side**2) == s["standing"]).all()
    assert s["standing"].max(initial=0) <= 1
    for group in (0, 1):
        mine = at_large & (s["group"] == group)
        assert (np.bincount(s["site"][mine], minlength=side**2) == s["members"][group]).all()
    active = s["active"] == 1
    assert at_large[active].all()
    assert (np.bincount(s["site"][active], minlength=side**2) == s["actives_here"]).all()
    eye = sight(shape, 2.3, side)
    for at in range(side**2):
        assert count_around(s["actives_here"], side, at, eye) == s["actives_seen"][at]
    assert (s["age"][alive] < s["lifespan"][alive]).all()
    assert s["lifespan"][alive].max(initial=1) <= max_age
    seen = STRIFE.model({"side": side, "citizen_vision": 2.3}).observe(s)
    assert seen["group_0"] + seen["group_1"] == alive.sum()
    assert (seen["active"], seen["jailed"]) == (active.sum(), jailed.sum())


def test_everybody_is_accounted_for():
    seen = trajectory(STRIFE.model({"cop_density": 0.05}), steps=80)
    alive = np.concatenate([[1120], seen["group_0"] + seen["group_1"]])
    assert (np.diff(alive) == seen["born"] - seen["killed"] - seen["died"]).all()
    assert seen["killed"].sum() > 100
    assert seen["arrests"].sum() > 20


def test_groups_begin_equal():
    assert [int(trajectory(STRIFE.model(CALM | {"birth": 0.0, "max_age": 30_000}), steps=1)[g][0]) // 10
            for g in ("group_0", "group_1")] == [56, 56]  # fmt: skip
    s = after(0, 3)
    assert np.bincount(s["group"][:1120]).tolist() == [560, 560]


def test_only_the_other_group_is_killed():
    model = STRIFE.model({"legitimacy": 0.0, "birth": 0.0, "max_age": 30_000})
    s = model.init(model.params, 1)
    s["group"][:] = 0
    s["members"][0] += s["members"][1]
    s["members"][1] = 0
    model.step(s, model.params, Tick(0, 1))
    assert model.observe(s)["active"] > 900
    assert model.observe(s)["killed"] == 0


def test_nobody_kills_out_of_sight():
    model = STRIFE.model({"legitimacy": 0.0, "birth": 0.0, "side": 40, "max_age": 30_000})
    s = model.init(model.params, 1)
    side = 40
    group = (s["site"][:1120] // side >= side // 2).astype(np.uint8)  # two halves of the torus, two borders
    s["group"][:1120] = group
    s["members"][:] = 0
    s["members"][group, s["site"][:1120]] = 1
    row = s["site"][:1120] // side
    model.step(s, model.params, Tick(0, 1))
    dead = s["alive"][:1120] == 0
    # killer and victim each move one row at most before, and sight is one row
    from_border = np.minimum.reduce([np.abs(row - b) for b in (0, 19, 20, 39)])
    assert dead.sum() > 20
    assert from_border[dead].max() <= 2


def test_births_and_lives_follow_their_laws():
    seen = trajectory(STRIFE.model(CALM | {"side": 400, "citizen_density": 0.1, "max_age": 30_000}), steps=1)
    assert_chance(int(seen["born"][0]), 16_000, 0.05, detects=0.025)
    s = after(0, 5, side=100)
    n = 7_000
    assert_law(s["lifespan"][:n], lambda x: np.clip(np.floor(x), 0, 200) / 200, detects=0.09)
    assert_law((s["age"][:n] + 0.5) / s["lifespan"][:n], lambda x: np.clip(x, 0, 1), detects=0.2)


def test_offspring_take_after_their_parents():
    s = after(30, 2, **CALM)
    founders = {tuple(v) for v in zip(after(0, 2)["hardship"][:1120].tolist(), after(0, 2)["aversion"][:1120].tolist(),
                                      after(0, 2)["group"][:1120].tolist())}  # fmt: skip
    alive = s["alive"] == 1
    assert {tuple(v) for v in zip(s["hardship"][alive].tolist(), s["aversion"][alive].tolist(),
                                  s["group"][alive].tolist())} <= founders  # fmt: skip


def test_without_births_everybody_dies_of_age():
    seen = trajectory(STRIFE.model(CALM | {"birth": 0.0, "max_age": 20}), steps=21)
    assert seen["group_0"][-2] + seen["group_1"][-2] == 0
    assert seen["died"].sum() == 1120


def test_peacekeepers_make_people_think_twice():
    def killed(cops):
        model = STRIFE.model({"cop_density": cops})
        return np.mean([trajectory(model, steps=2, seed=s)["killed"].sum() for s in (1, 2, 3)])

    assert killed(0.0) > killed(0.1) > killed(0.3)


def test_time_to_extinction_is_counted_in_steps():
    model = STRIFE.model({"legitimacy": 0.0, "side": 8, "citizen_vision": 3})
    steps = steps_to_extinction(model, seed=1, most=2_000)
    seen = trajectory(model, steps=int(steps), seed=1)
    gone = np.minimum(seen["group_0"], seen["group_1"]) == 0
    assert gone[-1]
    assert not gone[:-1].any()
    assert steps_to_extinction(STRIFE.model(CALM), most=3) == float("inf")


def test_a_model_without_groups_has_no_extinction():
    with pytest.raises(ParameterError, match="model"):
        steps_to_extinction(zoo.load("granovetter-1978").model())


@pytest.mark.parametrize("chosen", [{"citizen_density": 0.0}, {"citizen_density": 0.9, "cop_density": 0.1}])
def test_empty_and_full_lattices_run(chosen):
    seen = trajectory(STRIFE.model(chosen | {"side": 10}), steps=5)
    assert np.isfinite(seen["active"]).all()


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"citizen_density": 0.97, "cop_density": 0.04}, "citizen_density"),
        ({"side": 4, "citizen_vision": 2}, "citizen_vision"),
        ({"cop_vision": 20}, "cop_vision"),
        ({"birth": 1.5}, "birth"),
        ({"max_age": 0}, "max_age"),
    ],
)
def test_contradictions_are_refused(chosen, said):
    with pytest.raises(ParameterError, match=f"^{said}"):
        STRIFE.model(chosen)
