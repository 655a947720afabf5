"""What people say under institutions: the rule, term by term."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested import zoo
from contested.engine.check import check_model
from contested.ground.errors import ParameterError
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.makowsky_rubin_2013 import model as society

SOCIETY = zoo.load("makowsky-rubin-2013")


def test_the_contract():
    check_model(SOCIETY.model({"side": 16, "shock_at": 5, "term": 4}))


@settings(max_examples=30, deadline=None)
@given(st.integers(3, 14), st.integers(0, 2**31), st.booleans(), st.data())
def test_neighbourhood_sums_are_sums_over_the_neighbourhood(side, seed, whole, data):
    reach = data.draw(st.integers(1, (side - 1) // 2))
    rng = np.random.default_rng(seed)
    marks = rng.integers(0, 2, side * side).astype(np.uint8) if whole else rng.random(side * side)
    total = np.empty(side * side)
    society._around(marks, side, reach, total)
    square, k = marks.reshape(side, side).astype(float), range(-reach, reach + 1)
    by_hand = sum(np.roll(square, (a, b), (0, 1)) for a in k for b in k) - square
    assert np.allclose(total, by_hand.ravel(), atol=1e-12)
    if whole:
        assert np.array_equal(total, np.round(total))


def test_without_authority_and_network_all_speak_their_mind():
    seen = trajectory(SOCIETY.model({"sanction": 0, "conformity": 0}), steps=3)
    assert seen["falsification"] == pytest.approx(0)


def test_heavy_sanctions_make_all_say_what_authority_says():
    model = SOCIETY.model({"sanction": 1e6, "timidity": "alike", "shock": 0, "centralisation": 1, "seat": 0.4})
    seen = trajectory(model, steps=30)
    assert seen["expressed"] == pytest.approx(0.4, abs=1e-5)
    assert (seen["defiance"] == 0).all() and (seen["moved"] == 0).all()


def test_what_is_said_is_the_cheapest_thing_to_say():
    """(x - b)^2 + c (x - m)^2 + f (x - a)^2 is least at what the rule gives."""
    model = SOCIETY.model({"shock": 0, "side": 16, "reach": 2, "term": 1000})
    p = model.params
    from contested.engine.clock import Tick

    state = model.init(p, 5)
    for s in range(9):
        before, dared = state["says"].copy(), state["defies"].copy()
        model.step(state, p, Tick(s, 5))
    m, d = np.empty(256), np.empty(256)
    society._around(before, 16, 2, m)
    society._around(dared, 16, 2, d)
    a = p.centralisation * state["centre"][0] + (1 - p.centralisation) * state["local"][state["home"]]
    f = p.sanction * state["timidity"] / (1 + p.relief * d)

    def cost(x):
        return (x - state["wish"]) ** 2 + p.conformity * (x - m / 24) ** 2 + f * (x - a) ** 2

    x = state["says"]
    assert (cost(x) <= cost(x + 1e-4)).all() and (cost(x) <= cost(x - 1e-4)).all()


def test_the_shock_is_after_its_step_and_for_good():
    quiet, loud = (trajectory(SOCIETY.model({"shock": s, "shock_at": 30}), steps=60) for s in (0.0, 0.5))
    same = quiet["falsification"] == loud["falsification"]
    assert same[:30].all() and not same[30]
    assert loud["falsification"][-1] < quiet["falsification"][-1]
    assert (loud["change"][:30] == 0).all()


def test_institutions_fall_only_at_the_end_of_a_term_and_only_to_a_majority():
    seen = trajectory(SOCIETY.model({"centralisation": 0.9, "reach": 4, "term": 7}), steps=210)
    at = np.flatnonzero(seen["fallen"]) + 1
    assert at.size and (at % 7 == 0).all()
    says = np.array([0.9, 0.9, 0.1, 0.1])
    home, local, centre = np.array([0, 0, 1, 1], np.int32), np.array([0.2, 0.2]), np.array([0.0])
    assert society._judge(says, np.array([1, 0, 0, 0], np.uint8), home, local, centre) == 0  # half is no majority
    assert society._judge(says, np.array([1, 1, 0, 0], np.uint8), home, local, centre) == 1
    assert local.tolist() == [0.9, 0.2] and centre[0] == 0.0
    assert society._judge(says, np.array([1, 1, 1, 0], np.uint8), home, local, centre) == 2
    assert centre[0] == pytest.approx(0.5)


def test_more_sanction_hides_more():
    hidden = [trajectory(SOCIETY.model({"sanction": s, "shock": 0}), steps=80)["falsification"][-1] for s in (1, 4, 16)]
    assert hidden == sorted(hidden)


def test_relief_and_network_range_free_people():
    for name, values in (("relief", (0, 0.2, 1)), ("reach", (1, 4, 8))):
        hidden = [
            trajectory(SOCIETY.model({"centralisation": 0.8, "shock": 0, name: v}), steps=80)["falsification"][-1]
            for v in values
        ]
        assert hidden == sorted(hidden, reverse=True)


@pytest.mark.parametrize(("wrong", "name"), [({"province": 7}, "province"), ({"reach": 20}, "reach")])
def test_impossible_societies(wrong, name):
    with pytest.raises(ParameterError, match=name) as error:
        SOCIETY.model(wrong)
    assert error.value.hint
