"""The pictures an election leaves: turnout against result, the comet, and peaks at integer percentages.

Describes; proves nothing alone. An honest country makes one round cloud; stuffing draws it to the upper right, and
invented protocols pile up at 70 %, 75 %, 80 %. The stations that make a peak are named.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.table.case import SMALL, Case, Flags, Floats, Ints, ordered

BINS = 100
#: expected stations at an integer below which its excess is not judged
FEW = 5.0
#: standard deviations from which an integer is a peak
PEAK = 4.0


def cells(case: Case) -> pl.DataFrame:
    """Stations and ballots in cells of one point of turnout and result; 100 % belongs to the last cell.

    Returns
    -------
    DataFrame
        turnout, result (lower edges, percent), stations, ballots, registered; only cells that hold a station.
    """
    some = ordered(case)
    x, y = _bin(some.issued, some.registered), _bin(some.leader, some.cast)
    return _sum({"turnout": x, "result": y}, stations=np.ones_like(x), ballots=some.cast, registered=some.registered)


def comet(case: Case) -> pl.DataFrame:
    """The leader's part of the registered in each point of turnout, and that of everyone else.

    Returns
    -------
    DataFrame
        turnout (lower edge, percent), stations, registered, and of the voters there the share that the leader got and
        that the others got; of the leader's share also the quartiles over stations.
    """
    some = ordered(case)
    frame = pl.DataFrame(
        {
            "turnout": _bin(some.issued, some.registered), "registered": some.registered, "leader": some.leader,
            "others": some.cast - some.leader, "share": some.leader / some.registered,
        }
    )  # fmt: skip
    voters = pl.col("registered").sum()
    return (
        frame.group_by("turnout")
        .agg(
            stations=pl.len().cast(pl.Int64), registered=voters, leader=pl.col("leader").sum() / voters,
            others=pl.col("others").sum() / voters, lower=pl.col("share").quantile(0.25),
            middle=pl.col("share").median(), upper=pl.col("share").quantile(0.75),
        )
        .sort("turnout")
    )  # fmt: skip


def comet_cells(case: Case) -> pl.DataFrame:
    """Stations in cells of one point of turnout and of the leader's part of the registered: the comet as a picture."""
    some = ordered(case)
    x, y = _bin(some.issued, some.registered), _bin(some.leader, some.registered)
    return _sum({"turnout": x, "leader": y}, stations=np.ones_like(x), registered=some.registered)


def peaks(case: Case) -> pl.DataFrame:
    """Stations of 100 voters at each integer percentage, and how many an even spread around it would leave there.

    Returns
    -------
    DataFrame
        axis ("turnout" or "result"), percent, stations (within 0.05 points, edges included), expected, z. What is
        expected counts, for each station within half a point, how many of the counts it could have reported within
        half a point lie within 0.05 points; so coarse shares of small stations do not look like peaks.
    """
    some = ordered(case, SMALL)
    out = []
    for axis, part, whole in _axes(some):
        percent, near, chance = _at(part, whole)
        inside = (percent >= 1) & (percent <= 99)  # the ends have no other side to compare with
        percent, near, chance = percent[inside], near[inside], chance[inside]
        observed, expected, variance = (
            np.bincount(percent, w, BINS + 1).astype(float) for w in (near, chance, chance * (1 - chance))
        )
        z = np.where(expected >= FEW, (observed - expected) / np.sqrt(np.maximum(variance, 1e-12)), 0.0)
        out.append(
            pl.DataFrame({"axis": axis, "percent": np.arange(1, BINS), "stations": observed[1:BINS].astype(np.int64),
                          "expected": expected[1:BINS], "z": z[1:BINS]})
        )  # fmt: skip
    return pl.concat(out)


