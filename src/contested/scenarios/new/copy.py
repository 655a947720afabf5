"""A new scenario as a copy of another, each table with its columns explained."""

from __future__ import annotations

import re
from pathlib import Path

from contested import files
from contested.files.lines import is_note, lines_of
from contested.files.refusal import refusing
from contested.ground.errors import ScenarioError
from contested.scenarios import folders, schema
from contested.scenarios.load import load
from contested.scenarios.new import folder as target
from contested.scenarios.new.country import slug

#: what stands in a README's first line of a copy
COPIED = "This folder began as a copy of `{name}`; what follows is about the original.\n\n"


def copy(folder: Path, like: str | Path) -> Path:
    """Copy a scenario into a folder that is empty or not there yet; it is called like the folder.

    Raises
    ------
    ScenarioError
        If the scenario cannot be read, or the folder holds anything.
    DiskError
        If it cannot be written.
    """
    target.check_empty(folder)
    source = folders.find(like)
    original = load(source)
    texts = {}
    for name in (schema.SETTINGS_FILE, "README.md", *(spec.name for spec in schema.FILES)):
        path = source / name
        if path.is_file():
            refused = refusing(ScenarioError, f"{path}: expected text", "")
            texts[name] = files.read_text(path, refused).replace("\r\n", "\n")
    texts[schema.SETTINGS_FILE] = _renamed(texts[schema.SETTINGS_FILE], slug(folder.name) or f"{original.name}-copy")
    for spec in schema.FILES:
        if spec.name in texts:
            texts[spec.name] = target.commented(spec, _without_comments(texts[spec.name]))
    if "README.md" in texts:
        texts["README.md"] = COPIED.format(name=original.name) + texts["README.md"]
    return target.write(folder, texts)


def _renamed(text: str, name: str) -> str:
    """scenario.toml with another short name, the first key `name` of [scenario]."""
    head, section, rest = text.partition("[scenario]")
    return head + section + re.sub(r"(?m)^(\s*name\s*=\s*).*$", lambda m: f'{m[1]}"{name}"', rest, count=1)


def _without_comments(text: str) -> str:
    """Rows without the comments above them, which are written anew; comments between rows stay."""
    lines = lines_of(text)
    first = next((i for i, line in enumerate(lines) if line.strip() and not is_note(line)), len(lines))
    return "\n".join([*lines[first:], ""])
