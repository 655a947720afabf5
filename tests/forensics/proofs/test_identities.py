"""Protocols that contradict themselves are listed with how many ballots are amiss; slips of the pen do not alarm."""

import polars as pl

from contested.forensics.proofs import exceeding, identities
from contested.forensics.table import read
from contested.forensics.table.cells import of_bytes
from contested.forensics.table.column_map import FileHints, parse
from contested.forensics.table.quality import SCHEMA
from contested.forensics.table.returns import ReturnsTable
from tests.forensics import files


def table(n=40, **changes) -> ReturnsTable:
    rows = [{"station": f"s{i}", "unit": "u", "registered": 1000 + i, "issued": 620, "cast": 615, "valid": 600,
             "invalid": 15, "A": 350 - i, "B": 250 + i} for i in range(n)]  # fmt: skip
    rows[3].update(changes)
    return ReturnsTable.of(pl.DataFrame(rows), ["A", "B"], "A", "title", units=["unit"])


def test_good_protocols_contradict_nothing():
    found = identities.find(table())
    assert found.value == 0 and found.alarm is False and found.tables["violations"].is_empty()


def test_one_wrong_sum_is_found_with_its_ballots():
    found = identities.find(table(B=300))
    row = found.tables["violations"].row(0, named=True)
    assert (row["station"], row["off"]) == ("s3", 347 + 300 - 600)
    assert found.value == 47 and "s3" in found.says


def test_two_contradictions_at_one_station_count_once():
    found = identities.find(table(A=340, cast=620))
    assert found.tables["violations"].height == 2
    assert found.value == max(found.tables["violations"]["off"].abs())


def test_a_slip_does_not_alarm_and_a_flood_does():
    assert not identities.find(table(invalid=16)).alarm
    assert identities.find(table(A=50)).alarm


def test_rows_of_totals_and_repeats_change_no_contradiction():
    alone = table(B=300).frame.drop("row", "line")
    counts = ("registered", "issued", "cast", "valid", "invalid", "A", "B")
    most = alone.with_columns(pl.lit("Total").alias("station"), *(pl.col(c) * 1000 for c in counts))
    more = ReturnsTable.of(pl.concat([alone, alone, most]), ["A", "B"], "A", "title", units=["unit"])
    found = identities.find(more)
    assert found.alarm and found.value == 47 and "1 of 40 protocols" in found.says


def test_stations_without_a_name_contradict_each_for_itself():
    frame = table().frame.drop("row", "line").with_columns(pl.lit(None, pl.String).alias("station"), B=300)
    found = identities.find(ReturnsTable.of(frame.head(5), ["A", "B"], "A", "title", units=["unit"]))
    assert "5 of 5 protocols" in found.says and found.value == sum(50 - i for i in range(5))


def test_identities_of_the_map_come_with_what_is_amiss():
    flag = pl.DataFrame(
        [(2, 3, "s2", "identity", "ballots in boxes", "-7", "593 on one side, 600 on the other")],
        schema=SCHEMA, orient="row",
    )  # fmt: skip
    clean = table()
    told = ReturnsTable.of(clean.frame, ["A", "B"], "A", "title", units=["unit"], faults=flag)
    assert identities.violations(told).row(0) == (3, "s2", "ballots in boxes", -7)


def without(*columns, n=40, blank=0) -> ReturnsTable:
    """The same protocols in a file that lacks columns; `blank` ballots of the cast are neither votes nor invalid."""
    frame = table(n).frame.with_columns(pl.col("cast") + blank).drop("row", "line", *columns)
    return ReturnsTable.of(frame, ["A", "B"], "A", "title", units=["unit"])


def test_a_column_that_follows_from_others_contradicts_nothing():
    for lacking in (["valid"], ["invalid"], ["valid", "invalid"], ["cast"]):
        found = identities.find(without(*lacking))
        assert not found.value and not found.alarm and found.tables["violations"].is_empty(), lacking
        # two columns that follow from each other leave nothing to compare
        assert (found.alarm is None) == (lacking == ["valid", "invalid"]), lacking


def test_a_column_that_nobody_mapped_is_no_contradiction():
    found = identities.find(without("valid", blank=18))
    assert found.alarm is None and found.value is None, "what is set aside neither holds nor is contradicted"
    assert found.tables["violations"].height == 40, "they are listed all the same"
    assert "40 of 40 stations" in found.says and "a column is probably missing" in found.says


def test_errors_of_both_signs_at_most_stations_are_contradictions():
    frame = table().frame.drop("row", "line")
    off = pl.Series([9 if i % 2 else -9 for i in range(frame.height)])
    both = ReturnsTable.of(frame.with_columns(A=frame["A"] + off), ["A", "B"], "A", "title", units=["unit"])
    found = identities.find(both)
    assert found.alarm and found.value == 9 * 40 and "probably missing" not in found.says


def test_russian_protocols_add_up_though_the_count_does_not():
    for returns in (files.returns_2011(), files.returns_2018()):
        assert identities.find(returns).value == 0


def test_the_protocols_counted_are_all_that_can_contradict_themselves():
    off = [9 if k % 2 else -9 for k in range(12)]
    some = pl.Series([615 if k < 3 else None for k in range(12)])
    frame = table(12).frame.drop("row", "line", "issued").with_columns(cast=some, A=pl.col("A") + pl.Series(off))
    found = identities.find(ReturnsTable.of(frame, ["A", "B"], "A", "title", units=["unit"]))
    assert "12 of 12 protocols contradict themselves" in found.says and found.value == 12 * 9


def mapped(rows, counts, own=()) -> ReturnsTable:
    """A file of a header and rows, with a map that says what its counts are and what must be equal."""
    by = parse({"title": "t", "station": {"id": ["station"]}, "counts": counts, "contestants": {"columns": ["A", "B"]},
                **({"identities": list(own)} if own else {})})  # fmt: skip
    return read.table(of_bytes("\n".join(rows).encode(), FileHints(), "f.csv"), by)


def test_an_identity_of_the_map_that_holds_everywhere_is_a_check_that_holds():
    rows = ["station,voters,cast,box,mobile,A,B", *(f"s{k},{900 + k},500,4{k:02},{100 - k},300,150" for k in range(30))]
    own = {"name": "ballots of the boxes are those cast", "left": ["box", "mobile"], "right": ["cast"]}
    counts = {"registered": "voters", "cast": "cast"}
    found = identities.find(mapped(rows, counts, [own]))
    assert found.alarm is False and found.value == 0 and "0 of 30 protocols" in found.says
    assert identities.find(mapped(rows, counts)).alarm is None, "without it there is nothing to compare"
    blank = [row.replace(",500,", ",,") for row in rows]
    assert identities.find(mapped(blank, counts, [own])).alarm is None, "nor where one side is blank"


def test_a_sum_compared_with_itself_is_no_check():
    rows = ["station,voters,A,B", *(f"s{k},{900 + k},{300 + k},150" for k in range(30))]
    found = mapped(rows, {"registered": "voters", "valid": ["A", "B"]})
    assert found.frame["cast"].to_list() == [450 + k for k in range(30)]
    assert identities.find(found).alarm is None and identities.find(found).value is None
    assert exceeding.find(found).alarm is False, "voters and votes can be compared"
    assert "no-data" not in found.flags["rule"] and found.case().stations == 30
    assert exceeding.find(mapped(rows, {"valid": ["A", "B"]})).alarm is None, "a vote is no more than the sum of all"
