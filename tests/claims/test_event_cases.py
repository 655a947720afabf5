"""Exports that went wrong once: the cases beside the repository, and unseen forms of each."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from contested.claims import examine, scan
from contested.ground.errors import ClaimError
from tests.cli import terminal

from . import exports
from .test_importers import imported, numbers


def case(name):
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    path = Path(os.environ.get("CONTESTED_SHARED_DATA", beside)).parent / "cases" / "events" / name
    if not path.is_file():
        pytest.skip(f"{name} is not here: it lies in cases/events beside the folder that CONTESTED_SHARED_DATA names")
    return path


def typed(path, form, out):
    return terminal.typed("claims", "import", path, "--format", form, "--out", out)


def said(found):
    return [(c.origin.line, c.quantity, c.actor) for c in found.claims]


def test_old_types_of_events_are_protests():
    found = scan(case("a1_old_types.csv"), "acled")
    assert said(found) == [(2, "event_protest", "protesters"), (3, "dead", ""), (3, "event_protest", "protesters"),
                           (4, "event_protest", "protesters")]  # fmt: skip
    assert not found.aside and not found.passed


@pytest.mark.parametrize("name", ["a3_police_first.csv", "a10_utf16.csv"])
def test_the_crowd_is_the_protesters_whoever_stands_first(name):
    found = scan(case(name), "acled")
    assert said(found) == [(2, "crowd", "rioters"), (3, "event_protest", "protesters")]
    assert found.claims[0].value == 400 and not found.aside


def test_a_size_that_cannot_be_read_leaves_the_event():
    found = scan(case("lost_acled.csv"), "acled")
    assert said(found) == [(2, "event_protest", "protesters")]
    assert [(a.line, a.reason.split(":")[0]) for a in found.aside] == [(2, "tags")]


def test_every_tag_leaves_a_crowd_or_an_event():
    found = scan(case("a8_tags.csv"), "acled")
    assert [c.origin.line for c in found.claims] == list(range(2, 24))
    sizes = {c.origin.line: (c.value, c.low, c.high) for c in found.claims if not c.event}
    # T0 stands in line 2
    for tag, size in {0: (300, 270, 330), 1: (None, 200, 999), 2: (40, None, None), 3: (40, None, None),
                      4: (40, 40, None), 7: (None, 2000, 3000), 12: (300, None, None), 15: (60, None, None),
                      19: (1000, 900, 1100), 20: (4, 4, None), 21: (20_000, 20_000, None)}.items():  # fmt: skip
        assert sizes[tag + 2] == size, tag
    for tag in (5, 9, 14, 16, 18):
        assert tag + 2 not in sizes and tag + 2 in {a.line for a in found.aside}, tag
    for tag in (8, 17):  # nothing is reported
        assert tag + 2 not in sizes and tag + 2 not in {a.line for a in found.aside}, tag


@pytest.mark.parametrize(("name", "rows"), [("g0_v0.csv", 1), ("g1_v1.export.CSV", 2), ("g3_bigquery.csv", 1)])
def test_other_versions_of_gdelt_are_read_by_their_columns(name, rows):
    found = scan(case(name), "gdelt")
    assert [(c.quantity, c.place) for c in found.claims] == [("event_protest", "Orvane, Orv, Orvania")] * rows
    first = found.claims[0]
    assert (first.latitude, first.longitude, first.admin1, first.country) == (50.1, 20.2, "Orv", "Orvania")
    assert not found.aside


def test_codings_of_one_story_are_one_witness():
    found = examine(scan(case("g5_story.tsv"), "gdelt").claims)
    assert found.witnesses == 2  # two addresses: one coded five times, one reached in two ways
    assert [len(cluster.claims) for cluster in found.clusters] == [5, 2]


@pytest.mark.parametrize(
    ("name", "form", "rows"), [("c1_dataverse.tab", "ccc", 5), ("m4_dataverse.tab", "mass-mobilization", 2)]
)
def test_quotes_behind_a_backslash_are_read(name, form, rows):
    found = scan(case(name), form)
    assert len(numbers(found)) == rows and not found.aside
    texts = " ".join(" ".join(c.origin.cells) for c in found.claims)
    assert '\\"' not in texts and '"' in texts


def test_arrests_in_words():
    found = scan(case("c2_arrests.csv"), "ccc")
    arrests = {c.origin.line - 2: (c.value, c.low, c.high) for c in found.claims if c.quantity == "detained"}
    one = (1, None, None)
    for row, number in {0: (5, None, None), 1: (5, 5, None), 3: (12, 12, None), 5: one, 6: (2, None, None),
                        11: (2, None, None), 12: one, 14: (5, None, None), 15: (None, 6, 8), 18: (3, None, None),
                        21: (14, None, None), 22: (2, None, None), 23: one}.items():  # fmt: skip
        assert arrests[row] == number, row
    assert not {2, 7, 9, 10, 20} & (set(arrests) | {a.line - 2 for a in found.aside})
    some = {c.origin.line - 2 for c in found.claims if c.quantity == "event_arrests"}
    assert some and not some & set(arrests) and len(numbers(found)) == 24


def test_words_against_the_class_are_flagged_and_the_words_used():
    found = scan(case("m2_class.csv"), "mass-mobilization")
    assert len(numbers(found)) == 10
    assert [a.line for a in found.aside if a.reason.startswith("participants_category")] == [8, 9]


def test_one_bad_cell_costs_no_other():
    found = scan(case("m3_days.csv"), "mass-mobilization")
    assert [c.origin.line for c in found.claims if c.quantity == "crowd"] == [2, 3, 5, 6, 7, 9, 10]
    assert [c.quantity for c in found.claims if c.origin.line >= 9] == [
        "crowd", "event_arrests", "event_dispersal", "crowd", "event_arrests", "event_shootings",
    ]  # fmt: skip
    assert [(a.line, a.reason.split(":")[0]) for a in found.aside] == [
        (2, "endday"), (4, "startday"), (9, "stateresponse3"),
    ]  # fmt: skip
    assert {c.place for c in found.claims if c.origin.line in (5, 6)} == {"Orvania"}


GDELT = exports.gdelt({}, {"SQLDATE": "20310505"})
OLD_GDELT = "\n".join("\t".join(cells[i] for i in range(61) if i not in (39, 47, 55))
                      for cells in (line.split("\t") for line in GDELT.splitlines()))  # fmt: skip
ACLED = exports.acled({"tags": "crowd size=50"}, {"tags": "crowd size=60"})


@pytest.mark.parametrize(
    ("form", "content", "looks"),
    [
        ("acled", b"<!DOCTYPE html><html><body>403</body></html>", "an HTML page"),
        ("gdelt", b"\n  <html>\n<h1>Not found</h1>", "an HTML page"),
        ("ccc", b'<?xml version="1.0"?><events/>', "XML"),
        ("acled", b'{"status": 200, "data": [{"event_id_cnty": "X1"}]}', "JSON"),
        ("gdelt", b'[{"GLOBALEVENTID": 1}]', "JSON"),
        ("ucdp", b"%PDF-1.7 ...", "a PDF"),
        ("acled", b"\xd0\xcf\x11\xe0 old workbook", "an old Excel workbook"),
        ("gdelt", b"\t".join([b"1"] * 16) + b"\n", "mentions"),
        ("gdelt", b"20310504153000-0\t" + b"\t" * 25 + b"\n", "GKG"),
        ("gdelt", b"Date\tSource\tTarget\tCAMEOCode\tNumEvents\n20310504\tA\tB\t14\t1\n", "reduced file"),
        ("gdelt", ACLED.encode(), "an ACLED export"),
        ("gdelt", b"just some text\n", "1 cells in its first line"),
        ("gdelt", b"", "an empty file"),
        ("acled", exports.ucdp({}).encode(), "a UCDP GED export"),
        ("ucdp", ACLED.encode(), "an ACLED export"),
        ("acled", GDELT.encode(), "a GDELT 2.0 event file"),
        ("table", ACLED.encode(), "an ACLED export"),
        ("acled", b"WEEK,REGION,COUNTRY,ADMIN1,EVENT_TYPE,EVENTS,FATALITIES,DISORDER_TYPE\n", "aggregated"),
        ("acled", ACLED.splitlines()[0].encode() + b"\r\n", "column names and no row"),
        ("acled", gzip.compress(ACLED.encode())[:-30], "cut off"),
        ("acled", "event_id_cnty\n".encode("utf-16")[:-1], "cut off"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(tmp_path, form, content, looks):
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    with pytest.raises(ClaimError, match=r"export\.csv.*: expected ") as refused:
        scan(path, form)
    assert (looks in refused.value.message and refused.value.hint) or looks == "an empty file"
    if form != "table":
        done = typed(path, form, tmp_path / "c.csv")
        assert done.exit_code == 2 and not (tmp_path / "c.csv").exists()
        assert looks in " ".join(done.stderr.split())


def packed_zip(text, *names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, text)
    return content.getvalue()


def shuffled(text):
    rows = [line.split(",") for line in text.splitlines()]
    return "\n".join(",".join([*reversed(row), "more"]) for row in rows)


SAME = {
    "crlf and a mark": ACLED.encode("utf-8-sig"),
    "unix lines": ACLED.replace("\r\n", "\n").encode(),
    "lines of an old Macintosh": ACLED.replace("\r\n", "\r").encode(),
    "semicolons": ACLED.replace(",", ";").encode(),
    "bars": ACLED.replace(",", "|").encode(),
    "tabs in UTF-16": ACLED.replace(",", "\t").encode("utf-16"),
    "UTF-16 big-endian": b"\xfe\xff" + ACLED.encode("utf-16-be"),
    "UTF-32": ACLED.encode("utf-32"),
    "the separator said first": b"sep=,\r\n" + ACLED.encode(),
    "columns in another order, and one more": shuffled(ACLED).encode(),
    "capitals and blanks in headings": ACLED.replace("event_date", " EVENT DATE ").replace("tags", "Tags ").encode(),
    "every heading quoted": (",".join(f'"{n}"' for n in exports.ACLED) + ACLED[ACLED.index("\r\n"):]).encode(),
    "separators behind the last column": "".join(f"{x},,\r\n" for x in ACLED.splitlines()).encode(),
    "gzip": gzip.compress(ACLED.encode()),
    "zip": packed_zip(ACLED, "export.csv"),
    "zip of a Macintosh": packed_zip(ACLED, "data/export.csv", "__MACOSX/data/._export.csv"),
    "zip with a note": packed_zip(ACLED, "export.csv", "LICENSE"),
}  # fmt: skip


@pytest.mark.parametrize("how", SAME)
def test_the_same_export_however_it_was_saved(tmp_path, how):
    path = tmp_path / "export.csv"
    path.write_bytes(SAME[how])
    found = scan(path, "acled")
    assert numbers(found) == [(50, None, None), (60, None, None)], found.aside
    assert found.claims[0].origin.row[found.claims[0].origin.columns[exports.ACLED.index("iso")]
                                      if "order" not in how else "iso"] == "040"  # fmt: skip
    assert not found.aside


def test_an_archive_of_several_tables_is_refused(tmp_path):
    path = tmp_path / "export.zip"
    path.write_bytes(packed_zip(ACLED, "a.csv", "b.csv"))
    with pytest.raises(ClaimError, match=r"one table; got 2 \('a.csv', 'b.csv'\)"):
        scan(path, "acled")


@pytest.mark.parametrize("cell", ['said ""no"" twice', "two\r\nlines", 'a ""quote"", a comma', "tab\there"])
def test_notes_with_quotes_and_line_breaks(tmp_path, cell):
    text = exports.acled({"tags": "crowd size=50", "notes": cell.replace('""', '"')}, {"tags": "crowd size=60"})
    found = imported(tmp_path, "acled", text)
    assert numbers(found) == [(50, None, None), (60, None, None)]
    assert found.claims[0].origin.row["notes"].split() == cell.replace('""', '"').split()


def test_commas_and_backslashes_before_quotes(tmp_path):
    text = exports.acled({"tags": "crowd size=50", "notes": "MARK"}, {"tags": "crowd size=60"})
    found = imported(tmp_path, "acled", text.replace("MARK", r'"they shouted \"no, no\" and left"'))
    assert found.claims[0].origin.row["notes"] == 'they shouted "no, no" and left'
    assert len(found.claims) == 2 and not found.aside


def test_old_gdelt_with_lost_zeros_and_unknown_codes(tmp_path):
    found = imported(tmp_path, "gdelt", OLD_GDELT)
    assert len(found.claims) == 2
    text = exports.gdelt({}, *({"EventRootCode": code} for code in ("7", "99", "", "XX")))
    found = imported(tmp_path, "gdelt", text)
    assert [c.origin.line for c in found.claims] == [1, 4]  # the code itself says what the missing root does
    assert [a.line for a in found.aside] == [3, 5] and sum(found.passed.values()) == 1


def test_a_query_without_the_day_it_was_added_is_read_and_says_so(tmp_path):
    found = imported(tmp_path, "gdelt", "SQLDATE,EventCode,ActionGeo_FullName,SOURCEURL\n20310504,141,Orvane,\n")
    assert "not compared" in found.claims[0].note
    with pytest.raises(ClaimError, match="column of where it happened"):
        imported(tmp_path, "gdelt", "SQLDATE,EventCode,SOURCEURL\n20310504,141,http://x.example\n")


VERSIONS = {
    "acled": (exports.acled, "event_id_cnty", "timestamp", "tags", "crowd size={}"),
    "ucdp": (exports.ucdp, "id", "", "best", "{}"),
    "gdelt": (exports.gdelt, "GlobalEventID", "DATEADDED", "Actor1Name", "{}"),
}


@pytest.mark.parametrize(("form", "latest"), [(f, n) for f in VERSIONS for n in (0, 1, 2)])
def test_a_later_version_of_a_record_replaces_the_earlier(tmp_path, form, latest):
    make, key, stamp, column, words = VERSIONS[form]
    if not stamp and latest != 2:
        pytest.skip("without a stamp the last row is the latest")
    usual = {"low": "1", "high": "900", "deaths_b": "0", "deaths_civilians": "0"} if form == "ucdp" else {}
    stamps = ["20310504100000", "20310504100000", "20310504100000"]
    stamps[latest] = "20310505090000"
    rows = [{key: "77", column: words.format(n), **usual, **({stamp: s} if stamp else {})}
            for n, s in zip((100, 200, 300), stamps)]  # fmt: skip
    found = imported(tmp_path, form, make(*rows, {key: "78"}))
    mine = [c for c in found.claims if "77" in c.source_url]
    assert [c.origin.line for c in mine] == [latest + (1 if form == "gdelt" else 2)]
    assert found.passed["replaced by a later version of the same record"] == 2
    lines = {c.origin.line for c in found.claims} | {a.line for a in found.aside}
    assert len(lines) + sum(found.passed.values()) == found.rows == 4


def test_a_later_version_that_is_no_protest_takes_the_protest_back_but_an_unreadable_one_does_not(tmp_path):
    text = exports.acled({"event_id_cnty": "X"}, {"event_id_cnty": "X", "event_type": "Strategic developments"},
                         {"event_id_cnty": "Y"}, {"event_id_cnty": "Y", "event_date": "soon"})  # fmt: skip
    found = imported(tmp_path, "acled", text)
    assert [c.origin.line for c in found.claims] == [4] and [a.line for a in found.aside] == [5]


def test_unknown_values_are_flagged_and_the_rest_is_used(tmp_path):
    rows = [
        {"event_type": "Protestz", "fatalities": "3"}, {"time_precision": "9"}, {"latitude": "91", "longitude": "5"},
        {"latitude": "0", "longitude": "0"}, {"latitude": "50,25", "longitude": "20.5"}, {"longitude": "20.5"},
    ]  # fmt: skip
    found = imported(tmp_path, "acled", exports.acled(*rows))
    assert [(a.line, a.reason.split(":")[0]) for a in found.aside] == [
        (2, "event_type"), (3, "time_precision"), (4, "latitude"), (5, "latitude"), (7, "latitude"),
    ]  # fmt: skip
    assert "'protests'" in found.aside[0].hint and len(found.claims) == 6
    assert [(c.latitude, c.longitude) for c in found.claims] == [(None, None)] * 4 + [(50.25, 20.5), (None, None)]


@pytest.mark.parametrize(
    ("first", "second", "whose"),
    [
        (("Police Forces of Orvania (2020-)", "1"), ("Protesters (Orvania)", "6"), "protesters"),
        (("Government of Orvania", ""), ("Rioters (Orvania)", ""), "rioters"),
        (("Protesters (Orvania)", ""), ("Rioters (Orvania)", ""), "protesters"),
        (("Unidentified Armed Group (Orvania)", "3"), ("Labour Group (Orvania)", "Protesters"), "labour group"),
        (("Military Forces of Orvania (2020-)", "1"), ("Civilians (Orvania)", "7"), "civilians"),
        (("Police Forces of Orvania (2020-)", "1"), ("", ""), "protesters"),
    ],
)
def test_a_crowd_is_never_that_of_the_police(tmp_path, first, second, whose):
    row = {"actor1": first[0], "inter1": first[1], "actor2": second[0], "inter2": second[1], "tags": "crowd size=50"}
    (claim,) = imported(tmp_path, "acled", exports.acled(row)).claims
    assert claim.actor == whose


@pytest.mark.parametrize(
    ("source", "side"),
    [("Courier", "media"), ("Agence France Presse; Courier", "media"), ("Interior Ministry", "incumbent"),
     ("Human Rights Center Viasna", "independent"), ("TASS citing MVD", "incumbent"), ("Harbour League", "opposition"),
     ("Police Gazette", "media"), ("Ministry press service", "incumbent"), ("state television", "incumbent"),
     ("opposition activists", "opposition"), ("City Hospital", "independent"), ("UN observers", "independent"),
     ("Interior Ministry; Courier", "media"), ("US Embassy", "foreign"), ("human rights activists", "independent")],
)  # fmt: skip
def test_sides_come_from_the_words_of_the_source(tmp_path, source, side):
    found = imported(tmp_path, "ucdp", exports.ucdp({"source_original": source, "side_b": "Harbour League"}))
    assert {(c.claimant, c.side) for c in found.claims} == {(source, side)}
    if source != "Harbour League":
        assert imported(tmp_path, "acled", exports.acled({"source": source})).claims[0].side == side


@pytest.mark.parametrize("field", ["best", "low", "high", "deaths_b"])
def test_ucdp_a_number_that_cannot_be_read_leaves_the_others(tmp_path, field):
    found = imported(tmp_path, "ucdp", exports.ucdp({field: "about 3"}))
    assert len(found.claims) == (2 if field == "deaths_b" else 3)
    assert [a.reason.split(":")[0] for a in found.aside] == [field]


def test_ucdp_of_before_and_a_last_day_that_cannot_be_read(tmp_path):
    text = exports.ucdp({}).replace("best", "best_est").replace("high", "high_est").replace(",low,", ",low_est,")
    assert len(imported(tmp_path, "ucdp", text).claims) == 3
    found = imported(tmp_path, "ucdp", exports.ucdp({"date_end": "soon"}))
    assert {c.end_date for c in found.claims} == {None} and len(found.claims) == 3
    assert [a.reason.split(":")[0] for a in found.aside] == ["date_end"]


def test_coordinates_and_units_are_kept_by_every_importer(tmp_path):
    where = {"latitude": "-50.5", "longitude": "20.25"}
    found = {
        "acled": exports.acled({**where, "admin1": "Orv", "admin2": "Belm"}),
        "ucdp": exports.ucdp({**where, "adm_1": "Orv", "adm_2": "Belm"}),
        "ccc": exports.ccc({"lat": "-50.5", "lon": "20.25", "state": "Orv", "size_low": "50", "size_high": "50"}),
        "gdelt": exports.gdelt({"ActionGeo_FullName": "Orvane, Orv, Orvania", "ActionGeo_Lat": "-50.5",
                                "ActionGeo_Long": "20.25"}),
    }  # fmt: skip
    for form, text in found.items():
        claim = imported(tmp_path, form, text).claims[0]
        assert (claim.latitude, claim.longitude, claim.admin1) == (-50.5, 20.25, "Orv"), form
        assert claim.country == ("" if form == "ccc" else "Orvania")


def test_messages_are_capped_with_a_count_and_an_import_of_nothing_is_no_success(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(exports.acled(*[{"event_date": "soon"}] * 30, *[{"fatalities": "few", "event_date": "soon"}] * 5))
    done = typed(path, "acled", tmp_path / "c.csv")
    lines = done.stderr.splitlines()
    assert done.exit_code == 1 and len(lines) == 22
    assert "20 more" in lines[20] and "event_date" in lines[20] and "c.aside.csv" in " ".join(lines[20:])
    assert "no claim" in lines[-1]
    path.write_text(exports.acled({}, {"event_date": "soon"}))
    done = typed(path, "acled", tmp_path / "d.csv")
    assert done.exit_code == 0 and "set aside" in done.stdout
