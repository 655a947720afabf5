"""`contested zoo`: list, run, card, pictures, check; and what is wrong is told once."""

import json
import subprocess
import sys

import pytest

from contested import zoo
from contested.studies.run.run import Run
from tests.cli.terminal import process, told_once, typed

NAME = "granovetter-1978"


def test_without_a_name_every_model_is_listed():
    said = typed("zoo")
    assert said.exit_code == 0
    for name in zoo.names():
        assert name in said.stdout


def test_a_model_runs_and_writes_a_report(tmp_path):
    said = process("zoo", NAME, "--preset", "riot-b", "--steps", 5, "--replicates", 2, cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    folder = tmp_path / "runs" / f"{NAME}-1"
    assert Run(folder).complete
    assert "one person" in said.stdout, "the idea of the card"
    page = (folder / "report.html").read_text()
    assert "Granovetter" in page and "riot-b" in page
    again = process("replay", folder, cwd=tmp_path)
    assert again.returncode == 0 and again.stdout.count("same") == 2


def test_simulate_runs_a_model_as_zoo_does(tmp_path):
    options = ("--preset", "riot-b", "--steps", 5, "--seed", 3, "--no-report")
    for command in ("zoo", "simulate"):
        said = typed(command, NAME, *options, "--out", tmp_path / command)
        assert said.exit_code == 0, said.stderr
        assert "at the end" in said.stdout
    first, second = (Run(tmp_path / command) for command in ("zoo", "simulate"))
    assert first.integrity.hashes() == second.integrity.hashes()


@pytest.mark.parametrize(
    ("name", "preset", "end"),
    [
        (NAME, "riot-a", {"crowd": 100}),
        (NAME, "just-below", {"crowd": 54_787}),
        ("centola-macy-2007", "lattice", {"share": 1}),
        ("siegel-2009", "opinion-leader", {"share": 0.737}),
    ],
)
def test_a_preset_ends_at_what_the_paper_is_about(name, preset, end, tmp_path):
    said = typed("zoo", name, "--preset", preset, "--no-report", "--json", "--out", tmp_path / "run")
    assert said.exit_code == 0, said.stderr
    shown = json.loads(said.stdout)
    last = {row["at the end"]: row["median"] for row in shown["tables"][0]["rows"]}
    assert {key: last[key] for key in end} == end
    assert not any("still changing" in line for line in shown["lines"])


@pytest.mark.parametrize("command", ["zoo", "simulate"])
def test_a_run_that_ends_too_early_says_so(command, tmp_path):
    options = (NAME, "--preset", "riot-a", "--no-report", "--steps", 60)
    said = typed(command, *options, "--out", tmp_path / "one")
    assert "still changing at the end: more --steps\n" in said.stdout
    said = typed(command, *options, "--replicates", 2, "--out", tmp_path / "two")
    assert "still changing at the end in 2 of 2 replicates: more --steps\n" in said.stdout


def test_a_run_that_ends_before_its_event_says_so(tmp_path):
    """Before the shock nothing changes, and nothing is what the paper is about."""
    model = ("zoo", "makowsky-rubin-2013", "--no-report")
    for steps, told in ((90, True), (100, True), (101, False)):
        said = typed(*model, "--steps", steps, "--out", tmp_path / str(steps))
        assert ("ended before its event, at step 100: more --steps\n" in said.stdout) is told, said.stdout


@pytest.mark.parametrize("command", ["zoo", "simulate"])
def test_a_setting_that_the_variant_does_not_use_is_named(command, tmp_path):
    options = (NAME, "--preset", "riot-a", "--steps", 3, "--no-report")
    said = typed(command, *options, "--set", "sd=0.3", "--set", "mean=0.2", "--out", tmp_path / "one")
    assert said.exit_code == 0
    notes = [f"note: {name} is not used with thresholds=ladder" for name in ("sd", "mean")]
    assert said.stderr.splitlines() == notes
    said = typed(command, *options, "--set", "thresholds=normal", "--set", "sd=0.3", "--out", tmp_path / "two")
    assert "not used" not in said.stderr


def test_a_parameter_that_is_varied_without_effect_is_named(tmp_path):
    options = (NAME, "--steps", 3, "--no-report", "--executor", "serial", "--set", "sd=0.1,0.2")
    said = typed("sweep", *options, "--preset", "riot-a", "--out", tmp_path / "one")
    assert "note: sd is not used with thresholds=ladder\n" in said.stderr, said.stderr
    said = typed("sweep", *options, "--set", "thresholds=ladder,normal", "--out", tmp_path / "two")
    assert said.exit_code == 0 and "not used" not in said.stderr, said.stderr


def test_a_model_that_never_rests_ends_where_it_is_told(tmp_path):
    for k, options in enumerate(((NAME, "--steps", 1), ("klimek-2012", "--steps", 3, "--set", "units=100"))):
        said = typed("zoo", *options, "--no-report", "--out", tmp_path / str(k))
        assert said.exit_code == 0, said.stderr
        assert "still changing" not in said.stdout


def test_the_card_says_rules_parameters_and_presets():
    said = typed("zoo", NAME, "--card")
    for words in ("Rules", "r(t+1)", "recalled", "people", "riot-a", "Threshold Models of Collective Behavior"):
        assert words in said.stdout
    assert "2,000" in typed("zoo", NAME, "--card", "--set", "people=2000").stdout


def test_pictures_are_drawn_where_asked(tmp_path):
    said = typed("zoo", NAME, "--figure", "--out", tmp_path / "figures")
    assert said.exit_code == 0, said.stderr
    files = sorted(p.name for p in (tmp_path / "figures").iterdir())
    assert files == [f"{NAME}-equilibrium.png", f"{NAME}-equilibrium.svg"]
    assert all(str(tmp_path / "figures" / f) in said.stdout for f in files)


def test_a_check_tells_the_promises_and_the_numbers(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(
        "from dataclasses import replace\nfrom contested.zoo.granovetter_1978 import PUBLISHED as theirs\n"
        "PUBLISHED = replace(theirs, targets=theirs.targets[:2])\n"
    )
    said = typed("zoo", file, "--check")
    assert said.exit_code == 0, said.stderr
    assert "2 of 2 numbers are met" in said.stdout
    file.write_text(
        "from dataclasses import replace\nfrom contested.zoo.granovetter_1978 import PUBLISHED as theirs\n"
        "PUBLISHED = replace(theirs, targets=(replace(theirs.targets[0], value=7.0),))\n"
    )
    said = typed("zoo", file, "--check")
    assert said.exit_code == 1
    assert "0 of 1 numbers are met" in said.stdout and "missed" in said.stdout


def test_more_steps_than_memory_holds_are_told_to_be_fewer(tmp_path):
    code = "import resource; resource.setrlimit(resource.RLIMIT_AS, (10**11,) * 2); from contested.cli.main import main"
    said = subprocess.run(
        [sys.executable, "-c", f"{code}; main()", "zoo", NAME, "--steps", "100000000000", "--out", "run"],
        cwd=tmp_path, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    told_once(said, "NotEnoughMemory", f"while simulating {NAME}", "fewer --steps", code=1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "kind", "part"),
    [
        (["granoveter-1978"], "InputError", "granovetter-1978"),
        (["list"], "InputError", "...; `contested zoo` lists all"),
        ([NAME, "--preset", "riot"], "ParameterError", "no preset 'riot'"),
        ([NAME, "--set", "people=0"], "ParameterError", "people must lie within"),
        ([NAME, "--set", "people=nan"], "ParameterError", "people must lie within"),
        ([NAME, "--set", "people"], "InputError", "NAME=VALUE"),
        ([NAME, "--set", "thresholds=even"], "ParameterError", "expected one of"),
        ([NAME, "--steps", "0"], "InputError", "at least 1"),
        ([NAME, "--card", "--check"], "InputError", "expected one of them"),
        (["belarus-2020"], "InputError", "contested simulate belarus-2020"),
        (["--card"], "InputError", "--card: expected with a MODEL; got none"),
        (["--figure"], "InputError", "--figure: expected with a MODEL; got none"),
        (["--seed", "3"], "InputError", "--seed: expected with a MODEL; got none"),
        ([NAME, "--card", "--out", "z9"], "InputError", "--out: not used with --card"),
        ([NAME, "--figure", "--set", "people=9"], "InputError", "--set: not used with --figure"),
        ([NAME, "--check", "--seed", "3"], "InputError", "--seed: not used with --check"),
        (["missing.py"], "InputError", "no such file"),
    ],
)
def test_what_is_wrong_is_told_once(words, kind, part, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told_once(typed("zoo", *words), kind, part)
    assert list(tmp_path.iterdir()) == []
