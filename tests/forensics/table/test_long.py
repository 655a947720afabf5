"""Files with a row a candidate: modes are added up, contests asked for, and what cannot be read is flagged as ever."""

from __future__ import annotations

import pytest

from contested.forensics.table.cells import of_bytes
from contested.forensics.table.column_map import FileHints, parse
from contested.forensics.table.long import contests
from contested.forensics.table.read import table
from contested.ground.errors import ReturnsError

FILE = """county,precinct,office,candidate,mode,votes
Alder,1,President,Anna,early,100
Alder,1,President,Anna,day,50
Alder,1,President,Bo,day,70
Alder,1,President,Over Votes,day,3
Alder,1,Governor,Cy,day,90
Alder,1,Registered Voters,,,400
Alder,1,Ballots Cast,,,230
Alder,2,President,Anna,day,1200
Alder,2,President,Bo,day,***
Alder,2,registered voters,,,"2,000"
Alder,2,Ballots Cast,,,1900
"""
LONG = {"candidate": "candidate", "votes": "votes", "office": "office", "registered": ["Registered Voters"],
        "cast": ["ballots cast"], "invalid": ["Over Votes"]}  # fmt: skip


def read(text=FILE, long=LONG, **more):
    mapped = parse({"title": "t", "station": {"id": ["county", "precinct"]}, "units": {"county": "county"},
                    "long": long, **more})  # fmt: skip
    return table(of_bytes(text.encode(), FileHints(), "file.csv"), mapped)


def test_modes_are_added_up_and_kinds_of_rows_become_columns():
    returns = read(long={**LONG, "contest": "president"})
    first = returns.frame.row(0, named=True)
    assert (first["station"], first["registered"], first["cast"], first["invalid"]) == ("Alder / 1", 400, 230, 3)
    assert (first["Anna"], first["Bo"]) == (150, 70) and returns.leader == "Anna"


def test_a_count_that_cannot_be_read_is_flagged_at_its_station():
    returns = read(long={**LONG, "contest": "President"})
    flags = returns.flags.filter(rule="not-a-number")
    assert flags.select("station", "column", "value").rows() == [("Alder / 2", "Bo", "***")]
    assert returns.frame["registered"].to_list() == [400, 2000]


BESIDE = """county,precinct,voters,cast,candidate,mode,votes
Alder,1,400,230,Anna,early,100
Alder,1,400,230,Anna,day,30
Alder,1,400,230,Bo,day,100
Alder,2,300,200,Anna,day,90
Alder,2,300,200,Bo,day,110
"""


def beside(text=BESIDE, **file):
    """Voters and ballots stand in columns, the same in every row of a station."""
    bare = {"candidate": "candidate", "votes": "votes"}
    return read(text, long=bare, counts={"registered": "voters", "cast": "cast"}, file=file)


def test_a_row_that_repeats_an_earlier_one_is_left_out_and_its_station_stays():
    returns = beside(BESIDE + "Alder,1,400,230,Anna,day,30\nAlder,1,400,230,Anna,late,30\n")
    assert returns.flags.select("row", "line", "station", "rule", "value").rows() == [
        (None, 7, "Alder / 1", "repeated-row", "30")
    ]
    assert returns.frame["Anna"].to_list() == [100 + 30 + 30, 90], "a row of another mode is no repeat"
    assert returns.case().stations == returns.totals().stations == 2
    assert returns.quality.select("stations", "used").rows() == [(1, False)]


def test_a_file_that_holds_every_row_twice_is_read_as_if_once():
    body = BESIDE.partition("\n")[2]
    once, twice = beside(), beside(BESIDE + body)
    assert twice.frame.equals(once.frame) and twice.leader == once.leader
    assert twice.flags["rule"].to_list() == ["repeated-row"] * 5
    assert twice.quality["stations"].to_list() == [2]


def test_what_is_wrong_with_lines_of_the_file_is_flagged_at_their_station():
    ragged = BESIDE.replace("Bo,day,110", "Bo,day,1,110").replace("Alder,2,300,200,Anna", "\nAlder,2,300,200,Anna")
    ragged = ragged.replace('Alder,1,400,230,Bo', 'Alder,1,400,230,"Bo\n"')
    found = beside(ragged).flags.sort("line").select("row", "line", "station", "rule").rows()
    assert found == [
        (0, 4, "Alder / 1", "several-lines"), (None, 6, None, "empty-line"), (1, 8, "Alder / 2", "extra-fields")
    ]  # fmt: skip


def test_rows_cut_off_at_the_header_are_no_repeats():
    returns = beside(BESIDE + "Alder,2,300,200,Bo,early,1,700\nAlder,2,300,200,Bo,early,1,800\n")
    assert returns.flags["rule"].to_list() == ["extra-fields"] * 2 and returns.case().stations == 1


def test_rows_of_one_station_with_different_counts_are_flagged_as_such():
    returns = beside(BESIDE.replace("200,Bo", "201,Bo"))
    assert returns.flags.select("row", "line", "station", "rule", "column", "value").rows() == [
        (1, 5, "Alder / 2", "rows-disagree", "cast", "200 or 201")
    ]
    assert returns.frame["cast"].to_list() == [230, None] and returns.case().stations == 1


def test_one_count_in_two_styles_is_no_disagreement():
    returns = beside(BESIDE.replace("200,Bo", "200.0,Bo"))
    assert returns.flags.is_empty() and returns.frame["cast"].to_list() == [230, 200]


