"""A shuffle is an order of its rows: every row goes somewhere, no two to the same place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.ground.shuffle import half_bits, shuffle_key, shuffled
from tests.laws import assert_law

KEY = st.integers(0, 2**64 - 1).map(np.uint64)


def _keys(group, turn=0):
    """Keys as kernels pass them: 64 bits, whatever their size."""
    return tuple(np.uint64(k) for k in shuffle_key(7, 105, group, turn))


def _order(n, key0, key1):
    half = half_bits(n)
    return [shuffled(i, n, half, key0, key1) for i in range(n)]


@given(st.integers(1, 700), KEY, KEY)
@settings(deadline=None)
def test_a_shuffle_is_a_bijection(n, key0, key1):
    assert sorted(_order(n, key0, key1)) == list(range(n))


@given(st.integers(1, 2**40))
@settings(deadline=None)
def test_half_bits_is_the_least_that_holds(n):
    half = half_bits(n)
    assert 1 << (2 * half) >= n
    assert half == 1 or 1 << (2 * (half - 1)) < n


@pytest.mark.parametrize("n", [5, 16, 40, 1000])
def test_a_row_goes_everywhere_alike_in_small_groups_too(n):
    """Plants of 40 and neighbourhoods of 1,000 are what ties are drawn in."""
    half = half_bits(n)
    sample = [shuffled(n - 1, n, half, *_keys(group)) for group in range(30_000)]
    assert_law(sample, lambda x: np.clip(np.floor(x) + 1, 0, n) / n, detects=0.04)


def test_two_neighbours_are_sent_apart_alike():
    """The distance between the places of rows 0 and 1 of 100 is that of two places drawn without return."""
    n = 100
    half = half_bits(n)
    sample = []
    for group in range(30_000):
        keys = _keys(group)
        sample.append(abs(shuffled(0, n, half, *keys) - shuffled(1, n, half, *keys)))
    distance = np.arange(1, n)
    upto = np.cumsum(2 * (n - distance) / (n * (n - 1)))
    assert_law(
        sample, lambda x: np.interp(np.floor(x), np.arange(n), np.concatenate([[0], upto])), detects=0.04
    )


def test_another_key_is_another_order():
    orders = {tuple(_order(50, *_keys(group, turn))) for group in range(20) for turn in range(5)}
    assert len(orders) == 100
