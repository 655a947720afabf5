"""What is too large is refused in words and before memory is asked for; who means it lifts the limit."""

import io
import os
import stat
import subprocess
import sys
import tracemalloc
import zipfile

import numpy as np
import polars as pl
import pytest

from contested import files
from contested.files import limits
from contested.ground.errors import ClaimError, InputError
from tests.files import bombs

refused = files.refusing(ClaimError, "f: expected a table")


def sheet(content):
    return files.read_sheet(content, lambda names: names[0], refused)


def test_a_cell_in_the_last_place_is_refused_in_words():
    with pytest.raises(ClaimError, match=r"got 16,384 columns in a sheet, above the limit of 5,000 columns") as error:
        sheet(bombs.far_cell())
    assert "CONTESTED_FILE_LIMIT=4 or more" in error.value.hint
    with pytest.raises(ClaimError, match=r"1,048,576 rows, 101 columns.*above the limit of 20,000,000 cells"):
        sheet(bombs.far_cell(column=100))


@pytest.mark.parametrize("change", [
    (b'<c r="P', b"<c  r = 'P"), (b"<c r=", b"<c\nt='n' r="), (b"<c r=", b'<x:c xmlns:x="a" r='),
    (b'<c r="', b'<c a="/>" r="'),
])  # fmt: skip
def test_a_far_cell_is_seen_however_it_is_written(change):
    content = bombs.rewritten(bombs.far_cell(1_048_575, 400), bombs.SHEET, lambda xml: xml.replace(*change))
    with pytest.raises(ClaimError, match="above the limit"):
        sheet(content)


def test_cells_without_a_place_are_counted():
    assert sheet(bombs.without_places(300, 40)).shape == (301, 40)
    with pytest.raises(ClaimError, match="above the limit"):
        sheet(bombs.without_places(20_000, 2_000))


def test_far_cells_of_a_style_and_no_value_do_no_harm():
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write(0, 0, "a")
        page.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert sheet(content.getvalue()).rows() == [("a",)]


def test_one_text_in_very_many_cells_is_refused():
    with pytest.raises(ClaimError, match=r"of text in a sheet, above the limit of 1 GiB"):
        sheet(bombs.repeated_text(40_000, 32_000))


def test_a_far_cell_does_not_end_the_process_even_where_limits_are_lifted(monkeypatch):
    monkeypatch.setenv("CONTESTED_FILE_LIMIT", "1e6")
    with pytest.raises(ClaimError, match="does not fit into memory"):
        sheet(bombs.far_cell())


def test_an_old_workbook_that_ends_its_reader_ends_another_process(monkeypatch):
    from contested.files import probe

    monkeypatch.setattr(probe, "_SCRIPT", "import os; os.abort()")
    with pytest.raises(ClaimError, match="ends whatever reads it"):
        sheet(b"\xd0\xcf\x11\xe0 an old workbook")


@pytest.mark.parametrize("way", ["zip", "npz", "parquet"])
def test_a_bomb_is_refused_before_it_is_unpacked(way, tmp_path):
    """Unpacked it would take 400 MB and more; the process is left 200 MB above what it begins with."""
    content = {
        "zip": lambda: bombs.zeros(400 * bombs.MIB), "npz": lambda: bombs.zeros(400 * bombs.MIB, "a.npy"),
        "parquet": lambda: bombs.constant_parquet(49_000_000),
    }[way]()  # fmt: skip
    assert len(content) < 2 * bombs.MIB
    (tmp_path / "bomb").write_bytes(content)
    script = f"""
import resource, sys
from contested import files
from contested.ground.errors import ClaimError
import polars, numpy
refused = files.refusing(ClaimError, "f: expected a table")
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 200 * 2**20,) * 2)
content = files.read_bytes({str(tmp_path / "bomb")!r}, refused)
try:
    if {way!r} == "zip":
        with files.open_archive(content, refused) as archive:
            archive.read("table.csv")
    elif {way!r} == "npz":
        files.read_arrays({str(tmp_path / "bomb")!r}, refused)
    else:
        files.read_parquet(content, refused)
except ClaimError as error:
    print(error.message)
"""
    if not os.path.exists("/proc/self/statm"):  # noqa: PTH110
        pytest.skip("no /proc here, which says how much memory is used")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "times its packed size, above the limit of 100 times" in done.stdout, done.stderr


