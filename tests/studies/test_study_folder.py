"""Runs of two programs are never mixed in one study; what is finished can still be read and asked."""

from __future__ import annotations

import json
import shutil
import signal

import pytest

import contested
from contested.ground.errors import CheckpointError
from contested.store import points as stored
from contested.studies import study_folder
from contested.studies.calibration.waves import Stopped
from contested.studies.sweep.folder import Stopped as SweepStopped
from tests.tasks.made_study import calibrated, study

SWEPT = {"over": {"mean": (0.1, 0.4)}, "points": 8, "steps": 3, "executor": "serial"}


def stop_after(runs):
    def progress(done, total):
        if done == runs:
            signal.raise_signal(signal.SIGINT)

    return progress


def another_program(monkeypatch):
    monkeypatch.setattr(study_folder, "playing_code", lambda: "another")


def test_a_sweep_goes_on_with_the_program_that_began_it_only(tmp_path, monkeypatch):
    with pytest.raises(SweepStopped):
        contested.sweep("granovetter-1978", out=tmp_path / "s", progress=stop_after(3), **SWEPT)
    with monkeypatch.context() as changed:
        another_program(changed)
        with pytest.raises(CheckpointError, match="the program that played its finished runs") as refused:
            contested.sweep("granovetter-1978", out=tmp_path / "s", **SWEPT)
    assert "another --out" in str(refused.value)
    assert len(stored.read(tmp_path / "s")) == 3, "nothing was played"
    assert len(contested.sweep("granovetter-1978", out=tmp_path / "s", **SWEPT).frame()) == 8


def test_a_finished_sweep_is_read_by_any_program(tmp_path, monkeypatch):
    done = contested.sweep("granovetter-1978", out=tmp_path / "s", **SWEPT)
    another_program(monkeypatch)
    assert contested.sweep("granovetter-1978", out=tmp_path / "s", **SWEPT).frame().equals(done.frame())


def test_a_study_without_a_run_becomes_one_of_the_program_that_plays(tmp_path, monkeypatch):
    record = {"kind": "sweep", "format": 1}
    with monkeypatch.context() as changed:
        another_program(changed)
        path = study_folder.opened(tmp_path / "s", "x", record)
    assert json.loads((path / "study.json").read_text())["code"] == "another"
    study_folder.same_code(path, begun=False)
    assert json.loads((path / "study.json").read_text()) == {**record, "code": study_folder.playing_code()}
    study_folder.same_code(path, begun=True)


def test_a_study_of_before_programs_were_recorded_is_not_played_on(tmp_path):
    (tmp_path / "study.json").write_text(json.dumps({"kind": "sweep", "format": 1}))
    with pytest.raises(CheckpointError, match="not recorded"):
        study_folder.same_code(tmp_path, begun=True)


def test_a_comparison_goes_on_with_the_program_that_began_it_only(tmp_path, monkeypatch):
    asked = {"settings": {"street.cost": 1.4}, "pairs": 3, "days": 2, "scale": 100, "executor": "serial"}
    with pytest.raises(KeyboardInterrupt):
        contested.compare("teaching", out=tmp_path / "c", progress=stop_after(1), **asked)
    another_program(monkeypatch)
    with pytest.raises(CheckpointError, match="the program that played its finished runs"):
        contested.compare("teaching", out=tmp_path / "c", **asked)


def test_a_calibration_goes_on_with_the_program_that_began_it_only(tmp_path, monkeypatch):
    with pytest.raises(Stopped):
        calibrated(tmp_path / "study", progress=stop_after(10))
    another_program(monkeypatch)
    with pytest.raises(CheckpointError, match="the program that played its finished runs"):
        calibrated(tmp_path / "study")


def test_another_program_may_answer_from_finished_runs_and_says_so(tmp_path, monkeypatch):
    shutil.copytree(study().path, tmp_path / "study")
    another_program(monkeypatch)
    again = contested.calibrate(tmp_path / "study", distrust="Ministry of Order")
    assert any("another version" in text for text in again.warnings())
    assert not any("another version" in text for text in study().warnings())


def test_sources_that_play_runs_decide_and_others_do_not(tmp_path, monkeypatch):
    root = tmp_path / "contested"
    for folder in ("nation", "report", "tasks"):
        (root / folder).mkdir(parents=True)
        (root / folder / "a.py").write_text("1")
    monkeypatch.setattr(study_folder, "__file__", str(root / "tasks" / "study_folder.py"))

    def now():
        study_folder.playing_code.cache_clear()
        return study_folder.playing_code()

    before = now()
    (root / "report" / "a.py").write_text("2")
    assert now() == before
    (root / "nation" / "a.py").write_text("2")
    assert now() != before
    monkeypatch.undo()
    study_folder.playing_code.cache_clear()
