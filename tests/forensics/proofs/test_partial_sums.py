"""Protocols in hand cannot hold more votes than were announced for all stations."""

import polars as pl
import pytest

from contested.forensics.proofs import partial_sums
from contested.forensics.table.returns import ReturnsTable
from contested.ground.errors import InputError
from tests.forensics import files


def table() -> ReturnsTable:
    rows = [{"station": f"s{i}", "unit": "u" if i < 3 else "v", "registered": 1000, "cast": 600 + i, "A": 350,
             "B": 250 + i} for i in range(5)]  # fmt: skip
    return ReturnsTable.of(pl.DataFrame(rows), ["A", "B"], "A", "title", units=["unit"])


def test_a_part_above_the_whole_is_found_in_its_unit():
    announced = pl.DataFrame({"unit": ["u", "u", "v"], "contestant": ["A", "B", "A"], "votes": [1050, 700, 800]})
    found = partial_sums.find(table(), announced, "unit")
    over = found.tables["sums"].filter(pl.col("above") > 0)
    assert over.rows() == [("u", "B", 3, 753, 700, 0, 53)]
    assert found.alarm and found.value == 53 and "753" in found.says


def test_rounding_of_the_announced_number_is_allowed_for():
    announced = pl.DataFrame({"contestant": ["A"], "votes": [1700], "margin": [50]})
    assert not partial_sums.find(table(), announced).alarm
    assert partial_sums.find(table(), announced.with_columns(margin=49)).value == 1


def test_units_without_a_protocol_contradict_nothing():
    announced = pl.DataFrame({"unit": ["w"], "contestant": ["A"], "votes": [0]})
    assert not partial_sums.find(table(), announced, "unit").alarm


def test_a_wrong_name_is_told():
    with pytest.raises(InputError, match="no contestant"):
        partial_sums.find(table(), pl.DataFrame({"contestant": ["C"], "votes": [1]}))
    with pytest.raises(InputError, match="no units"):
        partial_sums.find(table(), pl.DataFrame({"contestant": ["A"], "votes": [1]}), "town")


def test_264_protocols_of_minsk_region_hold_more_than_the_official_total():
    announced = pl.DataFrame(
        {"unit": ["Minsk region"], "contestant": ["Tikhanovskaya"], "votes": [115_300], "margin": [50]}
    )
    sums = partial_sums.find(files.belarus(), announced, "region")
    row = sums.tables["sums"].row(0, named=True)
    assert (row["stations"], row["in_hand"]) == (264, 116_949)
    assert sums.alarm and row["above"] == 1_599
