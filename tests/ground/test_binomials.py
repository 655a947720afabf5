"""Binomial numbers: the law with both error rates, edges, keys, and any number of threads."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from contested.ground import streams
from contested.ground.binomials import binomial_at, binomials
from contested.ground.compiled import serial
from contested.ground.errors import InputError
from contested.studies.run.simulate import limited
from tests.laws import assert_law


@pytest.mark.parametrize(("n", "p"), [(1, 0.3), (10, 0.5), (80, 0.02), (1000, 0.6), (3000, 0.999), (200_000, 0.001)])
def test_the_law_is_binomial(n, p):
    drawn = binomials(np.full(500_000, n), np.full(500_000, p), 7, streams.OWN)
    assert_law(drawn, stats.binom(n, p).cdf, detects=0.01)


def test_edges_are_certain():
    drawn = binomials(np.array([0, 5, 5, 0]), np.array([0.5, 0.0, 1.0, 1.0]), 1, streams.OWN)
    assert drawn.tolist() == [0, 0, 5, 0]


def test_a_number_depends_on_its_key_alone():
    trials, chance = np.arange(1, 5001), np.linspace(0.01, 0.99, 5000)
    with limited(1):
        one = binomials(trials, chance, 3, streams.OWN, day=2)
    with limited(2):
        two = binomials(trials, chance, 3, streams.OWN, day=2)
    assert (one == two).all()
    assert (binomials(trials[:100], chance[:100], 3, streams.OWN, day=2) == one[:100]).all()
    assert (binomials(trials, chance, 4, streams.OWN, day=2) != one).mean() > 0.8


def test_what_is_no_chance_is_refused():
    for trials, chance in ((np.array([3]), np.array([np.nan])), (np.array([3]), np.array([1.1])),
                           (np.array([-1]), np.array([0.5]))):
        with pytest.raises(InputError, match="expected"):
            binomials(trials, chance, 1, streams.OWN)


@serial
def _many(rows, n, p, draw):
    out = np.empty(rows, np.int64)
    for i in range(rows):
        out[i] = binomial_at(7, streams.OWN, i, 3, draw, n, p)
    return out


@pytest.mark.parametrize(("n", "p"), [(1, 0.3), (10, 0.5), (100, 0.0005), (100, 0.1), (512, 0.9), (3000, 0.4)])
def test_the_law_of_one_key_is_binomial(n, p):
    assert_law(_many(500_000, n, p, 0), stats.binom(n, p).cdf, detects=0.01)


def test_draws_of_one_key_are_independent_and_a_larger_chance_never_gives_fewer():
    one, other = _many(200_000, 50, 0.1, 0), _many(200_000, 50, 0.1, 1)
    assert abs(np.corrcoef(one, other)[0, 1]) < 6 / np.sqrt(200_000)
    last = np.zeros(20_000, np.int64)
    for p in (0.0, 0.01, 0.3, 0.5, 0.51, 0.9, 1.0, 2.0):
        now = _many(20_000, 700, p, 0)
        assert (now >= last).all(), p
        last = now
    assert (last == 700).all() and _many(9, 700, -1.0, 0).sum() == 0
