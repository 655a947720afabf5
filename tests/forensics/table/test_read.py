"""One table, whatever file it is kept in; a file that is no table is an error that says what to do."""

import gzip
import io
import zipfile

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.forensics.proofs import exceeding, identities
from contested.forensics.samples.quick_count_table import read_quick_counts
from contested.forensics.table.cells import of_bytes
from contested.forensics.table.column_map import FileHints, parse
from contested.forensics.table.read import read, table
from contested.forensics.table.returns import ReturnsTable
from contested.ground.errors import ReturnsError

TREE = {
    "title": "Ruritania",
    "station": {"id": ["область", "number"]},
    "units": {"region": "область", "block": {"column": "number", "matching": r"^(\d)", "names": {"1": "first"}}},
    "counts": {"registered": "voters", "issued": ["early", "room"], "cast": "papers", "invalid": "spoilt"},
    "contestants": {"leader": "Rudolf", "matching": "^votes for (.+)$"},
    "place": {"x": "lon", "y": "lat"},
    "evidence": {"photos": {"columns": {"Rudolf": "photos"}, "total": "photos"}},
}
HEADER = ("область", "number", "voters", "early", "room", "papers", "spoilt", "votes for Rudolf", "votes for Michael",
          "lon", "lat", "photos")  # fmt: skip
ROWS = [
    ("Север", "101", 12345, 10, 6000, 6005, 5, 4000, 2000, "30.5", "50,25", 17),
    ('Юг "у моря"', "102", 1234, 0, 700, 700, 0, 300, 400, "31", "51", 3),
    ("Запад, дальний", "203", 999, 1, 500, 501, 1, 250, 250, "", "", 0),
]
STYLES = {"plain": "{}", "space": "\u00a0", "comma": ",", "point": ".", "spreadsheet": "{}.0"}


def mapped(**file):
    return parse({**TREE, "file": file})


def in_style(value, style: str) -> str:
    if not isinstance(value, int):
        return value
    pattern = STYLES[style]
    return pattern.format(value) if "{}" in pattern else f"{value:,}".replace(",", pattern)


def csv(rows=ROWS, delimiter: str = ",", style: str = "plain", end: str = "\n", header=HEADER) -> str:
    def quoted(text: str) -> str:
        return f'"{text.replace(chr(34), chr(34) * 2)}"' if any(c in text for c in f'{delimiter}"\n') else text

    lines = [header, *([in_style(value, style) for value in row] for row in rows)]
    return "".join(delimiter.join(quoted(cell) for cell in line) + end for line in lines)


def of(content: bytes | str, **file) -> ReturnsTable:
    found = mapped(**file)
    return table(of_bytes(content if isinstance(content, bytes) else content.encode(), found.file, "f.csv"), found)


PLAIN = of(csv())


def test_every_column_means_what_the_map_says():
    assert PLAIN.frame.drop("valid").rows()[0] == (
        0, 2, "Север / 101", "Север", "first", 12345, 6010, 6005, 5, 4000, 2000, 30.5, 50.25, 17, 17,
    )  # fmt: skip
    assert PLAIN.frame["block"].to_list() == ["first", "first", "2"]
    assert PLAIN.frame["station"].to_list()[1:] == ['Юг "у моря" / 102', "Запад, дальний / 203"]
    assert (PLAIN.contestants, PLAIN.leader, PLAIN.units) == (("Rudolf", "Michael"), "Rudolf", ("region", "block"))
    assert PLAIN.evidence("photos").select("total", "Rudolf").rows() == [(17, 17), (3, 3), (0, 0)]
    assert PLAIN.frame["x"].to_list()[2] is None
    assert PLAIN.flags.is_empty()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("style", STYLES)
def test_dialects_give_the_same_table(encoding, delimiter, style):
    decimal = {"point": {"decimal": ","}, "spreadsheet": {"decimal": "."}}.get(style, {})
    known = {"encoding": encoding} if encoding in ("cp1251", "utf-16-le") else {}
    found = of(csv(delimiter=delimiter, style=style).encode(encoding), **decimal, **known)
    assert found.frame.equals(PLAIN.frame)
    assert found.flags.is_empty()


def test_an_encoding_that_was_guessed_is_said():
    found = of(csv().encode("cp1251"))
    assert found.frame.equals(PLAIN.frame)
    assert found.flags.select("rule", "value").rows() == [("guessed-encoding", "cp1251")]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_ends_of_lines_do_not_matter(end):
    assert of(csv(end=end)).frame.equals(PLAIN.frame)


