"""A run folder is made whole, filled day by day, and says at any moment what is finished."""

import errno
import json
import os
import platform
import shutil
import subprocess
import sys

import numpy as np
import polars as pl
import pytest
import xarray as xr

from contested.engine.run import InMemory
from contested.engine.run import run as play
from contested.ensemble.local import run_members
from contested.ground.errors import BrokenInvariant, CheckpointError, DiskError, InputError, RunError
from contested.store import disk, layout, lock, write
from contested.studies.run.run import Run
from tests.engine.toy import ToyParams, toy_model
from tests.store.folder import new_run


@pytest.fixture
def done(tmp_path):
    """Two finished replicates of 40 days, longer than the recorder holds."""
    model, record, path = new_run(tmp_path / "run", days=40, replicates=2)
    assert run_members(path, model, ToyParams(), seed=5, replicates=2, first_day=0, days=40, about={}) is None
    write.join_tables(path, record)
    return Run(path)


def test_what_is_stored_is_what_the_model_said_to_the_last_bit(done):
    model = toy_model()
    said = InMemory(model.observables, model.coords, 0, 40)
    play(model, ToyParams(), 5, steps=40, recorder=said)
    stored = done.to_xarray()
    for name, values in said.arrays.items():
        assert stored[name].sel(replicate=0).values.tobytes() == values.tobytes()


def test_anyone_can_open_it_with_names_units_and_dates(done):
    found = xr.open_zarr(layout.observables(done.path))
    assert found["crowd"].dims == ("replicate", "day", "place")
    assert found["by_boldness"].dims == ("replicate", "day", "segment")
    assert found["crowd"].attrs == {
        "units": "person",
        "long_name": "people who marched",
        "subsystem": "street",
    }
    assert list(found["place"].values) == ["North", "South"]
    assert str(found["date"].values[39])[:10] == "2021-02-09"
    assert found["date"].dims == ("day",)


def test_tables_say_the_same_as_the_arrays(done):
    arrays = done.to_xarray()
    places, days = done.to_polars("place"), done.to_polars("day")
    assert places.columns == ["replicate", "day", "date", "place", "crowd"]
    assert places.height == 2 * 40 * 2
    row = places.filter((pl.col("replicate") == 1) & (pl.col("day") == 33) & (pl.col("place") == "South"))
    assert row["crowd"].item() == arrays["crowd"].sel(replicate=1, day=33, place="South").item()
    assert days.columns == ["replicate", "day", "date", "share", "by_boldness[shy]", "by_boldness[bold]"]
    assert days["by_boldness[bold]"].to_list() == arrays["by_boldness"].sel(segment="bold").values.reshape(-1).tolist()
    assert days["date"].dtype == pl.Date


def test_tables_of_the_model_carry_the_replicate_even_when_empty(done):
    assert done.tables["returns"]["replicate"].to_list() == [0, 0, 1, 1]
    assert done.tables["casualties"].columns == ["replicate", "day", "place"]
    assert done.tables["casualties"].height == 0
    assert list(done.tables) == ["casualties", "returns"]


def test_few_files_are_left(done):
    files = [p for p in done.path.rglob("*") if p.is_file()]
    assert not [p for p in files if p.suffix in (".part", ".partial")]
    assert sorted(p.name for p in layout.members(done.path).iterdir()) == ["r0000.json", "r0001.json"]
    chunks = [p for p in files if p.parent.name.isdigit() or p.name.isdigit()]
    assert len(chunks) == 2 * 3 + 5  # an array and replicate, and one a coordinate


def test_joining_again_changes_nothing(done):
    before = layout.table(done.path, layout.BY_PLACE).read_bytes()
    write.join_tables(done.path, done.provenance)
    assert layout.table(done.path, layout.BY_PLACE).read_bytes() == before


def test_replicates_differ_and_their_hashes_too(done):
    hashes = done.integrity.hashes()
    assert hashes[0] != hashes[1]
    done.integrity.check()


def test_the_recorder_holds_one_chunk_whatever_the_number_of_days(tmp_path):
    model, _, path = new_run(tmp_path / "long", days=600, replicates=1)
    recorder = write.Recorder(path, 0, model, first_day=0, begin=0)
    numbers = {"crowd": [1, 2], "share": 0.5, "by_boldness": [1, 2]}
    for day in range(600):
        recorder.record(day, numbers)
        assert all(len(b) == write.BUFFER_DAYS for b in recorder._buffers.values())
    recorder.flush()
    assert float(Run(path).to_xarray(unfinished=True)["share"].sum()) == 300


