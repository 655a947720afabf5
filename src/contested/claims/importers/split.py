"""One row of text into its cells, in every way in which exports are quoted.

Usual are doubled quotes: "He said ""no"" twice". Archives of data (Dataverse) and R write a backslash instead:
"He said \\"no\\" twice"; there a tab is never inside a cell. The way that gives one cell per column is taken.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol


class Splitter(Protocol):
    """From the text of a row to its cells; `csv.Error` where it cannot be split."""

    def __call__(self, text: str) -> Sequence[str]:
        """The cells."""
        ...


def decoded(raw: bytes) -> str:
    """A line without its end: UTF-8, or else Windows-1252, in which exports of the past are written."""
    try:
        return raw.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        pass
    # the five holes of Windows-1252 are read as the control characters they are
    for encoding in ("cp1252", "latin-1"):
        try:
            return raw.decode(encoding).rstrip("\r\n")
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 reads every byte")


def _quoted(separator: str, options: dict[str, Any], text: str) -> Sequence[str]:
    # one row at a time: a quote that is never closed is then the fault of its own row only
    return next(csv.reader([text], delimiter=separator, strict=True, **options), [])


def _escaped_tabs(separator: str, text: str) -> Sequence[str]:
    """Cells between separators that no cell holds, each with its outer quotes off and its escapes undone."""
    cells = []
    for cell in text.split(separator):
        if len(cell) > 1 and cell[0] == cell[-1] == '"':
            cell = cell[1:-1].replace('\\"', '"').replace('""', '"').replace("\\n", "\n").replace("\\t", "\t")
        elif cell.startswith('"'):
            raise csv.Error("a quote is not closed")
        cells.append(cell)
    return cells


def ways(separator: str) -> tuple[Splitter, ...]:
    """Every way to split a row that holds a quote, the usual one first."""
    backslash = {"escapechar": "\\", "doublequote": False}
    usual: tuple[Splitter, ...] = tuple(
        partial(_quoted, separator, options | spaces)
        for options in ({}, backslash)
        for spaces in ({}, {"skipinitialspace": True})
    )
    return (*usual, partial(_escaped_tabs, separator)) if separator == "\t" else usual


def attempt(text: str, width: int, ways: Sequence[Splitter]) -> tuple[str, ...] | str:
    """The cells by the first way that gives one per column; or why none does."""
    why = ""
    for way in ways:
        try:
            cells = way(text)
        except csv.Error as reason:
            why = why or f"expected cells that can be split; got a line that cannot ({reason})."
            continue
        if len(cells) == width or (len(cells) > width and not any(cells[width:])):
            return tuple(cells[:width])  # without separators behind the last column
        why = why or f"expected {width} cells, one a column; got {len(cells)}."
    return why
