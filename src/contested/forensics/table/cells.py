"""Any file as text cells under a header, each row with its line: CSV in its dialects, zipped or not, XLSX, Parquet.

Everything is read as text. What a text means as a number is settled later and in one place (`numbers`), so
that "1,234", a code with leading zeros and a misprint all arrive as they stand in the file. What a file is, is seen
from its first bytes, not from its name.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polars as pl

from contested.files import Refused, guarded, open_archive, read_bytes, read_csv, read_parquet, read_sheet
from contested.files.refusal import MISSING
from contested.forensics.table.column_map import FileHints
from contested.forensics.table.dialect import decoded, delimiter_of, fields_of, unpaired_quote
from contested.forensics.table.numbers import no_faults, written
from contested.ground.errors import ContestedError, ReturnsError, closest

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsb", ".ods", ".parquet")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_NOT_TABLES = {
    b"%PDF": ("a PDF", "returns in a PDF must be turned into a table first"),
    b"\x1f\x8b": ("a gzip archive", "unpack it first"),
    b"Rar!": ("a RAR archive", "unpack it first"),
    b"7z\xbc\xaf": ("a 7z archive", "unpack it first"),
    b"\x89PNG": ("a picture", "returns in a picture must be turned into a table first"),
    b"\xff\xd8\xff": ("a picture", "returns in a picture must be turned into a table first"),
}


class Cells(NamedTuple):
    """A table of text.

    Parameters
    ----------
    frame : polars.DataFrame of str
        Columns named by the header; a second column of one name has " (2)" added.
    lines : polars.Series of Int64
        Line of the file (row of the sheet) each row begins on, from 1. In a Parquet file, its row.
    repeated : tuple of str
        Names the header gives to several columns.
    odd : polars.DataFrame
        Rows that may have been read wrongly, as `numbers.Counts.faults`: with more fields than the header, or of
        several lines, as a missing quotation mark makes them.
    empty : tuple of int
        Lines between the first and the last row that hold nothing.
    guessed : str, optional
        The encoding, where the file is not UTF-8 and nobody named one.
    source : str
        Name of the file.
    """

    frame: pl.DataFrame
    lines: pl.Series
    repeated: tuple[str, ...] = ()
    odd: pl.DataFrame = no_faults()
    empty: tuple[int, ...] = ()
    guessed: str | None = None
    source: str = ""

    def column(self, name: str) -> pl.Series:
        """One column; a `ReturnsError` if there is none of this name, or two."""
        even = " ".join(name.split())
        if even in self.repeated:
            raise ReturnsError("the header has this name twice.", "rename one", file=self.source, column=name)
        if even not in self.frame.columns:
            hint = closest(even, self.frame.columns)
            raise ReturnsError("the table has no such column.", hint, file=self.source, column=name)
        return self.frame[even]


def read_cells(path: str | Path, hints: FileHints) -> Cells:
    """Read a file.

    Raises
    ------
    ReturnsError
        There is no such file, or it is empty, not a table, damaged, locked by a password, of several tables without
        word which, or in no known encoding.
    """
    path = Path(path)
    content = read_bytes(path, _refusing("check the path", str(path)))
    return of_bytes(content, hints, path.name)


def opened(path: str | Path, hints: FileHints) -> tuple[bytes, str]:
    """A file's content and name; those of the table inside, of an archive with one table or with `hints.inside`."""
    path = Path(path)
    content, name = read_bytes(path, _refusing("check the path", str(path))), path.name
    there = members(content, name)
    if not there or (len(there) > 1 and hints.inside is None):
        return content, name
    with open_archive(content, _refusing("download or copy it again", name)) as archive:
        inside = _inside(archive.names(), hints, name)
        return archive.read(inside), f"{name}/{inside}"


def members(content: bytes, source: str) -> dict[str, int]:
    """Tables in an archive, with their sizes in bytes; none where the content is no archive of tables."""
    if not content.startswith(b"PK"):
        return {}
    with open_archive(content, _refusing("download or copy it again", source)) as archive:
        names = archive.names()
        if {"[Content_Types].xml", "mimetype"} & set(names):
            return {}
        tables = [n for n in names if n.lower().endswith(_TABLES) and not n.startswith("__MACOSX/")]
        return {name: len(archive.read(name)) for name in tables}


def sheets(content: bytes, source: str) -> list[str]:
    """Names of a workbook's sheets; none where the content is no workbook."""
    if not content.startswith((b"PK", _OLD_OFFICE)):
        return []
    there: list[str] = []

    def first(names: list[str]) -> str:
        there.extend(names)
        return names[0]

    read_sheet(content, first, _refusing("a workbook with a password must be saved without it", source))
    return there


def _refusing(hint: str, source: str) -> Refused:
    def refused(why: str, better: str) -> ReturnsError:
        there = f"expected a table; this is {why}." if why != MISSING else "the file cannot be opened: there is none."
        return ReturnsError(there, better or hint, file=source)

    return refused


