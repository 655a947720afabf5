"""What a run leaves unexplained carries on, fades, and is told from a party's bias."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from contested.inference.likelihood.cells import Cell
from contested.inference.smoother.discrepancy import (
    DiscrepancyParams,
    before_claims,
    covariance,
    given_claims,
    moved,
)
from contested.inference.smoother.observations import Observations, weights

LAW = DiscrepancyParams(lasting=0.6, half_life=7.0, daily=0.3, local=0.5)
RUNS = 4000


def crowd(day: int, place: int | None = None, last: int | None = None) -> Cell:
    return Cell(("crowd",), () if place is None else (place,), day, day if last is None else last, False)


def said(value: float, m: int, between: np.ndarray, *, error: float = 0.1, shared: float = 0.0) -> Observations:
    """Claims of the first m cells, each of the same figure, by one party with a bias of spread `shared`."""
    zero, at = np.zeros(m), np.arange(m)
    figure = np.full(m, value)
    return Observations(at, zero, figure, figure, zero + error**2, zero, np.full((m, m), shared**2)).doubting(between)


def test_half_of_what_lasts_is_left_after_its_half_life():
    between = covariance([crowd(0), crowd(7), crowd(14)], LAW)
    assert np.diag(between) == pytest.approx(0.45)
    assert between[0, 1:] == pytest.approx([0.18, 0.09])


def test_places_share_what_is_the_countrys_and_quantities_share_nothing():
    detained = Cell(("detained",), (), 3, 3, False)
    votes = Cell(("incumbent_votes",), (), 3, 3, True)
    between = covariance([crowd(3), crowd(3, 1), crowd(3, 2), detained, votes], LAW)
    assert between[0, 1] == between[1, 2] == pytest.approx(0.225)
    assert not between[:3, 3].any(), "arrests are another thing"
    assert not between[4].any(), "a count of votes is what the script makes it"


def test_a_factor_on_crowds_leaves_arrests_alone():
    cells = [crowd(3), crowd(5, 1), Cell(("detained",), (), 3, 3, False)]
    usual, less = covariance(cells, LAW), covariance(cells, replace(LAW, crowds=0.5))
    assert less[:2, :2] == pytest.approx(0.25 * usual[:2, :2])
    assert less[2, 2] == usual[2, 2] > 0


def test_several_days_average_what_each_has_of_its_own():
    one, ten = np.diag(covariance([crowd(0), crowd(0, last=9)], DiscrepancyParams(lasting=0.0, daily=0.5)))
    assert (one, ten) == pytest.approx((0.25, 0.025))


def test_draws_have_the_law_before_and_that_of_algebra_after_claims():
    cells = [crowd(0), crowd(1), crowd(5)]
    between = covariance(cells, LAW)
    assert np.cov(before_claims(between, RUNS, 1).T) == pytest.approx(between, abs=0.03)
    observed = said(1.0, 2, between, error=0.5)
    d = given_claims(between, observed, np.zeros((RUNS, 2)), 1)
    own = 0.25 / weights(np.ones(1), np.sqrt([0.25 + 0.45]))[0]
    gain = between[:, :2] @ np.linalg.inv(between[:2, :2] + own * np.eye(2))
    assert d.mean(axis=0) == pytest.approx(gain @ np.ones(2), abs=0.04)
    assert np.cov(d.T) == pytest.approx(between - gain @ between[:2], abs=0.03)


def test_what_was_left_unexplained_carries_on_and_fades():
    """Twice as many as the run had, every day of a week: more than it says tomorrow, and hardly more in two months."""
    cells = [crowd(day) for day in (*range(7), 7, 67)]
    between = covariance(cells, LAW)
    d = given_claims(between, said(np.log(2.0), 7, between), np.zeros((RUNS, 7)), 1)
    assert 0.3 < d[:, 7].mean() < np.log(2.0)
    assert abs(d[:, 8].mean()) < 0.05
    assert d[:, 8].std() == pytest.approx(np.sqrt(0.45), rel=0.05), "of that day nothing is known"


def test_a_day_that_the_model_misses_does_not_make_its_party_a_liar():
    """Of one figure twelve times the run's, with a bias and a discrepancy of one size, each takes a half."""
    law = DiscrepancyParams(lasting=0.0, daily=0.8)
    between = covariance([crowd(0)], law)
    d = given_claims(between, said(np.log(12.0), 1, between, error=0.1, shared=0.8), np.zeros((RUNS, 1)), 1)
    assert d.mean() == pytest.approx(np.log(12.0) / 2, abs=0.1)


def test_a_bound_that_holds_moves_nothing():
    between = covariance([crowd(0)], LAW)
    bound = said(0.0, 1, between)._replace(low=np.array([-9.0]), high=np.array([np.inf]))
    d = given_claims(between, bound, np.zeros((RUNS, 1)), 1)
    assert np.array_equal(d, before_claims(between, RUNS, 1))


def test_nobody_stays_nobody_and_nothing_falls_below_none():
    floor = np.array([50.0, 50.0])
    x = np.array([[0.0, 1000.0], [np.nan, 0.0]])
    assert moved(x, floor, np.zeros((2, 2)))[0] == pytest.approx([0.0, 1000.0])
    less = moved(x, floor, np.full((2, 2), -1.0))
    assert less[0, 0] == 0.0 and less[1, 1] == 0.0 and np.isnan(less[1, 0])
