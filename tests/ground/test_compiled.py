"""How kernels are compiled: a cache that an edit cannot fool, threads that sleep while they wait."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import contested.ground.compiled as compiled
from contested.ground import private

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


WHERE = "import contested.ground.compiled, numba; print(numba.config.CACHE_DIR)"


@LINUX
def test_the_cache_is_named_after_the_sources_also_where_the_user_chose_it(tmp_path):
    ours = _told(WHERE, XDG_CACHE_HOME=str(tmp_path))
    assert ours == str(tmp_path / "contested" / "kernels" / compiled._source_hash())
    mine = tmp_path / "mine"
    mine.mkdir()
    within = _told(WHERE, NUMBA_CACHE_DIR=str(mine))
    assert within == str(mine / compiled._source_hash())
    assert _told(WHERE, NUMBA_CACHE_DIR=within) == within, "a process begun by one that has it"
    older = mine / ("0" * 20)
    assert _told(WHERE, NUMBA_CACHE_DIR=str(older)) == within, "a process begun by one of other sources"
    assert private.is_private(Path(ours)) and private.is_private(Path(within))


def _unusable_home(tmp_path):
    """No cache can be made there, whoever runs the test: a file stands in the way."""
    (tmp_path / "file").write_bytes(b"")
    return {"XDG_CACHE_HOME": str(tmp_path / "file"), "TMPDIR": str(tmp_path / "shared")}


@LINUX
@pytest.mark.parametrize("planted", ["nothing", "open", "link", "file", "dangling"])
def test_the_fallback_cache_is_private_and_named_after_the_sources(tmp_path, planted):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    name = private.of_this_user(f"contested-kernels-{compiled._source_hash()}")
    here, elsewhere = shared / name, tmp_path / "elsewhere"
    if planted == "open":
        here.mkdir()
        here.chmod(0o777)
        (here / "planted.nbi").write_bytes(b"evil")
    elif planted == "link":
        elsewhere.mkdir(mode=0o700)
        here.symlink_to(elsewhere)
    elif planted == "dangling":
        here.symlink_to(elsewhere)
    elif planted == "file":
        here.write_bytes(b"")
    used = Path(_told(WHERE + "; import contested.ground.private as p; from pathlib import Path;"
                      " assert p.is_private(Path(numba.config.CACHE_DIR))", **_unusable_home(tmp_path)))  # fmt: skip
    assert used.parent == shared and used.name.startswith(name)
    assert (used == here) == (planted in ("nothing", "open")), "what is not ours is left alone"
    assert not (here / "planted.nbi").exists()
    if planted in ("nothing", "open"):
        assert here.stat().st_mode & 0o077 == 0
        assert Path(_told(WHERE, **_unusable_home(tmp_path))) == here, "found again"
    else:
        assert not used.exists(), "a folder for once goes when Python ends"
        assert not elsewhere.exists() or not any(elsewhere.iterdir())


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can make another user's folder")
def test_a_folder_of_another_user_is_not_used(tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir(mode=0o700)
    os.chown(theirs, 12345, 12345)
    assert not private.make_private(theirs) and not private.make_private(theirs / "ours")
    assert theirs.stat().st_uid == 12345


@LINUX
def test_a_folder_that_anybody_may_rename_is_not_used(tmp_path):
    base = tmp_path / "base"
    base.mkdir()
    base.chmod(0o777)
    assert not private.make_private(base / "here")
    base.chmod(0o1777)
    assert private.make_private(base / "here")


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
