"""One process plays a run at a time; the system drops the lock of a process that dies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from contested.ground.errors import RunError
from contested.store import disk, layout

try:
    import fcntl
except ImportError:  # Windows; there nobody is kept out
    fcntl = None  # type: ignore[assignment]


@contextmanager
def held(run: Path) -> Iterator[None]:
    """Inside, no other process can hold the same run.

    Raises
    ------
    RunError
        If one does already.
    DiskError
        If the folder cannot be written to.
    """
    if fcntl is None:
        yield
        return
    with disk.writing(run):
        file = _taken(run)
    try:
        yield
    finally:
        layout.lock(run).unlink(missing_ok=True)
        file.close()


def _taken(run: Path) -> IO[str]:
    path = layout.lock(run)
    while True:
        file = path.open("a+", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise RunError(f"{run}: is being played by process {holder}.", "wait for it, or stop it") from None
        except OSError:  # a file system without locks
            return file
        if _same(file, path):  # else its last holder removed it between our opening and locking it
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            return file
        file.close()


def _same(file: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
