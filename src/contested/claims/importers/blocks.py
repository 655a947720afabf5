"""Many rows of text at once, by column, where nothing about them is odd.

Lines are split together. Of a column that says the same things again and again each text is stored once, so that a row
that is kept costs little, and whatever looks a cell up later finds it fast. A block in which any row needs a closer
look is given up as a whole; whoever reads takes its rows one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

from contested.files.lines import rows_of

#: rows after which it is clear whether a column repeats itself, and different texts of a column that are stored once
_SURE, _MOST = 4_096, 65_536


class _Shared(dict[str, str]):
    """Texts of a column, each once."""

    def __missing__(self, cell: str) -> str:
        if len(self) < _MOST:
            self[cell] = cell
        return cell


class Blocks:
    """Splits blocks of rows.

    Parameters
    ----------
    width : int
        Cells that a row must have.
    separator : str
    """

    def __init__(self, width: int, separator: str) -> None:
        self._width, self._separator = width, separator
        self._shared: list[_Shared | None] = [_Shared() for _ in range(width)]
        self._rows = 0

    def split(self, texts: Sequence[str]) -> list[tuple[str, ...]] | None:
        """The cells of each row, one row a line; None where a row is blank, odd, or takes several lines."""
        if any(text.count('"') & 1 for text in texts):
            return None
        rows = rows_of(texts, self._separator)
        if rows is None or any(len(row) != self._width for row in rows) or self._width < 2:
            return None
        stored = [
            column if shared is None else map(shared.__getitem__, column)
            for shared, column in zip(self._shared, zip(*rows))
        ]
        found = list(zip(*stored))
        self._count(len(found))
        return found

    def _count(self, rows: int) -> None:
        """Give up columns of which most texts are new, once that is clear."""
        before, self._rows = self._rows, self._rows + rows
        if before < _SURE <= self._rows:
            self._shared = [s if s is not None and len(s) < 0.7 * self._rows else None for s in self._shared]
