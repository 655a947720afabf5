"""Quick counts: coverage, edges of a finite population, bounds, arrivals, and Georgia's published counts."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from contested.forensics.samples import quick_count_table
from contested.forensics.samples.quick_count import FALSE_ALARM, arrival, estimate, find, worst_case
from contested.forensics.samples.quick_count_table import compare
from contested.ground.errors import InputError
from tests.forensics.files import georgia, shared
from tests.laws import assert_chance

POPULATION = np.array([120, 300, 60])


def country(seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Stratum, votes and ballots of every station; strata differ in support and size."""
    rng = np.random.default_rng(seed)
    stratum = np.repeat(np.arange(3), POPULATION)
    cast = rng.integers(100, 1500, stratum.size)
    votes = rng.binomial(cast, np.clip(np.array([0.3, 0.5, 0.7])[stratum] + rng.normal(0, 0.1, stratum.size), 0, 1))
    return stratum, votes, cast


def sample(rng: np.random.Generator, size: tuple[int, ...]) -> np.ndarray:
    """Rows drawn without replacement in each stratum."""
    start = np.concatenate([[0], np.cumsum(POPULATION)])
    return np.concatenate([start[h] + rng.choice(POPULATION[h], n, replace=False) for h, n in enumerate(size)])


def test_the_interval_holds_the_truth_as_often_as_it_says():
    stratum, votes, cast = country()
    truth, rng = votes.sum() / cast.sum(), np.random.default_rng(9)
    hits, errors, shares = 0, [], []
    for _ in range(2500):
        rows = sample(rng, (12, 30, 10))
        found = estimate(stratum[rows], votes[rows], cast[rows], POPULATION)
        hits += found.low <= truth <= found.high
        errors.append(found.error)
        shares.append(found.share)
    assert_chance(hits, 2500, 0.95, detects=0.06, false_fail=1e-6)
    assert np.mean(errors) == pytest.approx(np.std(shares), rel=0.12)


def test_all_stations_leave_no_width_and_the_exact_share():
    stratum, votes, cast = country()
    found = estimate(stratum, votes, cast, POPULATION)
    assert found.share == votes.sum() / cast.sum()
    assert found.low == found.high == found.share and found.error == 0


def test_a_stratum_counted_whole_adds_no_error():
    """One stratum complete, the others identical at every station: nothing is left to chance."""
    stratum = np.array([0, 0, 0, 1, 1])
    found = estimate(stratum, np.array([5, 50, 20, 10, 10]), np.array([40, 60, 50, 25, 25]), np.array([3, 40]))
    assert found.error == pytest.approx(0, abs=1e-9)


def test_order_and_empty_stations_change_nothing():
    stratum, votes, cast = country()
    rows = sample(np.random.default_rng(2), (9, 20, 8))
    one = estimate(stratum[rows], votes[rows], cast[rows], POPULATION)
    turned = estimate(stratum[rows[::-1]], votes[rows[::-1]], cast[rows[::-1]], POPULATION)
    assert turned == pytest.approx(one)
    wider = estimate(stratum[rows], votes[rows], cast[rows], np.append(POPULATION, 0))
    assert wider == pytest.approx(one)


def test_one_station_of_a_stratum_takes_the_spread_of_the_others():
    found = estimate(np.array([0, 0, 0, 1]), np.array([10, 20, 30, 5]), np.array([50] * 4), np.array([9, 9]))
    assert 0 < found.error < 1
    alone = estimate(np.array([0]), np.array([10]), np.array([50]), np.array([9]))
    assert np.isinf(alone.error) and (alone.low, alone.high) == (0, 1)
    assert np.isnan(estimate(np.array([0]), np.array([0]), np.array([0]), np.array([9])).share)


