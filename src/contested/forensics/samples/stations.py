"""Stations for a quick count: how many are needed, how they are shared out among strata, and which are drawn.

A station counts as one cluster whose share of the vote differs from the others' by a standard deviation of `spread`;
the number needed for a margin of error then follows from simple random sampling with a finite population (cochran1977,
chapter 4), and from how many are expected to report (estok2002). Strata get stations in proportion, at least two each.
"""

from __future__ import annotations

from math import ceil
from pathlib import Path

import numpy as np
import polars as pl
from scipy.stats import norm

from contested.forensics.samples.columns import counts_of, fault, text_of
from contested.forensics.samples.public_seed import public_seed
from contested.forensics.table.cells import read_cells
from contested.forensics.table.column_map import FileHints
from contested.ground import streams
from contested.ground.draws import uniforms
from contested.ground.errors import InputError
from contested.ground.options import RESPONSE, SPREAD


def read_stations(path: str | Path) -> pl.DataFrame:
    """All stations of a country.

    Parameters
    ----------
    path : str or Path
        CSV, XLSX or Parquet with a column station; optionally stratum and voters (registered).

    Returns
    -------
    polars.DataFrame
        station, stratum (str; "all" without the column), voters (Int64, null where it is not known).

    Raises
    ------
    ReturnsError
        No column station, an empty name, a station twice, text in a count.
    """
    cells = read_cells(path, FileHints())
    station = text_of(cells, "station")
    if station.n_unique() != station.len():
        row = int(station.is_duplicated().arg_true()[1])
        raise fault(cells, row, f"station {station[row]!r} appears twice.", column="station")
    stratum = text_of(cells, "stratum", optional=True)
    if stratum.null_count() == stratum.len():
        stratum = pl.Series("stratum", ["all"] * station.len())
    elif stratum.null_count():
        row = int(stratum.is_null().arg_true()[0])
        raise fault(cells, row, "expected a stratum; the cell is empty.", column="stratum")
    voters = counts_of(cells, "voters", missing=True) if "voters" in cells.frame.columns else None
    return pl.DataFrame({"station": station, "stratum": stratum}).with_columns(
        voters.alias("voters") if voters is not None else pl.lit(None, pl.Int64).alias("voters")
    )


def size_for(
    error: float, stations: int, *, spread: float = SPREAD, response: float = RESPONSE, level: float = 0.95
) -> int:
    """Stations to draw for a margin of error.

    Parameters
    ----------
    error : float, share
        Half the width of the interval of a contestant's share.
    stations : int
        In all.
    spread : float, share
        Standard deviation of the share between stations.
    response : float, share
        Part of the stations drawn that report.
    level : float
        Of the interval.

    Examples
    --------
    >>> size_for(0.01, 100_000, spread=0.2, response=1.0)
    1514
    """
    for name, value, high in (("error", error, 1), ("spread", spread, 0.5), ("response", response, 1)):
        if not 0 < value <= high:
            raise InputError(f"{name}: expected more than 0 and at most {high:g}; got {value:g}.",
                             "shares are given as parts of 1: 0.01 is one percentage point")  # fmt: skip
    alone = (float(norm.ppf(0.5 + level / 2)) * spread / error) ** 2
    return min(ceil(alone / (1 + alone / stations) / response - 1e-9), stations)


def allocate(frame: pl.DataFrame, size: int) -> pl.DataFrame:
    """How many stations each stratum gets: in proportion, at least two where it has two.

    Returns stratum, stations, sample, in the order of the file.
    """
    strata = frame.group_by("stratum", maintain_order=True).agg(pl.len().cast(pl.Int64).alias("stations"))
    there = strata["stations"].to_numpy()
    least = np.minimum(there, 2)
    if not least.sum() <= size <= there.sum():
        raise InputError(f"size: expected {least.sum():,} (two in each stratum) to {there.sum():,} stations; got "
                         f"{size:,}.", "join small strata, or draw more")  # fmt: skip
    # largest remainders: what a stratum is short of its quota, one station at a time
    drawn = least.copy()
    quota = size * there / there.sum()
    for _ in range(int(size - least.sum())):
        drawn[np.argmax(np.where(drawn < there, quota - drawn, -np.inf))] += 1
    return strata.with_columns(pl.Series("sampled", drawn))


def draw(frame: pl.DataFrame, size: int, seed: int) -> pl.DataFrame:
    """A stratified random sample of stations without replacement.

    The same stations, size and seed give the same sample, whatever the order of rows: a seed that was drawn in public
    (see `public_seed`) lets everybody check it.

    Returns
    -------
    polars.DataFrame
        order (Int64, from 1), station, stratum, voters; strata mixed, in the random order in which to inspect.
    """
    if not size >= 1:
        raise InputError(f"size: expected at least one station; got {size}.")
    shares = allocate(frame, size)
    ordered = frame.sort("station")
    chance = pl.Series("chance", uniforms(ordered.height, public_seed(seed), streams.SAMPLE_STATIONS))
    return (
        ordered.with_columns(chance).sort("chance", "station")
        .join(shares.select("stratum", "sampled"), on="stratum", how="left", maintain_order="left")
        .filter(pl.int_range(pl.len()).over("stratum") < pl.col("sampled"))
        .with_row_index("order", offset=1)
        .select(pl.col("order").cast(pl.Int64), "station", "stratum", "voters")
    )  # fmt: skip
