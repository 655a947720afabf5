"""What a Parquet file will take once it is read, counted from its footer and the heads of its pages.

A page of one value repeated a billion times takes a few bytes, and its head says how many there are. The footer's
numbers are checked against those of the pages, which are what the reading library goes by.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from contested.files import limits
from contested.files.refusal import AGAIN, Refused, guarded
from contested.files.thrift import Thrift

_DAMAGED = "a Parquet file that is damaged or cut off"
#: bytes of a value in memory, by the footer's number of its type; texts are counted by what they are unpacked to
_WIDTH = {0: 1, 1: 4, 2: 8, 3: 12, 4: 4, 5: 8, 6: 16, 7: 16}
#: packed values are compared with the file's size from here on: runs of one value are common in small tables
_RATIO_FROM = 256 * limits.MIB
_TEXT = 6
_DATA, _DICTIONARY, _DATA_2 = 0, 2, 3


class _Size(NamedTuple):
    """Of a column: values, bytes unpacked, bytes of text if each value is as long as those of its dictionary."""

    values: int
    unpacked: int
    letters: float


def check_parquet(content: bytes, refused: Refused) -> None:
    """Refuse a file that is damaged, or takes more than the limits."""
    if content[:4] == b"PARE" or content[-4:] == b"PARE":
        raise refused("a Parquet file that is encrypted", "")
    length = int.from_bytes(content[-8:-4], "little")
    if len(content) < 12 or content[:4] != b"PAR1" or content[-4:] != b"PAR1" or length > len(content) - 12:
        raise refused("no Parquet file that can be read (it does not begin and end as one)", AGAIN)
    with guarded(refused, _DAMAGED, AGAIN):
        footer = Thrift(memoryview(content)[-8 - length : -8]).struct()
        rows, groups = footer[3], footer.get(4, [])
        columns = len(footer[2]) - 1
        if rows < 0 or sum(group[3] for group in groups) != rows:
            raise ValueError("its numbers of rows do not agree")
        limits.check("columns", columns, refused)
        limits.check("rows", rows, refused)
        limits.check("cells", rows * columns, refused)
        memory = unpacked = 0
        letters = 0.0
        for group in groups:
            for chunk in group[1]:
                size = _chunk(content, chunk[3])
                memory += size.values * _WIDTH[chunk[3][1]]
                unpacked += size.unpacked
                letters += size.letters if chunk[3][1] == _TEXT else 0
                limits.check("letters", letters, refused, "of text")
                limits.check("unpacked", memory, refused, "in memory")
                limits.check("unpacked", unpacked, refused, "unpacked")
        if memory + unpacked > _RATIO_FROM:
            limits.check("ratio", (memory + unpacked) / len(content), refused, "its packed size")


def _chunk(content: bytes, about: dict[int, Any]) -> _Size:
    """Values and unpacked bytes of one column of one group of rows."""
    start = about[9]
    if 0 < about.get(11, 0) < start:
        start = about[11]
    end = start + about[7]
    if not 4 <= start <= end <= len(content) - 8:
        raise ValueError("a column lies outside the file")
    values = unpacked = 0
    letters = 0.0
    pages = Thrift(content, start)
    while pages.at < end and values < about[5]:
        head = pages.struct()
        if head[2] < 0 or head[3] < 0 or pages.at + head[3] > end:
            raise ValueError("a page lies outside its column")
        pages.at += head[3]
        unpacked += head[2]
        if head[1] in (_DATA, _DATA_2):
            count = head[5 if head[1] == _DATA else 8][1]
            if count < 0:
                raise ValueError("a page of fewer than no values")
            values += count
        elif head[1] == _DICTIONARY:
            letters = about[5] * head[2] / max(head[7][1], 1)
            unpacked += head[7][1] * 16
    if values != about[5]:
        raise ValueError("its numbers of values do not agree")
    return _Size(values, unpacked, letters)