def test_votes_are_read_with_the_decimal_mark_of_the_map():
    returns = beside(BESIDE.replace("400,230", '4.000,2.300').replace("day,30", "day,1.030"), decimal=",")
    assert returns.frame.row(0, named=True)["Anna"] == 1130 and returns.flags.is_empty()


def test_several_contests_are_asked_for_by_name():
    with pytest.raises(ReturnsError, match="the file holds 2 contests") as caught:
        read()
    assert "President, Governor" in str(caught.value) and "--contest" in str(caught.value)
    with pytest.raises(ReturnsError, match="no contest is called 'Mayor'"):
        read(long={**LONG, "contest": "Mayor"})


def test_without_rows_of_ballots_the_votes_are_the_valid_ones():
    bare = {"candidate": "candidate", "votes": "votes", "office": "office", "contest": "Governor"}
    returns = read(long=bare)
    assert returns.frame.select("valid", "cast").row(0) == (90, 90) and not returns.has_voters


def test_leader_names_and_exceptions_of_the_map_hold():
    returns = read(long={**LONG, "contest": "President", "invalid": ["Under Votes"]},
                   contestants={"leader": "Bo", "names": {"Bo": "Bo Berg"}, "except": ["Over Votes"]})  # fmt: skip
    assert returns.contestants == ("Anna", "Bo Berg") and returns.leader == "Bo Berg"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"counts": {"cast": "votes"}}, "under .counts. and under .long."),
        ({"long": {"candidate": "candidate"}}, "lacks long.votes"),
        ({"long": {**LONG, "seats": 1}}, "unknown key long.seats"),
        ({"long": {**LONG, "votes": "ballots"}}, "no such column"),
    ],
)
def test_a_map_that_cannot_be_is_refused(change, words):
    with pytest.raises(ReturnsError, match=words):
        read(**change)


def test_without_a_station_the_row_is_its_name():
    mapped = parse({"title": "t", "counts": {"cast": "cast"}, "contestants": {"columns": ["A", "B"]}})
    returns = table(of_bytes(b"cast,A,B\n10,4,6\n20,9,11\n", FileHints(), "f.csv"), mapped)
    assert returns.frame["station"].to_list() == ["row 2", "row 3"] and returns.leader == "B"


def test_votes_of_a_row_that_names_no_candidate_are_flagged():
    returns = beside(BESIDE + "Alder,2,300,200,,late,7\nAlder,2,300,200, ,late,0\nAlder,2,300,200,,late,\n")
    assert returns.flags.select("row", "line", "station", "rule", "value").rows() == [
        (1, 7, "Alder / 2", "no-candidate", "7")
    ]
    assert returns.contestants == ("Anna", "Bo") and returns.frame["Bo"].to_list() == [100, 110]


def test_of_a_station_with_a_row_cut_off_at_the_header_no_count_is_known():
    returns = beside(BESIDE.replace("Bo,day,110", "Bo,day,1,110"))
    assert returns.frame.select("cast", "Anna", "Bo").rows() == [(230, 130, 100), (None, None, None)]
    assert returns.flags["rule"].to_list() == ["extra-fields"]


def test_a_row_cut_off_at_the_header_names_no_candidate_and_no_contest():
    returns = beside(BESIDE + "Alder,2,1,300,200,Bo,day,7\nAlder,3,1,300,200,Bo,day,7\n")
    assert returns.contestants == ("Anna", "Bo")
    assert returns.flags.select("station", "rule").rows() == [
        ("Alder / 2", "extra-fields"), ("Alder / 3", "extra-fields")
    ]  # fmt: skip
    assert returns.frame["Anna"].to_list() == [130, None, None], "a station is there though all its rows are cut"
    one = "".join(line + "\n" for line in FILE.splitlines() if "Governor" not in line)
    cut = of_bytes((one + "Alder,2,x,President,Bo,day,7\n").encode(), FileHints(), "file.csv")
    assert contests(cut, "candidate", "office", "votes", ["registered voters", "ballots cast"]) == ["President"]
    returns = read(one + "Alder,2,x,President,Bo,day,7\n")
    assert returns.contestants == ("Anna", "Bo") and returns.frame["Anna"].to_list() == [150, None]


@pytest.mark.parametrize(
    ("row", "known"),
    [
        ("Alder,1,Governor,Cy,1,day,90", True),
        ("Alder,1,President,Bo,1,day,70", False),
        ("Alder,1,70,President,Bo,day,70", False),
        ("Alder,1,Ballots Cast,,,1,230", False),
    ],
)
def test_a_cut_row_of_another_contest_leaves_the_counts_of_its_station_known(row, known):
    returns = read(FILE + row + "\n", long={**LONG, "contest": "President"})
    assert returns.frame["Anna"].to_list() == [150 if known else None, 1200]


@pytest.mark.parametrize("name", ["row", "line", "rule", "column", "value", "why", "_at", "_text", "votes: Anna"])
def test_columns_of_the_file_may_be_called_like_anything(name):
    mapped = parse({"title": "t", "station": {"id": [name]}, "counts": {"cast": "cast"},
                    "long": {"candidate": "candidate", "votes": "votes"}})  # fmt: skip
    text = BESIDE.replace("precinct", name) + "Alder,2,300,201,Bo,late,5\nAlder,2,300,200,Anna,day,90\n"
    returns = table(of_bytes(text.encode(), FileHints(), "file.csv"), mapped)
    assert returns.frame.select("station", "Anna", "Bo").rows() == [("1", 130, 100), ("2", 90, 115)]
    assert returns.flags.select("rule", "station").rows() == [("repeated-row", "2"), ("rows-disagree", "2")]
