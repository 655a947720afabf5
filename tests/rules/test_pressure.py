"""When a plant stands still, how pressures join, and how doubts count."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.rules.pressure import either, output_lost, quietness, shortfall, signal

SHARE = st.floats(0, 1)


@pytest.mark.parametrize(
    ("striking", "lost"), [(0, 0.0), (4, 0.0), (5, 0.075), (20, 0.3), (66, 0.99), (67, 1.0), (100, 1.0)]
)
def test_of_a_hundred_staff_with_a_threshold_of_five(striking, lost):
    assert output_lost(striking, 100, 0.05, 1.5) == pytest.approx(lost)


def test_an_employer_without_staff_loses_nothing():
    assert output_lost(0, 0, 0.05, 1.5) == 0.0


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(1, 1000), st.floats(0.001, 1), st.floats(0, 10))
@settings(deadline=None)
def test_more_strikers_never_lose_less(one, other, staff, threshold, multiplier):
    few, many = sorted((one % (staff + 1), other % (staff + 1)))
    low, high = output_lost(few, staff, threshold, multiplier), output_lost(many, staff, threshold, multiplier)
    assert 0 <= low <= high <= 1


@given(SHARE, SHARE)
@settings(deadline=None)
def test_either_pressure_is_enough_and_both_are_more(a, b):
    assert max(a, b) - 1e-12 <= either(a, b) <= min(1.0, a + b) + 1e-12
    assert either(a, 0.0) == pytest.approx(a)
    assert either(a, 1.0) == 1.0


@given(SHARE, st.integers(1, 10))
@settings(deadline=None)
def test_shortfall_is_a_power_of_the_gap(loyalty, sharpness):
    assert shortfall(loyalty, float(sharpness)) == pytest.approx((1 - loyalty) ** sharpness, abs=1e-15)


def test_small_doubts_count_for_little_and_a_rout_for_everything():
    assert shortfall(0.9, 3.0) < 0.0011
    assert shortfall(0.0, 3.0) == 1.0
    assert shortfall(1.2, 3.0) == 0.0


@given(SHARE, SHARE, st.floats(-3, 3))
@settings(deadline=None)
def test_signals_join_and_are_cut(a, b, c):
    assert signal() == 0.0
    assert signal(a) == pytest.approx(a, abs=1e-12)
    assert signal(a, b) == pytest.approx(either(a, b), abs=1e-12)
    assert 0.0 <= signal(a, b, c) <= 1.0
    assert signal(a, 1.5) == 1.0 and signal(a, -2.0) == pytest.approx(a, abs=1e-12)


@given(SHARE, SHARE, st.floats(1e-6, 0.5))
@settings(deadline=None)
def test_a_street_goes_quiet_as_its_crowds_fall(recent, largest, quiet):
    here = quietness(recent, largest, quiet)
    assert 0.0 <= here <= 1.0
    assert quietness(recent / 2, largest, quiet) >= here
    if recent >= quiet or largest == 0.0:
        assert here == 0.0
