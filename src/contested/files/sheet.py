"""The sheet of a workbook as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from contested.files.content import read_bytes
from contested.files.frames import check_frame
from contested.files.probe import probe
from contested.files.refusal import AGAIN, Refused, guarded
from contested.files.silence import silence
from contested.files.workbook import checked, kind_of
from contested.ground.forked import computing

if TYPE_CHECKING:
    import polars as pl


def read_sheet(source: str | Path | bytes, choose: Callable[[list[str]], str], refused: Refused) -> pl.DataFrame:
    """The sheet of a workbook that `choose` takes, as text, row by row: without a header, and with empty rows.

    Parameters
    ----------
    source : path or bytes
        A workbook, or its content.
    choose : function
        Takes the sheets' names and gives one of them.
    refused : function
        Makes the error: the file is none, damaged, locked by a password or above the limits.
    """
    computing()
    import fastexcel

    content = source if isinstance(source, bytes) else read_bytes(source, refused)
    kind = kind_of(content)
    if kind == "none":
        raise refused("no workbook that can be read (not its form, or cut off)", AGAIN)
    if kind == "excel":
        content = checked(content, refused)
    else:
        probe(content, refused)
    with guarded(refused, "no workbook that can be read", AGAIN), silence():
        book = fastexcel.read_excel(content)
    if not book.sheet_names:
        raise refused("a workbook without sheets", AGAIN)
    name = choose(book.sheet_names)
    with guarded(refused, "no workbook that can be read", AGAIN), silence():
        # skip_rows keeps empty rows at the top, so that row numbers are those of the sheet
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        frame: pl.DataFrame = sheet.to_polars()
    return check_frame(frame, refused)
