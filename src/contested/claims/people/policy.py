"""Whose names are shown: nobody's, everybody's, or those of a list; one setting for a process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from contested.ground.errors import InputError

#: where a setting for every command stands: `all`, or a file of names that may be shown
VARIABLE = "CONTESTED_WITH_NAMES"
#: shows every name
ALL = "all"

_setting: ContextVar[str | None] = ContextVar("names_shown", default=None)


@contextmanager
def names_shown(setting: str | Path | None) -> Iterator[None]:
    """Within it, names are shown as the setting says.

    Parameters
    ----------
    setting : str or path, optional
        "all", or a text file with one name per line that may be shown; absent, what was valid before.

    Raises
    ------
    InputError
        If there is no such file, or it is no text.
    """
    if setting is None:
        yield
        return
    _allowed(str(setting))
    token = _setting.set(str(setting))
    try:
        yield
    finally:
        _setting.reset(token)


def everybody() -> bool:
    """Whether every name is shown."""
    return _current() == ALL


def allowed() -> frozenset[str]:
    """Names that may be shown, casefolded."""
    return _allowed(_current())


def _current() -> str:
    given = _setting.get()
    return os.environ.get(VARIABLE, "") if given is None else given


def _allowed(setting: str) -> frozenset[str]:
    if setting in ("", ALL):
        return frozenset()
    try:
        lines = Path(setting).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        raise InputError(
            f"with_names: expected {ALL!r} or a UTF-8 file with one name per line; got {setting!r}.",
            "names that are not listed stay masked",
        ) from None
    return frozenset(" ".join(line.split()).casefold() for line in lines if line.strip())
