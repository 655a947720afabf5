"""Stations of a territory that agree on one share: ordered results are found, and honest ones not accused."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from contested.forensics.indicators import equal_shares
from contested.forensics.models.synthetic import honest_election
from tests.forensics import files


def test_the_chance_of_hitting_a_share_is_counted_exactly():
    n = np.array([100, 137, 1000, 2500, 5000, 5001, 250_000])
    for at in (1, 333, 500, 622, 999):
        want = []
        for size in n:
            k = np.arange(size + 1)
            hit = (2 * 1000 * k + size) // (2 * size) == at
            want.append(binom.pmf(k[hit], size, at / 1000).sum())
        assert equal_shares._hit(n, at) == pytest.approx(want, abs=1e-12)


@pytest.mark.parametrize(("voters", "within_sd"), [(150, 0.3), (900, 0.3), (900, 0.0), (4000, 0.01)])
def test_honest_elections_do_not_alarm_even_where_all_stations_lean_alike(voters, within_sd):
    # the bound is 1 in 1,000 elections; two of 50 would come once in 800 times
    alike = {"voters": voters, "within_sd": within_sd, "result": 0.9, "territories": 30}
    runs = [honest_election(1500, **alike, seed=s) for s in range(50)]
    assert sum(equal_shares.find(c).alarm for c in runs) < 2


def test_a_result_ordered_for_a_territory_is_found():
    honest = honest_election(1500, territories=30, voters=3000, seed=3)
    there = np.flatnonzero(honest.territory == 7)[:20]
    leader = honest.leader.copy()
    leader[there] = np.rint(honest.cast[there] * 0.622)
    found = equal_shares.find(replace(honest, leader=leader))
    assert found.alarm
    first = found.tables["groups"].row(0, named=True)
    assert (first["territory"], first["share"]) == ("territory 8", 0.622)
    assert 14 <= first["stations"] <= 21, "small stations cannot hit a tenth of a point"


def test_unanimous_stations_are_not_accused():
    honest = honest_election(300, regions=1, territories=2)
    assert not equal_shares.find(replace(honest, leader=honest.cast)).alarm


def test_territories_of_dagestan_and_ingushetia_reported_one_share():
    for case, where, share in (
        (files.case_2011(), "14 Дахадаевская", 0.911),
        (files.case_2018(), "5 Малгобекская", 0.825),
    ):
        found = equal_shares.find(case)
        first = found.tables["groups"].row(0, named=True)
        assert found.alarm and where in first["territory"] and first["share"] == share


def test_without_large_stations_nothing_is_said():
    tiny = honest_election(60, voters=30, regions=1, territories=1)
    assert equal_shares.find(tiny.where(tiny.cast < 100)).value is None
