"""Quick counts beside official results: what observers estimated from a sample of protocols, and what was announced.

One row for each contestant of each election. A margin of error may be missing, as in reports of early parallel counts.
Some published tables have the three numbers of an interval in the wrong columns: margin, low, high where the header
says low, high, margin. Such a row is recognised (the interval it prints does not hold its own estimate, and the other
order does), put right and marked, because read as printed it makes an official figure look false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
from scipy.stats import binom

from contested.forensics.finding import Finding
from contested.forensics.table.cells import Cells, read_cells
from contested.forensics.table.column_map import FileHints
from contested.forensics.table.numbers import MISSING, western
from contested.ground.errors import ReturnsError

#: headings of the table of parallel vote tabulations of ISFED, Georgia 2003-2020
GEORGIA: dict[str, str] = {
    "election": "Elections", "contestant": "Cand", "estimate": "ISFED", "low": "Lower", "high": "Upper",
    "margin": "MoE", "official": "CEC",
}  # fmt: skip

# published numbers have two decimals; a difference smaller than this is one of binary fractions
_SAME = 1e-9
#: chance of a line to lie outside if both counts are right, for margins of 95 %; the alarm's own chance
CHANCE, FALSE_ALARM = 0.05, 0.001


def read_quick_counts(path: str | Path, headings: Mapping[str, str] = GEORGIA) -> pl.DataFrame:
    """A table of quick counts.

    Parameters
    ----------
    path : str or Path
        XLSX, CSV, Parquet.
    headings : mapping
        Of election, contestant, estimate, low, high, margin and official to the file's headings.

    Returns
    -------
    polars.DataFrame
        line (Int64), election, contestant (str); estimate, low, high, margin, official (Float64, percent; low, high and
        margin null where none was published); moved (bool: the interval stood in the wrong columns and was put right);
        inside, inside_as_printed (bool, null without an interval: whether the official figure lies from low to high,
        ends included, with and without putting columns right).

    Raises
    ------
    ReturnsError
        A heading that is missing, text in a number, an estimate or official figure that is missing.
    """
    cells = read_cells(path, FileHints())
    text = {key: cells.column(headings[key]).str.strip_chars() for key in GEORGIA}
    table = pl.DataFrame({
        "line": cells.lines, "election": text["election"], "contestant": text["contestant"],
        **{key: _percent(cells, text[key], headings[key]) for key in ("estimate", "low", "high", "margin", "official")},
    })  # fmt: skip
    for key in ("estimate", "official"):
        lacks = table.filter(pl.col(key).is_null())
        if lacks.height:
            raise ReturnsError("no figure.", file=cells.source, line=lacks["line"][0], column=headings[key])
    c = pl.col
    printed = _within(c("official"), c("low"), c("high")).alias("inside_as_printed")
    other = _within(c("estimate"), c("high"), c("margin")) & ~_within(c("estimate"), c("low"), c("high"))
    table = table.with_columns(printed, other.fill_null(False).alias("moved"))
    right = {"low": c("high"), "high": c("margin"), "margin": c("low")}
    table = table.with_columns(pl.when("moved").then(at).otherwise(c(key)).alias(key) for key, at in right.items())
    inside = _within(c("official"), c("low"), c("high")).alias("inside")
    names = ("election", "contestant", "estimate", "low", "high", "margin", "official", "moved")
    return table.select("line", *names, inside, "inside_as_printed")


def compare(table: pl.DataFrame) -> pl.DataFrame:
    """Published quick counts against official results, line by line.

    Parameters
    ----------
    table : polars.DataFrame
        `election`, `contestant`, `estimate`, `low`, `high`, `official`; numbers in one unit, null where not published.

    Returns
    -------
    polars.DataFrame
        Lines with both ends of an interval, in their order, with `inside` (the official number lies within, ends
        included) and `own` (the count's own estimate does: where it does not, the line is misprinted or its columns are
        shifted, and `inside` says nothing).
    """
    lines = table.filter(pl.col("low").is_not_null() & pl.col("high").is_not_null())
    return lines.with_columns(
        _within(pl.col(number), pl.col("low"), pl.col("high")).fill_null(False).alias(name)
        for name, number in (("inside", "official"), ("own", "estimate"))
    )


ABOUT = Finding(
    name="quick-count-comparison", title="Quick counts against official results", kind="estimate",
    unit="share", cites=("estok2002",),
    rule=f"as many sound lines outside had a chance of at most {FALSE_ALARM:g} if both were right",
    assumes="Margins are of 95 % and as printed; lines of one election are not independent.",
    fails_when="Margins are printed in another unit than shares, or columns are shifted (see the lines).",
)  # fmt: skip


def find(table: pl.DataFrame) -> Finding:
    """How often official results lie within published quick counts' margins; table as of `compare`.

    The alarm's chance is that of independent lines.
    """
    lines = compare(table)
    odd, sound = lines.filter(~pl.col("own")), lines.filter(pl.col("own"))
    by = lines.group_by("election", maintain_order=True).agg(
        pl.len().alias("lines"), pl.col("inside").sum(), pl.col("own").sum().alias("sound")
    )
    about = replace(ABOUT, tables={"elections": by, "lines": lines})
    if not sound.height:
        return replace(about, says="No quick count was published with an interval that holds its own share.")
    inside = int(sound["inside"].sum())
    says = f"The official result lies within the quick count's margin for {inside:,} of {sound.height:,} lines."
    if odd.height:
        says += f" Another {odd.height:,} lines do not hold their own share and say nothing."
    rare = float(binom.sf(sound.height - inside - 1, sound.height, CHANCE))
    return replace(about, says=says, value=inside / sound.height, alarm=rare <= FALSE_ALARM)


def _within(number: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    return (number >= low - _SAME) & (number <= high + _SAME)


def _percent(cells: Cells, text: pl.Series, heading: str) -> pl.Series:
    numbers = western(text).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    missing = text.str.to_lowercase().is_in(list(MISSING)) | text.is_null()
    bad = (~numbers.is_finite().fill_null(False) & ~missing).arg_true()
    if len(bad):
        value = text[bad[0]]
        where = {"file": cells.source, "line": cells.lines[bad[0]], "column": heading}
        raise ReturnsError(f"expected a number; got {value!r}.", **where, value=value)
    return pl.select(pl.when(~missing).then(numbers)).to_series()
