"""A zip archive whose files are unpacked within limits.

The directory of an archive says how large its files are, and may lie. So the sizes it states are checked first, which
is cheap, and what is unpacked is counted while it comes out. Nothing is ever written to disk.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from contested.files import limits
from contested.files.refusal import Refused, guarded, plain

_DAMAGED = "an archive that is damaged or cut off"
_CHUNK = 2**20


class Archive:
    """The files of an archive.

    Parameters
    ----------
    file : zipfile.ZipFile
    refused : function
        Makes the errors.
    limit : str
        Which of the limits holds for all files together, unpacked.
    """

    def __init__(self, file: zipfile.ZipFile, refused: Refused, limit: str = "unpacked") -> None:
        self._file, self._refused, self._limit = file, refused, limit
        infos = file.infolist()
        limits.check("members", len(infos), refused, "in the archive")
        self._infos = {info.filename: info for info in infos if not info.is_dir()}
        if len(self._infos) < sum(not info.is_dir() for info in infos):
            raise refused("an archive that holds two files of one name", "")
        if sum(info.compress_size for info in infos) > _length(file):
            raise refused("an archive whose files overlap", "")

    def names(self) -> list[str]:
        """Names of its files, without folders."""
        return list(self._infos)

    def check_sizes(self) -> None:
        """Refuse the archive if all its files together are above the limits."""
        self._check(list(self._infos.values()))

    def read(self, name: str) -> bytes:
        """The content of one file."""
        info = self._infos.get(name)
        if info is None:
            raise self._refused(f"an archive without a file {plain(name, 80)!r}", "")
        self._check([info])
        shown = repr(plain(name, 80))
        if info.flag_bits & 1:
            raise self._refused(f"a file {shown} that is locked by a password", "unpack it first")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise self._refused(f"a file {shown} that is a link to another", "unpack it first")
        parts, size = [], 0
        with guarded(self._refused, _DAMAGED, "download or copy it again"), self._file.open(info) as stream:
            while part := stream.read(_CHUNK):
                size += len(part)
                if size > info.file_size:
                    raise ValueError("a file is larger than the archive says")
                parts.append(part)
            if size != info.file_size:
                raise ValueError("a file is shorter than the archive says")
        return b"".join(parts)

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        limits.check(self._limit, unpacked, self._refused, "unpacked")
        if unpacked > limits.RATIO_FROM:
            limits.check("ratio", unpacked / max(packed, 1), self._refused, "its packed size")


@contextmanager
def open_archive(content: bytes, refused: Refused, limit: str = "unpacked") -> Iterator[Archive]:
    """An archive of which somebody gave the content; it lasts as long as the block."""
    with guarded(refused, _DAMAGED, "download or copy it again"):
        file = zipfile.ZipFile(io.BytesIO(content))
    with file:
        yield Archive(file, refused, limit)


def _length(file: zipfile.ZipFile) -> int:
    stream = file.fp
    assert stream is not None
    return stream.seek(0, io.SEEK_END)
