"""Announced totals of a map: read as they stand, refused where they make no sense, and held against what is in hand."""

import polars as pl
import pytest

from contested.forensics import suite
from contested.forensics.samples import joined
from contested.forensics.table.announced import Announced, parse
from contested.forensics.table.returns import ReturnsTable
from contested.ground.errors import ReturnsError

NAMES = ("Anna", "Boris", "none of them")
TREE = {
    "source": "the commission, 2 June", "ballots": 10_000, "digits": 1,
    "percent": {"Anna": 60.5, "Boris": 30}, "votes": {"Anna": 6050},
    "by": {"region": {"North": {"Anna": 3000, "Boris": 900, "margin": 50}, "South": {"Anna": 3050}},
           "town": {"Port": {"Anna": 10}}},
}  # fmt: skip


def test_totals_are_read_as_they_stand():
    told = parse(TREE, NAMES, "map.toml")
    assert (told.source, told.ballots) == ("the commission, 2 June", 10_000)
    assert told.percent == {"Anna": 60.5, "Boris": 30.0}
    assert told.votes == {"Anna": 6050}
    assert told.rounding == pytest.approx(0.0005)  # half of 0.1 %
    assert told.units("region").rows() == [("North", "Anna", 3000, 50), ("North", "Boris", 900, 50),
                                           ("South", "Anna", 3050, 0)]  # fmt: skip
    assert told.units("town").height == 1 and told.units("village").height == 0


