"""Folders that only this user can read or write, so that nobody else can put something there.

Compiled kernels are unpickled and populations are mapped into memory. In a shared place for temporary files anybody may
have made a folder of the expected name, or a link of that name, before us.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
from pathlib import Path


def is_private(folder: Path) -> bool:
    """Whether it is a folder, no link, of this user, and closed to all others."""
    try:
        found = os.lstat(folder)
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    # systems without user numbers (Windows) keep temporary files in the user's own folder
    return not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o077)


def make_private(folder: Path) -> bool:
    """Make a folder closed to all others, with those above it; one that is there is used only if it is private.

    Returns
    -------
    bool
        Whether `folder` is private now. One of this user that was open to others is emptied first, since nobody knows
        who wrote into it; a link or a folder of another user is left alone.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    if _stranger_may_replace(folder.parent):
        return False
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if is_private(folder):
            return True
        if not _is_own_folder(folder):
            return False
        shutil.rmtree(folder)
        folder.mkdir(mode=0o700)
    return is_private(folder)


def private_folder(parent: Path, name: str) -> Path:
    """PARENT/NAME if it is or can be made private, else a new folder for temporary files that goes when Python ends."""
    folder = parent / name
    try:
        if make_private(folder):
            return folder
    except OSError:
        pass
    return scratch(name)


def scratch(name: str) -> Path:
    """A new private folder for temporary files, which goes when Python ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-"))  # mode 0700
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, if it is there; of a link only the link."""
    if folder.is_symlink():
        folder.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def of_this_user(name: str) -> str:
    """A name with the user's number, for places that several users share."""
    return f"{name}-{os.geteuid()}" if hasattr(os, "geteuid") else name


def _is_own_folder(folder: Path) -> bool:
    found = os.lstat(folder)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()


def _stranger_may_replace(parent: Path) -> bool:
    """Whether others can rename what lies in a folder: it is theirs, or open to everybody and not sticky as /tmp is."""
    if not hasattr(os, "geteuid"):
        return False
    found = parent.stat()
    if found.st_uid not in (os.geteuid(), 0):
        return True
    return bool(found.st_mode & 0o002) and not found.st_mode & stat.S_ISVTX
