"""What claims alone leave open of crowds: known answers of least squares, and which way biases act."""

from __future__ import annotations

import json

import numpy as np
import pytest
from benchmarks.smoother.claims_alone import RESULTS, alone, summary

from contested.inference.smoother.observations import Observations

OWN, NUMBERS, BIAS = 0.09, 0.01, 0.25


def claims(days: list[int], parties: list[int], bound: int | None = None) -> tuple[Observations, np.ndarray]:
    """Claims of 1,000 people, of one party each; `bound` is the one that says "at least"."""
    n = len(days)
    low, high = np.full(n, np.log(1000.0)), np.full(n, np.log(1000.0))
    if bound is not None:
        high[bound] = np.inf
    same = np.array(parties)[:, None] == np.array(parties)[None]
    numbers = np.full(n, NUMBERS)
    found = Observations(np.arange(n), np.ones(n), low, high, np.full(n, OWN), numbers, np.where(same, BIAS, 0.0))
    return found, np.array(days)


def test_one_claim_leaves_its_own_variance_and_that_of_its_bias():
    assert alone(*claims([3], [0])).covariance == pytest.approx(2 * OWN + NUMBERS + BIAS)
    assert alone(*claims([3], [0]), biases=False).covariance == pytest.approx(2 * OWN + NUMBERS)


def test_two_parties_on_one_day_halve_it_and_one_party_twice_only_its_errors():
    assert alone(*claims([3, 3], [0, 1])).covariance == pytest.approx((2 * OWN + NUMBERS + BIAS) / 2)
    assert alone(*claims([3, 3], [0, 0])).covariance == pytest.approx((2 * OWN + NUMBERS) / 2 + BIAS)


def test_days_counted_by_one_party_share_its_bias_however_many_they_are():
    many = summary(alone(*claims(list(range(400)), [0] * 400)))
    assert many["common"] == pytest.approx(BIAS**0.5, abs=0.01)
    assert summary(alone(*claims(list(range(400)), [0] * 400), biases=False))["common"] < 0.03


def test_a_bound_carries_nothing():
    observed, day = claims([3, 3], [0, 1], bound=1)
    assert alone(observed, day).covariance == pytest.approx(2 * OWN + NUMBERS + BIAS)
    with pytest.raises(ValueError, match="no bound"):
        alone(*claims([3], [0], bound=0))


def test_in_no_crisis_do_claims_alone_reach_the_aim_and_with_known_biases_they_come_near():
    """The aim is 0.4 on the great days. What the page says of the stored numbers."""
    stored = json.loads(RESULTS.read_text(encoding="utf-8"))["results"]
    assert min(r["biases unknown"]["great days"]["sd"] for r in stored) > 0.5
    assert max(r["biases known"]["great days"]["sd"] for r in stored) < 0.45
