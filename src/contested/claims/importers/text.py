"""Rows of a text file with separators, as exports write them and as people save them again."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from contested.claims.importers.rows import EVERY, Aside, Row, heading
from contested.files.lines import cells_of
from contested.ground.errors import ClaimError
from contested.ground.progress import Progress, ProgressCallback

SEPARATORS = (",", ";", "\t")
#: lines that one row may take; the longest quoted notes seen in exports take a few
LONGEST_ROW = 60


class _Lines:
    """Lines of a file with their numbers, which can be put back."""

    def __init__(self, stream: BinaryIO, total: int, progress: ProgressCallback) -> None:
        self.stream, self.total, self.progress = stream, total, progress
        self.number = self.read = 0
        self.back: deque[tuple[int, str]] = deque()

    def next(self) -> tuple[int, str] | None:
        if self.back:
            return self.back.popleft()
        raw = self.stream.readline()
        self.number, self.read = self.number + 1, self.read + len(raw)
        if self.number % EVERY == 0 or not raw:
            self.progress(Progress(self.read, self.total))
        return (self.number, _decoded(raw)) if raw else None


def _decoded(raw: bytes) -> str:
    # exports of the past are Windows-1252; its five holes are read as the control characters they are
    for encoding in ("utf-8", "cp1252", "latin-1"):
        try:
            return raw.decode(encoding).rstrip("\r\n")
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 reads every byte")


def records(
    path: Path, required: Sequence[str], names: tuple[str, ...], comments: bool, progress: ProgressCallback
) -> Iterator[Row | Aside]:
    """Rows of a text file; see `rows.rows`."""
    try:
        with path.open("rb") as stream:
            _is_text(path, stream)
            lines = _Lines(stream, path.stat().st_size, progress)
            yield from _unquoted(path, lines, names) if names else _quoted(path, lines, required, comments)
    except OSError as reason:
        said = reason.strerror or "an error of the disk"
        raise ClaimError(f"{path}: expected a readable file; got {said}.") from reason


def _is_text(path: Path, stream: BinaryIO) -> None:
    begin = stream.read(4096)
    if begin.startswith(b"PK"):
        raise ClaimError(f"{path}: expected text; got an archive.", "unpack it first; a workbook must be called .xlsx")
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in begin:
        raise ClaimError(f"{path}: expected text in UTF-8; got something else.", "save the file again as UTF-8")
    stream.seek(3 if begin.startswith(b"\xef\xbb\xbf") else 0)


def _unquoted(path: Path, lines: _Lines, names: tuple[str, ...]) -> Iterator[Row | Aside]:
    at = {name.casefold(): i for i, name in enumerate(names)}
    while (line := lines.next()) is not None:
        number, text = line
        if not text.strip():
            continue
        cells = tuple(text.split("\t"))
        if number == 1 and cells[0].strip().casefold() == names[0].casefold():
            continue  # somebody added the heading
        if len(cells) != len(names):
            reason = f"expected {len(names)} cells separated by tabs; got {len(cells)}."
            yield Aside(path.name, number, reason, text=text)
        else:
            yield Row(path.name, number, names, cells, at)


def _quoted(path: Path, lines: _Lines, required: Sequence[str], comments: bool) -> Iterator[Row | Aside]:
    first = lines.next()
    while first is not None and (not first[1].strip() or (comments and first[1].lstrip().startswith("#"))):
        first = lines.next()
    if first is None:
        raise ClaimError(f"{path}:1: expected a line of column names; got an empty file.")
    columns, separator = _columns(first[1], required)
    at = heading(columns, required, f"{path}:{first[0]}")
    while (line := lines.next()) is not None:
        number, text = line
        if not text.strip() or (comments and text.lstrip().startswith("#")):
            continue
        cells, taken = _cells(text, separator, len(columns), lines)
        if isinstance(cells, str):
            hint = 'close every quote; write a quote inside a cell as ""; put a cell with a separator into quotes'
            yield Aside(path.name, number, cells, hint, text=text)
            lines.back.extendleft(reversed(taken))
        else:
            yield Row(path.name, number, columns, cells, at)


def _columns(line: str, required: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Names and separator: the one that gives most of the columns required."""
    best: tuple[int, tuple[str, ...], str] = (-1, (), ",")
    for separator in SEPARATORS:
        cells = _split(line, separator)
        if not isinstance(cells, str):
            known = {cell.strip().casefold() for cell in cells}
            score = sum(name in known for name in required)
            if score > best[0]:
                best = score, tuple(cell.strip() for cell in cells), separator
    return best[1], best[2]


def _cells(
    text: str, separator: str, wanted: int, lines: _Lines
) -> tuple[tuple[str, ...] | str, list[tuple[int, str]]]:
    """The cells of a row, or why there are none; and the lines that were tried and must be read again."""
    taken: list[tuple[int, str]] = []
    whole = text
    while whole.count('"') % 2 and len(taken) < LONGEST_ROW and (more := lines.next()) is not None:
        taken.append(more)
        whole += "\n" + more[1]
    cells = _split(whole, separator)
    if isinstance(cells, str):
        return f"expected cells that can be split; got a line that cannot ({cells}).", taken
    if len(cells) != wanted:
        return f"expected {wanted} cells, one a column; got {len(cells)}.", taken
    return cells, []


def _split(text: str, separator: str) -> tuple[str, ...] | str:
    try:
        return tuple(cells_of(text, separator))
    except csv.Error as reason:
        return str(reason)