def test_files_of_other_kinds_give_the_same_table(tmp_path):
    frame = pl.DataFrame([list(map(str, row)) for row in ROWS], schema=list(HEADER), orient="row")
    counts = frame.with_columns(pl.col(HEADER[2:9]).cast(pl.Float64), pl.col("photos").cast(pl.Int32))
    (tmp_path / "a.csv").write_text(csv(), "utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deep/a.csv", csv())
        archive.writestr("readme.md", "a table of returns")
        archive.writestr("__MACOSX/deep/._a.csv", "rubbish")
    counts.write_parquet(tmp_path / "a.parquet")
    counts.write_excel(tmp_path / "a.xlsx")
    # a name says nothing: what a file is, is seen from its content
    (tmp_path / "a.xlsx").rename(tmp_path / "a.txt")
    for name in ("a.csv", "a.zip", "a.parquet", "a.txt"):
        found = read(tmp_path / name, mapped())
        assert found.frame.drop("line").equals(PLAIN.frame.drop("line")), name
        assert found.frame["line"].to_list() == ([1, 2, 3] if name == "a.parquet" else [2, 3, 4])


def test_lines_are_those_of_the_file():
    tall = [(ROWS[0][0], "1\n01", *ROWS[0][2:]), *ROWS[1:]]
    text = "\n\nsome title\n" + csv(tall).replace("999", "99O") + "\n\n"
    parts = text.split("\n")
    text = "\n".join([*parts[:6], ",,,", "", *parts[6:]])
    found = of(text, skip_rows=3)
    assert found.frame["line"].to_list() == [5, 9, 10]
    assert parts[9 - 1 - 2].startswith('"Юг')
    assert found.flags.select("line", "rule", "column", "value").rows() == [
        (7, "empty-line", "", "2"), (5, "several-lines", "", "2"), (10, "not-a-number", "voters", "99O"),
    ]  # fmt: skip


def test_rows_of_a_sheet_are_counted_as_the_sheet_counts_them(tmp_path):
    frame = pl.DataFrame([list(map(str, row)) for row in ROWS], schema=list(HEADER), orient="row")
    frame.write_excel(tmp_path / "a.xlsx", position="C4")
    assert read(tmp_path / "a.xlsx", mapped()).frame["line"].to_list() == [5, 6, 7]


def test_a_row_of_too_many_fields_is_flagged_and_not_used():
    lines = csv().split("\n")
    found = of("\n".join([*lines[:2], lines[2] + ",1,2", *lines[3:]]))
    assert found.flags.select("row", "line", "rule", "value").rows() == [(1, 3, "extra-fields", "14")]
    assert found.case().row.tolist() == [0, 2]


def test_commas_in_numbers_without_quotes_contradict_nothing():
    text = "station,voters,cast,invalid,A,B\n" + "".join(f"s{i},90{i},510,10,200,300\n" for i in range(9))
    counts = {"registered": "voters", "cast": "cast", "invalid": "invalid"}
    by = parse({"title": "t", "station": {"id": ["station"]}, "counts": counts, "contestants": {"columns": ["A", "B"]}})
    cells = of_bytes((text + "t,1,660,1,510,10,1,200,300\n").encode(), FileHints(), "f.csv")
    found = table(cells, by)
    assert found.frame.row(9, named=True)["cast"] is None and found.flags["rule"].to_list() == ["extra-fields"]
    for proof in (identities, exceeding):
        assert proof.find(found).value == 0 and proof.find(found).alarm is False


def test_a_row_of_too_few_fields_lacks_its_last_ones():
    found = of(csv().replace(",6005,5,4000,2000,30.5,\"50,25\",17", ""))
    assert found.flags.select("row", "line", "rule").rows() == [(0, 2, "missing-number")]


def test_bad_numbers_are_flags_with_line_column_and_value():
    bad = [(*ROWS[0][:2], "many", *ROWS[0][3:]), (*ROWS[1][:7], -300, *ROWS[1][8:]), ROWS[2]]
    found = of(csv(bad))
    assert found.flags.select("line", "station", "rule", "column", "value").rows() == [
        (2, "Север / 101", "not-a-number", "voters", "many"),
        (3, 'Юг "у моря" / 102', "negative", "votes for Rudolf", "-300"),
    ]
    assert found.frame["registered"].to_list() == [None, 1234, 999]
    assert found.case().row.tolist() == [2]


def test_an_identity_of_the_protocol_is_checked():
    tree = {**TREE, "identities": [{"name": "issued papers are cast", "left": ["early", "room"], "right": ["papers"]}]}
    found = table(of_bytes(csv().encode(), FileHints(), "f.csv"), parse(tree))
    assert found.flags.select("row", "rule", "column", "value", "why").rows() == [
        (0, "identity", "issued papers are cast", "5", "6010 on one side, 6005 on the other")
    ]


