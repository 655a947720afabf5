"""The scenarios there are, a template for one more, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contested.store import layout
from contested.studies import arguments

if TYPE_CHECKING:
    from contested.scenarios import Scenario
    from contested.scenarios.catalogue import Entry
    from contested.scenarios.check import Report


def list_scenarios() -> list[Entry]:
    """Every scenario that comes with the package: name, title, summary and size."""
    from contested.scenarios.catalogue import catalogue

    return catalogue()


def load_scenario(name_or_folder: str | Path) -> Scenario:
    """A scenario, checked.

    Raises
    ------
    ScenarioError, ClaimError
        The first thing that is wrong, with file, line and field.
    """
    from contested.scenarios.load import load

    return load(arguments.scenario(name_or_folder))


def new_scenario(folder: str | Path) -> Path:
    """Write a commented template for a new country into an empty folder.

    Raises
    ------
    ScenarioError
        If the folder holds something.
    """
    from contested.scenarios.template import new

    return new(layout.given(folder, "folder"))


def check_scenario(name_or_folder: str | Path) -> Report:
    """Everything that is wrong with a scenario, and what is worth knowing where nothing is."""
    from contested.scenarios.check import check

    return check(arguments.scenario(name_or_folder))
