"""What runs say of their parameters is learned: mean, scatter, what cells share, and how well all of it holds."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.errors import InputError
from contested.inference.emulator import emulator
from contested.inference.emulator.emulator import extend, fit, to_log
from tests.inference.toy import line


def test_a_straight_simulator_is_found_straight():
    rng = np.random.default_rng(1)
    world, z = line(rng), rng.normal(size=(400, 8))
    model = fit(z, np.exp(world.play(z, rng)), floor=0.0)
    assert model.accuracy.sets[1:].sum() == 0, "squares or bumps were taken for a straight line"
    new = rng.normal(size=(500, 8))
    off = model.predict(new).mean - (world.base + new @ world.slope)
    # least squares: noise of a cell times the root of parameters per run
    noise = np.sqrt((world.pattern**2).sum(1).mean() + world.own**2)
    assert np.sqrt(np.mean(off**2)) < 1.2 * noise * np.sqrt(9 / 400)


def test_the_covariance_is_that_of_the_runs():
    rng = np.random.default_rng(2)
    world, z = line(rng), rng.normal(size=(1500, 8))
    model = fit(z, np.exp(world.play(z, rng)), floor=0.0)
    assert model.patterns == 2
    p = model.predict(np.zeros((1, 8)))
    made = (p.pattern * p.scale[0] ** 2) @ p.pattern.T + np.diag(p.own[0] ** 2)
    true = world.pattern @ world.pattern.T + world.own**2 * np.eye(60)
    assert np.linalg.norm(made - true) < 0.1 * np.linalg.norm(true)


def test_noise_that_no_cells_share_has_no_pattern():
    rng = np.random.default_rng(3)
    world, z = line(rng), rng.normal(size=(600, 8))
    alone = world._replace(pattern=np.zeros((60, 1)))
    assert fit(z, np.exp(alone.play(z, rng)), floor=0.0).patterns == 0


def test_scatter_that_depends_on_a_parameter_is_found():
    rng = np.random.default_rng(4)
    z = rng.normal(size=(1200, 6))
    pattern = 0.3 * rng.normal(size=40)

    def own(z):
        return 0.2 * np.exp(0.4 * z[:, 1:2]) * np.ones(40)

    def shared(z):
        return np.exp(0.5 * z[:, 2:3]) * pattern

    y = 5 + 0.3 * z[:, :1] + shared(z) * rng.normal(size=(1200, 1)) + own(z) * rng.normal(size=(1200, 40))
    new = rng.normal(size=(300, 6))
    ratio = fit(z, np.exp(y), floor=0.0).predict(new).sd / np.hypot(own(new), shared(new))
    assert abs(np.log(np.median(ratio))) < 0.05
    assert np.std(np.log(ratio)) < 0.12, "without the dependence it is 0.45"


def test_a_tipping_point_is_followed_by_bumps():
    rng = np.random.default_rng(5)
    z = rng.normal(size=(800, 5))

    def mean(z):
        return 6 + 2 * np.tanh(3 * z[:, :1] + 3 * z[:, 1:2]) * np.linspace(0.5, 1, 10)

    model = fit(z, np.exp(mean(z) + 0.05 * rng.normal(size=(800, 10))), floor=0.0)
    new = rng.normal(size=(500, 5))
    left = np.mean((model.predict(new).mean - mean(new)) ** 2) / mean(new).var(axis=0).mean()
    columns = model.features.of(new, model.features.ends[1])
    curves = mean(new) - columns @ np.linalg.lstsq(columns, mean(new) - 6, rcond=None)[0] - 6
    assert left < 0.6 * np.mean(curves**2) / mean(new).var(axis=0).mean(), "no better than the best parabola"


def test_accuracy_is_that_of_new_runs():
    rng = np.random.default_rng(6)
    z, new = rng.normal(size=(400, 10)), rng.normal(size=(2000, 10))
    slope = 0.2 * rng.normal(size=(10, 30))

    def y(z):
        return 5 + z @ slope + 0.1 * z[:, :1] * z[:, 1:2] + 0.5 * rng.standard_t(6, size=(len(z), 30))

    model = fit(z, np.exp(y(z)), floor=0.0)
    seen, p = y(new), model.predict(new)
    explained = 1 - ((seen - p.mean) ** 2).mean(0) / seen.var(0)
    assert np.abs(model.accuracy.explained - explained).mean() < 0.06
    within = np.abs(seen - p.mean) < 1.645 * p.sd
    assert abs(model.accuracy.within_90.mean() - within.mean()) < 0.01
    assert abs(((seen - p.mean) / p.sd).std() - model.accuracy.score_sd.mean()) < 0.05


def test_days_on_which_nothing_happened_are_numbers_too():
    rng = np.random.default_rng(7)
    z = rng.normal(size=(300, 4))
    x = np.stack([np.zeros(300), rng.poisson(np.exp(1 + z[:, 0])), np.full(300, 7.0)], axis=1).astype(float)
    model = fit(z, x)
    p = model.predict(z)
    assert np.isnan(model.accuracy.explained[0]) and model.accuracy.explained[1] > 0.4
    assert model.to_truth(p.mean)[:, 0] == pytest.approx(0.0, abs=1e-9)
    assert model.to_truth(p.mean)[:, 2] == pytest.approx(7.0)
    assert model.to_truth(to_log(x)) == pytest.approx(x)


@pytest.mark.parametrize("value", [np.nan, -1.0])
def test_a_failed_run_is_refused_by_its_number(value):
    x = np.ones((50, 3))
    x[31, 1] = value
    with pytest.raises(InputError, match="run 31"):
        fit(np.random.default_rng(0).normal(size=(50, 2)), x)


def test_too_few_runs_are_refused():
    with pytest.raises(InputError, match=f"expected {8 + emulator.FEWEST} runs"):
        fit(np.zeros((20, 8)), np.ones((20, 3)))


def test_cells_nobody_spoke_of_follow_those_somebody_did():
    rng = np.random.default_rng(5)
    z = rng.normal(size=(600, 2))
    common = rng.normal(size=600)
    y = 6 + z @ rng.normal(size=(2, 6)) * 0.3 + 0.5 * common[:, None] + 0.1 * rng.normal(size=(600, 6))
    model = fit(z, np.exp(y), floor=0.0)
    assert model.patterns
    known = np.array([0, 1, 2, 3])
    at = np.zeros((4000, 2))
    p = model.predict(at)
    truth = np.exp(p.mean[:, known] + 1.0)  # twice as far up as noise in common usually goes
    whole = extend(model, known, at, truth, seed=1)
    assert np.array_equal(whole[:, known], truth)
    off = (np.log(whole) - p.mean)[:, 4:]
    # by the normal law that made them: gain of what is common, given four cells that all lie one above their mean
    gain = 0.25 / (0.25 + 0.01 / 4)
    left = np.sqrt(0.25 * (1 - gain) + 0.01)
    assert off.mean(axis=0) == pytest.approx([gain, gain], abs=0.06)
    assert off.std(axis=0) == pytest.approx([left, left], rel=0.2)
