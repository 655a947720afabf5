"""Rows that are sums of others are found wherever they stand; others are not."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.forensics.table.sums import sums_of_others

COLUMNS = ("registered", "cast", "A", "B")


def stations(n: int, seed: int = 1) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    registered = rng.integers(200, 900, n)
    cast = rng.binomial(registered, 0.6)
    a = rng.binomial(cast, 0.5)
    return pl.DataFrame({"town": [f"t{i // 5}" for i in range(n)], "registered": registered, "cast": cast, "A": a,
                         "B": cast - a})  # fmt: skip


def total(rows: pl.DataFrame, town: str = "") -> pl.DataFrame:
    return rows.select(pl.lit(town).alias("town"), pl.col(COLUMNS).sum())


def found(frame: pl.DataFrame, units=("town",)) -> list[int]:
    return np.flatnonzero(sums_of_others(frame, COLUMNS, units)).tolist()


def test_stations_are_no_sums():
    for seed in range(5):
        assert found(stations(5000, seed)) == []


def test_a_total_behind_before_and_far_from_its_block():
    rows = stations(20)
    assert found(pl.concat([rows, total(rows)])) == [20]
    assert found(pl.concat([total(rows), rows])) == [0]
    first = rows.head(5)
    assert found(pl.concat([rows, total(first, "t0")])) == [20], "of its town, after the others"
    parts = [pl.concat([rows[i : i + 5], total(rows[i : i + 5], f"t{i // 5}")]) for i in range(0, 20, 5)]
    nested = pl.concat([*parts, total(rows)])
    assert found(nested) == [5, 11, 17, 23, 24] and found(nested, ()) == [5, 11, 17, 23, 24]


@given(st.integers(2, 12), st.integers(0, 10**6))
def test_any_block_is_found(n, seed):
    rows = stations(n, seed)
    assert found(pl.concat([rows, total(rows)]), ())[-1:] == [n]


def test_one_ballot_off_is_no_sum():
    rows = stations(10)
    off = total(rows).with_columns(pl.col("A") + 1, pl.col("B") - 1)
    assert found(pl.concat([rows, off])) == []


def test_rows_that_agree_in_a_combination_of_columns_only_are_no_sums():
    rows = pl.DataFrame({"town": ["a", "a", "a"], "registered": [1000, 1000, 900], "cast": [600, 700, 0],
                         "A": [300, 350, 0], "B": [300, 350, 0]})  # fmt: skip
    assert found(rows) == []


@pytest.mark.parametrize("change", [pl.col(COLUMNS) * 0, pl.lit(None, pl.Int64).alias("A")])
def test_empty_rows_and_unknown_counts_are_no_sums(change):
    rows = stations(10)
    assert found(pl.concat([rows, rows.head(2).with_columns(change)])) == []


def test_a_station_that_stands_twice_is_no_sum():
    rows = stations(10)
    assert found(pl.concat([rows, rows.tail(1)])) == []
