"""Rows of a text file with separators, as exports write them and as people save them again."""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from contested.claims.importers import kinds
from contested.claims.importers.blocks import Blocks
from contested.claims.importers.opened import text_stream
from contested.claims.importers.rows import EVERY, Aside, Cells, Columns, Expected, Row, heading, plain_name
from contested.claims.importers.split import Splitter, attempt, decoded, ways
from contested.files.lines import SEPARATORS, is_note
from contested.ground.errors import ClaimError
from contested.ground.progress import Progress, ProgressCallback

#: lines that one row may take; the longest quoted notes seen in exports take a few
LONGEST_ROW = 60
#: lines that are split together
BLOCK = 256
#: bytes of a line that are read; no row of a table has a tenth of it
LONGEST_LINE = 2**20
#: lines from which it is told which version a file without column names is
SAMPLE = 50
#: the first line of files that Excel wrote for itself
_SEPARATOR_LINE = re.compile(r'"?sep=.?"?', re.I)


class _Lines:
    """Lines of a file with their numbers, which can be put back."""

    def __init__(self, stream: BinaryIO, total: int, progress: ProgressCallback) -> None:
        self.stream, self.total, self.progress = stream, total, progress
        self.number = self.read = 0
        self.back: deque[tuple[int, bytes]] = deque()

    def block(self) -> list[tuple[int, bytes]]:
        """The next lines, some hundred or a megabyte; none at the end."""
        taken, size = list[tuple[int, bytes]](), 0
        for line in self:
            taken.append(line)
            size += len(line[1])
            if len(taken) == BLOCK or size >= LONGEST_LINE:
                break
        return taken

    def __next__(self) -> tuple[int, bytes]:
        return next(iter(self))

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        while True:
            if self.back:
                yield self.back.popleft()
                continue
            raw = more = self.stream.readline(LONGEST_LINE)
            while len(more) == LONGEST_LINE and not more.endswith(b"\n"):
                more = self.stream.readline(LONGEST_LINE)  # and is left out, so that no line takes all memory
                self.read += len(more)
            self.number += 1
            self.read += len(raw)
            if not raw or self.number % EVERY == 0:
                self.progress(Progress(self.read, self.total))
            if not raw:
                return
            yield self.number, raw


def records(path: Path, expected: Expected, progress: ProgressCallback) -> Iterator[Row | Aside]:
    """Rows of a text file; see `rows.rows`."""
    stream, total = text_stream(path)
    try:
        with stream:
            lines = _Lines(stream, total, progress)
            layout = _layout(path, lines, expected) if expected.layouts else None
            yield from _unquoted(path, lines, layout) if layout else _named(path, lines, expected)
    except OSError as reason:
        said = reason.strerror or "an error of the disk"
        raise ClaimError(f"{path}: expected a readable file; got {said}.") from reason


def _layout(path: Path, lines: _Lines, expected: Expected) -> tuple[tuple[str, ...], str] | None:
    """Columns and separator of a file without column names, told from its first lines; None where it has names."""
    sample = [line for _, line in zip(range(SAMPLE), lines)]
    lines.back.extendleft(reversed(sample))
    texts = [text for _, raw in sample if (text := decoded(raw)).strip()]
    if not texts:
        raise ClaimError(f"{path}:1: expected {expected.title}; got an empty file.")
    layouts = expected.layouts or {}
    for separator in ("\t", ",", ";", "|"):
        widths = Counter(len(_cells(text, separator)) for text in texts)
        known = [(count, width) for width, count in widths.items() if width in layouts]
        names = {plain_name(cell) for cell in _cells(texts[0], separator)}
        if len(names & {plain_name(name) for layout in layouts.values() for name in layout}) > 1:
            return None
        if known:
            return layouts[max(known)[1]], separator
    first = _cells(texts[0], "\t")
    named = (kinds.of_columns(plain_name(cell) for cell in _cells(texts[0], separator)) for separator in SEPARATORS)
    kind = kinds.of_width(list(first)) or next((found for found in named if found), None)
    got = f"what looks like {kind.name}" if kind else f"{len(first)} cells in its first line"
    widths_known = ", ".join(str(width) for width in sorted(layouts))
    raise ClaimError(
        f"{path}:{sample[0][0]}: expected {expected.title}, with {widths_known} columns separated by tabs or with "
        f"column names; got {got}.",
        kind.hint if kind else "give the file as it was downloaded, or an export with column names",
    )


def _cells(text: str, separator: str) -> Sequence[str]:
    if '"' not in text or separator == "\t":
        return text.split(separator)
    try:
        return next(csv.reader([text], delimiter=separator), [])
    except csv.Error:
        return [text]


