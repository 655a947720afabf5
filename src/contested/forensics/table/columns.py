"""Columns of a table of text, as a draft of a map sees them: heading, numbers, how many values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from contested.forensics.table.cells import Cells
from contested.forensics.table.headings import is_code, is_total, role
from contested.forensics.table.numbers import counts


@dataclass(frozen=True, eq=False)
class Column:
    """One column.

    Parameters
    ----------
    name : str
    role : str
        What its heading proposes (`headings.ROLES`).
    text : polars.Series of str
    numbers : float64 array of shape (rows,)
        Counts; NaN where there is none.
    counted : bool
        Whether nearly all its cells that are not empty are counts.
    code : bool
        Whether its heading names a number that counts nothing.
    whole : bool
        Whether its heading speaks of a total.
    distinct : int
        How many values.
    filled : float
        Part of cells that are not empty.
    total : float
        Sum of its counts.
    """

    name: str
    role: str
    text: pl.Series
    numbers: np.ndarray
    counted: bool
    code: bool
    whole: bool
    distinct: int
    filled: float
    total: float

    @property
    def constant(self) -> bool:
        """Whether one number stands in every row, as an election's day or level does, and votes do not."""
        return self.distinct == 1 and bool(self.total) and len(self.text) > 20


def columns_of(cells: Cells) -> tuple[list[Column], str | None]:
    """All columns, and "," where points between digits can only set thousands apart."""
    decimal = _decimal(cells)
    return [_column(cells, name, decimal) for name in cells.frame.columns if name not in cells.repeated], decimal


def _column(cells: Cells, name: str, decimal: str | None) -> Column:
    text = cells.frame[name].str.strip_chars()
    values, faults = counts(text, decimal)
    filled = int((text.fill_null("") != "").sum())
    known = int(values.is_not_null().sum())
    numbers = values.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    counted = known > 0 and faults.height <= 0.1 * (known + faults.height)
    found = role(name)
    return Column(
        name, found, text, numbers, counted,
        # numbers of units and stations count nothing
        code=is_code(name) and found not in ("registered", "cast", "votes"),
        whole=is_total(name), distinct=text.drop_nulls().n_unique(), filled=filled / max(text.len(), 1),
        total=float(np.nansum(numbers)),
    )  # fmt: skip


def _decimal(cells: Cells) -> str | None:
    """A comma, where many cells have one point before three digits and none has a fraction after a point."""
    body = cells.frame.head(2000)
    grouped = fraction = 0
    for name in body.columns:
        text = body[name].fill_null("").str.strip_chars()
        found = int(text.str.contains(r"^[1-9]\d{0,2}(\.\d{3})+$").sum())
        plain_numbers = int(text.str.contains(r"^\d{1,3}$").sum())
        if found and found + plain_numbers >= 0.9 * text.len():
            grouped += found
        fraction += int(text.str.contains(r"^\d+\.(\d{1,2}|\d{4,})$").sum())
    return "," if grouped > 3 and not fraction else None


def names_beside(columns: Sequence[Column], names: Sequence[str], fits: float) -> list[str]:
    """Names that stand in columns of their own, the same in every row, before each column of votes; else none."""
    order = [c.name for c in columns]
    places = sorted(order.index(name) for name in names)
    out: list[str] = []
    for start, place in zip([max(places[0] - 6, -1), *places], places):
        texts = [c for c in columns[start + 1 : place] if c.distinct == 1 and not c.counted and c.filled > fits]
        words = [str(c.text.drop_nulls()[0]) for c in texts]
        out.append(" ".join(w for w in words if len(w) > 1 and any(sign.isalpha() for sign in w)))
    return out if all(out) and len(set(out)) == len(out) else []
