"""Ctrl-C and kill -9 cost at most the replicate they meet."""

import signal
import time

import pytest

from contested.store import layout
from contested.store.read import Run
from tests.cli.terminal import process, started, typed

WORDS = ("simulate", "teaching", "--seed", 3, "--days", 30, "--replicates", 5, "--no-report")


@pytest.fixture(scope="module")
def straight(tmp_path_factory):
    """Hashes of the run that is never interrupted."""
    out = tmp_path_factory.mktemp("straight") / "run"
    assert typed(*WORDS, "--out", out).exit_code == 0
    return Run(out).hashes()


def _interrupted(out, number):
    """Begin the run, and send a signal once its first replicate is finished."""
    running = started(*WORDS, "--out", out, cwd=out.parent)
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
    Run(out).check()

    again = process("resume", out, "--no-report", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert Run(out).hashes() == straight


def test_kill_9_loses_nothing_that_was_finished(tmp_path, straight):
    out = tmp_path / "run"
    code, _ = _interrupted(out, signal.SIGKILL)
    assert code == -signal.SIGKILL
    finished = Run(out).hashes()
    assert 1 <= len(finished) < 5
    assert finished.items() <= straight.items()

    assert typed("resume", out, "--no-report").exit_code == 0
    assert Run(out).hashes() == straight
