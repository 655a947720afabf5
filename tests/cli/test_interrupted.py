"""Ctrl-C and kill -9 cost at most the replicate they meet."""

import signal
import time

import pytest

from contested.store import layout
from contested.studies.run.run import Run
from tests.cli.terminal import process, started, told_once, typed

WORDS = ("simulate", "teaching", "--seed", 3, "--days", 30, "--replicates", 5, "--no-report")


@pytest.fixture(scope="module")
def straight(tmp_path_factory):
    """Hashes of the run that is never interrupted."""
    out = tmp_path_factory.mktemp("straight") / "run"
    assert typed(*WORDS, "--out", out).exit_code == 0
    return Run(out).integrity.hashes()


def _interrupted(out, number, **options):
    """Begin the run, and send a signal once its first replicate is finished."""
    running = started(*WORDS, "--out", out, cwd=out.parent, **options)
    until = time.monotonic() + 240
    while not layout.member(out, 0).is_file():
        assert running.poll() is None, running.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.002)
    running.send_signal(number)
    _, said = running.communicate(timeout=60)
    return running.returncode, said


def test_ctrl_c_leaves_a_run_that_ends_as_if_it_had_not_been_pressed(tmp_path, straight):
    out = tmp_path / "run"
    code, said = _interrupted(out, signal.SIGINT)
    assert code == 130
    assert said.strip().startswith("stopped after ")
    assert said.strip().endswith(f"continue with: contested resume {out}")
    assert len(said.strip().splitlines()) == 1
    assert 1 <= len(Run(out).finished) < 5
    Run(out).integrity.check()

    again = process("resume", out, "--no-report", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert Run(out).integrity.hashes() == straight


def test_a_run_that_ignores_ctrl_c_is_not_stopped_by_it(tmp_path, straight):
    """As under `nohup contested ... &`, where the terminal's Ctrl-C must end nothing."""
    out = tmp_path / "run"
    code, said = _interrupted(out, signal.SIGINT, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    assert code == 0, said
    assert Run(out).integrity.hashes() == straight


@pytest.mark.slow
def test_kill_9_loses_nothing_that_was_finished(tmp_path, straight):
    out = tmp_path / "run"
    code, _ = _interrupted(out, signal.SIGKILL)
    assert code == -signal.SIGKILL
    finished = Run(out).integrity.hashes()
    assert 1 <= len(finished) < 5
    assert finished.items() <= straight.items()

    assert typed("resume", out, "--no-report").exit_code == 0
    assert Run(out).integrity.hashes() == straight


def test_ctrl_c_while_the_population_is_built_leaves_nothing(tmp_path, monkeypatch):
    def pressed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("contested.studies.run.request.build", pressed)
    monkeypatch.chdir(tmp_path)
    said = typed("simulate", "teaching")
    assert said.exit_code == 130
    assert said.stderr.strip() == "stopped; nothing was written"
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_while_the_report_is_drawn_says_that_the_run_is_finished(tmp_path, monkeypatch):
    def pressed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("contested.tasks.results.Run.report", pressed)
    out = tmp_path / "run"
    said = typed("simulate", "teaching", "--scale", 50, "--days", 2, "--out", out)
    assert said.exit_code == 130
    assert f"the run is finished in {out}; `contested report {out}` writes the page" in said.stderr
    assert Run(out).complete


def test_a_run_is_played_by_one_process_at_a_time(tmp_path):
    out = tmp_path / "run"
    running = started(*WORDS, "--replicates", 50, "--out", out, cwd=tmp_path)
    until = time.monotonic() + 240
    while not layout.member(out, 0).is_file():
        assert running.poll() is None, running.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.002)
    told_once(typed("resume", out), "RunError", f"is being simulated by process {running.pid}", code=1)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert not layout.lock(out).exists()
    Run(out).integrity.check()


def test_two_processes_that_name_their_own_folders_take_two(tmp_path):
    words = ("simulate", "teaching", "--scale", 50, "--days", 2, "--no-report")
    both = [started(*words, cwd=tmp_path) for _ in range(2)]
    for running in both:
        _, said = running.communicate(timeout=240)
        assert running.returncode == 0, said
    names = sorted(p.name for p in (tmp_path / "runs").iterdir())
    assert names == ["teaching-1", "teaching-1-2"]
    assert all(Run(tmp_path / "runs" / name).complete for name in names)
