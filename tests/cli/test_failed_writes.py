"""Commands that write claims, when the disk is full, a sheet too short, or another process is writing."""

from __future__ import annotations

import errno
import threading

import polars as pl
import pytest
import xlsxwriter.worksheet

import contested.reading.append as append
from contested import read_claims
from contested.claims import reading
from contested.ground import formulas
from contested.store import disk, lock
from contested.studies.audit import folder as audits
from contested.tasks.read import accept
from tests.claims import exports
from tests.cli.terminal import told_once, typed

REPORT = "Police said {} people were detained in Orvane on Sunday.\n"


@pytest.fixture
def full(monkeypatch):
    """A function that lets the disk take some files and no more."""
    real = disk.commit

    def after(files):
        left = iter(range(files))

        def commit(part, path):
            if next(left, None) is None:
                raise OSError(errno.ENOSPC, "No space left on device")
            real(part, path)

        monkeypatch.setattr(disk, "commit", commit)

    return after


def _export(path, *rows):
    path.write_text(exports.acled(*rows), encoding="utf-8-sig", newline="")
    return path


def _drafts(tmp_path, name, number):
    """A table of drafts whose one row is accepted."""
    report, drafts = tmp_path / f"{name}_2020-08-11.txt", tmp_path / f"{name}.csv"
    report.write_text(REPORT.format(number), encoding="utf-8")
    assert typed("read", report, "--out", drafts).exit_code == 0
    head, row = drafts.read_text().splitlines()
    drafts.write_text(f"{head}\naccept{row}\n")
    return drafts


def _commands(tmp_path):
    """Commands that write several new files, and these."""
    export = _export(tmp_path / "export.csv", {"tags": "crowd size=around 3,000"}, {"event_date": "28/12/2022"})
    claims = tmp_path / "table.csv"
    claims.write_text("date,place,quantity,value,claimant,side\n2031-05-04,Orvane,crowd,500,Wire,media\n")
    report = tmp_path / "report_2020-08-11.txt"
    report.write_text(REPORT.format(40))
    made = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]
    imported = [tmp_path / name for name in ("x.csv", "x.origins.csv", "x.aside.csv")]
    return [
        (("claims", "import", "--format", "acled", export, "--out", imported[0]), imported),
        (("claims", "check", claims, "--unused", made[0], "--contradictions", made[1], "--proposals", made[2]), made),
        (("read", report, "--out", tmp_path / "d.csv", "--acts", tmp_path / "e.csv", "--review", tmp_path / "f.html"),
         [tmp_path / "d.csv", tmp_path / "e.csv", tmp_path / "f.html"]),
    ]  # fmt: skip


@pytest.mark.parametrize("which", range(3))
def test_a_command_that_found_the_disk_full_can_be_given_again(tmp_path, full, monkeypatch, which):
    words, files = _commands(tmp_path)[which]
    before = {f.name for f in tmp_path.iterdir()}
    for taken in (0, 1, 2):
        full(taken)
        said = typed(*words)
        told_once(said, "DiskError", "No space left", code=said.exit_code)
        assert said.exit_code and {f.name for f in tmp_path.iterdir()} == before, taken
    monkeypatch.undo()
    assert typed(*words).exit_code in (0, 1)
    assert all(f.is_file() for f in files)


def test_a_sheet_is_as_long_as_the_library_that_writes_it_says():
    limits = xlsxwriter.worksheet.Worksheet()
    assert (limits.xls_rowmax, limits.xls_colmax) == (formulas.SHEET_ROWS + 1, formulas.SHEET_COLUMNS)


@pytest.mark.parametrize("rows", [2, 3])
def test_more_claims_than_a_sheet_takes_are_refused_and_never_an_empty_sheet(tmp_path, monkeypatch, rows):
    monkeypatch.setattr(formulas, "SHEET_ROWS", 2)
    tags = [{"tags": f"crowd size=around {1000 * k}", "event_id_cnty": f"ORV{k}"} for k in range(1, rows + 1)]
    export, out = _export(tmp_path / "export.csv", *tags), tmp_path / "x.xlsx"
    said = typed("claims", "import", "--format", "acled", export, "--out", out)
    if rows == 2:
        assert said.exit_code == 0 and len(read_claims(out)) == 2
        return
    told_once(said, "ClaimError", "a sheet has at most 2 rows; the table of claims has 3", ".csv and .parquet")
    assert [f.name for f in tmp_path.iterdir()] == ["export.csv"]


def test_an_audits_workbook_says_which_of_its_tables_it_cuts(tmp_path, monkeypatch):
    monkeypatch.setattr(audits, "SHEET_ROWS", 4)
    tables = {"findings": pl.DataFrame({"a": [1]}), "flags": pl.DataFrame({"station": range(9)})}
    audits._workbook(tmp_path / "cut.xlsx", tables)
    book = pl.read_excel(tmp_path / "cut.xlsx", sheet_id=0)
    assert list(book) == ["cut", "findings", "flags"] and book["flags"].height == 4
    assert book["cut"].rows() == [("flags", 4, 9, "flags.csv")]
    audits._workbook(tmp_path / "whole.xlsx", {"findings": tables["findings"]})
    assert list(pl.read_excel(tmp_path / "whole.xlsx", sheet_id=0)) == ["findings"]


@pytest.mark.parametrize("stamp", ["²", "9" * 5000, "٣", "", "1.5", "24.0.3"])
def test_an_odd_timestamp_is_no_defect_and_the_claim_is_read(tmp_path, stamp):
    row = {"tags": "crowd size=around 3,000", "timestamp": stamp}
    said = typed("claims", "import", "--format", "acled", _export(tmp_path / "e.csv", row), "--out", tmp_path / "x.csv")
    assert said.exit_code == 0, said.stderr
    assert [c.value for c in reading.scan(tmp_path / "x.csv")[0]] == [3000]


def test_two_that_add_to_one_ledger_at_once_lose_nothing(tmp_path, monkeypatch):
    """The second begins when the first has read the ledger and not written it yet."""
    ledger, others = tmp_path / "ledger.csv", []
    one, two = _drafts(tmp_path, "one", 40), _drafts(tmp_path, "two", 70)
    real = append.appended

    def slow(*args):
        content = real(*args)
        if not others:
            others.append(threading.Thread(target=accept, args=(two, ledger)))
            others[0].start()
            others[0].join(1.0)
        return content

    monkeypatch.setattr(append, "appended", slow)
    assert typed("claims", "accept", one, "--ledger", ledger).exit_code == 0
    others[0].join()
    assert sorted(c.value for c in reading.scan(ledger)[0]) == [40, 70]
    assert not list(tmp_path.glob(".*"))


def test_a_ledger_that_another_process_holds_is_one_error_and_stays(tmp_path, monkeypatch):
    ledger, drafts = tmp_path / "ledger.csv", _drafts(tmp_path, "one", 40)
    real = lock.exclusive_file
    monkeypatch.setattr(lock, "exclusive_file", lambda path: real(path, wait=0.1))
    with real(ledger):
        said = typed("claims", "accept", drafts, "--ledger", ledger)
        told_once(said, "RunError", "is being written by process", "wait for it", code=said.exit_code)
        assert said.exit_code
    assert not ledger.exists()
    assert typed("claims", "accept", drafts, "--ledger", ledger).exit_code == 0
