"""Optional libraries: imported when they are needed, and where one is missing, the line to type that brings it.

What works depends on how contested was installed: in a checkout it is the checkout that has to be named.
"""

from __future__ import annotations

import shlex
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Literal

from contested.ground.errors import MissingExtra

#: names of extras in pyproject.toml that a hint may name
Extra = Literal["cluster", "export", "gpu", "inference", "read", "serve"]


def extra(module: str, need: str, name: Extra) -> ModuleType:
    """An optional library's module, imported.

    Parameters
    ----------
    module : str
        The module, such as "ray".
    need : str
        What needs it, as the beginning of a sentence: "the executor 'ray' needs".
    name : str
        The extra that brings it.

    Raises
    ------
    MissingExtra
        If it is not installed; the hint is the line to type.
    """
    try:
        return import_module(module)
    except ImportError:
        library = module.partition(".")[0].replace("_", "-")
        raise MissingExtra(f"{need} {library}, which is not installed.", install(name)) from None


def install(name: Extra) -> str:
    """The command that brings an extra to this Python.

    Returns
    -------
    str
        `pip install "contested[read]"` where contested was installed as a package. In a checkout, which pip would
        replace by a package, it names the checkout and the Python that runs.

    Examples
    --------
    >>> "[read]" in install("read")
    True
    """
    root = checkout()
    if root is None:
        return f'pip install "contested[{name}]"'
    return f'{shlex.quote(_short(Path(sys.executable)))} -m pip install -e "{_short(root)}[{name}]"'


def checkout() -> Path | None:
    """The checkout whose sources these are; None for an installed package."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "pyproject.toml").is_file() and (root / "src" / "contested").is_dir() else None


def _short(path: Path) -> str:
    """As seen from the folder that the user stands in, if it is inside that."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
