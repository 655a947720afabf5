"""Where the table of a file lies: its encoding, its sheet, the rows above its header, and how many rows that has."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from contested.files.encodings import ENCODINGS, oddity
from contested.forensics.table.cells import Cells, members, of_bytes, of_sheet, opened, sheet, sheets
from contested.forensics.table.column_map import FileHints
from contested.forensics.table.dialect import decoded
from contested.forensics.table.headings import role
from contested.forensics.table.numbers import count
from contested.ground.errors import ReturnsError

#: lines from the top that are looked at; rows above a header are fewer
TOP, ABOVE = 80, 15
#: how a file of UTF-16 begins
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NO_NAME = re.compile(r"column \d+")


class Layout(NamedTuple):
    """A table of text, how it was found, and what is not sure about that."""

    cells: Cells
    hints: FileHints
    unsure: tuple[str, ...]


def find(path: str | Path) -> Layout:
    """The table of a file; a `ReturnsError` if there is none."""
    content, source = opened(path, FileHints())
    hints, unsure = FileHints(), []
    inside = members(content, source)
    if len(inside) > 1:
        largest = max(inside, key=lambda name: inside[name])
        hints = replace(hints, inside=largest)
        unsure.append(f"The archive holds {len(inside)} tables; the largest was taken: {largest}.")
    content, source = opened(path, hints)
    names = sheets(content, source)
    if names:
        tried = [(_of_workbook(content, replace(hints, sheet=n if len(names) > 1 else None), source), n) for n in names]
        best = max(tried, key=lambda t: t[0][1])
        if len(names) > 1:
            unsure.append(f"The workbook has {len(names)} sheets; {best[1]!r} looks most like returns.")
        hints = best[0][0]
    elif not content.startswith(b"PAR1"):
        hints = _of_text(content, hints, source)
    cells = of_bytes(content, hints, source)
    if hints.encoding:
        unsure.append(f"The file is not UTF-8; {hints.encoding} gives the most words that are known.")
    if hints.header_rows > 1:
        unsure.append("The header was taken to have two rows.")
    return Layout(cells, hints, tuple(unsure))


def _of_workbook(content: bytes, hints: FileHints, source: str) -> tuple[FileHints, float]:
    try:
        top = sheet(content, hints, source).head(TOP)
        return _best(lambda tried: of_sheet(top, tried, source), hints)
    except ReturnsError:
        return hints, -1.0


def _of_text(content: bytes, hints: FileHints, source: str) -> FileHints:
    end = content.find(b"\n", 200_000) + 1 or None
    # a line of UTF-16 does not end with the byte of its line feed
    _, guessed = decoded(content if content.startswith(_UTF_16) else content[:end], None, source)
    top = b"\n".join(content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n", TOP)[:TOP])
    if content.startswith(_UTF_16):
        top = content
    if not guessed:
        return _best(lambda tried: of_bytes(top, tried, source), hints)[0]
    tried = []
    for encoding in ENCODINGS:
        try:
            found, score = _best(lambda tried: of_bytes(top, tried, source), replace(hints, encoding=encoding))
            tried.append((score - oddity(decoded(content, encoding, source)[0].decode()), found))
        except ReturnsError:
            continue
    return max(tried, key=lambda t: t[0])[1] if tried else hints


def _best(read: Callable[[FileHints], Cells], hints: FileHints) -> tuple[FileHints, float]:
    """The place of the header: where most headings are known, most are filled, and numbers stand below."""
    best, highest, failed = hints, -1.0, None
    for skip in range(ABOVE + 1):
        for rows in (1, 2):
            tried = replace(hints, skip_rows=skip, header_rows=rows)
            try:
                score = _score(read(tried)) - 0.5 * (rows - 1)
            except ReturnsError as error:
                failed = failed or error
                continue
            if score > highest + 1e-9:
                best, highest = tried, score
    if highest < 0 and failed is not None:
        raise failed
    return best, highest


def _score(cells: Cells) -> float:
    names = [name for name in cells.frame.columns if not _NO_NAME.fullmatch(name)]
    if cells.frame.width < 2 or not cells.frame.height or not names:
        return -1.0
    roles = {found for name in names if (found := role(name)) and found != "other"}
    numeric = sum(isinstance(count(name), int) for name in names)
    below = cells.frame.head(30)
    first = below.head(1).row(0)
    filled = [text for text in first if text and text.strip()]
    counted = sum(isinstance(count(text), int) for text in filled)
    # the row under a header holds numbers, and not the numbers of the columns
    numbers_below = counted / below.width
    if [count(t) for t in filled] == list(range(1, len(filled) + 1)) and len(filled) > 3:
        numbers_below = 0.0
    part = len(names) / cells.frame.width
    return 2 * len(roles) + 3 * part + 3 * min(2 * numbers_below, 1.0) - 6 * numeric / len(names)
