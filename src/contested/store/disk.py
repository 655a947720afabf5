"""Writing so that a crash leaves the old file or the new one, and a full disk is one clear error."""

from __future__ import annotations

import errno
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ground.errors import DiskError
from contested.store import layout

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

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
    except Exception as error:  # polars and zarr sometimes wrap the system's error in their own
        if not any(words in str(error) for words in _FULL_WORDS):
            raise
        raise _disk_error(run, OSError(errno.ENOSPC, str(error))) from error


def _disk_error(run: Path, error: OSError) -> DiskError:
    said = error.strerror or str(error)
    if error.errno in _FULL:
        begun = layout.provenance(run).is_file()
        return DiskError(
            f"{run}: the results do not fit on the disk ({said}).",
            f"what was finished stays; free space, then `contested resume {run}`"
            if begun
            else "nothing was begun; free space and try again",
        )
    return DiskError(
        f"{run}: the results cannot be written ({said}: {error.filename or 'unknown file'}).",
        "choose a folder you may write to with --out",
    )


def write_bytes(path: Path, content: bytes) -> None:
    """Write beside the final name, then move there whole; a link of either name is replaced, never followed."""
    write_parts(path, (content,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """As `write_bytes`, for content that comes in parts."""
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with part.open("xb") as file:
            file.writelines(parts)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_json(path: Path, content: Any) -> None:
    """As `write_bytes`, for plain values."""
    write_bytes(path, as_json(content))


def as_json(content: Any) -> bytes:
    """Plain values as the content of a JSON file; what is half a character stands as its code."""
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode(errors="backslashreplace")


def write_frame(path: Path, frame: pl.DataFrame) -> None:
    """As `write_bytes`, for a table as Parquet."""
    packed = io.BytesIO()
    frame.write_parquet(packed, compression="zstd")
    write_bytes(path, packed.getvalue())


def write_arrays(path: Path, **arrays: np.ndarray) -> None:
    """As `write_bytes`, for arrays as .npz."""
    from numpy import savez_compressed

    packed = io.BytesIO()
    savez_compressed(packed, **arrays)  # type: ignore[arg-type]  # its stubs take `allow_pickle` for one of them
    write_bytes(path, packed.getvalue())
