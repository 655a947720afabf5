"""No text becomes a formula in a spreadsheet, none is lost on the way back, and numbers are left alone."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contested.ground import formulas

EVIL = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", '"=1', "'=1", "''=1", "' \"=1", "＝1", "＋1",
    "－cmd", "＠x", "﹢1", "﹣a", "⁼1", "\u200b=1", "\ufeff=1", "\u202e=1", "\u00a0=1", "“=1", "=", "-",
    "-1+cmd|'/C calc'!A0",
    "=HYPERLINK(\"http://x\",\"y\")", "+375 29 123", "-5 people", "('=1", "\x00=1", "−a",
]  # fmt: skip
TAME = ["", "Minsk", "-5", "+3", "-5.5", "+1e5", "-12,000", "5 %", "-5%", "'-5", "it's = 1", "a=b", "'quoted'", "3-4"]
TEXTS = st.one_of(st.text("'\"=+-@ \t\r\n1a＝"), st.text(), st.sampled_from(EVIL + TAME))
BEGIN = "=+-@\t\r\n＝＋－＠﹢﹣"


@pytest.mark.parametrize("text", EVIL)
def test_what_would_run_is_marked(text):
    cell = formulas.harmless(text)
    assert cell.startswith("'") and cell.endswith(text) and formulas.as_meant(cell) == text


@pytest.mark.parametrize("text", TAME)
def test_numbers_and_plain_text_are_left_alone(text):
    assert formulas.harmless(text) == text == formulas.as_meant(text)


@given(TEXTS)
@example("'")
def test_every_text_comes_back(text):
    cell = formulas.harmless(text)
    assert formulas.as_meant(cell) == text
    assert not cell.startswith(tuple(BEGIN)) or not formulas.is_formula(cell)


@pytest.mark.parametrize("text", ["'-5 degrees' she wrote", "'=' is a sign, isn't it"])
def test_what_others_quoted_stays_quoted(text):
    assert formulas.as_meant(text) == text


@given(st.lists(st.tuples(TEXTS, st.none() | st.floats(allow_nan=False), st.none() | st.integers(-99, 99)), max_size=6))
def test_a_table_comes_back(rows):
    schema = {"=name": pl.String, "number": pl.Float64, "-count": pl.Int64}
    frame = pl.DataFrame(rows, schema, orient="row")
    content = formulas.csv_of_frame(frame)
    read = pl.read_csv(content, schema_overrides=[pl.String, pl.Float64, pl.Int64])
    assert formulas.frame_as_meant(read).equals(frame)
    cells = list(csv.reader(io.StringIO(content.decode(), newline="")))
    for cell in [*cells[0], *(row[0] for row in cells[1:])]:
        assert not formulas.is_formula(cell) or cell.startswith("'")


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_rows_come_back(rows):
    content = formulas.csv_of_rows(("@a", "b"), rows).decode()
    read = [[formulas.as_meant(c) for c in row] for row in csv.reader(io.StringIO(content, newline=""))]
    assert read == [["@a", "b"], *map(list, rows)]


def test_lists_of_words_are_text_too():
    frame = pl.DataFrame({"kind": pl.Series(["=x", None], dtype=pl.Categorical), "n": [-1, 2]})
    assert formulas.csv_of_frame(frame) == b"kind,n\n'=x,-1\n,2\n"
