"""The server as a user starts it: an address, the guide's examples, a port in use, Ctrl-C."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from contested.store.lock import exclusive
from tests.cli.terminal import told_once, typed
from tests.docs.pages import blocks

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "serve.md"


def test_the_guides_examples_run(address):
    """curl, Python and R ask the server that the guide began."""
    ran = []
    for block in blocks(GUIDE):
        text = block.text.replace("http://127.0.0.1:8765/", address)
        line = {"bash": ["bash", "-e"], "python": [sys.executable, "-"], "r": ["Rscript", "--vanilla", "-"]}
        command = line.get(block.language)
        if command is None or shutil.which("curl" if block.language == "bash" else command[0]) is None:
            continue
        if "jsonlite" in text and not _jsonlite():
            continue
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=200, check=False)
        assert done.returncode == 0, f"{block.language}: {done.stderr}"
        ran.append((block.language, done.stdout))
    answers = dict(reversed(ran))  # the first of each language
    assert ran[-1][1].strip()
    assert re.fullmatch(r"[1-9]\d* [0-9a-f]{16}\n", answers["python"])
    assert json.loads(answers.get("bash", '{"scenario": "teaching"}'))["scenario"] == "teaching"


def _jsonlite() -> bool:
    tried = subprocess.run(["Rscript", "-e", "jsonlite::fromJSON('1')"], capture_output=True, check=False)
    return tried.returncode == 0


def test_a_port_in_use_is_one_error():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        part = f"--port: expected a free one; {port} is in use."
        told_once(typed("serve", "--port", port), "InputError", part, "0 for any")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--port", "70000"), "--port: expected 0 to 65535; got 70000."),
        (("--host", "256.1.1.1", "--port", "0"), "--host: expected an address of this machine; got '256.1.1.1'"),
        (("--workers", "0"), "--workers: expected at least 1; got 0."),
    ],
)
def test_what_cannot_be_listened_at_is_refused(words, part):
    told_once(typed("serve", *words), "InputError", part)


def test_a_folder_of_jobs_that_cannot_be_had_is_one_error(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    told_once(typed("serve", "--port", "0", "--jobs", file), "DiskError", "cannot be written", "--read-only", code=1)
    with exclusive(tmp_path):
        part = f"--jobs: expected a folder of no other server; {tmp_path} is one's."
        told_once(typed("serve", "--port", "0", "--jobs", tmp_path), "InputError", part, "name another folder")