def test_an_archive_that_lies_of_its_sizes_is_refused():
    honest = bombs.zeros(2 * bombs.MIB)
    for size in (0, 100, bombs.MIB, 3 * bombs.MIB, 2**32 - 2):
        with pytest.raises(ClaimError), files.open_archive(bombs.lying(honest, size), refused) as archive:
            archive.read("table.csv")
        with pytest.raises(ClaimError), files.open_archive(bombs.lying(honest, size), refused) as archive:
            archive.packed("table.csv", len)
    with files.open_archive(honest, refused) as archive:
        assert len(archive.read("table.csv")) == archive.packed("table.csv", len).size == 2 * bombs.MIB


def test_links_locks_and_doubles_in_an_archive_are_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("/absolute.csv", "a,b")
    with files.open_archive(content.getvalue(), refused) as archive:
        with pytest.raises(ClaimError, match="a link to another"):
            archive.read("link.csv")
        with pytest.raises(ClaimError, match="without a file"):
            archive.read("none.csv")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a", "1")
        archive.writestr("a", "2")
    with pytest.raises(ClaimError, match="two files of one name"), files.open_archive(content.getvalue(), refused):
        pass


def test_arrays_that_state_what_they_do_not_hold_are_refused_without_memory(tmp_path):
    file = tmp_path / "a.npz"
    for shape in ((10**12,), (2**40, 2**40), (3, 3), (-1,), (0, 10**30)):
        file.write_bytes(bombs.arrays(a=shape))
        tracemalloc.start()
        with pytest.raises(ClaimError):
            files.read_arrays(file, refused)
        assert tracemalloc.get_traced_memory()[1] < 8 * bombs.MIB
        tracemalloc.stop()


def test_arrays_of_objects_are_never_unpickled(tmp_path):
    class Trap:
        def __reduce__(self):
            return (os.mkdir, (str(tmp_path / "ran"),))

    np.savez(tmp_path / "a.npz", a=np.array([Trap()], dtype=object))
    with pytest.raises(ClaimError, match="no plain numbers or text"):
        files.read_arrays(tmp_path / "a.npz", refused)
    np.save(tmp_path / "b.npy", np.zeros(3))
    with pytest.raises(ClaimError):
        files.read_arrays(tmp_path / "b.npy", refused)
    assert not (tmp_path / "ran").exists()


def test_arrays_are_what_was_stored(tmp_path):
    stored = {"a": np.arange(12.0).reshape(3, 4), "f": np.asfortranarray(np.arange(6).reshape(2, 3)),
              "s": np.array(["x"]), "e": np.zeros((0, 3), np.int8), "n": np.array(7),
              "b": np.ones(1, bool)}  # fmt: skip
    np.savez_compressed(tmp_path / "a.npz", **stored)
    got = files.read_arrays(tmp_path / "a.npz", refused)
    for name, array in stored.items():
        np.testing.assert_array_equal(got[name], array)
        assert got[name].dtype == array.dtype and got[name].flags.writeable
    assert list(files.read_arrays(tmp_path / "a.npz", refused, names=["b"])) == ["b"]
    with pytest.raises(ClaimError, match="no array 'q'"):
        files.read_arrays(tmp_path / "a.npz", refused, names=["q"])


def test_parquet_is_counted_and_read_as_before():
    frame = pl.DataFrame({"a": [1, None, 3], "t": ["x", "y", None], "l": [[1], [], None], "b": [True, False, None]})
    for compression in ("zstd", "snappy", "gzip", "lz4", "uncompressed"):
        content = io.BytesIO()
        frame.write_parquet(content, compression=compression, row_group_size=2)
        assert files.read_parquet(content.getvalue(), refused).equals(frame)
    with pytest.raises(ClaimError, match=r"60,000,000 rows, above the limit"):
        files.read_parquet(bombs.constant_parquet(60_000_000), refused)


