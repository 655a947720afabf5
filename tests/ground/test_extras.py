"""Where an optional library is missing, the line to type is one that works here."""

import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from contested.ground import extras
from contested.ground.errors import MissingExtra

ROOT = Path(__file__).resolve().parents[2]


def test_names_are_those_of_the_package():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert set(get_args(extras.Extra)) == declared.keys() - {"dev"}


def test_in_a_checkout_the_line_installs_the_checkout_with_the_python_that_runs(monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    assert extras.install("read").endswith('-m pip install -e ".[read]"')
    monkeypatch.setattr(sys, "executable", str(ROOT / ".venv" / "bin" / "python"))
    assert extras.install("read") == '.venv/bin/python -m pip install -e ".[read]"'
    monkeypatch.chdir(tmp_path)
    assert shlex.split(extras.install("read"))[0] == str(ROOT / ".venv" / "bin" / "python")
    assert shlex.split(extras.install("read"))[-1] == f"{ROOT}[read]"


def test_an_installed_package_is_added_to_by_name(tmp_path):
    """The sources alone, in a folder of packages, as a wheel puts them."""
    there = tmp_path / "lib" / "site-packages"
    there.mkdir(parents=True)
    for file in ("__init__.py", "ground/__init__.py", "ground/errors.py", "ground/extras.py", "ground/visible.py"):
        (there / "contested" / file).parent.mkdir(parents=True, exist_ok=True)
        (there / "contested" / file).write_bytes((Path(extras.__file__).parents[1] / file).read_bytes())
    (there / "contested" / "__init__.py").write_text("")
    assert _line_of(there) == 'pip install "contested[read]"'


def _line_of(folder):
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); from contested.ground.extras import install"
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"{code}; print(install('read'))"], capture_output=True, text=True, check=True,
        env={},
    )  # fmt: skip
    return done.stdout.strip()


def test_what_is_missing_is_named_with_what_needs_it():
    with pytest.raises(MissingExtra, match="charts need no-such-library, which is not installed") as raised:
        extras.extra("no_such_library.inside", "charts need", "read")
    assert raised.value.hint == extras.install("read")
    assert extras.extra("json", "this needs", "read").loads("1") == 1
