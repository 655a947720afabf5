"""A day is reported because there is something to report: draws of quiet days count for less."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.draws import normals, uniforms
from contested.inference.forecast.reporting import DEFAULT, learnt, selected, usual

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


def record(slope: float, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Days of a voice that reports a figure of exp(5) as often as not: those reported, and draws of the silent ones."""
    log = log_figures(5.0, days)[0]
    chance = 1.0 / (1.0 + np.exp(-slope * (log - 5.0)))
    spoken = uniforms(days, 4, 7) < chance
    return log[spoken], log[None, ~spoken]


def test_a_record_tells_of_its_voice_and_a_short_one_hardly():
    for slope, low, high in ((0.0, 0.0, 0.6), (3.0, 1.9, 3.0)):
        at, found = learnt(*record(slope, 400), 1.0)
        assert low <= found <= high
        assert slope == 0.0 or at == pytest.approx(5.0, abs=0.3)
    assert learnt(*record(3.0, 4), 1.0)[1] == pytest.approx(1.0, abs=0.35), "four days are too few to leave the usual"


def test_a_voice_that_reports_the_small_ones_too_is_not_lifted_far():
    """Two voices spoke of a third of all days; one of the largest, the other of any."""
    log = log_figures(5.0)
    days = np.linspace(3.0, 7.0, 30)
    far, near = (
        np.median(selected(log, *learnt(days[spoken], days[None, ~spoken], 1.0))) - np.median(log)
        for spoken in (days > 5.6, np.arange(30) % 3 == 0)
    )
    assert far > 1.5 * near > 0.0


@pytest.mark.parametrize("slope", [0.025, 0.05, 0.25, 3.0])
@pytest.mark.parametrize("part", [0.01, 0.05, 0.98])
def test_as_many_draws_are_reported_as_days_were_at_any_slope(slope, part):
    log = log_figures(5.0)
    chance = 1.0 / (1.0 + np.exp(-slope * (log - usual(log, part, slope))))
    assert chance.mean() == pytest.approx(part, rel=1e-6)


def test_a_voice_that_seldom_speaks_and_of_the_small_days_has_no_slope():
    """One of twenty days was reported, the smallest; another voice spoke of one of twenty, the largest."""
    days = np.sort(log_figures(5.0)[:400, 0])
    assert learnt(days[:20], days[None, 20:], 0.25)[1] == 0.0
    assert learnt(days[-20:], days[None, :-20], 0.25)[1] > 0.6


def test_arrests_are_news_because_they_are_many():
    assert DEFAULT.of("detained") > DEFAULT.of("crowd") > 0
