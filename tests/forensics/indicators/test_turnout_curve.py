"""Shpilkin's estimate: the published tables, planted ballots found, ranges that cover, honest countries left alone."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from contested.forensics.indicators import turnout_curve
from contested.forensics.models.core import find_core
from contested.forensics.models.synthetic import falsify, honest_election
from tests.forensics import files

PUBLISHED = [
    (files.case_2011, (48, 52), 0.512, 33.9, 15.28, 46.2),
    (files.case_2018, (59, 63), 2.689, 72.8, 10.56, 57.9),
]


@pytest.mark.parametrize(("case_of", "window", "k", "result", "ballots", "turnout"), PUBLISHED)
def test_russian_elections_give_the_published_figures(case_of, window, k, result, ballots, turnout):
    found = turnout_curve.find(case_of(), window=window)
    row = found.tables["estimate"].row(0, named=True)
    assert row["k"] == pytest.approx(k, abs=0.0005)
    assert 100 * row["result"] == pytest.approx(result, abs=0.05)
    assert row["ballots"] / 1e6 == pytest.approx(ballots, abs=0.005)
    assert 100 * row["turnout"] == pytest.approx(turnout, abs=0.05)
    assert found.alarm


@pytest.mark.parametrize(("case_of", "window", "ballots"), [(c, w, b) for c, w, _, _, b, _ in PUBLISHED])
def test_the_window_found_by_itself_moves_the_answer_by_less_than_two_percent(case_of, window, ballots):
    found = turnout_curve.find(case_of())
    assert abs(found.tables["estimate"]["start"][0] - window[0]) <= 1
    assert found.value / 1e6 == pytest.approx(ballots, rel=0.02)
    assert found.low <= found.tables["windows"]["ballots"].min()
    assert found.high >= found.tables["windows"]["ballots"].max()
    assert found.low <= 1e6 * ballots <= found.high


def test_regions_add_up_to_the_country_by_its_own_k():
    case = files.case_2018()
    found = turnout_curve.find(case)
    assert found.tables["regions"]["ballots_by_country"].sum() == pytest.approx(found.value, rel=1e-9)
    assert found.tables["regions"]["stations"].sum() == (case.cast > 0).sum()


def test_a_curve_worked_by_hand():
    counts = {"registered": [100, 100, 100, 100], "issued": [50, 51, 52, 80], "cast": [50, 51, 52, 80],
              "leader": [20, 20, 21, 60]}  # fmt: skip
    case = replace(honest_election(60).where(np.arange(4)), **{n: np.array(v) for n, v in counts.items()})
    a = turnout_curve.anomaly(turnout_curve.curve(case), (50, 52))
    assert a.k == pytest.approx(40 / 61)
    assert a.ballots == pytest.approx(21 + 60 - 40 / 61 * (31 + 20))  # the bin at 52 is above a window that ends there
    assert a.turnout == pytest.approx((233 - a.ballots) / 400)


def test_planted_stuffing_is_found_and_more_stuffing_gives_more():
    honest = honest_election(4000, between_sd=0.1, seed=5)
    window = turnout_curve.around(find_core(honest).turnout)
    values = []
    for stuffing in (0.0, 0.1, 0.2, 0.3):
        planted = falsify(honest, stuffing=stuffing, stuffed_part=0.5, seed=5)
        values.append(turnout_curve.find(planted.case, window=window).value)
    assert (np.diff(values) > 0).all()
    # stuffed stations that stay in or below the window, or hide the honest slope, are missed: not more than a third
    assert values[-1] == pytest.approx(planted.stuffed.sum(), rel=0.33)


def test_ranges_cover_nothing_where_nothing_was_done():
    # A range of 95 % misses 0 in 40 elections more than 8 times once in 10,000; the windows only widen it.
    misses = alarms = 0
    for seed in range(40):
        found = turnout_curve.find(honest_election(1500, turnout=0.5, seed=seed))
        misses += not found.low <= 0 <= found.high
        alarms += found.alarm
    assert misses <= binom.ppf(1 - 1e-4, 40, 0.05)
    assert alarms <= binom.ppf(1 - 1e-4, 40, 0.025)


def test_honest_regions_that_vote_more_and_like_the_leader_more_are_called_anomalous():
    # the assumption is broken, nobody cheats: what `fails_when` says happens
    found = turnout_curve.find(honest_election(3000, correlation=0.8, between_sd=0.5, seed=2))
    assert found.alarm
    assert "honestly" in found.fails_when


def test_fewer_ballots_than_the_reference_explains_are_no_excess_of_less_than_none():
    honest = next(
        f for f in (turnout_curve.find(honest_election(200, territories=8, seed=s), window=(50, 54)) for s in range(9))
        if f.value < 0
    )  # fmt: skip
    assert f" has {-honest.value:,.0f} fewer ballots than support at 50-54 % turnout explains" in honest.says
    assert "no excess by this reference" in honest.says and "exceed" not in honest.says
    assert "instead of" not in honest.says, "a result without ballots that are not there"


def test_odd_cases_say_why():
    case = honest_election(100)
    one = case.where(np.arange(1))
    assert turnout_curve.find(one).value is None
    assert turnout_curve.find(case.where(np.arange(0))).value is None
    landslide = replace(case, leader=case.cast)
    assert turnout_curve.find(landslide).value is None
    assert turnout_curve.find(case, window=(0, 4)).alarm is None


def test_order_of_rows_and_empty_stations_change_nothing():
    case = honest_election(1000, seed=8)
    other = case.where(np.random.default_rng(1).permutation(case.stations))
    names = {"registered": 500, "issued": 0, "cast": 0, "leader": 0, "region": 0, "territory": 0, "row": 10_000}
    other = replace(other, **{n: np.append(getattr(other, n), v) for n, v in names.items()})
    want, found = turnout_curve.find(case), turnout_curve.find(other)
    assert (found.value, found.low, found.high, found.says) == (want.value, want.low, want.high, want.says)
    assert all(found.tables[name].equals(table) for name, table in want.tables.items())


def test_with_one_territory_the_range_is_as_wide_as_elections_differ():
    """Of one territory all resamples are alike; of stations they spread as the estimate does between elections."""
    window, estimates, spreads = (54, 62), [], []
    for seed in range(60):
        case = honest_election(800, regions=1, territories=1, between_sd=0.0, seed=seed)
        estimates.append(float(turnout_curve.anomaly(turnout_curve.curve(case), window).ballots))
        spreads.append(float(np.std(turnout_curve.again(case, window, times=100, seed=seed).ballots)))
    assert np.mean(spreads) == pytest.approx(np.std(estimates), rel=0.25)


def test_with_one_territory_honest_elections_seldom_alarm_and_stuffed_ones_do():
    alarms = {0.0: 0, 0.3: 0}
    for stuffing in alarms:
        for seed in range(40):
            case = honest_election(800, regions=1, territories=1, seed=seed)
            case = falsify(case, stuffing=stuffing, stuffed_part=0.5, seed=seed).case if stuffing else case
            found = turnout_curve.find(case, window=turnout_curve.around(float(np.median(case.turnout)) - 0.1))
            assert "stations" in found.range_is
            alarms[stuffing] += bool(found.alarm)
    # half of honest estimates lie above 0
    assert alarms[0.0] <= 2
    assert alarms[0.3] >= 36
