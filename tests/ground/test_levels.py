"""Fixed-point levels come back within half a step, and decay always ends."""

from hypothesis import given, settings
from hypothesis import strategies as st

from contested.ground.levels import LARGEST, LEVELS_PER_ONE, of_level, to_level


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
