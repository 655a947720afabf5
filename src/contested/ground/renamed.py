"""Old names of arguments, which go on for one version with a DeprecationWarning, and what else is outdated."""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from contested.ground.progress import Progress, ProgressCallback

P = ParamSpec("P")
R = TypeVar("R")


class OutdatedWarning(FutureWarning):
    """Something of an earlier version is read for now, and goes in a later one."""


def warn(before: str, now: str, level: int = 3) -> None:
    """Say that a name has changed."""
    text = f"{before} is now called {now}; the old name will be removed in the next version"
    warnings.warn(text, DeprecationWarning, level)


def renamed(**names: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Accept old names of keyword arguments.

    Parameters
    ----------
    names : mapping of old name to new name
        An old callback of text becomes "progress": it is called with the text of every stage. A new name that an old
        one gave up is renamed first: `until="fit_until", last="until"`.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        parameters = list(inspect.signature(function).parameters)

        @functools.wraps(function)
        def wrapped(*args: P.args, **options: P.kwargs) -> R:
            given: dict[str, Any] = options
            for before, now in names.items():
                if before not in given:
                    continue
                there = now in given or now in parameters[: len(args)]
                if there and before in parameters:
                    continue
                warn(f"{function.__name__}({before}=...)", now)
                value = given.pop(before)
                if not there:
                    given[now] = on_text(value) if now == "progress" else value
            return function(*args, **options)

        return wrapped

    return decorate


def on_text(tell: Callable[[str], object]) -> ProgressCallback:
    """A progress callback that hands on the text of each stage, once."""
    last = ""

    def callback(at: Progress) -> None:
        nonlocal last
        if at.text and at.text != last:
            last = at.text
            tell(at.text)

    return callback
