"""The logarithmic vote rate: known moments, a normal law without tails, and the tail that fraud draws."""

import numpy as np
import pytest
from scipy import stats

from contested.forensics.indicators import vote_rate
from contested.forensics.models.synthetic import falsify, honest_election
from tests.forensics import files


@pytest.mark.parametrize(("year", "skewness", "kurtosis"), [(2011, -1.613, 3.307), (2018, -1.463, 2.450)])
def test_russian_elections_give_the_known_moments(year, skewness, kurtosis):
    case = files.case_2011() if year == 2011 else files.case_2018()
    found = vote_rate.vote_rate(case.registered, case.leader)
    assert (found.skewness, found.kurtosis) == pytest.approx((skewness, kurtosis), abs=6e-4)


def test_moments_are_those_of_the_rate_of_large_stations():
    n, w = np.array([99, 100, 500, 1000, 300, 200]), np.array([50, 30, 100, 900, 0, 200])
    rate = np.log((n - w)[1:4] / w[1:4])
    found = vote_rate.vote_rate(n, w)
    assert found.stations == 3
    assert (found.skewness, found.kurtosis) == pytest.approx((stats.skew(rate), stats.kurtosis(rate)))


def test_extreme_stations_draw_a_lower_tail():
    honest = honest_election(3000)
    before = vote_rate.vote_rate(honest.registered, honest.leader)
    after = vote_rate.find(falsify(honest, extreme=0.03).case)
    assert abs(before.kurtosis) < 1 < after.value
    assert after.tables["rate"]["skewness"][0] < before.skewness - 0.5
    assert after.alarm is None, "a description does not alarm"


def test_one_station_has_no_tails():
    one = honest_election(60, regions=1, territories=1).where(np.arange(1))
    assert vote_rate.find(one).value is None
