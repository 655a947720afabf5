"""A scenario's files to spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from contested.scenarios.folders import builtin


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of `teaching`."""
    target = tmp_path / "mine"
    shutil.copytree(builtin("teaching"), target)
    return target


@pytest.fixture
def spoil(folder: Path) -> Callable[[str, str, str], int]:
    """A function that replaces the first `old` in a file by `new` and tells on which line that was."""

    def change(name: str, old: str, new: str) -> int:
        text = (folder / name).read_text("utf-8")
        assert old in text, f"{name} no longer holds {old!r}"
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")
        return text[: text.index(old)].count("\n") + 1

    return change
