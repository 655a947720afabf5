"""A printed command can be copied into a shell."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import contested
from contested.ground.commands import command
from contested.store import disk, layout
from contested.studies.interrupt import Stopped, stoppable
from contested.studies.result import Unfinished

SOURCES = Path(contested.__file__).parent
#: a command, or an option that names a file, with a gap behind it that nothing quotes
BY_HAND = re.compile(r"(?:\bcontested [a-z-]+|--(?:out|from|map|model|claims|ledger|scenario|parts?)) \{")


def test_a_name_with_blanks_is_one_word_of_a_printed_command():
    said = command("scenarios", "accept", Path("pro posed"), "--scenario", "my isle")
    assert shlex.split(said) == ["contested", "scenarios", "accept", "pro posed", "--scenario", "my isle"]
    assert command("resume", "runs/teaching-1") == "contested resume runs/teaching-1"
    assert "`contested resume 'my runs/1'`" in layout.resume_hint(Path("my runs/1"))


def test_the_folder_that_a_message_says_to_go_on_with_is_one_word():
    study = Path("my studies/crowds")
    with pytest.raises(Stopped) as stopped, stoppable(study, "the sweep"):
        raise KeyboardInterrupt
    with pytest.raises(contested.ContestedError) as unfinished:
        Unfinished(study)["runs"]
    for said in (str(stopped.value), str(Stopped(study, 1, 2, "a wave")), unfinished.value.hint):
        assert "--out 'my studies/crowds'" in said


def test_a_full_disk_names_the_folder_of_a_study_as_one_word(tmp_path):
    study = tmp_path / "my study"
    study.mkdir()
    (study / "study.json").touch()
    with pytest.raises(contested.ContestedError) as full, disk.writing(study):
        raise OSError(28, "No space left on device")
    assert f"--out '{study}'" in full.value.hint


def test_no_message_puts_a_command_together_by_hand():
    found = [f"{file.relative_to(SOURCES)}: {line.strip()}" for file in sorted(SOURCES.rglob("*.py"))
             for line in file.read_text(encoding="utf-8").splitlines() if BY_HAND.search(line)]  # fmt: skip
    assert not found, "contested.ground.commands quotes"
