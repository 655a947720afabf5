"""Rows that are sums of others, found by arithmetic in every column, whatever their name.

A total that is taken for a station counts everybody twice. It stands behind or before a block of rows, or anywhere
within its unit. All columns of a row are folded into one number, linearly, so that a row is the sum of a block exactly
if its number is the difference of two prefix sums; a coincidence has a chance of about 1 in 10^13.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from contested.forensics.table.case import Flags, Ints

#: ballots cast below which a row is not looked at: sums of tiny stations agree by chance
LEAST = 30
#: columns are multiplied by its powers, which no small whole numbers relate; from the golden ratio's fraction
_GOLDEN = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


def sums_of_others(frame: pl.DataFrame, columns: Sequence[str], units: Sequence[str]) -> Flags:
    """Which rows are sums of at least two others.

    Parameters
    ----------
    frame : polars.DataFrame
        `cast` (Int64), `columns` (Int64; null counts as 0) and `units` (str).
    columns : sequence of str
        Every column of counts; fewer than two prove nothing.
    units : sequence of str

    Returns
    -------
    bool array of shape (rows,)
    """
    out = np.zeros(frame.height, bool)
    if len(columns) < 2 or frame.height < 3:
        return out
    counts = [frame[name].fill_null(0).to_numpy().astype(np.uint64) for name in columns]
    folded = np.zeros(frame.height, np.uint64)
    for i, column in enumerate(counts):
        folded += column * np.uint64(pow(_GOLDEN, i + 1, 1 << 64))
    # a row with ballots for one contestant only, or one count, may be a sum by chance
    large = (frame["cast"].fill_null(0).to_numpy() >= LEAST) & (sum((c > 0).astype(int) for c in counts) >= 2)
    empty = np.all([c == 0 for c in counts], axis=0)
    out |= _after_a_block(folded, large, empty)
    out |= _after_a_block(folded[::-1], (large & ~out)[::-1], (empty | out)[::-1])[::-1]
    for depth in range(len(units), -1, -1):
        out |= _of_a_unit(frame, units[:depth], folded, large, out | empty)
    return out


def _after_a_block(folded: np.ndarray, large: Flags, skipped: Flags) -> Flags:
    """Rows that are the sum of two or more rows right before them; rows that are totals themselves count once."""
    out = np.zeros(folded.size, bool)
    first = {0: 0}  # prefix sum -> rows in it, the fewest
    prefix, rows = 0, 0
    for i, value in enumerate(folded.tolist()):
        if skipped[i]:
            continue
        start = first.get((prefix - value) & _MASK)
        if large[i] and start is not None and rows - start >= 2:
            out[i] = True
            continue
        prefix, rows = (prefix + value) & _MASK, rows + 1
        first.setdefault(prefix, rows)
    return out


def _of_a_unit(frame: pl.DataFrame, units: Sequence[str], folded: np.ndarray, large: Flags, skipped: Flags) -> Flags:
    """Rows that are the sum of all others of their unit; of the whole table without units."""
    code: Ints = np.zeros(frame.height, np.int64)
    if units:
        key = frame.select(pl.struct(pl.col(list(units)).fill_null("")).rank("dense").cast(pl.Int64))
        code = key.to_series().to_numpy() - 1
    there = ~skipped
    total = np.zeros(int(code.max(initial=0)) + 1, np.uint64)
    np.add.at(total, code[there], folded[there])
    rows = np.bincount(code[there], minlength=total.size)
    return np.asarray(there & large & (rows[code] >= 3) & (folded + folded == total[code]))
