"""Whatever a library says of a table it cannot read is one error of the caller's, and a sheet keeps its rows."""

import io

import polars as pl
import pytest
import xlsxwriter

from contested.files import read_parquet, read_sheet, refusing
from contested.files.faults import Faults
from contested.files.lines import SEPARATORS, cells_of, is_note
from contested.files.rows import read_rows
from contested.ground.columns import Column
from contested.ground.errors import ClaimError

refused = refusing(ClaimError, "expected a table")


def parquet():
    content = io.BytesIO()
    pl.DataFrame({"a": list(range(1000))}).write_parquet(content)
    return content.getvalue()


@pytest.mark.parametrize("cut", [4, 8, 100, 1000])
def test_damaged_parquet_is_the_callers_error(cut):
    for content in (parquet()[:-cut], b"PAR1" + bytes(cut) + b"PAR1"):
        with pytest.raises(ClaimError, match=r"(can be read|cut off) \(.+\)"):
            read_parquet(content, refused)


def test_damaged_workbook_is_the_callers_error():
    with pytest.raises(ClaimError, match="can be read"):
        read_sheet(b"PK\x03\x04 no archive", lambda names: names[0], refused)


def test_a_sheet_is_text_and_keeps_empty_rows():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("other")
        book.add_worksheet("this").write_row(2, 0, ["040", 3000, 2.5])
    frame = read_sheet(content.getvalue(), lambda names: names[names.index("this")], refused)
    assert frame.rows() == [(None,) * 3, (None,) * 3, ("040", "3000", "2.5")]


def test_cells_of_a_row():
    assert cells_of('a;"b;""c""";', ";") == ["a", 'b;"c"', ""]
    assert cells_of("") == []


COLUMNS = (Column("kind", "choice", "sort", choices=("town", "Land")), Column("what", "text", "name", optional=True))


@pytest.mark.parametrize("separator", SEPARATORS)
def test_whatever_separates_the_cells_the_rows_are_the_same(tmp_path, separator):
    path = tmp_path / "table.csv"
    lines = ["# a, b; c", "what kind", '"x, y; z" TOWN', "' land"]
    path.write_text("\n".join([lines[0], *(line.replace(" ", "\0") for line in lines[1:])])
                    .replace(",\0", ", ").replace(";\0", "; ").replace("\0", separator), "utf-8-sig")  # fmt: skip
    faults = Faults(ClaimError)
    rows = read_rows(path, COLUMNS, faults)
    assert not faults.errors
    assert [(row["what"], row["kind"]) for row in rows] == [("x, y; z", "town"), ("'", "Land")]


def test_a_quoted_cell_with_a_number_sign_is_a_comment_only_where_nothing_else_is_filled(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text('"# a, b","c"\nwhat,kind\n"#FreeThem, all",town\n"# c, d",\n"# e; f"\n# g,town\n', "utf-8")
    faults = Faults(ClaimError)
    assert [row["what"] for row in read_rows(path, COLUMNS, faults)] == ["#FreeThem, all"] and not faults.errors
    assert not is_note('"#' + '"' * 1_000_001 + "x", below=True), "in linear time"


def test_a_row_with_too_many_cells_names_the_separator_of_its_file(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("what;kind\na; b;town\n", "utf-8")
    faults = Faults(ClaimError)
    assert read_rows(path, COLUMNS, faults) == []
    assert 'a cell that contains a semicolon into quotes: "a; b"' in faults.errors[0].hint
