"""Made and simulated elections as returns: nothing is lost on the way, and what was done to them is told."""

import re

import polars as pl
import pytest

from contested.forensics.models.synthetic import demo, falsify, honest_election, of_case, of_run, planted_words
from contested.ground.errors import ReturnsError


def numbers(text):
    return [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?![\d.]*%)(?!\.\d)", text)]


def test_a_case_and_its_table_are_one():
    case = falsify(honest_election(200, regions=3, territories=9, seed=2), stuffing=0.4, seed=2).case
    back = of_case(case, "made").case()
    for name in ("registered", "issued", "cast", "leader"):
        assert (getattr(back, name) == getattr(case, name)).all()
    assert [back.regions[k] for k in back.region] == [case.regions[k] for k in case.region]
    assert len(back.territories) == 9 and back.leader_name == "leader"
    assert of_case(case, "made").quality.filter(~pl.col("used")).height == 0


def test_the_demonstration_says_what_was_planted():
    table, made = demo(3)
    touched = int(((made.stuffed > 0) | (made.switched > 0)).sum())
    assert numbers(planted_words(made)) == [made.stuffed.sum(), made.switched.sum(), touched, made.case.stations]
    assert table.totals().leader == made.case.leader.sum()
    true = made.honest.leader.sum() / made.honest.cast.sum()
    assert f"turned {true:.1%} for the leader into {table.totals().result:.1%}" in planted_words(made)
    assert demo(3)[0].frame.equals(table.frame) and not demo(4)[0].frame.equals(table.frame)


def run(factor=1):
    """A run's table of two futures with two stations each."""
    frame = pl.DataFrame(
        {"replicate": [0, 0, 1, 1], "station": [1, 2, 1, 2], "place": ["Port", "Hill"] * 2, "region": ["a", "b"] * 2,
         "registered": [100, 80, 100, 80], "cast": [50, 40, 60, 50], "incumbent": [20, 10, 25, 15],
         "challenger": [30, 30, 35, 35], "early": [9, 9, 9, 9], "reported_cast": [60, 40, 60, 50],
         "reported_incumbent": [40, 10, 25, 15], "reported_challenger": [20, 30, 35, 35],
         "reported_early": [9, 9, 9, 9], "honest": [False, True, True, True]}
    )  # fmt: skip
    counts = [c for c, kind in frame.schema.items() if kind == pl.Int64 and c not in ("replicate", "station")]
    return frame.with_columns(pl.col(counts) * factor)


def test_a_run_gives_what_was_reported_and_says_what_was_cast():
    table, words = of_run(run(), "run")
    assert table.contestants == ("incumbent", "challenger") and table.leader == "incumbent"
    assert table.frame["station"].to_list() == ["Port / 1", "Hill / 2"]
    counts = table.frame.select("registered", "cast", "incumbent", "challenger")
    assert counts.rows() == [(100, 60, 40, 20), (80, 40, 10, 30)]
    assert "33.3% for the incumbent, reported as 50.0%; 20 votes were added" in words
    assert of_run(run(), "run", 1)[1].endswith("0 votes were added to the incumbent's.")


def test_people_who_stand_for_many_are_counted_once():
    """Else every count is a multiple of the scale, and tests of digits call an honest count made."""
    table, words = of_run(run(25), "run", scale=25)
    assert table.frame.equals(of_run(run(), "run")[0].frame)
    assert "500 votes were added" in words and "Each person simulated stands for 25" in words


def test_a_future_that_was_not_played_is_refused():
    with pytest.raises(ReturnsError, match=r"replicate: expected one of \[0, 1\]; got 2"):
        of_run(run(), "run", 2)
