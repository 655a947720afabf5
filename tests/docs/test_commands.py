"""Commands of the documentation that no test runs, as they take hours or need a reader's files, are understood."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from contested.cli.main import app
from tests.docs.pages import ROOT, blocks, name, pages, prose

#: blocks of other languages are run by tests/docs/test_examples.py, or hold no commands
NOT_RUN = ("sh", "text")
#: how a use is written down in the reference: `contested show PATH [OPTIONS]`
PATTERN = re.compile(r"\[OPTIONS\]")
#: commands and their groups
GROUP = get_command(app)


def commands(page: Path) -> list[str]:
    """Lines of the page's blocks that are typed and not run, and what stands between backticks in its text."""
    found = []
    for block in blocks(page):
        if block.language in NOT_RUN:
            lines = block.text.replace("\\\n", " ").splitlines()
            found += [m[1] for line in lines if (m := re.match(r"(?:\$ |[A-Z_]+=\S+ )*(contested [a-z].*)", line))]
    inline = re.findall(r"`(contested [a-z][^`|]*)`", prose(page).replace("\n", " "))
    return [c for c in [*found, *inline] if not PATTERN.search(c) and "..." not in c]


def understood(command: str) -> str:
    """What is wrong with a command, as click says it; nothing is carried out."""
    words, group = shlex.split(command, comments=True)[1:], GROUP
    while words and hasattr(group, "commands"):
        if words[0] not in group.commands:
            return f"no command {words[0]!r}"
        group = group.commands[words.pop(0)]
    try:
        # the parser alone: a sentence may name a command without its arguments, and no callback is called
        group.make_parser(group.context_class(group)).parse_args(words)
    except Exception as error:  # of click, or of the copy of it that typer brings
        if type(error).__name__ == "NoSuchOption":  # one without its value is a word of a sentence
            return str(getattr(error, "message", error))
    return ""


@pytest.mark.parametrize("page", [p for p in pages() if p.name != "CHANGELOG.md"], ids=name)  # which names former ones
def test_commands_and_their_options_exist(page):
    wrong = {c: problem for c in commands(page) if (problem := understood(c))}
    assert not wrong, f"{name(page)}: {wrong}"


def test_a_wrong_command_is_seen():
    assert understood("contested simulat teaching") == "no command 'simulat'"
    assert "--sede" in understood("contested simulate teaching --sede 1")
    assert understood("contested simulate teaching --seed 1   # as always") == ""
    assert "--nothing" in understood("contested sample draw stations.csv --nothing")
    assert len(commands(ROOT / "docs" / "reference" / "cli.md")) > 50


def test_scripts_that_are_named_exist():
    """`python -m benchmarks.shutdown --write` and `python docs/gallery.py`."""
    for page in pages():
        text = page.read_text("utf-8")
        modules = [m.replace(".", "/") for m in re.findall(r"python -m (benchmarks[\w.]*)", text)]
        absent = [m for m in modules if not any((ROOT / f).is_file() for f in (f"{m}.py", f"{m}/__main__.py"))]
        absent += [f for f in re.findall(r"python ((?:docs|tools|benchmarks)/[\w/]+\.py)", text)
                   if not (ROOT / f).is_file()]  # fmt: skip
        assert not absent, f"{name(page)}: {', '.join(absent)}"
