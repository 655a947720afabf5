"""Repression takes people out and never makes a protest larger than none would; networks are tied as they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested import zoo
from contested.engine.check import check_model
from contested.engine.clock import Tick
from contested.ground.errors import ParameterError
from contested.zoo.steinert_threlkeld_2021.model import ACTIVE, NETWORKS, OUTSIDE, REMOVED, Streets, init, make, ties_of
from contested.zoo.steinert_threlkeld_2021.proof import ended, slope
from contested.zoo.steinert_threlkeld_2021.theory import complete_end, removed_at_first, ring_end

STREETS = zoo.load("steinert-threlkeld-2021")


def active(state):
    return set(np.flatnonzero(state["status"] == ACTIVE).tolist())


@given(
    network=st.sampled_from(NETWORKS[:3]), thresholds=st.sampled_from(["uniform", "normal"]),
    rate=st.floats(0.01, 0.6), seed=st.integers(0, 2**40),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_nobody_is_active_under_repression_who_would_not_be_without(network, thresholds, rate, seed):
    chosen = {"people": 150, "network": network, "thresholds": thresholds, "degree": 6}
    _, calm = ended(Streets(**chosen, repression=0.0), seed)
    _, end = ended(Streets(**chosen, repression=rate), seed)
    assert active(end) <= active(calm)


def test_more_repression_can_leave_a_larger_protest_than_less():
    """Not a law between two rates above 0: whom repression takes changes what others see."""
    low, high = (len(active(ended(Streets(people=300, repression=rate), 169)[1])) for rate in (0.05, 0.1))
    assert (low, high) == (66, 148)


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.29, 1.0])
def test_where_all_are_tied_repression_strikes_once(rate):
    start, end = ended(Streets(people=100, network="complete", repression=rate), 1)
    assert len(active(start)) == 100
    assert len(active(end)) == complete_end(100, rate)
    assert (end["status"] == REMOVED).sum() == removed_at_first(100, rate)


@pytest.mark.parametrize("threshold", [0.1, 0.5, 0.500001, 0.9])
def test_a_ring_goes_over_or_stands_still(threshold):
    params = Streets(
        people=90, network="small-world", degree=6, rewired=0.0, thresholds="fixed", threshold=threshold, repression=0.0
    )
    assert len(active(ended(params, 2)[1])) == ring_end(90, 6, threshold)


def test_who_stops_and_who_does_not():
    """A line 0-1-2-3-4-5 in which 2 is taken out: 3 of the core goes on alone, 4 sees it, and 1 has nobody."""
    offsets, ends = np.array([0, 1, 3, 5, 7, 9, 10]), np.array([1, 0, 2, 1, 3, 2, 4, 3, 5, 4], np.int32)
    state = {
        "offsets": offsets, "ends": ends, "threshold": np.array([0.5, 0.5, 0.5, 0.9, 0.5, 0.6]),
        "first": np.array([0, 0, 1, 1, 0, 0], bool), "status": np.array([0, 1, REMOVED, 1, 0, 0], np.int8),
        "joined": np.zeros(1, np.int64), "resting": np.zeros(1, bool),
    }  # fmt: skip
    params = Streets(repression=0.0)
    make(params).step(state, params, Tick(0, 1))
    assert state["status"].tolist() == [0, 0, REMOVED, ACTIVE, ACTIVE, 0]
    assert not state["resting"][0] and state["joined"][0] == 1
    make(params).step(state, params, Tick(1, 1))
    assert state["status"].tolist() == [0, 0, REMOVED, ACTIVE, ACTIVE, ACTIVE]


def test_networks_are_tied_as_they_say():
    for network in NETWORKS:
        ties = ties_of(Streets(people=200, network=network, degree=6), 3)
        looker = np.repeat(np.arange(200), ties.degrees)
        both = set(zip(looker.tolist(), ties.ends.tolist(), strict=True))
        assert len(both) == ties.ends.size and all(a != b and (b, a) in both for a, b in both)
    assert ties_of(Streets(people=200, network="clustered"), 3).ends.size == 2 * 3 * 197
    part = init(Streets(people=400), 5)
    outside = part["status"] == OUTSIDE
    assert outside.any() and not part["first"][outside].any()
    owner = np.repeat(np.arange(400), np.diff(part["offsets"]))
    assert (outside[owner] == outside[part["ends"]]).all()


def test_closing_triads_makes_triangles():
    def triangles(closing):
        ties = ties_of(Streets(people=300, network="clustered", closing=closing), 7)
        tied = np.zeros((300, 300))
        tied[np.repeat(np.arange(300), ties.degrees), ties.ends] = 1
        return np.trace(tied @ tied @ tied) / 6

    assert triangles(0.9) > 3 * triangles(0.0)


def test_normal_thresholds_are_drawn_again_below_zero():
    drawn = init(Streets(people=5000, network="small-world", thresholds="normal", threshold=0.1), 3)["threshold"]
    assert (drawn >= 0).all() and drawn.mean() > 0.12


def test_a_slope_is_that_of_least_squares():
    rng = np.random.default_rng(1)
    x, z = rng.normal(size=(2, 50))
    y = 1 + 2 * x - z + rng.normal(size=50)
    from scipy.stats import linregress

    found, t = slope([x], y)
    theirs = linregress(x, y)
    assert found == pytest.approx(theirs.slope) and t == pytest.approx(theirs.slope / theirs.stderr)
    assert slope([x, z], y)[0] == pytest.approx(2, abs=0.6)
    assert np.isnan(slope([x, x], y)[1])


@pytest.mark.parametrize("network", NETWORKS)
def test_it_keeps_the_contract(network):
    check_model(STREETS.model({"people": 100, "network": network}))


@pytest.mark.parametrize(
    ("chosen", "word"),
    [
        ({"network": "small-world", "degree": 7}, "even"),
        ({"network": "clustered", "people": 6}, "twice"),
        ({"network": "ring"}, "one of"),
        ({"repression": 1.5}, "0 to 1"),
    ],
)
def test_what_cannot_be_is_refused(chosen, word):
    with pytest.raises(ParameterError, match=word):
        STREETS.model(chosen)
