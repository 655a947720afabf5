"""A table of returns keeps its totals whatever the order of rows, and gives estimates only what does not contradict."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.forensics.table.returns import ReturnsTable
from contested.ground.errors import ReturnsError


def returns(frame: pl.DataFrame, **more) -> ReturnsTable:
    return ReturnsTable.of(frame, ["A", "B"], "A", "title", **more)


def small(n: int = 6) -> pl.DataFrame:
    i = pl.int_range(n, eager=True)
    return pl.DataFrame({
        "station": i.cast(pl.String), "region": (i % 2).cast(pl.String), "district": (i % 3).cast(pl.String),
        "registered": 100 + 10 * i, "issued": 60 + 3 * i, "cast": 59 + 3 * i, "A": 30 + i, "B": 29 + 2 * i,
    })  # fmt: skip


def test_arrays_of_a_run_are_a_table():
    frame = pl.DataFrame({"registered": [10, 20], "cast": [5, 8], "A": [3, 4], "B": [2, 4]})
    table = returns(frame)
    assert table.frame["station"].to_list() == ["1", "2"]
    assert table.frame["issued"].to_list() == table.frame["cast"].to_list()
    assert table.totals() == (2, 30, 13, 13, 7, 13 / 30, 7 / 13)
    assert (table.case().regions, table.case().territories) == (("",), ("",))


def test_cast_valid_and_invalid_follow_from_one_another():
    base = {"registered": [10], "A": [3], "B": [2]}
    assert returns(pl.DataFrame({**base, "valid": [5], "invalid": [1]})).frame["cast"].item() == 6
    assert returns(pl.DataFrame({**base, "valid": [5]})).frame["cast"].item() == 5
    assert returns(pl.DataFrame({**base, "cast": [6], "invalid": [1]})).frame["valid"].item() == 5
    assert returns(pl.DataFrame({**base, "cast": [6], "valid": [5]})).frame["invalid"].item() == 1
    assert returns(pl.DataFrame({**base, "cast": [6]})).frame["valid"].item() is None


def test_the_smallest_unit_is_told_apart_by_the_larger_ones():
    case = returns(small(), units=["region", "district"]).case()
    assert case.regions == ("0", "1")
    assert case.territories == ("0 / 0", "0 / 1", "0 / 2", "1 / 0", "1 / 1", "1 / 2")
    names = [(case.regions[r], case.territories[t]) for r, t in zip(case.region, case.territory)]
    assert names == [(str(i % 2), f"{i % 2} / {i % 3}") for i in range(6)]


def test_another_leader_changes_the_leader_and_nothing_else():
    table = returns(small())
    other = table.leader_as("b")
    assert (other.leader, other.case().leader_name) == ("B", "B")
    assert other.case().leader.tolist() == small()["B"].to_list()
    assert other.frame.equals(table.frame)


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_order_of_rows_does_not_matter(order):
    table, moved = returns(small(), units=["region"]), returns(small()[list(order)], units=["region"])
    assert moved.totals() == table.totals()
    before, after = table.case(), moved.case()
    assert sorted(zip(after.region, after.leader)) == sorted(zip(before.region, before.leader))
    assert after.regions == before.regions


def test_an_empty_station_changes_no_sum_but_its_own_voters():
    empty = pl.DataFrame({"station": ["e"], "region": ["0"], "district": ["0"], "registered": [0], "issued": [0],
                          "cast": [0], "A": [0], "B": [0]})  # fmt: skip
    table, more = returns(small()), returns(pl.concat([small(), empty], how="vertical_relaxed"))
    assert more.totals()[1:] == table.totals()[1:]
    assert more.case().leader.tolist() == table.case().leader.tolist()


def test_one_station_is_a_table_and_shares_of_nothing_are_not_numbers():
    table = returns(small(1).with_columns(registered=0, issued=0, cast=0, A=0, B=0))
    assert table.totals().stations == 1
    assert math.isnan(table.totals().turnout) and math.isnan(table.totals().result)
    assert table.case().stations == 0


@pytest.mark.parametrize(
    ("frame", "contestants", "leader", "message"),
    [
        (small(0), ["A", "B"], "A", "one row a station"),
        (small(), [], "A", "a column of votes"),
        (small().drop("cast"), ["A", "B"], "A", "column 'cast'"),
        (small(), ["A", "C"], "A", "column 'C'"),
        (small(), ["A", "A"], "A", "stands for two columns"),
        (small(), ["A", "cast"], "A", "name of another column"),
        (small(), ["A", "B"], "C", "no contestant is called 'C'"),
        (small(), ["A", "B"], "", "a part of 2 names: 'A' and 'B'"),
        (small().with_columns(station=pl.lit("same")), ["A", "B"], "A", "6 of 6 rows share their station"),
    ],
)
def test_a_frame_that_is_no_table_is_refused(frame, contestants, leader, message):
    with pytest.raises(ReturnsError, match=message):
        ReturnsTable.of(frame, contestants, leader, "title")


def test_evidence_that_is_not_there_is_refused():
    with pytest.raises(ReturnsError, match="no independent evidence called 'photos'"):
        returns(small()).evidence("photos")


def test_a_table_without_voters_is_one():
    table = ReturnsTable.of(small().drop("registered"), ["A", "B"], "A", "title")
    assert not table.has_voters and table.turnout_doubt
    case = table.case()
    assert case.stations and (case.registered == np.maximum(case.issued, case.cast)).all()
