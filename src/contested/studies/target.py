"""Whether a name is a scenario's or a published model's, and whether the options given are of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from contested.ground.errors import InputError, ScenarioError, closest
from contested.scenarios.folders import builtin
from contested.scenarios.folders import names as scenarios
from contested.store import layout
from contested.studies import arguments
from contested.zoo.catalogue import names as models
from contested.zoo.published import Published

if TYPE_CHECKING:
    from contested.scenarios import Scenario

#: what to do instead of an option of the other kind
_INSTEAD = {
    "days": "say how long with --steps",
    "until": "say how long with --steps",
    "scale": "how many agents a model has is one of its parameters: change it with --set",
    "without": "a model has no subsystems; its parameters change with --set",
    "device": "only a nation runs on a GPU",
    "steps": "say how long with --days",
    "preset": "a preset is a named set of a published model's parameters; those of a scenario change with --set",
}


class ModelTarget(NamedTuple):
    """A published model: its name, its Python file, or the model."""

    model: str | Path | Published


class ScenarioTarget(NamedTuple):
    """A scenario: its name, its folder, or the scenario."""

    scenario: str | Path | Scenario


def target_of(
    target: str | Path | Scenario | Published, *, of_scenarios: Mapping[str, Any], of_models: Mapping[str, Any]
) -> ModelTarget | ScenarioTarget:
    """What a name is of.

    Parameters
    ----------
    target : str, Path, Scenario or Published
        A published model's name or Python file, or a scenario's name or folder; or either, loaded.
    of_scenarios, of_models : mapping of name to value
        Options of one kind only; None where not given.

    Raises
    ------
    ScenarioError
        If it is neither.
    InputError
        If an option of the other kind is given.
    """
    model = _is_model(target)
    if not model and isinstance(target, str) and not _there(target):
        known = [*scenarios(), *models()]
        hint = closest(target, known, "`contested scenarios` and `contested zoo` list all")
        raise ScenarioError(f"{target!r} is neither a scenario nor a published model.", hint)
    for name, value in (of_scenarios if model else of_models).items():
        if value is not None:
            kind, others = ("a published model", "scenarios") if model else ("a scenario", "published models")
            raise InputError(
                f"{name}: of {others}; {arguments.short(target)} is {kind}.",
                _INSTEAD[name],
            )
    return ModelTarget(cast(Any, target)) if model else ScenarioTarget(cast(Any, target))


def _there(scenario: str) -> bool:
    return bool(scenario.strip() and builtin(scenario)) or layout.given(scenario, "scenario").exists()


def _is_model(target: Any) -> bool:
    if not isinstance(target, str | Path):
        return isinstance(target, Published)
    return str(target).endswith(".py") or str(target).replace("_", "-").lower() in models()