def test_two_digits_unless_said_otherwise_and_none_is_none():
    assert parse({}, NAMES, "map.toml").rounding == pytest.approx(0.00005)
    assert parse({"digits": 0}, NAMES, "map.toml").rounding == pytest.approx(0.005)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"balots": 3}, "unknown key announced.balots"),
        ({"percent": {"Ana": 3}}, "no contestant is called 'Ana'"),
        ({"percent": {"Anna": 101}}, "expected 0 to 100; got 101"),
        ({"percent": {"Anna": "60"}}, "announced.percent.Anna: expected a number; got '60'"),
        ({"percent": {"Anna": True}}, "expected a number"),
        ({"percent": 60}, "announced.percent: expected a table"),
        ({"votes": {"Anna": 60.5}}, "announced.votes.Anna: expected a whole number, 0 or more; got 60.5"),
        ({"votes": {"Anna": -1}}, "0 or more; got -1"),
        ({"ballots": 0}, "announced.ballots: expected a whole number, 1 or more; got 0"),
        ({"digits": -1}, "announced.digits"),
        ({"of": "votes"}, 'announced.of: expected "cast" or "valid"; got'),
        ({"of": 1}, "announced.of: expected"),
        ({"valid": 0}, "announced.valid: expected a whole number, 1 or more; got 0"),
        ({"valid": 10_001}, "10,001 valid votes of 10,000 ballots"),
        ({"by": {"region": {"North": 3}}}, "announced.by.region.North: expected a table"),
        ({"by": {"region": {"North": {"Clara": 3}}}}, "announced.by.region.North: no contestant is called 'Clara'"),
        ({"by": {"region": {"North": {"margin": -5}}}}, "announced.by.region.North.margin"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(change, part):
    with pytest.raises(ReturnsError) as told:
        parse({**TREE, **change}, NAMES, "map.toml")
    assert part in str(told.value) and "map.toml" in str(told.value)


def returns(**announced):
    frame = pl.DataFrame(
        {"station": ["1", "2", "3"], "region": ["North", "North", "South"], "town": ["Port", "Hill", "Hill"],
         "registered": [1000, 1000, 900], "cast": [600, 700, None], "Anna": [300, 350, None],
         "Boris": [300, 350, None]}
    )  # fmt: skip
    told = Announced(source="the commission", **announced)
    return ReturnsTable.of(frame, ("Anna", "Boris"), "Anna", "test", units=("region", "town"), announced=told)


def test_the_rest_is_what_is_announced_less_what_is_in_hand():
    table = returns(ballots=2000, percent={"Anna": 60.0})
    found = joined.remainder_of(table, table.announced)
    # 1,200 votes announced, 650 in hand, 700 ballots left
    assert found.value == pytest.approx(550 / 700) and found.low < found.value < found.high
    assert not found.alarm
    table = returns(ballots=2000, percent={"Anna": 30.0})
    assert joined.remainder_of(table, table.announced).alarm  # 600 announced, 650 in hand


def test_nothing_announced_says_nothing():
    for table in (returns(), returns(ballots=2000), returns(percent={"Anna": 60.0})):
        assert joined.remainder_of(table, table.announced) is None


def test_a_protocol_with_more_votes_than_ballots_stops_no_audit():
    """It is flagged and proved elsewhere; where its ballots went is not known, so it is part of the rest."""
    frame = returns().frame.with_columns(pl.Series("Anna", [5000, 350, None]))
    told = Announced(source="the commission", ballots=2000, percent={"Anna": 60.0})
    table = ReturnsTable.of(frame, ("Anna", "Boris"), "Anna", "test", units=("region", "town"), announced=told)
    assert joined.remainder_of(table, told).value == pytest.approx((1200 - 350) / (2000 - 700))


def test_a_row_that_stands_twice_and_a_total_are_in_hand_once():
    once = returns(ballots=2000, percent={"Anna": 60.0})
    total = once.frame.tail(1).with_columns(station=pl.lit("Total"), cast=pl.lit(1300), Anna=pl.lit(650))
    frame = pl.concat([once.frame, once.frame.head(1), total], how="vertical_relaxed")
    table = ReturnsTable.of(frame, ("Anna", "Boris"), "Anna", "test", units=("region", "town"))
    assert joined.remainder_of(table, once.announced).value == joined.remainder_of(once, once.announced).value


def test_totals_of_two_kinds_of_units_are_two_findings():
    by = {"region": {"North": ({"Anna": 400}, 0)}, "town": {"Port": ({"Anna": 290}, 5)}}
    found = suite.examine(returns(by=by)).by_name
    assert found["partial-sums"].value == 250 and found["partial-sums-2"].value == 5
    assert found["partial-sums"].alarm and found["partial-sums-2"].alarm


def _in_hand(**announced):
    """Two stations with 100 ballots each, 80 of them valid, 60 for Anna."""
    frame = pl.DataFrame({"station": ["1", "2"], "registered": [300, 300], "cast": [100, 100], "valid": [80, 80],
                          "Anna": [60, 60], "Boris": [20, 20]})  # fmt: skip
    return ReturnsTable.of(frame, ("Anna", "Boris"), "Anna", "t", announced=Announced(source="c", **announced))


def test_shares_of_valid_votes_are_shares_of_valid_votes():
    both = {"percent": {"Anna": 75.0, "Boris": 25.0}, "complete": True}
    # 75 % of 160 valid votes are the 120 in hand; of 200 ballots they would be 150
    right = suite._announced(_in_hand(of="valid", valid=160, ballots=200, **both))
    assert [f.name for f in right] == ["partial-sums"] and not right[0].alarm
    wrong = suite._announced(_in_hand(of="cast", valid=160, ballots=200, **both))
    assert wrong[0].alarm and "120" in wrong[0].says


def test_the_rest_of_valid_votes():
    rest = joined.remainder_of(_in_hand(of="valid", valid=320, percent={"Anna": 50.0}), Announced(
        source="c", of="valid", valid=320, percent={"Anna": 50.0}))  # fmt: skip
    # 160 of 320 announced, 120 of 160 in hand: 40 of the 160 left
    assert rest is not None and rest.value == pytest.approx(0.25)


def test_without_their_base_percentages_prove_nothing():
    assert suite._announced(_in_hand(of="valid", ballots=200, complete=True, percent={"Anna": 75.0}))[0].alarm is False
    assert Announced(source="c", of="valid", ballots=200, percent={"Anna": 75.0}).share("Anna") is None
    assert Announced(source="c", of="valid", valid=160, ballots=200, percent={"Anna": 75.0}).share("Anna") == 0.6
    assert Announced(source="c", percent={"Anna": 75.0}).share("Anna") == 0.75


def test_an_announced_number_of_valid_votes_is_a_total_like_others():
    found = suite._announced(_in_hand(valid=150, ballots=200))[0]
    assert found.alarm and "160 valid votes" in found.says and found.value == 10


def test_a_file_without_valid_votes_is_not_held_against_their_number():
    frame = pl.DataFrame({"station": ["1"], "registered": [300], "cast": [100], "Anna": [60], "Boris": [20]})
    announced = Announced(source="c", of="valid", valid=160, complete=True, percent={"Anna": 75.0})
    returns = ReturnsTable.of(frame, ("Anna", "Boris"), "Anna", "t", announced=announced)
    assert joined.remainder_of(returns, announced) is None
    assert "valid votes" not in suite._announced(returns)[0].tables["sums"]["contestant"].to_list()
