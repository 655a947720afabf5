"""The decision to act is a logit that hardens into a threshold; the fast form gives the very same answers."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contested.rules.choice import acts, chance_to_act, stays

U = st.integers(0, 2**32 - 1).map(lambda k: k / 2**32)
LEVEL = st.floats(-30, 30)
SHARE = st.floats(0, 1)
HEAT = st.floats(0.001, 10)


@given(LEVEL, LEVEL, HEAT)
@settings(deadline=None)
def test_it_is_a_logit(benefit, cost, temperature):
    x = (benefit - cost) / temperature
    if abs(x) < 700:
        assert chance_to_act(benefit, cost, temperature) == pytest.approx(1 / (1 + math.exp(-x)), rel=1e-14)


def test_even_odds_where_benefit_meets_cost():
    assert chance_to_act(1.25, 1.25, 0.16) == 0.5


@pytest.mark.parametrize(("benefit", "chance"), [(0.99, 0.0), (1.01, 1.0)])
def test_near_zero_temperature_it_is_granovetter_s_threshold(benefit, chance):
    assert chance_to_act(benefit, 1.0, 1e-4) == pytest.approx(chance, abs=1e-12)


@given(U, SHARE, LEVEL, LEVEL, HEAT)
@example(0.0, 1.0, -30.0, 30.0, 0.001)
@example(0.5, 1.0, 1.0, 1.0, 0.16)
@settings(deadline=None, max_examples=2000)
def test_the_fast_form_is_exact(u, chance, benefit, cost, temperature):
    assert acts(u, chance, benefit, cost, temperature) == (
        u < chance * chance_to_act(benefit, cost, temperature)
    )


@given(st.floats(0, 1e-3), SHARE, st.floats(0, 12))
@settings(deadline=None, max_examples=2000)
def test_the_fast_form_is_exact_for_small_draws_against_likely_refusals(u, chance, x):
    """Where the shortcut decides: draws that are small, and costs a few temperatures above the benefit."""
    assert acts(u, chance, 0.0, x, 1.0) == (u < chance * chance_to_act(0.0, x, 1.0))


@given(U, SHARE, LEVEL, LEVEL, HEAT, st.floats(0, 20), st.floats(0, 20))
@settings(deadline=None, max_examples=2000)
def test_who_stays_at_the_best_that_could_be_stays_at_anything_less(u, chance, benefit, cost, temperature, less, more):
    """What lets a street of millions be settled without looking at most of what is known of them."""
    if stays(u, chance, benefit, cost, temperature):
        assert not acts(u, chance, benefit, cost, temperature)
        assert not acts(u, chance, benefit - less, cost + more, temperature)


@given(U, SHARE, SHARE, LEVEL, LEVEL, LEVEL, HEAT)
@settings(deadline=None)
def test_who_acts_still_acts_when_called_louder_or_offered_more(u, one, other, low, high, cost, temperature):
    quiet, loud = sorted((one, other))
    less, more = sorted((low, high))
    if acts(u, quiet, less, cost, temperature):
        assert acts(u, loud, more, cost, temperature)
