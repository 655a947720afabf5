"""Writing so that a crash leaves the old file or the new one, and a full disk is one clear error."""

from __future__ import annotations

import errno
import io
import json
import os
import platform
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ground.commands import command, same_command
from contested.ground.errors import DiskError
from contested.store import layout

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

#: this machine in names of files: several may write into one folder, and each knows only its own processes
HOST = re.sub(r"[^A-Za-z0-9]", "", platform.node())[:24] or "here"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("No space left", "File too large", "quota exceeded")


@contextmanager
def writing(run: Path) -> Iterator[None]:
    """Turn what the operating system says while writing into a DiskError.

    Raises
    ------
    DiskError
        On any OSError inside, or a library's own error that wraps one.
    """
    try:
        yield
    except OSError as error:
        raise _disk_error(run, error) from error
    except DiskError:  # what is written inside knows better what it is
        raise
    except Exception as error:  # polars and zarr sometimes wrap the system's error in their own
        if not any(words in str(error) for words in _FULL_WORDS):
            raise
        raise _disk_error(run, OSError(errno.ENOSPC, str(error))) from error


def _disk_error(run: Path, error: OSError) -> DiskError:
    said = error.strerror or str(error)
    if error.errno in _FULL:
        if layout.provenance(run).is_file():
            hint = f"what was finished stays; free space, then `{command('resume', run)}`"
        elif (run / "study.json").is_file():
            hint = f"what was finished stays; free space, and {same_command(run)} goes on"
        else:
            hint = "nothing was begun; free space and try again"
        return DiskError(f"{run}: the results do not fit on the disk ({said}).", hint)
    return DiskError(
        f"{run}: the results cannot be written ({said}: {error.filename or 'unknown file'}).",
        "choose a folder you may write to with --out",
    )


def beside(path: Path) -> Path:
    """Where a file is written before it has its name: no other thread or process writes there."""
    return path.with_name(f"{path.name}.{writer()}.part")


def writer() -> str:
    """Who writes, in the name of a file or folder that is not finished: machine, process and thread."""
    return f"{HOST}-{os.getpid()}-{threading.get_native_id()}"


def commit(part: Path, path: Path) -> None:
    """Give a written file its name, once its content is on the disk: the one step that a crash cannot halve."""
    if os.name != "nt" or part.is_file():  # Windows opens no folder, and brings to disk only what is open for writing
        file = os.open(part, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
    part.replace(path)


def write_with(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` write beside the final name, then move there whole; a link of either name is replaced, not followed.
    """
    if path.exists() and not path.is_file() and not path.is_dir():  # a pipe or a terminal has nothing beside it
        write(path)
        return
    part = beside(path)
    try:
        part.unlink(missing_ok=True)
        with part.open("xb"):
            pass
        write(part)
        commit(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_bytes(path: Path, content: bytes) -> None:
    """As `write_with`, for bytes."""
    write_parts(path, (content,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """As `write_bytes`, for content that comes in parts."""

    def write(part: Path) -> None:
        with part.open("wb") as file:
            file.writelines(parts)

    write_with(path, write)


def clear_parts(folder: Path) -> None:
    """Remove what processes that were killed had not finished writing, in a folder and those in it."""
    for part in (*folder.glob("*.part"), *folder.glob("*/*.part")):
        if part.is_file() and abandoned(part):
            part.unlink(missing_ok=True)


def abandoned(part: Path) -> bool:
    """Whether nobody writes any more what has a name of `writer`; of another machine's that is not known, so False."""
    by = re.search(r"\.(?:([A-Za-z0-9]+)-)?(\d+)-\d+\.part$", part.name)
    return by is None or (by[1] in (None, HOST) and not alive(int(by[2])))


def alive(process: int) -> bool:
    """Whether a process of this machine is there."""
    if os.name == "nt":  # where 0 is Ctrl-C, and would be sent
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):  # the second is of a number that no process has
        return False
    except OSError:  # somebody else's
        return True
    return True


def write_json(path: Path, content: Any) -> None:
    """As `write_bytes`, for plain values."""
    write_bytes(path, as_json(content))


def as_json(content: Any) -> bytes:
    """Plain values as the content of a JSON file; what is half a character stands as its code."""
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode(errors="backslashreplace")


def write_frame(path: Path, frame: pl.DataFrame) -> None:
    """As `write_bytes`, for a table as Parquet."""
    write_bytes(path, as_parquet(frame))


def as_parquet(frame: pl.DataFrame) -> bytes:
    """A table as the content of a Parquet file."""
    packed = io.BytesIO()
    frame.write_parquet(packed, compression="zstd")
    return packed.getvalue()


def write_arrays(path: Path, **arrays: np.ndarray) -> None:
    """As `write_bytes`, for arrays as .npz."""
    from numpy import savez_compressed

    packed = io.BytesIO()
    savez_compressed(packed, **arrays)  # type: ignore[arg-type]  # its stubs take `allow_pickle` for one of them
    write_bytes(path, packed.getvalue())
