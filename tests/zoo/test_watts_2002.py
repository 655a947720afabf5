"""Cascades: who may switch on and who may not, whatever the order; and where one node can move everybody."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from contested import zoo
from contested.engine.clock import Tick
from contested.ground.draws import member_seed
from contested.ground.errors import ParameterError
from contested.zoo.kit import spreading
from contested.zoo.kit.networks import ties_of_pairs
from contested.zoo.kit.trajectories import endings, settled
from contested.zoo.watts_2002 import theory
from contested.zoo.watts_2002.model import needed, step
from tests.laws import assert_chance, assert_law

WATTS = zoo.load("watts-2002")
graphs = {
    "nodes": st.integers(20, 300),
    "degree": st.floats(0, 8),
    "threshold": st.floats(0, 1),
    "seeds": st.integers(0, 5),
    "ties": st.sampled_from(["drawn", "fixed"]),
}


def ended(seed=1, **chosen):
    return settled(WATTS.model(chosen), seed=seed)


def neighbours(state, i):
    return state["ends"][state["offsets"][i] : state["offsets"][i + 1]]


def star(leaves, threshold):
    """State of a star whose centre is node 0 and whose first leaf is on."""
    ties = ties_of_pairs(leaves + 1, np.zeros(leaves, np.int32), np.arange(1, leaves + 1, dtype=np.int32))
    state = spreading.begin(needed(np.float64(threshold), ties.degrees), np.array([1]))
    return {**state, "offsets": ties.offsets, "ends": ties.ends}


@given(**graphs, order=st.sampled_from(["in-turn", "together"]), seed=st.integers(0, 2**62))
@settings(max_examples=60, deadline=None)
def test_whoever_is_on_had_reason_and_whoever_is_off_has_none(seed, **chosen):
    """In the order in which they switched on, each had a fraction phi of neighbours on before it; nobody else has."""
    state = ended(seed, **chosen)
    reached, degrees = int(state["reached"][0]), np.diff(state["offsets"])
    order, phi = state["order"][:reached], chosen["threshold"]
    before = np.zeros(chosen["nodes"], bool)
    started = WATTS.model(chosen).init(WATTS.choose(chosen), seed)["reached"][0]
    for k, i in enumerate(order):
        if k >= started:
            assert degrees[i] and before[neighbours(state, i)].sum() / degrees[i] >= phi
        before[i] = True
    assert (before == state["active"].astype(bool)).all()
    for i in np.flatnonzero(~before):
        assert not degrees[i] or before[neighbours(state, i)].sum() / degrees[i] < phi


@given(**graphs, threshold_sd=st.sampled_from([0.0, 0.15]), seed=st.integers(0, 2**62))
@settings(max_examples=60, deadline=None)
def test_any_order_ends_alike_and_one_after_another_is_never_behind(seed, **chosen):
    """Who looks later in a step sees more: after each step those on contain those of the step in which all look at
    once."""
    models = [WATTS.model({**chosen, "order": order}) for order in ("in-turn", "together")]
    turn, once = (model.init(model.params, seed) for model in models)
    for k in range(400):
        turn, once = (m.step(s, m.params, Tick(k, seed)) for m, s in zip(models, (turn, once)))
        assert (turn["active"] >= once["active"]).all()
        if once["told"][0] == once["reached"][0]:
            break
    ends = [settled(model, seed=seed)["active"] for model in models]
    assert (ends[0] == ends[1]).all()


def test_in_turn_a_wave_can_travel_far_in_a_step():
    """A thousand nodes, all moved by one neighbour: one after another in a random order beats all at once."""
    counts = []
    for order in ("in-turn", "together"):
        model = WATTS.model({"nodes": 1000, "threshold": 0.02, "order": order, "seeds": 5})
        begun = [model.init(model.params, r) for r in range(9)]
        counts.append([model.step(state, model.params, Tick(0, r))["reached"][0] for r, state in enumerate(begun)])
    assert np.mean(counts[0]) > 3 * np.mean(counts[1])


@pytest.mark.parametrize("degree", [1, 2, 3, 5, 7, 25, 49, 100, 999])
def test_a_fraction_that_is_exactly_reached_is_reached(degree):
    """m of k neighbours reach m/k, and not the next number above it; 0.28 x 25 in floating point would say 8 of 25."""
    m = np.arange(1, degree + 1)
    degrees = np.full(degree, degree)
    assert (needed(m / degree, degrees) == m).all()
    above = needed(np.nextafter(m / degree, 2), degrees)
    assert (above[:-1] == m[:-1] + 1).all() and above[-1] == spreading.NEVER


@pytest.mark.parametrize(("threshold", "on"), [(0.2, 6), (np.nextafter(0.2, 1), 1), (0.18, 6), (0.21, 1)])
def test_one_neighbour_of_five_reaches_a_fifth(threshold, on):
    """A star: the centre sees one of five; if that suffices, the leaves see one of one."""
    state = star(5, threshold)
    for k in range(3):
        state = step(state, WATTS.params, Tick(k, 1))
    assert state["reached"][0] == on


@pytest.mark.parametrize(("threshold", "on"), [(0.1, 11), (0.11, 1)])
def test_in_a_complete_graph_one_is_a_tenth_of_the_others(threshold, on):
    assert ended(nodes=11, degree=10, ties="fixed", threshold=threshold)["reached"][0] == on


def test_without_ties_nobody_switches_on():
    """Not even with a threshold of 0: a fraction of nobody is no fraction."""
    for threshold in (0.0, 0.05, 0.18):
        state = ended(nodes=3000, degree=1.5, threshold=threshold, seeds=30)
        alone = np.diff(state["offsets"]) == 0
        first = WATTS.model({"nodes": 3000, "degree": 1.5, "threshold": 1.0, "seeds": 30})
        seed = first.init(first.params, 1)["active"].astype(bool)
        assert 500 < alone.sum() < 850  # 3000 exp(-1.5) = 669
        assert (state["active"][alone] == seed[alone]).all()
        if threshold == 0:
            assert state["active"][~alone].all()


@given(**{**graphs, "seeds": st.just(0)}, few=st.integers(0, 6), more=st.integers(0, 6), seed=st.integers(0, 2**62))
@settings(max_examples=40, deadline=None)
def test_more_seeds_and_lower_thresholds_never_lead_to_fewer(few, more, seed, **chosen):
    base = ended(seed, **{**chosen, "seeds": few})["active"]
    assert base.sum() >= few
    assert (ended(seed, **{**chosen, "seeds": few + more})["active"] >= base).all()
    assert (ended(seed, **{**chosen, "seeds": few, "threshold": 0.7 * chosen["threshold"]})["active"] >= base).all()


def test_ties_are_so_many_exactly_or_as_many_as_pairs_allow():
    def ties(kind, seed):
        model = WATTS.model({"nodes": 60, "degree": 5.0, "ties": kind})
        return model.init(model.params, seed)["ends"].size // 2

    assert {ties("fixed", r) for r in range(50)} == {150}
    drawn = np.array([ties("drawn", r) for r in range(3000)])
    assert_law(drawn, lambda x: binom.cdf(np.floor(x), 1770, 5 / 60), detects=0.13)


def test_every_node_is_the_seed_equally_often():
    model = WATTS.model({"nodes": 7, "degree": 0.0})
    seeds = np.array([np.flatnonzero(model.init(model.params, r)["active"]) for r in range(4000)])
    assert seeds.shape == (4000, 1)
    assert_law(seeds[:, 0], lambda x: np.clip((np.floor(x) + 1) / 7, 0, 1), detects=0.11)


def test_one_neighbour_suffices_up_to_one_over_phi():
    for k in range(1, 200):
        assert theory.vulnerable_degree(1 / k) == k
        assert theory.vulnerable_degree(np.nextafter(1 / k, 2)) == k - 1


def test_the_window_closes_as_people_get_harder_to_move():
    """Each window lies within that of a lower threshold; above a quarter there is none."""
    found = [theory.window(phi) for phi in (0.03, 0.1, 0.12, 0.15, 0.18, 0.22)]
    for (low, high), (next_low, next_high) in pairwise(found):
        assert low <= next_low < next_high < high
    assert theory.window(0.25) is not None
    assert [theory.window(phi) for phi in (np.nextafter(0.25, 1), 0.3, 0.6, 1.0)] == [None] * 4


def test_cascades_grow_rarer_and_larger_up_to_the_edge():
    """The size is one fixed point all along the window, also where it is left so slowly that it looks like rest."""
    low, high = theory.window(0.18)
    z = np.linspace(low + 1e-4, high - 1e-4, 80)
    size = np.array([theory.size(x, 0.18) for x in z])
    assert (np.diff(size) > 0).all() and 0 < size[0] < 0.001 and size[-1] > 0.9968
    chance = np.array([theory.chance(x, 0.18) for x in z])
    assert (np.diff(chance[z > 4]) < 0).all() and chance[0] < 0.001 and chance[-1] < 0.001
    assert theory.size(high + 1e-6, 0.18) == theory.chance(high + 1e-6, 0.18) == 0


@pytest.mark.parametrize(("z", "phi"), [(0.8, 0.18), (7.5, 0.18), (2.0, 0.26), (4.8, 0.22)])
def test_outside_the_window_one_node_moves_few(z, phi):
    model = WATTS.model({"nodes": 20_000, "degree": z, "threshold": phi})
    share = endings(model, "share", seeds=(member_seed(7, r) for r in range(60)))
    assert share.max() < 0.02


@pytest.mark.parametrize(("z", "phi"), [(1.6, 0.18), (3.0, 0.18), (2.0, 0.24), (6.0, 0.12)])
def test_inside_it_moves_everybody_as_often_as_it_touches_the_vulnerable(z, phi):
    model = WATTS.model({"nodes": 10_000, "degree": z, "threshold": phi})
    share = endings(model, "share", seeds=(member_seed(8, r) for r in range(400)))
    swept = share > 0.1
    assert_chance(int(swept.sum()), 400, theory.chance(z, phi), detects=0.35)
    # a fixed point of endless graphs; ten thousand nodes stray by far less
    assert share[swept].mean() == pytest.approx(theory.size(z, phi), abs=0.01)


@pytest.mark.parametrize(
    ("chosen", "word"),
    [
        ({"nodes": 10, "degree": 3, "seeds": 11}, "seeds"),
        ({"nodes": 10, "degree": 9.5}, "degree"),
        ({"threshold": float("nan")}, "threshold"),
        ({"threshold": 1.2}, "threshold"),
        ({"degree": -1}, "degree"),
        ({"nodes": 10.5}, "nodes"),
    ],
)
def test_what_cannot_be_is_refused(chosen, word):
    with pytest.raises(ParameterError, match=word):
        WATTS.model(chosen)
