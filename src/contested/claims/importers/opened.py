"""The text of an export as a stream of bytes in UTF-8, whatever it is packed in and however it is encoded."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import BinaryIO

from contested.claims.importers import kinds
from contested.files import open_archive, open_file, read_bytes, refusing, unpack_gzip
from contested.files.refusal import guarded
from contested.ground.errors import ClaimError

#: bytes looked at to tell what a file is
BEGIN = 65_536
_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_TABLES = (".csv", ".tsv", ".txt", ".tab", ".psv")


def text_stream(path: Path) -> tuple[BinaryIO, int]:
    """A stream of lines and its length in bytes.

    Parameters
    ----------
    path : path
        Text; or a .zip with one table in it, or a .gz. UTF-8, with or without a mark; UTF-16 and UTF-32 with a mark.

    Raises
    ------
    ClaimError
        If there is no such file, it cannot be unpacked, or it is no text.
    """
    refused = refusing(ClaimError, f"{path}: expected a file of this name")
    stream = open_file(path, refused)
    if not stream.seekable():  # a pipe
        stream.close()
        stream = io.BytesIO(read_bytes(path, refused))
    try:
        begin = stream.read(BEGIN)
        packed = begin.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b"))
        if packed:
            stream.close()
            content = _unpacked(path)
            stream, begin = io.BytesIO(content), content[:BEGIN]
        stream, begin = _utf8(path, stream, begin)
        if (kind := kinds.of_bytes(begin)) is not None:
            raise ClaimError(f"{path}: expected text with columns; got what looks like {kind.name}.", kind.hint)
        if begin.startswith(b"PK"):
            raise ClaimError(f"{path}: expected text; got a damaged archive.", "download or copy it again")
        if b"\0" in begin[:4096]:
            raise ClaimError(f"{path}: expected text in UTF-8; got something else.", "save the file again as UTF-8")
        stream.seek(0, io.SEEK_END)
        length = stream.tell()
        stream.seek(len(codecs.BOM_UTF8) if begin.startswith(codecs.BOM_UTF8) else 0)
    except BaseException:
        stream.close()
        raise
    return stream, length


def _utf8(path: Path, stream: BinaryIO, begin: bytes) -> tuple[BinaryIO, bytes]:
    """The stream, written anew where it is encoded in another way or its lines end in another way."""
    encoding = next((name for mark, name in _WIDE if begin.startswith(mark)), "")
    if encoding:
        stream.seek(0)
        refused = refusing(ClaimError, f"{path}: expected text in {encoding.upper()}, as its mark says",
                           "save the file again as UTF-8")  # fmt: skip
        with guarded(refused, "text that is cut off or damaged"):
            content = stream.read().decode(encoding).encode()
    elif b"\r" in begin and b"\n" not in begin:  # lines of an old Macintosh
        stream.seek(0)
        content = stream.read().replace(b"\r", b"\n")
    else:
        return stream, begin
    stream.close()
    return io.BytesIO(content), content[:BEGIN]


def _unpacked(path: Path) -> bytes:
    refused = refusing(ClaimError, f"{path}: expected a packed table")
    content = read_bytes(path, refused)
    if content.startswith(b"\x1f\x8b"):
        return unpack_gzip(content, refused)
    with open_archive(content, refused) as archive:
        names = [n for n in archive.names() if not n.startswith("__MACOSX/") and not Path(n).name.startswith(".")]
        if "[Content_Types].xml" in names:
            raise ClaimError(f"{path}: expected text; got a workbook or document.", "a workbook must be called .xlsx")
        tables = [name for name in names if name.casefold().endswith(_TABLES)] or names
        if len(tables) != 1:
            shown = ", ".join(repr(name) for name in tables[:5]) or "none"
            raise ClaimError(f"{path}: expected an archive with one table; got {len(tables)} ({shown}).",
                             "unpack it, and give one file")  # fmt: skip
        if tables[0].casefold().endswith((".xlsx", ".xlsm", ".parquet")):
            raise ClaimError(f"{path}: expected text in the archive; got {tables[0]!r}.", "unpack it first")
        return archive.read(tables[0])
