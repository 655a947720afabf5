"""A stored run is what it was when written, or says which part is not."""

import json
import sys
from datetime import date
from importlib.metadata import version

import numpy as np
import pytest

import contested
from contested.ensemble.local import run_members
from contested.ground.errors import CheckpointError, InputError, MissingExtra
from contested.store import layout, provenance, write
from contested.store.integrity import hash_days, hash_table
from contested.studies.run.run import Run
from tests.engine.toy import StreetParams, ToyParams, toy_model
from tests.store.folder import new_run


@pytest.fixture
def path(tmp_path):
    """A finished run."""
    model, record, path = new_run(tmp_path / "run", days=6, replicates=2)
    run_members(path, model, ToyParams(), seed=5, replicates=2, first_day=0, days=6, about={})
    write.join_tables(path, record)
    return path


def test_a_run_shows_itself_in_a_notebook(path):
    shown = contested.Run(path)._repr_html_()
    for said in ("Toy", "2 of 2 finished", "2021-01-01 to 2021-01-06", str(path)):
        assert said in shown
    assert "2 of 2 replicates" in repr(Run(path))


@pytest.mark.parametrize("damage", ["cut", "altered", "missing"])
def test_damaged_numbers_are_found_and_named(path, damage):
    chunk = next(p for p in (layout.observables(path) / "crowd" / "c" / "1").rglob("*") if p.is_file())
    content = bytearray(chunk.read_bytes())
    if damage == "cut":
        chunk.write_bytes(content[: len(content) // 2])
    elif damage == "altered":
        content[len(content) // 2] ^= 0xFF
        chunk.write_bytes(content)
    else:
        chunk.unlink()
    with pytest.raises(CheckpointError, match="crowd") as caught:
        Run(path).integrity.check()
    assert "replicate 1" in caught.value.message
    assert "resume" in caught.value.hint


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("provenance.json", '{"format": 1, "seed"', "got no JSON that can be read"),
        ("provenance.json", "{}", "expected the record of a run"),
        ("provenance.json", '{"format": 1}', "missing"),
        ("provenance.json", '{"format": 3, "versions": {"contested": "9.0"}}', "expected run format 1 or 2; got 3"),
        ("provenance.json", "[]", "expected the record of a run"),
        ("members/r0000.json", '{"replicate": 0', "expected the note of replicate 0; got no JSON"),
        ("members/r0000.json", "[1]", "expected the note of replicate 0; got a list"),
        ("casualties.parquet", "no parquet", "expected a table; got no Parquet file"),
        ("observables.zarr/zarr.json", "{", "observables"),
    ],
)
def test_damaged_records_are_found_and_named(path, file, content, says):
    (path / file).write_text(content)
    with pytest.raises(CheckpointError, match=says):
        Run(path).integrity.check()
    if file.startswith("observables"):
        with pytest.raises(CheckpointError, match=says):
            Run(path).to_xarray()


def test_a_folder_of_version_0_1_opens_and_a_new_one_says_which_version_wrote_it(path):
    file = path / "provenance.json"
    record = json.loads(file.read_text())
    assert record["format"] == 2 and record["versions"]["contested"] == version("contested")
    file.write_text(json.dumps({**record, "format": 1}))
    Run(path).integrity.check()
    assert Run(path).to_polars("day").height == 12


@pytest.mark.parametrize("key", ["seed", "title", "parameters", "created"])
def test_an_edited_record_is_refused(path, key):
    file = layout.provenance(path)
    record = json.loads(file.read_text())
    Run(path).integrity.check()
    if key == "title":
        record["scenario"]["title"] = "an honest count"
    elif key == "parameters":
        record["parameters"][0]["value"] = 0.123
    else:
        record[key] = 7 if key == "seed" else "2020-01-01T00:00:00+00:00"
    file.write_text(json.dumps(record))
    with pytest.raises(CheckpointError, match=r"provenance\.json: expected the record that replicate 0"):
        Run(path).integrity.check()


def test_a_run_whose_notes_have_no_hash_of_the_record_opens(path):
    for r in Run(path).finished:
        note = json.loads(layout.member(path, r).read_text())
        del note["provenance"]
        layout.member(path, r).write_text(json.dumps(note))
    Run(path).integrity.check()


@pytest.mark.parametrize("damage", ["cut", "missing"])
def test_nothing_is_computed_from_days_that_are_lost(path, damage):
    chunk = next(p for p in (layout.observables(path) / "crowd" / "c" / "1").rglob("*") if p.is_file())
    if damage == "cut":
        chunk.write_bytes(chunk.read_bytes()[:-5])
    else:
        chunk.unlink()
    for read in (Run(path).to_xarray, Run(path).to_polars, lambda: Run(path).to_polars("day")):
        with pytest.raises(CheckpointError, match="crowd: days of replicate 1 are lost or cut") as caught:
            read()
        assert f"`contested resume {path}`" in caught.value.hint
    assert list(Run(path).integrity.damaged()) == [1]


def test_a_lost_table_is_not_an_unknown_one(path):
    layout.table(path, "returns").unlink()
    with pytest.raises(CheckpointError, match=r"returns\.parquet: expected a table; it is missing"):
        Run(path).tables["returns"]
    assert list(Run(path).integrity.damaged()) == [0, 1]


@pytest.mark.parametrize("given", [None, 3, "", "  ", b"run", "r" * 300, "a\0b"])
def test_what_is_no_path_is_refused(given):
    with pytest.raises(InputError, match="run: expected a path"):
        Run(given)


def test_a_file_is_no_run(path):
    with pytest.raises(CheckpointError, match="it is a file"):
        Run(layout.provenance(path))


def test_an_altered_note_is_found(path):
    file = layout.member(path, 0)
    note = json.loads(file.read_text())
    file.write_text(json.dumps({**note, "hash": "0" * 64}))
    with pytest.raises(CheckpointError, match="does not match its parts"):
        Run(path).integrity.check()


def test_what_is_no_run_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match="no such folder"):
        Run(tmp_path / "none")
    with pytest.raises(CheckpointError, match=r"no provenance\.json"):
        Run(tmp_path)


