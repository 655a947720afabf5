"""Multipliers from registrations to votes: published values on the rows they came from, and the interval's coverage."""

from __future__ import annotations

import numpy as np
import pytest

from contested.forensics.samples.ratio import consistent, find, multiplier
from contested.ground.errors import InputError
from tests.forensics import belarus_counts as b
from tests.laws import assert_chance


def rows(**districts: str) -> list[str]:
    """Station keys: 'd05_141="3 5"' stands for 05-141-0003 and 05-141-0005."""
    return [f"{d[1:3]}-{d[4:]}-{int(n):04d}" for d, numbers in districts.items() for n in numbers.split()]


#: stations that the published analysis trusted when it printed these multipliers, picked by hand, by area
TRUSTED = {
    "Minsk": (1.717, 0.895, rows(
        d07_001="5 8 10 12 16 22 60 89", d07_002="17 44 51 60 72", d07_003="2 24 58 61 85 94",
        d07_004="2 4 5 6 7 18 26 51", d07_005="2 7 21 26 34 37", d07_006="8 37 72", d07_008="57 70 79", d07_009="14",
    )),
    "suburb": (1.851, 0.898, rows(
        d05_141="3 5 8 11 14 15 17 18 19 25 40 50 51 54 55 56 75 77 78 91 92 93 96 98 100 101 104 105 107",
    )),
    "city": (2.847, 0.946, rows(
        d01_010="7 10 25 28 32 34 44", d01_011="15 32 37 38 49 61 87", d02_015="25", d02_016="6 14 18 59",
        d02_143="16 19 22", d03_019="49", d04_021="32 48", d04_022="67 80 81 85 107 117 121 125 128 135", d06_024="10",
        d06_146="25 35",
    )),
    "embassies": (1.561, 0.976, rows(d07_002="84 85 89 94 99 107 108 112 118")),
}  # fmt: skip


@pytest.mark.parametrize("area", TRUSTED)
def test_published_multipliers_of_belarus_2020(area):
    """Least squares through the origin gives the published number to its three decimals, and the correlation."""
    k, correlation, keys = TRUSTED[area]
    here = b.platform()["id"].is_in(keys).to_numpy()
    assert here.sum() == len(keys)
    found = multiplier(b.column("registered", "Tikhanovskaya")[here], b.column("officialVotes", "Tikhanovskaya")[here])
    assert found.k == pytest.approx(k, abs=5e-4)
    assert found.correlation == pytest.approx(correlation, abs=1e-3)
    assert found.low < k < found.high


def test_every_trusted_row_passes_the_first_filter_but_not_the_other_way_round():
    votes = {who: b.column("officialVotes", who) for who in b.NAMES}
    registered = {who: b.column("registered", who) for who in b.NAMES}
    passed = consistent(votes, registered)
    keys = [key for _, _, each in TRUSTED.values() for key in each]
    here = b.platform()["id"].is_in(keys).to_numpy()
    assert passed[here].all()
    assert here.sum() == 116 and 700 < passed.sum() < 760


def test_a_filter_that_demands_votes_above_registrations_raises_the_multiplier():
    """Half of honest stations have k below 1: the filter sees only the others."""
    rng = np.random.default_rng(4)
    x = rng.integers(50, 400, 400)
    y = np.rint(x * rng.normal(1.0, 0.2, 400)).astype(np.int64)
    keep = consistent({"A": y}, {"A": x})
    assert multiplier(x, y).k == pytest.approx(1.0, abs=0.05)
    assert multiplier(x[keep], y[keep]).k > 1.1


def test_the_interval_holds_the_multiplier_as_often_as_it_says():
    rng = np.random.default_rng(6)
    hits = ratio_hits = 0
    for _ in range(900):
        x = rng.integers(20, 500, 40)
        y = rng.poisson(rng.gamma(16.0, 2.0 * x / 16.0))
        found = multiplier(x, y)
        hits += found.low <= 2.0 <= found.high
        ratio_hits += found.ratio_low <= 2.0 <= found.ratio_high
    for n in (hits, ratio_hits):
        assert_chance(n, 900, 0.94, detects=0.08, false_fail=1e-4)  # a jackknife of 40 rows falls a little short


def test_exact_proportion_has_no_width_and_one_row_has_no_end():
    x = np.array([10, 20, 30])
    found = multiplier(x, 3 * x)
    assert found.k == found.low == found.high == 3
    one = multiplier(x[:1], 3 * x[:1])
    assert one.k == 3 and np.isinf(one.high)
    assert np.isnan(multiplier(x[:0], x[:0]).k)
    with pytest.raises(InputError):
        multiplier(x, x[:2])


def test_the_estimate_adds_areas_and_lends_a_multiplier_to_an_area_without_rows():
    area = np.array(["a", "a", "a", "b", "c"])
    registered, votes = np.array([10, 20, 30, 40, 100]), np.array([20, 40, 60, 120, -1])
    trusted = np.array([True, True, True, False, False])
    found = find(area, registered, votes, trusted, contestant="A", announced=100)
    assert found.value == pytest.approx(2 * registered.sum())
    assert found.alarm
    assert found.tables["areas"]["k of"].to_list() == ["area", "all", "all"]
    order = np.array([4, 2, 0, 3, 1])
    again = find(area[order], registered[order], votes[order], trusted[order], contestant="A")
    assert again.value == pytest.approx(found.value) and again.alarm is None
    nobody = find(area, registered, votes, np.zeros(5, bool), contestant="A")
    assert nobody.value is None and nobody.alarm is None
