"""Which stored results two names mean, to be compared; names of scenarios mean none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from contested.ground.errors import InputError
from contested.studies.comparison.samples import Comparable, comparable
from contested.studies.folder import FILES
from contested.studies.result import Result
from contested.studies.sweep.sweep import Sweep, SweepPoint
from contested.tasks.results import result_in

_POINT = re.compile(r"(?P<sweep>.+)@(?P<index>\d{1,9})")


def stored_both(a: Any, b: Any) -> tuple[Comparable, Comparable] | None:
    """Both as results; None if neither is one.

    Raises
    ------
    InputError
        One is a result and the other is not, or one of a kind that is not compared.
    CheckpointError
        A folder is damaged.
    """
    found = [stored(value) for value in (a, b)]
    if found[0] is None and found[1] is None:
        return None
    for value, result in zip((a, b), found):
        if result is None:
            raise InputError(
                f"{value}: expected the folder of a result, like the other one; it is none.",
                "two stored results, or two scenarios, can be compared",
            )
    return found[0], found[1]  # type: ignore[return-value]  # neither is None


def stored(value: Any) -> Comparable | None:
    """The result that a folder, SWEEP@3 or an opened result is; None for anything else."""
    if isinstance(value, Result | SweepPoint):
        return comparable(value)
    if not isinstance(value, str | Path):
        return None
    folder = Path(value)
    if _is_result(folder):
        return comparable(result_in(folder))
    point = _POINT.fullmatch(str(value))
    if point is None or not _is_result(Path(point["sweep"])):
        return None
    sweep = result_in(point["sweep"])
    if not isinstance(sweep, Sweep):
        raise InputError(f"{value}: expected a point of a sweep; {point['sweep']} is none.", "leave out the @")
    return sweep.point(int(point["index"]))


def _is_result(folder: Path) -> bool:
    try:
        return any((folder / name).is_file() for name in FILES)
    except (OSError, ValueError):  # a name that no file can have
        return False
