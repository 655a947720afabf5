"""`contested` as a person runs it: in a process of its own, or, for quick refusals, in this one."""

import os
import re
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from contested.cli.main import app


def typed(*words):
    """Run a command in this process; .exit_code, .stdout and .stderr of what it said."""
    return CliRunner().invoke(app, [str(w) for w in words], catch_exceptions=False)


def process(*words, cwd: Path, **options):
    """Run a command in a process of its own to its end."""
    return subprocess.run(_line(words), cwd=cwd, capture_output=True, text=True, timeout=300, **options)


def started(*words, cwd: Path, **options):
    """Begin a command in a process of its own."""
    return subprocess.Popen(_line(words), cwd=cwd, stderr=subprocess.PIPE, text=True, **options)


def _line(words):
    return [sys.executable, "-m", "contested", *map(str, words)]


def environment(**changes):
    """This process's environment with some changes."""
    return {**os.environ, **changes}


def told_once(said, kind, *parts, code=2):
    """Assert that stderr is one error of `kind` with a hint and no traceback, that holds all `parts`."""
    flat = re.sub(r"\s+", " ", said.stderr)
    got = getattr(said, "exit_code", None)
    assert (said.returncode if got is None else got) == code, said.stderr
    assert said.stderr.startswith(f"{kind}: "), said.stderr
    assert said.stderr.count("Error: ") + said.stderr.count("NotEnoughMemory: ") == 1, said.stderr
    assert "\n\nhint: " in said.stderr, said.stderr
    assert "Traceback" not in said.stderr
    for part in parts:
        assert part in flat, f"{part!r} not in: {said.stderr}"