def test_a_leader_may_be_named_as_the_file_names_it():
    tree = {**TREE, "contestants": {"leader": "for Mich", "matching": "^votes for (.+)$"}}
    assert table(of_bytes(csv().encode(), FileHints(), "f.csv"), parse(tree)).leader == "Michael"


def test_a_repeated_row_does_not_make_its_winner_the_leader():
    text = "station,cast,A,B\n1,100,60,40\n2,100,30,70\n1,100,60,40\n"
    tree = {"title": "t", "station": {"id": ["station"]}, "counts": {"cast": "cast"},
            "contestants": {"columns": ["A", "B"]}}  # fmt: skip
    returns = table(of_bytes(text.encode(), FileHints(), "f.csv"), parse(tree))
    assert returns.flags["rule"].to_list() == ["repeated-row"] and returns.leader == "B", "B has 110 of 200"


def zipped(**members: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def locked() -> bytes:
    content = bytearray(zipped(a_csv=csv()).replace(b"a_csv", b"a.csv"))
    # the bit that says a member is encrypted, in its own header and in the directory of the archive
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        (b"", "the file is empty", ""),
        (b" \n\n ", "the file is empty", ""),
        (csv([]), "one row a station under the header", ""),
        (csv().replace("voters", "people"), "column 'voters': the table has no such column", "did you mean"),
        (csv().replace("voters", "voter"), "column 'voters': the table has no such column", "did you mean 'voter'?"),
        (csv().replace("early", "voters"), "column 'voters': the header has this name twice", "rename"),
        (csv([*ROWS, *[(*ROWS[0][:2], i, *ROWS[0][3:]) for i in range(7000, 7009)]]), "share their station", "region"),
        (csv().replace('"Запад', '"Запад"'), "line 4: quotation marks do not pair up", "doubled"),
        (zipped(a=csv(), b=csv()), "it holds no table", "files: a, b"),
        (zipped(**{"a.csv": csv(), "b.csv": csv()}), "it holds 2 tables", "inside = ...; files: a.csv, b.csv"),
        (zipped(**{"a.csv": csv()})[:-40], "an archive that is damaged or cut off", "again"),
        (zipped(**{"a.csv": csv()})[:30], "an archive that is damaged or cut off", "again"),
        (locked(), "locked by a password", "unpack"),
        (zipped(**{"a.csv": zipped(**{"b.csv": "x"}).decode("latin-1")}), "archive", ""),
        (b"%PDF-1.7 ...", "this is a PDF", "table first"),
        (gzip.compress(csv().encode()), "this is a gzip archive", "unpack"),
        (b"<!DOCTYPE html><table>", "this is a web page", "CSV"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "no workbook", "password"),
        (zipped(**{"[Content_Types].xml": "<x/>"}), "no workbook", "damaged"),
        (b"PAR1 and no more", "no Parquet file", ""),
        (csv().encode("utf-16-le"), "null bytes", "encoding"),
        (csv().encode("utf-16")[:-1], "not utf-16 text", "cut off"),
        (csv(delimiter="!"), "expected several columns; the header has no ','", ""),
        (b"id,\x98", "text in no encoding known", "encoding"),
    ],
    ids=lambda part: part[:25] if isinstance(part, str) and "\n" not in part else "file",
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(content, message, hint):
    with pytest.raises(ReturnsError) as refused:
        of(content)
    assert message in refused.value.message
    assert refused.value.message.startswith("f.csv")
    assert hint in refused.value.hint


def test_a_wrong_delimiter_is_recognised():
    with pytest.raises(ReturnsError, match="delimiter may be ';'"):
        of(csv(delimiter=";"), delimiter=",")


def test_hints_of_the_map_are_followed_or_refused(tmp_path):
    both = zipped(**{"a.csv": "rubbish", "b.csv": csv()})
    assert of(both, inside="b.csv").frame.equals(PLAIN.frame)
    with pytest.raises(ReturnsError, match=r"no file 'c\.csv'"):
        of(both, inside="c.csv")
    with pytest.raises(ReturnsError, match="no encoding is called 'klingon'"):
        of(csv(), encoding="klingon")
    with pytest.raises(ReturnsError, match="nothing is left"):
        of(csv(), skip_rows=9)
    pl.DataFrame({"a": [1]}).write_excel(tmp_path / "a.xlsx", worksheet="Returns")
    with pytest.raises(ReturnsError, match=r"no sheet 'returns'"):
        read(tmp_path / "a.xlsx", mapped(sheet="returns"))


