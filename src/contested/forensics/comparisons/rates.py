"""Returns with percentages only: which tests can be made of them, and those that can.

A rounded percentage is no count. So nothing here looks at digits or at whole percentages; what can be said is how
shares are spread, whether support rises with turnout within places, and, with registered voters, between which numbers
of ballots the whole lies.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.proofs import possible_percentages
from contested.forensics.table.case import Floats, Ints
from contested.forensics.table.percentages import PERCENT, TURNOUT, digits_of, names
from contested.forensics.table.returns import ReturnsTable
from contested.forensics.toolkit.dip import chance, dip

#: stations that a description, and a slope, need
FEW = 20

ABOUT = Finding(
    name="rates", title="Percentages of every station", kind="description",
    assumes="Nothing.",
    fails_when="Honest regions that differ give skewness, tails and several modes. Stations count alike, whatever "
    "their size.",
    cites=("hicken2017", "hartigan1985"),
)  # fmt: skip
RANGES = Finding(
    name="ballots-behind", title="Ballots behind the percentages", kind="description", unit="ballot",
    assumes="Percentages were computed from these registered voters, and rounded or cut off at their last digit.",
    fails_when="Turnout was computed from other voters than the file gives.",
)  # fmt: skip
SLOPE = Finding(
    name="rates-slope", title="Support and turnout within places", kind="description", unit="-",
    assumes="Nothing; a slope of percentages on percentages.",
    fails_when="Keener people may be fonder of one contestant: honest slopes are seldom zero, and no honest elections "
    "were simulated from percentages.",
)  # fmt: skip


def find(returns: ReturnsTable) -> list[Finding]:
    """What can be said about percentages; nothing for a table of counts."""
    if not returns.percent_only:
        return []
    return [possible_percentages.find(returns), _spread(returns), _slope(returns), *_ranges(returns)]


def _used(returns: ReturnsTable) -> pl.DataFrame:
    return returns.counted()


def _spread(returns: ReturnsTable) -> Finding:
    frame = _used(returns)
    rows = []
    for name in (*([TURNOUT] if TURNOUT in names(frame) else []), *returns.contestants):
        x = frame[PERCENT + name].drop_nulls()
        values = x.to_numpy()
        if values.size < FEW:
            continue
        sd = float(values.std())
        z = (values - values.mean()) / sd if sd > 0 else np.zeros(values.size)
        off = dip(values) if sd > 0 else 0.0
        rows.append((name, values.size, digits_of(x), float(values.mean()), float(np.median(values)), sd,
                     float((z**3).mean()), float((z**4).mean()), chance(off, values.size) if off else None,
                     int((values >= 100).sum())))  # fmt: skip
    table = pl.DataFrame(rows, orient="row", schema={
        "contestant": pl.String, "stations": pl.Int64, "digits": pl.Int64, "mean": pl.Float64, "median": pl.Float64,
        "sd": pl.Float64, "Skew": pl.Float64, "Kurt": pl.Float64, "DipT": pl.Float64,
        "at 100 %": pl.Int64})  # fmt: skip
    if table.is_empty():
        return replace(ABOUT, says=f"Fewer than {FEW} stations with percentages: nothing to describe.")
    modes = table.filter(pl.col("DipT") < 0.01)["contestant"].to_list()
    says = f"The file gives percentages and no counts, of {frame.height:,} stations. "
    says += f"More than one mode: {', '.join(modes)}." if modes else "No share has more than one mode."
    full = table.filter(contestant=TURNOUT)
    if full.height:
        says += f" Turnout is 100 % at {full['at 100 %'][0]:,} stations."
    return replace(ABOUT, says=says, value=float(frame.height), unit="station", tables={"percentages": table})


def _slope(returns: ReturnsTable) -> Finding:
    frame, leader = _used(returns), PERCENT + returns.leader
    if TURNOUT not in names(frame):
        return replace(SLOPE, says="The file gives no turnout: whether support rises with it cannot be asked.")
    some = frame.filter(pl.col(leader).is_not_null() & pl.col(PERCENT + TURNOUT).is_not_null())
    unit = returns.units[-1] if returns.units else None
    code = np.zeros(some.height, np.int64)
    if unit is not None:
        path = some.select(pl.concat_str(pl.col(list(returns.units)).fill_null(""), separator=" / ")).to_series()
        code = np.unique(path.to_numpy().astype(str), return_inverse=True)[1].astype(np.int64)
    x, y = some[PERCENT + TURNOUT].to_numpy(), some[leader].to_numpy()
    found = within_slope(x, y, code)
    if found is None:
        return replace(SLOPE, says=f"Fewer than {FEW} stations that can be compared within a place: no slope.")
    slope, error = found
    where = "within the smallest units of the map" if unit is not None else "over all stations"
    says = (f"Where turnout is one point higher, {returns.leader} has {slope:+.2f} points more of the shares "
            f"({slope - 1.96 * error:+.2f} to {slope + 1.96 * error:+.2f}), {where}.")  # fmt: skip
    return replace(SLOPE, says=says, value=slope, low=slope - 1.96 * error, high=slope + 1.96 * error,
                   range_is="95 %, units independent")  # fmt: skip


def within_slope(x: Floats, y: Floats, unit: Ints) -> tuple[float, float] | None:
    """Slope of y on x within units, and its standard error with units independent; None of too few stations."""
    if x.size < FEW:
        return None
    n = np.bincount(unit)
    dx, dy = (v - (np.bincount(unit, v) / np.maximum(n, 1))[unit] for v in (x, y))
    total = float(dx @ dx)
    if total <= 1e-9:
        return None
    slope = float(dx @ dy) / total
    score = dx * (dy - slope * dx)
    several = n.size >= 10
    spread = np.bincount(unit, score) if several else score
    return slope, float(np.sqrt(spread @ spread)) / total


def _ranges(returns: ReturnsTable) -> list[Finding]:
    found = possible_percentages.ballots(returns)
    if found is None:
        return []
    low, high = found.cast
    fits = low <= high
    rows = [("ballots cast", int(low[fits].sum()), int(high[fits].sum()))]
    for name, (least, most) in found.votes.items():
        ok = fits & (least <= most)
        rows.append((name, int(least[ok].sum()), int(most[ok].sum())))
    table = pl.DataFrame(rows, schema=["what", "at least", "at most"], orient="row")
    single = int((low == high).sum())
    mine = table.row(1 + returns.contestants.index(returns.leader), named=True)
    says = (
        f"At {int(fits.sum()):,} stations that give voters and turnout, between {rows[0][1]:,} and {rows[0][2]:,} "
        f"ballots were cast; {returns.leader} has between {mine['at least']:,} and {mine['at most']:,}. Turnout leaves "
        f"one number of ballots at {single:,} stations, and several at {int((low < high).sum()):,}."
    )
    if returns.percent_of == "valid":
        says += " Shares are of valid votes, whose number is not known, so of votes only the upper end says something."
    announced = returns.announced
    if announced is not None and announced.votes and announced.complete:
        outside = [n for n, v in announced.votes.items() for lo, hi in [_range(table, n)] if not lo <= v <= hi]
        says += (f" Announced votes lie outside for {', '.join(outside)}." if outside
                 else " Announced votes lie inside for all.")  # fmt: skip
    return [replace(RANGES, says=says, value=None, low=float(mine["at least"]), high=float(mine["at most"]),
                    range_is="all numbers of ballots with these percentages", tables={"ballots": table})]  # fmt: skip


def _range(table: pl.DataFrame, name: str) -> tuple[int, int]:
    row = table.filter(what=name).row(0)
    return int(row[1]), int(row[2])
