"""A number of events, none among them, moves their rate as the exact posterior does."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.draws import normals
from contested.inference.smoother.observations import Observations
from contested.inference.smoother.record import LISTED, counting
from contested.inference.smoother.schedule import inflations
from contested.inference.smoother.update import update

MEMBERS = 2000


def _exact(level: float, slope: float, events: int) -> tuple[float, float]:
    """Mean and sd of u ~ N(0, 1) given a Poisson number of events of mean level · exp(slope u), by quadrature."""
    u = np.linspace(-8, 8, 4001)
    weight = np.exp(-(u**2) / 2 - level * np.exp(slope * u) + events * slope * u)
    mean = float(np.average(u, weights=weight))
    return mean, float(np.sqrt(np.average((u - mean) ** 2, weights=weight)))


def _nothing_said() -> Observations:
    """One claim of something that no unknown moves."""
    one = np.zeros(1)
    return Observations(np.zeros(1, int), one, one, one, one + 1.0, one, np.zeros((1, 1)))


@pytest.mark.parametrize(
    ("level", "slope", "events"),
    [(0.3, 0.6, 0), (1.0, 0.6, 0), (3.0, 0.4, 0), (0.05, 0.6, 0), (1.0, 0.5, 5), (8.0, 0.5, 3), (2.0, 0.5, 2)],
)
def test_a_rate_moves_as_the_exact_posterior_says(level, slope, events):
    """Four passes come within 0.12 standard deviations of the prior. No events are survival. A second unknown, on which
    no rate depends, stays as it was."""
    u = normals(MEMBERS * 2, 3, 7).reshape(MEMBERS, 2)
    u = (u - u.mean(axis=0)) / u.std(axis=0)
    for turn, factor in enumerate(inflations(4)):
        total = level * np.exp(slope * u[:, 0])
        observed, y = counting(_nothing_said(), np.zeros((MEMBERS, 1)), total, events)
        u = update(u, y, observed, inflation=factor, reached=np.ones((2, 2), bool), everywhere=np.ones(2, bool),
                   seed=1, turn=turn).u  # fmt: skip
    mean, sd = _exact(level, slope, events)
    assert u[:, 0].mean() == pytest.approx(mean, abs=0.12)
    assert u[:, 0].std() == pytest.approx(sd, abs=0.06)
    assert abs(u[:, 1].mean()) < 0.03 and abs(u[:, 1].std() - 1.0) < 0.04
    if abs(level - events) >= 1.0:
        assert abs(mean) > 0.2, "the prior alone, 0, would fail"


def _exact_listed(level: float, slope: float, events: int, listed: float) -> tuple[float, float]:
    """The same where authors list the events times exp(listed e), e ~ N(0, 1)."""
    u, e = np.meshgrid(np.linspace(-6, 6, 801), np.linspace(-6, 6, 401), indexing="ij")
    log = np.log(level) + slope * u + listed * e
    weight = np.exp(-(u**2 + e**2) / 2 - np.exp(log) + events * log - events * np.log(max(1.0, level)))
    mean = float(np.average(u, weights=weight))
    return mean, float(np.sqrt(np.average((u - mean) ** 2, weights=weight)))


@pytest.mark.parametrize(("level", "events"), [(7.0, 14), (3.0, 2), (5.2, 3), (6.6, 6), (5.5, 8)])
def test_what_authors_list_moves_a_rate_as_the_exact_posterior_says(level, events):
    """Rates and numbers of calls as in shipped calendars, with the spread of members' rates before any claim."""
    slope = 0.77
    u = normals(MEMBERS, 3, 7)[:, None]
    u = (u - u.mean()) / u.std()
    for turn, factor in enumerate(inflations(4)):
        total = level * np.exp(slope * u[:, 0])
        observed, y = counting(_nothing_said(), np.zeros((MEMBERS, 1)), total, events, LISTED)
        u = update(u, y, observed, inflation=factor, reached=np.ones((1, 2), bool), everywhere=np.ones(1, bool),
                   seed=1, turn=turn).u  # fmt: skip
    mean, sd = _exact_listed(level, slope, events, LISTED)
    assert u.mean() == pytest.approx(mean, abs=0.12) and u.std() == pytest.approx(sd, abs=0.06)
    if events == 14:
        assert mean > 0.25, "the prior alone, 0, would fail"


def test_claims_stay_as_they_are():
    claims = _nothing_said()
    more, y = counting(claims, np.zeros((50, 1)), np.full(50, 0.2), 0)
    assert y.shape == (50, 2) and len(more.low) == 2
    assert np.array_equal(more.shared[:1, :1], claims.shared) and more.low[0] == claims.low[0]
    assert not more.bound[1]