def test_a_workbook_of_several_sheets_asks_which(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name in ("Notes", "Returns"):
            book.add_worksheet(name).write_row(0, 0, [name])
    with pytest.raises(ReturnsError, match=r"has 2\.\n\nhint: .*Notes, Returns"):
        read(tmp_path / "a.xlsx", mapped())


def test_a_folder_or_nothing_is_no_file(tmp_path):
    with pytest.raises(ReturnsError, match="this is a folder"):
        read(tmp_path, mapped())
    with pytest.raises(ReturnsError, match=r"cannot be opened"):
        read(tmp_path / "none.csv", mapped())


SMALL = parse({
    "title": "t", "station": {"id": "id"}, "counts": {"registered": "r", "cast": "c"},
    "contestants": {"leader": "A", "columns": ["A", "B"]},
})  # fmt: skip
PIECES = [b"id", b"r", b",", b",", b",", b"\n", b"\n", b"\r\n", b";", b"\t", b'"', b'""', b"1", b"20", b"-3", b"1 000",
          b"\xff", b"\x00", b"\r", b" ", b"1,5", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"total"]  # fmt: skip
WEIRD = st.tuples(
    st.sampled_from([b"", b"id,r,c,A,B\n", b"id;r;c;A;B\n", b"id,r,c,A,B\na,10,5,3,2\n"]),
    st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join),
).map(b"".join)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | WEIRD)
def test_any_bytes_are_a_table_or_an_error_of_ours(content):
    try:
        found = table(of_bytes(content, FileHints(), "f"), SMALL)
    except ReturnsError as error:
        assert error.message
    else:
        assert found.case().stations <= found.stations
        assert found.quality["flags"].sum() == found.flags.height


def workbook(frame: pl.DataFrame) -> bytes:
    content = io.BytesIO()
    frame.write_excel(content)
    return content.getvalue()


FEW = pl.DataFrame({"id": ["a", "b"], "r": [10, 20], "c": [5, 6], "A": [3, 4], "B": [2, 2]})
WHOLE = {"a.xlsx": workbook(FEW), "a.zip": zipped(**{"a.csv": FEW.write_csv()})}


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=40, deadline=None)
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4))
def test_damaged_archives_and_workbooks_are_errors_of_ours_or_still_tables(name, changes):
    content = bytearray(WHOLE[name])
    for place, byte in changes:
        content[int(place * len(content))] = byte
    try:
        found = table(of_bytes(bytes(content), FileHints(), "f"), SMALL)
    except ReturnsError as error:
        assert error.message
    else:
        assert found.contestants == ("A", "B")


names = st.text(alphabet="абвXYZ ,;\"'\t", min_size=1, max_size=8).map(str.strip).filter(bool)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(names, *[st.integers(0, 10**7)] * 4), min_size=1, max_size=6, unique_by=lambda row: row[0]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1251", "utf-16"]),
    delimiter=st.sampled_from(",;\t"),
    style=st.sampled_from(["plain", "space", "comma", "spreadsheet"]),
)
def test_what_is_written_is_read(rows, encoding, delimiter, style):
    text = csv(rows, delimiter, style, header=("id", "r", "c", "A", "B"))
    hints = FileHints(encoding=encoding, decimal=".", delimiter=delimiter)
    found = table(of_bytes(text.encode(encoding), hints, "f"), SMALL).frame
    assert found.select("station", "registered", "cast", "A", "B").rows() == rows


QUICK = "Elections,Cand,ISFED,Lower,Upper,MoE,CEC\nx,A,47.6,46.9,48.3,0.7,48.1\nx,B,27.4,0.6,26.8,28,26.7\ny,A,9,,,,8\n"


def test_a_quick_count_whose_interval_stands_in_the_wrong_columns_is_put_right(tmp_path):
    (tmp_path / "a.csv").write_text(QUICK, "utf-8")
    found = read_quick_counts(tmp_path / "a.csv")
    assert found.select("low", "high", "margin", "moved", "inside", "inside_as_printed").rows() == [
        (46.9, 48.3, 0.7, False, True, True), (26.8, 28.0, 0.6, True, False, True),
        (None, None, None, False, None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("47.6", "many"), "line 2, column 'ISFED': expected a number; got 'many'"),
        ((",8\n", ",\n"), "line 4, column 'CEC'"),
        (("CEC", "XEC"), "column 'CEC': the table has no such column"),
    ],
)
def test_a_quick_count_that_cannot_be_read_says_where(tmp_path, change, message):
    (tmp_path / "a.csv").write_text(QUICK.replace(*change), "utf-8")
    with pytest.raises(ReturnsError, match=message):
        read_quick_counts(tmp_path / "a.csv")
