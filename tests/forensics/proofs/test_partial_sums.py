"""Protocols in hand cannot hold more votes than were announced for all stations."""

from dataclasses import replace

import polars as pl
import pytest

from contested.forensics.proofs import partial_sums
from contested.forensics.table.announced import Announced
from contested.forensics.table.cells import of_bytes
from contested.forensics.table.column_map import FileHints, parse
from contested.forensics.table.quality import SCHEMA
from contested.forensics.table.read import table as read
from contested.forensics.table.returns import ReturnsTable
from contested.ground.errors import InputError
from contested.report.language.catalogue import Language
from tests.forensics import files


def table() -> ReturnsTable:
    rows = [{"station": f"s{i}", "unit": "u" if i < 3 else "v", "registered": 1000, "cast": 600 + i, "A": 350,
             "B": 250 + i} for i in range(5)]  # fmt: skip
    return ReturnsTable.of(pl.DataFrame(rows), ["A", "B"], "A", "title", units=["unit"])


def test_a_part_above_the_whole_is_found_in_its_unit():
    announced = pl.DataFrame({"unit": ["u", "u", "v"], "contestant": ["A", "B", "A"], "votes": [1050, 700, 800]})
    found = partial_sums.find(table(), announced, "unit")
    over = found.tables["sums"].filter(pl.col("above") > 0)
    assert over.rows() == [("u", "B", 3, 753, 700, 0, 53, 0)]
    assert found.alarm and found.value == 53 and "753" in found.says


def test_what_the_total_has_beyond_the_protocols_is_left_to_the_rest_and_contradicts_a_whole_file():
    announced = pl.DataFrame({"contestant": ["A", "B"], "votes": [1800, 1300]})
    part = partial_sums.find(table(), announced)
    assert not part.alarm and part.value == 0
    assert part.tables["sums"]["short"].to_list() == [50, 40] and "must hold 50 votes for A" in part.says
    whole = partial_sums.find(table(), announced, complete=True)
    assert whole.alarm and whole.value == 90 and "50 more" in whole.says


def test_a_row_that_could_not_be_read_does_not_contradict_totals_of_all_stations():
    fault = pl.DataFrame([(4, 5, "s4", "extra-fields", "", "7", "fields")], schema=SCHEMA, orient="row")
    votes = pl.when(pl.col("station") != "s4").then(pl.col("cast", "A", "B", "issued"))
    cut = ReturnsTable.of(table().frame.select("station", "unit", "registered", votes), ["A", "B"], "A", "t",
                          units=["unit"], faults=fault)  # fmt: skip
    true = pl.DataFrame({"contestant": ["A", "B"], "votes": [1750, 1260]})
    found = partial_sums.find(cut, true, complete=True)
    assert found.tables["sums"]["short"].to_list() == [350, 254] and found.value == 0 and not found.alarm
    assert "The votes of 1 row could not be read, so 2 of 2" in found.says
    # nor do units it may be of; those it is not of are contradicted
    units = pl.DataFrame({"unit": ["u", "v"], "contestant": ["A", "A"], "votes": [1060, 700]})
    assert partial_sums.find(cut, units, "unit", complete=True).value == 10
    other = pl.when(pl.col("station") == "s4").then(pl.lit("1")).otherwise("unit")
    shifted = replace(cut, frame=cut.frame.with_columns(unit=other))
    assert partial_sums.find(shifted, units, "unit", complete=True).value == 0


def test_a_row_of_totals_that_could_not_be_read_hides_nothing():
    rows = "".join(f"s{i},100,60,40\n" for i in range(4))
    text = f"station,cast,A,B\n{rows}Total,1,400,1,200,160\n"
    mapped = parse({"title": "t", "station": {"id": ["station"]}, "counts": {"cast": "cast"},
                    "contestants": {"columns": ["A", "B"]}})  # fmt: skip
    returns = read(of_bytes(text.encode(), FileHints(), "file.csv"), mapped)
    found = partial_sums.find(returns, pl.DataFrame({"contestant": ["A"], "votes": [300]}), complete=True)
    assert found.value == 60 and found.alarm