def test_days_not_yet_written_are_nan_and_an_unfinished_replicate_is_left_out(tmp_path):
    model, _, path = new_run(tmp_path / "half", days=10, replicates=1)
    recorder = write.Recorder(path, 0, model, first_day=0, begin=0)
    recorder.record(0, {"crowd": [1, 2], "share": 0.5, "by_boldness": [1, 2]})
    recorder.flush()
    run = Run(path)
    assert run.to_xarray().sizes["replicate"] == 0
    share = run.to_xarray(unfinished=True)["share"].values[0]
    assert share[0] == 0.5
    assert np.isnan(share[1:]).all()
    with pytest.raises(CheckpointError, match="no replicate is finished"):
        run.to_polars("day")


def test_a_model_that_breaks_its_word_is_a_defect(tmp_path):
    model, _, path = new_run(tmp_path / "run", days=10, replicates=1)
    recorder = write.Recorder(path, 0, model, first_day=0, begin=0)
    with pytest.raises(BrokenInvariant, match="by_boldness, crowd"):
        recorder.record(0, {"share": 0.5})
    with pytest.raises(BrokenInvariant, match="day 3 recorded; expected 0"):
        recorder.record(3, {"crowd": [1, 2], "share": 0.5, "by_boldness": [1, 2]})


def test_a_folder_in_use_is_never_written_over(done, tmp_path):
    with pytest.raises(InputError, match="holds a run"):
        new_run(done.path, days=40, replicates=2)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="is not empty"):
        new_run(tmp_path / "mine", days=3, replicates=1)
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_made_leaves_nothing(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "write_json", full)
    with pytest.raises(DiskError, match=r"(?s)do not fit on the disk.*nothing was begun"):
        new_run(tmp_path / "run", days=3, replicates=1)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_while_recording_keeps_what_is_finished(tmp_path, monkeypatch):
    model, _, path = new_run(tmp_path / "run", days=5, replicates=2)
    wanted = {"seed": 5, "replicates": 2, "first_day": 0, "days": 5, "about": {}}
    real = write.Recorder.flush

    def full(self):
        if self._replicate == 1:
            with disk.writing(self._run):
                raise OSError(errno.ENOSPC, "No space left on device")
        real(self)

    monkeypatch.setattr(write.Recorder, "flush", full)
    with pytest.raises(DiskError, match="do not fit") as caught:
        run_members(path, model, ToyParams(), **wanted)
    assert "contested resume" in caught.value.hint
    assert Run(path).finished == [0]
    Run(path).integrity.check()

    monkeypatch.undo()
    assert run_members(path, model, ToyParams(), **wanted) is None
    assert Run(path).complete


def test_a_replicate_whose_days_were_lost_is_not_finished(tmp_path):
    model, _, path = new_run(tmp_path / "run", days=10, replicates=1)
    numbers = {"crowd": [1, 2], "share": float("nan"), "by_boldness": [1, 2]}  # nothing but NaN is there all the same
    recorder = write.Recorder(path, 0, model, first_day=0, begin=0)
    for day in range(10):
        recorder.record(day, numbers)
    recorder.flush()
    note = write.finish(path, 0, model, seed=5, seconds=0, tables={})
    assert set(note["bytes"]) == {"crowd", "share", "by_boldness"}
    shutil.rmtree(layout.observables(path) / "share" / "c" / "0")
    with pytest.raises(CheckpointError, match="share: days of replicate 0 are no longer there"):
        write.finish(path, 0, model, seed=5, seconds=0, tables={})


def test_days_lost_while_playing_are_not_papered_over(tmp_path):
    model, _, path = new_run(tmp_path / "run", days=10, replicates=1)
    numbers = {"crowd": [1, 2], "share": 0.5, "by_boldness": [1, 2]}
    recorder = write.Recorder(path, 0, model, first_day=0, begin=0)
    recorder.record(0, numbers)
    recorder.flush()
    shutil.rmtree(layout.observables(path) / "crowd" / "c" / "0")
    recorder.record(1, numbers)
    with pytest.raises(CheckpointError, match="crowd: days of replicate 0"):
        recorder.flush()


