"""Does a file give percentages and no counts? Then a draft of a map says so, and takes its columns for shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.table.cells import Cells
from contested.forensics.table.columns import Column
from contested.forensics.table.headings import plain
from contested.forensics.table.names import shortened
from contested.forensics.table.percentages import read, step

#: headings of turnout, in plain letters
_TURNOUT = re.compile(
    r"turnout|явк|участие|beteiligung|frekwenc|participac|participation|katilim|affluenza|prezenta|odziv|ucast|აქტივობა|"
    r"մասնակց|voting rate"
)
#: headings of percentages that are no contestant's
_NO_SHARE = re.compile(r"invalid|blank|null|nul|spoil|reject|недейст|abst|valid|total|всего|margin|swing|change|diff")
_PERCENT = re.compile(r"%|percent|prozent|procent|porcentaje|pourcentage|\bpct\b|\bshare\b|доля|процент", re.I)
#: part of rows that must fit, and rows a draft needs
_FITS, _FEW = 0.9, 3


class Rates(NamedTuple):
    """Columns of percentages: shares, turnout (or empty), what shares are of, whether they are fractions, doubts."""

    shares: list[str]
    turnout: str
    of: str
    fractions: bool
    unsure: list[str]


def rates_of(cells: Cells, columns: Sequence[Column]) -> Rates | None:
    """What columns of percentages a file has, if these are its only numbers of votes; None otherwise."""
    if cells.frame.height < _FEW:
        return None
    numbers = {c.name: n for c in columns if (n := _numbers(cells.frame[c.name])) is not None and not c.code}
    for fractions, whole in ((False, 100.0), (True, 1.0)):
        some = {k: v for k, v in numbers.items() if _within(v, whole)}
        if fractions and any(_PERCENT.search(k) for k in some):
            continue
        turnout = next((k for k in some if _TURNOUT.search(plain(k))), "")
        likely = [k for k in some if k != turnout and not _NO_SHARE.search(plain(k))]
        found = _summing(likely, some, whole)
        if found is None:
            continue
        # a column of counts that goes with them: the file has votes, and percentages beside
        if any(c.role in ("cast", "valid", "votes") and c.counted and c.name not in some for c in columns):
            return None
        if not any(_fraction(some[k]) or _PERCENT.search(k) for k in found) and not turnout:
            return None
        unsure = ["The file seems to give percentages and no counts: no test of counts can be made."]
        unsure += [] if turnout else ["No column of turnout was found."]
        unsure.append("Shares add up to 100 %: they were taken for shares of valid votes; say of = \"cast\" if they "
                      "are of all ballots.")  # fmt: skip
        return Rates(found, turnout, "valid", fractions, unsure)
    return None


def _numbers(text: pl.Series) -> pl.Series | None:
    """A column of numbers, most of its cells filled; None of other columns."""
    values, faults = read(text)
    known = values.drop_nulls().len()
    return values if known >= 0.7 * text.len() and faults.height <= 0.02 * text.len() else None


def _within(values: pl.Series, whole: float) -> bool:
    x = values.drop_nulls().to_numpy()
    return bool(((x >= 0) & (x <= whole)).all() and x.max() > 0)


def _fraction(values: pl.Series) -> bool:
    x = values.drop_nulls().to_numpy()
    return bool((x != np.round(x)).mean() > 0.2)


def _summing(names: Sequence[str], some: dict[str, pl.Series], whole: float) -> list[str] | None:
    """A run of neighbouring columns, the longest, whose sums are the whole in nearly all rows."""
    best: list[str] | None = None
    table = np.array([some[n].fill_null(0).to_numpy() for n in names]) if names else np.zeros((0, 0))
    sums = np.cumsum(np.vstack([np.zeros(table.shape[1]), table]), axis=0) if names else table
    for i in range(len(names)):
        for j in range(i + 2, len(names) + 1):
            off = sum(step(some[n]) for n in names[i:j]) * (1.0 if whole == 100.0 else 0.01)
            slack = max(min(off, 0.02 * whole), 1e-6)
            fits = np.abs(sums[j] - sums[i] - whole) <= slack
            if fits.mean() >= _FITS and (best is None or j - i > len(best)):
                best = list(names[i:j])
    return best


def tables_of(rates: Rates, voters: Sequence[Column]) -> dict[str, dict[str, object] | str]:
    """The tables [counts], [percentages] and [contestants] of a map; `voters` may be columns of registered voters."""
    made: dict[str, dict[str, object] | str] = {}
    if voters:
        made["counts"] = {"registered": max(voters, key=lambda c: c.total).name}
    made["percentages"] = {
        **({"turnout": rates.turnout} if rates.turnout else {}), "of": rates.of,
        **({"fractions": True} if rates.fractions else {}),
    }  # fmt: skip
    short = [re.sub(r"[\s,;:()%]+$|^[\s,;:()%]+", "", name) for name in shortened(rates.shares)]
    names = short if all(short) and len(set(short)) == len(short) else rates.shares
    made["contestants"] = {"columns": dict(zip(names, rates.shares, strict=True))}
    return made
