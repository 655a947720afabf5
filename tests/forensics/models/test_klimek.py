"""The model of Klimek and others: published numbers, both fits on made fraud, and where the published rule errs."""

from dataclasses import replace

import numpy as np
import pytest

from contested.forensics.models import klimek
from contested.forensics.models.klimek_stations import Voters, draws, reported, simulate
from contested.forensics.models.synthetic import falsify, honest_election
from contested.forensics.table.case import ordered
from tests.forensics import files


def test_honest_voting_in_russia_2011_is_read_off_as_published():
    some = ordered(files.case_2011())
    got = klimek.honest_part(some.turnout, some.result)
    assert got == pytest.approx((0.529, 0.324, 0.08138, 0.06972, 0.559), abs=6e-6)


def test_fraud_in_russia_2011_is_fitted_nearly_as_published():
    # published 0.64, 0.033 and 2.3 on a grid and averages of their own
    fit = klimek.published(files.case_2011())
    assert fit.incremental == pytest.approx(0.64, abs=0.03)
    assert fit.extreme == pytest.approx(0.033, abs=0.005)
    assert fit.alpha == pytest.approx(2.3, abs=0.3)


def test_the_published_rule_takes_a_ripple_for_a_top_in_2018_and_the_core_does_not():
    case = files.case_2018()
    fits = klimek.find(case).tables["fits"].rows_by_key("fit", named=True, unique=True)
    assert abs(fits["as published"]["result"] - 0.73) > 0.2
    assert fits["core first"]["result"] == pytest.approx(0.73, abs=0.02)
    assert fits["core first"]["misplaced"] < 0.5 * fits["as published"]["misplaced"]


def test_both_fits_find_the_fraud_of_the_model_itself():
    voters = Voters(0.5, 0.35, 0.08, 0.07, 0.35)
    drawn = draws(99, 20_000)
    who = np.random.default_rng(5).random(20_000)
    kind = np.where(who < 0.3, "incremental", np.where(who < 0.35, "extreme", "honest"))
    turnout, leader = np.zeros((2, 20_000))
    for name in ("honest", "incremental", "extreme"):
        a, part = reported(simulate(voters, drawn), name, 2.0)
        turnout[kind == name], leader[kind == name] = a[kind == name], part[kind == name]
    case = counted(turnout, leader)
    found = klimek.find(case)
    for row in found.tables["fits"].iter_rows(named=True):
        assert row["incremental"] == pytest.approx(0.3, abs=0.06), row
        assert row["extreme"] == pytest.approx(0.05, abs=0.015), row
        assert row["misplaced"] < 0.08, row
    assert found.alarm


def counted(turnout, leader):
    """Stations of 1,000 voters with these shares."""
    n = np.full(turnout.size, 1000)
    cast = np.maximum(np.rint(1000 * turnout).astype(int), 1)
    votes = np.minimum(np.rint(1000 * leader).astype(int), cast)
    units = np.zeros(n.size, np.int32)
    base = honest_election(60)
    return replace(base, registered=n, issued=cast, cast=cast, leader=votes, region=units, territory=units, row=n)


def test_honest_bell_curves_are_left_alone():
    # the middle of the core wanders by two points, and what then lies above it is called fraud: up to 15 % of stations
    found = [klimek.find(honest_election(1500, between_sd=0.1, seed=s)) for s in range(8)]
    assert not any(f.alarm for f in found)
    assert np.median([f.value for f in found]) < 0.1


@pytest.mark.slow  # as in test_recovery, of more stations and from nothing on
def test_more_stuffing_is_fitted_with_more_fraud():
    honest = honest_election(3000, between_sd=0.1, seed=6)
    values = [klimek.find(falsify(honest, stuffing=s, stuffed_part=0.4, seed=6).case).value for s in (0.0, 0.2, 0.4)]
    assert values[0] < values[1] < values[2]


def test_kinds_of_stations_are_made_as_the_model_says():
    voters, drawn = Voters(0.5, 0.3, 0.05, 0.05, 0.4), draws(1, 4000)
    honest, some, most = (reported(simulate(voters, drawn), kind, 2.0) for kind in ("honest", "incremental", "extreme"))
    assert np.mean(honest[0]) == pytest.approx(0.5, abs=6 * 0.05 / np.sqrt(4000))
    assert (honest[0] <= some[0]).all() and (honest[1] <= some[1]).all()
    assert most[0].mean() > 0.95
    for turnout, leader in (honest, some, most):
        assert ((leader >= 0) & (leader <= turnout) & (turnout <= 1)).all()


def test_weights_of_a_sum_of_histograms_are_found_inside_and_on_the_sides():
    m = np.array([[1.0, 0.0], [0.0, 1.0], [0.3, 0.3]])
    for want in ((0.2, 0.3), (0.0, 0.4), (0.6, 0.0), (0.3, 0.7), (0.0, 0.0)):
        got, off = klimek._within_triangle(m, m @ want)
        assert got == pytest.approx(want, abs=1e-9)
        assert off < 1e-18
    assert sum(klimek._within_triangle(m, m @ (2.0, 1.0))[0]) == pytest.approx(1.0)


def test_the_fingerprints_of_fit_and_returns_lie_side_by_side():
    table = klimek.find(honest_election(1000, seed=2)).tables["fingerprint"]
    for name in ("observed", "core first"):
        assert table[name].sum() == pytest.approx(1.0)


def test_order_of_rows_changes_nothing_and_odd_cases_say_why():
    case = honest_election(600, seed=8)
    other = case.where(np.random.default_rng(1).permutation(case.stations))
    want, found = klimek.find(case), klimek.find(other)
    assert (found.value, found.low, found.high, found.says) == (want.value, want.low, want.high, want.says)
    for odd in (case.where(np.arange(0)), case.where(np.arange(1)), case.where(np.arange(100))):
        assert klimek.find(odd).value is None
    same = np.full(case.stations, 1000)
    alike = replace(case, registered=2 * same, issued=same, cast=same, leader=same // 2)
    assert klimek.find(alike).kind == "estimate"


@pytest.mark.parametrize("stuffing", [0.0, 0.4])
def test_honest_elections_are_shown_beside_the_same_number_as_the_returns(stuffing):
    """A chart lays the value of the full fit beside that of fits without ranges: one quantity, not two."""
    case = falsify(honest_election(1500, seed=3), stuffing=stuffing, seed=3).case
    full, quick = klimek.find(case), klimek.find(case, ranges=False)
    assert (quick.value, quick.alarm) == (full.value, full.alarm)
