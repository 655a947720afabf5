"""Loyalty is a reduced form of a global game: it stays where nothing presses and moves with support and doubt."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.rules.loyalty import among_others, diligence, loyalty_target, refusing

INNER = st.floats(0.001, 0.999)
LEVEL = st.floats(-10, 10)


@given(INNER)
@settings(deadline=None)
def test_nothing_pressing_it_stays_where_it_started(start):
    assert loyalty_target(start, 0.0, 0.0) == pytest.approx(start, rel=1e-13)


def test_one_logit_of_doubt_by_hand():
    assert loyalty_target(0.5, 0.0, 1.0) == pytest.approx(1 / (1 + math.e), rel=1e-14)


@given(INNER, LEVEL, LEVEL, st.floats(0, 5))
@settings(deadline=None)
def test_support_raises_and_doubt_lowers_it_alike(start, support, doubt, more):
    here = loyalty_target(start, support, doubt)
    assert loyalty_target(start, support + more, doubt) >= here - 1e-15
    assert loyalty_target(start, support, doubt + more) <= here + 1e-15
    assert loyalty_target(start, support + more, doubt + more) == pytest.approx(here, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("start", [0.0, 1.0])
def test_the_ends_do_not_move(start):
    assert loyalty_target(start, 5.0, 3.0) == start


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 1))
@settings(deadline=None)
def test_refusal_runs_from_all_at_no_loyalty_to_none_at_the_threshold(one, other, threshold):
    assert refusing(0.0, threshold) == 1.0
    assert refusing(threshold, threshold) == 0.0
    low, high = sorted((one, other))
    assert 0 <= refusing(high, threshold) <= refusing(low, threshold) <= 1


def test_half_the_threshold_is_half_refusing():
    assert refusing(0.25, 0.5) == 0.5


def test_without_a_threshold_nobody_refuses():
    assert refusing(0.0, 0.0) == 0.0


def test_others_are_weighed_and_one_is_no_other_of_oneself():
    value, weight = np.array([1.0, 0.0, 0.5, 0.3]), np.array([10.0, 10.0, 20.0, 5.0])
    group = np.array([0, 0, 0, 1])
    assert among_others(value, weight, group) == pytest.approx([10 / 30, 20 / 30, 10 / 20, 0.0])


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 100), st.integers(0, 2)), min_size=1, max_size=20))
@settings(deadline=None)
def test_what_one_sees_of_others_lies_between_the_least_and_the_most(units):
    value, weight, group = (np.array(x) for x in zip(*units))
    for k, seen in enumerate(among_others(value, weight, group)):
        others = value[(group == group[k]) & (np.arange(len(value)) != k)]
        if len(others):
            assert others.min() - 1e-6 <= seen <= others.max() + 1e-6
        else:
            assert seen == pytest.approx(0.0, abs=1e-6)


def test_who_is_as_loyal_as_usual_does_as_ordered_and_half_as_loyal_half_of_it():
    assert diligence(0.9, 0.9) == 1.0
    assert diligence(0.4, 0.8) == 0.5
    assert diligence(0.0, 0.8) == 0.0
    assert diligence(0.0, 0.0) == 1.0  # a kind that never had any is no less loyal than usual
