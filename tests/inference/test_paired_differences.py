"""Differences of pairs: known answers, and laws of their intervals."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.draws import normals
from contested.ground.errors import InputError
from contested.inference.paired_differences import differences, fewest, interval
from tests.laws import assert_chance

KEY = 4_000


def _pairs(n: int, correlation: float, effect: float, key: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Normal arms of variance 1 with a correlation; b is larger by `effect` on average."""
    x, y = normals(n, 7, KEY, draw=2 * key), normals(n, 7, KEY, draw=2 * key + 1)
    return x[:, None], (effect + correlation * x + np.sqrt(1 - correlation**2) * y)[:, None]


def test_a_difference_that_is_known():
    a = np.array([[1.0, 5], [2, 5], [3, 5], [4, 5]])
    found = differences(a, a + np.array([[1, 0], [1, 0], [1, 0], [-1, 0]]))
    assert found.mean.tolist() == [0.5, 0]
    assert found.up.tolist() == [0.75, 0] and found.down.tolist() == [0.25, 0] and found.same.tolist() == [0, 1]
    assert found.quantiles[2].tolist() == [1, 0]
    assert found.error[0] == pytest.approx(1 / 2)  # sd 1 over the root of 4


def test_what_pairs_are_worth_is_one_over_one_less_the_correlation():
    """Arms of one variance: 2 s2 / (2 s2 (1 - r))."""
    for correlation in (0.0, 0.5, 0.9):
        found = differences(*_pairs(20_000, correlation, 1.0))
        assert found.efficiency[0] == pytest.approx(1 / (1 - correlation), rel=0.06)


def test_so_many_unpaired_runs_know_the_difference_as_well():
    """The claim itself: means of n pairs and of n * worth unpaired runs of each arm spread alike."""
    n, tries, correlation = 8, 4_000, 0.75
    a, b = (x.reshape(tries, n) for x in _pairs(n * tries, correlation, 0.5))
    paired = (b - a).mean(axis=1).var()
    worth = round(float(differences(a.reshape(-1, 1), b.reshape(-1, 1)).efficiency[0]) * n)
    u, _ = _pairs(worth * tries, 0.0, 0.0, key=1)
    v, _ = _pairs(worth * tries, 0.0, 0.0, key=2)
    unpaired = (v.reshape(tries, worth).mean(axis=1) - u.reshape(tries, worth).mean(axis=1)).var()
    assert unpaired == pytest.approx(paired, rel=0.15)  # the spread of a ratio of such variances is 0.022


def test_the_interval_of_a_worth_holds_it_about_as_often_as_it_says():
    tries, n, correlation = 1_500, 40, 0.6
    a, b = (x.reshape(tries, n).T for x in _pairs(n * tries, correlation, 0.0))
    found = differences(a, b)
    held = int(((found.efficiency_low <= 2.5) & (found.efficiency_high >= 2.5)).sum())
    assert_chance(held, tries, 0.88, detects=0.13)


def test_the_interval_of_a_share_is_that_of_clopper_and_pearson():
    low, high = interval(np.array([0, 10, 7]), np.array([10, 10, 10]))
    assert high[0] == pytest.approx(1 - 0.05**0.1) and low[0] == 0
    assert low[1] == pytest.approx(0.05**0.1) and high[1] == 1
    assert (low[2], high[2]) == pytest.approx((0.3934, 0.9127), abs=1e-4)  # published tables, 90 %


def test_what_does_not_vary_is_infinitely_better_paired_and_what_never_varies_is_not_told():
    a = np.array([[1.0, 2], [2, 2], [5, 2]])
    found = differences(a, a + 3)
    assert np.isposinf(found.efficiency[0]) and np.isnan(found.efficiency[1])
    assert found.error.tolist() == [0, 0]


def test_a_run_without_a_number_leaves_its_pair_out():
    a = np.array([[1.0, np.nan], [2, np.nan], [np.nan, np.nan], [4, np.nan]])
    found = differences(a, a + 1)
    assert found.pairs.tolist() == [3, 0]
    assert found.up[0] == 1 and np.isnan(found.up[1]) and np.isnan(found.mean[1])
    assert np.isnan(found.quantiles[:, 1]).all()
    assert (found.up_low[1], found.up_high[1]) == (0, 1)


def test_order_of_arms_only_turns_the_sign():
    a, b = _pairs(64, 0.3, 0.4)
    one, other = differences(a, b), differences(b, a)
    assert one.mean == -other.mean and one.up == other.down and one.down_low == other.up_low
    assert one.efficiency == other.efficiency


def test_one_pair_says_a_difference_and_nothing_of_how_sure_it_is():
    found = differences(np.array([[1.0]]), np.array([[3.0]]))
    assert found.mean[0] == 2 and np.isnan(found.error[0]) and np.isnan(found.efficiency[0])
    assert found.up_low[0] == pytest.approx(0.05)


@pytest.mark.parametrize("shapes", [((3, 2), (3, 1)), ((0, 2), (0, 2)), ((3,), (3,))])
def test_arrays_that_are_no_pairs_are_refused(shapes):
    with pytest.raises(InputError, match="two arrays of one shape"):
        differences(*(np.zeros(s) for s in shapes))


def test_four_pairs_cannot_be_sure_of_a_sign_and_five_can():
    assert fewest(0.5) == 5 and fewest(0.0) == 1
    for pairs in (4, 5):
        low = differences(np.zeros((pairs, 1)), np.ones((pairs, 1))).up_low[0]
        assert (low > 0.5) == (pairs >= fewest(0.5))