def test_unknown_tables_are_refused_with_the_known_ones(path):
    with pytest.raises(InputError, match=r"(?s)no table 'deaths'.*casualties, returns"):
        Run(path).tables["deaths"]
    with pytest.raises(InputError, match=r"expected 'day', 'place'.*; got 'week'"):
        Run(path).to_polars("week")


def test_tables_are_a_mapping_that_reads_when_a_name_is_asked_for(path):
    tables = Run(path).tables
    assert list(tables) == ["casualties", "returns"] and len(tables) == 2
    assert "deaths" not in tables and tables.get("deaths") is None
    (path / "casualties.parquet").write_text("no parquet")
    assert tables["returns"].height == 4, "a table nobody asks for is not read"


@pytest.mark.parametrize("by", ["place", "day"])
def test_pandas_has_the_same_table(path, by):
    frame, table = Run(path).to_polars(by), Run(path).to_pandas(by)
    assert list(table.columns) == frame.columns
    assert table["date"].dt.strftime("%Y-%m-%d").to_list() == frame["date"].cast(str).to_list()
    for name in frame.columns:
        if name != "date":
            assert table[name].to_list() == frame[name].to_list(), name


def test_without_pandas_the_message_says_what_brings_it(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r"(?s)pandas, which is not installed.*pip install .*\[export\]"):
        Run(path).to_pandas()


def test_tables_of_an_unfinished_run_hold_what_is_finished(tmp_path):
    model, _, path = new_run(tmp_path / "run", days=6, replicates=3)
    days = iter(range(100))
    run_members(
        path, model, ToyParams(), seed=5, replicates=3, first_day=0, days=6, about={},
        stop=lambda: next(days) > 8,
    )  # fmt: skip
    run = Run(path)
    assert run.finished == [0]
    assert set(run.to_polars("place")["replicate"]) == {0}
    assert run.tables["returns"]["replicate"].to_list() == [0, 0]
    assert run.tables["casualties"].height == 0
    run.integrity.check()


def test_provenance_says_what_keeps_two_runs_apart(path):
    stored = provenance.read(path)
    same = {
        "seed": 5,
        "days": 6,
        "replicates": 2,
        "start": date(2021, 1, 1),
        "scenario": {"name": "toy", "title": "Toy", "hash": "h", "files": {}},
    }
    assert provenance.differences(stored, provenance.make(toy_model(), ToyParams(), **same)) == []
    other = ToyParams(street=StreetParams(pull=0.5))
    found = provenance.differences(stored, provenance.make(toy_model(), other, **{**same, "seed": 6}))
    assert found == ["seed was 5, is 6", "street.pull was 0.6, is 0.5"]
    changed = {**same["scenario"], "files": {"places.csv": "x"}}
    found = provenance.differences(stored, provenance.make(toy_model(), ToyParams(), **{**same, "scenario": changed}))
    assert found == ["scenario files changed: places.csv"]


def test_hashes_tell_values_and_order_but_not_how_days_are_cut():
    days = np.arange(12.0).reshape(6, 2)
    assert hash_days([days]) == hash_days([days[:1], days[1:]])
    assert hash_days([days]) != hash_days([days[::-1]])
    assert hash_table({"a": np.array([1, 2])}) != hash_table({"a": np.array([2, 1])})
    assert hash_table({"a": np.array([1, 2])}) != hash_table({"a": np.array([1.0, 2.0])})
    assert hash_table({"a": np.array([])}) == hash_table({"a": np.array([], dtype=object)})
