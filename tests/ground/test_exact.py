"""exp, log and the logistic differ from the true values by two units in the last place at most."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.ground.exact import exp, log, logistic

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
