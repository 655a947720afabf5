"""The order of the day, and what the scenario has done when; both before anything is run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from contested.engine.phase import table
from contested.studies import arguments

if TYPE_CHECKING:
    import polars as pl

    from contested.scenarios import Scenario


def plan(without: Sequence[str] | str = ()) -> pl.DataFrame:
    """The phases of a day in order.

    Parameters
    ----------
    without : sequence of str, or one name
        Subsystems or phases to leave out.

    Returns
    -------
    polars.DataFrame
        A row per phase: #, phase, subsystem, what, reads, writes, source.

    Raises
    ------
    ParameterError
        An unknown name.
    """
    import polars as pl

    from contested.nation.plan import leave_out

    phases = table(leave_out(arguments.names(without, "without"))[0])
    return pl.DataFrame(phases).with_columns(pl.col("#").cast(pl.Int64))


def acts(scenario: str | Path | Scenario) -> pl.DataFrame:
    """The dated acts of a scenario.

    Returns
    -------
    polars.DataFrame
        A row per act: date, until, actor, act, place, level, unit, source; `until` is null for an act of one day.

    Raises
    ------
    ScenarioError
        If it cannot be loaded.
    """
    import polars as pl

    from contested.scenarios.load import load

    schema = {"date": pl.Date, "until": pl.Date, "actor": pl.String, "act": pl.String, "place": pl.String,
              "level": pl.Float64, "unit": pl.String, "source": pl.String}  # fmt: skip
    found = load(arguments.scenario(scenario)).acts
    rows = [(a.date, a.end_date, a.actor, a.act, a.place, a.level, a.unit, a.source) for a in found]
    return pl.DataFrame(rows, schema=schema, orient="row")
