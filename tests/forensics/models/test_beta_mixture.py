"""A mixture of beta laws finds the law of shares, apart from what drawing ballots adds; draws follow their laws."""

import numpy as np
import pytest
from scipy import stats

from contested.forensics.models.beta_mixture import beta_draw, fit, gamma_draw
from contested.ground.compiled import serial
from contested.ground.streams import KERNEL_RESULT
from tests.laws import assert_law


def moments(mixture):
    mean = mixture.a / (mixture.a + mixture.b)
    spread = mean * (1 - mean) / (mixture.a + mixture.b + 1)
    whole = (mixture.weight * mean).sum()
    return whole, np.sqrt((mixture.weight * (spread + (mean - whole) ** 2)).sum())


@pytest.mark.parametrize("ballots", [20, 1000])
def test_the_spread_of_shares_is_found_whatever_the_sizes(ballots):
    rng = np.random.default_rng(1)
    p = rng.beta(12, 8, 8000)
    mixture = fit(rng.binomial(ballots, p), np.full(8000, ballots))
    mean, sd = moments(mixture)
    assert mean == pytest.approx(0.6, abs=0.01)
    assert sd == pytest.approx(np.sqrt(0.24 / 21), rel=0.1)


def test_two_kinds_of_stations_are_told_apart():
    rng = np.random.default_rng(2)
    kind = rng.random(6000) < 0.25
    n = np.full(6000, 500)
    k = rng.binomial(n, np.where(kind, rng.beta(95, 5, 6000), rng.beta(20, 30, 6000)))
    mixture = fit(k, n)
    high = mixture.a / (mixture.a + mixture.b) > 0.75
    assert mixture.weight[high].sum() == pytest.approx(0.25, abs=0.02)
    assert mixture.parts(k, n)[kind][:, high].sum(axis=1).mean() > 0.95


def test_weights_add_up_and_one_station_is_enough():
    for k, n in (([3], [10]), ([0, 0], [5, 9]), ([4, 4, 4, 4], [4, 4, 4, 4])):
        mixture = fit(np.array(k), np.array(n))
        assert mixture.weight.sum() == pytest.approx(1)
        assert np.isfinite(mixture.parts(np.array(k), np.array(n))).all()


@serial
def _gammas(shape, n):
    return np.array([gamma_draw(shape, 7, KERNEL_RESULT, i, 0, 0)[0] for i in range(n)])


@serial
def _betas(a, b, n):
    return np.array([beta_draw(a, b, 7, KERNEL_RESULT, i, 3) for i in range(n)])


@pytest.mark.parametrize("shape", [0.3, 1.0, 40.0])
def test_gamma_numbers(shape):
    assert_law(_gammas(shape, 200_000), stats.gamma(shape).cdf, detects=0.02)


@pytest.mark.parametrize(("a", "b"), [(0.4, 0.7), (3.0, 1.5), (400.0, 120.0)])
def test_beta_numbers(a, b):
    assert_law(_betas(a, b, 200_000), stats.beta(a, b).cdf, detects=0.02)
