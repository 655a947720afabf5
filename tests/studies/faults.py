"""Faults at the commit boundaries of a command: what is renamed, appended or flushed to disk, one after another.

A fault is a kill (before the step, or behind it) or a full disk. Afterwards the same command goes on.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest

import contested
from contested.engine import checkpoint
from contested.ground.errors import ContestedError
from contested.store import disk, points, write

#: every step that puts something on disk
STEPS = ((disk, "commit"), (points.Points, "append"), (write.Recorder, "flush"), (checkpoint, "save"))
#: what a clock says, not what was simulated
CLOCKS = ("seconds", "created", "code", "provenance")  # the last is a hash over the others


class Killed(BaseException):
    """The process ends here."""


class Fault:
    """Counts steps; the one with number `at` meets the fault."""

    def __init__(self, kind: str = "", at: int = -1) -> None:
        self.kind, self.at, self.steps, self.met = kind, at, 0, False

    def around(self, real: Callable) -> Callable:
        def step(*args, **options):
            mine, self.steps = self.steps, self.steps + 1
            if mine == self.at and self.kind == "full":
                self.met = True
                with disk.writing(Path("here")):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if mine == self.at and self.kind == "before":
                self.met = True
                raise Killed
            done = real(*args, **options)
            if mine == self.at and self.kind == "after":
                self.met = True
                raise Killed
            return done

        return step


@contextmanager
def fault(kind: str = "", at: int = -1):
    """Inside, the step with number `at` meets a fault: "before", "after" (kills) or "full" (disk)."""
    one = Fault(kind, at)
    with pytest.MonkeyPatch.context() as patched:
        for owner, name in STEPS:
            patched.setattr(owner, name, one.around(getattr(owner, name)))
        yield one


def tree(folder: Path) -> dict[str, str]:
    """SHA-256 of every file by its name, without what a clock says, and without the times that a page or lock tells."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(_content(file, folder)).hexdigest()
        for file in sorted(folder.rglob("*")) if file.is_file() and file.name != ".lock" and file.suffix != ".nc"
        and ".jsonl.lock" not in file.name
    }  # fmt: skip


def _content(file: Path, folder: Path) -> bytes:
    if file.name == "hashes.json":  # of files with times in them
        return json.dumps(sorted(json.loads(file.read_text()))).encode()
    if file.suffix == ".json":
        return json.dumps(_timeless(json.loads(file.read_text()))).replace(str(folder), "").encode()
    if file.suffix == ".parquet":
        frame = pl.read_parquet(file)
        return repr(frame.drop("seconds", strict=False).to_dict(as_series=False)).encode()
    if file.suffix == ".jsonl" and file.parent.name == "points":
        rows = [json.loads(line.split(" ", 1)[1]) for line in file.read_text().splitlines()]
        return json.dumps(sorted(json.dumps(_timeless(row)) for row in rows)).encode()
    return file.read_bytes()


def _timeless(value):
    if isinstance(value, dict):
        return {k: _timeless(v) for k, v in value.items() if k not in CLOCKS}
    return [_timeless(v) for v in value] if isinstance(value, list) else value


def goes_on(command: Callable[[Path], object], folder: Path, unfinished: Callable[[Path], bool], only=None) -> int:
    """Try every fault at every step of a command, and then the same command again.

    Parameters
    ----------
    command : (folder) -> anything
        The command, with this folder.
    folder : Path
        For all tries.
    unfinished : (folder) -> bool
        Whether the folder says so; asked after each fault that left the last file unwritten.
    only : callable, optional
        Of the number of steps: which of them to try.

    Returns
    -------
    int
        How many faults there were.
    """
    with fault() as counted:
        command(folder / "straight")
    wanted, tries = tree(folder / "straight"), 0
    for at in only(counted.steps) if only else range(counted.steps):
        # behind a step is before the next, but for the last
        for kind in ("before", *(["after"] if at == counted.steps - 1 else []), *(["full"] if at % 3 == 0 else [])):
            here = folder / f"{kind}-{at}"
            with fault(kind, at) as one, pytest.raises((Killed, ContestedError)):
                command(here)
            assert one.met, f"step {at} was not reached"
            last = kind == "after" and at == counted.steps - 1
            if here.exists() and not last:
                assert unfinished(here), f"{kind} step {at}: looks finished"
            command(here)
            got = tree(here)
            odd = sorted(name for name in {*wanted, *got} if wanted.get(name) != got.get(name))
            assert not odd, f"{kind} step {at}: {odd}"
            contested.open(here).integrity.check()
            tries += 1
    return tries
