"""An interrupted run is finished to the same last bit; a changed one is refused."""

import json
import os
import shutil
import signal

import polars as pl
import pytest

import contested
from contested.ground.errors import CheckpointError, NotEnoughMemory, RunError
from contested.store import arrays, layout, lock
from contested.store.integrity import hash_record
from contested.studies.interrupt import Stopped, catching
from tests.cli.terminal import typed
from tests.tasks.conftest import DAYS, SCALE


def _interrupted(out, after):
    """A run on which Ctrl-C is pressed after some days."""

    def press(at):
        if at.done == after:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Stopped) as stopped:
        contested.simulate("teaching", seed=3, scale=SCALE, days=DAYS, replicates=2, out=out, progress=press)
    return stopped.value


@pytest.mark.parametrize("after", [1, 13, 20, 33])
def test_ctrl_c_then_resume_is_a_run_that_never_stopped(tmp_path, straight, after):
    stopped = _interrupted(tmp_path / "run", after)
    assert str(stopped).endswith(f"continue with: contested resume {tmp_path / 'run'}")
    assert not contested.open(stopped.path).complete
    assert (stopped.done, stopped.total) == (after, 2 * DAYS)
    assert (after < DAYS) == (f"day {after - 1} " in str(stopped))
    done = contested.resume(tmp_path / "run")
    assert done.integrity.hashes() == straight.integrity.hashes()
    assert done.to_polars("place").equals(straight.to_polars("place"))
    assert done.tables["casualties"].equals(straight.tables["casualties"])


@pytest.mark.parametrize("after", [1, 33])
@pytest.mark.parametrize("columns", [("replicate", "n"), ("n",)])
def test_a_table_of_the_users_own_in_a_run_folder_stays_as_it_is(tmp_path, straight, after, columns):
    """Before any replicate is finished and after one; like a table of a run, and not."""
    run, mine = _interrupted(tmp_path / "run", after).path, tmp_path / "run" / "mine.parquet"
    pl.DataFrame({"replicate": [0, 1, 7], "n": [3, 4, 5]}).select(columns).write_parquet(mine)
    before = mine.read_bytes()
    said = typed("resume", run, "--no-report")
    assert said.exit_code == 0, said.stderr
    assert mine.read_bytes() == before and not list(layout.members(run).glob("*mine*"))
    done = contested.open(run)
    assert done.complete and done.tables["casualties"].equals(straight.tables["casualties"])
    assert "mine" not in done.tables


def test_checkpoints_asked_for_are_kept_by_the_run_that_finishes(tmp_path):
    days = iter(range(100))

    def press(at):
        if at.total and next(days) == 1:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Stopped):
        contested.simulate("teaching", scale=SCALE, days=5, checkpoints=[3], out=tmp_path / "run", progress=press)
    assert [day for day, _ in layout.checkpoints_of(tmp_path / "run", 0)] == [1]
    contested.resume(tmp_path / "run")
    assert [day for day, _ in layout.checkpoints_of(tmp_path / "run", 0)] == [3]


def test_a_second_ctrl_c_ends_at_once():
    with pytest.raises(KeyboardInterrupt) as caught, catching() as stop:
        os.kill(os.getpid(), signal.SIGINT)
        assert stop()
        os.kill(os.getpid(), signal.SIGINT)
    assert not isinstance(caught.value, Stopped)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_resuming_what_is_complete_checks_it_and_changes_nothing(straight):
    note = layout.member(straight.path, 0)
    before = note.stat().st_mtime_ns
    assert contested.resume(straight.path).integrity.hashes() == straight.integrity.hashes()
    assert note.stat().st_mtime_ns == before


def _chunk(path, name, replicate):
    return next(f for f in (layout.observables(path) / name / "c" / str(replicate)).rglob("*") if f.is_file())


def _cut(file):
    file.write_bytes(file.read_bytes()[:20])


def _change(path):
    crowd = arrays.array(arrays.opened(path, write=True), "crowd")
    crowd[1, 4, 0] = crowd[1, 4, 0] + 1


def _edit_table(path, name, column):
    """Other numbers in a column, as somebody would write them who thinks the file is theirs."""
    file = layout.table(path, name)
    pl.read_parquet(file).with_columns(pl.lit(5.0).alias(column)).write_parquet(file)


def _more_rows(file):
    frame = pl.read_parquet(file)
    pl.concat([frame, frame.head(1).with_columns(pl.lit(7, dtype=pl.Int64).alias("replicate"))]).write_parquet(file)


DAMAGES = {
    "a lost chunk": lambda path: _chunk(path, "crowd", 1).unlink(),
    "a cut chunk": lambda path: _cut(_chunk(path, "crowd", 1)),
    "another number": _change,
    "a cut note": lambda path: _cut(layout.member(path, 1)),
    "a lost table": lambda path: layout.table(path, "casualties").unlink(),
    "a cut table": lambda path: _cut(layout.table(path, "returns")),
    "a lost table by place": lambda path: layout.table(path, "by_place").unlink(),
    "a cut table by day": lambda path: _cut(layout.table(path, "by_day")),
    "an edited table by place": lambda path: _edit_table(path, "by_place", "crowd"),
    "an edited table by day": lambda path: _edit_table(path, "by_day", "hope"),
    "a row more in a table": lambda path: _more_rows(layout.table(path, "returns")),
    "lost hashes of the tables": lambda path: layout.hashes(path).unlink(),
    "cut hashes of the tables": lambda path: _cut(layout.hashes(path)),
    "a lost chunk and note": lambda path: (_chunk(path, "crowd", 1).unlink(), layout.member(path, 1).unlink()),
}


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_resume_plays_what_is_damaged_again(straight, tmp_path, damage):
    path = shutil.copytree(straight.path, tmp_path / "run")
    DAMAGES[damage](path)
    done = contested.resume(path)
    assert done.integrity.hashes() == straight.integrity.hashes()
    done.integrity.check()
    for by in ("place", "day"):
        assert done.to_polars(by).equals(straight.to_polars(by))
    for table in straight.tables:
        assert done.tables[table].equals(straight.tables[table])
    assert sorted(f.relative_to(path) for f in path.rglob("*")) == sorted(
        f.relative_to(straight.path) for f in straight.path.rglob("*")
    )


