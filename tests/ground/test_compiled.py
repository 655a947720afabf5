"""How kernels are compiled: a cache that an edit cannot fool, threads that sleep while they wait."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import contested.ground.compiled as compiled

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="where caches lie is told by XDG_CACHE_HOME on Linux")


def _told(code: str, **environment: str) -> str:
    keep = {k: v for k, v in os.environ.items() if k not in ("OMP_WAIT_POLICY", "NUMBA_CACHE_DIR")}
    path = os.pathsep.join(sys.path)
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**keep, "PYTHONPATH": path, **environment},
    ).stdout.strip()


def test_threads_wait_asleep_unless_the_user_says_otherwise():
    """Spinning, they starve each other on shared cores: a small country took seventy times as long."""
    code = "import os, contested.ground.compiled; print(os.environ['OMP_WAIT_POLICY'])"
    assert _told(code) == "passive"
    assert _told(code, OMP_WAIT_POLICY="active") == "active"


@LINUX
def test_the_cache_is_named_after_the_sources_and_a_user_s_own_is_kept(tmp_path):
    code = "import contested.ground.compiled, numba; print(numba.config.CACHE_DIR)"
    ours = _told(code, XDG_CACHE_HOME=str(tmp_path))
    assert ours == str(tmp_path / "contested" / "kernels" / compiled._source_hash())
    mine = tmp_path / "mine"
    mine.mkdir()
    assert _told(code, NUMBA_CACHE_DIR=str(mine)) == str(mine)


def test_an_edit_anywhere_is_another_cache(tmp_path, monkeypatch):
    package = tmp_path / "contested"
    (package / "ground").mkdir(parents=True)
    (package / "rules").mkdir()
    (package / "ground" / "compiled.py").write_text("# here\n", "utf-8")
    rule = package / "rules" / "a.py"
    rule.write_text("x = 1\n", "utf-8")
    monkeypatch.setattr(compiled, "__file__", str(package / "ground" / "compiled.py"))
    before = compiled._source_hash()
    assert compiled._source_hash() == before
    rule.write_text("x = 2\n", "utf-8")
    edited = compiled._source_hash()
    rule.rename(package / "rules" / "b.py")
    assert len({before, edited, compiled._source_hash()}) == 3


@LINUX
def test_only_the_latest_caches_are_kept(tmp_path):
    base = tmp_path / "contested" / "kernels"
    for k in range(9):
        folder = base / f"old{k}"
        folder.mkdir(parents=True)
        os.utime(folder, (k, k))
    _told("import contested.ground.compiled", XDG_CACHE_HOME=str(tmp_path))
    left = {p.name for p in base.iterdir()}
    assert left == {compiled._source_hash(), *(f"old{k}" for k in range(9 - compiled.MOST_CACHES + 1, 9))}