def of_bytes(content: bytes, hints: FileHints, source: str) -> Cells:
    """The same for the content of a file."""
    if not content.strip(b"\x00 \t\r\n"):
        raise ReturnsError("expected a table; the file is empty.", "get it again", file=source)
    for start, (kind, hint) in _NOT_TABLES.items():
        if content.startswith(start):
            raise ReturnsError(f"expected a table; this is {kind}.", hint, file=source)
    if content.startswith(b"PK"):
        return _archive(content, hints, source)
    if content.startswith(_OLD_OFFICE):
        return _workbook(content, hints, source)
    if content.startswith(b"PAR1"):
        return _parquet(content, source)
    if content.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise ReturnsError("expected a table; this is a web page.", "save the table itself as CSV or XLSX", file=source)
    return _csv(content, hints, source)


def _archive(content: bytes, hints: FileHints, source: str) -> Cells:
    with open_archive(content, _refusing("download or copy it again", source)) as archive:
        names = archive.names()
        if {"[Content_Types].xml", "mimetype"} & set(names):
            return _workbook(content, hints, source)
        inside = _inside(names, hints, source)
        unpacked = archive.read(inside)
    name = f"{source}/{inside}"
    if unpacked.startswith(b"PK") and not inside.lower().endswith((".xlsx", ".xlsb", ".ods")):
        raise ReturnsError("an archive within an archive.", "unpack the outer one first", file=name)
    return of_bytes(unpacked, hints, name)


def _inside(names: list[str], hints: FileHints, source: str) -> str:
    if hints.inside is not None:
        if hints.inside not in names:
            hint = closest(hints.inside, names) if names else ""
            raise ReturnsError(f"the archive has no file {hints.inside!r}.", hint, file=source)
        return hints.inside
    tables = [n for n in names if n.lower().endswith(_TABLES) and not n.startswith("__MACOSX/")]
    if len(tables) == 1:
        return tables[0]
    shown = ", ".join(sorted(tables or names)[:12]) or "none"
    number = f"{len(tables)} tables" if tables else "no table"
    hint = f"say which in the map: [file] inside = ...; files: {shown}"
    raise ReturnsError(f"expected one table in the archive; it holds {number}.", hint, file=source)


def sheet(content: bytes, hints: FileHints, source: str) -> pl.DataFrame:
    """A sheet of a workbook as it stands, without a header."""
    hint = "a workbook with a password must be saved without it; a damaged one, copied again"
    other = _refusing(hint, source)

    def refused(why: str, better: str) -> ContestedError:
        # a limit says how to lift it; of what cannot be read a password is the likelier cause
        return other(why, better if "LIMIT" in better else "")

    return read_sheet(content, lambda sheets: _sheet(sheets, hints, source), refused).cast(pl.String)


def _workbook(content: bytes, hints: FileHints, source: str) -> Cells:
    return of_sheet(sheet(content, hints, source), hints, source)


def of_sheet(frame: pl.DataFrame, hints: FileHints, source: str) -> Cells:
    """A sheet as cells under a header."""
    if not frame.width or frame.height <= hints.skip_rows:
        raise ReturnsError("expected a table; the sheet is empty.", file=source)
    lines = pl.Series("line", range(1, frame.height + 1), dtype=pl.Int64)
    return headed(frame.slice(hints.skip_rows), lines.slice(hints.skip_rows), hints, source)


def _sheet(sheets: list[str], hints: FileHints, source: str) -> str:
    if hints.sheet is not None and hints.sheet not in sheets:
        raise ReturnsError(f"the workbook has no sheet {hints.sheet!r}.", closest(hints.sheet, sheets), file=source)
    if hints.sheet is None and len(sheets) != 1:
        hint = f"say which in the map: [file] sheet = ...; sheets: {', '.join(sheets[:12])}"
        raise ReturnsError(f"expected a workbook of one sheet; it has {len(sheets)}.", hint, file=source)
    return hints.sheet or sheets[0]


def _parquet(content: bytes, source: str) -> Cells:
    refused = _refusing("", source)
    frame = read_parquet(content, refused)
    nested = [name for name, kind in frame.schema.items() if kind.is_nested() or kind in (pl.Binary, pl.Object)]
    if nested:
        raise ReturnsError("expected numbers or text in every column.", file=source, column=nested[0])
    with guarded(refused):
        text = frame.select(written(column) for column in frame.get_columns())
    return Cells(text, pl.Series("line", range(1, text.height + 1), dtype=pl.Int64), source=source)


