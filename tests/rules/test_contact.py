"""Arrests are limited by the crowd when small and by capacity when large; cordons bite where officers are many."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.rules.contact import at_liberty, chance_of_arrest, chance_under, denied, encounters

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


HALF = st.floats(1e-6, 10)
SHARE = st.floats(0, 1)


def test_officers_half_as_many_as_declared_per_person_deny_half_of_what_can_be_denied():
    assert denied(1000, 50, 0.05, 0.9) == pytest.approx(0.45)


def test_without_effort_nobody_is_kept_away():
    assert denied(1000, 0, 0.05, 0.9) == 0


def test_a_crowd_that_outnumbers_officers_by_far_is_hardly_denied_and_a_small_one_nearly_whole():
    assert denied(1e6, 50, 0.05, 0.9) < 0.001
    assert denied(10, 50, 0.05, 0.9) > 0.89


@given(PEOPLE, PEOPLE, CAPACITY, HALF, SHARE)
@settings(deadline=None)
def test_less_is_denied_of_a_larger_crowd(one, other, effort, half, most):
    small, large = sorted((one, other))
    assert denied(large, effort, half, most) <= denied(small, effort, half, most) <= most


@given(PEOPLE, CAPACITY, CAPACITY, HALF, SHARE, SHARE)
@settings(deadline=None)
def test_more_is_denied_by_more_effort_and_of_forms_that_can_be(crowd, one, other, half, little, much):
    low, high = sorted((one, other))
    assert 0 <= denied(crowd, low, half, much) <= denied(crowd, high, half, much) * (1 + 1e-12)
    less, more = sorted((little, much))
    assert denied(crowd, high, half, less) <= denied(crowd, high, half, more)


@given(
    st.floats(0, 2), st.floats(0, 2), st.floats(1, 1e6), st.floats(1, 1e5), st.floats(0.01, 5), st.floats(0.001, 1),
    st.floats(0.01, 5),
)
def test_harder_policing_never_lowers_the_chance_of_arrest(one, other, crowd, officers, each, reach, half):
    low, high = (chance_under(e, crowd, officers, each, reach, half) for e in sorted((one, other)))
    assert 0.0 <= low <= high * (1 + 1e-9) <= reach * (1 + 1e-9) + 1e-300
    assert chance_under(0.0, crowd, officers, each, reach, half) == 0.0


def test_in_a_small_crowd_a_crackdown_is_riskier_than_containment_though_few_are_arrested():
    """At half the effort of `half`, a third of `reach`; at four times it, four fifths."""
    crackdown, containment = (chance_under(e, 100.0, 1e6, 1.0, 0.1, 0.25) for e in (1.0, 0.125))
    assert containment == pytest.approx(0.1 / 3, rel=1e-3)
    assert crackdown == pytest.approx(0.08, rel=1e-3)


def test_each_raid_takes_an_equal_part_of_those_left_and_half_of_the_missing_are_replaced_in_time():
    assert at_liberty(1.0, 0.0, 30.0) == 1.0
    assert at_liberty(1.0, 2.0, 30.0) == pytest.approx(math.exp(-2), rel=1e-12)
    free = 0.2
    for _ in range(30):
        free = at_liberty(free, 0.0, 30.0)
    assert free == pytest.approx(0.6, rel=1e-12)