def _unquoted(path: Path, lines: _Lines, layout: tuple[tuple[str, ...], str]) -> Iterator[Row | Aside]:
    names, separator = layout
    at = Columns({plain_name(name): i for i, name in enumerate(names)})
    if separator != "\t":
        yield from _below(path, lines, names, at, separator, comments=False)
        return
    name, width = path.name, len(names)
    for number, raw in lines:
        tabs = raw.count(b"\t") + 1
        if tabs == width:
            yield Row(name, number, names, Cells(raw), at)
        elif not raw.isspace():
            reason = f"expected {width} cells separated by tabs; got {tabs}."
            yield Aside(name, number, reason, text=decoded(raw))


def _named(path: Path, lines: _Lines, expected: Expected) -> Iterator[Row | Aside]:
    for _number, raw in lines:
        number, first = _number, decoded(raw)
        note = expected.comments and is_note(first)
        if first.strip() and not note and not _SEPARATOR_LINE.fullmatch(first.strip()):
            break
    else:
        raise ClaimError(f"{path}:1: expected a line of column names; got an empty file.", "get it again")
    columns, separator = columns_of(first, expected)
    at = heading(columns, expected, f"{path}:{number}")
    yield from _below(path, lines, columns, at, separator, expected.comments)


def columns_of(line: str, expected: Expected) -> tuple[tuple[str, ...], str]:
    """Names and separator of a line of column names: what gives most of the columns required, then most columns."""
    best: tuple[int, int, tuple[str, ...], str] = (-1, 0, (), ",")
    wanted = {*expected.required, *(name for names in (expected.aliases or {}).values() for name in names)}
    for separator in SEPARATORS:
        cells = tuple(cell.strip().strip('"').strip() for cell in _cells(line, separator))
        score = len(wanted & {plain_name(cell) for cell in cells}), len(cells)
        if score > best[:2]:
            best = *score, cells, separator
    return best[2], best[3]


def _below(
    path: Path, lines: _Lines, columns: tuple[str, ...], at: Columns, separator: str, comments: bool
) -> Iterator[Row | Aside]:
    """Rows below the column names: a block at once where it can be, else one by one."""
    name, blocks = path.name, Blocks(len(columns), separator)
    while block := lines.block():
        cells = None if comments else blocks.split([decoded(raw) for _, raw in block])
        if cells is not None:
            for (number, _), row in zip(block, cells):
                yield Row(name, number, columns, row, at)
        else:
            lines.back.extendleft(reversed(block))
            yield from _one_by_one(name, lines, columns, at, separator, comments)


def _one_by_one(
    name: str, lines: _Lines, columns: tuple[str, ...], at: Columns, separator: str, comments: bool
) -> Iterator[Row | Aside]:
    """Rows of the lines that were put back, and of those behind that belong to the last of them."""
    width, quoted = len(columns), ways(separator)
    while lines.back:
        number, raw = lines.back.popleft()
        text = decoded(raw)
        note = comments and is_note(text, below=True)
        if '"' not in text and not note:
            cells = tuple(text.split(separator))
            if len(cells) == width:
                if width > 1 or text.strip():
                    yield Row(name, number, columns, cells, at)
                continue
        if note or not text.strip():
            continue
        found, taken = _split(text, width, separator, quoted, lines)
        if isinstance(found, str):
            hint = 'close every quote; write a quote inside a cell as ""; put a cell with a separator into quotes'
            yield Aside(name, number, found, hint, text=text)
            lines.back.extendleft(reversed(taken))
        else:
            yield Row(name, number, columns, found, at)


def _split(
    text: str, width: int, separator: str, ways: tuple[Splitter, ...], lines: _Lines
) -> tuple[tuple[str, ...] | str, list[tuple[int, bytes]]]:
    """The cells of a row; or why it cannot be split, and the lines that must be read again."""
    whole, taken = text, list[tuple[int, bytes]]()
    if '"' not in text:
        return attempt(text, width, ways[:1]), taken
    if '\\"' in text or separator == "\t":  # a row of one line, if it can be one
        found = attempt(text, width, ways)
        if not isinstance(found, str):
            return found, taken
    while whole.count('"') % 2 and len(taken) < LONGEST_ROW:
        try:
            more = next(lines)
        except StopIteration:
            break
        taken.append(more)
        whole += "\n" + decoded(more[1])
    found = attempt(whole, width, ways)
    if isinstance(found, str) and taken:
        why, alone = found, attempt(text, width, ways)
        return (why if isinstance(alone, str) else alone), taken
    return found, taken if isinstance(found, str) else []
