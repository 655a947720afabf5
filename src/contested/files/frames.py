"""CSV and Parquet as Polars tables."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.files import limits
from contested.files.content import read_bytes
from contested.files.parquet import check_parquet
from contested.files.refusal import AGAIN, Refused, guarded, plain
from contested.files.silence import silence
from contested.ground.forked import computing

if TYPE_CHECKING:
    import polars as pl


def read_parquet(source: str | Path | bytes, refused: Refused, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """A Parquet file, or its content.

    Parameters
    ----------
    source : path or bytes
    refused : function
        Makes the error: the file is none, damaged, above the limits, or lacks a column.
    columns : sequence of str, optional
        Columns to read; all of them if not given.
    """
    computing()
    import polars as pl

    content = source if isinstance(source, bytes) else read_bytes(source, refused)
    check_parquet(content, refused)
    with guarded(refused, "no Parquet file that can be read", AGAIN), silence():
        frame = pl.read_parquet(io.BytesIO(content), columns=None if columns is None else list(columns))
    return check_frame(frame, refused)


def read_csv(source: str | Path | bytes, refused: Refused, **options: Any) -> pl.DataFrame:
    """A CSV file with commas, or its content; options are those of `polars.read_csv`."""
    computing()
    import polars as pl

    content = source if isinstance(source, bytes) else read_bytes(source, refused)
    separator = str(options.get("separator", ",")).encode()
    columns = b"".join(_first_row(content).split(b'"')[::2]).count(separator) + 1
    rows = content.count(b"\n") + 1
    limits.check("columns", columns, refused)
    limits.check("rows", rows, refused)
    limits.check("cells", rows * columns, refused)
    with guarded(refused, "no CSV that can be read", AGAIN), silence():
        return check_frame(pl.read_csv(content, **options), refused)


def _first_row(content: bytes) -> bytes:
    """The first row, which may take several lines where it has quotation marks."""
    quotes, start = 0, 0
    while (end := content.find(b"\n", start)) >= 0:
        quotes += content.count(b'"', start, end)
        if quotes % 2 == 0:
            return content[:end]
        start = end + 1
    return content


def check_frame(frame: pl.DataFrame, refused: Refused) -> pl.DataFrame:
    """The table itself, if it is within the limits."""
    import polars as pl

    limits.check("rows", frame.height, refused)
    limits.check("columns", frame.width, refused)
    limits.check("cells", frame.height * frame.width, refused)
    for column in frame.iter_columns():
        if column.dtype in (pl.Categorical, pl.Enum):
            column = column.cast(pl.String)
        if column.dtype in (pl.String, pl.Binary):
            size = column.str.len_bytes().sum() if column.dtype == pl.String else column.bin.size().sum()
            limits.check("letters", int(size), refused, f"of text in the column {plain(column.name, 80)!r}")
    return frame
