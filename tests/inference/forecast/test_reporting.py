"""A day is reported because there is something to report: draws of quiet days count for less."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.draws import normals
from contested.inference.forecast.reporting import DEFAULT, part_reported, selected, usual
from contested.inference.forecast.series import Past

DRAWS = 2000


def log_figures(middle: float, days: int = 1) -> np.ndarray:
    return middle + normals(DRAWS * days, 3, 7).reshape(DRAWS, days)


def test_a_voice_that_speaks_of_every_day_selects_nothing():
    log = log_figures(5.0)
    at = usual(log, 1.0, 1.0)
    assert selected(log, at, 1.0) == pytest.approx(log, abs=1e-6)


def test_a_power_of_the_figure_shifts_a_lognormal_law_by_its_variance():
    """Where hardly a day is reported the chance is a power of the figure, and exp(slope x) times a normal law of
    variance 1 is that law moved by the slope."""
    log = log_figures(5.0)
    for slope in (0.5, 1.0):
        found = selected(log, usual(log, 0.001, slope), slope)
        assert found.mean() - log.mean() == pytest.approx(slope, abs=0.12)


def test_as_many_draws_are_reported_as_days_were():
    log = np.concatenate([log_figures(2.0), log_figures(8.0)], axis=1)
    at = usual(log, 0.5, 4.0)
    assert 3.5 < at < 6.5, "the large days and not the quiet ones"
    quiet, large = np.median(selected(log, at, 4.0), axis=0) - np.median(log, axis=0)
    assert quiet > 1.0 and abs(large) < 0.05, "a day that is always worth a report stays as it is"


def test_draws_keep_their_order_and_no_slope_changes_nothing():
    log = log_figures(3.0, days=2)
    found = selected(log, usual(log, 0.2, 1.0), 1.0)
    for day in range(2):
        assert (np.diff(found[np.argsort(log[:, day]), day]) >= 0).all()
    assert selected(log, 3.0, 0.0) == pytest.approx(log)


def test_days_count_from_the_first_that_was_spoken_of():
    past = Past(np.array([10, 12, 19]), np.ones(3), 19)
    assert part_reported(past) == pytest.approx(0.3)


def test_arrests_are_news_because_they_are_many():
    assert DEFAULT.of("detained") > DEFAULT.of("crowd") > 0
