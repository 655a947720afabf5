"""Damaged and overlarge files end a command with one message and code 2, never with a traceback or a lost process."""

import shutil

import pytest

from contested.scenarios.folders import find
from contested.studies.comparison.posterior import read_draws
from tests.cli.terminal import process, told_once, typed
from tests.files import bombs, readers


def audit(folder, name, content, column_map=readers.MAP):
    (folder / name).write_bytes(content)
    (folder / "map.toml").write_text(column_map)
    return ["audit", folder / name, "--map", folder / "map.toml", "--elections", 0, "--out", folder / "out"]


DEEP = "a = " + "[" * 2000 + "]" * 2000


@pytest.mark.parametrize(("name", "content", "part"), [
    ("far.xlsx", bombs.far_cell, "16,384 columns in a sheet, above the limit of 5,000"),
    ("big.zip", lambda: bombs.zeros(100 * bombs.MIB), "times its packed size, above the limit"),
    ("cut.zip", lambda: readers.zipped(readers.RETURNS)[:-9], "damaged or cut off"),
    ("cut.parquet", lambda: readers.parquet(readers.RETURNS)[:-9], "no Parquet file that can be read"),
    ("bad.parquet", lambda: b"PAR1" + bytes(100) + b"\x08\0\0\0PAR1", "Parquet file"),
    ("cut.xlsx", lambda: readers.workbook(readers.RETURNS)[:-30], "damaged or cut off"),
    ("null.csv", lambda: readers.RETURNS.encode().replace(b"North,3,", b"North\0,3,"), "null bytes"),
])  # fmt: skip
def test_returns_that_cannot_be_read(tmp_path, name, content, part):
    told_once(typed(*audit(tmp_path, name, content())), "ReturnsError", name, part)
    assert not (tmp_path / "out").exists()


def test_draws_of_a_spreadsheet_of_another_country_are_the_same_draws(tmp_path):
    (tmp_path / "plain.csv").write_bytes(b"street.cost,elite.loyalty\n1.0,0.8\n1.25,0.75\n")
    plain = read_draws(tmp_path / "plain.csv").table
    for name, content in {
        "marked.csv": b"\xef\xbb\xbfstreet.cost,elite.loyalty\n1.0,0.8\n1.25,0.75\n",
        "semicolons.csv": b"\xef\xbb\xbfstreet.cost;elite.loyalty\r\n1,0;0,8\r\n1,25;0,75\r\n",
        "points.csv": b"street.cost;elite.loyalty\n1.0;0.8\n1.25;0.75\n",
        "tabs.csv": b"street.cost\telite.loyalty\n1.0\t0.8\n1.25\t0.75\n",
    }.items():
        (tmp_path / name).write_bytes(content)
        assert read_draws(tmp_path / name).table.equals(plain), name
    one = plain.select("street.cost")
    for name, content in {
        "one-plain.csv": b"street.cost\n1.0\n1.25\n",
        "one-commas.csv": b"street.cost\n1,0\n1,25\n",
        "one-of-excel.csv": b"sep=;\r\nstreet.cost\r\n1,0\r\n1,25\r\n",
    }.items():
        (tmp_path / name).write_bytes(content)
        assert read_draws(tmp_path / name).table.equals(one), name
    (tmp_path / "words.csv").write_bytes(b"street.cost;note\n1.0;x 1,2\n1.25;y\n")
    assert read_draws(tmp_path / "words.csv").table["street.cost"].to_list() == [1.0, 1.25]


def test_a_workbook_that_ended_the_process(tmp_path):
    done = process(*audit(tmp_path, "far.xlsx", bombs.far_cell()), cwd=tmp_path)
    told_once(done, "ReturnsError", "CONTESTED_FILE_LIMIT=4")
    assert done.returncode == 2


def test_maps_and_evidence_that_cannot_be_read(tmp_path):
    told_once(typed(*audit(tmp_path, "r.csv", readers.RETURNS.encode(), DEEP)), "ReturnsError", "map.toml")
    (tmp_path / "e.toml").write_text(readers.EVIDENCE_MAP)
    for content in (b"", readers.EVIDENCE.encode() + b"x,1,2,no,\xe9\n"):
        (tmp_path / "e.csv").write_bytes(content)
        words = ["--evidence", tmp_path / "e.csv", "--evidence-map", tmp_path / "e.toml"]
        done = typed(*audit(tmp_path, "r.csv", readers.RETURNS.encode()), *words)
        if content:
            assert done.exit_code in (0, 2) and "Traceback" not in done.stderr
        else:
            told_once(done, "ReturnsError", "e.csv", "the file is empty")
        shutil.rmtree(tmp_path / "out", ignore_errors=True)


@pytest.mark.parametrize(("name", "content"), [
    ("claims.parquet", readers.parquet(readers.TABLE)[:-20]), ("claims.xlsx", bombs.far_cell()),
    ("claims.xlsx", b"PK\x03\x04"), ("claims.csv", b""), ("claims.csv", b"\0\0"), ("claims.parquet", b""),
])  # fmt: skip
def test_claims_that_cannot_be_read(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    told_once(typed("claims", "check", tmp_path / name), "ClaimError", name)


def test_scenarios_changes_and_draws_that_cannot_be_read(tmp_path):
    shutil.copytree(find("teaching"), tmp_path / "mine")
    (tmp_path / "mine" / "scenario.toml").write_text(DEEP)
    told_once(typed("simulate", tmp_path / "mine"), "ScenarioError", "scenario.toml", "expected TOML")
    (tmp_path / "change.toml").write_text(DEEP)
    told_once(typed("compare", "teaching", tmp_path / "change.toml"), "ScenarioError", "change.toml")
    for name, content in (
        ("d.parquet", readers.parquet(readers.DRAWS)[:-5]),
        ("d.csv", b"a,b\n1,2,3\n"),
        ("d.csv", b""),
    ):
        (tmp_path / name).write_bytes(content)
        words = ["compare", "teaching", "teaching", "--posterior", tmp_path / name, "--out", tmp_path / "out"]
        told_once(typed(*words), "InputError", name)
    assert not (tmp_path / "out").exists()
