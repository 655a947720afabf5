"""Measures of ensembles give back what made-up series were made with."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.dynamics import measures as m
from scipy import stats

from contested.nation.country import Call
from tests.nation.countries import act, country


@pytest.mark.parametrize("exponent", [1.6, 2.4])
def test_the_exponent_of_a_power_law_comes_back_wherever_its_tail_begins(exponent):
    rng = np.random.default_rng(1)
    tail = 100 * (1 - rng.random(4000)) ** (-1 / (exponent - 1))
    body = rng.uniform(1, 100, 3000)
    found, cut = m.power_tail(np.concatenate([tail, body]), 1)
    assert found == pytest.approx(exponent, abs=0.1)
    assert 50 < cut < 300


def test_a_tail_of_few_is_not_fitted():
    assert np.isnan(m.power_tail(np.arange(1.0, m.FEWEST), 1)[0])


def test_half_lives_of_waves():
    weeks = np.arange(12)
    wave = 1000 * 0.5 ** (weeks / 3)
    assert m.half_life(wave) == pytest.approx(21)
    assert m.half_life(np.concatenate([[10, 500], wave])) == pytest.approx(21)
    assert m.half_life(np.full(8, 7.0)) > 1e6
    assert np.isnan(m.half_life(np.arange(9.0)))
    assert m.half_life(np.array([1000.0, 0, 0, 0])) < 7


def test_rhythm():
    week = np.zeros(70)
    week[3::7] = 5
    assert m.busiest_weekday(week) == 1
    assert m.busiest_weekday(np.ones(70)) == pytest.approx(1 / 7)


def test_slopes_of_logs_leave_days_without_a_crowd_out():
    crowd = np.array([10, 100, 1000, 10_000, 100_000.0])
    rate = 3 * crowd**-0.7
    assert m.slope_of_logs(rate, crowd) == pytest.approx(-0.7)
    assert m.slope_of_logs(np.append(rate, [0, 5]), np.append(crowd, [9, 0])) == pytest.approx(-0.7)


def test_variance_between_groups():
    rng = np.random.default_rng(2)
    groups = np.arange(40) % 4
    alike = rng.standard_normal((50, 40))
    assert m.between_groups(alike, groups.tolist()) < 0.01
    assert m.between_groups(np.broadcast_to(groups * 2.0, (50, 40)), groups.tolist()) == pytest.approx(1)
    assert m.between_groups(alike + groups * np.sqrt(0.8), groups.tolist()) == pytest.approx(0.5, abs=0.05)


def test_inputs_are_what_is_asked_for_and_nothing_else():
    calls = (Call(1, 20, 7, "march", ()), Call(2, 4, 1, "rally", (0,), "network"))
    signs = m.inputs_by_day(country(acts=(act("shock", 9, 0.2), act("crackdown", 3))), 15)
    assert len(set(signs)) == 2  # a shock is an input, an order is none
    called = country()
    object.__setattr__(called, "calls", calls)
    signs = m.inputs_by_day(called, 15)
    assert signs[1] == signs[8] != signs[0]
    assert signs[2] == signs[3] == signs[4] != signs[1]
    assert signs[0] == signs[5] == signs[7]


def test_p_values_of_like_ensembles_are_uniform_and_of_unlike_ones_small():
    rng = np.random.default_rng(3)
    like = [m.randomised_ks(*rng.standard_normal((2, 10)), rng, null=500) for _ in range(300)]
    assert stats.kstest(like, "uniform").pvalue > 0.01
    unlike = [m.randomised_ks(rng.standard_normal(10), 2 + rng.standard_normal(10), rng, null=500) for _ in range(30)]
    assert np.median(unlike) < 0.01


def test_weeks_are_whole():
    assert m.by_week(np.arange(16)).tolist() == [6, 13]
    assert m.by_week(np.ones(21), "sum").tolist() == [7, 7, 7]


def test_differences_of_few_pairs_are_judged_by_student_s_t():
    assert m.standard_errors(np.zeros(4)) == 0
    assert m.standard_errors(np.array([1.0, 1, 1])) == np.inf
    d = np.random.default_rng(4).standard_normal((4000, 3))
    z = np.array([m.standard_errors(row) for row in d])
    assert (np.abs(z) > 1.96).mean() == pytest.approx(0.05, abs=0.015)
    assert m.standard_errors(np.array([1.0, 2, 3, 4])) > 0 > m.standard_errors(np.array([-1.0, -2, -3, -4]))
