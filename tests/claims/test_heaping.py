"""A round number stands for everything that is rounded to it, and for nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.claims.heaping import grain, rounded, stretch


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [(3000, 2500, 3500), (31_000, 30_500, 31_500), (317, 316.5, 317.5), (1500, 1250, 1750), (1000, 950, 1500),
     (200_000, 150_000, 250_000), (5000, 4500, 5500), (20, 15, 25), (65, 64.5, 65.5), (7, 6.5, 7.5), (0, 0, 0.5),
     (10, 9.5, 15), (100, 95, 150)],
)  # fmt: skip
def test_what_a_number_stands_for(said, low, high):
    assert stretch(said, grain(said)) == pytest.approx((low, high))


@given(st.integers(0, 10**7), st.floats(0, 3e6))
def test_the_stretches_of_a_grain_cover_everything_once(said, figure):
    """Whatever a figure is, what is said of it stands for a stretch that holds it and ends where others begin."""
    to = grain(said)
    low, high = stretch(rounded(figure, to), to)
    assert low - 1e-6 <= figure <= high + 1e-6
    assert rounded(high + 1e-3, to) > rounded(figure, to)
    assert low == 0 or rounded(low - 1e-3, to) < rounded(figure, to)
