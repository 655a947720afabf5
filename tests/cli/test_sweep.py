"""`contested sweep` as a person types it: what it prints, what a kill costs, what is told when something is wrong."""

from __future__ import annotations

import signal
import sys
import time

import polars as pl
import pytest

from contested.ground.extras import install
from contested.store.points import table_file
from contested.studies.sweep.sweep import Sweep
from tests.cli.terminal import process, started, told_once, typed

MODEL = "granovetter-1978"
OVER = ("--over", "mean=0.1:0.4")
#: long enough that a kill finds it in the middle
LONG = ("sweep", "teaching", "--scale", 20, "--days", 20, "--over", "street.cost=1:1.3", "--points", 24, "--workers", 2)


def test_a_sweep_says_where_its_table_is_and_takes_a_folder_of_its_own(tmp_path):
    for expected in (f"runs/{MODEL}-sweep", f"runs/{MODEL}-sweep-2"):
        said = process(
            "sweep", MODEL, *OVER, "--over", "sd", "--points", 4, "--replicates", 2, "--executor", "serial",
            cwd=tmp_path,
        )  # fmt: skip
        assert said.returncode == 0, said.stderr
        for part in ("8 of 8 finished", expected, "points.parquet", "0.1 to 0.4"):
            assert part in said.stdout
        frame = pl.read_parquet(table_file(tmp_path / expected))
        assert frame.shape[0] == 8 and {"mean", "sd", "crowd.last", "share.mean"} <= set(frame.columns)
        said = typed("show", tmp_path / expected)
        assert said.exit_code == 0 and "over mean" in said.stdout and "made by" in said.stdout, said.stdout
        page = (tmp_path / expected / "report.html").read_text()
        assert "What do mean and sd change in granovetter-1978?" in page and "points.parquet" not in page
        assert not (tmp_path / expected / "figures").exists()


def test_indices_are_printed_for_what_is_asked(tmp_path):
    pytest.importorskip("SALib")
    words = ("sweep", MODEL, *OVER, "--over", "sd=0.05:0.2", "--sensitivity", "morris", "--points", 8)
    out = ("--executor", "serial", "--out", tmp_path / "study")
    said = typed(*words, *out, "--of", "share.last")
    assert said.exit_code == 0, said.stderr
    for part in ("share.last", "mu_star_within", "mean", "sd", "sensitivity.csv"):
        assert part in said.stdout
    assert "crowd.last" not in said.stdout
    assert (tmp_path / "study/sensitivity.svg").read_text().startswith("<svg")
    told_once(typed(*words, *out, "--of", "shares.last"), "InputError", "did you mean 'share.last'?")


def test_failed_runs_are_counted_and_told_and_the_others_kept(tmp_path):
    file = tmp_path / "breaks.py"
    file.write_text(
        "from dataclasses import replace\nfrom contested.zoo.granovetter_1978 import PUBLISHED as theirs\n"
        "def make(params):\n    if params.mean > 0.3:\n        raise ZeroDivisionError('nobody came')\n"
        "    return theirs.make(params)\nPUBLISHED = replace(theirs, make=make)\n"
    )
    said = typed("sweep", file, *OVER, "--points", 8, "--executor", "serial", "--out", tmp_path / "study")
    assert said.exit_code == 0
    failed = len(Sweep(tmp_path / "study").failed())
    assert 0 < failed < 8
    assert f"{failed} of 8 runs failed; the first: ZeroDivisionError: nobody came" in said.stderr
    assert f"{8 - failed} of 8 finished with numbers" in said.stdout


@pytest.fixture(scope="module")
def straight(tmp_path_factory):
    """The study that is never interrupted, in one process."""
    out = tmp_path_factory.mktemp("straight") / "study"
    assert typed(*LONG[:-2], "--executor", "serial", "--out", out).exit_code == 0
    return _numbers(out)


def _numbers(out):
    return Sweep(out).to_polars().drop("seconds")


def _interrupted(out, number):
    """Begin the study, and send a signal once some of its runs are finished."""
    running = started(*LONG, "--out", out, cwd=out.parent)
    until = time.monotonic() + 240
    while not (out / "study.json").is_file() or len(Sweep(out).to_polars()) < 3:
        assert running.poll() is None, running.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.01)
    running.send_signal(number)
    _, said = running.communicate(timeout=60)
    return running.returncode, said


@pytest.mark.parametrize("number", [pytest.param(signal.SIGKILL, marks=pytest.mark.slow), signal.SIGINT])
def test_a_study_that_is_ended_loses_no_finished_run_and_goes_on_to_the_same_numbers(tmp_path, straight, number):
    out = tmp_path / "study"
    code, said = _interrupted(out, number)
    if number == signal.SIGINT:
        assert code == 130
        assert said.strip().startswith("stopped after ") and f"the same command with --out {out} resumes it" in said
        assert len(said.strip().splitlines()) == 1
    else:
        assert code == -signal.SIGKILL
    before = Sweep(out).to_polars()
    assert 3 <= len(before) < 24
    assert before.drop("seconds").join(straight, on=straight.columns, how="semi").height == len(before)

    again = process(*LONG, "--out", out, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "24 of 24 finished" in again.stdout
    assert _numbers(out).equals(straight)
    kept = Sweep(out).to_polars().join(before.select("point", "seconds"), on=["point", "seconds"], how="semi")
    assert len(kept) == len(before), "what was finished was not played again"
    assert not (out / "world").exists() and not (out / ".lock").exists()


def test_a_study_is_played_by_one_process_at_a_time(tmp_path):
    out = tmp_path / "study"
    running = started(*LONG, "--replicates", 50, "--out", out, cwd=tmp_path)
    until = time.monotonic() + 240
    while not (out / "study.json").is_file() or len(Sweep(out).to_polars()) < 1:
        assert running.poll() is None, running.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.01)
    told_once(
        typed(*LONG, "--replicates", 50, "--out", out),
        "RunError", f"is being simulated by process {running.pid}", code=1,
    )
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)


