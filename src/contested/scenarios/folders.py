"""Where a scenario is: a name that comes with the package, or with an installed one, or a folder of one's own."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from contested.ground import plugins
from contested.ground.errors import InputError, ScenarioError, closest

DATA = Path(__file__).parent / "data"
MARK = "scenario.toml"
PLUGINS = "contested.scenarios"


def names() -> list[str]:
    """Names of scenarios that come with the package, and of those that installed packages add, as typed."""
    return sorted({*shipped(), *plugins.names(PLUGINS)})


def shipped() -> list[str]:
    """Names of scenarios that come with the package."""
    return sorted(folder.name.replace("_", "-") for folder in DATA.iterdir() if (folder / MARK).is_file())


def builtin(name: str) -> Path | None:
    """Folder of the scenario of this name (hyphens or underscores), or None.

    Raises
    ------
    ScenarioError
        An installed package gives the name to what is no scenario.
    """
    name = name.replace("_", "-")
    if name in shipped():
        return DATA / name.replace("-", "_")
    if name not in plugins.names(PLUGINS):
        return None
    folder = plugins.path_of(PLUGINS, name)
    if not (folder / MARK).is_file():
        raise ScenarioError(f"{name}: expected {MARK} in {folder}, of an installed package; there is none.", "")
    return folder


def installed(folder: Path) -> bool:
    """Whether a folder is that of a scenario of this or another installed package, by whatever path."""
    where = folder.resolve()
    if where.is_relative_to(DATA.resolve()):
        return True
    for name in plugins.names(PLUGINS):
        with suppress(InputError):  # a package that is broken has no folder
            if plugins.path_of(PLUGINS, name).resolve() == where:
                return True
    return False


def find(name_or_folder: str | Path) -> Path:
    """The folder meant: a built-in name (hyphens or underscores), or a path; a name goes before a folder.

    Raises
    ------
    ScenarioError
        If it is neither.
    """
    text = str(name_or_folder)
    if isinstance(name_or_folder, str) and (folder := builtin(text)) is not None:
        return folder
    folder = Path(text)
    try:
        if folder.name == MARK and folder.is_file():
            return folder.parent
        if folder.is_dir():
            return folder
    except (OSError, ValueError):  # a name too long, or with a null character, is no folder
        pass
    near = closest(text, names())
    raise ScenarioError(
        f"expected the name of a scenario or a folder; got {text!r}.",
        f"{near if near.endswith('?') else near + ';'} `contested scenarios list` lists all; "
        "`contested scenarios new DIR` begins a new one",
    )
