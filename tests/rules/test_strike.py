"""When a plant stands still."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.rules.strike import output_lost


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
