"""Numbers in cells: a point parts thousands of what is counted, and is the decimal point of what is measured."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.claims import bounds, reading, scan, write
from contested.claims.claim import Claim
from contested.claims.figures import broken, counted, reported
from contested.ground.errors import ClaimError
from contested.ground.formulas import csv_of_rows

HEAD = ("date", "quantity", "unit", "value", "low", "high", "claimant", "side")


def read(value="", low="", high="", quantity="crowd", unit="", **options):
    return tuple(reported({"value": value, "low": low, "high": high}, quantity, unit, **options))


@pytest.mark.parametrize(
    ("text", "number"),
    [("10.000", 10_000), ("1.250", 1250), ("+10.000", 10_000), ("10000", 10_000), ("10000.0", 10_000), ("300.00", 300),
     ("10000.000", 10_000), ("0", 0), ("0.000", 0), ("1e3", 1000), ("10.000.000", 10_000_000), ("1.5 thousand", 1500)],
)  # fmt: skip
def test_what_is_counted_comes_in_ones_and_a_point_parts_thousands(text, number):
    assert read(text) == (number, None, None)
    if text[0].isdigit() and "e" not in text and text not in ("10000.000", "0.000"):
        assert bounds(text).value == number, "as words say it"


@pytest.mark.parametrize("cells", [("1.5",), ("0.500",), ("1500.5",), ("1.5e0",), ("", "1.5", "3"), ("", "1", "2.5")])
def test_there_is_no_half_person(cells):
    with pytest.raises(ClaimError, match=r"(value|low|high): expected a whole number; got '") as told:
        read(*cells)
    assert "1.5 thousand" in told.value.hint


def test_bounds_are_read_as_the_point_is():
    assert read("12.000", "10.000", "15.500") == (12_000, 10_000, 15_500)


@pytest.mark.parametrize(
    ("quantity", "unit", "value"),
    [("turnout_share", "", 54.241), ("vote_share", "percent", 54.2), ("patron_loan", "million USD", 1.5),
     ("crowd", "thousand people", 1.5), ("votes", "million", 1.25), ("aid_eur", "", 10.125), ("days", "", 1.5),
     ("forces_per_100k", "", 310.125), ("detained", "percent", 12.5), ("crwod", "", 10.125)],
)  # fmt: skip
def test_what_is_measured_has_decimals(quantity, unit, value):
    assert not counted(quantity, unit) and read(str(value), quantity=quantity, unit=unit) == (value, None, None)


def test_a_former_name_of_a_quantity_and_other_words_for_persons_are_counted():
    assert read("10.000", quantity="turnout") == read("10.000", unit="people") == read("10.000", unit="workers")


@given(st.floats(0, 1e12), st.sampled_from(["crowd", "vote_share", "votes", "patron_loan"]))
def test_a_ledger_comes_back_as_it_was_written(number, quantity):
    ledger = write.as_bytes([Claim(date(2031, 5, 4), None, "", quantity, "", number, None, None, "A", "media")], ".csv")
    cell = ledger.decode().splitlines()[1].split(",")[5]
    assert read(cell, quantity=quantity, ledger=True) == (number, None, None)


@pytest.mark.parametrize("suffix", write.SUFFIXES)
def test_tables_of_this_package_come_back_and_a_persons_thousands_in_them_are_thousands(tmp_path, suffix):
    claims = [Claim(date(2031, 5, 4), None, "", "crowd", "", n, None, None, "A", "media") for n in (12.345, 1.5, 8)]
    path = tmp_path / f"ledger{suffix}"
    path.write_bytes(write.as_bytes(claims, suffix))
    assert list(scan(path).claims) == claims
    assert [broken(c).split(",")[0].split()[-1] for c in claims if broken(c)] == ["12.345", "1.5"]
    if suffix == ".csv":
        assert reading.scan(path) == (claims, [])
        path.write_bytes(path.read_bytes().replace(b",8,", b",8.000,"))
        for found, wrong in (reading.scan(path), (scan(path).claims, [])):
            assert [c.value for c in found] == [12.345, 1.5, 8000] and not wrong


def test_a_column_of_numbers_has_no_thousands_and_still_no_half_persons(tmp_path):
    path = tmp_path / "claims.parquet"
    row = {"date": date(2031, 5, 4), "quantity": "crowd", "claimant": "A", "side": "media"}
    pl.DataFrame([row | {"value": n} for n in (12.345, 12_345.0)]).write_parquet(path)
    found = scan(path)
    assert [c.value for c in found.claims] == [12_345]
    assert [(a.line, a.reason) for a in found.aside] == [(1, "value: expected a whole number; got '12.345'.")]


def test_a_row_that_is_refused_is_kept_aside_and_its_neighbours_are_read(tmp_path):
    path = tmp_path / "claims.csv"
    cells = ("10.000", "1.5", "around 10.000")
    path.write_bytes(csv_of_rows(HEAD, (("2031-05-04", "crowd", "", cell, "", "", "A", "media") for cell in cells)))
    found = scan(path)
    assert [(c.value, c.low, c.high) for c in found.claims] == [(10_000, None, None), (10_000, 9000, 11_000)]
    assert [a.line for a in found.aside] == [3]
