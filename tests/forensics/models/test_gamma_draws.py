"""Beta and gamma numbers of a key follow their laws, for shapes below and above one."""

import numpy as np
import pytest
from scipy import stats

from contested.forensics.models.gamma_draws import beta_draw, gamma_draw
from contested.ground.compiled import serial
from contested.ground.streams import KERNEL_RESULT
from tests.laws import assert_law


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
