"""Which models there are. One of the package is found by its folder's name; installed packages add theirs by entry
points (`ground.plugins`).
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import pkgutil
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from contested.ground import plugins
from contested.ground.errors import InputError, closest
from contested.zoo.own import from_module
from contested.zoo.published import Published

#: characters of an unknown name that a message shows
LONGEST = 60
PLUGINS = "contested.models"
_MODEL = re.compile(r"[a-z_]+_\d{4}[a-z_]*")


def names() -> list[str]:
    """Of every model of the zoo, as on the command line, and of those that installed packages add."""
    return sorted({*shipped(), *plugins.names(PLUGINS)})


def shipped() -> list[str]:
    """Of every model that comes with the package."""
    import contested.zoo

    found = (m.name for m in pkgutil.iter_modules(contested.zoo.__path__))
    return sorted(name.replace("_", "-") for name in found if _MODEL.fullmatch(name))


def load(name: str | Path) -> Published:
    """A model of the zoo, or one of your own.

    Parameters
    ----------
    name : str or Path
        A name from `names()`, with - or _; or a Python file that holds PUBLISHED or the functions of a model, which is
        then run. So it has to be the user who named it: names that were read from a file go to `named`.

    Raises
    ------
    InputError
        If there is no such model, or the file holds none.
    """
    text = str(name)
    return _from_file(Path(text)) if text.endswith(".py") else named(text)


def named(name: object) -> Published:
    """A model by a name from `names()`, whoever wrote the name: only the package's code and that of installed plug-ins
    is ever run.

    Raises
    ------
    InputError
        If there is no such model.
    """
    known = names()
    own = name.replace("_", "-").lower() if isinstance(name, str) else ""
    if own not in known:
        shown = repr(name) if len(repr(name)) <= LONGEST else f"{repr(name)[:LONGEST]}..."
        raise InputError(f"{shown} is no model of the zoo.", closest(own, known, "`contested zoo` lists all"))
    if own not in shipped():
        found = plugins.loaded(PLUGINS, own)
        return found if isinstance(found, Published) else from_module(found, own)
    published: Published = importlib.import_module(f"contested.zoo.{own.replace('-', '_')}").PUBLISHED
    return published


def of_run(scenario: Mapping[str, Any]) -> Published | None:
    """The model of a run by the `scenario` of its provenance, unless it is a user's own: no code is run that was not
    named."""
    return named(scenario["name"]) if "own" not in scenario and scenario.get("name") in names() else None


def module_of(path: Path) -> ModuleType:
    """A Python file that the user named, run.

    Raises
    ------
    InputError
        There is none, or it cannot be imported.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file.", "give a name from `contested zoo`, or a Python file")
    # by its content: two files of one name are two modules, and the same file is loaded once
    unique = f"contested_zoo_{path.stem}_{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
    return sys.modules.get(unique) or _run(unique, path)


def _from_file(path: Path) -> Published:
    return from_module(module_of(path), path.stem)


def _run(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # before it runs: dataclasses look their module up
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever a user's file raises is the user's to mend
        del sys.modules[name]
        raise InputError(
            f"{path}: expected a file that can be imported; got {type(error).__name__}: {error}.",
            f"try: python {path}",
        ) from error
    return module
