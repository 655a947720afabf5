"""A claim lies in a band if they share a number, and quantiles count weights."""

from __future__ import annotations

import numpy as np
import pytest

from contested.inference.posterior.predictive_check import overlaps, weighted_quantiles


def test_what_was_said_lies_in_a_band_if_they_share_a_number():
    assert overlaps(100, np.inf, 20, 150), "at least 100"
    assert not overlaps(200, np.inf, 20, 150)
    assert overlaps(0, 30, 20, 150) and not overlaps(0, 10, 20, 150), "at most"
    assert overlaps(95, 105, 20, 150) and not overlaps(151, 160, 20, 150)


def test_weighted_quantiles_are_those_of_repeated_numbers():
    values, weight = np.array([3.0, 1.0, np.nan, 2.0]), np.array([1.0, 2.0, 5.0, 0.0])
    assert weighted_quantiles(values, weight, (0.5,))[0] == pytest.approx(np.interp(0.5, [1 / 3, 5 / 6], [1, 3]))
    assert np.isnan(weighted_quantiles(np.array([np.nan]), np.ones(1), (0.5,))[0])
