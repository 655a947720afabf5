"""`--part`, `--join` and `--job-script` as a person types them, and the script run by stand-ins of two schedulers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contested.studies.sweep.sweep import Sweep
from tests.cli.terminal import told_once, typed

SWEEP = ("sweep", "granovetter-1978", "--over", "mean=0.1:0.4", "--points", 5, "--steps", 10, "--executor", "serial")
#: runs what it is handed at once, every job of an array after the other, and says a number as the scheduler would
STAND_IN = """#!{python}
import os, pathlib, re, subprocess, sys
words, job = " ".join(sys.argv[1:]), sys.stdin.read()
book = pathlib.Path(__file__).with_name("jobs")
with book.open("a") as file:
    file.write(words + "\\n")
array = re.search(r"(?:--array=|-J )1-(\\d+)", words)
for k in range(1, 1 + int(array[1]) if array else 2):
    where = {{**os.environ, "SLURM_ARRAY_TASK_ID": str(k), "PBS_ARRAY_INDEX": str(k), "PBS_O_WORKDIR": os.getcwd()}}
    done = subprocess.run(["sh"], input=job, text=True, env=where, capture_output=True)
    if done.returncode:
        sys.exit(done.stderr)
print(len(book.read_text().splitlines()))
"""


@pytest.mark.parametrize(
    ("scheduler", "submit", "after", "ids"),
    [("slurm", "sbatch", "--dependency=afterany:1", "--parsable"),
     pytest.param("pbs", "qsub", "depend=afterany:1", "-J 1-2", marks=pytest.mark.slow)],
)  # fmt: skip
def test_the_script_that_is_printed_simulates_and_joins_the_study(tmp_path, monkeypatch, scheduler, submit, after, ids):
    monkeypatch.chdir(tmp_path)
    said = typed(*SWEEP, "--out", "it's here", "--no-report", "--job-script", scheduler, "--parts", 2)
    assert said.exit_code == 0 and not list(tmp_path.iterdir()), "nothing is simulated"
    bin = tmp_path / "bin"
    bin.mkdir()
    for name, text in ((submit, STAND_IN.format(python=sys.executable)),
                       ("contested", f'#!/bin/sh\nexec {sys.executable} -m contested "$@"\n')):  # fmt: skip
        (bin / name).write_text(text)
        (bin / name).chmod(0o755)
    path = {**os.environ, "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["sh"], input=said.stdout, text=True, env=path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "round 1: parts are job 1, joined by job 2\n"
    jobs = (bin / "jobs").read_text().splitlines()
    assert len(jobs) == 2 and ids in jobs[0] and after in jobs[1]
    assert typed(*SWEEP, "--out", "alone").exit_code == 0
    alone, parts = (Sweep(tmp_path / name).to_polars().drop("seconds") for name in ("alone", "it's here"))
    assert parts.equals(alone)


def test_a_script_for_a_calibration_goes_on_from_round_to_round():
    words = ("calibrate", "teaching", "--fit-until", "2031-05-11", "--out", "study", "--job-script", "slurm")
    assert "for round in 1 2 3 4 5; do" in typed(*words).stdout
    assert "for round in 1 2 3 4 5 6; do" in typed(*words, "--method", "smoother").stdout
    said = typed(*words, "--waves", 1, "--parts", 200, "--workers", 3).stdout
    assert "for round in 1 2 3; do" in said and "--array=1-200" in said and '"$SLURM_ARRAY_TASK_ID/200"' in said
    assert said.count("--workers") == 2 and "SLURM_CPUS_PER_TASK" not in said, "what was typed counts"
    assert "afterok:${join%%;*}" in said, "a round that was not joined ends the chain"


def test_parts_are_said_and_what_is_missing_is_one_error(tmp_path):
    said = typed(*SWEEP, "--out", tmp_path / "s", "--part", "2/2")
    assert said.exit_code == 0 and "2 of 2 runs finished" in said.stdout and "--join" in said.stdout
    told_once(typed(*SWEEP, "--out", tmp_path / "s", "--join"), "CheckpointError", "3 are missing: of part 1/2 (all)")
    told_once(typed(*SWEEP, "--out", tmp_path / "s", "--part", "1/3"), "CheckpointError", "holds parts of 2")
    assert typed(*SWEEP, "--out", tmp_path / "s", "--part", "1/2").exit_code == 0
    said = typed(*SWEEP, "--out", tmp_path / "s", "--join", "--no-report")
    assert said.exit_code == 0 and "5 of 5 finished with numbers" in said.stdout


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--part", "3"], "--part: expected a number and of how many; got '3'"),
        (["--part", "1/2"], "--part: expected the folder that all parts have in common"),
        (["--join"], "--join: expected the folder that all parts have in common"),
        (["--part", "1/2", "--join", "--out", "s"], "--join: expected no part beside it"),
        (["--parts", 4, "--out", "s"], "--parts: of --job-script"),
        (["--job-script", "slurm"], "--job-script: expected --out as well"),
        (["--job-script", "slurm", "--out", "s", "--parts", 1], "--parts: expected at least 2"),
        (["--job-script", "slurm", "--out", "s", "--part", "1/2"], "--job-script: expected no --part"),
        (["--job-script", "slrum", "--out", "s"], "did you mean 'slurm'?"),
    ],
)
def test_what_makes_no_sense_is_one_error(words, part, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told_once(typed(*SWEEP, *words), "InputError", part)
    assert not list(Path().iterdir())
