"""The text of an export as a stream of bytes in UTF-8, whatever it is packed in and however it is encoded.

Which encoding a file has that is not UTF-8 is guessed once, from all its lines that are not; a GuessedEncoding says so.
"""

from __future__ import annotations

import codecs
import io
import warnings
from pathlib import Path
from typing import BinaryIO

from contested.claims.importers import kinds
from contested.files import open_archive, open_file, read_bytes, refusing, unpack_gzip
from contested.files.encodings import ENCODINGS, likeliest
from contested.files.refusal import guarded
from contested.ground.errors import ClaimError, GuessedEncoding

#: bytes looked at to tell what a file is
BEGIN = 65_536
#: bytes looked at to tell which encoding lines have
LINES = 200_000
_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_TABLES = (".csv", ".tsv", ".txt", ".tab", ".psv")


def text_stream(path: Path) -> tuple[BinaryIO, int]:
    """A stream of lines and its length in bytes.

    Parameters
    ----------
    path : path
        Text; or a .zip with one table in it, or a .gz. UTF-8, with or without a mark; UTF-16 and UTF-32 with a mark;
        or what most of it looks like. Single lines of a file in UTF-8 may be in something else (`split.decoded`).

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
        stream = _recoded(path, stream)
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


def _recoded(path: Path, stream: BinaryIO) -> BinaryIO:
    """The stream, or a new one in UTF-8 where it is in an encoding without a mark."""
    stream.seek(0)
    reader = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := stream.read(2**20):
            reader.decode(chunk)
        reader.decode(b"", final=True)
    except UnicodeDecodeError:
        pass
    else:
        return stream
    stream.seek(0)
    marked = stream.read(3) == codecs.BOM_UTF8
    good = bad = 0
    sample = bytearray()
    stream.seek(0)
    while line := stream.readline(2**20):
        if line.isascii():
            continue
        try:
            line.decode()
            good += 1
        except UnicodeDecodeError:
            bad += 1
            if len(sample) < LINES:
                sample += line
    some = marked or good >= bad
    # single lines are read as they always were, without the whole file in memory
    encoding = "cp1252" if some else likeliest(bytes(sample))
    what = f"lines of {path} ({bad:,}) are not UTF-8 and were" if some else f"{path} is not UTF-8 and was"
    better = "if names look wrong, save the file again as UTF-8"
    warnings.warn(f"{what} read as {encoding} ({ENCODINGS[encoding]}); {better}", GuessedEncoding, stacklevel=2)
    if some:
        return stream
    stream.seek(0)
    content = b"".join(_line(line, encoding) for line in stream)
    stream.close()
    return io.BytesIO(content)


def _line(raw: bytes, encoding: str) -> bytes:
    try:
        return raw.decode(encoding).encode()
    except UnicodeDecodeError:  # a byte that the encoding leaves open is the control character it is
        return raw.decode("latin-1").encode()


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