def test_one_process_holds_a_run_at_a_time(done):
    before = sorted(done.path.rglob("*"))
    with lock.exclusive(done.path):
        with pytest.raises(RunError, match=f"is being simulated by process {os.getpid()}"), lock.exclusive(done.path):
            pass
        assert layout.lock(done.path).is_file()
    with lock.exclusive(done.path):
        pass
    assert sorted(done.path.rglob("*")) == before


def test_the_lock_of_a_process_that_dies_is_dropped(done):
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom contested.store import lock\n"
        "with lock.exclusive(Path(sys.argv[1])):\n    print('locked', flush=True)\n    time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", script, done.path], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "locked\n"
    with pytest.raises(RunError, match=f"is being simulated by process {holder.pid}"), lock.exclusive(done.path):
        pass
    holder.kill()
    holder.communicate()
    with lock.exclusive(done.path):
        assert layout.lock(done.path).read_text() == f"{os.getpid()} on {platform.node()}"
    assert not layout.lock(done.path).exists()


def test_a_folder_made_by_another_process_meanwhile_is_left(tmp_path, monkeypatch):
    real = write.arrays.create

    def slow(part, *args, **options):
        real(part, *args, **options)
        (tmp_path / "run").mkdir()
        (tmp_path / "run" / "provenance.json").write_text("theirs")

    monkeypatch.setattr(write.arrays, "create", slow)
    with pytest.raises(InputError, match="it holds a run"):
        new_run(tmp_path / "run", days=3, replicates=1)
    assert [p.name for p in tmp_path.iterdir()] == ["run"]
    assert (tmp_path / "run" / "provenance.json").read_text() == "theirs"


def test_a_full_disk_that_a_library_tells_in_its_own_words_is_still_one(tmp_path):
    with pytest.raises(DiskError, match="do not fit"), disk.writing(tmp_path):
        raise RuntimeError("parquet: underlying IO error: No space left on device (os error 28)")
    with pytest.raises(RuntimeError, match="something else"), disk.writing(tmp_path):
        raise RuntimeError("something else")


def test_an_error_that_already_says_what_does_not_fit_is_not_told_again(tmp_path):
    with pytest.raises(DiskError, match=r"^the page \(No space left on device\)") as told, disk.writing(tmp_path):
        raise DiskError("the page (No space left on device).", "free some space")
    assert told.value.hint == "free some space"


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    file = tmp_path / "note.json"
    disk.write_json(file, {"a": 1})
    monkeypatch.setattr(type(file), "replace", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "broken")))
    with pytest.raises(OSError, match="broken"):
        disk.write_json(file, {"a": 2})
    monkeypatch.undo()
    assert json.loads(file.read_text()) == {"a": 1}
    assert [p.name for p in tmp_path.iterdir()] == ["note.json"]


def test_a_table_of_a_replicate_that_nothing_else_holds_stays(tmp_path):
    """The single table of a replicate goes when the joined one is there, and not because another is missing."""
    model, record, path = new_run(tmp_path / "run", days=5, replicates=2)
    run_members(path, model, ToyParams(), seed=5, replicates=2, first_day=0, days=5, about={})
    layout.member_table(path, 1, "returns").unlink()
    write.join_tables(path, record)
    assert layout.member_table(path, 0, "returns").is_file() and not layout.table(path, "returns").exists()


def test_tables_of_a_run_whose_only_replicate_is_simulated_again_are_those_of_the_new_one(tmp_path):
    model, record, path = new_run(tmp_path / "run", days=5, replicates=1)
    wanted = {"seed": 5, "replicates": 1, "first_day": 0, "days": 5, "about": {}}
    run_members(path, model, ToyParams(), **wanted)
    write.join_tables(path, record)
    whole = Run(path).tables["returns"]
    for noted in (True, False):
        write.forget(path, [o.name for o in model.observables], 0)
        stale = whole.with_columns(pl.lit(-1).alias(whole.columns[-1]))
        disk.write_frame(layout.table(path, "returns"), stale)
        if not noted:  # as in a run of an earlier version
            layout.hashes(path).unlink()
        run_members(path, model, ToyParams(), **wanted)
        write.join_tables(path, record)
        assert Run(path).tables["returns"].equals(whole)
        Run(path).integrity.check()


def test_a_file_of_a_process_with_an_impossible_number_is_abandoned(tmp_path):
    left = tmp_path / f"x.{disk.HOST}-99999999999999999999-1.part"
    left.write_bytes(b"")
    (tmp_path / "x.99999999999999999999-1.part").write_bytes(b"")
    disk.clear_parts(tmp_path)
    assert list(tmp_path.iterdir()) == []
