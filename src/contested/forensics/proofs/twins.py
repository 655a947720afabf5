"""Protocols that are copies: two stations of one unit, or at one address, with the same votes for everybody.

Small stations are alike by chance. How easily is bounded without knowing what voters wanted: if one station reports
certain counts, another with as many ballots repeats them most easily when its voters lean exactly so, and that chance
is a multinomial one. Times the number of pairs with equally many ballots it bounds how many such pairs chance makes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from scipy.special import gammaln, xlogy

from contested.forensics.finding import NOTHING, Finding
from contested.forensics.table.returns import ReturnsTable

#: expected number of pairs by chance below which a pair is no chance
ALARM_EXPECTED = 0.001


def log_repeat(counts: np.ndarray) -> np.ndarray:
    """Log of the largest chance that as many voters again vote exactly so.

    Parameters
    ----------
    counts : int64 array of shape (stations, options)
        Votes for each contestant, and invalid ballots.

    Returns
    -------
    float64 array of shape (stations,)
        0 for unanimous stations.
    """
    n = counts.sum(axis=1)
    share = counts / np.maximum(n, 1)[:, None]
    return np.asarray(gammaln(n + 1) - gammaln(counts + 1).sum(axis=1) + xlogy(counts, share).sum(axis=1))


def twins(returns: ReturnsTable, within: Sequence[str] | None = None) -> pl.DataFrame:
    """Groups of stations with the same votes for every contestant and as many invalid ballots.

    Parameters
    ----------
    returns : ReturnsTable
    within : sequence of str, optional
        Columns that must agree as well: all units without it; ["address"] for stations under one roof.

    Returns
    -------
    polars.DataFrame
        stations (list of str), lines (list of Int64), cast (Int64), expected (Float64: bound on such pairs in the
        whole file by chance, given how many ballots each station has), beyond_chance (bool); least likely first.
    """
    c = pl.col
    place = list(returns.units if within is None else within)
    options, frame = _options(returns), _compared(returns, place)
    sizes = frame.group_by([*place, "cast"]).len()["len"].cast(pl.Float64)
    pairs = float((sizes * (sizes - 1) / 2).sum())
    groups = frame.sort("line").group_by([*place, *options], maintain_order=True).agg(
        c("station").alias("stations"), c("line").alias("lines"), c("cast").first()
    ).filter(c("stations").list.len() > 1)  # fmt: skip
    expected = pairs * np.exp(log_repeat(groups.select(options).to_numpy().reshape(-1, len(options))))
    found = groups.select("stations", "lines", "cast").with_columns(expected=pl.Series(expected, dtype=pl.Float64))
    found = found.with_columns(beyond_chance=c("expected") < ALARM_EXPECTED)
    return found.sort("expected", c("lines").list.first())


def _options(returns: ReturnsTable) -> list[str]:
    return [*returns.contestants, "invalid"]


def _compared(returns: ReturnsTable, place: Sequence[str]) -> pl.DataFrame:
    """Stations with ballots whose every count is known; invalid ballots that the file does not give are 0."""
    frame = returns.counted("duplicate-station").filter(pl.col("cast") > 0)
    return frame.with_columns(pl.col("invalid").fill_null(0)).drop_nulls([*place, *_options(returns)])


def _nothing(returns: ReturnsTable, places: Sequence[Sequence[str]]) -> bool:
    """Whether no two stations can be compared, or only one count of each: then any two may be alike by chance."""
    known = [name for name in _options(returns) if returns.frame[name].is_not_null().any()]
    return len(known) < 2 or all(_compared(returns, place).height < 2 for place in places)


def find(returns: ReturnsTable) -> Finding:
    """Copied protocols within units, and under one address where the file gives addresses."""
    places = {"units": list(returns.units)} | ({"addresses": ["address"]} if "address" in returns.frame.columns else {})
    tables = {name: twins(returns, place) for name, place in places.items()}
    found = pl.concat(tables.values()).unique("lines").sort("expected", pl.col("lines").list.first())
    beyond = found.filter(pl.col("beyond_chance"))
    nothing = _nothing(returns, list(places.values()))
    if nothing:
        says = NOTHING
    elif beyond.height:
        first = beyond.row(0, named=True)
        says = (f"{beyond['stations'].list.len().sum():,} protocols repeat another's votes for everybody and are too "
                f"large for chance, such as {' and '.join(first['stations'][:2])} with {first['cast']:,} ballots "
                "each.")  # fmt: skip
    else:
        says = "No two protocols of one unit are alike beyond what chance does."
    return Finding(
        name="twins",
        title="Copied protocols",
        kind="proof",
        says=says,
        value=None if nothing else float(beyond["stations"].list.len().sum()),
        unit="station",
        alarm=None if nothing else bool(beyond.height),
        rule=f"a pair is so alike that fewer than {ALARM_EXPECTED:g} such pairs are expected by chance in the whole "
        "file",
        assumes="Voters of two stations decide independently of each other, whatever they prefer.",
        fails_when="A protocol typed in twice by mistake. Small stations and near-unanimous ones are alike by "
        "chance, and copies among them cannot be recognised.",
        tables=tables,
    )
