"""`--help` teaches: commands in the order in which they are met, true defaults, every choice, an example."""

from __future__ import annotations

import inspect
import re
from importlib import import_module

import pytest
import typer

from contested.cli.main import ORDER, app
from tests.cli.terminal import typed

GROUP = typer.main.get_command(app)
COMMANDS = {name: command for name, command in GROUP.commands.items() if not hasattr(command, "commands")}


def flat(text: str) -> str:
    """Without the lines of the boxes and the ends of lines."""
    return re.sub(r"[\s│]+", " ", text)


def test_commands_are_listed_in_the_order_in_which_they_are_met():
    listed = re.findall(r"^│ (\w+) ", typed("--help").stdout.split("Commands")[1], re.MULTILINE)
    assert tuple(listed) == ORDER


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_is_written_and_gives_an_example(name):
    said = flat(typed(name, "--help").stdout)
    assert f"contested {name}" in said.replace(f"Usage: contested {name}", "")
    assert re.search(r"[Ww]rites? |[Pp]rints? |Compile", said)


@pytest.mark.parametrize(
    ("name", "task"),
    [(name, f"{name}.{name}") for name in ("simulate", "sweep", "compare", "forecast", "audit", "resume", "replay")]
    + [("zoo", "simulate.simulate")],
)
def test_a_default_is_that_of_the_function_behind(name, task):
    module, function = task.split(".")
    behind = inspect.signature(getattr(import_module(f"contested.tasks.{module}"), function)).parameters
    said = flat(typed(name, "--help").stdout)
    for option in COMMANDS[name].params:
        if option.name in behind and option.default is not None and not option.secondary_opts:
            assert behind[option.name].default in (option.default, None), option.name
            if option.default is not False:  # a flag without an opposite is off unless it is given
                assert f"[default: {option.default}]" in said, option.name


def test_the_defaults_of_a_calibration_are_those_it_is_begun_with():
    from contested.studies.calibration.request import DEFAULTS

    shown = {p.name: p.default for p in COMMANDS["calibrate"].params}
    assert {name: shown[name] for name in DEFAULTS} == DEFAULTS
    said = flat(typed("calibrate", "--help").stdout)
    assert "Waves of simulations. [default: 3]" in said and "Runs per point. [default: 1]" in said


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        (["sweep", "x", "--executor"], "serial|pool|ray"),
        (["sweep", "x", "--design"], "sobol|latin|grid"),
        (["sweep", "x", "--sensitivity"], "sobol|morris"),
        (["forecast", "x", "--by"], "party|side"),
        (["simulate", "x", "--device"], "cpu|gpu"),
        (["claims", "check", "x", "--format"], "table|acled|gdelt|ccc|mass-mobilization|ucdp"),
    ],
)
def test_choices_are_listed_and_a_typo_is_refused_with_the_list(words, choices, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    command = words[: 2 if words[0] == "claims" else 1]
    assert choices in typed(*command, "--help").stdout
    said = typed(*words, "ra")
    assert said.exit_code == 2
    refused = flat(said.stderr)
    assert words[-1] in refused and "'ra'" in refused
    *others, last = choices.split("|")
    assert f"expected {', '.join(others)} or {last}" in refused
