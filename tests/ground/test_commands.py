"""A printed command can be copied into a shell."""

from __future__ import annotations

import shlex
from pathlib import Path

from contested.ground.commands import command
from contested.store import layout


def test_a_name_with_blanks_is_one_word_of_a_printed_command():
    said = command("scenarios", "accept", Path("pro posed"), "--scenario", "my isle")
    assert shlex.split(said) == ["contested", "scenarios", "accept", "pro posed", "--scenario", "my isle"]
    assert command("resume", "runs/teaching-1") == "contested resume runs/teaching-1"
    assert "`contested resume 'my runs/1'`" in layout.resume_hint(Path("my runs/1"))
