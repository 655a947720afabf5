"""Each thing that can be wrong with a protocol is flagged by its rule, at its row, and nothing else is."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.forensics.table.quality import RULES, SCHEMA, summary
from contested.forensics.table.returns import ReturnsTable

GOOD = {"station": "s", "unit": "u", "registered": 1000, "issued": 620, "cast": 615, "valid": 600, "A": 350, "B": 250}


def table(*changes: dict) -> ReturnsTable:
    """Three good stations, all different, and one for each change to another good one."""
    rows = [{**GOOD, "station": f"s{i}", "registered": 1000 + i, "A": 340 + 3 * i, "B": 260 - 3 * i} for i in range(3)]
    rows += [{**GOOD, "station": f"t{i}", "registered": 900 + i, **change} for i, change in enumerate(changes)]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return ReturnsTable.of(frame, ["A", "B"], "A", "title", units=["unit"])


def rules(returns: ReturnsTable, row: int = 3) -> set[str]:
    return set(returns.flags.filter(pl.col("row") == row)["rule"])


def test_good_protocols_have_no_flag_and_are_all_used():
    returns = table({})
    assert returns.flags.is_empty()
    assert returns.quality.is_empty()
    assert returns.case().stations == 4


@pytest.mark.parametrize(
    ("change", "found", "used"),
    [
        ({"registered": 0, "issued": 0, "cast": 0, "valid": 0, "A": 0, "B": 0}, {"no-voters", "zero-ballots"}, False),
        ({"issued": 0, "cast": 0, "valid": 0, "A": 0, "B": 0}, {"zero-ballots"}, True),
        ({"registered": 610}, {"turnout-above-100", "cast-above-registered"}, False),
        ({"registered": 617}, {"turnout-above-100"}, False),
        ({"registered": 620}, set(), True),
        ({"issued": 614}, {"cast-above-issued"}, True),
        ({"A": 616}, {"votes-above-cast", "votes-differ-from-valid"}, False),
        ({"B": 251}, {"votes-differ-from-valid"}, True),
        ({"registered": None}, {"missing-number"}, False),
        ({"B": None}, {"missing-votes"}, True),
        ({"A": None}, {"missing-votes"}, False),
        (dict.fromkeys(("registered", "issued", "cast", "valid", "A", "B")), {"no-data"}, False),
        ({"station": "Total"}, {"pseudo-station"}, False),
        ({"station": "Юг / ИТОГО:"}, {"pseudo-station"}, False),
        ({"station": "Totalville"}, set(), True),
        ({"station": None}, {"no-station"}, True),
        ({"issued": -1}, {"negative"}, False),
        ({"station": "s1"}, {"duplicate-station"}, False),
    ],
)
def test_a_rule_finds_its_fault_and_no_other(change, found, used):
    returns = table(change)
    assert rules(returns) == found
    assert (3 in returns.case().row) is used


def test_a_second_copy_of_a_row_is_left_out_and_the_first_stays():
    returns = table({}, {"station": "t0", "registered": 900})
    assert (rules(returns, 3), rules(returns, 4)) == (set(), {"repeated-row"})
    assert returns.case().row.tolist() == [0, 1, 2, 3]
    assert returns.totals().stations == 4


def test_of_a_row_that_is_no_station_of_its_own_nothing_else_is_flagged():
    above = {"station": "t0", "registered": 600}
    returns = table(above, above, {**above, "station": "Total"})
    assert [rules(returns, row) for row in (3, 4, 5)] == [
        {"turnout-above-100", "cast-above-registered"}, {"repeated-row"}, {"pseudo-station"}
    ]  # fmt: skip


def test_a_station_with_two_different_protocols_is_not_used_at_all():
    returns = table({}, {"station": "t0"})
    assert rules(returns, 3) == rules(returns, 4) == {"duplicate-station"}
    assert returns.case().row.tolist() == [0, 1, 2]


def test_protocols_that_equal_one_another_are_flagged_within_a_unit():
    assert rules(table({}, {"registered": 900}), 4) == {"same-protocol"}
    assert rules(table({}, {"registered": 900, "unit": "v"}), 4) == set()


def test_a_unit_of_one_share_is_flagged():
    same = [{"unit": "v", "registered": 2000, "issued": 100 * k, "cast": 100 * k, "valid": 100 * k} for k in (2, 3, 5)]
    votes = [{"A": 62 * k, "B": 38 * k} for k in (2, 3, 5)]
    returns = table(*(one | vote for one, vote in zip(same, votes)))
    assert [rules(returns, row) for row in range(3, 6)] == [{"one-share"}] * 3
    assert rules(returns, 0) == set()
    assert returns.flags["value"].to_list() == ["62.0"] * 3


def test_a_bad_number_says_where_it_stands_and_what_stands_there():
    returns = table({"station": "Hill"})
    frame = returns.frame.drop("row").with_columns(pl.col("A").cast(pl.String), line=pl.lit(7) + pl.int_range(4))
    spoilt = frame.with_columns(A=pl.when(pl.col("station") == "Hill").then(pl.lit("35O")).otherwise("A"))
    again = ReturnsTable.of(spoilt, ["A", "B"], "A", "title", units=["unit"])
    assert again.flags.rows() == [(3, 10, "Hill", "not-a-number", "A", "35O", "is no number")]
    assert again.quality.row(0, named=True)["example"] == "line 10: Hill: A: 35O"


def test_the_list_counts_stations_and_says_which_are_used():
    found = table({"registered": 610}, {"registered": 612}, {"B": 251}).quality
    assert found.select("rule", "flags", "stations", "used").rows() == [
        ("turnout-above-100", 2, 2, False),
        ("cast-above-registered", 2, 2, False),
        ("votes-differ-from-valid", 1, 1, True),
    ]


counts_of_a_row = st.fixed_dictionaries({
    name: st.none() | st.integers(0, 40) for name in ("registered", "issued", "cast", "valid", "A", "B")
} | {"station": st.none() | st.sampled_from("abcdefgh"), "unit": st.sampled_from(["u", "v", None])})  # fmt: skip


@settings(deadline=None)
@given(st.lists(counts_of_a_row, min_size=1, max_size=8))
def test_what_is_not_used_is_flagged_and_what_is_used_contradicts_nothing(rows):
    distinct = [{**row, "station": f"{row['station'] or ''}{i}"} for i, row in enumerate(rows)]
    kinds = dict.fromkeys(("registered", "issued", "cast", "valid", "A", "B"), pl.Int64)
    frame = pl.DataFrame(distinct, schema_overrides=kinds)
    returns = ReturnsTable.of(frame.with_columns(pl.col("unit").cast(pl.String)), ["A", "B"], "A", "t", units=["unit"])
    case, flags = returns.case(), returns.flags
    assert set(range(returns.stations)) - set(case.row.tolist()) <= set(flags["row"])
    assert (case.registered > 0).all() and (case.issued <= case.registered).all()
    assert (case.leader >= 0).all() and (case.leader <= case.cast).all() and (case.cast <= case.registered).all()
    assert set(flags["rule"]) <= set(RULES) and flags.schema == SCHEMA
    assert summary(flags, pl.Series([], dtype=pl.Int64))["flags"].sum() == flags.height


def test_a_bad_number_that_keeps_a_station_out_is_listed_as_not_used():
    frame = table({}).frame.drop("row").with_columns(pl.col("registered").cast(pl.String))
    many = pl.when(pl.col("station") == "t0").then(pl.lit("many")).otherwise("registered")
    spoilt = frame.with_columns(registered=many)
    found = ReturnsTable.of(spoilt, ["A", "B"], "A", "title", units=["unit"])
    assert 3 not in found.case().row
    assert found.quality.select("rule", "used").rows() == [("not-a-number", False)]