def test_other_arguments_for_the_same_folder_are_refused(tmp_path):
    words = ("sweep", MODEL, *OVER, "--executor", "serial", "--out", tmp_path / "study")
    assert typed(*words, "--points", 4).exit_code == 0
    told_once(typed(*words, "--points", 8), "OtherStudyError", "holds another sweep: points was 4, is 8")
    assert typed(*words, "--points", 4, "--workers", 1).exit_code == 0, "who plays is no part of what a study is"


@pytest.mark.parametrize(
    ("words", "kind", "part"),
    [
        (["granoveter-1978", *OVER], "ScenarioError", "did you mean 'granovetter-1978'?"),
        (["", *OVER], "InputError", "expected a path; got ''"),
        ([MODEL], "InputError", "at least one parameter"),
        ([MODEL, "--over", "mean=0.1"], "InputError", "NAME or NAME=LOW:HIGH; got 'mean=0.1'"),
        ([MODEL, "--over", "mean=a:b"], "InputError", "expected two numbers; got 'a:b'"),
        ([MODEL, "--over", "mean=0.4:0.1"], "ParameterError", "LOW below HIGH"),
        ([MODEL, "--over", "mean=0.3:0.3"], "ParameterError", "one value is set, not varied: --set mean=0.3"),
        ([MODEL, *OVER, *OVER], "InputError", "--over mean: given twice"),
        ([MODEL, "--over", "meen"], "ParameterError", "did you mean 'mean'?"),
        ([MODEL, *OVER, "--set", "mean=0.2"], "InputError", "set and varied at once"),
        ([MODEL, *OVER, "--points", 0], "InputError", "points: expected at least 1"),
        ([MODEL, *OVER, "--sensitivity", "morris", "--points", 2], "InputError", "at least 4 blocks"),
        ([MODEL, *OVER, "--sensitivity", "morris", "--design", "grid"], "InputError", "give one"),
        ([MODEL, *OVER, "--of", "crowd.last"], "InputError", "add --sensitivity"),
        ([MODEL, *OVER, "--workers", 0], "InputError", "workers: expected at least 1"),
        ([MODEL, *OVER, "--days", 5], "InputError", "days: of scenarios"),
        ([MODEL, *OVER, "--preset", "riot"], "ParameterError", "no preset 'riot'"),
        (["teaching", "--over", "street.cost", "--steps", 5], "InputError", "steps: of published models"),
        (["teaching", "--over", "street.cost", "--days", 61], "InputError", "days: expected 1 to 60"),
    ],
)
def test_what_makes_no_sense_is_told_once(tmp_path, words, kind, part):
    told_once(typed("sweep", *words, "--out", tmp_path / "study"), kind, part)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("library", "words", "brings"),
    [("ray", ["--executor", "ray"], "cluster"),
     ("SALib", ["--sensitivity", "sobol"], "inference")],
)  # fmt: skip
def test_a_library_that_is_not_there_is_named_with_its_install_line(tmp_path, monkeypatch, library, words, brings):
    loaded = [name for name in sys.modules if name.startswith(f"{library}.")]  # by tests before this one
    for name in (library, f"{library}.analyze", *loaded):
        monkeypatch.setitem(sys.modules, name, None)
    said = typed("sweep", MODEL, *OVER, *words, "--out", tmp_path / "study")
    assert said.exit_code == 1
    assert said.stderr.startswith("MissingExtra: ") and install(brings) in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_listed_values_own_statistics_and_days(tmp_path):
    (tmp_path / "mine.py").write_text(
        "def last(run):\n    return run['crowd'][-1]\n\n\ndef bad(run):\n    return run['crowd']\n"
    )
    said = typed(
        "sweep", "granovetter-1978", "--set", "sd=0.1,0.2", "--set", "people=40", "--steps", 5, "--executor", "serial",
        "--statistic", f"{tmp_path / 'mine.py'}:last", "--statistic", f"{tmp_path / 'mine.py'}:bad", "--series",
        "crowd", "--out", tmp_path / "s",
    )  # fmt: skip
    assert said.exit_code == 0, said.stderr
    assert said.stderr.count("gave no number in 2 of 2 runs") == 1 and "expected one number" in said.stderr
    table = Sweep(tmp_path / "s").to_polars()
    assert table["last"].to_list() == table["crowd.last"].to_list()


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--statistic", "mine.txt:f"), "expected FILE.py:FUNCTION"),
        (("--statistic", "nowhere.py:f"), "nowhere.py: no such file"),
        (("--series", "crowdd"), "did you mean 'crowd'?"),
    ],
)
def test_statistics_and_days_that_make_no_sense(words, part):
    said = typed("sweep", "granovetter-1978", "--set", "sd=0.1,0.2", *words, "--executor", "serial")
    told_once(said, "InputError", part)
