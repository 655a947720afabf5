"""`contested export`: where it writes, what it prints, and what it refuses."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.cli.terminal import told_once, typed
from tests.report.made_run import make_run


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "velinia"
    make_run(folder, "teaching", replicates=2, days=8)
    return folder


def test_it_writes_into_exports_and_prints_where(made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = typed("export", made, "--to", "csv")
    assert (done.exit_code, done.stdout) == (0, "exports/velinia-csv\n")
    assert json.loads((tmp_path / "exports/velinia-csv/about.json").read_text())["scenario"] == "teaching"
    done = typed("export", made, "--to", "xlsx", "--table", "by_place", "--table", "places")
    assert done.stdout == "exports/velinia.xlsx\n" and (tmp_path / "exports/velinia.xlsx").is_file()


def test_what_cannot_be_exported_is_one_error(made, tmp_path):
    out = tmp_path / "out"
    told_once(typed("export", made, "--to", "sav", "--out", out), "InputError", "--to: expected csv, xlsx", "'sav'")
    told_once(typed("export", made, "--to", "csv", "--table", "place", "--out", out), "InputError", "got 'place'",
              "'places'")
    told_once(typed("export", tmp_path / "none", "--to", "csv"), "CheckpointError", "no such folder")
    told_once(typed("export", made, "--to", "csv", "--out", made), "InputError", "--out: expected a new or empty")
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    (copy / "members" / "r0001.json").unlink()
    told_once(typed("export", copy, "--to", "csv", "--out", out), "CheckpointError", "unfinished: 1 of 2", "resume")
    assert not out.exists()


def test_an_edited_result_is_not_exported(made, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    (copy / "returns.parquet").write_bytes((copy / "returns.parquet").read_bytes()[:-40])
    told_once(typed("export", copy, "--to", "csv", "--out", tmp_path / "out"), "CheckpointError", "returns")
