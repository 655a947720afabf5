"""Closed and full streams, signals and tight memory end in one typed message, never in a traceback."""

import signal
import subprocess
import sys
import time

import pytest

from contested.cli import memory
from contested.store import layout
from contested.studies.run.run import Run
from tests.cli.terminal import process, started

COMMAND = f"{sys.executable} -m contested"


def _shell(line, cwd, **options):
    return subprocess.run(["bash", "-c", line], cwd=cwd, capture_output=True, text=True, timeout=120, **options)


def _one(done, kind, code=1):
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith(f"{kind}: ") and done.stderr.count("Error: ") <= 1, done.stderr
    assert "defect" not in done.stderr and "Traceback" not in done.stderr and "ignored" not in done.stderr


@pytest.mark.parametrize("where", [">/dev/full", ">&-"])
@pytest.mark.parametrize("words", ["parameters teaching", "--help", "--version"])
def test_output_that_nobody_takes(tmp_path, where, words):
    _one(_shell(f"{COMMAND} {words} {where}", tmp_path), "OutputError")


def test_a_reader_that_goes(tmp_path):
    done = _shell(f"set -o pipefail; {COMMAND} parameters teaching | (exec <&-; sleep 0.1)", tmp_path)
    _one(done, "OutputError")


def test_a_run_is_whole_though_nobody_hears_of_it(tmp_path):
    words = "simulate teaching --scale 100 --days 2 --no-report --out run"
    _one(_shell(f"{COMMAND} {words} >&-", tmp_path), "OutputError")
    Run(tmp_path / "run").integrity.check()


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full"])
def test_errors_that_nobody_hears(tmp_path, where):
    done = _shell(f"{COMMAND} show nowhere {where}", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


@pytest.mark.parametrize("kilobytes", [400_000, 1_000_000, 1_500_000])
def test_too_little_memory_to_start(tmp_path, kilobytes):
    _one(_shell(f"ulimit -v {kilobytes}; {COMMAND} show nowhere", tmp_path), "NotEnoughMemory")


@pytest.mark.parametrize(("error", "ran_out"), [
    (MemoryError(), True), (RuntimeError("can't start new thread"), True),
    (OSError(12, "Cannot allocate memory"), True),
    (ImportError("x.so: failed to map segment from shared object"), True), (ValueError("out of memory"), False),
    (RuntimeError("something else"), False),
])  # fmt: skip
def test_memory_runs_out_in_many_words(error, ran_out):
    assert memory.ran_out(error) == ran_out


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_run_that_is_ended_is_saved_as_after_ctrl_c(tmp_path, number, code):
    out = tmp_path / "run"
    words = ("simulate", "teaching", "--seed", 3, "--scale", 20, "--days", 60, "--replicates", 40, "--no-report")
    before = signal.signal(number, signal.SIG_DFL)  # a process of ours would ignore what we do, as under nohup
    running = started(*words, "--out", out, cwd=tmp_path)
    signal.signal(number, before)
    until = time.monotonic() + 120
    while not layout.member(out, 0).is_file():
        assert running.poll() is None, running.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.002)
    running.send_signal(number)
    _, said = running.communicate(timeout=60)
    assert running.returncode == code
    assert said.startswith("stopped after ") and f"contested resume {out}" in said
    assert "UNFINISHED.txt" in {p.name for p in out.iterdir()}
    assert 1 <= len(Run(out).finished) < 40
    assert "unfinished" in process("show", out, cwd=tmp_path).stdout
