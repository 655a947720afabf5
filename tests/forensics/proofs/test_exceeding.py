"""More ballots than voters is found at its station, by its number; equality is no excess."""

import polars as pl
import pytest

from contested.forensics.proofs import exceeding
from contested.forensics.table.returns import ReturnsTable
from tests.forensics import files

GOOD = {"registered": 1000, "issued": 620, "cast": 615, "valid": 600, "invalid": 15, "A": 350, "B": 250}


def table(**changes) -> ReturnsTable:
    rows = [{"station": f"s{i}", **GOOD, "A": 350 + i, "B": 250 - i} for i in range(5)]
    rows[2].update(changes)
    return ReturnsTable.of(pl.DataFrame(rows), ["A", "B"], "A", "title")


def test_good_stations_exceed_nothing():
    assert exceeding.find(table()).alarm is False
    assert exceeding.exceeding(table(registered=620)).is_empty(), "everybody voted"


@pytest.mark.parametrize(("change", "part", "whole", "above"), [
    ({"registered": 617}, "issued", "registered", 3),
    ({"issued": 610}, "cast", "issued", 5),
    ({"A": 616}, "A", "cast", 1),
])  # fmt: skip
def test_each_excess_has_its_row(change, part, whole, above):
    rows = exceeding.exceeding(table(**change))
    assert rows.select("station", "part", "whole", "above").row(0) == ("s2", part, whole, above)


def test_more_ballots_than_voters_alarm_and_a_miscount_does_not():
    found = exceeding.find(table(registered=600))
    assert found.alarm and found.value == 15 and found.kind == "proof"
    assert not exceeding.find(table(issued=610)).alarm


def test_one_ballot_too_many_of_thousands_is_listed_without_an_alarm():
    found = exceeding.find(table(registered=614))
    assert not found.alarm and found.tables["stations"].height == 2 and "1 ballot in excess" in found.says


def test_votes_above_the_ballots_are_the_number_that_alarms():
    found = exceeding.find(table(A=700))
    assert found.alarm and found.value == 85, "700 votes of 615 ballots"
    assert "At 0 of 5 stations more ballots" in found.says and "At 1 of 5 stations a contestant has" in found.says


def test_a_station_with_both_excesses_counts_with_its_larger_one():
    found = exceeding.find(table(registered=600, A=700))
    assert found.value == 85, "15 ballots above the voters, 85 votes above the ballots"


@pytest.mark.parametrize(("absent", "part", "above"), [
    (["issued", "cast", "invalid"], "valid", 3600 - 1000),
    (["issued", "cast"], "valid and invalid", 3615 - 1000),
    (["issued", "invalid", "valid"], "cast", 3615 - 1000),
])  # fmt: skip
def test_valid_ballots_above_the_voters_are_a_proof_without_ballots_cast(absent, part, above):
    rows = table(cast=3615, valid=3600, A=3300, B=300).frame.drop("row", "line", *absent)
    found = exceeding.find(ReturnsTable.of(rows, ["A", "B"], "A", "title"))
    assert found.alarm and found.value == above
    assert found.tables["stations"].select("part", "whole").rows() == [(part, "registered")]


def test_rows_of_totals_and_repeats_change_no_proof():
    # 70 ballots too many: an alarm among 5 stations, and none among as many ballots as 1,200 would have
    alone = table(registered=545).frame.drop("row", "line")
    most = alone.with_columns(pl.lit("Total").alias("station"), *(pl.col(c) * 1000 for c in GOOD))
    more = ReturnsTable.of(pl.concat([alone, alone, most]), ["A", "B"], "A", "title")
    for frame in (alone, more.frame.drop("row", "line")):
        found = exceeding.find(ReturnsTable.of(frame, ["A", "B"], "A", "title"))
        assert found.alarm and found.value == 70 and "At 1 of 5 stations" in found.says


def test_six_belarusian_protocols_have_more_ballots_than_voters():
    found = exceeding.find(files.belarus())
    over = found.tables["stations"].filter((pl.col("part") == "cast") & (pl.col("whole") == "registered"))
    assert over.height == 6 and found.alarm


def test_the_sentence_adds_up_what_the_number_adds_up():
    found = exceeding.find(table(A=700 + 15, B=650 + 15))
    assert found.value == 100 and "by 100 ballots in all" in found.says, "one ballot too many is above both"
