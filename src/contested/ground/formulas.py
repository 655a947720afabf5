"""Text that a spreadsheet would take for a formula, made harmless in CSV and read back as it was.

A cell `=HYPERLINK(...)` of a table from others runs when the CSV is opened in a spreadsheet, also behind spaces or
quotes, and with the wide characters of East Asian keyboards. Such a text gets an apostrophe in front, as spreadsheets
mark text themselves; two if there is an apostrophe in it already, so that it is always known which are ours. Numbers
are never touched, nor a text that is one, such as -5.

Whatever writes CSV goes through `csv_of_frame`, `csv_of_rows` or `csv_parts`, and whatever reads ours through
`as_meant`.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

#: of workbooks: text is text, whatever it begins with
WORKBOOK = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
#: rows of a sheet of a workbook below its heading, and its columns
SHEET_ROWS, SHEET_COLUMNS = 1_048_575, 16_384
_MARK = "'"
_BEGIN = frozenset("=+-@\N{MINUS SIGN}")
_NUMBER = re.compile(r"[+\-\N{MINUS SIGN}]?(\d+([.,]\d+)*\.?|\.\d+)([eE][+-]?\d+)?\s*%?", re.ASCII)
_SPECIAL = re.compile(r'[,"\r\n]')
#: how a cell may begin that is no formula, whatever follows
_PLAIN = frozenset(["", *string.ascii_letters, *string.digits])
#: lines of CSV that are written at a time
_PART = 2_000
_QUOTES = frozenset("'\"`\N{ACUTE ACCENT}")


def too_long(what: str, rows: int) -> str:
    """What is wrong with a table that no sheet of a workbook takes, of which the library would write nothing, in
    silence; "" of one that fits."""
    return "" if rows <= SHEET_ROWS else f"xlsx: a sheet has at most {SHEET_ROWS:,} rows; {what} has {rows:,}."


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run a cell of this text."""
    for i, letter in enumerate(text):
        if letter in "\t\r\n":
            return True
        if letter.isspace() or letter in _QUOTES or unicodedata.category(letter) in ("Pi", "Pf", "Ps", "Cc", "Cf"):
            continue
        begins = unicodedata.normalize("NFKC", letter)[:1] in _BEGIN
        return begins and _NUMBER.fullmatch(text, i) is None
    return False


def harmless(text: str) -> str:
    """The text as a cell of CSV.

    >>> harmless("=1+1"), harmless("-5"), harmless("it is")
    ("'=1+1", '-5', 'it is')
    """
    if not is_formula(text):
        return text
    return (_MARK * 2 if _MARK in text else _MARK) + text


def as_meant(cell: str) -> str:
    """What `harmless` was given; any other cell as it is."""
    if not cell.startswith(_MARK) or not is_formula(cell):
        return cell
    if cell.startswith(_MARK * 2):
        return cell[2:]
    return cell[1:] if cell.count(_MARK) == 1 else cell


def frame_as_meant(frame: pl.DataFrame) -> pl.DataFrame:
    """A table that was read from CSV with the texts and column names that it was written with."""
    import polars as pl

    for name, kind in frame.schema.items():
        if kind == pl.String and frame[name].str.starts_with(_MARK).any():
            frame = frame.with_columns(_each(frame[name], as_meant))
    return frame.rename({name: as_meant(name) for name in frame.columns if as_meant(name) != name})


def csv_of_frame(frame: pl.DataFrame) -> bytes:
    """A table as CSV."""
    import polars as pl

    texts = [name for name, kind in frame.schema.items() if kind in (pl.String, pl.Categorical, pl.Enum)]
    safe = frame.with_columns(_each(frame[name].cast(pl.String), harmless) for name in texts)
    return safe.rename({name: harmless(name) for name in frame.columns}).write_csv().encode()


def csv_of_rows(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Rows of cells as CSV; numbers are given as text."""
    return b"".join(csv_parts(columns, rows))


def csv_parts(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """The same in parts, for tables that would not fit into memory twice."""
    lines: list[str] = []
    for row in chain((columns,), rows):
        lines.append(_line(row))
        if len(lines) == _PART:
            yield "".join(lines).encode()
            lines = []
    yield "".join(lines).encode()


def csv_cell(text: str) -> str:
    """One cell as it stands in a row of several: harmless, and in quotes where it needs them."""
    cell = text if text[:1] in _PLAIN else harmless(text)
    return _quoted(cell) if "," in cell or '"' in cell or "\n" in cell or "\r" in cell else cell


def _line(row: Iterable[str]) -> str:
    # most cells begin with a letter or a digit and need no closer look, and most rows need no quotes
    cells = [cell if cell[:1] in _PLAIN else harmless(cell) for cell in row]
    line = ",".join(cells)
    if '"' in line or "\n" in line or "\r" in line or line.count(",") >= max(len(cells), 1):
        line = ",".join(_quoted(cell) if _SPECIAL.search(cell) else cell for cell in cells)
    return f"{line}\n" if line else '""\n'


def _quoted(cell: str) -> str:
    # Python's csv writes a carriage return without quotes, where nobody finds it again
    return '"' + cell.replace('"', '""') + '"'


def _each(column: pl.Series, change: Any) -> pl.Series:
    import polars as pl

    return pl.Series(column.name, [None if text is None else change(text) for text in column], pl.String)
