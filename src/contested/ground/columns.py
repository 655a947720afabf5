"""A column declared once: type, unit, range and meaning of its cells, and the reading of one cell.

Numbers are plain: no thousands separators, no percent signs, no NaN. The same declaration reads a cell of a
CSV table and a value of a TOML file, explains itself in errors, and documents the file.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from contested.ground.errors import closest
from contested.ground.units import UNITS, check_unit

Kind = Literal["text", "integer", "number", "date", "choice"]
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Column:
    """What one column (or one key of a TOML table) may hold.

    Parameters
    ----------
    name, meaning : str
        Its heading, and one sentence about it.
    kind : Kind
    unit : str
        For numbers, one of ground.units.UNITS, or "column unit" where another column of the row names it.
    within : (float, float)
        Smallest and largest number.
    choices : tuple of str
        For kind "choice"; read in small letters and in capitals.
    optional : bool
        May be left empty: read as None, or "" for text.
    unique : bool
        No two rows may agree in it.
    source : str
        For numbers, the column that holds the source of this one.
    formerly : str
        An earlier name, still read.
    missing_ok : bool
        The whole column may be missing: then every cell of it is read as empty. Only with `optional`.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    within: tuple[float, float] = (-math.inf, math.inf)
    choices: tuple[str, ...] = ()
    optional: bool = False
    unique: bool = False
    source: str = "source"
    formerly: str = ""
    missing_ok: bool = False

    def __post_init__(self) -> None:
        if self.unit in UNITS:
            check_unit(self.unit, self.name, self.within)

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers."""
        return self.kind in ("integer", "number")

    def expects(self) -> str:
        """What belongs here, in words that fit after `expected`."""
        if self.kind == "date":
            return "a date as YYYY-MM-DD"
        if self.kind == "choice":
            return f"one of {', '.join(self.choices)}"
        if self.kind == "text":
            return "some text"
        words = "a whole number" if self.kind == "integer" else "a number"
        low, high = self.within
        if math.isfinite(low) and math.isfinite(high):
            words += f" from {low:.12g} to {high:.12g}"
        elif math.isfinite(low):
            words += f" not below {low:.12g}"
        return f"{words} ({self.unit})" if self.unit in UNITS and self.unit != "-" else words


class UnreadableError(ValueError):
    """A cell that does not hold what its column expects; carries a hint."""

    def __init__(self, hint: str = "") -> None:
        super().__init__(hint)
        self.hint = hint


def parse(text: str, column: Column) -> Any:
    """The value a cell holds.

    Raises
    ------
    UnreadableError
        If it is not what the column expects.
    """
    if text == "":
        if column.optional:
            return "" if column.kind in ("text", "choice") else None
        raise UnreadableError(f"{column.name}: {column.meaning}")
    if column.kind == "text":
        return text
    if column.kind == "choice":
        # spreadsheets write YES and Accept; of choices that differ by case alone, the one as it stands
        meant = text if text in column.choices else _cased(text, column.choices)
        if meant is None:
            raise UnreadableError(closest(text, column.choices))
        return meant
    if column.kind == "date":
        return _date(text)
    return _number(text, column)


def _cased(text: str, choices: tuple[str, ...]) -> str | None:
    """The only choice that differs from a text by case alone."""
    meant = [choice for choice in choices if choice.casefold() == text.casefold()]
    return meant[0] if len(meant) == 1 else None


def _date(text: str) -> date:
    if not DATE.fullmatch(text):
        raise UnreadableError("write year, month and day, for example 2020-08-09")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableError("there is no such day in the calendar") from None


def _number(text: str, column: Column) -> float:
    pattern = INTEGER if column.kind == "integer" else NUMBER
    if not pattern.fullmatch(text):
        if "," in text and NUMBER.fullmatch(text.replace(",", "")):
            raise UnreadableError("write numbers without thousands separators and with a point for decimals")
        if text.endswith("%") and NUMBER.fullmatch(text[:-1].strip()):
            raise UnreadableError(f"if that is percent, write it as a share: {float(text[:-1]) / 100:g}")
        raise UnreadableError(f"{column.name}: {column.meaning}")
    value = int(text) if column.kind == "integer" else float(text)
    return in_range(value, column)


def in_range(value: float, column: Column) -> float:
    """`value`, if it is finite and within the column's range.

    Raises
    ------
    UnreadableError
        If it is not.
    """
    low, high = column.within
    if math.isfinite(value) and low <= value <= high:
        return value
    if column.unit == "share" and low <= value / 100 <= high:
        raise UnreadableError(f"if that is percent, write it as a share: {value / 100:g}")
    raise UnreadableError(f"{column.name}: {column.meaning}")
