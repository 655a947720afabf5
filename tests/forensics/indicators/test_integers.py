"""Integer percentages: the published figures, the rule in whole numbers, and the exact null by counting everything."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.forensics.indicators import integers
from contested.forensics.models.synthetic import honest_election
from contested.ground import streams
from contested.ground.binomials import binomials
from tests.forensics import files

PUBLISHED = {
    "2011": {"eligible": 86_718, "observed": (17_803, 9_708, 9_216), "null": (16_800.4, 8_941.5, 8_767.2),
             "anomaly": (1_002.6, 766.5, 448.8), "z": (8.7, 8.7, 5.1), "paper": (1_003.477, 767.136, 449.325)},
    "2018": {"eligible": 91_152, "observed": (19_271, 10_116, 10_543), "null": (17_562.4, 9_258.9, 9_245.5),
             "anomaly": (1_708.6, 857.1, 1_297.5), "z": (14.6, 9.6, 14.4), "paper": (1_708.839, 859.010, 1_296.186)},
}  # fmt: skip
NAMES = ("either", "result", "turnout")


def case_of(year):
    return files.case_2011() if year == "2011" else files.case_2018()


@pytest.mark.parametrize("year", PUBLISHED)
def test_russian_elections_give_the_published_figures(year):
    want = PUBLISHED[year]
    some = integers.eligible(case_of(year))
    counts = integers.null_of(some).counts
    assert some.stations == want["eligible"]
    assert tuple(counts[n].observed for n in NAMES) == want["observed"]
    assert [counts[n].null for n in NAMES] == pytest.approx(want["null"], abs=0.06)
    assert [counts[n].anomaly for n in NAMES] == pytest.approx(want["anomaly"], abs=0.06)
    assert [counts[n].z for n in NAMES] == pytest.approx(want["z"], abs=0.06)
    assert [counts[n].anomaly for n in NAMES] == pytest.approx(want["paper"], abs=10)
    assert integers.find(case_of(year)).alarm


def redrawn(case, draws):
    """The published null: issued ~ Bin(registered, own share) and leader ~ Bin(cast, own share), again and again."""
    hits = np.empty((draws, 3))
    for day in range(draws):
        issued = binomials(case.registered, case.turnout, 1, streams.INTEGER_ISSUED, day=day)
        leader = binomials(case.cast, case.result, 1, streams.INTEGER_LEADER, day=day)
        turnout, result = integers.at_integer(issued, case.registered), integers.at_integer(leader, case.cast)
        hits[day] = (turnout | result).sum(), result.sum(), turnout.sum()
    return {name: (hits[:, j].mean(), hits[:, j].std()) for j, name in enumerate(NAMES)}


def test_redrawing_an_election_agrees_with_the_exact_null():
    # 60 draws of a mean whose own spread is 115 / sqrt(60): 15 stations, and 6 of these spreads, miss one key in 10^9
    some = integers.eligible(files.case_2018())
    drawn, exact = redrawn(some, 60), integers.null_of(some).counts
    for name in NAMES:
        mean, sd = drawn[name]
        assert abs(mean - exact[name].null) < 6 * exact[name].sd / np.sqrt(60), name
        assert sd == pytest.approx(exact[name].sd, rel=0.6)


@settings(deadline=None)  # the first call compiles
@given(st.integers(1, 5000), st.data())
def test_the_rule_is_a_distance_of_a_twentieth_of_a_point(n, data):
    k = data.draw(st.integers(0, n))
    percent = Fraction(100 * k, n)
    away = abs(percent - round(percent))
    assert integers.near_integer(k, n) == (away <= Fraction(1, 20))
    assert integers.near_integer(k, n) == integers.near_integer(n - k, n)
    assert integers.near_integer(k, n) == integers.near_integer(7 * k, 7 * n)


def test_edges_of_the_band_belong_to_it():
    assert integers.near_integer(1401, 2000)  # 70.05 %
    assert integers.near_integer(1399, 2000)  # 69.95 %
    assert not integers.near_integer(14011, 20000)  # 70.055 %


def test_the_exact_null_is_what_counting_all_outcomes_gives():
    for n, k, m, j in ((13, 5, 11, 3), (8, 8, 12, 0), (20, 7, 19, 10)):
        p, q = Fraction(k, n), Fraction(j, m)
        total = Fraction(0)
        for a, b in product(range(n + 1), range(m + 1)):
            if any(20 * min(100 * x % y, y - 100 * x % y) <= y for x, y in ((a, n), (b, m))):
                total += comb(n, a) * p**a * (1 - p) ** (n - a) * comb(m, b) * q**b * (1 - q) ** (m - b)
        one = honest_election(60, regions=1, territories=1).where(np.arange(1))
        as_arrays = {"registered": [n], "issued": [k], "cast": [m], "leader": [j]}
        one = replace(one, **{name: np.array(value) for name, value in as_arrays.items()})
        assert integers.null_of(one).counts["either"].null == pytest.approx(float(total), abs=1e-12)


def test_stations_expected_at_each_percentage_add_up_to_the_null():
    found = integers.find(honest_election(800))
    by_percent, counts = found.tables["percents"], found.tables["counts"]
    for name in ("turnout", "result"):
        row = next(r for r in counts.iter_rows(named=True) if r["of"] == name)
        assert by_percent[f"{name}_observed"].sum() == row["observed"]
        assert by_percent[f"{name}_null"].sum() == pytest.approx(row["null"])
    assert found.tables["regions"]["observed"].sum() == counts["observed"][0]


def test_honest_elections_are_neither_too_round_nor_too_sharp():
    z = [integers.null_of(integers.eligible(honest_election(1000, voters=v, seed=s))).counts["either"].z
         for v in (150, 900) for s in range(60)]  # fmt: skip
    # a standard normal z: the mean of 120 lies within 6 / sqrt(120), and 1 in 30,000 is above 4
    assert abs(np.mean(z)) < 6 / np.sqrt(len(z)), f"mean z {np.mean(z):.2f}"
    assert 0.6 < np.std(z) < 1.5
    assert max(z) < integers.ALARM_Z + 1


def test_rounded_results_are_found_and_counted():
    honest = honest_election(3000, voters=4000)  # large enough for whole ballots to keep a share within the band
    who = np.random.default_rng(1).random(honest.stations) < 0.10
    rounded = np.rint(honest.cast * np.round(honest.result * 20) / 20).astype(np.int64)
    planted = replace(honest, leader=np.where(who, rounded, honest.leader))
    found = integers.find(planted)
    assert found.alarm
    # each invented result is an integer one; a tenth of them would have been anyhow, and of turnouts as well
    assert found.low < 0.81 * who.sum() < found.high


def test_without_large_stations_nothing_is_said():
    tiny = honest_election(60, voters=30, regions=1, territories=1)
    tiny = tiny.where(tiny.registered < 100)
    found = integers.find(tiny)
    assert found.value is None and found.alarm is None and "nothing to test" in found.says
