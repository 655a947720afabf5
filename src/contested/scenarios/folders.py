"""Where a scenario is: a name that comes with the package, or a folder of one's own."""

from __future__ import annotations

from pathlib import Path

from contested.ground.errors import ScenarioError, closest

DATA = Path(__file__).parent / "data"
MARK = "scenario.toml"


def names() -> list[str]:
    """Names of built-in scenarios, as typed."""
    return sorted(folder.name.replace("_", "-") for folder in DATA.iterdir() if (folder / MARK).is_file())


def builtin(name: str) -> Path | None:
    """Folder of the built-in scenario of this name (hyphens or underscores), or None."""
    name = name.replace("_", "-")
    return DATA / name.replace("-", "_") if name in names() else None


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
