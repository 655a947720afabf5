"""A folder that appears whole or not at all, and the note in one whose result is not finished yet.

UNFINISHED.txt   says so to whoever opens the folder, and how to go on; it goes when the last file is written
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contested.store import disk, layout

_TAKEN = (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Inside, a folder to fill; behind it, `path` is that folder.

    Raises
    ------
    FileExistsError
        If `path` holds something: another process was faster.
    DiskError
        If it cannot be written.
    """
    path = Path(os.path.realpath(path))
    here = path.is_dir() and (path.samefile(Path.cwd()) or path.is_mount())  # such a folder cannot be replaced
    with disk.writing(path):
        _clear(path)
        part = path if here else path.with_name(f".{path.name}.{disk.writer()}.part")
        part.mkdir(parents=True, exist_ok=here)
    try:
        yield part
        if not here:
            _name(part, path)
    except BaseException:
        for child in part.iterdir() if here else ():
            _remove(child)
        if not here:
            _remove(part)
        raise


def _name(part: Path, path: Path) -> None:
    with disk.writing(path):
        try:
            disk.commit(part, path)
        except OSError as error:
            if error.errno not in _TAKEN:
                raise
            taken = True
        else:
            taken = False
    if taken:
        raise FileExistsError(str(path))


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def mark(path: Path, kind: str, how: str) -> None:
    """Say in a folder that its result is not finished; `how` is how to go on."""
    text = f"This {kind} is unfinished: nothing in this folder is a result yet.\n{how}\n"
    disk.write_bytes(layout.unfinished(path), text.encode())


def clear(path: Path) -> None:
    """The result is finished, and the last file is written."""
    with disk.writing(path):
        layout.unfinished(path).unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Remove what processes that were killed left of the same folder."""
    pattern = re.compile(rf"\.{re.escape(path.name)}\.(?:[A-Za-z0-9]+-)?\d+-\d+\.part")
    for left in path.parent.glob(f".{_literal(path.name)}.*.part") if path.parent.is_dir() else ():
        if pattern.fullmatch(left.name) and disk.abandoned(left):
            shutil.rmtree(left, ignore_errors=True)


def _literal(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)

