"""Rounds close, limits end them, and who depends on whose parameters."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from contested import zoo
from contested.engine.clock import Tick
from contested.ground.errors import ParameterError
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.tsebelis_sprague_1989.theory import cycle_time, equilibrium

RIVALS = zoo.load("tsebelis-sprague-1989")
rate = st.floats(0.2, 2.0)


def path(steps=100, **chosen):
    return trajectory(RIVALS.model(chosen), steps=steps)


@given(a=rate, b=rate, d=rate, e=rate, r=st.floats(0.2, 3), c=st.floats(0.2, 3))
@settings(max_examples=40, deadline=None)
def test_a_round_comes_back_to_its_start(a, b, d, e, r, c):
    chosen = {"growth": a, "deterrence": b, "relaxing": d, "provocation": e, "activity": r, "coercion": c}
    time = cycle_time(RIVALS.model(chosen).params)
    steps = math.ceil(time / 50)
    seen = path(steps, **chosen, duration=time / steps)
    # a round that swings far passes through thousandths of its start, where what a stride lost is magnified
    assert (seen["activity"][-1], seen["coercion"][-1]) == pytest.approx((r, c), rel=1e-6)


@given(a=rate, b=rate, d=rate, e=rate, room=st.floats(0.5, 5), f=st.floats(0, 1), help_=st.floats(0, 0.5))
@settings(max_examples=30, deadline=None)
def test_all_variants_follow_an_independent_solver(a, b, d, e, room, f, help_):
    chosen = {"growth": a, "deterrence": b, "relaxing": d, "provocation": e, "room": room, "strain": f,
              "help_activity": help_, "help_coercion": help_ / 2, "activity": 1.5, "coercion": 0.5}  # fmt: skip

    def slope(_, y):
        r, c = y
        return a * r * (1 - r / room) - b * r * c + help_, -d * c + e * r * c - f * c * c + help_ / 2

    theirs = solve_ivp(slope, (0, 10), [1.5, 0.5], rtol=1e-11, atol=1e-13).y[:, -1]
    ours = path(100, **chosen)
    assert (ours["activity"][-1], ours["coercion"][-1]) == pytest.approx(theirs, rel=1e-7, abs=1e-10)


def test_stronger_deterrence_lowers_coercion_and_not_activity():
    base = RIVALS.model({"growth": 0.8}).params
    hard = RIVALS.model({"growth": 0.8, "deterrence": 2.0}).params
    assert equilibrium(hard)[0] == equilibrium(base)[0]
    assert equilibrium(hard)[1] == equilibrium(base)[1] / 2


def test_limits_come_to_rest_at_the_closed_form():
    for limits in ({"room": 3.0}, {"strain": 0.3}, {"room": 3.0, "strain": 0.3}):
        seen = path(400, **limits, duration=1.0)
        rest = equilibrium(RIVALS.model(limits).params)
        assert (seen["activity"][-1], seen["coercion"][-1]) == pytest.approx(rest, abs=1e-8)


def test_a_short_coercion_of_huge_activity_is_still_followed():
    # the round passes through levels a thousand times those of the start
    chosen = {"activity": 1.0, "coercion": 1e-6}
    orbit = path(300, **chosen)["orbit"]
    assert np.abs(orbit - orbit[0]).max() < 1e-7


def test_nothing_comes_of_nothing():
    seen = path(20, activity=0.0, coercion=1.0)
    assert (seen["activity"] == 0).all()
    assert seen["coercion"][-1] == pytest.approx(math.exp(-2))
    assert (seen["orbit"] == 0).all()


def test_one_period_is_the_change_that_the_last_levels_say():
    chosen = {"time": "periods", "duration": 0.5, "growth": 1.2, "deterrence": 0.3, "activity": 2.0, "coercion": 1.5}
    seen = path(1, **chosen)
    assert seen["activity"][0] == pytest.approx(2.0 + 0.5 * (1.2 * 2.0 - 0.3 * 2.0 * 1.5))
    assert seen["coercion"][0] == pytest.approx(1.5 + 0.5 * (-1.5 + 2.0 * 1.5))
    assert path(1, time="periods", duration=5.0, activity=1.0, coercion=5.0)["activity"][0] == 0.0


def test_a_small_round_takes_two_pi_over_the_geometric_mean():
    for a, d in ((0.5, 2.0), (1.5, 0.3)):
        at = RIVALS.model({"growth": a, "relaxing": d, "activity": d, "coercion": a}).params
        near = RIVALS.model({"growth": a, "relaxing": d, "activity": d * 1.001, "coercion": a}).params
        assert cycle_time(at) == pytest.approx(2 * math.pi / math.sqrt(a * d))
        assert cycle_time(near) == pytest.approx(2 * math.pi / math.sqrt(a * d), rel=1e-6)
    assert cycle_time(RIVALS.model({"activity": 8.0}).params) > cycle_time(RIVALS.model({"activity": 2.0}).params)


def test_what_cannot_be_is_refused():
    with pytest.raises(ParameterError, match="room"):
        equilibrium(RIVALS.model({"room": 0.5}).params)
    with pytest.raises(ParameterError, match="help"):
        equilibrium(RIVALS.model({"help_activity": 0.5}).params)
    with pytest.raises(ParameterError, match="activity"):
        RIVALS.model({"activity": -1.0})
    wild = RIVALS.model({"activity": 1e6, "provocation": 1000.0, "duration": 100.0})
    state = wild.init(wild.params, 1)
    with pytest.raises(ParameterError, match="duration"):
        wild.step(state, wild.params, Tick(0, 1))