def test_clustered_support_has_a_design_effect():
    """Stations all of one mind: a station tells as much as one ballot, so the effect is about its size."""
    rng = np.random.default_rng(3)
    cast = np.full(200, 400)
    votes = np.where(rng.random(200) < 0.5, 400, 0)
    alike = rng.binomial(cast, 0.5)
    stratum, population = np.zeros(200, int), np.array([100_000])
    assert estimate(stratum, votes, cast, population).design_effect == pytest.approx(400, rel=0.05)
    assert estimate(stratum, alike, cast, population).design_effect == pytest.approx(1, abs=0.4)


def test_silent_stations_bound_the_share():
    found = worst_case(np.array([60, 40]), np.array([100, 100]), np.array([50]))
    assert (found.low, found.high, found.missing) == (100 / 250, 150 / 250, 1)
    none = worst_case(np.array([60]), np.array([100]), np.array([]))
    assert none.low == none.high == 0.6
    assert worst_case(np.array([]), np.array([]), np.array([]))[:2] == (0, 1)


def rare(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Ballots of 10,000 stations, and votes of six contestants; most have theirs at few stations."""
    rng = np.random.default_rng(seed)
    cast = np.minimum(np.round(rng.lognormal(6, 0.8, 10_000)).astype(int) + 1, 6000)
    votes = [rng.binomial(cast, np.where(rng.random(cast.size) < at, share, else_))
             for at, share, else_ in ((0.005, 0.1, 0), (0.02, 0.3, 0), (0.05, 0.1, 0), (0.02, 0.3, 0.001),
                                      (1, 0.0002, 0))]  # fmt: skip
    return cast, np.array([*votes, rng.binomial(cast, np.clip(rng.normal(0.5, 0.15, cast.size), 0, 1))])  # fmt: skip


@pytest.mark.parametrize("n", [30, 100])
def test_honest_shares_of_rare_contestants_seldom_raise_an_alarm(n):
    """Official = truth; 100 samples of six contestants each. The linearised variance alone flagged nearly all."""
    cast, votes = rare(6)
    truth, rng, one = votes.sum(axis=1) / cast.sum(), np.random.default_rng(17), np.zeros(n, int)
    alarms = 0
    for _ in range(100):
        rows = rng.choice(cast.size, n, replace=False)
        alarms += any(find(one, votes[k][rows], cast[rows], np.array([cast.size]), truth[k], contestants=6).alarm
                      for k in range(6))  # fmt: skip
    assert alarms <= 2  # 0.1 on average at most: three have a chance below 0.001


@pytest.mark.parametrize(("at", "share"), [(0.005, 0.1), (0.05, 0.1), (0.2, 0.05), (1, 0.002)])
def test_intervals_of_rare_contestants_hold_the_truth(at, share):
    rng = np.random.default_rng(21)
    cast = rng.integers(100, 1500, 10_000)
    votes = rng.binomial(cast, np.where(rng.random(cast.size) < at, share, 0))
    truth, one, hits = votes.sum() / cast.sum(), np.zeros(100, int), 0
    for _ in range(600):
        rows = rng.choice(cast.size, 100, replace=False)
        found = estimate(one, votes[rows], cast[rows], np.array([cast.size]))
        hits += found.low <= truth <= found.high
    assert hits / 600 >= 0.91


def test_stations_that_all_agree_are_no_certainty():
    none = find(np.zeros(100, int), np.zeros(100), np.full(100, 400), np.array([5000]), 0.0001)
    assert none.alarm is False and none.low == 0
    assert none.high == pytest.approx(1 - 0.025 ** (1 / 101), abs=2e-4)  # as of 100 stations, each of one mind
    two = find([0, 0], [50, 50], [100, 100], np.array([5000]), 0.51)
    assert two.alarm is False and two.low < 0.2 and two.high > 0.8
    every = estimate(np.zeros(5, int), np.zeros(5), np.full(5, 400), np.array([5]))
    assert every.low == every.high == 0
    half = estimate(np.zeros(50, int), np.zeros(50), np.full(50, 400), np.array([100])).high
    # of 100 stations, K with votes escape a sample of half with a chance of 2^-K
    assert half == pytest.approx(np.log(0.025) / np.log(0.5) / 100, rel=0.05)


def test_a_silent_station_stands_for_its_own_stratum():
    """Two strata of 1,000, 100 drawn of each: 10 report 90 % in the first, all report 10 % in the second."""
    stratum, cast = np.repeat([0, 1], [10, 100]), np.full(110, 100)
    votes, population = np.where(stratum == 0, 90, 10), np.array([1000, 1000])
    silent = {"missing_ballots": np.full(90, 100), "missing_stratum": np.zeros(90, int)}
    found = find(stratum, votes, cast, population, 0.2, **silent)
    worst = found.tables["worst case"].row(0, named=True)
    assert (worst["low"], worst["high"]) == pytest.approx((0.095, 0.545))
    assert worst["interval_low"] < 0.095 and worst["interval_high"] > 0.545 and found.alarm is False
    with pytest.raises(InputError, match="the stratum of each silent station"):
        find(stratum, votes, cast, population, 0.2, missing_ballots=[100] * 90)
    # a stratum of which all drawn stations are silent is bounded as well; one without a drawn station is not
    quiet = {"missing_ballots": np.full(100, 100), "missing_stratum": np.zeros(100, int)}
    second = stratum == 1
    worst = find(stratum[second], votes[second], cast[second], population, 0.9, **quiet).tables["worst case"]
    assert worst.row(0)[:2] == pytest.approx((0.05, 0.55))
    alone = find(stratum[second], votes[second], cast[second], population, 0.9)
    assert alone.alarm is None and "not judged" in alone.says


def test_silence_and_sampling_add_up():
    """Stations that never report, 5 of 100, give the contestant nothing; official = truth, 200 samples."""
    rng = np.random.default_rng(31)
    cast = rng.integers(200, 1500, 8000)
    quiet = np.arange(8000) % 20 == 0
    votes = np.where(quiet, 0, rng.binomial(cast, np.clip(rng.normal(0.5, 0.1, 8000), 0, 1)))
    truth, alarms, inside = votes.sum() / cast.sum(), 0, 0
    for _ in range(200):
        rows = rng.choice(8000, 200, replace=False)
        here, gone = rows[~quiet[rows]], rows[quiet[rows]]
        found = find(np.zeros(here.size, int), votes[here], cast[here], np.array([8000]), truth,
                     missing_ballots=cast[gone])  # fmt: skip
        worst = found.tables["worst case"].row(0, named=True)
        inside += worst["interval_low"] <= truth <= worst["interval_high"]
        alarms += bool(found.alarm)
    assert inside / 200 >= 0.93 and alarms <= 2
    false = find(np.zeros(here.size, int), votes[here], cast[here], np.array([8000]), truth + 0.2,
                 missing_ballots=cast[gone], contestants=10)  # fmt: skip
    assert false.alarm is True
    blind = find(np.zeros(here.size, int), votes[here], cast[here], np.array([8000]), truth + 0.2, unbounded=gone.size)
    assert blind.alarm is None and "not judged" in blind.says
    limits = false.tables["limits"].row(0, named=True)
    assert limits["level"] == 1 - FALSE_ALARM / 10 and limits["high"] < truth + 0.2


def test_late_stations_that_differ_are_seen_and_honest_order_seldom_is():
    stratum, votes, cast = country()
    del stratum
    lean = np.argsort(votes / cast)
    assert arrival(votes[lean], cast[lean]).chance < 1e-6
    assert arrival(votes[lean], cast[lean]).late > arrival(votes[lean], cast[lean]).early
    rng, seen = np.random.default_rng(5), 0
    for _ in range(600):
        rows = rng.permutation(votes.size)[:60]
        seen += arrival(votes[rows], cast[rows]).chance < 0.05
    assert_chance(seen, 600, 0.05, detects=0.12, false_fail=1e-6)
    assert np.isnan(arrival(votes[:1], cast[:1]).chance)


def as_printed() -> pl.DataFrame:
    """Georgia's file as it stands."""
    raw = pl.read_excel(shared("georgia_pvt_2003_2020.xlsx"))
    return raw.rename({"Elections": "election", "Cand": "contestant", "ISFED": "estimate", "Lower": "low",
                       "Upper": "high", "CEC": "official"})  # fmt: skip


def test_georgia_as_printed():
    lines = compare(as_printed())
    assert (lines.height, lines["inside"].sum()) == (79, 53)
    by = {e[:9]: (i, n) for e, i, n in lines.group_by("election").agg(pl.col("inside").sum(), pl.len()).iter_rows()
          if not e.startswith("2018")}  # fmt: skip
    assert by == {"2004 Parl": (3, 7), "2008 Pres": (0, 7), "2012 Parl": (0, 5), "2013 Pres": (5, 6),
                  "2014 Tbil": (14, 14), "2016 Parl": (8, 8), "2017 Tbil": (13, 13), "2020 Parl": (2, 10)}  # fmt: skip
    rounds = lines.filter(pl.col("election").str.starts_with("2018")).group_by("election", maintain_order=True)
    assert rounds.agg(pl.col("inside").sum(), pl.len()).rows()[0][1:] == (6, 7)
    assert rounds.agg(pl.col("inside").sum(), pl.len()).rows()[1][1:] == (2, 2)


def test_georgia_2020_stands_in_the_wrong_columns():
    """None of its ten lines holds its own estimate as printed; put right, nine hold the official result."""
    lines = compare(as_printed())
    odd = lines.filter(~pl.col("own"))
    assert set(odd["election"]) == {"2020 Parliamentary"} and odd.height == 10
    right = compare(georgia()).filter(pl.col("election") == "2020 Parliamentary")
    assert right["own"].all() and right["inside"].sum() >= 7
    assert "do not hold their own share" in quick_count_table.find(as_printed()).says


def test_sound_margins_raise_no_alarm_and_a_false_result_does():
    rng = np.random.default_rng(12)
    truth = rng.uniform(5, 60, 60)
    counted = truth + rng.normal(0, 1 / 1.96, 60)
    base = {"election": ["e"] * 60, "contestant": [str(i) for i in range(60)], "estimate": counted,
            "low": counted - 1, "high": counted + 1}  # fmt: skip
    assert quick_count_table.find(pl.DataFrame({**base, "official": truth})).alarm is False
    assert quick_count_table.find(pl.DataFrame({**base, "official": truth + 2.5})).alarm is True
    nothing = pl.DataFrame({**base, "official": truth}).clear()
    assert quick_count_table.find(nothing).value is None


def test_a_sample_beside_the_official_share():
    stratum, votes, cast = country()
    rows = sample(np.random.default_rng(4), (20, 50, 15))
    truth = votes.sum() / cast.sum()
    honest = find(stratum[rows], votes[rows], cast[rows], POPULATION, truth)
    assert honest.alarm is False and honest.low <= truth <= honest.high
    false = find(stratum[rows], votes[rows], cast[rows], POPULATION, truth + 0.2)
    assert false.alarm is True
    silent = find(stratum[rows], votes[rows], cast[rows], POPULATION, truth + 0.2, missing_ballots=[1500] * 40,
                  missing_stratum=np.repeat(np.arange(3), [9, 24, 7]))  # fmt: skip
    assert silent.alarm is False and "silent" in silent.says
    assert find(np.array([], int), np.array([]), np.array([]), np.array([3]), 0.5).value is None


def test_counts_that_cannot_be_are_refused():
    for wrong in (([0], [5], [4], [9]), ([0, 0], [1, 1], [4, 4], [1]), ([0], [1], [4], [9, 9]), ([2], [1], [4], [9])):
        with pytest.raises(InputError):
            estimate(*(np.array(a) for a in wrong))


def test_a_title_names_a_contestant_only_where_there_is_one():
    nobody = find([0], np.array([]), np.array([]), np.array([1]), None)
    assert nobody.title == "Quick count" and find([0], [], [], [1], None, contestant="A").title == "Quick count: A"
    stratum, votes, cast = country()
    assert f"{votes.size:,} stations give the contestant" in find(stratum, votes, cast, POPULATION, None).says
