"""Results that cannot be used as asked, through the command line: one message each, and what is there stays."""

from __future__ import annotations

import shutil

import pytest

import contested
from contested.store import layout
from tests.cli.terminal import told_once, typed

MODEL = ("granovetter-1978", "--steps", 6, "--set", "people=40", "--no-report")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Two runs of one seed, one of another, a sweep, and an unfinished sweep."""
    home = tmp_path_factory.mktemp("bad")
    for name, more in (("a", ()), ("b", ("--set", "sd=0.3")), ("other", ("--seed", 9))):
        assert typed("simulate", *MODEL, "--replicates", 2, *more, "--out", home / name).exit_code == 0
    swept = ("sweep", "granovetter-1978", "--steps", 6, "--set", "sd=0.1,0.2", "--executor", "serial", "--no-report")
    assert typed(*swept, "--out", home / "sweep").exit_code == 0
    shutil.copytree(home / "sweep", home / "half")
    (home / "half" / "points.parquet").unlink()
    return home


@pytest.mark.parametrize(
    ("words", "kind", "parts"),
    [
        (("export", "a", "--to", "stata"), "InputError", ("expected csv, xlsx", "got 'stata'", "did you mean 'dta'?")),
        (("compare", "half@0", "half@1"), "InputError", ("unfinished; nothing can be compared yet", "goes on")),
        (("compare", "a", "other"), "InputError", ("no seed is in both", "--unpaired")),
        (("compare", "a", "sweep"), "InputError", ("two results of one kind; got a run and a sweep", "SWEEP@3")),
        (("compare", "a", "b", "--people"), "InputError", ("two runs of a nation that share their seeds",)),
        (("compare", "sweep@0", "sweep@5"), "InputError", ("expected a point of the sweep (0 to 1)",)),
        (("compare", "a", "nowhere"), "InputError", ("nowhere: expected the folder of a result",)),
        (("compare", "teaching", "--people"), "InputError", ("people: of stored results",)),
        (("sweep", "granovetter-1978", "--statistic", "gone.py:late", "--set", "sd=0.1,0.2"), "InputError",
         ("gone.py: no such file", "FILE.py:FUNCTION")),
        (("claims", "check", "claims.csv"), "ClaimError",
         ("claimant: expected a column", "needed are date, quantity", "there are date, quantity, day, who")),
        (("parameters", "--find", "unicorn"), "InputError", ("contains 'unicorn'", "shorter word")),
    ],
)  # fmt: skip
def test_one_message_says_what_was_expected_and_what_to_do(home, monkeypatch, words, kind, parts):
    monkeypatch.chdir(home)
    (home / "claims.csv").write_text("date,quantity,day,who\n2020-08-09,crowd,1,me\n")
    told_once(typed(*words), kind, *parts)


def test_a_parameter_that_is_not_there_is_looked_up():
    told_once(typed("simulate", "teaching", "--set", "detention.beating=1"), "ParameterError", "contested parameters")
    found = typed("parameters", "teaching", "--find", "ILL-TREAT")
    assert found.exit_code == 0 and "detention.testify" in found.stdout and "street.cost" not in found.stdout


def test_a_statistic_that_fails_on_one_run_leaves_its_cell_empty_and_keeps_the_rest(tmp_path):
    (tmp_path / "odd.py").write_text(
        "def odd(run):\n    if float(run['share'][-1]) < 0.5:\n"
        "        raise ZeroDivisionError('nobody came')\n    return 1.0\n"
    )
    words = ("sweep", "granovetter-1978", "--steps", 30, "--set", "sd=0.01,0.4", "--executor", "serial",
             "--statistic", f"{tmp_path / 'odd.py'}:odd", "--out", tmp_path / "s")  # fmt: skip
    done = typed(*words)
    assert done.exit_code == 0, done.stderr
    assert "gave no number in 1 of 2 runs" in done.stderr.replace("\n", " ") and "nobody came" in done.stderr
    frame = contested.open(tmp_path / "s").to_polars()
    assert frame["odd"].null_count() == 1 and frame["share.last"].null_count() == 0
    assert "nobody came" in (tmp_path / "s/report.html").read_text()


def test_an_unfinished_run_is_compared_over_the_replicates_it_has(home, tmp_path):
    run = shutil.copytree(home / "b", tmp_path / "b")
    layout.member(run, 1).unlink()
    said = typed("compare", home / "a", run)
    assert said.exit_code == 0, said.stderr
    assert "left out, having no pair: 1 of A's 2 runs" in said.stderr.replace("\n", " ")
