"""What every table needs: a Markdown table, and links that know which page they stand on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from tables import bibliography

DOCS = Path(__file__).resolve().parents[1]
#: sources that are no publication
NO_ENTRY = ("assumed", "script")


class Link:
    """Links from one page to others."""

    def __init__(self, page: Path) -> None:
        self.page = page

    def to(self, words: str, target: str) -> str:
        """A link to a file of the docs folder, given from there; an anchor may follow."""
        path, _, anchor = target.partition("#")
        relative = os.path.relpath(DOCS / path, self.page.parent)
        return f"[{words}]({relative}{'#' + anchor if anchor else ''})"

    def source(self, key: str) -> str:
        """A link to an entry of the list of sources."""
        if key in NO_ENTRY:
            return key
        return self.to(bibliography.entries()[key].short(), f"reference/sources.md#{key}")

    def subsystem(self, name: str) -> str:
        """A link to a subsystem's page."""
        return name if name == "script" else self.to(name, f"subsystems/{name}.md")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[str] = ()) -> str:
    """A Markdown table."""
    rule = ["---:" if h in right else "---" for h in heads]
    lines = [heads, rule, *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in lines)
