"""The bytes and the text of a file."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from contested.files import limits
from contested.files.refusal import MISSING, Refused, guarded

#: pipes that a shell hands over: `contested claims check <(...)`
_PIPES = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")


def read_bytes(path: str | Path, refused: Refused, limit: str = "file") -> bytes:
    """What a file holds.

    Parameters
    ----------
    path : path
    refused : function
        Makes the error: there is no such file, it is a folder or a device, it may not be read, it is above the limit.
    limit : str
        Which limit of `limits.LIMITS`.
    """
    with guarded(refused), open_file(path, refused, limit) as stream:
        # never as much as the limit at once: `read` takes the memory for what it is asked for
        content = stream.read(os.fstat(stream.fileno()).st_size + 1)
        while more := stream.read(limits.MIB):  # a pipe does not say its size, and a file may grow
            content += more
            limits.check(limit, len(content), refused)
    return content


def open_file(path: str | Path, refused: Refused, limit: str = "file") -> BinaryIO:
    """A regular file within the limit, open for reading."""
    try:
        status = os.stat(path)  # noqa: PTH116  # a path may hold a null byte, which Path takes
    except FileNotFoundError as error:
        raise refused(MISSING, "") from error
    except (OSError, ValueError) as error:
        raise refused(_reason(error), "") from error
    if stat.S_ISDIR(status.st_mode):
        raise refused("a folder", "")
    if stat.S_ISREG(status.st_mode):
        limits.check(limit, status.st_size, refused)
    elif not (stat.S_ISFIFO(status.st_mode) and str(path).startswith(_PIPES)):
        raise refused("a device or a pipe", "give a file")  # which may never end
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise refused(_reason(error), "") from error


def _reason(error: OSError | ValueError) -> str:
    why = getattr(error, "strerror", None) or str(error)
    return f"one that cannot be opened ({why})"


def read_text(path: str | Path, refused: Refused, limit: str = "text") -> str:
    """The text of a UTF-8 file, without its byte order mark; line ends as they are."""
    return decode(read_bytes(path, refused, limit), refused)


def decode(content: bytes, refused: Refused) -> str:
    """Bytes as UTF-8 without null characters."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refused(
            f"byte 0x{content[error.start]:02x} in line {line}, which is not UTF-8",
            "save the file again with encoding UTF-8",
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refused(f"a null character in line {line}", "this is no text; save it again as UTF-8, not UTF-16")
    return text


def is_folder(path: str | Path) -> bool:
    """Whether there is a folder; False where the name is one that no file can have."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False
