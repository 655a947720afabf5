"""What an emulator regresses on, against the same written with whole arrays."""

import numpy as np
import pytest

from contested.inference.emulator.features import Features

#: numbers of parameters about the eight at which sums are taken apart
SIZES = (1, 2, 7, 8, 9, 17, 24)


def some(d, m=5):
    rng = np.random.default_rng(d)
    return Features(rng.standard_normal((4, d)), rng.uniform(0.1, 0.5, d)), rng.standard_normal((m, d))


@pytest.mark.parametrize("d", SIZES)
def test_columns_are_parameters_hermite_polynomials_and_bumps(d):
    found, z = some(d)
    i, j = np.triu_indices(d)
    curves = np.where(i == j, (z[:, i] * z[:, j] - 1.0) / np.sqrt(2.0), z[:, i] * z[:, j])
    off = (z[:, None] - found.centre) * found.scale
    whole = np.concatenate([z, curves, np.exp(-0.5 * (off**2).sum(axis=2))], axis=1)
    lines, some_of, every = found.ends
    for upto in (lines, some_of, every):
        assert found.of(z, upto) == pytest.approx(whole[:, :upto], rel=1e-12)


@pytest.mark.parametrize("d", SIZES)
@pytest.mark.parametrize("which", (0, 1, 2))
def test_back_is_the_slope_of_any_sum_of_columns(d, which):
    found, z = some(d)
    upto = found.ends[which]
    weight = np.random.default_rng(9).standard_normal((len(z), upto))
    slope = found.back(z, found.of(z, upto), weight)
    for k in range(d):
        step = 1e-5 * np.eye(d)[k]
        numeric = ((found.of(z + step, upto) - found.of(z - step, upto)) * weight).sum(axis=1) / 2e-5
        assert slope[:, k] == pytest.approx(numeric, abs=1e-8)
