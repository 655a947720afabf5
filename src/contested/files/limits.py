"""How large a file may be: every limit on what is read, in one table.

A file that was written to do harm is small on disk and large in memory: a cell in the last row and column of a sheet, a
gigabyte of zeros in an archive of a megabyte, a Parquet page of one value a billion times. Limits are compared with
what a file says of itself, and with what comes out while it is unpacked, before memory is asked for.

Who has larger files sets CONTESTED_FILE_LIMIT=10: every limit is multiplied by it.
"""

from __future__ import annotations

import math
import os
from typing import NamedTuple

from contested.files.refusal import Refused
from contested.ground.errors import InputError

VARIABLE = "CONTESTED_FILE_LIMIT"
MIB = 2**20
GIB = 2**30


class Limit(NamedTuple):
    """The most of something, its unit, and what it limits."""

    most: int
    unit: str
    meaning: str


LIMITS: dict[str, Limit] = {
    "file": Limit(2 * GIB, "byte", "any file that is read whole"),
    "text": Limit(64 * MIB, "byte", "a table of a scenario or of claims, as text"),
    "report": Limit(16 * MIB, "byte", "a news report to be read"),
    "prose": Limit(2_000_000, "character", "the text of a news report"),
    "json": Limit(256 * MIB, "byte", "a JSON file"),
    "toml": Limit(4 * MIB, "byte", "a TOML file"),
    "depth": Limit(64, "level", "nested tables of JSON and TOML"),
    "members": Limit(10_000, "file", "files in an archive or a workbook"),
    "unpacked": Limit(GIB, "byte", "an archive, a workbook or a Parquet file, unpacked"),
    "ratio": Limit(100, "times", "unpacked size to packed size, of archives that unpack to more than 64 MiB"),
    "arrays": Limit(16 * GIB, "byte", "arrays of an .npz file"),
    "rows": Limit(50_000_000, "row", "rows of a table"),
    "columns": Limit(5_000, "column", "columns of a table"),
    "cells": Limit(500_000_000, "cell", "rows times columns of a table"),
    "sheet": Limit(20_000_000, "cell", "rows times columns of a sheet, up to its last cell that is not empty"),
    "letters": Limit(GIB, "byte", "all text of a table, repeated as often as its cells repeat it"),
}
#: unpacked size from which the ratio counts: small files of one repeated line are harmless
RATIO_FROM = 64 * MIB


def factor() -> float:
    """What limits are multiplied by: CONTESTED_FILE_LIMIT, or 1.

    Raises
    ------
    InputError
        If it is no number of at least 1.
    """
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return 1.0
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 1 <= value < math.inf:
        raise InputError(f"{VARIABLE}: expected a number of at least 1; got {text!r}.", "10 allows ten times as much")
    return value


def most(name: str) -> int:
    """The limit of this name."""
    return int(LIMITS[name].most * factor())


def check(name: str, amount: float, refused: Refused, what: str = "") -> None:
    """Refuse what is above a limit; `what` says of what it is, such as "columns in its first line"."""
    limit = most(name)
    if amount <= limit:
        return
    unit = LIMITS[name].unit
    needed = math.ceil(amount / LIMITS[name].most)
    got = shown(amount, unit) + (f" {what}" if what else "")
    hint = f"is this the right file? If you trust it, set {VARIABLE}={needed} or more, which multiplies every limit"
    raise refused(f"{got}, above the limit of {shown(limit, unit)}", hint)


def shown(amount: float, unit: str) -> str:
    """An amount in words: 3.2 GiB, 16,384 columns, 800 times."""
    if unit != "byte":
        return f"{amount:,.0f} {unit if unit == 'times' or amount == 1 else unit + 's'}"
    if amount < MIB:
        return f"{amount:,.0f} bytes"
    return f"{amount / GIB:.3g} GiB" if amount >= GIB else f"{amount / MIB:.3g} MiB"
