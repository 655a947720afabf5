"""What an ensemble cannot tell of a difference, in words that hold for differences of nothing too."""

from __future__ import annotations

import numpy as np
import polars as pl

from contested.report.charts import comparison as chart
from contested.studies.comparison import tables
from contested.studies.comparison.limits import limits

PAIRS = 24


def told(difference: np.ndarray, indicator: str = "crowd.sum") -> list[str]:
    """The sentences about one indicator, of members that match the claims equally well."""
    pairs = list(range(PAIRS))
    members = pl.DataFrame({"pair": pairs, "member": pairs, "misfit": [1.0] * PAIRS, "weight": [1 / PAIRS] * PAIRS})
    tidy = pl.DataFrame({"pair": pairs, "indicator": [indicator] * PAIRS, "difference": difference})
    return limits(members, tidy)


def test_a_change_that_moves_no_leading_indicator_is_an_answer_and_no_error():
    for unmoved in (told(np.zeros(PAIRS)), told(np.ones(PAIRS), "released.sum")):
        assert len(unmoved) == 2 and "differs in any pair" in unmoved[1]


def test_members_that_disagree_on_the_sign_are_named_with_their_shares():
    sign = np.where(np.arange(PAIRS) % 4 == 0, -100.0, 100.0)
    assert any("more in 75 %, less in 25 %" in text for text in told(sign))
    assert not any("disagree" in text for text in told(np.abs(sign)))


def test_members_without_a_number_are_on_no_side_and_carry_nothing():
    some = np.where(np.arange(PAIRS) < 12, np.where(np.arange(PAIRS) % 4 == 0, -100.0, 100.0), np.nan)
    assert any("more in 75 %, less in 25 %" in text for text in told(some))
    rare = np.where(np.arange(PAIRS) < 20, np.where(np.arange(PAIRS) < 2, -1.0, 1.0), np.nan)
    assert any("less in 10 %" in text for text in told(rare)), "2 of 20 members contradict, not 2 of 24"
    assert not any("for half of the diff" in text for text in told(np.where(np.arange(PAIRS) < 2, 100.0, np.nan)))
    few = told(np.where(np.arange(PAIRS) < 2, 100.0, 1.0))
    assert any(text.startswith("2 of the 24 members account for half of the difference in ") for text in few)
    one = np.where(np.arange(PAIRS) % 12 == 0, 1.0, np.nan)
    assert any("same answer" in text for text in told(np.ones(PAIRS)))
    assert not any("same answer" in text for text in told(one)), "a half with one number has no interval"


def test_the_signs_of_a_day_are_of_the_pairs_that_have_a_number():
    frame = pl.DataFrame({
        "point": [0, 1, 2, 3], "a/day/crowd": [[0.0, 1.0, np.nan]] * 4,
        "b/day/crowd": [[1.0, 0.0, 1.0], [1.0, np.nan, 1.0], [np.nan, np.nan, 1.0], [np.nan, 1.0, 1.0]],
    })  # fmt: skip
    record = {"start": None, "seed": 1, "days": 3, "places": []}
    days = tables._over_time(frame, tables.known(record))
    assert days["up"].to_list()[:2] == [1.0, 0.0] and days["down"].to_list()[:2] == [0.0, 0.5]
    assert np.isnan(days["up"][2]) and np.isnan(days["median"][2]), "no pair has a number"
    assert chart._ordered(days.with_columns(pl.col("step").alias("date"))) == ["crowd"]
    assert chart._ordered(days.filter(pl.col("step") == days["step"][2])) == []
