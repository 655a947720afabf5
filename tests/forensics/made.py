"""Made-up returns with known answers, written by the generator that lies beside the shared test data, or skipped."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from contested.forensics.table.read import read
from contested.forensics.table.returns import ReturnsTable
from tests.forensics.files import shared

MAP = """title = "made up"
[station]
id = ["station"]
[units]
region = "region"
town = "town"
[counts]
registered = "voters"
cast = "cast"
[contestants]
leader = "A"
columns = ["A", "B"]
"""


@cache
def folder(seed: int = 11) -> Path:
    """All files of the generator with this seed."""
    cases = shared("belarus_2020_voice.csv").parents[2] / "cases" / "returns"
    if not (cases / "make.py").is_file():
        pytest.skip("the made-up returns are not beside this clone")
    out = Path(tempfile.mkdtemp(prefix="contested-made-"))
    subprocess.run([sys.executable, str(cases / "make.py"), str(out), str(seed)], check=True)
    for file in cases.glob("*.csv"):
        (out / file.name).write_bytes(file.read_bytes())
    return out


def returns(name: str, more: str = "", *, column_map: str = MAP, seed: int = 11) -> ReturnsTable:
    """One of the files, read through a map with `more` lines at its end."""
    mapped = folder(seed) / f"{name}.toml"
    mapped.write_text(column_map + more)
    return read(folder(seed) / f"{name}.csv", mapped)
