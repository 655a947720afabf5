"""The package's own files, as tests about the code read them."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import contested

PACKAGE = Path(contested.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """A file, parsed; once for all tests, which change nothing in it."""
    return ast.parse(path.read_text("utf-8"), str(path))


def shown(path: Path) -> str:
    """A file's name from the package on."""
    return path.relative_to(PACKAGE).as_posix()


def references() -> set[str]:
    """Keys of references.bib."""
    text = (PACKAGE / "references.bib").read_text("utf-8")
    return set(re.findall(r"^@\w+\{\s*([^,\s]+)\s*,", text, re.MULTILINE))
