"""An interrupted run is finished to the same last bit; a changed one is refused."""

import json
import os
import shutil
import signal

import pytest

import contested
from contested.ground.errors import CheckpointError, NotEnoughMemory
from contested.store import layout
from contested.tasks.interrupt import Stopped, catching
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
    assert not stopped.run.complete
    assert (after < DAYS) == (f"day {after - 1} " in str(stopped))
    done = contested.resume(tmp_path / "run")
    assert done.hashes() == straight.hashes()
    assert done.frame("place").equals(straight.frame("place"))
    assert done.casualties().equals(straight.casualties())


def test_checkpoints_asked_for_are_kept_by_the_run_that_finishes(tmp_path):
    days = iter(range(100))

    def press(at):
        if next(days) == 1:
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
    assert contested.resume(straight.path).hashes() == straight.hashes()
    assert note.stat().st_mtime_ns == before


def test_a_damaged_replicate_can_be_played_again(straight, tmp_path):
    path = shutil.copytree(straight.path, tmp_path / "run")
    for chunk in (layout.observables(path) / "crowd" / "c" / "1").rglob("0"):
        if chunk.is_file():
            chunk.write_bytes(b"half")
    with pytest.raises(CheckpointError, match="crowd: replicate 1") as caught:
        contested.resume(path)
    assert str(layout.member(path, 1)) in caught.value.hint
    layout.member(path, 1).unlink()
    for file in layout.checkpoints(path).glob("r0001*"):
        file.unlink()
    assert contested.resume(path).hashes() == straight.hashes()


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
        says = "another run"
    layout.provenance(path).write_text(json.dumps(record))
    with pytest.raises(CheckpointError, match=says):
        contested.resume(path)


def test_memory_that_runs_out_is_told_with_a_way_out(monkeypatch):
    def greedy(*_, **__):
        raise MemoryError

    monkeypatch.setattr("contested.tasks.play.run_members", greedy)
    with pytest.raises(NotEnoughMemory, match="memory ran out") as caught:
        contested.simulate("teaching", scale=SCALE, days=1)
    assert "--scale 100" in caught.value.hint