def at_peaks(case: Case, peaks: pl.DataFrame) -> pl.DataFrame:
    """The stations that stand at peaks: rows of `peaks` with z of at least 4.

    Returns
    -------
    DataFrame
        axis, percent, row (of the returns), region, territory, registered, issued, cast, leader.
    """
    some = ordered(case, SMALL)
    regions, territories = np.array(some.regions, object), np.array(some.territories, object)
    out = []
    for axis, part, whole in _axes(some):
        wanted = peaks.filter((pl.col("axis") == axis) & (pl.col("z") >= PEAK))["percent"].to_numpy()
        percent, near, _ = _at(part, whole)
        rows = np.flatnonzero(near & np.isin(percent, wanted))
        here = some.where(rows)
        out.append(
            pl.DataFrame(
                {
                    "axis": pl.Series([axis] * rows.size, dtype=pl.String), "percent": percent[rows], "row": here.row,
                    "region": pl.Series(regions[here.region].tolist(), dtype=pl.String),
                    "territory": pl.Series(territories[here.territory].tolist(), dtype=pl.String),
                    "registered": here.registered, "issued": here.issued, "cast": here.cast, "leader": here.leader,
                }
            )
        )  # fmt: skip
    return pl.concat(out).sort("axis", "percent", "region", "territory", "row")


ABOUT = Finding(
    name="fingerprint", title="Fingerprint, comet and integer peaks", kind="description",
    unit="peak",
    fails_when="Regions that honestly differ stretch the cloud too; a peak shows that numbers were invented, but not "
    "by whom, and not every station at a peak is false.",
    cites=("klimek2012", "kobak2016"),
)  # fmt: skip


def find(case: Case, *, seed: int = 1) -> Finding:
    """The pictures, and where the peaks are. Nothing is drawn: `seed` changes nothing."""
    if not ordered(case).stations:
        return replace(ABOUT, says="Nothing to show: no station has a ballot.")
    found = peaks(case)
    high = found.filter(pl.col("z") >= PEAK).sort("z", descending=True)
    listed = at_peaks(case, found)
    says = f"At no integer percentage are there more stations than beside it ({PEAK:.0f} standard deviations or more)."
    if len(high):
        first = ", ".join(f"{r['percent']} % {r['axis']}" for r in high.head(5).iter_rows(named=True))
        extra = float((high["stations"] - high["expected"]).sum())
        says = (
            f"{len(high)} integer percentages have more stations than the shares beside them, {extra:,.0f} too many in "
            f"all; the clearest: {first}."
        )
    tables = {"cells": cells(case), "comet": comet(case), "comet_cells": comet_cells(case), "peaks": found,
              "at_peaks": listed}  # fmt: skip
    return replace(ABOUT, says=says, value=float(len(high)), tables=tables)


def _axes(case: Case) -> tuple[tuple[str, Ints, Ints], ...]:
    return ("turnout", case.issued, case.registered), ("result", case.leader, case.cast)


def _bin(part: Ints, whole: Ints) -> Ints:
    return np.asarray(np.minimum(BINS * part // whole, BINS - 1))


def _at(part: Ints, whole: Ints) -> tuple[Ints, Flags, Floats]:
    """Nearest integer percentage, whether within 0.05 of it, and the part of reportable counts around it that are."""
    percent = (200 * part + whole) // (2 * whole)
    near = 20 * np.abs(100 * part - percent * whole) <= whole
    # counts k with p n - n / 20 <= 100 k <= p n + n / 20, and with p n - n / 2 <= 100 k < p n + n / 2
    middle = percent * whole
    narrow = (20 * middle + whole) // 2000 - _ceil(20 * middle - whole, 2000) + 1
    wide = _ceil(2 * middle + whole, 200) - _ceil(2 * middle - whole, 200)
    return percent, near, narrow / wide


def _ceil(a: Ints, b: int) -> Ints:
    return -(-a // b)


def _sum(by: dict[str, Ints], **sums: Ints) -> pl.DataFrame:
    return pl.DataFrame(by | sums).group_by(*by).agg(pl.col(name).sum() for name in sums).sort(*by)
