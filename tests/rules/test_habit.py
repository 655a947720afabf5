"""How the risk of an end falls with age."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.rules.habit import aged

AGE = st.floats(0, 1e5)
HALF = st.floats(0.1, 1e5)


@given(HALF)
@settings(deadline=None)
def test_the_whole_risk_at_first_and_half_of_it_at_the_half(half):
    assert aged(0.0, half) == 1.0
    assert aged(half, half) == pytest.approx(0.5)


@given(AGE, AGE, HALF)
@settings(deadline=None)
def test_the_older_the_safer_and_never_safe(younger, years, half):
    assert 0.0 < aged(younger + years, half) <= aged(younger, half) <= 1.0


def test_with_no_liability_of_newness_age_counts_for_nothing():
    assert aged(1000.0, 1e12) == pytest.approx(1.0)
