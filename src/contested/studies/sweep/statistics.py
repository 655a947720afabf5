"""Statistics and time series that a sweep is asked for, checked before anything is simulated."""

from __future__ import annotations

import hashlib
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from contested.engine.model import Observable
from contested.ensemble.statistics import FAILED, Statistic
from contested.ground.errors import InputError, closest
from contested.studies import arguments
from contested.studies.runner import COLUMNS

#: names of functions by name, functions, or "FILE.py:NAME"
Statistics = Mapping[str, Statistic] | Sequence[Statistic | str] | Statistic | str
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")


def functions(wanted: Statistics, taken: Iterable[str]) -> dict[str, Statistic]:
    """Functions by the name of their column.

    Parameters
    ----------
    wanted : see `Statistics`
    taken : iterable of str
        Names of other columns.

    Raises
    ------
    InputError
        No function, no name, or a name that is taken.
    """
    if isinstance(wanted, Mapping):
        found: dict[Any, Any] = dict(wanted)
    else:
        each: list[Any] = [wanted] if isinstance(wanted, str) or callable(wanted) else list(wanted)
        pairs = [_from_file(one) if isinstance(one, str) else (getattr(one, "__name__", ""), one) for one in each]
        found = dict(pairs)
        if len(found) < len(pairs):
            raise InputError("statistics: two functions have one name.", 'name them: {"late": f, "early": g}')
    columns = {*COLUMNS, FAILED, *taken}
    for name, function in found.items():
        if not callable(function):
            got = arguments.short(function)
            raise InputError(f"statistics: {name}: expected a function; got {got}.", "for example a lambda of a run")
        if not isinstance(name, str) or not _NAME.fullmatch(name) or name in columns:
            raise InputError(
                f"statistics: expected a name of letters, digits and _ that is free; got {arguments.short(name)}.",
                'for example statistics={"late_crowd": lambda run: run["crowd"][-1].sum()}',
            )
    return found


def _from_file(text: str) -> tuple[str, Statistic]:
    """FILE.py:NAME, which is run: the caller named it."""
    from contested.zoo.catalogue import module_of

    file, colon, name = text.rpartition(":")
    if not colon or not file.endswith(".py") or not name:
        raise InputError(f"statistics: expected FILE.py:FUNCTION; got {text!r}.", "for example my.py:late_crowd")
    if not Path(file).is_file():
        raise InputError(f"statistics: {file}: no such file.", "FILE.py:FUNCTION names a function in a file of yours")
    module = module_of(Path(file))
    function = getattr(module, name, None)
    if not callable(function):
        there = [n for n, v in vars(module).items() if inspect.isfunction(v) and v.__module__ == module.__name__]
        raise InputError(f"statistics: {file} has no function {name!r}.", closest(name, there))
    return name, function


def source_hash(function: Callable[..., Any]) -> str:
    """A hash of a function's source, by which the same study is known again."""
    try:
        text = inspect.getsource(function)
    except (OSError, TypeError):  # typed in a shell, or compiled
        code = getattr(function, "__code__", None)
        text = repr((code.co_code, code.co_consts)) + str(sys.version_info[:2]) if code else repr(type(function))
    for cell in getattr(function, "__closure__", None) or ():  # functions that it calls
        if inspect.isfunction(cell.cell_contents):
            text += source_hash(cell.cell_contents)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def series_of(wanted: Sequence[str] | str, observables: Sequence[Observable]) -> tuple[str, ...]:
    """Observables to be kept day by day.

    Raises
    ------
    InputError
        One that the model does not report.
    """
    names = arguments.names(wanted, "series")
    known = [o.name for o in observables]
    for name in names:
        if name not in known:
            raise InputError(f"series: {name!r} is not observed.", closest(name, known))
    return tuple(dict.fromkeys(names))
