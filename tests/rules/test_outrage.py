"""Outrage is at what exceeds the usual, and fades into habit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.rules.outrage import surprise

numbers = st.floats(0, 1e6)


def test_half_full_at_half_where_nothing_is_expected_and_full_far_above():
    assert surprise(3.0, 0.0, 3.0) == pytest.approx(0.5)
    assert surprise(1e9, 0.0, 3.0) == pytest.approx(1.0)
    assert surprise(0.0, 0.0, 3.0) == 0.0


def test_the_usual_surprises_nobody_and_twice_a_large_usual_number_by_half():
    assert surprise(1000.0, 1000.0, 3.0) == 0.0
    assert surprise(2e6, 1e6, 3.0) == pytest.approx(0.5, rel=1e-4)


@given(numbers, numbers, numbers, st.floats(1e-6, 1e3))
def test_more_outrages_more_and_more_of_a_habit_less(one, more, usual, half):
    low, high = sorted((one, more))
    assert 0.0 <= surprise(low, usual, half) <= surprise(high, usual, half) <= 1.0
    assert surprise(usual, high, half) <= surprise(usual, low, half)
