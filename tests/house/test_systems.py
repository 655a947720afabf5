"""Modules and calls that only some systems have are asked for, not taken for granted."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.docs.pages import ROOT

#: as on Windows, as far as this system can pretend to be it
SCRIPT = """
import json, os, signal, sys
import asyncio, filelock, numba, platformdirs, polars  # choose by sys.platform, which cannot be pretended
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty"):
    sys.modules[name] = None
for name in ("sysconf", "geteuid", "getuid", "fork", "sched_getaffinity", "uname"):
    if hasattr(os, name):
        delattr(os, name)
del signal.SIGHUP
sys.path[:] = json.loads(sys.argv[1])
import contested
from contested.cli.main import app
from contested.cli.memory import check_limit
from contested.store import lock
from contested.studies import interrupt, memory
from contested.ground.private import of_this_user
check_limit()
assert of_this_user("x") == "x"
assert {s.name for s in interrupt.ENDING} == {"SIGINT", "SIGTERM"}
assert memory._machine() is None or memory._machine() > 0
for name in contested.__all__:
    getattr(contested, name)
"""


def test_everything_public_can_be_imported_where_there_is_no_posix():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps([str(ROOT / "src"), *sys.path])], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
