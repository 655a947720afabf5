"""Every parameter with value, unit, range and source; assumed ones first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contested.engine.params import describe


def parameters(scenario: str | Path | None = None) -> list[dict[str, Any]]:
    """The parameters of a scenario, or the model's own defaults.

    Returns
    -------
    list of dict
        name, value, unit, unit_meaning, low, high, range, source, prior, meaning.
    """
    if scenario is not None:
        from contested.scenarios.load import load
        from contested.studies import arguments

        return describe(load(arguments.scenario(scenario)).country.params)
    from contested.nation.params import NationParams

    return describe(NationParams())
