"""Arrests are limited by the crowd when it is small and by capacity when it is large."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.rules.contact import chance_of_arrest, encounters

PEOPLE = st.floats(0, 1e7)
CAPACITY = st.floats(0, 1e5)
REACH = st.floats(0, 1)


def test_of_a_small_crowd_the_part_reached_is_arrested():
    assert encounters(10, 1e6, 0.1) == pytest.approx(1.0, rel=1e-5)


def test_of_an_endless_crowd_capacity_is_arrested():
    assert encounters(1e9, 300, 0.1) == pytest.approx(300, rel=1e-9)


def test_fifty_and_a_hundred_and_fifty_thousand_give_like_numbers():
    """A capacity of 600 a day, one in ten of a small crowd: what Minsk's Sundays of autumn 2020 looked like."""
    assert encounters(150_000, 600, 0.1) / encounters(50_000, 600, 0.1) < 1.001


def test_between_the_limits_it_is_holling_s_shoulder():
    assert encounters(1000, 100, 0.1) == pytest.approx(100 * (1 - math.exp(-1)), rel=1e-12)


@pytest.mark.parametrize(("crowd", "capacity", "reach"), [(0, 100, 0.1), (100, 0, 0.1), (-5, 100, 0.1)])
def test_nobody_is_arrested_without_crowd_or_officers(crowd, capacity, reach):
    assert encounters(crowd, capacity, reach) == 0


@given(PEOPLE, CAPACITY, REACH)
@settings(deadline=None)
def test_never_more_than_are_reached_or_than_capacity(crowd, capacity, reach):
    # 1 - exp(-x) loses digits where x is tiny: off by a rounding error of the capacity
    assert encounters(crowd, capacity, reach) <= min(reach * crowd, capacity) * (1 + 1e-9) + 1e-15 * capacity


@given(PEOPLE, PEOPLE, CAPACITY, REACH)
@settings(deadline=None)
def test_a_larger_crowd_has_more_arrests_and_a_smaller_chance(one, other, capacity, reach):
    small, large = sorted((one, other))
    assert encounters(small, capacity, reach) <= encounters(large, capacity, reach) * (1 + 1e-12) + 1e-9
    chances = chance_of_arrest(small, capacity, reach), chance_of_arrest(large, capacity, reach)
    assert chances[0] >= chances[1] * (1 - 1e-9) - 1e-10
    assert all(0 <= c <= 1 for c in chances)
