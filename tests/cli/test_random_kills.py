"""Kills at random moments: what finished stays, and the same command ends as if nothing had been.

A command that is through before its kill is begun again in a new folder, so that every kill meets one that runs.
Twenty kills each with CONTESTED_EXPLORE=1, which takes about ten minutes.
"""

import os
import random
import shutil
import time
from subprocess import TimeoutExpired

import pytest

import contested
from contested.tasks.open import show
from tests.cli.terminal import process, started
from tests.studies.faults import tree
from tests.studies.small_study import study

KILLS = {"simulate": 6, "audit": 5, "sweep": 3, "compare": 3, "calibrate": 3, "forecast": 2}
SMALL = ("--scale", 100)
COMMANDS = {
    "simulate": ("simulate", "teaching", *SMALL, "--days", 20, "--replicates", 20, "--no-report"),
    "audit": ("audit", "run", "--elections", 12, "--no-report"),
    "sweep": ("sweep", "teaching", *SMALL, "--over", "street.cost=0:2", "--points", 20, "--days", 10,
              "--executor", "serial"),
    "compare": ("compare", "teaching", *SMALL, "--set", "street.cost=2", "--pairs", 12, "--days", 10,
                "--executor", "serial", "--no-report"),
    "calibrate": ("calibrate", "teaching", *SMALL, "--fit-until", "2031-05-08", "--until", "2031-05-09", "--waves", 1,
                  "--points", 24, "--checks", 5, "--parameters", "street.cost", "--executor", "serial", "--no-report"),
    "forecast": ("forecast", "study", "--horizon", 3, "--origins", "2031-05-11", "--runs", 10, "--draws", 20,
                 "--executor", "serial", "--no-report"),
}  # fmt: skip


def _prepared(name, folder):
    """What the command reads lies beside its results; runs of before are forgotten."""
    folder.mkdir(exist_ok=True)
    if name == "audit" and not (folder / "run").exists():
        contested.simulate("teaching", scale=100, days=20, out=folder / "run", progress=False)
    if name == "forecast":
        shutil.rmtree(folder / "study", ignore_errors=True)
        left_out = shutil.ignore_patterns("ahead", "answers", "forecasts")
        shutil.copytree(study().path, folder / "study", ignore=left_out)


def _says_so(out):
    """Until the command is through, the folder is unfinished in every word; afterwards it is whole."""
    if out.exists() and any(f for f in out.iterdir() if f.name != ".lock"):
        if (out / "UNFINISHED.txt").exists():
            assert "unfinished" in dict(show(out))
        else:
            contested.open(out).integrity.check()


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_kills_at_random_moments(tmp_path, name):
    here, chance = tmp_path / "here", random.Random(13)
    words = (*COMMANDS[name], "--out", "out")
    _prepared(name, here)
    began = time.monotonic()
    straight = process(*words, cwd=here)
    took = time.monotonic() - began
    assert straight.returncode == 0, straight.stderr
    wanted = tree(here / "out")
    shutil.rmtree(here / "out")
    _prepared(name, here)

    def ended_as_straight():
        got = tree(here / "out")
        assert not [file for file in {*wanted, *got} if wanted.get(file) != got.get(file)]
        shutil.rmtree(here / "out")
        _prepared(name, here)

    kills = 20 if os.environ.get("CONTESTED_EXPLORE") else KILLS[name]
    while kills:
        running = started(*words, cwd=here)
        try:
            _, heard = running.communicate(timeout=chance.uniform(0.2, 1.0) * took)
        except TimeoutExpired:
            running.kill()
            running.communicate()
            kills -= 1
            _says_so(here / "out")
        else:
            assert running.returncode == 0, heard
            ended_as_straight()
    done = process(*words, cwd=here)
    assert done.returncode == 0, done.stderr
    ended_as_straight()
