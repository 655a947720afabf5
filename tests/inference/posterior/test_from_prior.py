"""Members resampled from the prior are draws of the posterior, and only as many runs are asked for as can be paid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaln, logsumexp

from contested.inference.posterior.from_prior import RUNS_PER_MEMBER, runs_needed
from contested.inference.posterior.importance import resampled
from contested.inference.smoother import record


def test_two_courses_of_events_stay_two():
    """A likelihood with two modes, which no linear pass can keep apart: the exact moments are known."""
    x = np.random.default_rng(4).normal(size=20_000)
    log = np.logaddexp(-0.5 * ((x - 1.5) / 0.2) ** 2, -0.5 * ((x + 1.5) / 0.2) ** 2)
    drawn = x[resampled(np.exp(log - log.max()), 2000, seed=7)]
    variance = 1.0 / (1.0 + 1.0 / 0.2**2)
    mode = variance * 1.5 / 0.2**2
    assert np.abs(drawn).mean() == pytest.approx(mode, abs=0.02)
    assert np.abs(drawn).std() == pytest.approx(np.sqrt(variance), abs=0.02)
    assert (drawn > 0).mean() == pytest.approx(0.5, abs=0.05)


@given(st.lists(st.floats(-400, 20), min_size=1, max_size=60), st.integers(1, 80), st.integers(0, 2**31))
def test_a_run_is_drawn_as_often_as_its_weight_asks_to_within_one(logs, members, seed):
    log = np.array(logs)
    rows = resampled(np.exp(log - log.max()), members, seed)
    share = members * np.exp(log - logsumexp(log))
    times = np.bincount(rows, minlength=len(log))
    assert times.sum() == members and (np.diff(rows) >= 0).all()
    assert (np.abs(times - share) < 1.0 + 1e-6).all()


def test_so_many_runs_as_count_as_the_members_or_none():
    assert runs_needed(np.zeros(50), 50) == 50, "claims that say nothing take no more runs"
    one_in_four = np.where(np.arange(100) % 4, -500.0, 0.0)
    assert runs_needed(one_in_four, 100) == 400
    one_in_eight = np.where(np.arange(96) % 8, -500.0, 0.0)
    assert RUNS_PER_MEMBER < 8 and runs_needed(one_in_eight, 96) == 0
    assert runs_needed(np.empty(0), 20) == 0


def test_the_record_s_likelihood_is_poisson_with_a_listing_of_more_or_less():
    mean, calls = np.array([0.5, 2.0, 9.0]), 3
    found = record.log_likelihood(np.zeros(3), mean, calls, np.zeros((3, 0)))
    z = np.linspace(-8, 8, 4001)
    rate = (mean[:, None] + record.LEAST) * np.exp(record.LISTED * z)
    right = np.log((np.exp(calls * np.log(rate) - rate - gammaln(calls + 1) - 0.5 * z**2)).sum(1) * (z[1] - z[0])
                   / np.sqrt(2 * np.pi))  # fmt: skip
    assert found == pytest.approx(right, abs=1e-3)
    gap = np.array([[0.0], [record.ORDERED], [2 * record.ORDERED]])
    ended = record.log_likelihood(np.array([0.0, 1.0, 0.0]), np.zeros(3), 0, gap)
    assert ended == pytest.approx([0.0, -1.5, -2.0]), "survival, and distances of tactics"
