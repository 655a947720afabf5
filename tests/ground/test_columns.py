"""A cell is read exactly as it is written, or refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.ground.columns import Column, UnreadableError, parse

SHARE = Column("turnout", "number", "part who voted", "share", (0, 1))
COUNT = Column("held", "integer", "people held", "person", (0, 1e10))
ANY = Column("level", "number", "how much", "level")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_out_comes_back_bit_for_bit(x):
    assert parse(repr(x), ANY) == x


@given(st.integers(0, 10**10))
def test_a_count_written_out_comes_back(n):
    got = parse(str(n), COUNT)
    assert got == n and isinstance(got, int)


@given(st.text(max_size=12))
def test_whatever_is_accepted_is_finite_and_in_range(text):
    try:
        got = parse(text, SHARE)
    except UnreadableError:
        return
    assert math.isfinite(got) and 0 <= got <= 1


@pytest.mark.parametrize(
    "text", ["nan", "inf", "1_000", "0x10", "٣", "1e5000", "--1", "1 000", "1,5", "five", ".", "e5"]
)
def test_what_python_would_take_for_a_number_but_nobody_would_write_is_refused(text):
    with pytest.raises(UnreadableError):
        parse(text, ANY)


def test_an_empty_cell_is_nothing_only_where_it_may_be():
    assert parse("", Column("high", "number", "bound", "level", optional=True)) is None
    assert parse("", Column("place", "text", "where", optional=True)) == ""
    with pytest.raises(UnreadableError):
        parse("", SHARE)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (SHARE, "a number from 0 to 1 (share)"),
        (COUNT, "a whole number from 0 to 10000000000 (person)"),
        (Column("date", "date", "day"), "a date as YYYY-MM-DD"),
        (Column("kind", "choice", "sort", choices=("a", "b")), "one of a, b"),
        (
            Column("lent", "number", "money", "million USD", (0, math.inf)),
            "a number not below 0 (million USD)",
        ),
    ],
)
def test_a_column_says_what_belongs_in_it(column, words):
    assert column.expects() == words