def test_limits_are_lifted_by_who_means_it(monkeypatch):
    content = ",".join(f"c{i}" for i in range(6_000)).encode() + b"\n"
    with pytest.raises(ClaimError, match=r"6,000 columns, above the limit of 5,000 columns"):
        files.read_csv(content, refused)
    with pytest.raises(ClaimError, match=r"6,001 columns, above the limit"):
        files.read_csv(b'"a\nb",' + content, refused)
    monkeypatch.setenv(limits.VARIABLE, "2")
    assert files.read_csv(content, refused).width == 6_000
    for wrong in ("0", "x", "-1", "nan", "inf", "0.5"):
        monkeypatch.setenv(limits.VARIABLE, wrong)
        with pytest.raises(InputError, match="CONTESTED_FILE_LIMIT: expected a number of at least 1"):
            files.read_csv(content, refused)


def test_what_is_no_regular_file_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, got in ((tmp_path / "pipe", "a device or a pipe"), ("/dev/zero", "a device"), (tmp_path, "a folder"),
                      (tmp_path / "none", "none"), ("a\0b", "null"), ("x" * 5000, "too long")):  # fmt: skip
        with pytest.raises(ClaimError, match=got):
            files.read_bytes(path, refused)


@pytest.mark.parametrize("text", [
    "", "{", "nul", '{"a": NaN}', '{"a": Infinity}', '{"a": 1e999}', '{"a": 1, "a": 2}', '{"b": {"a": 1, "a": 2}}',
    "9" * 5000, "[" * 100_000, "[" * 80 + "]" * 80, '{"a": "\\u0000"}', '{"\\u0000": 1}', '["\\ud800"]', '"\0"', "1 2",
    '{"a": ' + "9" * 400 + "}",
])  # fmt: skip
def test_json_that_others_stumble_over_is_refused(text):
    with pytest.raises(ClaimError):
        files.parse_json(text, refused)


@pytest.mark.parametrize("text", [
    "a = [" * 1000, "a = " + "[" * 900 + "]" * 900, ".".join("a" * 2000) + " = 1", "a = 0x" + "f" * 5000,
    "a = 1\na = 2", "a = " + "9" * 5000, "a = 99999999999999999999", 'a = "\\u0000"', "a = 2031-02-30", "a",
])  # fmt: skip
def test_toml_that_others_stumble_over_is_refused(text):
    with pytest.raises(ClaimError) as error:
        files.parse_toml(text, refused)
    assert len(str(error.value)) < 600


def test_a_record_says_which_value_is_of_another_kind():
    record = files.parse_record('{"seed": 7, "name": "x", "on": true, "list": ["a", 1], "sub": {"n": "1"}}', refused)
    assert (record.integer("seed"), record.number("seed"), record.text("name"), record.boolean("on")) == (
        7,
        7.0,
        "x",
        True,
    )
    assert record.text("none", "default") == "default"
    for call, words in (
        (lambda: record.text("seed"), "a whole number for 'seed', which is text"),
        (lambda: record.integer("on"), "true or false for 'on', which is a whole number"),
        (lambda: record.integer("seed", low=8), "7 for 'seed', which lies within 8 to inf"),
        (lambda: record.texts("list"), r"a whole number for list\[1\], which is text"),
        (lambda: record.record("sub").integer("n"), "text for 'sub.n', which is a whole number"),
        (lambda: record.record("name"), "text for 'name', which is a table"),
        (lambda: record["none"], "no 'none'"),
        (lambda: files.parse_record("[1]", refused), "a list, no table"),
    ):
        with pytest.raises(ClaimError, match=words):
            call()


def test_a_file_without_a_name_is_passed_over():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a", "1")
        archive.writestr("b", "2")
    # the name of the first in the archive's directory, of length one, becomes the beginning of its comment
    changed = bytearray(content.getvalue())
    at = changed.index(b"PK\x01\x02")
    changed[at + 28], changed[at + 32] = 0, 1
    with files.open_archive(bytes(changed), refused) as archive:
        assert archive.names() == ["b"]


def test_other_workbooks_are_tried_in_a_process_of_their_own():
    assert sheet(bombs.opened_document(3)).rows() == [("b", None, None), ("b", "b", "b")]
    with pytest.raises(ClaimError, match=r"in a sheet|ends whatever reads it|can be read"):
        sheet(bombs.opened_document(16_384, 1_048_576))
