"""The interventions of `ground.interventions` as options of a command, one each."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

from contested.ground.interventions import INTERVENTIONS, Intervention

PANEL = "Interventions, made to B"


def with_interventions(command: Callable[..., None]) -> Callable[..., None]:
    """A command that takes `interventions`, with an option for each of them instead."""
    plain = inspect.signature(command)
    hints = get_type_hints(command, include_extras=True)
    new = {i.name.replace("-", "_"): i for i in INTERVENTIONS.values()}

    @wraps(command)
    def taking(**given: Any) -> None:
        wanted = {i.name: given.pop(name) for name, i in new.items()}
        command(**given, interventions={name: value for name, value in wanted.items() if value})

    parameters = []
    for p in plain.parameters.values():
        if p.name == "interventions":
            parameters += [_option(name, i) for name, i in new.items()]
        else:
            parameters.append(p.replace(annotation=hints[p.name], kind=inspect.Parameter.KEYWORD_ONLY))
    taking.__signature__ = plain.replace(parameters=parameters)  # type: ignore[attr-defined]  # typer reads it
    taking.__annotations__ = {p.name: p.annotation for p in parameters}
    del taking.__wrapped__  # its hints are those of the command without options
    return taking


def _option(name: str, i: Intervention) -> inspect.Parameter:
    if i.takes:
        how: Any = typer.Option(f"--{i.name}", metavar=i.takes, help=f"{i.meaning} For example {i.example}.",
                                rich_help_panel=PANEL)  # fmt: skip
        kind: Any = Annotated[str | None, how]
    else:
        kind = Annotated[bool, typer.Option(f"--{i.name}", help=i.meaning, rich_help_panel=PANEL)]
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=None if i.takes else False
    )
