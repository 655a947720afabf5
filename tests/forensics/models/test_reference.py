"""References from below: planted ballots lie in their range, which lies around 0 where nobody cheats."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.audits.elections import honest, planted
from scipy.stats import binom

from contested.forensics.indicators import turnout_curve
from contested.forensics.models import reference
from contested.forensics.models.core import find_core
from contested.forensics.models.reference import references

ELECTIONS = 24


@pytest.mark.parametrize("part", [0.2, 0.5, 0.8])
def test_the_range_holds_what_was_planted(part):
    """The full table, of 40 elections and more parts, is `benchmarks/audits/planted.py`."""
    holds, ratios, bounds = 0, [], 0
    for seed in range(ELECTIONS):
        made = planted(part, 7000 + seed)
        found = references(made.case, times=60, seed=seed)
        high = found.high if found.bounded else np.inf
        holds += found.low <= made.truth <= high
        bounds += not found.bounded
        if found.bounded:
            ratios.append(high / max(found.low, 1.0))
    # a range that holds 90 % is held to what chance allows it in 24 elections
    assert holds >= binom.ppf(1e-3, ELECTIONS, 0.9)
    assert np.median(ratios) <= 2.2
    assert part > 0.5 or bounds <= binom.ppf(1 - 1e-3, ELECTIONS, 0.1)


def test_widespread_fraud_is_not_taken_for_honest_voting():
    """The thickest place of the returns is falsified, and the window of the curve is not put there."""
    made = planted(0.7, 7100)
    core = find_core(made.case)
    found = turnout_curve.find(made.case)
    assert not reference.agrees(made.case, core, references(made.case))
    assert found.tables["estimate"]["stop"][0] <= 100 * core.turnout
    assert found.low <= made.truth <= found.high
    by_core = turnout_curve.anomaly(turnout_curve.curve(made.case), turnout_curve.around(core.turnout))
    assert by_core.ballots < found.low  # what was reported before: a narrow wrong number


def test_honest_elections_leave_the_range_around_nothing():
    misses = 0
    for seed in range(ELECTIONS):
        found = references(honest("plain", 7200 + seed), times=60, seed=seed)
        misses += not found.low <= 0 <= found.high
    assert misses <= binom.ppf(1 - 1e-3, ELECTIONS, 0.1)


def test_where_support_rises_from_the_lowest_turnout_on_only_a_bound_is_given():
    seeds = (s for s in range(7500, 7560) if not references(planted(0.8, s).case, times=60).bounded)
    made = planted(0.8, next(seeds))
    found = turnout_curve.find(made.case)
    assert found.high is None and found.low <= made.truth
    assert "at least" in found.says and "lower bound" in found.range_is


def test_beale_s_ratio_has_little_bias_for_few_stations():
    rng = np.random.default_rng(2)
    b = rng.gamma(4, 25, (4000, 3))
    a = 0.5 * b * np.exp(rng.normal(0, 0.3, b.shape))
    sums = [x.sum(1) for x in (np.ones_like(b), a, b, a * b, b * b)]
    value = reference._ratio(*sums, 0.0)
    true = 0.5 * np.exp(0.3**2 / 2)
    assert value.mean() == pytest.approx(true, rel=4 * value.std() / true / 4000**0.5 + 0.002)


def test_order_of_rows_and_codes_of_units_change_nothing():
    case = planted(0.3, 7300, 600).case
    other = case.where(np.random.default_rng(3).permutation(case.stations))
    want, found = references(case), references(other)
    assert (found.low, found.high, found.bounded) == (want.low, want.high, want.bounded)
    assert found.table.equals(want.table)


def test_without_units_the_country_is_compared_alone():
    case = planted(0.3, 7400, 1500).case
    none = np.zeros(case.stations, np.int32)
    alone = replace(case, region=none, territory=none, regions=("",), territories=("",))
    found = references(alone)
    assert [x.name for x in found.levels] == ["country"]
    assert 0 < found.low < found.high


def test_few_stations_or_nobody_for_others_give_no_reference():
    case = honest("plain", 1, 600)
    assert references(case.where(np.arange(30))) is None
    assert references(replace(case, leader=case.cast)) is None
