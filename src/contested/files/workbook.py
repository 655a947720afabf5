"""A workbook made safe to read: sizes checked, and how far its sheets reach.

The library that reads workbooks lays a sheet out as rows times columns up to the last cell that holds something, and
takes memory for all of it. One cell in the last row and column asks for 17 billion, and the process ends without a
word. So the cells' places are read first, from the XML while it is unpacked, without a tree of it in memory.

What was checked is what is read: the archive is written anew, of the packed files as they are, with the sizes that
unpacking them gave.

Leaves out: other forms (.xls, .xlsb, .ods), which `probe` reads in a process of its own.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import Literal

import numpy as np

from contested.files import limits
from contested.files.archive import Archive, open_archive
from contested.files.refusal import Refused, guarded
from contested.ground.errors import ContestedError

#: what an Excel workbook of today has, and no other form
_MARK = "xl/workbook.xml"
#: and what other forms have
_OTHER_MARKS, _OLD_OFFICE = {"xl/workbook.bin", "content.xml", _MARK}, b"\xd0\xcf\x11\xe0"
_READ_BY_LIBRARY = re.compile(r"\[Content_Types\]\.xml|_rels/.*|xl/(?!media/).*\.(xml|rels)", re.IGNORECASE)
#: cells of a style and no value, which do not count
_EMPTY = re.compile(rb'<c(?:\s+[A-Za-z:]+="[^"<>]*")*\s*/>')
#: how a cell begins, with and without a name space, and as nearly all workbooks write it
_BEGIN = tuple(mark + b"c" + end for mark in (b"<", b":") for end in (b" ", b"\t", b"\r", b"\n", b">", b"/"))
_USUAL = re.compile(rb'<c r="([A-Z]+)(\d+)"')
_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_PLACE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]+)(\d+)""")
_LINE = re.compile(rb"""\br\s*=\s*["']\s*(\d+)""")
_STRING = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")
_VALUE = re.compile(rb"[<:]v(?:\s[^<>]*)?>\s*(\d+)\s*(?=<)")
_STRINGS = "xl/sharedstrings.xml"
#: bytes that the library takes for a cell, and of the longest text or tag
_CELL_BYTES, _LONGEST = 32, 2**24
#: flag of names in UTF-8, and 1 January 1980
_UTF8, _DAY = 0x800, 33
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")


def kind_of(content: bytes) -> Literal["excel", "other", "none"]:
    """Whether this is a workbook of Excel's XML form, of another form, or none."""
    if content.startswith(_OLD_OFFICE):
        return "other"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            names = {name.lower().replace("\\", "/") for name in file.namelist()}
            plain = _MARK in file.namelist()
    except Exception:
        return "none"
    if plain:
        return "excel"
    return "other" if names & _OTHER_MARKS else "none"


def checked(content: bytes, refused: Refused) -> bytes:
    """The same workbook without pictures and macros, if its sheets are within the limits; refused otherwise."""
    out, directory = io.BytesIO(), []
    cells, strings = 0, _Strings()
    with open_archive(content, refused) as archive:
        archive.check_sizes()
        for name in filter(_READ_BY_LIBRARY.fullmatch, archive.names()):
            offset, shown = out.tell(), name.encode()
            extent = _Extent(refused)
            file = archive.packed(name, strings.add if name.lower() == _STRINGS else extent.add)
            extent.check_memory()
            cells = max(cells, extent.cells)
            sizes = (0, _DAY, file.checksum, len(file.content), file.size, len(shown), 0)
            out.write(_LOCAL.pack(b"PK\x03\x04", 20, _UTF8, file.method, *sizes) + shown)
            out.write(file.content)
            entry = _CENTRAL.pack(b"PK\x01\x02", 20, 20, _UTF8, file.method, *sizes, 0, 0, 0, 0, offset)
            directory.append(entry + shown)
        if cells * strings.longest > limits.most("letters"):
            _check_letters(archive, strings, refused)
    start, entries = out.tell(), b"".join(directory)
    out.write(entries)
    out.write(_END.pack(b"PK\x05\x06", 0, 0, len(directory), len(directory), len(entries), start, 0))
    return out.getvalue()


