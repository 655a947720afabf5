"""The audit agrees with algebra where it can and catches what lies elsewhere; real runs correct an emulated one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from contested.ground.errors import InputError, RunError
from contested.inference.posterior import importance
from contested.inference.posterior.abc import accepted, against

SPREAD = 0.5


def seen(z, rng):
    """Two summaries of two parameters, with noise."""
    return z @ [[1.0, 0.5], [0.0, 1.0]] + SPREAD * rng.normal(size=z.shape)


def algebra(observed):
    a = np.array([[1.0, 0.0], [0.5, 1.0]])
    cov = np.linalg.inv(np.eye(2) + a.T @ a / SPREAD**2)
    return cov @ a.T @ observed / SPREAD**2, cov


def test_where_all_is_straight_the_audit_is_exact():
    rng = np.random.default_rng(1)
    z = rng.normal(size=(20_000, 2))
    observed = np.array([1.0, -0.5])
    found = accepted(z, seen(z, rng), observed)
    mean, cov = algebra(observed)
    sd = np.sqrt(np.diag(cov))
    error = 5 / np.sqrt(found.ess)
    assert np.abs((found.weight @ found.z - mean) / sd).max() < error
    assert np.sqrt(found.weight @ (found.z - mean) ** 2) == pytest.approx(sd, rel=error)
    # without the regression it is wider: the runs that were kept are not at the observation
    raw = z[found.row]
    assert (np.sqrt(found.weight @ (raw - found.weight @ raw) ** 2) > sd).all()


def test_runs_of_another_wave_count_by_prior_over_proposal():
    rng = np.random.default_rng(2)
    z = rng.normal(0.8, 1.2, size=(20_000, 2))
    weight = np.exp((norm.logpdf(z) - norm.logpdf(z, 0.8, 1.2)).sum(1))
    observed = np.array([0.3, 0.2])
    summary = seen(z, rng)
    mean, cov = algebra(observed)
    sd = np.sqrt(np.diag(cov))
    right, wrong = (accepted(z, summary, observed, keep=0.1, weight=w) for w in (weight, None))
    error = 5 / np.sqrt(right.ess)
    assert np.abs((right.weight @ right.z - mean) / sd).max() < error
    assert np.abs((wrong.weight @ wrong.z - mean) / sd).max() > error, "runs as they come are another prior"


def test_a_sharp_posterior_outside_the_audit_is_caught():
    rng = np.random.default_rng(3)
    z = rng.normal(size=(5000, 2))
    observed = np.array([0.5, 0.5])
    audit = accepted(z, seen(z, rng), observed)
    mean, cov = algebra(observed)
    sharp = rng.multivariate_normal(mean, cov, size=2000)
    same = against(["a", "b"], sharp, audit)
    assert all(x.agrees and abs(x.shift) < 0.3 and abs(x.ratio - 1) < 0.2 for x in same)
    moved = against(["a", "b"], sharp + np.array([4 * np.sqrt(cov[0, 0]), 0]), audit)
    assert [x.agrees for x in moved] == [False, True] and moved[0].shift > 3


def test_too_few_runs_for_so_many_summaries():
    with pytest.raises(InputError, match="expected at least 86 runs for 40 summaries"):
        accepted(np.zeros((50, 2)), np.zeros((50, 40)), np.zeros(40))


def test_weights_turn_a_proposal_into_the_target():
    x = np.random.default_rng(4).normal(0.4, 1.3, size=4000)
    found = importance.reweight(norm.logpdf(x), norm.logpdf(x, 0.4, 1.3))
    assert found.weight.sum() == pytest.approx(1)
    assert found.weight @ x == pytest.approx(0, abs=0.1) and found.weight @ x**2 == pytest.approx(1, abs=0.12)
    assert found.reliable and 2000 < found.ess < 4000
    rows = importance.resampled(found.weight, 4000, seed=1)
    assert x[rows].mean() == pytest.approx(0, abs=0.1) and x[rows].std() == pytest.approx(1, abs=0.06)


def test_equal_weights_are_worth_all_and_one_is_worth_one():
    assert importance.ess(np.ones(50)) == pytest.approx(50)
    assert importance.ess(np.eye(50)[0]) == pytest.approx(1)


def test_a_proposal_without_tails_is_not_relied_on():
    x = np.random.default_rng(5).normal(0, 0.35, size=4000)
    found = importance.reweight(norm.logpdf(x), norm.logpdf(x, 0, 0.35))
    assert not found.reliable, found.shape
    assert found.ess > found.raw_ess, "the largest weights are cut"


def test_failed_runs_weigh_nothing_and_all_failed_is_an_error():
    found = importance.reweight(np.array([0.0, -np.inf, np.nan, 0.0]), np.zeros(4))
    assert found.weight == pytest.approx([0.5, 0, 0, 0.5])
    with pytest.raises(RunError, match="none of 3 runs"):
        importance.reweight(np.full(3, -np.inf), np.zeros(3))
