"""The model of counts: its chances are chances, and p of digits is even over honest elections of seven kinds."""

import numpy as np
import pytest
from benchmarks.audits.elections import HONEST, honest
from scipy.stats import binom, kstest, norm

from contested.forensics.indicators import digits, integers
from contested.forensics.models.counts import Counts
from contested.forensics.table.case import ordered

ELECTIONS = 16


def p_values(kind, first, elections):
    """p of last digits, of second digits and of integers."""
    out = []
    for seed in range(first, first + elections):
        case = ordered(honest(kind, seed, 1500))
        z = integers.by_counts(integers.eligible(case)).z
        out.append((digits.last_digits_p(case), digits.second_digits_p(case), norm.sf(z)))
    return np.array(out).T


@pytest.mark.parametrize("kind", HONEST)
def test_p_values_are_even_where_nobody_cheats(kind):
    for name, p in zip(("last", "second", "integer"), p_values(kind, 8300, ELECTIONS), strict=True):
        known = p[(p > 0) & (p < 1) & (p != 0.5)]  # 1 and z = 0: too few stations of 100 votes to say
        assert (known < 0.01).sum() <= binom.ppf(1 - 1e-4, ELECTIONS, 0.02), name
        if known.size >= 8:
            assert kstest(known, "uniform").pvalue > 1e-4, name


def test_digits_made_up_by_hand_are_seen():
    rng = np.random.default_rng(5)
    case = ordered(honest("plain", 8400, 3000))
    some = rng.random(case.stations) < 0.2
    rounded = np.where(some & (case.leader >= 100), case.leader // 10 * 10, case.leader)
    from dataclasses import replace

    found = digits.find(replace(case, leader=rounded))
    assert found.alarm and digits.last_digits_p(replace(case, leader=rounded)) < 1e-10


def test_chances_of_a_ten_are_those_of_the_law():
    k, n = np.array([250, 251, 3, 119]), np.array([500, 500, 4, 119])
    rng = np.random.default_rng(6)
    many_n = np.full(2000, 500)
    model = Counts(np.append(k, rng.binomial(many_n, 0.5)), np.append(n, many_n))
    chance = model.digits()
    assert chance.sum(axis=1) == pytest.approx(np.ones(chance.shape[0]))
    assert chance[0] == pytest.approx(chance[1])
    want = binom.pmf(np.arange(250, 260), 500, 0.5)
    assert chance[0] == pytest.approx(want / want.sum(), abs=0.01)
    assert (chance[2][5:] == 0).all() and chance[2][:5].sum() == pytest.approx(1)  # of four ballots


def test_a_station_too_small_for_two_counts_at_a_percentage_says_nothing():
    k, n = np.arange(1, 90), np.full(89, 90)
    chance = Counts(k, n).near_integers(integers.at_integer)
    assert set(np.unique(chance)) <= {0.0, 1.0}
    assert (chance == integers.at_integer(k, n)).all()