def _check_letters(archive: Archive, strings: _Strings, refused: Refused) -> None:
    """Count the text of all cells: a long text is stored once, and each cell that names it gets a copy."""
    for name in filter(_READ_BY_LIBRARY.fullmatch, archive.names()):
        if name.lower() == _STRINGS:
            continue
        total, rest = 0, b""

        def add(part: bytes) -> None:
            nonlocal total, rest
            text = rest + part
            end = text.rfind(b"<")
            rest, text = text[end:], text[:end]
            total += sum(strings.lengths.get(number, 0) for number in _VALUE.findall(text))
            limits.check("letters", total, refused, "of text in a sheet")

        archive.packed(name, add)


class _Strings:
    """Lengths of the texts that cells name by number, from their XML part after part."""

    def __init__(self) -> None:
        self.lengths: dict[bytes, int] = {}
        self.count = -1  # what stands before the first text
        self.longest = self.current = 0
        self.rest = b""

    def add(self, part: bytes) -> None:
        """Take the next part."""
        text = self.rest + part
        self.rest, text = text[-8:], text[:-8]  # where a part ends within a tag
        first, *others = _STRING.split(text)
        self._grow(len(first))
        for other in others:
            self.count += 1
            self.current = 0
            self._grow(len(other))

    def _grow(self, length: int) -> None:
        self.current += length
        self.longest = max(self.longest, self.current)
        self.lengths[b"%d" % self.count] = self.current


class _Extent:
    """How far the cells of a sheet reach, from its XML, part after part.

    Cells name their place (r="B7"), or follow the one before; then the most in a row counts.
    """

    def __init__(self, refused: Refused) -> None:
        self.refused = refused
        self.rest = b""
        self.cells = 0
        self.column = self.row = 0  # of cells that name their place
        self.rows = self.line = 0  # rows that do not name theirs, and the last that does
        self.following = self.most = 0  # cells without a place, in this row and in the fullest

    def add(self, part: bytes) -> None:
        """Take the next part; refuse the sheet as soon as it reaches beyond the limits."""
        text = self.rest + part
        end = text.rfind(b">") + 1  # a tag that is cut off waits for the next part
        self.rest, text = text[end:], text[:end]
        if len(self.rest) > _LONGEST:
            raise self.refused("a workbook with a text beyond all measure", "save it again as .xlsx")
        if b"\0" in text:
            raise self.refused("a workbook whose XML is not UTF-8", "save it again as .xlsx")
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise self.refused("a workbook that declares entities", "save it again as .xlsx")
        before = vars(self).copy()
        try:
            self._measure(text)
        except ContestedError:
            # cells without a value do not count, and are dear to leave out
            vars(self).update(before)
            self._measure(_EMPTY.sub(b"", text))

    def _measure(self, text: bytes) -> None:
        places = _USUAL.findall(text)
        cells = sum(map(text.count, _BEGIN))
        self.cells += cells
        if len(places) < cells or self.following:
            places = _PLACE.findall(text)
            self._follow(text)
        if places:
            letters, digits = zip(*places, strict=True)
            self.row = max(self.row, *map(_number, set(digits)))
            self.column = max(self.column, *map(_column, set(letters)))
        rows, columns = self.row, self.column
        if self.most:
            rows, columns = max(rows, self.line) + self.rows, columns + self.most
        limits.check("columns", columns, self.refused, "in a sheet")
        limits.check("sheet", rows * columns, self.refused, f"in a sheet ({rows:,} rows, {columns:,} columns)")

    def check_memory(self) -> None:
        """Refuse what memory there is not, where limits were lifted: the library's process would end."""
        columns = self.column + self.most
        with guarded(self.refused):
            np.empty((max(self.row, self.line) + self.rows, columns, _CELL_BYTES), np.uint8)

    def _follow(self, text: bytes) -> None:
        lines = _LINE.findall(text)
        self.line = max((self.line, *map(_number, lines)))
        self.rows += max(len(_ROW.findall(text)) - len(lines), 0)
        for i, row in enumerate(_ROW.split(text)):
            cells = max(len(_CELL.findall(row)) - len(_PLACE.findall(row)), 0)
            self.following = cells + (self.following if i == 0 else 0)
            self.most = max(self.most, self.following)


def _number(digits: bytes) -> int:
    return int(digits) if len(digits) < 10 else 10**9


def _column(letters: bytes) -> int:
    """B is 2; what no sheet has is a large number."""
    column = 0
    for letter in letters.upper()[:5]:
        column = column * 26 + letter - ord("A") + 1
    return column
