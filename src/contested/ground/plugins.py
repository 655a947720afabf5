"""What installed packages add: models, scenarios and maps, by the entry points of their distributions.

    [project.entry-points."contested.models"]
    my-model = "my_package.my_model"            # a module with PUBLISHED or plain functions, or a Published

    [project.entry-points."contested.scenarios"]
    my-country = "my_package.my_country"        # the folder of the package, or a path

    [project.entry-points."contested.maps"]
    my-returns = "my_package:MAP"               # path of a TOML file

A name that comes with contested goes before a plug-in's.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from contested.ground.errors import InputError

GROUPS = ("contested.models", "contested.scenarios", "contested.maps")


@cache
def _points(group: str) -> dict[str, EntryPoint]:
    return {point.name.replace("_", "-").lower(): point for point in entry_points(group=group)}


def names(group: str) -> list[str]:
    """Names that installed packages give to a group of `GROUPS`, with hyphens and in lower case."""
    return sorted(_points(group))


def loaded(group: str, name: str) -> Any:
    """What a name of `names` stands for; this imports the package that gives it.

    Raises
    ------
    InputError
        It cannot be imported.
    """
    point = _points(group)[name]
    try:
        return point.load()
    except Exception as error:  # whatever a package raises is its own to mend
        raise InputError(
            f"{name}: the installed package {point.value!r} cannot be imported ({type(error).__name__}: {error}).",
            f"it is the entry point {point.name!r} of {group}; mend or remove that package",
        ) from error


def path_of(group: str, name: str) -> Path:
    """The file or folder that a name stands for: a path, its text, or the folder of a package.

    Raises
    ------
    InputError
        It is none of these, or not there.
    """
    found = loaded(group, name)
    if isinstance(found, ModuleType) and found.__file__:
        found = Path(found.__file__).parent
    if not isinstance(found, str | Path) or not Path(found).exists():
        raise InputError(
            f"{name}: expected a path or a package from the entry point of {group}; got {type(found).__name__}.",
            "give the path of a file or folder that is there",
        )
    return Path(found)
