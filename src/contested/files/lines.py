"""The text of a file as lines, and a line as cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from contested.files.content import read_bytes
from contested.files.faults import Faults
from contested.files.refusal import MISSING, SPELLING
from contested.ground.errors import InputError, ScenarioError
from contested.ground.formulas import as_meant

#: what may stand between the cells of a row, by the word that messages use: spreadsheets of many countries write ;
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
#: a quoted cell that begins with #, and only empty cells behind it; tries nothing twice, so that time is linear
_QUOTED_NOTE = re.compile(r'\s*+"#(?:[^"]|"")*+"[\s,;|"]*+')


def is_note(line: str, below: bool = False) -> bool:
    """Whether a line is a comment: it begins with #, also in quotes that a spreadsheet put there.

    Below the column names a line in quotes is a comment only if no second cell is filled: "#FreeThem, a coalition" may
    be a claimant.
    """
    text = line.lstrip()
    return text.startswith("#") or (
        text.startswith('"#') and (not below or _QUOTED_NOTE.fullmatch(line) is not None)
    )


def names_of(line: str, separator: str) -> list[str]:
    """The column names on a line; quotes are cut off rather than read, since they may not be closed."""
    return [cell.strip().strip('"').strip() for cell in line.split(separator)]


def separator_of(line: str, names: Iterable[str]) -> str:
    """What stands between the column names of a table: what finds most of the names expected, of equals the comma."""
    wanted = set(names)
    found = {sep: wanted.intersection(names_of(line, sep)) for sep in SEPARATORS}
    return max(SEPARATORS, key=lambda sep: len(found[sep]))


def cells_of(line: str, separator: str = ",") -> list[str]:
    """The cells of one row of text; an apostrophe that kept one from being a formula is gone.

    Raises
    ------
    csv.Error
        If it cannot be split.
    """
    # one row at a time: a quote that is never closed is then the fault of its own row only
    return [as_meant(cell) for cell in next(csv.reader([line], delimiter=separator, strict=True), [])]


def rows_of(texts: Sequence[str], separator: str) -> list[list[str]] | None:
    """The cells of several rows at once, one row a line, as they stand; None where a row is blank, odd or goes on."""
    try:
        rows = list(csv.reader(texts, delimiter=separator, strict=True))
    except csv.Error:
        return None
    # each record takes a line at least: as many records as lines are one record a line
    return rows if len(rows) == len(texts) else None


def text_of(path: Path, shown: str, faults: Faults) -> str | None:
    """The text of a UTF-8 file with unix line ends, or None and a fault."""

    def refused(why: str, hint: str) -> InputError:
        if why == MISSING:
            whole = "`contested scenarios new DIR` writes a complete set of files"
            hint = whole if issubclass(faults.kind, ScenarioError) else SPELLING
            return faults.kind(f"{shown}: expected a file of this name; got none.", hint)
        return faults.kind(f"{shown}: expected a readable file; got {why}.", hint)

    try:
        raw = read_bytes(path, refused, "text")
    except InputError as error:
        faults.errors.append(error)
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = raw.count(b"\n", 0, reason.start) + 1
        got = f"byte 0x{raw[reason.start]:02x}"
        faults.add(f"{shown}:{line}", "text in UTF-8", got, "save the file again with encoding UTF-8")
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        faults.add(f"{shown}:{line}", "text in UTF-8", "a null character", "save the file again with encoding UTF-8")
        return None
    return _unix(text)


def lines_of(text: str) -> list[str]:
    """The lines of a table as `rows.read_rows` counts them.

    Only an end of line ends one. `str.splitlines` also splits at characters that may stand in a cell, such as U+2028,
    which word processors write.
    """
    return _unix(text).removesuffix("\n").split("\n")


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
