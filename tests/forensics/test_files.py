"""Public files of elections give the totals that were published from them."""

from importlib.resources import files as resources

import polars as pl
import pytest

from contested.forensics import maps
from contested.forensics.table.column_map import UNTRIED
from tests.forensics import files


def test_russia_2011_totals():
    totals = files.returns_2011().totals()
    assert totals[:5] == (95_225, 109_229_337, 65_766_594, 65_648_690, 32_371_737)
    assert (round(100 * totals.turnout, 3), round(100 * totals.result, 3)) == (60.210, 49.311)


def test_russia_2018_totals():
    totals = files.returns_2018().totals()
    assert totals[:5] == (97_699, 109_008_428, 73_629_581, 73_578_992, 56_430_712)
    assert (round(100 * totals.turnout, 3), round(100 * totals.result, 3)) == (67.545, 76.694)


@pytest.mark.parametrize(
    ("case", "eligible"), [(files.case_2011, 86_718), (files.case_2018, 91_152)], ids=["2011", "2018"]
)
def test_stations_eligible_for_integer_percentages_are_those_published(case, eligible):
    case = case()
    full = (100 * case.issued <= 99 * case.registered) & (100 * case.leader <= 99 * case.cast)
    assert int((full & (case.cast > 0) & (case.registered >= 100)).sum()) == eligible


@pytest.mark.parametrize("returns", [files.returns_2011, files.returns_2018], ids=["2011", "2018"])
def test_russian_protocols_are_read_whole(returns):
    returns = returns()
    # every number of every protocol is there, and the printed identities of the protocol hold at every station
    assert set(returns.flags["rule"]) == {"zero-ballots", "cast-above-issued", "same-protocol"}
    assert returns.frame.filter(pl.sum_horizontal(*returns.contestants) != pl.col("valid")).is_empty()
    assert returns.case().stations == returns.stations
    assert returns.frame["line"].to_list() == list(range(2, returns.stations + 2))


def test_more_ballots_than_were_issued_at_18_and_6_stations():
    found = [files.returns_2011().flags, files.returns_2018().flags]
    assert [int((flags["rule"] == "cast-above-issued").sum()) for flags in found] == [18, 6]


def test_russia_has_84_and_87_regions():
    assert (len(files.case_2011().regions), len(files.case_2011().territories)) == (84, 2746)
    assert (len(files.case_2018().regions), len(files.case_2018().territories)) == (87, 2778)


def test_belarus_stations_and_reports():
    belarus = files.belarus()
    assert belarus.stations == belarus.frame["station"].n_unique() == 5_709
    registrations, photos = belarus.evidence("registrations"), belarus.evidence("photos")
    assert (registrations["total"].sum(), registrations["Tikhanovskaya"].sum()) == (929_869, 893_633)
    assert (photos["total"].sum(), photos["Tikhanovskaya"].sum()) == (540_344, 530_047)


def test_belarus_protocols():
    belarus = files.belarus()
    protocols = belarus.frame.filter(pl.col("cast").is_not_null())
    assert belarus.totals().stations == protocols.height == 1_374
    assert (belarus.totals().cast, belarus.totals().leader) == (1_962_740, 1_219_653)
    assert round(100 * belarus.totals().result, 2) == 62.14
    hers = belarus.leader_as("Tikhan").totals()
    assert (hers.leader, round(100 * hers.result, 2)) == (487_496, 24.84)
    assert protocols.filter(pl.col("Tikhanovskaya") > pl.col("Lukashenko")).height == 197
    assert protocols.filter(pl.col("region") == "Minsk region").height == 264
    assert protocols.filter(pl.col("region") == "Minsk region")["Tikhanovskaya"].sum() == 116_949


def test_belarus_faults_are_flagged_and_counted():
    belarus = files.belarus()
    by_rule = dict(belarus.quality.select("rule", "stations").iter_rows())
    assert by_rule["turnout-above-100"] == 6
    # 21 stations give votes of some contestants without ballots cast; voters registered are missing at 39 protocols
    assert (by_rule["no-data"], by_rule["missing-number"]) == (4_314, 21 + 39)
    assert belarus.stations == 4_314 + 21 + 1_374
    below = belarus.flags.filter(pl.col("rule") == "negative")
    assert below.select("column").unique().to_series().to_list() == ["against_officialVotes"]
    assert belarus.case().stations == 1_374 - 39 - 6


def test_georgia_as_printed_agrees_with_the_official_result_at_53_of_79():
    table = files.georgia().filter(pl.col("margin").is_not_null())
    assert (files.georgia().height, table.height, table["inside_as_printed"].sum()) == (112, 79, 53)
    assert _inside(table, "inside_as_printed") == {
        "2004 Parliamentary": (3, 7), "2008 Presidential": (0, 7), "2012 Parliamentary": (0, 5),
        "2013 Presidential": (5, 6), "2014 Tbilisi": (14, 14), "2016 Parliamentary": (8, 8), "2017 Tbilisi": (13, 13),
        "2018 Presidential 1st round": (6, 7), "2018 Presidential 2nd round (runoff)": (2, 2),
        "2020 Parliamentary": (2, 10),
    }  # fmt: skip


def test_georgia_2020_has_its_interval_in_the_wrong_columns():
    table = files.georgia()
    moved = table.filter(pl.col("moved"))
    assert moved["election"].unique().to_list() == ["2020 Parliamentary"]
    assert moved.height == 10
    # the margin that was printed as a lower end is half of the interval, as a margin is
    half = (moved["high"] - moved["low"]) / 2
    assert (half - moved["margin"]).abs().max() <= 0.051
    assert _inside(table, "inside")["2020 Parliamentary"] == (9, 10)
    assert table["inside"].sum() == 60


def test_every_map_of_the_library_is_tried_here():
    tried = {"belarus-2020-voice", "russia-2011", "russia-2018"}
    assert tried <= set(maps())
    # the others say themselves that nobody read a file with them
    folder = resources("contested.forensics") / "maps"
    by_lines = {"georgia-2016"}  # tried on lines of the real file only, as it says
    for name in set(maps()) - by_lines:
        says = UNTRIED in (folder / f"{name}.toml").read_text("utf-8")
        assert says == (name not in tried), name


def _inside(table: pl.DataFrame, column: str) -> dict[str, tuple[int, int]]:
    known = table.filter(pl.col(column).is_not_null())
    per = known.group_by("election", maintain_order=True).agg(pl.col(column).sum().cast(int), pl.len())
    return {election: (inside, rows) for election, inside, rows in per.iter_rows()}
