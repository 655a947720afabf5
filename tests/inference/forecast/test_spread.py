"""Forecasts of crowds are narrower than runs, about the same median; nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.draws import normals
from contested.inference.forecast.spread import DEFAULT, narrowed


def test_median_and_order_stay_and_the_spread_takes_the_factor():
    log = 5.0 + normals(2000, 3, 7).reshape(1000, 2)
    found = narrowed(log, 0.5)
    assert np.median(found, axis=0) == pytest.approx(np.median(log, axis=0))
    assert found.std(axis=0) == pytest.approx(0.5 * log.std(axis=0))
    assert np.array_equal(np.argsort(found, axis=0), np.argsort(log, axis=0))
    assert narrowed(log, 1.0) == pytest.approx(log)


def test_a_wider_forecast_has_nobody_less_than_none():
    assert narrowed(np.array([[0.5], [1.0], [6.0]]), 3.0).min() == 0.0


def test_only_crowds_are_narrowed():
    assert 0.0 < DEFAULT.of("crowd") < 1.0
    assert DEFAULT.of("detained") == DEFAULT.of("money") == 1.0
