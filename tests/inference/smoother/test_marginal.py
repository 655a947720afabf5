"""The likelihood of the claims given a run is that of algebra, and doubt decides how unequal members are."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from contested.ground.draws import normals
from contested.inference.likelihood.cells import Cell
from contested.inference.posterior.importance import ess
from contested.inference.smoother import marginal
from contested.inference.smoother.discrepancy import DiscrepancyParams, covariance
from contested.inference.smoother.marginal import log_likelihood
from tests.inference.smoother.test_update import asked, smoothed, start


def weight(log: np.ndarray) -> np.ndarray:
    return np.exp(log - log.max())


def test_of_figures_it_is_the_density_of_a_normal_law():
    m, runs = 6, 40
    a = normals(m * m, 3, 7).reshape(m, m)
    observed = asked(np.linspace(-1, 1, m), 0.4, shared=0.5 * a @ a.T)
    y = normals(runs * m, 4, 7).reshape(runs, m)
    law = stats.multivariate_normal(np.zeros(m), observed.error_about(y))
    density = law.logpdf(observed.low - y) + m * np.log(marginal.NARROWEST)
    assert log_likelihood(observed, y, 1) == pytest.approx(density, abs=1e-3)


def test_of_bounds_it_is_the_chance_of_a_rectangle():
    low, high = np.array([0.0, -np.inf, -1.0]), np.array([np.inf, 1.0, 2.0])
    shared = np.array([[0.9, 0.6, 0.3], [0.6, 0.9, 0.5], [0.3, 0.5, 0.9]])
    observed = asked(np.zeros(3), 0.5, low=low, high=high, shared=shared)
    y = np.array([[0.0, 0.0, 0.0], [-2.0, 1.0, 0.5], [-4.0, 4.0, -3.0]])
    law = stats.multivariate_normal(np.zeros(3), observed.error_about(y))
    chance = [law.cdf(high - row, lower_limit=low - row) for row in y]
    assert np.exp(log_likelihood(observed, y, 1)) == pytest.approx(chance, rel=0.15)


def test_members_that_algebra_would_draw_count_as_many_as_algebra_says():
    """Of k things known equally well, members of the exact posterior have errors of variance p < 1 in claims' errors.
    Weighed once more their effective size is n times (1 + 2p)^½ / (1 + p) for each, with claims where the prior is."""
    k, n, error = 5, 4000, 0.5
    u = smoothed(asked(np.zeros(k), error), lambda u: u, start(n, k), 4)
    log = log_likelihood(asked(np.zeros(k), error), u, 1)
    p = 1 / (1 + error**2)
    assert ess(weight(log)) / n == pytest.approx((np.sqrt(1 + 2 * p) / (1 + p)) ** k, rel=0.25)


def test_members_beside_the_claims_by_what_the_model_leaves_out_are_alike():
    """Ten days, each 0.5 beside the run on its own: without the discrepancy one member of 200 decides."""
    days, n = 10, 200
    between = covariance([Cell(("crowd",), (), day, day, False) for day in range(days)], DiscrepancyParams(lasting=0.0))
    y = 0.5 * normals(n * days, 6, 7).reshape(n, days)
    observed = asked(np.zeros(days), 0.1)
    assert ess(weight(log_likelihood(observed, y, 1))) < 5
    assert ess(weight(log_likelihood(observed.doubting(between), y, 1))) > 30


def test_a_seed_changes_bounds_alone_and_little():
    observed = asked(np.zeros(20), 0.3, low=np.zeros(20), high=np.full(20, np.inf), shared=np.full((20, 20), 0.5))
    y = 0.5 + 0.5 * normals(50 * 20, 8, 7).reshape(50, 20)
    one, other = log_likelihood(observed, y, 1), log_likelihood(observed, y, 2)
    assert not np.array_equal(one, other)
    assert one - one.mean() == pytest.approx(other - other.mean(), abs=1.0)
