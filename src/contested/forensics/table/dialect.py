"""The dialect of a CSV: its encoding, its delimiter, and where its quotation marks go wrong."""

from __future__ import annotations

import codecs

import numpy as np
import polars as pl

from contested.ground.errors import ReturnsError

#: delimiters that are looked for, the likeliest first
DELIMITERS = ",;\t|"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


def decoded(content: bytes, encoding: str | None, source: str) -> tuple[bytes, str | None]:
    """Content as UTF-8 with lines that end in a line feed, and the encoding if it was guessed.

    What begins with a byte order mark is what the mark says. What is valid UTF-8 is UTF-8: other encodings hardly ever
    are by accident. What else there is, is taken for cp1251, of Cyrillic Windows, unless the map names an encoding.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    use, guessed = marked or encoding or "utf-8", None
    try:
        text = content.decode(use)
    except LookupError as error:
        raise ReturnsError(f"no encoding is called {use!r}.", "such as utf-8, cp1251, utf-16", file=source) from error
    except UnicodeError as error:
        if marked or encoding:
            hint = "try without encoding in the map, or another" if encoding else "it may be cut off; copy it again"
            raise ReturnsError(f"the file is not {use} text.", hint, file=source) from error
        try:
            text = content.decode("cp1251")
        except UnicodeError as again:
            hint = "say in the map which: [file] encoding = ..."
            raise ReturnsError("the file is text in no encoding known here, or no text.", hint, file=source) from again
        guessed = "cp1251"
    if "\0" in text:
        raise ReturnsError("expected text; the file holds null bytes.", "UTF-16 needs encoding in the map", file=source)
    if use != "utf-8" or guessed:
        # what another encoding made may be no text: halves of pairs in UTF-16
        content = text.encode(errors="replace")
    if b"\r" in content and b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    return content, guessed


def delimiter_of(body: bytes, declared: str | None, source: str) -> str:
    """The delimiter declared or, if none is, the one that the header has most of outside quotation marks."""
    header = b"".join(body.split(b"\n", 1)[0].split(b'"')[::2])
    likely = max(DELIMITERS, key=lambda d: header.count(d.encode()))
    found = declared or likely
    if found.encode() in header:
        return found
    hint = f"the delimiter may be {likely!r}, see [file] in the map" if likely.encode() in header else ""
    shown = body.split(b"\n", 1)[0][:60].decode(errors="replace").strip()
    raise ReturnsError(f"expected several columns; the header has no {found!r}: {shown}.", hint, file=source)


def unpaired_quote(body: bytes) -> int | None:
    """Lines before the first one with an odd number of quotation marks, if there is one."""
    return next((i for i, line in enumerate(body.split(b"\n")) if line.count(b'"') % 2), None)


def fields_of(body: bytes, delimiter: str) -> pl.Series:
    """Number of fields of each row (UInt32), the header's first."""
    signs = np.frombuffer(body, np.uint8)
    # an even number of quotation marks before it: outside quotation marks
    outside = np.cumsum(signs == ord('"'), dtype=np.uint8) % 2 == 0
    ends = np.flatnonzero((signs == ord("\n")) & outside)
    if not body.endswith(b"\n"):
        ends = np.append(ends, signs.size)
    before = np.searchsorted(np.flatnonzero((signs == ord(delimiter)) & outside), ends)
    return pl.Series("fields", np.diff(before, prepend=0) + 1, dtype=pl.UInt32)
