"""The plain table in three formats, filled by hand; and files that are no table at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contested.claims import FORMATS, examine, reading, scan, write
from contested.ground.errors import ClaimError
from contested.scenarios.folders import find

from . import exports

HEAD = "date,end_date,place,quantity,actor,value,low,high,claimant,side,source,note"
ROW = "2031-05-04,,Orvane,crowd,opposition,{},{},{},Courier,media,https://courier.example,"


def table(folder, *rows, head=HEAD, name="claims.csv"):
    path = folder / name
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_short_names_words_and_comments_are_welcome(tmp_path):
    rows = ROW.format(3000, "", ""), "# later", ROW.format('"around 3,000"', "", ""), ROW.format("hundreds", "", "")
    found = scan(table(tmp_path, *rows))
    assert [(c.value, c.low, c.high) for c in found.claims] == [
        (3000, None, None), (3000, 2700, 3300), (None, 200, 999),
    ]  # fmt: skip
    assert found.by_rule == {"plain": 1, "words": 2}
    assert [c.origin.line for c in found.claims] == [2, 4, 5]
    assert {c.status for c in found.claims} == {"read"}


def test_a_quoted_name_that_begins_with_a_number_sign_is_a_claimant_and_a_quoted_line_alone_a_comment(tmp_path):
    rows = ('"# from the desk, May",,,,', '"#FreeThem, a coalition",2031-05-04,dead,3,opposition',
            '"# later, ""not"" yet",,,,', '"#Two\nlines",2031-05-04,dead,4,opposition')  # fmt: skip
    path = table(tmp_path, rows[0], *rows, head='"# two, notes",""\nclaimant,date,quantity,value,side')
    for line_end in ("\n", "\r\n"):
        path.write_text(path.read_text("utf-8").replace("\n", line_end), "utf-8", newline="")
        found = scan(path)
        assert [(c.claimant, c.value) for c in found.claims] == [("#FreeThem, a coalition", 3), ("#Two lines", 4)]
        assert (found.rows, found.aside) == (2, ())


def test_four_columns_and_a_number_are_enough(tmp_path):
    (claim,) = scan(table(tmp_path, "2031-05-04,dead,2,Courier,media", head="Date,quantity,VALUE,claimant,side")).claims
    assert (claim.date, claim.place, claim.actor, claim.value) == (date(2031, 5, 4), "", "", 2)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ROW.format("a big crowd", "", ""), ("value:", "'a big crowd'")),
        (ROW.format("", "", ""), ("value:", "at least one bound")),
        (ROW.format("NA", "", ""), ("value:", "'NA'")),
        (ROW.format("", 300, 200), ("low:", "low 300 and high 200")),
        (ROW.format(10, "few", ""), ("low:", "'few'")),
        (ROW.format(10, "", "").replace("media", "press"), ("side:", "'press'")),
        (ROW.format(10, "", "").replace("crowd", "crwod"), ("quantity:", "'crwod'")),
        (ROW.format(10, "", "").replace("2031-05-04", "04/05/2031"), ("date:", "'04/05/2031'")),
        (ROW.format(10, "", "") + ",more", ("12 cells", "got 13")),
    ],
)
def test_a_bad_row_is_kept_aside_with_line_and_reason_and_hides_no_good_one(tmp_path, row, words):
    found = scan(table(tmp_path, ROW.format(1, "", ""), row, ROW.format(2, "", "")))
    assert [c.value for c in found.claims] == [1, 2]
    (aside,) = found.aside
    assert aside.line == 3 and all(word in aside.reason for word in words)
    assert (aside.text or ",".join(aside.cells)) == row


def test_rows_kept_aside_can_be_corrected_and_read_again(tmp_path):
    found = scan(table(tmp_path, ROW.format("a big crowd", "", "")))
    again = tmp_path / "again.csv"
    again.write_bytes(b"".join(write.aside_parts(found.aside)).replace(b"a big crowd,,", b"hundreds,,"))
    # the reason still quotes the old words, the cell does not
    (claim,) = scan(again).claims
    assert (claim.low, claim.high) == (200, 999)


def test_a_misspelt_column_is_refused_because_it_would_lose_its_numbers(tmp_path):
    with pytest.raises(ClaimError) as told:
        scan(table(tmp_path, ROW.format(1, "", ""), head=HEAD.replace("claimant", "claiment")))
    assert "claimant" in told.value.message and "claiment" in told.value.hint
    with pytest.raises(ClaimError) as told:
        scan(table(tmp_path, ROW.format(1, "", ""), head=HEAD.replace("high", "hihg")))
    assert "'hihg'" in told.value.message and "'high'" in told.value.hint


@pytest.mark.parametrize("suffix", write.SUFFIXES)
def test_a_table_comes_back_from_every_format_as_it_was(tmp_path, suffix):
    claims = scan(find("belarus-2020") / "claims.csv").claims
    path = tmp_path / f"claims{suffix}"
    path.write_bytes(write.as_bytes(claims, suffix))
    assert scan(path).claims == claims


def test_a_written_csv_is_a_scenarios_own_table(tmp_path):
    claims = scan(find("belarus-2020") / "claims.csv").claims
    path = tmp_path / "claims.csv"
    path.write_bytes(write.as_bytes(claims, ".csv"))
    assert reading.scan(path) == (list(claims), [])


def test_a_cell_that_looks_like_a_formula_stays_text_in_a_workbook(tmp_path):
    row = ROW.format(3, "", "").replace("Courier", "=1+1").replace("https://courier.example", "http://x.example")
    claims = scan(table(tmp_path, row)).claims
    path = tmp_path / "claims.xlsx"
    path.write_bytes(write.as_bytes(claims, ".xlsx"))
    (claim,) = scan(path).claims
    assert (claim.claimant, claim.source_url) == ("=1+1", "http://x.example")


def test_a_sheet_filled_by_hand_has_dates_and_numbers_of_its_own_and_rows_by_their_number(tmp_path):
    path = tmp_path / "claims.xlsx"
    pl.DataFrame({"date": [date(2031, 5, 4), None, date(2031, 5, 5)], "quantity": ["dead", None, "dead"],
                  "value": [2.0, None, 2.5], "claimant": ["Courier", None, ""],
                  "side": ["media", None, "media"]}).write_excel(path)  # fmt: skip
    found = scan(path)
    assert [(c.date, c.value, c.origin.line) for c in found.claims] == [(date(2031, 5, 4), 2, 2)]
    assert [(a.line, a.reason.split(":")[0]) for a in found.aside] == [(4, "claimant")]


MAKERS = {"acled": exports.acled, "ucdp": exports.ucdp, "ccc": exports.ccc, "mass_mobilization": exports.mass,
          "gdelt": exports.gdelt}  # fmt: skip
COLUMNS = {"acled": exports.ACLED, "ucdp": exports.UCDP, "ccc": exports.CCC, "mass_mobilization": exports.MASS,
           "gdelt": exports.GDELT}  # fmt: skip
garbage = st.sampled_from(
    ["", "NA", "0", "1", "-1", "1e9", "nan", "2031-02-30", "99999999", "crowd size=", "crowd size=hundreds", '"', '""',
     "a\nb", "٣", "\x00", "#", "hundreds", ">10000", "14", "http://[", "1" * 40, "arrests"]
) | st.text(max_size=12)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(sorted(MAKERS)))
def test_every_row_of_an_export_is_claimed_or_aside_or_counted_whatever_its_cells_say(tmp_path, data, source):
    names = st.sampled_from(COLUMNS[source])
    rows = data.draw(st.lists(st.dictionaries(names, garbage, max_size=6), min_size=1, max_size=4))
    if source == "gdelt":
        rows = [{k: v.replace("\t", " ").replace("\n", " ").replace("\r", " ") for k, v in r.items()} for r in rows]
    path = tmp_path / "export.csv"
    path.write_bytes(MAKERS[source](*rows).encode("utf-8", "replace"))
    try:
        found = scan(path, source)
    except ClaimError as told:  # a NUL among the first bytes: no text at all
        assert "expected text" in told.message and b"\0" in path.read_bytes()
        return
    seen = {c.origin.line for c in found.claims} | {a.line for a in found.aside}
    assert len(seen) + sum(found.passed.values()) == found.rows
    assert all(c.origin.rule in found.rules and (c.event or c.bounds != (None, None)) for c in found.claims)
    examine(found.claims)
    again = tmp_path / "claims.csv"
    again.write_bytes(write.as_bytes(found.claims, ".csv"))
    assert reading.scan(again) == (list(found.claims), [])


@pytest.mark.filterwarnings("ignore::contested.ground.errors.GuessedEncoding")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda t: (HEAD + "\n" + t).encode("utf-8", "replace")),
    st.sampled_from(sorted(FORMATS)),
    st.sampled_from([".csv", ".tab", ".xlsx"]),
)
def test_whatever_the_bytes_a_reader_fails_only_by_claim_error(tmp_path, content, source, suffix):
    path = tmp_path / f"export{suffix}"
    path.write_bytes(content)
    try:
        scan(path, source)
    except ClaimError as told:
        assert str(path) in told.message


def test_progress_goes_up_to_the_whole_file(tmp_path):
    path = table(tmp_path, *[ROW.format(n, "", "") for n in range(1200)])
    told = []
    scan(path, progress=lambda at: told.append((at.done, at.total)))
    assert told == sorted(told) and len(told) >= 3
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


@pytest.mark.parametrize("suffix", write.SUFFIXES)
def test_where_a_place_lies_comes_back_and_a_table_without_it_has_no_such_columns(tmp_path, suffix):
    plain = scan(table(tmp_path, ROW.format(3, "", ""))).claims
    assert b"latitude" not in write.as_bytes(plain, ".csv")
    where = {"latitude": -53.9, "longitude": 27.5, "admin1": "Orv", "admin2": "Belm", "country": "Orvania"}
    located = (replace(plain[0], **where), *plain)
    path = tmp_path / f"located{suffix}"
    path.write_bytes(write.as_bytes(located, suffix))
    again = scan(path).claims
    assert again == located and again[0] != again[1]
    if suffix == ".csv":
        assert reading.scan(path) == (list(located), [])


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [(91, 0, "-90 to 90"), (0, 181, "-180 to 180"), (5, None, "or neither"), (float("nan"), 0, "-90 to 90")],
)
def test_coordinates_are_a_point_of_the_earth_or_absent(tmp_path, latitude, longitude, words):
    (claim,) = scan(table(tmp_path, ROW.format(3, "", ""))).claims
    with pytest.raises(ClaimError, match=words):
        replace(claim, latitude=latitude, longitude=longitude)


def test_a_workbook_that_begins_with_a_readme_says_which_sheet_is_read(tmp_path):
    path = tmp_path / "claims.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("About").write_row(0, 0, ["What this is"])
        book.add_worksheet("Claims").write_row(0, 0, HEAD.split(","))
    with pytest.raises(ClaimError, match="expected a column 'date'; got none") as caught:
        scan(path)
    assert "only the first sheet, 'About', is read" in caught.value.hint and "'Claims'" in caught.value.hint
