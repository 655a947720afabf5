"""What a caller gave, checked for its kind before anything else looks at it."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from datetime import date
from numbers import Real
from pathlib import Path
from typing import Any

from contested.ensemble import executors
from contested.ground.errors import InputError, ParameterError
from contested.ground.options import Executor
from contested.store import layout


def whole(value: Any, what: str) -> int:
    """A whole number, of Python or NumPy.

    Raises
    ------
    InputError
        On anything else: True is no number here, and 2.0 no whole one.
    """
    try:
        if isinstance(value, bool):
            raise TypeError
        return operator.index(value)
    except TypeError:
        raise InputError(f"{what}: expected a whole number; got {short(value)}.", f"for example {what}=1") from None


def workers(value: Any, executor: Executor) -> int | None:
    """How many workers an executor shall have; None for one per processor.

    Raises
    ------
    InputError
        If it is no number of workers, or there is no such executor.
    MissingExtra
        For "ray", if it is not installed.
    """
    count = None if value is None else whole(value, "workers")
    executors.check(executor, count)
    return count


def settings(value: Any) -> dict[str, float | str]:
    """Parameters to change, by name; text is what was typed on a terminal.

    Raises
    ------
    ParameterError
        If it is no mapping of names to numbers.
    """
    example = 'for example settings={"detention.hold_limit": 3}'
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ParameterError(f"settings: expected a mapping of names to numbers; got {short(value)}.", example)
    for name, number in value.items():
        if not isinstance(name, str):
            raise ParameterError(f"settings: expected names as text; got {short(name)}.", example)
        if isinstance(number, bool) or not isinstance(number, Real | str):
            raise ParameterError(f"settings: {name}: expected a number; got {short(number)}.", example)
    return dict(value)


def names(value: Any, what: str) -> tuple[str, ...]:
    """Names; a single text is one name.

    Raises
    ------
    ParameterError
        If it is neither.
    """
    found = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, Iterable) else None
    if found is None or not all(isinstance(name, str) for name in found):
        raise ParameterError(f"{what}: expected names; got {short(value)}.", f'for example {what}=["strikes"]')
    return found


def several(value: Any, what: str) -> tuple[Any, ...]:
    """A sequence; a single number, text or date is one of it.

    Raises
    ------
    InputError
        If it is neither.
    """
    if isinstance(value, str | date) or hasattr(value, "__index__"):
        return (value,)
    if not isinstance(value, Iterable):
        raise InputError(f"{what}: expected a sequence; got {short(value)}.", f"for example {what}=[12]")
    return tuple(value)


def scenario(value: Any) -> str | Path:
    """A scenario's name or folder; one that was loaded is its folder.

    Raises
    ------
    InputError
        If it is neither.
    """
    from contested.scenarios import Scenario

    if isinstance(value, Scenario):
        return value.folder
    path = layout.given(value, "scenario")
    return value if isinstance(value, str) else path


def short(value: Any) -> str:
    """A value, as short as a message can bear."""
    if value is None or isinstance(value, str | int | float):
        shown = repr(value)
        return shown if len(shown) <= 60 else f"{shown[:60]}..."
    return f"a {type(value).__name__}"
