"""Runs of two programs are never mixed in one study; what is finished can still be read and asked."""

from __future__ import annotations

import json
import shutil
import signal

import pytest

import contested
from contested.ground.errors import CheckpointError
from contested.store import points as stored
from contested.store import whole
from contested.studies import folder as folders
from contested.studies.interrupt import Stopped
from contested.tasks.open import show
from tests.studies.small_study import calibrated, study

SWEPT = {"over": {"mean": (0.1, 0.4)}, "points": 8, "steps": 3, "executor": "serial"}


def stop_after(runs):
    def progress(at):
        if at.done == runs:
            signal.raise_signal(signal.SIGINT)

    return progress


def another_program(monkeypatch):
    monkeypatch.setattr(folders, "simulation_code", lambda: "another")


def test_a_sweep_goes_on_with_the_program_that_began_it_only(tmp_path, monkeypatch):
    with pytest.raises(Stopped):
        contested.sweep("granovetter-1978", out=tmp_path / "s", progress=stop_after(3), **SWEPT)
    with monkeypatch.context() as changed:
        another_program(changed)
        with pytest.raises(CheckpointError, match="the program that simulated its finished runs") as refused:
            contested.sweep("granovetter-1978", out=tmp_path / "s", **SWEPT)
    assert "another --out" in str(refused.value)
    assert len(stored.read(tmp_path / "s")) == 3, "nothing was played"
    assert len(contested.sweep("granovetter-1978", out=tmp_path / "s", **SWEPT).to_polars()) == 8


def test_a_finished_sweep_is_read_by_any_program(tmp_path, monkeypatch):
    done = contested.sweep("granovetter-1978", out=tmp_path / "s", **SWEPT)
    another_program(monkeypatch)
    assert contested.sweep("granovetter-1978", out=tmp_path / "s", **SWEPT).to_polars().equals(done.to_polars())


def test_a_study_without_a_run_becomes_one_of_the_program_that_plays(tmp_path, monkeypatch):
    record = folders.new_record("sweep", {"points": 3})
    with monkeypatch.context() as changed:
        another_program(changed)
        path = folders.begin(tmp_path / "s", "x", record)
    assert json.loads((path / "study.json").read_text())["code"] == "another"
    folders.require_same_code(path, begun=False)
    assert json.loads((path / "study.json").read_text()) == {
        **folders.signed(record), "code": folders.simulation_code()
    }
    folders.require_same_code(path, begun=True)


def test_a_study_of_before_programs_were_recorded_is_not_played_on(tmp_path):
    (tmp_path / "study.json").write_text(json.dumps({"kind": "sweep", "format": 1}))
    with pytest.raises(CheckpointError, match="not recorded"):
        folders.require_same_code(tmp_path, begun=True)


def test_a_comparison_goes_on_with_the_program_that_began_it_only(tmp_path, monkeypatch):
    asked = {"settings": {"street.cost": 1.4}, "pairs": 3, "days": 2, "scale": 100, "executor": "serial"}
    with pytest.raises(KeyboardInterrupt):
        contested.compare("teaching", out=tmp_path / "c", progress=stop_after(1), **asked)
    another_program(monkeypatch)
    with pytest.raises(CheckpointError, match="the program that simulated its finished runs"):
        contested.compare("teaching", out=tmp_path / "c", **asked)


def test_a_calibration_goes_on_with_the_program_that_began_it_only(tmp_path, monkeypatch):
    with pytest.raises(Stopped):
        calibrated(tmp_path / "study", progress=stop_after(10))
    another_program(monkeypatch)
    with pytest.raises(CheckpointError, match="the program that simulated its finished runs"):
        calibrated(tmp_path / "study")


def test_another_program_may_answer_from_finished_runs_and_says_so(tmp_path, monkeypatch):
    shutil.copytree(study().path, tmp_path / "study")
    another_program(monkeypatch)
    again = contested.calibrate(tmp_path / "study", distrust="Ministry of Order")
    assert any("another version" in text for text in again.warnings())
    assert not any("another version" in text for text in study().warnings())


def test_sources_that_play_runs_decide_and_others_do_not(tmp_path, monkeypatch):
    root = tmp_path / "contested"
    for room in ("nation", "report", "tasks"):
        (root / room).mkdir(parents=True)
        (root / room / "a.py").write_text("1")
    monkeypatch.setattr(folders, "__file__", str(root / "tasks" / "folder.py"))

    def now():
        folders.simulation_code.cache_clear()
        return folders.simulation_code()

    before = now()
    (root / "report" / "a.py").write_text("2")
    assert now() == before
    (root / "nation" / "a.py").write_text("2")
    assert now() != before
    monkeypatch.undo()
    folders.simulation_code.cache_clear()


def _marked(done):
    whole.mark(done, "study", "The same command goes on.")
    return done


def test_a_kill_just_before_the_note_goes_leaves_an_unfinished_result(tmp_path):
    def sweep():
        return contested.sweep("granovetter-1978", out=tmp_path / "s", **SWEPT)

    path = _marked(sweep().path)
    assert "unfinished" in dict(show(path)) and not contested.open(path).finished
    assert sweep().finished and "unfinished" not in dict(show(path))

    path = _marked(shutil.copytree(study().path, tmp_path / "study"))
    assert "unfinished" in dict(show(path))
    with pytest.raises(CheckpointError, match="unfinished"):
        contested.open(path)
    assert calibrated(path).finished and "unfinished" not in dict(show(path))
