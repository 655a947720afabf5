"""Every parameter with value, unit, range and source; assumed ones first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contested.engine.params import describe
from contested.studies import arguments

if TYPE_CHECKING:
    import polars as pl

    from contested.scenarios import Scenario


def parameters(scenario: str | Path | Scenario | None = None) -> pl.DataFrame:
    """The parameters of a scenario, or the model's own defaults.

    Returns
    -------
    polars.DataFrame
        A row per parameter: name, value, unit, unit_meaning, low, high, range, source, prior, meaning.

    Raises
    ------
    ScenarioError
        If the scenario cannot be loaded.
    """
    import polars as pl

    if scenario is not None:
        from contested.scenarios.load import load

        params = load(arguments.scenario(scenario)).country.params
    else:
        from contested.nation.params import NationParams

        params = NationParams()
    numbers = dict.fromkeys(("value", "low", "high"), pl.Float64)
    return pl.DataFrame(describe(params), schema_overrides=numbers, infer_schema_length=None, strict=False)
