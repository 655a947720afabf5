"""The parts of an address's query, checked: keys that may be there, whole numbers, settings of parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contested.engine.params import current, override, walk
from contested.ground.errors import InputError, ParameterError, closest

LARGEST_SEED = 2**53 - 1  # the largest whole number that a page's JavaScript holds exactly
#: changes of a run at most
MOST = 40


def once(
    query: Sequence[tuple[str, str]], keys: tuple[str, ...], many: tuple[str, ...]
) -> tuple[dict[str, str], dict[str, list[str]]]:  # fmt: skip
    """Values by key: of those that may be there once, and of those that may be there more than once.

    Raises
    ------
    InputError
        Another key, a key twice, or more than `MOST` changes.
    """
    given: dict[str, str] = {}
    several: dict[str, list[str]] = {key: [] for key in many}
    for key, value in query:
        if key not in keys:
            raise InputError(f"query: expected {', '.join(keys)}; got {key[:60]!r}.", closest(key, keys))
        if key in many:
            several[key].append(value.strip())
        elif key in given:
            raise InputError(f"{key}: expected once; it is there twice.", "leave one out")
        else:
            given[key] = value
    if (count := sum(map(len, several.values()))) > MOST:
        raise InputError(f"query: expected at most {MOST} changes; got {count}.", "leave some out")
    return given, several


def whole(key: str, text: str, low: int, high: int) -> int:
    """A whole number.

    Raises
    ------
    InputError
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= 20) or not low <= int(text) <= high:
        got = f"expected a whole number from {low} to {high}; got {text[:60]!r}."
        raise InputError(f"{key}: {got}", f"such as {key}={min(high, 100)}")
    return int(text)


def settings_of(own: Any, texts: Sequence[str], only_changes: bool = True) -> tuple[tuple[str, float | str], ...]:
    """Settings by their names of today, in order.

    Parameters
    ----------
    own : Params
    texts : sequence of str
        NAME=VALUE.
    only_changes : bool
        Whether one that is the own value is none.

    Raises
    ------
    ParameterError
        An unknown parameter, one that is there twice, or a value that it cannot have.
    """
    settings: dict[str, str] = {}
    called: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals:
            raise InputError(f"set: expected NAME=VALUE; got {text[:60]!r}.", "for example set=street.cost=1.2")
        if any(not c.isprintable() for c in name) or len(name) > 80:
            raise ParameterError("set: expected the name of a parameter.", "`contested parameters` lists them")
        before = called.setdefault(current(own, name), name)  # an old name is one for the same parameter
        if before in settings:
            twice = f"{settings[before][:60]} and {value[:60]}"
            raise ParameterError(f"set {name}: given twice, {twice}.", "give one value")
        settings[name] = value
    values = {name: value for name, value, _ in walk(override(own, dict(settings)))}
    usual = {name: value for name, value, _ in walk(own)}
    return tuple((name, values[name]) for name in sorted(called) if not only_changes or values[name] != usual[name])
