"""A count is read from the dozen ways it is printed; what could be another number is never read as one."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.forensics.table import percentages
from contested.forensics.table.numbers import LARGEST, Fault, count, counts

ARABIC = {ord("0") + k: chr(0x660 + k) for k in range(10)}
STYLES = {
    "plain": lambda n: str(n),
    "space": lambda n: f"{n:,}".replace(",", " "),
    "no-break space": lambda n: f"{n:,}".replace(",", "\u00a0"),
    "narrow no-break space": lambda n: f"{n:,}".replace(",", "\u202f"),
    "comma": lambda n: f"{n:,}",
    "apostrophe": lambda n: f"{n:,}".replace(",", "'"),
    "spreadsheet": lambda n: f"{n}.0",
    "comma and fraction": lambda n: f"{n:,}.00",
    "Arabic": lambda n: str(n).translate(ARABIC),
    "Persian": lambda n: str(n).translate({ord("0") + k: chr(0x6F0 + k) for k in range(10)}),
    "Arabic thousands": lambda n: f"{n:,}".translate(ARABIC | {ord(","): "\u066c"}),
    "Arabic fraction": lambda n: f"{n}.0".translate(ARABIC | {ord("."): "\u066b"}),
    "padded": lambda n: f"  {n}\u00a0",
}


@pytest.mark.parametrize("style", STYLES)
@settings(deadline=None)
@given(n=st.integers(0, LARGEST))
def test_every_style_gives_the_number_it_was_made_from(style, n):
    assert count(STYLES[style](n), ".") == n


@settings(deadline=None)
@given(n=st.integers(0, LARGEST))
def test_points_set_apart_thousands_where_the_comma_is_decimal(n):
    assert count(f"{n:,}".replace(",", "."), ",") == n
    assert count(f"{n:,}".replace(",", ".") + ",0", ",") == n


@pytest.mark.parametrize("text", ["", " ", "—", "–", "-", "NA", "n/a", "NaN", "...", "\u00a0"])
def test_what_stands_for_no_number_is_missing(text):
    assert count(text) is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("12,5", "not-whole"), ("12.5", "not-whole"), ("0,123", "not-whole"), ("-3", "negative"), ("−3", "negative"),
        ("abc", "not-a-number"), ("1e3", "not-a-number"), ("1_000", "not-a-number"), ("0x1F", "not-a-number"),
        ("1 23", "not-a-number"), ("1,23,456", "not-a-number"), ("1,234 567", "not-a-number"), ("²", "not-a-number"),
        ("12 votes", "not-a-number"), ("99999999999", "too-large"), ("9" * 5000, "too-large"),
    ],
)  # fmt: skip
def test_anything_else_is_a_fault_with_its_rule(text, rule):
    found = count(text)
    assert isinstance(found, Fault)
    assert found.rule == rule


def test_a_thousand_and_a_fraction_that_look_alike_are_told_apart_by_the_map_only():
    assert isinstance(count("1.234"), Fault)
    assert count("1.234", ",") == 1234
    assert isinstance(count("1.234", "."), Fault)
    assert (count("1,234"), count("12,0"), count("12,0", ",")) == (1234, 12, 12)
    assert isinstance(count("1,234", ","), Fault)
    assert isinstance(count("12,0", "."), Fault)


def test_a_fraction_elsewhere_in_the_column_makes_its_mark_decimal():
    values, faults = counts(pl.Series(["1,234", "12,0"]))
    assert values.to_list() == [None, 12]
    assert faults.rows() == [(0, "1,234", "not-whole", "a count has no fraction")]


def test_minus_zero_is_zero():
    assert count("-0") == 0


@settings(deadline=None)
@given(st.text(max_size=12))
def test_text_is_a_count_a_fault_or_missing_and_nothing_else(text):
    found = count(text)
    assert found is None or isinstance(found, Fault) or 0 <= found <= LARGEST


CELLS = st.none() | st.integers(-5, 10**12).map(str) | st.text(alphabet=" 0123456789.,-'x", max_size=8)


@settings(deadline=None)
@given(st.lists(CELLS))
def test_a_column_is_read_as_its_cells_are(texts):
    values, faults = counts(pl.Series(texts, dtype=pl.String), ".")
    one_by_one = [None if t is None else count(t, ".") for t in texts]
    assert values.to_list() == [n if isinstance(n, int) else None for n in one_by_one]
    assert [row[0] for row in faults.rows()] == [i for i, n in enumerate(one_by_one) if isinstance(n, Fault)]


def test_numbers_of_other_types_are_read_by_value():
    values, faults = counts(pl.Series([12.0, 2.5, None, float("nan"), -1.0, 12345678.0, 1.234]))
    assert values.to_list() == [12, None, None, None, None, 12345678, None]
    assert faults["rule"].to_list() == ["not-whole", "negative", "not-whole"]
    assert counts(pl.Series([3, -3, None], dtype=pl.Int32)).values.to_list() == [3, None, None]


def test_a_column_in_arabic_digits_is_that_of_its_numbers_and_faults_stay_as_written():
    read = counts(pl.Series("A", ["١٦٦٠", "۹۷۸", "12", "٣ أصوات", None]))
    assert read.values.to_list() == [1660, 978, 12, None, None]
    assert read.faults["value"].to_list() == ["٣ أصوات"]
    percent = percentages.read(pl.Series("T", ["٥٣٫١٪", "53.1"]))
    assert percent.values.to_list() == [53.1, 53.1] and percent.faults.is_empty()
