"""What other programs use: JSON, completion in shells, notes of the work, a user's own defaults, exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from contested.cli.main import app
from tests.cli.terminal import environment, process, told_once, typed
from tests.report.made_run import make_run

GROUP = typer.main.get_command(app)
MODEL = ("granovetter-1978", "--steps", 4)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("machines") / "velinia"
    make_run(folder, "teaching", replicates=2, days=8)
    return folder


# JSON ---------------------------------------------------------------------------------------------------------------


def shown(*words):
    said = typed(*words, "--json")
    assert said.exit_code == 0, said.stderr
    document = json.loads(said.stdout)
    assert list(document) == ["about", "tables", "lines"]
    return document


def test_show_is_an_object_of_labels(made):
    about = shown("show", made)["about"]
    assert about["replicates"] == "2 of 2 finished" and about["folder"] == str(made)


def test_tables_are_records_whose_numbers_are_numbers(made):
    rows = shown("show", made, "--facts")["tables"][0]["rows"]
    assert rows and set(rows[0]) == {"item", "simulated", "5 %", "95 %", "target", "verdict"}
    assert any(isinstance(row["simulated"], float) for row in rows)
    assert len(shown("zoo")["tables"][0]["rows"]) > 15
    names = {row["parameter"] for row in shown("parameters", "teaching")["tables"][0]["rows"]}
    assert "street.cost" in names
    assert {row["name"] for row in shown("scenarios", "list")["tables"][0]["rows"]} >= {"belarus-2020", "teaching"}


def test_a_run_that_ends_says_where_it_is(tmp_path):
    document = shown("simulate", *MODEL, "--out", tmp_path / "run", "--no-report")
    assert document["about"]["folder"] == str(tmp_path / "run")
    assert [row["at the end"] for row in document["tables"][0]["rows"]] == ["crowd", "share"]


def test_labels_that_stand_twice_have_lists():
    from contested.cli.as_json import Document

    document = Document()
    document.pairs([("verdict", "one"), ("verdict", "two"), ("verdict", "three"), ("seed", "1")])
    assert document.about == {"verdict": ["one", "two", "three"], "seed": "1"}


def test_a_table_has_no_heading_twice_because_a_record_would_lose_a_column():
    from contested.cli.as_json import Document

    with pytest.raises(ValueError, match="headings that differ"):
        Document().table(("prior", "90 %", "posterior", "90 %"), [(1, "0 to 2", 1, "1 to 1")], "")
    with pytest.raises(ValueError, match="shorter"):
        Document().table(("a", "b"), [(1,)], "")


def test_an_error_leaves_standard_output_empty(tmp_path):
    said = typed("show", tmp_path / "none", "--json")
    told_once(said, "CheckpointError", "no such folder")
    assert said.stdout == ""


def test_every_command_that_prints_results_can_print_them_as_json():
    def commands(group, before=""):
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from commands(command, f"{before}{name} ")
            else:
                yield f"{before}{name}", command

    without = {name for name, c in commands(GROUP) if "--json" not in [o for p in c.params for o in p.opts]}
    assert without <= {"report", "export", "serve", "warm"}


# completion ---------------------------------------------------------------------------------------------------------


def completed(words, tmp_path):
    env = environment(_CONTESTED_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(words.count(" ")))
    return process(cwd=tmp_path, env=env).stdout.split()


def test_a_shell_completes_commands_names_and_choices(tmp_path):
    assert completed("contested exp", tmp_path) == ["export"]
    assert completed("contested simulate bela", tmp_path) == ["belarus-2020"]
    assert completed("contested simulate grano", tmp_path) == ["granovetter-1978"]
    assert completed("contested export x --to p", tmp_path) == ["parquet"]
    assert "--install-completion" in typed("--help").stdout


# notes --------------------------------------------------------------------------------------------------------------


def test_notes_go_to_standard_error_if_they_are_asked_for(tmp_path):
    said = process("--log", "info", "simulate", *MODEL, "--out", "run", cwd=tmp_path)
    notes = [x for x in said.stderr.splitlines() if " INFO contested." in x]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d .* simulating granovetter-1978, seed 1, 1 replicates of 4 steps, in run",
                        notes[0])  # fmt: skip
    assert notes[-1].endswith(f"wrote {Path('run/report.html')}")
    assert " INFO " not in said.stdout
    assert " INFO " not in process("simulate", *MODEL, "--out", "again", cwd=tmp_path).stderr
    told_once(typed("--log", "loud", "plan"), "InputError", "--log: expected debug, info, warning; got 'loud'")


# a user's own defaults ----------------------------------------------------------------------------------------------


@pytest.fixture
def config(tmp_path, monkeypatch):
    file = tmp_path / "mine.toml"
    monkeypatch.setenv("CONTESTED_CONFIG", str(file))
    return file


def test_a_file_sets_defaults_and_what_is_typed_goes_before_them(config, tmp_path):
    config.write_text("[defaults]\nreport = false\n\n[simulate]\nseed = 7\nsteps = 3\nreplicates = 2\n")
    assert typed("simulate", "granovetter-1978", "--out", tmp_path / "a").exit_code == 0
    assert typed("simulate", "granovetter-1978", "--seed", 9, "--out", tmp_path / "b").exit_code == 0
    read = [json.loads((tmp_path / name / "provenance.json").read_text()) for name in "ab"]
    assert [(p["seed"], p["days"], p["replicates"]) for p in read] == [(7, 3, 2), (9, 3, 2)]
    assert not (tmp_path / "a" / "report.html").exists()
    rows = shown("config")["tables"][0]["rows"]
    assert {"command": "simulate", "option": "seed", "value": "7"} in rows
    assert {"command": "audit", "option": "report", "value": "False"} in rows
    assert not any(row["command"] == "show" for row in rows)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[simulat]\nseed = 1\n", ("expected a command or [defaults]; got [simulat]", "did you mean 'simulate'?")),
        ("[simulate]\nscales = 1\n", ("[simulate]: expected an option; got 'scales'", "did you mean 'scale'?")),
        ("[simulate]\nout = 'x'\n", ("[simulate]: expected an option; got 'out'",)),
        ("seed = 1\n", ("expected a command or [defaults]; got [seed]",)),
        ("[simulate\n", ("expected settings",)),
        ("[simulate]\nscale = 'ten'\n", ("[simulate] scale: ", "got 'ten'")),
        ("[defaults]\nreport = 'perhaps'\n", ("[defaults] report: ", "got 'perhaps'")),
        ("[defaults]\nexecutor = 'pol'\n", ("[defaults] executor: expected serial, pool or ray; got 'pol'",
                                            "did you mean 'pool'?")),
        ("[defaults]\nexecutor = 4\n", ("[defaults] executor: expected serial, pool or ray; got 4",)),
        ("[audit]\nseed = 2026-10-25\n", ("[audit] seed: ", "datetime.date")),
    ],
)
def test_a_file_with_a_mistake_is_one_error_that_names_it(config, text, parts):
    config.write_text(text)
    told_once(typed("plan"), "InputError", str(config), *parts)


def test_a_file_that_is_named_must_be_there(config):
    told_once(typed("plan"), "InputError", "CONTESTED_CONFIG", "is not there")
    assert shown_without_file() == "none"


def shown_without_file():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTESTED_CONFIG", "")
        return shown("config")["about"]["file"]


# exit codes ---------------------------------------------------------------------------------------------------------


def test_the_exit_codes_are_those_of_the_reference(tmp_path, made):
    page = (Path(__file__).parents[2] / "docs" / "reference" / "cli.md").read_text()
    table = dict(re.findall(r"^\| ([\d, ]+) \| (.*) \|$", page, re.MULTILINE))
    assert set(table) == {"0", "1", "2", "130, 143, 129"}
    assert typed("show", made).exit_code == 0
    assert typed("show", tmp_path / "none").exit_code == 2
    assert typed("simulate", "--no-such-option").exit_code == 2
    with Path("/dev/full").open("w") as full:
        words = [sys.executable, "-m", "contested", "zoo"]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1 and done.stderr.startswith("OutputError")
