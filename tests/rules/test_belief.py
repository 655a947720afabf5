"""What one hears, and how far it moves what one held."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.rules.belief import half_full, heard, learned

SHARE = st.floats(0, 1)
SIZE = st.floats(0, 1e6)


@given(SIZE, SIZE, SHARE)
@settings(deadline=None)
def test_learning_lands_between_what_was_held_and_what_is_told(held, told, weight):
    assert min(held, told) - 1e-6 <= learned(held, told, weight) <= max(held, told) + 1e-6
    assert learned(held, told, 0.0) == held
    assert learned(held, told, 1.0) == pytest.approx(told, abs=1e-9)


def test_learning_the_same_again_and_again_arrives():
    held = 0.0
    for _ in range(60):
        held = learned(held, 10.0, 0.5)
    assert held == pytest.approx(10.0, abs=1e-12)


@given(st.floats(1e-9, 1e6), st.floats(1e-9, 1e6))
@settings(deadline=None)
def test_half_full_at_its_half(x, half):
    assert half_full(half, half) == 0.5
    assert 0 < half_full(x, half) <= 1
    assert half_full(0.0, half) == half_full(-x, half) == 0.0
    assert half_full(2 * x, half) >= half_full(x, half)


def test_someone_online_hears_independent_media_and_someone_cut_off_hears_the_state():
    assert heard(1000, 0.0, 1.0, 0.15, 1.1) == pytest.approx(1100)
    assert heard(1000, 1.0, 1.0, 0.15, 1.1) == pytest.approx(150)
    assert heard(1000, 0.0, 0.0, 0.15, 1.1) == pytest.approx(150)


@given(SIZE, SHARE, SHARE, SHARE, st.floats(0, 0.5), st.floats(0.5, 2))
@settings(deadline=None)
def test_a_deeper_cut_never_lets_more_through_while_the_state_plays_down(true, one, other, reach, state, free):
    light, deep = sorted((one, other))
    assert heard(true, deep, reach, state, free) <= heard(true, light, reach, state, free) * (1 + 1e-12)
