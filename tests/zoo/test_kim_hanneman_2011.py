"""Worker protest: turns, terms, and what a worker weighs."""

import math

import numpy as np
import pytest

from contested import zoo
from contested.engine.check import check_model
from contested.engine.clock import Tick
from contested.ground.errors import ParameterError
from contested.zoo.kim_hanneman_2011 import model as works
from contested.zoo.kim_hanneman_2011.proof import outbursts
from contested.zoo.kit.torus_sight import sight
from contested.zoo.kit.trajectories import trajectory

WORKS = zoo.load("kim-hanneman-2011")
SMALL = {"side": 16, "vision": 4}


def test_the_contract():
    check_model(WORKS.model(SMALL))


@pytest.mark.parametrize("settings", [{}, {"decision": "chance", "inequality": 1.0}, {"workers": 0.95, "cops": 0.05}])
def test_nobody_is_lost_or_in_two_places(settings):
    model = WORKS.model({**SMALL, **settings})
    p = model.params
    state = model.init(p, 4)
    for s in range(80):
        model.step(state, p, Tick(s, 4))
        free = state["jail"] == works.FREE
        n = free.size
        at = np.concatenate([state["site"][free], state["cop"]])
        who = np.concatenate([np.flatnonzero(free), n + np.arange(state["cop"].size)])
        assert np.unique(at).size == at.size
        assert np.array_equal(state["here"][at], who)
        assert (state["here"] >= 0).sum() == at.size == state["standing"].sum()
        assert (state["site"][~free] == -1).all() and not state["protesting"][~free].any()
        loud = np.zeros(state["here"].size)
        loud[state["site"][state["protesting"] == 1]] = 1
        assert np.array_equal(loud, state["loud_here"])
        assert state["jail"].max() < p.jail_max  # the step of the arrest is served already


def _weighed(settings, who, at, change):
    """Grievance and risk of one worker among others placed by hand on a 9 x 9 torus with vision 2."""
    p = WORKS.choose({"side": 9, "vision": 2, "workers": 1, "cops": 0, **settings})
    sites = 81
    ground = works.Ground(
        wage=np.array([0.5, 1.0, 1.5, 2.0]), aversion=np.array([0.6, 0.0, 0.0, 0.0]),
        tag=np.array([0.0, 0.0, 1.0, 1.0]), protesting=np.zeros(4, np.uint8), jail=np.full(4, works.FREE, np.int32),
        site=np.array([40, 41, 49, 80], np.int32), cop=np.array([31, 22], np.int32), here=np.full(sites, -1, np.int32),
        standing=np.zeros(sites, np.uint8), loud_here=np.zeros(sites, np.uint8),
    )  # fmt: skip
    ground.here[ground.site] = np.arange(4)
    ground.here[ground.cop] = 4 + np.arange(2)
    change(ground)
    law = works.Law(9, p.identity, int(p.similarity == "binary"), 0, 0.1, int(p.ratio == "floor"), 2.3, 30)
    return works._weigh(ground, law, sight("disc", 2.0, 9), who, at)


def test_a_worker_weighs_the_wages_and_the_cops_in_sight():
    """Sees workers 1 and 2 and both cops, not worker 3; nobody protests."""
    grievance, risk = _weighed({}, 0, 40, lambda g: None)
    assert grievance == pytest.approx(1.25 - 0.5)
    assert risk == pytest.approx(0.6 * (1 - math.exp(-2.3 * 2)))


def test_protesters_share_the_risk_and_the_ratio_is_rounded_down():
    def one(g):
        g.protesting[1] = 1

    def both(g):
        g.protesting[1:3] = 1

    assert _weighed({}, 0, 40, one)[1] == pytest.approx(0.6 * (1 - math.exp(-2.3)))
    assert _weighed({}, 0, 40, both)[1] == 0.0
    assert _weighed({"ratio": "exact"}, 0, 40, both)[1] == pytest.approx(0.6 * (1 - math.exp(-2.3 * 2 / 3)))


def test_the_own_state_counts_once():
    def loud(g):
        g.protesting[0] = 1

    assert _weighed({}, 0, 40, loud) == _weighed({}, 0, 40, lambda g: None)


def test_the_unlike_make_timid_and_the_like_bold():
    def like(g):
        g.tag[:] = 0

    def unlike(g):
        g.tag[0] = 5

    plain = _weighed({}, 0, 40, lambda g: None)[1]
    assert _weighed({"identity": 1}, 0, 40, lambda g: None)[1] == pytest.approx(plain)  # one of each
    assert _weighed({"identity": 0.5}, 0, 40, like)[1] == pytest.approx(0.5 * plain)
    assert _weighed({"identity": 0.5}, 0, 40, unlike)[1] == pytest.approx(1.5 * plain)
    assert _weighed({"identity": 1}, 0, 40, unlike)[1] == pytest.approx(plain / 0.6)  # aversion is at most 1


def test_tags_by_degrees_lie_on_a_circle():
    assert works._likeness(0.1, 0.1, 0) == 1.0
    assert works._likeness(0.05, 0.95, 0) == pytest.approx(0.8)
    assert works._likeness(0.0, 0.5, 0) == 0.0


def test_a_term_of_one_step_ends_with_the_step_of_the_arrest():
    seen = trajectory(WORKS.model({**SMALL, "jail_max": 1, "inequality": 0.6}), steps=40)
    assert seen["arrests"].sum() > 20 and (seen["jailed"] == 0).all()


def test_the_best_paid_never_protest_and_equal_pay_keeps_all_quiet():
    assert trajectory(WORKS.model({**SMALL, "inequality": 0}), steps=20)["protesting"].max() == 0
    model = WORKS.model({**SMALL, "cops": 0, "inequality": 0.5})
    state = model.init(model.params, 1)
    for s in range(20):
        model.step(state, model.params, Tick(s, 1))
        assert not state["protesting"][state["wage"].argmax()]
        assert state["protesting"][state["wage"].argmin()]


def test_more_cops_mean_less_protest():
    shares = [trajectory(WORKS.model({**SMALL, "cops": c}), steps=60)["protesting"].mean() for c in (0, 0.02, 0.1)]
    assert shares == sorted(shares, reverse=True)


def test_whole_outbursts_only():
    x = np.array([0.2, 0.0, 0.1, 0.3, 0.05, 0.0, 0.06, 0.0, 0.5])
    found = outbursts(x)
    assert found.began.tolist() == [2, 6] and found.duration.tolist() == [2, 1]
    assert found.strength.tolist() == [0.3, 0.06] and found.size == pytest.approx([0.4, 0.06])
    assert outbursts(np.zeros(5)).began.size == 0


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"workers": 0.99}, "workers"), ({"workers": 0.0001}, "workers"), ({"vision": 20}, "vision")],
)
def test_impossible_works(wrong, name):
    with pytest.raises(ParameterError, match=name) as error:
        WORKS.model(wrong)
    assert error.value.hint
