"""The order of the day, and what the scenario has done when; both before anything is run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from contested.engine.phase import table
from contested.studies import arguments


def plan(without: Sequence[str] = ()) -> list[dict[str, str]]:
    """The phases of a day in order: #, phase, subsystem, what, reads, writes, source.

    Parameters
    ----------
    without : sequence of str
        Subsystems or phases to leave out.

    Raises
    ------
    ParameterError
        An unknown name.
    """
    from contested.nation.plan import leave_out

    return table(leave_out(arguments.names(without, "without"))[0])


def acts(scenario: str | Path) -> list[dict[str, str]]:
    """The dated acts of a scenario: date, until, actor, act, place, level, unit, source.

    Raises
    ------
    ScenarioError
        If it cannot be loaded.
    """
    from contested.scenarios.load import load

    return [
        {
            "date": str(act.date),
            "until": str(act.end_date or ""),
            "actor": act.actor,
            "act": act.act,
            "place": act.place,
            "level": f"{act.level:g} {act.unit}",
            "source": act.source,
        }
        for act in load(arguments.scenario(scenario)).acts
    ]
