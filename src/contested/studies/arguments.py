"""What a caller gave, checked for its kind before anything else looks at it; another kind is an InputError."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from datetime import date
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ensemble import executors
from contested.ground.errors import InputError, ParameterError, ScenarioError
from contested.ground.options import CLAIM_FORMAT, ClaimFormat, Executor
from contested.store import layout

if TYPE_CHECKING:
    from contested.claims import Claim


def whole(value: Any, what: str, least: int | None = None, default: int | None = None) -> int:
    """A whole number, of Python or NumPy, and not below `least`. True is no number here, and 2.0 no whole one."""
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        raise InputError(f"{what}: expected a whole number; got {short(value)}.", f"for example {what}=1") from None
    if least is not None and number < least:
        raise InputError(f"{what}: expected at least {least}; got {number}.", f"the default is {default}")
    return number


def scale(value: Any) -> int:
    """How many persons one agent stands for."""
    number = whole(value, "scale")
    if number < 1:
        raise InputError(
            f"scale: expected a whole number of at least 1; got {number}.", "1 simulates every person"
        )
    return number


def workers(value: Any, executor: Executor) -> int | None:
    """How many workers an executor shall have; None for one per processor. MissingExtra for an absent "ray"."""
    count = None if value is None else whole(value, "workers")
    executors.check(executor, count)
    return count


def settings(value: Any) -> dict[str, float | str]:
    """Parameters to change, by name; text is what was typed on a terminal."""
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


def lists(value: Any) -> tuple[Any, dict[str, tuple[Any, ...]]]:
    """Settings apart: those of one value, and those of a list of values."""
    if not isinstance(value, Mapping):
        return value, {}
    several = {name: v for name, v in value.items() if isinstance(v, Iterable) and not isinstance(v, str)}
    return {n: v for n, v in value.items() if n not in several}, {n: tuple(v) for n, v in several.items()}


def names(value: Any, what: str) -> tuple[str, ...]:
    """Names; a single text is one name."""
    found = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, Iterable) else None
    if found is None or not all(isinstance(name, str) for name in found):
        raise ParameterError(f"{what}: expected names; got {short(value)}.", f'for example {what}=["strikes"]')
    return found


def several(value: Any, what: str) -> tuple[Any, ...]:
    """A sequence; a single number, text or date is one of it."""
    if isinstance(value, str | date) or hasattr(value, "__index__"):
        return (value,)
    if not isinstance(value, Iterable):
        raise InputError(f"{what}: expected a sequence; got {short(value)}.", f"for example {what}=[12]")
    return tuple(value)


def scenario(value: Any) -> str | Path:
    """A scenario's name or folder; one that was loaded is its folder.

    Raises
    ------
    ScenarioError
        One that is no longer what its folder says: a run of it could not be repeated from what is stored.
    """
    from contested.scenarios import Scenario
    from contested.scenarios.load import load

    if isinstance(value, Scenario):
        if load(value.folder) != value:
            raise ScenarioError(
                f"expected a scenario as its folder has it; {value.name} was changed after it "
                "was loaded.",
                "settings={...} changes parameters, contested.compare takes a Change, and a copy of the folder takes "
                "anything",
            )
        return value.folder
    path = layout.given(value, "scenario")
    return value if isinstance(value, str) else path


def claims(value: str | Path | Iterable[Claim], format: ClaimFormat = CLAIM_FORMAT) -> tuple[Claim, ...]:
    """The claims of a file, all of them, also those about unknown quantities; or claims as they are. Names are masked.

    Raises
    ------
    ClaimError
        If the file is of another kind, or at the first row that cannot be used, with file and line.
    """
    from contested.claims import Claim, scan
    from contested.claims.people import masked_claims

    if not isinstance(value, str | Path):
        each = tuple(value) if isinstance(value, Iterable) else (value,)
        if (other := next((c for c in each if not isinstance(c, Claim)), None)) is not None:
            raise InputError(f"claims: expected a path, or claims; got {short(other)}.", "for example claims.csv")
        return masked_claims(each)

    found = scan(layout.given(value, "path"), format)
    for row in found.aside:
        if row.claim is None:
            raise row.error
    return found.with_unknown


def short(value: Any) -> str:
    """A value, as short as a message can bear."""
    if value is None or isinstance(value, str | int | float):
        shown = repr(value)
        return shown if len(shown) <= 60 else f"{shown[:60]}..."
    return f"a {type(value).__name__}"
