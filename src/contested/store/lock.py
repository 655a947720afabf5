"""One process simulates into a folder at a time; the system drops the lock of a process that dies."""

from __future__ import annotations

import errno
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from contested.ground.errors import NoLocks, RunError
from contested.store import disk, layout

#: seconds; enough for a file that its last holder removed while we opened it
PATIENCE = 0.2
_PARTS = "; parts of a study (--part) have a folder each and may run together"
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS)


@contextmanager
def exclusive(folder: Path, wait: float = PATIENCE) -> Iterator[None]:
    """Inside, no other process can lock the same folder.

    Parameters
    ----------
    folder : Path
    wait : float, s
        How long another may still have it.

    Raises
    ------
    RunError
        If another has locked it.
    DiskError
        If the folder cannot be written to.

    Warns
    -----
    NoLocks
        The file system has none: nothing is locked.
    """
    with _locked(folder, layout.lock(folder), wait, "simulated", _PARTS):
        with disk.writing(folder):
            disk.clear_parts(folder)
        yield


@contextmanager
def exclusive_file(path: Path, wait: float = 10.0) -> Iterator[None]:
    """As `exclusive`, for a file that is read and then replaced; its folder must be there."""
    path = Path(os.path.realpath(path))  # by whatever name, it is one file
    with _locked(path, path.with_name(f".{path.name}.lock"), wait, "written"):
        yield


@contextmanager
def _locked(path: Path, file: Path, wait: float, doing: str, more: str = "") -> Iterator[None]:
    lock = FileLock(file, timeout=wait)
    try:
        with disk.writing(path):
            _acquire(path, lock, file, doing, more)
        yield
    finally:
        if lock.is_locked:
            with suppress(PermissionError):  # Windows does not remove an open file
                file.unlink(missing_ok=True)  # first, so that nobody can lock what is about to go
            lock.release()


def free(folder: Path) -> bool:
    """Whether no process has locked a folder."""
    lock = FileLock(layout.lock(folder), timeout=0)
    try:
        lock.acquire()
    except (OSError, Timeout):
        return not layout.lock(folder).is_file()
    with suppress(PermissionError):
        layout.lock(folder).unlink(missing_ok=True)
    lock.release()
    return True


def _acquire(path: Path, lock: BaseFileLock, file: Path, doing: str, more: str) -> None:
    try:
        lock.acquire()
    except Timeout:
        raise RunError(f"{path}: is being {doing} by process {_holder(file)}.", "wait for it, or stop it") from None
    except (OSError, NotImplementedError) as error:  # the second is what older versions of filelock raise
        if isinstance(error, NotImplementedError) or error.errno in _NO_LOCKS:
            warnings.warn(
                f"{path}: this file system has no locks, so nothing stops a second process from writing here. "
                f"Start one at a time{more}.",
                NoLocks, stacklevel=6,
            )  # fmt: skip
            return
        raise
    with suppress(PermissionError):  # Windows locks the content too
        file.write_text(f"{os.getpid()} on {disk.HOST}", encoding="ascii")


def _holder(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip() or "unknown"
    except (OSError, ValueError):
        return "unknown"
