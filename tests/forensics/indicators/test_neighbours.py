"""Small beside large: standardising by hand, the permuted null, rigged small stations seen, honest countries not."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from contested.forensics.indicators import neighbours
from contested.forensics.models.synthetic import falsify, honest_election
from contested.ground import streams
from contested.ground.draws import uniforms
from tests.forensics import files


def parts(case):
    some = neighbours.units_of(case)
    unit = neighbours.numbered(some)
    turnout, result = neighbours.standardised(some.turnout, unit), neighbours.standardised(some.result, unit)
    return neighbours.shift(turnout, result), unit, neighbours.small(some)


def test_a_station_is_measured_by_the_others_of_its_unit():
    x, unit = np.array([1.0, 2.0, 3.0, 10.0, 10.0, 10.5]), np.array([0, 0, 0, 1, 1, 1])
    z = neighbours.standardised(x, unit)
    for i in range(6):
        others = x[(unit == unit[i]) & (np.arange(6) != i)]
        want = (x[i] - others.mean()) / others.std() if others.std() > 0 else 0.0
        assert z[i] == pytest.approx(np.clip(want, -4, 4))


def test_small_means_below_the_median_of_the_territory():
    some = neighbours.units_of(honest_election(1000, seed=1))
    is_small = neighbours.small(some)
    for t in np.unique(some.territory):
        here = some.territory == t
        assert (is_small[here] == (some.registered[here] < np.median(some.registered[here]))).all()


def permuted(x, unit, is_small, times):
    """The overall difference with stations' sizes dealt out anew within each unit."""
    few = np.bincount(unit, is_small).astype(np.int64)
    first = np.searchsorted(unit, np.arange(few.size))
    out = np.empty(times)
    for k in range(times):
        order = np.lexsort((uniforms(x.size, 3, streams.NEIGHBOUR, draw=k), unit))
        dealt = np.empty(x.size, bool)
        dealt[order] = np.arange(x.size) - first[unit] < few[unit]
        apart, weight = neighbours.differences(x, unit, dealt)
        out[k] = apart @ weight / weight.sum()
    return out


def test_the_null_needs_no_permutation():
    x, unit, is_small = parts(honest_election(1500, seed=2))
    drawn = permuted(x, unit, is_small, 400)
    sd = neighbours.null_sd(x, unit, is_small)
    # mean and spread of 400 draws, each within 5 of its own standard errors
    assert abs(drawn.mean()) < 5 * sd / 20
    assert abs(drawn.std() / sd - 1) < 5 / np.sqrt(800)


def test_honest_countries_are_left_alone_even_when_territories_differ():
    alarms = 0
    for seed in range(60):
        alarms += neighbours.find(honest_election(1500, between_sd=0.8, correlation=0.7, seed=seed)).alarm
    assert alarms <= binom.ppf(1 - 1e-6, 60, 0.002)


def test_rigged_small_stations_are_seen_and_more_of_them_more():
    honest = honest_election(3000, seed=4)
    planted = falsify(honest, stuffing=1.0, stuffed_part=0.2, seed=4).case
    values = []
    for part in (0.0, 0.2, 0.4, 0.6):
        rigged = (honest.registered < 600) & (np.random.default_rng(1).random(honest.stations) < part)
        mixed = {n: np.where(rigged, getattr(planted, n), getattr(honest, n)) for n in ("issued", "cast", "leader")}
        found = neighbours.find(replace(honest, **mixed))
        values.append(found.value)
    assert (np.diff(values) > 0).all()
    assert found.alarm


def test_fraud_at_large_stations_alone_does_not_alarm():
    honest = honest_election(3000, seed=4)
    planted = falsify(honest, stuffing=0.5, seed=4).case
    large = honest.registered > 1500
    mixed = {n: np.where(large, getattr(planted, n), getattr(honest, n)) for n in ("issued", "cast", "leader")}
    found = neighbours.find(replace(honest, **mixed))
    assert found.value < 0
    assert not found.alarm


def test_russian_small_stations_lie_far_above_their_neighbours():
    for case in (files.case_2011(), files.case_2018()):
        found = neighbours.find(case)
        assert found.low > 0.3
        assert "villages" in found.fails_when


def test_order_of_rows_codes_and_empty_stations_change_nothing():
    case = honest_election(800, seed=8)
    other = replace(
        case, territories=case.territories[::-1], territory=len(case.territories) - 1 - case.territory
    ).where(np.random.default_rng(1).permutation(case.stations))
    names = {"registered": 500, "issued": 0, "cast": 0, "leader": 0, "region": 0, "territory": 0, "row": 10_000}
    other = replace(other, **{n: np.append(getattr(other, n), v) for n, v in names.items()})
    want, found = neighbours.find(case), neighbours.find(other)
    assert (found.value, found.low, found.high, found.says) == (want.value, want.low, want.high, want.says)
    assert all(found.tables[name].equals(table) for name, table in want.tables.items())


def test_odd_cases_say_why():
    case = honest_election(300)
    same = np.full(case.stations, 100)
    alike = replace(case, registered=2 * same, issued=same, cast=same, leader=same // 2)
    for odd in (case.where(np.arange(0)), case.where(np.arange(1)), case.where(np.arange(7)), alike):
        found = neighbours.find(odd)
        assert found.value is None
        assert found.alarm is None
        assert "No comparison" in found.says


@pytest.mark.parametrize(("territories", "alarm"), [(1, None), (5, None), (12, True)])
def test_an_alarm_takes_ten_territories(territories, alarm):
    """The same rigged small stations: resamples of one territory are all alike, and their range has no width."""
    honest = honest_election(1200, regions=1, territories=territories, seed=4)
    planted = falsify(honest, stuffing=1.0, stuffed_part=0.2, seed=4).case
    small = honest.registered < 600
    mixed = {n: np.where(small, getattr(planted, n), getattr(honest, n)) for n in ("issued", "cast", "leader")}
    found = neighbours.find(replace(honest, **mixed))
    assert found.value > 0.3 and found.alarm is alarm
    if alarm is None:
        assert found.low is None and found.high is None and "no range and no alarm: fewer than 10" in found.says
    else:
        assert found.low < found.value < found.high
