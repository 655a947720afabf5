"""Text of others never moves the cursor, rings the bell or turns the direction of writing, in no command."""

from __future__ import annotations

import ast
import io
import json
import shutil
import sys
from pathlib import Path

import pytest

import contested.cli
from contested.claims import write
from contested.cli import command, tables
from contested.store import layout
from contested.store.integrity import hash_record
from tests.claims.test_claim import claim
from tests.cli.terminal import typed

EVIL = "\x1b[2J\x1b]0;evil\x07\x9b31m\u202etxt\u2066\r\x00"
#: a record with a null character is refused whole
TITLE = EVIL.replace("\x00", "")
OBEYED = set(EVIL) - set("[2J]0;evil31mtxt")


def _harmless(said):
    both = said.stdout + said.stderr
    assert not OBEYED & set(both), both
    return both


@pytest.fixture
def received(stored, tmp_path):
    folder = tmp_path / "received"
    shutil.copytree(stored, folder)
    file = layout.provenance(folder)
    record = json.loads(file.read_text("utf-8"))
    record["scenario"]["title"] = record["scenario"]["name"] = f"Title {TITLE}"
    record["settings"] = {f"a.b{TITLE}": 1.0}
    record["versions"]["contested"] = TITLE
    file.write_text(json.dumps(record), "utf-8")
    for note in (layout.member(folder, r) for r in range(2)):  # whoever sends a folder can write its hashes too
        content = json.loads(note.read_text("utf-8"))
        note.write_text(json.dumps({**content, "provenance": hash_record(folder)}), "utf-8")
    return folder


def test_a_run_s_title_name_and_settings(received):
    assert "Title \\x1b[2J" in _harmless(typed("show", received))
    _harmless(typed("show", received, "--facts"))


def test_errors_that_quote_a_record(received):
    layout.member(received, 1).unlink()
    for words in (("replay", received), ("resume", received, "--no-report")):
        said = typed(*words)
        assert said.exit_code == 2, said.stdout
        assert "\\x1b" in _harmless(said)


def test_a_scenario_s_title_places_and_claims(tmp_path):
    folder = tmp_path / "mine"
    assert typed("scenarios", "new", folder).exit_code == 0
    file = folder / "scenario.toml"
    text = file.read_text("utf-8")
    begin = text.index("title = ")
    line = text[begin : text.index("\n", begin)]
    file.write_text(text.replace(line, r'title = "T\u001b[2J\u202e\u009b"'), "utf-8")
    places = folder / "places.csv"
    rows = places.read_text("utf-8").splitlines()
    odd = rows[-1].replace(rows[-1].split(",")[0], "Place\x1b[2J\u202e", 1)
    places.write_text("\n".join([*rows, odd, ""]), "utf-8")
    for words in (("scenarios", "check", folder), ("plan", folder), ("parameters", folder)):
        _harmless(typed(*words))


def test_claims_of_evil_names(tmp_path):
    from dataclasses import replace

    table = tmp_path / "claims.csv"
    who = EVIL.replace("\x00", "").replace("\r", "")
    evil = [replace(claim(low=v, value=v, high=v), claimant=who, place="\x1b[2JMinsk") for v in (10, 900)]
    table.write_bytes(write.as_bytes(evil, ".csv"))
    assert "\\x1b[2J" in _harmless(typed("claims", "check", table))
    table.write_bytes(table.read_bytes().replace(b"2020", b"\x1b[2J20"))
    assert "\\x1b" in _harmless(typed("claims", "check", table))


def test_names_that_are_typed(tmp_path):
    some = ("show", tmp_path / "\x1b[2J"), ("simulate", "\x1b[2J\u202e"), ("simulate", "teaching", "--scale", "\x1b[2J")
    for words in some:
        _harmless(typed(*words))


def test_whatever_is_printed(monkeypatch):
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    tables.table((EVIL, "n"), [(EVIL, 1), (f"a{EVIL}", None)], title=EVIL)
    tables.pairs([(EVIL, EVIL)])
    tables.console().print(EVIL)
    command.say(EVIL)
    command.line(EVIL)
    assert not OBEYED & set(out.getvalue() + err.getvalue())
    assert out.getvalue().count("\\u202etxt") == 8 and "\\x9b" in err.getvalue()


def test_commands_print_only_through_what_makes_text_harmless():
    for file in Path(contested.cli.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            assert name != "print" or file.name == "command.py", f"{file.name}:{node.lineno}: print"
