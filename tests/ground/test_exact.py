"""exp, log and the logistic differ from the true values by two units in the last place at most; levels come back
within half a step, and decay always ends.
"""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.ground.exact import LARGEST, LEVELS_PER_ONE, exp, log, logistic, of_level, to_level

CLOSE = {"rel": 4.5e-16, "abs": 0.0}


@given(st.floats(-700, 700))
@settings(max_examples=1000, deadline=None)
def test_exp(x):
    assert exp(x) == pytest.approx(math.exp(x), **CLOSE)


@given(st.floats(5e-324, 1.7e308))
@settings(max_examples=1000, deadline=None)
def test_log(x):
    assert log(x) == pytest.approx(math.log(x), **CLOSE)


@given(st.floats(0.5, 2.0))
@settings(max_examples=1000, deadline=None)
def test_log_around_one_keeps_its_digits(x):
    assert log(x) == pytest.approx(math.log(x), **CLOSE)


@given(st.floats(-700, 700))
@settings(max_examples=1000, deadline=None)
def test_logistic(x):
    assert logistic(x) == pytest.approx(1.0 / (1.0 + math.exp(-x)), rel=6e-16, abs=0.0)


@given(st.floats(-40, 40), st.floats(-40, 40))
@settings(deadline=None)
def test_logistic_never_falls(x, y):
    low, high = sorted((x, y))
    assert logistic(low) <= logistic(high)


def test_ends_are_finite_and_in_order():
    assert exp(0.0) == 1.0
    assert log(1.0) == 0.0
    assert logistic(0.0) == 0.5
    assert exp(-1e9) == 0.0
    assert exp(709.0) == exp(1e9) < math.inf
    assert log(0.0) == log(-1.0) == -708.0
    assert 0.0 <= logistic(-1e9) < 1e-300
    assert logistic(1e9) == 1.0


@given(st.integers(0, LARGEST))
@settings(deadline=None)
def test_a_level_read_and_written_is_the_same(k):
    assert to_level(of_level(k)) == k


@given(st.floats(0, LARGEST / LEVELS_PER_ONE))
@settings(deadline=None)
def test_a_number_written_and_read_is_within_half_a_step(x):
    assert abs(of_level(to_level(x)) - x) <= 0.5 / LEVELS_PER_ONE


@given(st.floats(-1e6, 1e6))
@settings(deadline=None)
def test_what_does_not_fit_is_clipped(x):
    assert 0 <= to_level(x) <= LARGEST
    assert to_level(x) == (0 if x < 0 else LARGEST) or 0 <= x <= 16
