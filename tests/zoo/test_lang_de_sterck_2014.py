"""The path meets its switches exactly, and ends where the classification says."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from contested import zoo
from contested.ground.errors import ParameterError
from contested.zoo.kit.trajectories import settled, trajectory
from contested.zoo.lang_de_sterck_2014.proof import EXAMPLES
from contested.zoo.lang_de_sterck_2014.theory import limit, region

LANG = zoo.load("lang-de-sterck-2014")
open_share = st.floats(0.02, 0.98)
rate = st.floats(0.05, 5.0)


def path(steps=40, **chosen):
    model = LANG.model(chosen)
    return np.concatenate([[model.params.start], trajectory(model, steps=steps)["protesting"]])


@given(c1=rate, c2=rate, alpha=open_share, beta=open_share, start=st.floats(0, 1))
@settings(max_examples=150, deadline=None)
def test_every_start_ends_where_the_regions_say(c1, c2, alpha, beta, start):
    edges = (1 - alpha, beta, c1 / (c1 + c2))
    assume(min((abs(x - y) for x in (*edges, start) for y in edges if x != y), default=0.0) > 1e-6)
    settings_ = {"joining": c1, "removal": c2, "visibility": alpha, "capacity": beta, "start": start}
    model = LANG.model({**settings_, "duration": 20.0})
    assert settled(model, most=60)["r"][0] == pytest.approx(limit(start, c1, c2, alpha, beta), abs=1e-6)


@given(c1=rate, c2=rate, alpha=open_share, beta=open_share, start=st.floats(0, 1), cuts=st.integers(2, 30))
@settings(max_examples=100, deadline=None)
def test_how_time_is_cut_into_steps_changes_nothing(c1, c2, alpha, beta, start, cuts):
    chosen = {"joining": c1, "removal": c2, "visibility": alpha, "capacity": beta, "start": start}
    whole = path(1, **chosen, duration=1.5)[-1]
    parts = path(cuts, **chosen, duration=1.5 / cuts)[-1]
    assert parts == pytest.approx(whole, abs=1e-9)


@given(c1=rate, c2=rate, alpha=open_share, beta=open_share, start=st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_protest_moves_one_way_and_stays_a_share(c1, c2, alpha, beta, start):
    chosen = {"joining": c1, "removal": c2, "visibility": alpha, "capacity": beta, "start": start}
    moved = np.diff(path(**chosen))
    assert (moved >= -1e-15).all() or (moved <= 1e-15).all()
    assert 0 <= path(**chosen).min() <= path(**chosen).max() <= 1


def test_on_a_switch_it_is_not_yet_seen_and_no_longer_policed():
    chosen = {"joining": 4.0, "removal": 1.0, "visibility": 0.5, "capacity": 0.75}
    assert path(**chosen, start=0.5)[1] < 0.5
    assert path(**chosen, start=0.75)[1] > 0.75
    # in a failed state both ends of the quiet interval belong to it
    for start in (0.25, 0.5):
        assert (path(joining=1.0, removal=1.0, visibility=0.5, capacity=0.25, start=start) == start).all()


def test_smooth_switches_follow_an_independent_solver():
    chosen = {"joining": 2.0, "removal": 1.5, "visibility": 0.55, "capacity": 0.7, "start": 0.5, "steepness": 25.0}

    def slope(_, y):
        v, p = 1 / (1 + np.exp(-25 * (y - 0.45))), 1 / (1 + np.exp(25 * (y - 0.7)))
        return 2.0 * v * (1 - y) - 1.5 * p * y

    ours = path(30, **chosen, switches="smooth")
    theirs = solve_ivp(slope, (0, 3), [0.5], t_eval=np.arange(31) / 10, rtol=1e-11, atol=1e-13).y[0]
    assert ours == pytest.approx(theirs, abs=1e-8)


def test_growth_and_decay_are_the_two_terms_of_the_slope():
    model = LANG.model({"joining": 1.0, "removal": 1.0, "visibility": 0.6, "capacity": 0.8, "start": 0.45})
    seen = model.observe(model.init(model.params, 1))
    assert (seen["growth"], seen["decay"]) == (pytest.approx(0.55), pytest.approx(0.45))


def test_new_media_move_a_country_out_of_stability():
    kinds = [region(1, 1, alpha, 0.8) for alpha in (0.1, 0.4, 0.6)]
    assert kinds == ["failed", "stable", "meta-stable"]
    assert region(4, 1, 0.6, 0.7) == "unstable"
    assert {region(*example) for example in EXAMPLES.values()} == set(EXAMPLES)


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        (lambda: LANG.model({"switches": "smooth", "duration": 100.0, "joining": 1000.0}), "duration"),
        (lambda: LANG.model({"visibility": 1.0}), "visibility"),
        (lambda: limit(1.2, 1, 1, 0.5, 0.5), "share"),
    ],
)
def test_what_cannot_be_is_refused(asked, word):
    with pytest.raises(ParameterError, match=word):
        asked()
