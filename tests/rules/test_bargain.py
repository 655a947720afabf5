"""How pressures join, and how doubts count."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.rules.bargain import either, shortfall

SHARE = st.floats(0, 1)


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
