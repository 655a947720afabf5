"""The text of a report: decoded, wrong encodings repaired, and every position of it traced to the original.

A text that was written as UTF-8 and read as another encoding holds runs such as "¬†" or "â€œ". A run is put right
where its bytes, in one of the encodings below, are UTF-8 again; nothing else is touched, so that what stands in the
repaired text can be shown in the original.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from contested.ground.errors import ClaimError

#: encodings that UTF-8 is mistaken for
_MISTAKEN = ("cp1252", "mac_roman", "latin-1")
_RUN = re.compile(r"[^\x00-\x7f]{2,}")


@dataclass(frozen=True)
class Text:
    """A text and where it comes from.

    Parameters
    ----------
    original : str
        As it was decoded.
    clean : str
        Repaired.
    offsets : tuple of int
        For each character of `clean`, and for its end, the position in `original`; empty if both are the same.
    """

    original: str
    clean: str
    offsets: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the repaired text stands in the original."""
        return (self.offsets[start], self.offsets[end]) if self.offsets else (start, end)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the original stands in the repaired text."""
        if not self.offsets:
            return start, end
        return bisect_left(self.offsets, start), bisect_left(self.offsets, end)

    def repaired(self, start: int, end: int) -> str:
        """A piece of the original, repaired."""
        return repair(self.original[start:end]).clean


def decode(content: bytes, shown: str) -> str:
    """The characters of a file: UTF-8, UTF-16 with a mark, else Windows-1252.

    Raises
    ------
    ClaimError
        If it is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            text = "\0"
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    odd = sum(not (c.isprintable() or c.isspace() or c == "\u200b") for c in text[:20_000])
    if "\0" in text or odd > 0.02 * len(text[:20_000]):
        raise ClaimError(f"{shown}: expected a text; got a binary file.", "a report is .txt, .html or .pdf")
    if not text.strip():
        raise ClaimError(f"{shown}: expected a report; got an empty file.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def repair(original: str) -> Text:
    """A text with wrong encodings put right.

    >>> repair("re-election.¬†").clean == "re-election.\\u00a0"
    True
    """
    pieces, offsets, at = [], [], 0
    for match in _RUN.finditer(original):
        run = match[0]
        k = 0
        while k < len(run):
            better = _better(run[k : k + 4])
            if better is None:
                k += 1
                continue
            length, character = better
            start = match.start() + k
            pieces += [original[at:start], character]
            offsets += [*range(at, start), start]
            at = start + length
            k += length
    if not pieces:
        return Text(original, original)
    pieces.append(original[at:])
    offsets += range(at, len(original) + 1)
    return Text(original, "".join(pieces), tuple(offsets))


@lru_cache(maxsize=65_536)
def _better(run: str) -> tuple[int, str] | None:
    """How many characters at the beginning of a run are one character read wrongly, and that character."""
    for length in (4, 3, 2):
        part = run[:length]
        if len(part) < length:
            continue
        for encoding in _MISTAKEN:
            try:
                character = part.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
            if len(character) == 1 and character != part:
                return length, character
    return None
