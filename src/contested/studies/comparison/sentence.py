"""A difference as one sentence: how large, how sure, and through which part of the model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import polars as pl

from contested.ensemble.summaries import COUNTED
from contested.ground.errors import InputError, closest
from contested.ground.units import suffix

#: indicators a reader asks about first, in this order
LEADING = (
    "crowd.sum", "crowd.max", "detained.sum", "injured.sum", "killed_street.sum", "custody.max", "strikers.sum",
    "outrage.mean", "fear.mean", "fraud_belief.mean", "legitimacy.last", "treasury.last", "elite_loyalty.last",
)  # fmt: skip
#: units of things that an observable's meaning names; an amount of money is named by its unit
_THINGS = COUNTED - {"million USD", "million EUR"}
_OVER = {
    "sum": ", added up over time,", "max": ", at the highest,", "last": ", at the end,",
    "mean": ", averaged over time,",
}  # fmt: skip


def leading(indicators: pl.DataFrame, of: str | None = None) -> dict[str, Any] | None:
    """The row a sentence is about: that of `of`, or else the first of `LEADING` that differs, or any that differs.

    Raises
    ------
    InputError
        There is no indicator `of`.
    """
    rows = {row["indicator"]: row for row in indicators.iter_rows(named=True)}
    if of is not None:
        if of not in rows:
            raise InputError(f"expected an indicator of the comparison; got {of!r}.", closest(of, list(rows)))
        return rows[of]
    moved = {name: row for name, row in rows.items() if row["mean"] not in (None, 0.0) and not math.isnan(row["mean"])}
    for name in (*LEADING, *moved):
        if name in moved:
            return moved[name]
    return None


def effect(row: Mapping[str, Any], low: float, high: float, *, meaning: str, noun: str) -> str:
    """How large a mean difference is, and how sure: without a full stop.

    Parameters
    ----------
    row : mapping
        indicator, unit, mean, up, down, pairs of `inference.paired_differences`; up and down may be missing.
    low, high : float
        Ends of the 90 % interval of the mean.
    meaning : str
        What the observable is.
    noun : str
        What is counted: pairs, runs.
    """
    mean, unit = row["mean"], row["unit"]
    label = row["indicator"].partition("[")[2].partition("]")[0]
    over = _OVER.get(row["indicator"].rpartition(".")[2], "")
    name = f"{meaning}{f' ({label})' if label else ''}"
    counted = unit in _THINGS
    less, more = ("fewer", "more") if counted else ("lower", "higher")

    def one(value: float) -> str:
        return f"{number(abs(value))}{'' if counted else suffix(unit)} {more if value > 0 else less}" if value else "0"

    if counted:
        amount = f"B has {one(mean)} {name}{over} than A" if mean else f"B has as many {name}{over} as A"
    else:
        amount = f"In B {name}{over} is {f'{one(mean)} than' if mean else 'the same as'} in A"
    pairs = f"{row['pairs']} {noun}" if row["pairs"] != 1 else f"a single one of the {noun}"
    if math.isnan(low):
        return f"{amount} ({pairs}, so there is no interval)"
    if low <= 0 <= high:
        span = f"from {one(low)} to {one(high)}"
    else:
        near, far = sorted((low, high), key=abs)
        span = f"{number(abs(near))} to {one(far)}"
    signs = ""
    if row.get("up") is not None:
        signs = f", {more} in {_share(row['up'])} of them and {less} in {_share(row['down'])}"
    return f"{amount} (90 % interval of the mean {span}; {pairs}{signs})"


def several(number: int, noun: str) -> str:
    """A number of pairs, runs or draws: 1 pair, 2 pairs."""
    return f"{number} {noun.removesuffix('s') if number == 1 else noun}"


def _share(share: float) -> str:
    return f"{100 * share:.0f} %"


def number(value: float) -> str:
    """To three digits, without an exponent where it can be helped."""
    if not math.isfinite(value):
        return "an unknown number"
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if rounded >= 100 else f"{rounded:g}"


def through(columns: pl.DataFrame, changed: pl.DataFrame) -> str:
    """Through whom, from what two arms showed side by side: the first cause, and who reached most people.

    Parameters
    ----------
    columns, changed
        Tables of a comparison.
    """
    if not columns.height:
        return ""
    first = columns.row(0, named=True)
    where = f"subsystem {first['subsystem']}, phase {first['phase']}"
    text = f"It begins on {first['earliest']} with {first['meaning']} ({where})"
    days = changed.filter(pl.col("by") == "day")
    if days.height:
        by = days.group_by("subsystem").agg(pl.col("mean").sum()).sort("mean", "subsystem", descending=[True, False])
        total = float(by["mean"].sum())
        if total > 0:
            some = [f"{name} ({_share(persons / total)})" for name, persons in by.head(2).iter_rows()]
            text += f"; the people it changes are first reached through {' and '.join(some)}"
    return text + "."


def earliest(first: pl.DataFrame | None) -> str:
    """What differs first, from the days that two runs stored; "" where that is not known.

    Parameters
    ----------
    first : polars.DataFrame, optional
        Table of a comparison.
    """
    if first is None or not first.height:
        return ""
    one = first.row(0, named=True)
    whose = f" ({one['subsystem']})" if one["subsystem"] else ""
    return f"They differ from {one['from']} on, first in {one['meaning']}{whose}."
