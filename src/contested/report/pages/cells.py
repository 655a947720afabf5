"""Tables of a page as data: what stands in a cell, without any markup; the templates add that and escape it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import polars as pl

from contested.report import format as fmt

#: word -> colour of its chip; any other is grey
TONES: dict[str, str] = {
    "holds": "good", "agrees": "good", "met": "good", "read": "good", "derived": "good", "well calibrated": "good",
    "in the band": "fair", "recalled": "fair",
    "fails": "bad", "differs": "bad", "missed": "bad", "miscalibrated": "bad",
    "wins": "good", "loses": "bad", "even": "fair",
}  # fmt: skip


class Cell(NamedTuple):
    """A cell of more than plain text.

    Parameters
    ----------
    text, style : str
        What it says, and whether in bold, as code, as a link, or beside a bar of some `colour`.
    chip, tone : str
        A verdict behind it, coloured by `TONES` unless a tone is given.
    more, band : str
        Further text on the same line, and in small print.
    full : str
        Of a shortened text, the whole, shown to who points at it.
    note, key : str
        In small print below: words (names between backticks), and an identifier.
    fold : sequence of (verb, names)
        Behind the text, which becomes a line to open.
    """

    text: str = ""
    style: Literal["", "strong", "code", "link", "side"] = ""
    chip: str = ""
    tone: str = ""
    more: str = ""
    band: str = ""
    note: str = ""
    key: str = ""
    colour: str = ""
    full: str = ""
    fold: Sequence[tuple[str, str]] = ()


Row = Sequence[str | Cell]


class Table(NamedTuple):
    """Headings and rows; `kind` is the class that styles it."""

    heads: Sequence[str]
    rows: Sequence[Row]
    kind: str = "numbers"
    caption: str = ""


def unfinished(done: int, record: Mapping[str, Any]) -> str:
    """What a run's page says first while replicates of it are missing; "" when all are there."""
    asked = int(record["replicates"])
    return "" if done >= asked else f"{done} of {asked} replicates are finished; `contested resume` simulates the rest."


def code(text: Any) -> Cell:
    """A name or a value as the program writes it."""
    return Cell(str(text), "code")


def banded(median: float | None, low: float | None, high: float | None, unit: str = "person") -> Cell:
    """A median and, in small print, its band."""
    return Cell(fmt.number(median, unit), band=fmt.between(low, high, unit))


def record_table(record: Mapping[str, Any]) -> Table:
    """Names and values of a record."""
    return Table(("", ""), [(name, code(value)) for name, value in record.items()], "")


def frame_table(frame: pl.DataFrame) -> Table:
    """A frame as it is."""
    rows = [tuple(fmt.plain(v) for v in row) for row in frame.iter_rows()]
    return Table([fmt.words(c) for c in frame.columns], rows)
