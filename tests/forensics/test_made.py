"""What an audit says of made-up returns whose right answers are known: arithmetic, and what columns mean."""

from __future__ import annotations

import pytest

from contested.forensics import suite
from contested.forensics.proofs import exceeding, identities
from contested.forensics.samples import evidence, joined
from contested.forensics.table.read import read
from tests.forensics import made

SEEDS = (11, 12)


@pytest.mark.parametrize("seed", SEEDS)
def test_announced_totals_far_below_the_file_are_contradicted_by_counting(seed):
    table = made.returns("plain", seed=seed)
    sums = table.frame.select("A", "B").sum().row(0)
    more = f"[announced]\nsource = 'a radio'\n[announced.votes]\nA = {sums[0] // 2}\nB = {sums[1]}\n"
    found = suite._announced(made.returns("plain", more, seed=seed))[0]
    assert found.name == "partial-sums" and found.alarm and found.value == sums[0] - sums[0] // 2
    assert f"{sums[0]:,} votes for A" in found.says


@pytest.mark.parametrize("seed", SEEDS)
def test_blank_votes_in_a_column_of_their_own(seed):
    counts = "[counts]\nregistered = 'voters'\ncast = 'cast'\ninvalid = "
    bare = made.MAP.replace('[counts]\nregistered = "voters"\ncast = "cast"', counts + '"invalid"')
    found = identities.find(made.returns("blank", column_map=bare, seed=seed))
    assert not found.alarm and "a column is probably missing or means something else" in found.says
    mapped = bare.replace('"invalid"', '["invalid", "blank"]')
    found = identities.find(made.returns("blank", column_map=mapped, seed=seed))
    assert not found.alarm and found.value == 0 and found.tables["violations"].is_empty()


@pytest.mark.parametrize("seed", SEEDS)
def test_one_ballot_too_many_is_listed_and_no_headline(seed):
    found = exceeding.find(made.returns("one_over", seed=seed))
    assert not found.alarm
    assert found.tables["stations"].filter(part="cast", whole="registered")["above"].to_list() == [1]


@pytest.mark.parametrize("seed", SEEDS)
def test_official_counts_with_ballots_added_beside_parallel_ones(seed):
    table = made.returns("official_plus_60", seed=seed)
    mapped = made.folder(seed) / "parallel.toml"
    mapped.write_text('key = "station"\n[parallel]\nA = "A"\nB = "B"\n')
    known = evidence.read(made.folder(seed) / "parallel.csv", mapped)
    found = next(f for f in joined.findings(table, known) if f.name == "parallel-counts")
    rows = {r["contestant"]: r for r in found.tables["differences"].iter_rows(named=True)}
    assert 700 < rows["A"]["more"] < 900 and rows["A"]["fewer"] == 0 and rows["A"]["net"] == 60 * rows["A"]["more"]
    assert rows["B"]["gross"] == 0 and found.alarm and "one-sided" in found.says


@pytest.mark.parametrize("name", ["plain", "honest_villages", "honest_two_blocs", "honest_class_gradient"])
def test_arithmetic_contradicts_no_honest_file(name):
    table = made.returns(name)
    for test in suite.PROOFS.values():
        assert not test(table).alarm, test


@pytest.mark.parametrize("seed", SEEDS)
def test_voters_of_a_centre_repeated_at_its_tables_stop_tests_of_turnout(seed):
    table = made.returns("centre", seed=seed)
    assert "the same number of voters stands at all stations of a unit" in table.turnout_doubt
    found = suite.examine(table).by_name
    for name in suite.TURNOUT:
        assert found[name].alarm is None and found[name].says.startswith("Not possible: "), name
    for name in ("digits", "coarse-shares", "equal-shares", "twins", "exceeding"):
        assert found[name].alarm is not None, name
    assert found["identities"].alarm is None, "ballots cast and votes alone have nothing to add up to"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "name",
    ["plain", "honest_villages", "honest_two_blocs", "honest_class_gradient", "honest_small_tables", "honest_uniform",
     "planted_30", "planted_80"],
)  # fmt: skip
def test_nothing_is_doubted_where_columns_mean_what_they_say(name, seed):
    assert made.returns(name, seed=seed).doubts == ()


def test_without_voters_all_but_turnout_is_tested():
    bare = made.MAP.replace('registered = "voters"\n', "")
    table = made.returns("noreg", column_map=bare)
    assert table.turnout_doubt == "The file gives no registered voters, so turnout is not known."
    found = suite.examine(table).by_name
    assert found["turnout-curve"].says == "Not possible: the file gives no registered voters, so turnout is not known."
    for name in ("digits", "coarse-shares", "equal-shares", "twins", "exceeding"):
        assert found[name].alarm is False, name
    assert found["identities"].alarm is None, "ballots cast and votes alone have nothing to add up to"
    assert found["plausibility"].value == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_online_stations_are_no_ordinary_stations(seed):
    table = made.returns("evote", seed=seed)
    special = table.flags.filter(rule="special-station")["station"].to_list()
    assert special == ["E-VOTE 1", "E-VOTE 2"] and table.case().stations == table.stations - 2
    assert table.doubts[0].says.startswith("2 rows are no ordinary stations") and not table.turnout_doubt
    assert "530,000 ballots" in table.doubts[0].says


@pytest.mark.parametrize("label", ["county_totals", "city_of_orvane_total", "countywide", "no_name"])
def test_a_row_that_is_the_sum_of_others_is_known_by_arithmetic(label):
    table = made.returns(f"total_row_{label}")
    assert table.flags.filter(rule="sum-of-others")["row"].to_list() == [3]
    assert table.counted().height == 3 and table.case().stations == 3


LONG = """title = "made up, long"
[station]
id = ["county", "precinct"]
[units]
county = "county"
[long]
office = "office"
candidate = "candidate"
votes = "votes"
"""
ROWS = 'registered = ["Registered Voters"]\ncast = ["Ballots Cast"]\n'


def test_a_row_a_candidate_is_read_as_a_row_a_station():
    table = made.returns("long", column_map=LONG)
    wide = made.returns("plain").frame.head(200)
    assert table.frame.height == 200 and set(table.contestants) == {"A", "B"}
    assert table.frame.select("A", "B").equals(wide.select("A", "B")) and table.frame["county"].equals(
        wide["region"].alias("county")
    )
    assert table.leader == max(("A", "B"), key=lambda name: wide[name].sum())


def test_rows_of_voters_and_ballots_in_a_file_of_offices():
    table = made.returns("long_with_offices", column_map=LONG + ROWS + 'contest = "president"\n')
    assert table.has_voters and table.contestants == ("Anna Alba", "Bo Berg") and table.leader == "Bo Berg"
    first = table.frame.row(0, named=True)
    assert (first["registered"], first["cast"], first["Anna Alba"], first["Bo Berg"]) == (887, 512, 173, 335)
    assert table.stations == 63 and "registered" not in table.derived


def test_the_shipped_map_reads_the_form_it_is_for():
    table = read(made.folder() / "long_with_offices.csv", "openelections", "President")
    assert table.contestants == ("Anna Alba", "Bo Berg") and table.frame["registered"].sum() > 50_000
