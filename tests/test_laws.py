"""The tests of laws are themselves tested: they see a small fault, pass the truth and refuse a small sample."""

import numpy as np
import pytest

from tests.laws import TooFewError, assert_chance, assert_law, uniform_cdf


def _waits(n, rate):
    return np.random.default_rng(5).exponential(1 / rate, n)


def _exponential(rate):
    return lambda x: -np.expm1(-rate * np.clip(x, 0, None))


def test_a_small_sample_is_refused_and_told_how_many_would_do():
    with pytest.raises(TooFewError, match=r"difference of 0.207; draw 428,329"):
        assert_law(_waits(1000, 0.5), _exponential(0.5), detects=0.01)


def test_the_true_law_passes_and_a_rate_four_percent_off_does_not():
    sample = _waits(500_000, 0.5)
    assert_law(sample, _exponential(0.5), detects=0.01)
    with pytest.raises(AssertionError, match="differs from the law"):
        assert_law(sample, _exponential(0.52), detects=0.01)


def test_a_law_with_jumps_is_compared_on_both_sides_of_them():
    dice = np.random.default_rng(5).integers(1, 7, 500_000)
    assert_law(dice, lambda x: np.clip(np.floor(x), 0, 6) / 6, detects=0.01)
    with pytest.raises(AssertionError):
        assert_law(dice, lambda x: uniform_cdf(x / 6), detects=0.01)


def test_a_chance_is_told_from_its_neighbours_or_refused():
    assert_chance(500, 100_000, 0.005, detects=0.004)
    with pytest.raises(AssertionError):
        assert_chance(900, 100_000, 0.005, detects=0.004)
    with pytest.raises(TooFewError):
        assert_chance(5, 1000, 0.005, detects=0.003)