@pytest.mark.parametrize(("name", "column"), [("by_place", "crowd"), ("by_day", "hope"), ("casualties", "persons")])
def test_nothing_is_read_from_an_edited_table(straight, tmp_path, name, column):
    path = shutil.copytree(straight.path, tmp_path / "run")
    _edit_table(path, name, column)
    run = contested.open(path)
    read = {"by_place": lambda: run.to_polars("place"), "by_day": lambda: run.to_polars("day")}
    for check in (read.get(name, lambda: run.tables[name]), run.integrity.check):
        with pytest.raises(CheckpointError, match=r"edited or damaged|does not match"):
            check()
    assert f"{name}.parquet" in run.integrity.damaged()


def test_tables_without_hashes_are_read_in_a_run_of_an_earlier_version(straight, tmp_path):
    path = shutil.copytree(straight.path, tmp_path / "run")
    _of_an_earlier_version(path)
    run = contested.open(path)
    run.integrity.check()
    assert run.to_polars("place").equals(straight.to_polars("place"))
    _edit_table(path, "by_place", "crowd")
    assert contested.resume(path).to_polars("place").equals(straight.to_polars("place")), "nobody noted what it was"


def _of_an_earlier_version(path):
    """Its record does not say that tables have hashes, and there are none."""
    layout.hashes(path).unlink()
    record = json.loads(layout.provenance(path).read_text("utf-8"))
    del record["hashed"]
    layout.provenance(path).write_text(json.dumps(record), "utf-8")
    for r in (0, 1):
        note = json.loads(layout.member(path, r).read_text("utf-8"))
        layout.member(path, r).write_text(json.dumps(note | {"provenance": hash_record(path)}), "utf-8")


COPIES = {
    "edited": (lambda copy: _in_text(copy / "places.csv"), "scenario/places.csv", "edited or damaged"),
    "lost": (lambda copy: (copy / "headlines.csv").unlink(), "scenario/headlines.csv", "missing"),
    "more": (lambda copy: (copy / "targets.csv").write_text("x\n"), "scenario/targets.csv", "was not there"),
}


def _in_text(file):
    file.write_text(file.read_text("utf-8") + " ", "utf-8")


@pytest.mark.parametrize("change", list(COPIES))
def test_a_run_with_another_copy_of_its_scenario_says_so(straight, tmp_path, change):
    path = shutil.copytree(straight.path, tmp_path / "run")
    alter, name, said = COPIES[change]
    alter(path / "scenario")
    run = contested.open(path)
    assert list(run.integrity.damaged()) == [name]
    for read in (run.integrity.check, run.facts, run.to_xarray, run.tidy, lambda: contested.resume(path)):
        with pytest.raises(CheckpointError, match=f"{name}: .*{said}"):
            read()


def test_a_run_being_played_is_not_played_twice(straight):
    with lock.exclusive(straight.path), pytest.raises(RunError, match="is being simulated by process"):
        contested.resume(straight.path)


def test_a_run_is_held_from_its_first_day(tmp_path):
    run = tmp_path / "run"
    with pytest.raises(RunError, match=f"is being simulated by process {os.getpid()}"):
        # the first calls, without a total, come before there is a folder
        contested.simulate(
            "teaching", scale=SCALE, days=2, out=run, progress=lambda at: contested.resume(run) if at.total else None
        )
    assert contested.resume(run).complete


def test_a_run_that_lost_its_scenario_says_so(straight, tmp_path):
    path = shutil.copytree(straight.path, tmp_path / "run")
    layout.member(path, 1).unlink()
    shutil.rmtree(layout.scenario(path))
    with pytest.raises(CheckpointError, match="the run's copy of its scenario; it is missing"):
        contested.resume(path)


@pytest.mark.parametrize("change", ["scenario", "parameter", "seed"])
def test_a_run_begun_otherwise_is_not_continued(straight, tmp_path, change):
    path = shutil.copytree(straight.path, tmp_path / "run")
    layout.member(path, 1).unlink()
    record = json.loads(layout.provenance(path).read_text())
    if change == "scenario":
        with (layout.scenario(path) / "sources.csv").open("a") as sources:
            sources.write("\n")
        says = "scenario files changed: sources.csv"
    elif change == "parameter":
        row = next(r for r in record["parameters"] if r["name"] == "detention.hold_limit")
        row["value"] = 9.0
        says = "detention.hold_limit was 9.0, is"
    else:
        record["seed"] = 4
        says = "it was edited or damaged"  # as the hash in the notes says
    layout.provenance(path).write_text(json.dumps(record))
    with pytest.raises(CheckpointError, match=says):
        contested.resume(path)


def test_memory_that_runs_out_is_told_with_a_way_out(monkeypatch):
    def greedy(*_, **__):
        raise MemoryError

    monkeypatch.setattr("contested.studies.run.simulate.run_members", greedy)
    with pytest.raises(NotEnoughMemory, match="memory ran out") as caught:
        contested.simulate("teaching", scale=SCALE, days=1)
    assert "--scale 100" in caught.value.hint
