"""Pictures keep every station, peaks are where they were put, and their stations are named."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.forensics.indicators import fingerprint
from contested.forensics.models.synthetic import honest_election
from tests.forensics import files


def forged(case, rows, percent):
    """Stations whose leader has exactly a percentage of ballots rounded to hundreds."""
    cast, leader = case.cast.copy(), case.leader.copy()
    cast[rows] = np.maximum(cast[rows] // 100 * 100, 100)
    leader[rows] = cast[rows] * percent // 100
    return replace(case, cast=cast, issued=cast, leader=leader, registered=np.maximum(case.registered, cast))


def test_pictures_keep_every_station_and_ballot():
    case = honest_election(2000, seed=3)
    cells, comet, picture = fingerprint.cells(case), fingerprint.comet(case), fingerprint.comet_cells(case)
    assert cells["stations"].sum() == comet["stations"].sum() == picture["stations"].sum() == case.stations
    assert cells["ballots"].sum() == case.cast.sum()
    leader = (comet["leader"] * comet["registered"]).sum()
    assert leader == pytest.approx(case.leader.sum())
    assert ((comet["leader"] + comet["others"]) * comet["registered"]).sum() == pytest.approx(case.cast.sum())


def test_a_full_station_lies_in_the_last_cell_and_an_integer_in_its_own():
    case = honest_election(60).where(np.arange(3))
    n, a, v = np.array([200, 200, 200]), np.array([200, 100, 99]), np.array([200, 50, 33])
    row = fingerprint.cells(replace(case, registered=n, issued=a, cast=a, leader=v))
    assert row.select("turnout", "result").rows() == [(49, 33), (50, 50), (99, 99)]


@settings(deadline=None, max_examples=100)
@given(st.integers(100, 2500), st.data())
def test_what_is_expected_at_an_integer_is_counted_over_all_reports_around_it(n, data):
    k = data.draw(st.integers(0, n))
    percent, near, chance = (x[0] for x in fingerprint._at(np.array([k]), np.array([n])))
    if not 1 <= percent <= 99:
        return
    shares = [Fraction(100 * j, n) - int(percent) for j in range(n + 1)]
    around = [s for s in shares if -Fraction(1, 2) <= s < Fraction(1, 2)]
    close = [s for s in around if abs(s) <= Fraction(1, 20)]
    assert Fraction(100 * k, n) - int(percent) in around
    assert near == (Fraction(100 * k, n) - int(percent) in close)
    assert chance == pytest.approx(len(close) / len(around))


def test_honest_stations_make_no_peaks():
    # 40 countries of some 70 judged integers: a normal z above 4 comes 3 times in 100,000, skewed counts more often
    peaks = sum(fingerprint.find(honest_election(3000, voters=300, seed=s)).value for s in range(40))
    assert peaks <= 4


def test_forged_stations_make_a_peak_and_are_named():
    case = honest_election(3000, seed=5)
    rows = np.arange(100, 1900, 18)
    found = fingerprint.find(forged(case, rows, 45))
    high = found.tables["peaks"].filter(pl.col("z") >= 4)
    assert ("result", 45) in high.select("axis", "percent").rows()
    named = found.tables["at_peaks"].filter((pl.col("axis") == "result") & (pl.col("percent") == 45))
    big = rows[case.registered[rows] >= 100]
    assert set(case.row[big]) <= set(named["row"].to_list())
    assert len(named) == high.filter(pl.col("percent") == 45)["stations"][0]


@pytest.mark.parametrize("case_of", [files.case_2011, files.case_2018])
def test_russian_peaks_are_multiples_of_five(case_of):
    peaks = fingerprint.find(case_of()).tables["peaks"].filter(pl.col("z") >= 6.5)
    assert len(peaks) >= 5
    assert (peaks["percent"] % 5 == 0).mean() > 0.6  # by chance a fifth


def test_order_of_rows_changes_nothing_and_odd_cases_do_not_fail():
    case = honest_election(1000, seed=8)
    other = case.where(np.random.default_rng(1).permutation(case.stations))
    for name, table in fingerprint.find(case).tables.items():
        assert fingerprint.find(other).tables[name].equals(table), name
    assert fingerprint.find(case.where(np.arange(1))).value == 0
    assert fingerprint.find(case.where(np.arange(0))).value is None