def _csv(content: bytes, hints: FileHints, source: str) -> Cells:
    text, guessed = decoded(content, hints.encoding, source)
    parts = text.split(b"\n", hints.skip_rows) if hints.skip_rows else [text]
    body = parts[-1] if len(parts) == hints.skip_rows + 1 or not hints.skip_rows else b""
    start = len(body) - len(body.lstrip(b"\r\n"))
    first = 1 + hints.skip_rows + body.count(b"\n", 0, start)
    body = body[start:]
    if not body.strip():
        raise ReturnsError("expected a table; nothing is left of the file.", "see skip_rows in the map", file=source)
    delimiter = delimiter_of(body, hints.delimiter, source)
    frame, ragged = _parsed(body, delimiter, first, source)
    height = pl.Series("line", [1], dtype=pl.Int64).new_from_index(0, frame.height)
    about = {}
    if body.count(b"\n") + (not body.endswith(b"\n")) != frame.height:
        breaks = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0))
        about["height"] = height = height + frame.select(breaks.cast(pl.Int64).alias("line"))["line"]
    lines = (height.cum_sum() - height + first).alias("line")
    if ragged:
        about["fields"] = fields_of(body, delimiter)
    return headed(frame, lines, hints, source, **about)._replace(guessed=guessed)


def _parsed(body: bytes, delimiter: str, first: int, source: str) -> tuple[pl.DataFrame, bool]:
    """Rows of text, the header among them, and whether some have more fields than the header."""

    def rows(cut: bool) -> pl.DataFrame:
        return read_csv(
            body, refused, has_header=False, infer_schema=False, separator=delimiter, truncate_ragged_lines=cut
        )

    def refused(why: str, better: str) -> ReturnsError:
        line = unpaired_quote(body)
        if line is None:
            return ReturnsError(f"expected a table; this is {why}.", better, file=source)
        hint = 'a lone " must be doubled, or its field put in quotation marks'
        return ReturnsError("quotation marks do not pair up.", hint, file=source, line=first + line)

    try:
        return rows(cut=False), False
    except ReturnsError as error:
        if "more fields" not in str(error.__cause__):
            raise
    # a header that names the first of several alike blocks of columns only: the rest have no name
    fields = fields_of(body, delimiter)
    usual = int(fields[1]) if fields.len() > 2 else 0
    if usual > fields[0] and (fields[1:] == usual).all():
        end = body.index(b"\n")
        end -= body[:end].endswith(b"\r")
        body = body[:end] + delimiter.encode() * (usual - fields[0]) + body[end:]
        return rows(cut=False), False
    return rows(cut=True), True


def headed(frame: pl.DataFrame, lines: pl.Series, hints: FileHints, source: str, **about: pl.Series) -> Cells:
    """Cells of a frame whose header begins with the first row that holds something; `about` rows: lines, fields."""
    bare = frame.select(pl.all_horizontal(pl.all().fill_null("").str.strip_chars() == "").alias("bare"))["bare"]
    full = (~bare).arg_true()
    if not len(full):
        raise ReturnsError("expected a table; every cell is empty.", file=source)
    top, last = full[0], full[-1]
    # no header of text has a null byte
    table = frame.with_columns(lines.alias("\0line"), *(series.alias(f"\0{name}") for name, series in about.items()))
    start = top + hints.header_rows
    body = table.slice(start, max(last + 1 - start, 0))
    blank = bare.slice(start, max(last + 1 - start, 0))
    header, repeated = _names(_together(frame.slice(top, hints.header_rows).rows()))
    rows = body.filter(~blank)
    odd = pl.concat([
        _odd(rows, "\0fields", frame.width, "extra-fields", f"fields, where the header has {frame.width}"),
        _odd(rows, "\0height", 1, "several-lines", "lines in one row; a quotation mark may be missing"),
    ])  # fmt: skip
    empty = tuple(body.filter(blank)["\0line"].to_list())
    named = rows.select(pl.col(old).alias(new) for old, new in zip(frame.columns, header))
    return Cells(named, rows["\0line"].alias("line"), repeated, odd, empty, source=source)


def _odd(rows: pl.DataFrame, column: str, most: int, rule: str, why: str) -> pl.DataFrame:
    if column not in rows.columns:
        return no_faults()
    numbered = rows.select(pl.col(column).alias("value")).with_row_index("row").filter(pl.col("value") > most)
    return numbered.select("row", pl.col("value").cast(pl.String), pl.lit(rule).alias("rule"), pl.lit(why).alias("why"))


def _together(rows: list[tuple[str | None, ...]]) -> tuple[str | None, ...]:
    """Names from several rows of headings; a heading stands over all columns until the next, as merged cells do."""
    names = [(text or "").strip() for text in rows[0]]
    for row in rows[1:]:
        over = ""
        for i, text in enumerate((text or "").strip() for text in row):
            over = names[i] or over
            if text and over != text:
                names[i] = f"{over} {text}".strip()
    return tuple(names)


def _names(header: tuple[str | None, ...]) -> tuple[list[str], tuple[str, ...]]:
    """Names of columns, none twice: white space made even, those without a name numbered."""
    plain = [" ".join((name or "").split()) or f"column {i + 1}" for i, name in enumerate(header)]
    seen: dict[str, int] = {}
    names = []
    for name in plain:
        seen[name] = seen.get(name, 0) + 1
        new = name if seen[name] == 1 else f"{name} ({seen[name]})"
        while new in names:
            new += "'"
        names.append(new)
    return names, tuple(name for name, times in seen.items() if times > 1)
