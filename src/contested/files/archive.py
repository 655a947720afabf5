"""A zip archive whose files are unpacked within limits.

The directory of an archive says how large its files are, and may lie. So the sizes it states are checked first, which
is cheap, and what is unpacked is counted while it comes out. Nothing is ever written to disk.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from contested.files import limits
from contested.files.refusal import AGAIN, Refused, guarded, plain

_DAMAGED = "an archive that is damaged or cut off"
#: bytes that are unpacked, and packed bytes that are given, at once
_CHUNK, _PACKED = 2**20, 2**16


class Packed(NamedTuple):
    """A file as it is packed: method (0 as it is, 8 deflated), packed content, size and checksum unpacked."""

    method: int
    content: bytes
    size: int
    checksum: int


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
        own = [info for info in infos if info.filename and not info.filename.endswith("/")]
        self._infos = {info.filename: info for info in own}
        if len(self._infos) < len(own):
            raise refused("an archive that holds two files of one name", "")
        if sum(info.compress_size for info in infos) > _length(file):
            raise refused("an archive whose files overlap", "")

    def names(self) -> list[str]:
        """Names of its files, without folders."""
        return list(self._infos)

    def check_sizes(self) -> None:
        """Refuse the archive if all its files together are above the limits."""
        self._check(list(self._infos.values()))

    def _regular(self, name: str) -> zipfile.ZipInfo:
        info = self._infos.get(name)
        if info is None:
            raise self._refused(f"an archive without a file {plain(name, 80)!r}", "")
        self._check([info])
        shown = repr(plain(name, 80))
        if info.flag_bits & 1:
            raise self._refused(f"a file {shown} that is locked by a password", "unpack it first")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise self._refused(f"a file {shown} that is a link to another", "unpack it first")
        return info

    def read(self, name: str) -> bytes:
        """The content of one file."""
        info = self._regular(name)
        parts, size = [], 0
        with guarded(self._refused, _DAMAGED, AGAIN), self._file.open(info) as stream:
            while part := stream.read(_CHUNK):
                size += len(part)
                if size > info.file_size:
                    raise ValueError("a file is larger than the archive says")
                parts.append(part)
            if size != info.file_size:
                raise ValueError("a file is shorter than the archive says")
        return b"".join(parts)

    def packed(self, name: str, see: Callable[[bytes], None]) -> Packed:
        """One file as it is packed, and its true size; `see` is given every part of it unpacked, none of them kept."""
        info = self._regular(name)
        stream = self._file.fp
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or stream is None:
            raise self._refused(f"a file {plain(name, 80)!r} packed in a way that is not usual", "pack it again")
        with guarded(self._refused, _DAMAGED, AGAIN):
            stream.seek(info.header_offset + 26)
            stream.seek(sum(struct.unpack("<2H", stream.read(4))), io.SEEK_CUR)
            content = stream.read(info.compress_size)
            size = checksum = 0
            for part in _unpacked(content) if info.compress_type else [content]:
                size, checksum = size + len(part), zlib.crc32(part, checksum)
                if size > info.file_size:
                    raise ValueError("a file is larger than the archive says")
                see(part)
            if (size, checksum) != (info.file_size, info.CRC):
                raise ValueError("a file is not the one that was packed")
        return Packed(info.compress_type, content, size, checksum)

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        limits.check(self._limit, unpacked, self._refused, "unpacked")
        if unpacked > limits.RATIO_FROM:
            limits.check("ratio", unpacked / max(packed, 1), self._refused, "its packed size")


@contextmanager
def open_archive(content: bytes, refused: Refused, limit: str = "unpacked") -> Iterator[Archive]:
    """An archive of which somebody gave the content; it lasts as long as the block."""
    with guarded(refused, _DAMAGED, AGAIN):
        file = zipfile.ZipFile(io.BytesIO(content))
    with file:
        yield Archive(file, refused, limit)


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Deflated content, part by part."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(content), _PACKED):
        rest = content[start : start + _PACKED]
        while rest and not unpacker.eof:
            yield unpacker.decompress(rest, _CHUNK)
            rest = unpacker.unconsumed_tail
    while part := unpacker.decompress(b"", _CHUNK):
        yield part
    if not unpacker.eof:
        raise ValueError("a file is cut off")


def _length(file: zipfile.ZipFile) -> int:
    stream = file.fp
    assert stream is not None
    return stream.seek(0, io.SEEK_END)
