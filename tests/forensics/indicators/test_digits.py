"""Last and second digits: the known figures, a null by counting, the rate of false alarms, and invented numbers."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom, chisquare

from contested.forensics.indicators import digits
from contested.forensics.models.synthetic import honest_election
from tests.forensics import files
from tests.laws import assert_chance


@pytest.mark.parametrize(("year", "chi2", "second"), [(2011, 23.13, 4.2370), (2018, 17.41, 4.0170)])
def test_russian_elections_give_the_known_figures(year, chi2, second):
    case = files.case_2011() if year == 2011 else files.case_2018()
    assert digits.last_digits(case.leader).chi2 == pytest.approx(chi2, abs=0.01)
    found = digits.second_digits(case.leader, case.cast)
    assert found.mean == pytest.approx(second, abs=2e-4)
    assert found.mean == pytest.approx(np.mean([int(str(x)[1]) for x in case.leader if x >= 10]))
    assert abs(found.mean - found.null) < 3 * found.sd, "sizes of stations explain the mean, Benford does not"


def test_benford_has_4_187():
    assert pytest.approx(4.187, abs=5e-4) == digits.BENFORD_SECOND


def test_last_digits_are_a_chi_square_of_ten_equal_parts():
    votes = np.arange(95, 1000, 7)
    kept = votes[votes >= 100]
    want = chisquare(np.bincount(kept % 10, minlength=10))
    found = digits.last_digits(votes)
    assert (found.chi2, found.p) == pytest.approx((want.statistic, want.pvalue))


def test_the_null_of_second_digits_is_what_counting_all_outcomes_gives():
    votes, cast = np.array([12, 97, 340]), np.array([30, 110, 900])
    means, variances = [], []
    for v, n in zip(votes, cast):
        k = np.arange(10, n + 1)
        p = binom.pmf(k, n, (v + 0.5) / (n + 1))
        d = np.array([int(str(x)[1]) for x in k])
        means.append((p * d).sum() / p.sum())
        variances.append((p * d**2).sum() / p.sum() - means[-1] ** 2)
    found = digits.second_digits(votes, cast)
    assert found.null == pytest.approx(np.mean(means))
    assert found.sd == pytest.approx(np.sqrt(np.sum(variances)) / 3)


def test_honest_elections_seldom_alarm():
    # stated rate 1 in 1,000 elections; p below a tenth in no more than a tenth
    runs = [honest_election(1500, seed=s) for s in range(400)]
    last = [digits.last_digits(c.leader).p for c in runs]
    assert_chance(sum(p < 0.1 for p in last), len(last), 0.1, detects=0.25)
    second = [digits.second_digits(c.leader, c.cast).p for c in runs]
    assert sum(p < 0.1 for p in second) <= binom.ppf(1 - 1e-9, len(second), 0.1)
    alarms = sum(min(p, q) < digits.ALARM_P for p, q in zip(last, second))
    assert alarms <= 6, "a rate of 1 in 1,000 gives seven of 400 once in 10^6"


def test_invented_last_digits_are_found():
    honest = honest_election(3000)
    who = np.random.default_rng(2).random(honest.stations) < 0.15
    found = digits.find(replace(honest, leader=np.where(who, honest.leader // 10 * 10, honest.leader)))
    assert found.alarm
    assert found.tables["last"]["stations"].to_list().index(found.tables["last"]["stations"].max()) == 0


def test_without_large_counts_nothing_is_said():
    few = honest_election(60, voters=40, regions=1, territories=1)
    few = few.where(few.leader < 100)
    assert digits.find(few).value is None and digits.find(few).alarm is None


def second_digit_seven(case, part, seed=3):
    """At a part of stations the second digit of the leader's votes is written as 7."""
    who = (np.random.default_rng(seed).random(case.stations) < part) & (case.leader >= 100)
    made = case.leader // 100 * 100 + 70 + case.leader % 10
    return replace(case, leader=np.where(who & (made <= case.cast), made, case.leader))


@pytest.mark.parametrize("territories", [10, 12])
def test_invented_second_digits_are_found_in_ten_territories(territories):
    case = honest_election(1500, regions=2, territories=territories, seed=9)
    assert digits.second_digits_p(second_digit_seven(case, 0.4)) < digits.ALARM_P
    assert digits.find(second_digit_seven(case, 0.4)).alarm


def test_fewer_than_ten_territories_are_said_not_to_do_for_second_digits():
    case = honest_election(1500, regions=2, territories=9, seed=9)
    assert np.isnan(digits.second_digits_p(second_digit_seven(case, 0.4)))
    assert "no p by a model of these counts" in digits.find(case).says


@pytest.mark.parametrize("territories", [10, 40])
def test_second_digits_of_honest_elections_have_the_p_that_they_say(territories):
    p = [digits.second_digits_p(honest_election(500, regions=2, territories=territories, seed=s)) for s in range(60)]
    assert sum(x < 0.1 for x in p) <= binom.ppf(1 - 1e-4, len(p), 0.1)
    assert sum(x < 0.5 for x in p) >= binom.ppf(1e-4, len(p), 0.4)
    assert min(p) > digits.ALARM_P
