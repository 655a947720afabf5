"""Returns that give percentages and no counts: read as what they are, numbers rounded to so many digits.

    [percentages]
    turnout = "Turnout, %"          # ballots over registered voters; optional
    of = "valid"                    # what shares are of: "valid", "cast" or "registered"
    fractions = false               # true where 0.531 is meant for 53.1 %

The contestants of such a map are columns of shares. A rounded percentage is no count: with registered voters it gives a
range of ballots, and never one number; so no test of counts, digits or integer percentages is made on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from contested.forensics.table.case import Floats, Ints
from contested.forensics.table.checks import Checks
from contested.forensics.table.numbers import western
from contested.ground.errors import ReturnsError

#: beginning of the columns that a `ReturnsTable` has for them, and the name of turnout among them
PERCENT, TURNOUT = "percent: ", "turnout"
#: what shares may be of
BASES = ("valid", "cast", "registered")
#: digits after the point beyond which a percentage is not rounded by a person
MOST_DIGITS = 9
_NOTHING = ("", "-", "–", "—", "na", "n/a", "nan", "null", "none", "н/д")


class Percentages(NamedTuple):
    """The table [percentages] of a map; `turnout` is empty if the file has none."""

    turnout: str
    of: str
    fractions: bool


class Read(NamedTuple):
    """A column of percentages, 0 to 100 (Float64, null where there is none), and its faults as `numbers.Counts` has."""

    values: pl.Series
    faults: pl.DataFrame


def parse(tree: Mapping[str, Any], source: str) -> Percentages:
    """From the table of a map's file; a `ReturnsError` where it cannot be used."""
    at = Checks(source)
    table = at.table(tree, "percentages", ("turnout", "of", "fractions"))
    of = at.text(table.get("of", "valid"), "percentages.of")
    if of not in BASES:
        raise ReturnsError(f"percentages.of: expected {', '.join(BASES)}; got {of!r}.", file=source)
    turnout = at.text(table["turnout"], "percentages.turnout") if "turnout" in table else ""
    return Percentages(turnout, of, at.truth(table.get("fractions", False), "percentages.fractions"))


def read(text: pl.Series, *, fractions: bool = False) -> Read:
    """A column of text as percentages: "53.1", "53,1 %", "53.1%"; fractions are multiplied by 100."""
    bare = western(text.cast(pl.String)).str.replace_all(r"[\s\u00a0\u202f%]", "").str.replace(",", ".", literal=True)
    known = ~bare.str.to_lowercase().is_in(_NOTHING).fill_null(True)
    number = bare.cast(pl.Float64, strict=False)
    if fractions:
        number = (number * 100).round(MOST_DIGITS)
    bad = known & (number.is_null() | ~number.is_finite().fill_null(False) | (number < 0).fill_null(False))
    faults = pl.DataFrame({"row": pl.Series(range(text.len()), dtype=pl.UInt32), "value": text.cast(pl.String),
                           "bad": bad}).filter("bad").select(
        "row", "value", rule=pl.lit("not-a-number"), why=pl.lit("is no percentage"))  # fmt: skip
    values = pl.select(pl.when(known & ~bad).then(number)).to_series().alias(text.name)
    return Read(values, faults)


def digits_of(values: pl.Series) -> int:
    """Digits after the point to which a column was rounded: the most that any of its numbers has."""
    parts = values.drop_nulls().round(MOST_DIGITS).cast(pl.String).str.extract(r"\.(\d*?)0*$", 1)
    return max(parts.str.len_chars().drop_nulls().to_list(), default=0)


def names(frame: pl.DataFrame) -> list[str]:
    """Contestants, and turnout, of which a frame has percentages."""
    return [c.removeprefix(PERCENT) for c in frame.columns if c.startswith(PERCENT)]


def step(values: pl.Series) -> float:
    """One unit of the last digit, in percent."""
    return float(10.0 ** -digits_of(values))


def whole_numbers(percent: Floats, unit: float, low: Ints, high: Ints | None = None) -> tuple[Ints, Ints]:
    """Least and most whole numbers whose percentage of some whole number from `low` to `high` is printed as `percent`.

    Rounded to the nearest or cut off, both count: from half a unit below up to, not including, a unit above. The least
    is above the most where no whole number gives this percentage.

    Parameters
    ----------
    percent : float64 array of shape (rows,)
    unit : float
        Of the last digit, in percent.
    low, high : int64 array of shape (rows,)
        Of what the percentage is; `high` is `low` if absent.
    """
    high = low if high is None else high
    down, up = np.maximum(percent - unit / 2, 0) / 100, (percent + unit) / 100
    least = np.ceil(down * low - 1e-7).astype(np.int64)
    most = np.minimum(np.ceil(up * high - 1e-7).astype(np.int64) - 1, high)
    return least, most