LONG = "unit,station,cast,mode,candidate,votes\n" + "".join(
    f"{'V' if i == 0 else 'W'},{i},200,day,Anna,100\n{'V' if i == 0 else 'W'},{i},200,day,Bo,70\n" for i in range(6)
)


def long(text: str) -> ReturnsTable:
    mapped = parse({"title": "t", "station": {"id": ["unit", "station"]}, "units": {"unit": "unit"},
                    "counts": {"cast": "cast"}, "long": {"candidate": "candidate", "votes": "votes"}})  # fmt: skip
    return read(of_bytes(text.encode(), FileHints(), "file.csv"), mapped)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (LONG + "W,5,200,day,Anna,100\n", "Anna"),
        (LONG + "W,5,200,late,,20\n", "Anna"),
        (LONG.replace("W,5,200,day,Bo,70", "W,5,200,day,Bo,x70"), "Bo"),
        (LONG.replace("W,5,200,day,Bo", "W,5,210,day,Bo"), "ballots cast"),
        (LONG.replace("W,5,200,day,Bo", "W,5,,day,Bo").replace("W,5,200", "W,5,"), "Anna"),
    ],
)
def test_votes_that_are_unknown_or_were_left_out_are_not_missing(text, name):
    returns = long(text)
    more = pl.DataFrame({"unit": ["W", "V"], "contestant": [name, name], "votes": [5 * 200 + 100, 200]})
    found = partial_sums.find(returns, more, "unit", complete=True)
    short = dict(found.tables["sums"].select("unit", "short").rows())
    assert min(short.values()) >= 0 and short["W"] > 0
    assert found.value == short["V"], "the other unit's station is known"
    assert "The votes of 1 row could not be read, so 1 of 2" in found.says
    russian = Language("ru")
    assert "Голоса 1 строки" in russian(found.says) and not russian.missing
    two = partial_sums.find(long(text + "W,4,200,late,,20\n"), more, "unit", complete=True)
    assert "The votes of 2 rows could" in two.says
    assert partial_sums.find(long(LONG), more, "unit", complete=True).value == sum(
        partial_sums.find(long(LONG), more, "unit").tables["sums"]["short"]
    )


def test_the_same_ballots_count_once_in_whatever_totals_they_are_missing():
    # in hand: A 1750, B 1260, 3010 ballots, all of them valid
    less = pl.DataFrame({"contestant": ["A", "B", "ballots cast", "valid votes"], "votes": [1650, 1260, 2910, 2910]})
    with_valid = ReturnsTable.of(table().frame.with_columns(valid=pl.col("cast")), ["A", "B"], "A", "t", units=["unit"])
    for complete in (False, True):
        found = partial_sums.find(with_valid, less, complete=complete)
        assert found.value == 100 and found.tables["sums"]["above"].to_list() == [100, 0, 100, 100]
    moved = pl.DataFrame({"contestant": ["A", "B"], "votes": [1850, 1160]})
    assert partial_sums.find(table(), moved, complete=True).value == 100
    # ballots of two contestants, and of two units, are different ballots
    both = pl.DataFrame({"contestant": ["A", "B", "ballots cast"], "votes": [1740, 1240, 2980]})
    assert partial_sums.find(table(), both).value == 30
    units = pl.DataFrame({"unit": ["u", "v"], "contestant": ["A", "B"], "votes": [1040, 500]})
    assert partial_sums.find(table(), units, "unit").value == 17


def test_totals_of_the_country_are_counts_or_percentages_of_the_ballots():
    stated = Announced(source="the commission", ballots=3000, percent={"A": 50.0, "B": 40.0}, votes={"B": 1260})
    totals = partial_sums.national(stated)
    # 0.005 % of 3,000 ballots is less than one ballot, and half a ballot is lost in rounding
    assert totals.rows() == [("B", 1260, 0), ("ballots cast", 3000, 0), ("A", 1500, 1)]
    sums = partial_sums.find(table(), totals).tables["sums"]
    assert sums.filter(contestant="ballots cast")["above"].item() == 10
    assert sums.filter(contestant="A")["above"].item() == 249
    assert partial_sums.national(Announced(source="", percent={"A": 50.0})).is_empty()


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
