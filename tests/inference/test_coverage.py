"""Coverage of claims: intervals hold the truth where days share their fate, and the prior stands beside."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.draws import uniforms
from contested.ground.errors import InputError
from contested.inference.coverage import coverage

DAYS, EACH, RATE = 60, 3, 0.8


def shared(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Claims of one day lie in their bands together, and so do those of half of all neighbouring days."""
    own, again = uniforms(DAYS, seed, 1) < RATE, uniforms(DAYS, seed, 2) < 0.5
    hit = own.copy()
    for day in range(1, DAYS):
        hit[day] = hit[day - 1] if again[day] else own[day]
    return np.repeat(hit, EACH), np.repeat(np.arange(DAYS), EACH)


def test_intervals_hold_the_rate_where_days_share_their_fate():
    """Of 300 worlds nine tenths at least; intervals that take every claim for a trial hold a half."""
    blocks, trials = [], []
    for seed in range(300):
        within, day = shared(seed)
        found = coverage(within, day, seed=seed)
        blocks.append(found.low <= RATE <= found.high)
        error = 1.96 * np.sqrt(found.share * (1 - found.share) / found.claims)
        trials.append(abs(found.share - RATE) <= error)
    assert np.mean(blocks) >= 0.9
    assert np.mean(trials) < 0.75


def test_all_or_none_in_their_bands_is_no_certainty():
    every = coverage(np.ones(12, bool), np.arange(12))
    none = coverage(np.zeros(12, bool), np.arange(12))
    assert (every.share, every.high, none.share, none.low) == (1, 1, 0, 0)
    assert every.low == pytest.approx(0.025 ** (1 / 4)), "twelve days make four stretches"
    assert none.high == pytest.approx(1 - every.low)


def test_few_days_tell_nothing_and_say_so():
    found = coverage(np.array([True, False]), np.array([3, 3]), np.array([True, True]))
    assert (found.low, found.high, found.prior) == (0.0, 1.0, 1.0)
    assert found.text() == "50 % (95 %: 0 to 100 %) of 2 claims on 1 day lie in 90 % bands; with the prior only 100 %"


def test_weights_count():
    found = coverage(np.array([True, False]), np.arange(2), np.array([False, True]), np.array([3.0, 1.0]))
    assert (found.share, found.prior) == (0.75, 0.25)


@pytest.mark.parametrize(("within", "day"), [([], []), ([True], [1, 2])])
def test_arrays_that_do_not_fit_are_refused(within, day):
    with pytest.raises(InputError, match="coverage: expected"):
        coverage(np.array(within), np.array(day))
