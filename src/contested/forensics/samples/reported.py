"""Protocols of the stations of a sample, as observers report them: every contestant's quick count and outcome test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.samples import quick_count, sequential
from contested.forensics.samples.columns import counts_of, fault, text_of
from contested.forensics.table.cells import read_cells
from contested.forensics.table.column_map import FileHints
from contested.ground.errors import InputError, ReturnsError, closest

#: columns of a table of protocols that are no contestant
_OTHER = ("order", "station", "stratum", "voters", "cast")


class Reported(NamedTuple):
    """A sample's protocols.

    Parameters
    ----------
    stations : polars.DataFrame
        station, stratum, voters, cast, in the order of the file; cast is null where nothing was reported.
    votes : dict of str to Int64 Series, ballot
        By contestant, null where nothing was reported.
    population : dict of str to int
        Stations in each stratum, sampled or not.
    largest : int, ballot
        Most voters of a station of the country; 0 if not known.
    """

    stations: pl.DataFrame
    votes: dict[str, pl.Series]
    population: dict[str, int]
    largest: int


def read_reported(path: str | Path, frame: pl.DataFrame) -> Reported:
    """Protocols of drawn stations.

    Parameters
    ----------
    path : str or Path
        CSV, XLSX or Parquet with the columns station, cast, and one a contestant; rows in the order of arrival, or of
        drawing for `test`. Empty cells: not reported, or not to be inspected. A station that is missing from the file
        was not drawn.
    frame : polars.DataFrame
        All stations (`stations.read_stations`).

    Raises
    ------
    ReturnsError
        A station that the frame lacks or that appears twice, a protocol that is filled in part, more votes than ballots
        cast, more ballots than voters.
    """
    cells = read_cells(path, FileHints())
    station, cast = text_of(cells, "station"), counts_of(cells, "cast", missing=True)
    names = [n for n in cells.frame.columns if n not in _OTHER]
    if not names:
        raise ReturnsError("expected a column a contestant, beside station and cast; got none.", file=cells.source)
    votes = {name: counts_of(cells, name, missing=True) for name in names}
    table = pl.DataFrame({"station": station, "cast": cast, "line": cells.lines})
    known = table.join(frame, on="station", how="left", maintain_order="left")
    total = pl.DataFrame(votes).sum_horizontal(ignore_nulls=True)
    blank = pl.DataFrame([cast.is_null(), *(v.is_null() for v in votes.values())]).sum_horizontal()
    lines = frame["station"].to_list()
    for wrong, why in (
        (known["stratum"].is_null(), "expected a station of the list of stations"),
        (station.is_duplicated(), "a station appears twice"),
        ((blank > 0) & (blank <= len(votes)), "a protocol is filled in part; give all its counts, or none"),
        ((total > cast).fill_null(False), "more votes than ballots cast"),
        ((cast > known["voters"]).fill_null(False), "more ballots than registered voters"),
    ):
        if wrong.any():
            row = int(wrong.arg_true()[0])
            hint = closest(station[row], lines) if known["stratum"][row] is None else ""
            raise fault(cells, row, f"{why}: {station[row]!r}.", hint)
    population = dict(frame.group_by("stratum", maintain_order=True).len().iter_rows())
    largest = max(frame["voters"].drop_nulls().to_list(), default=0)
    return Reported(known.select("station", "stratum", "voters", "cast"), votes, population, largest)


def estimates(reported: Reported, official: Mapping[str, float] | None = None) -> list[Finding]:
    """Every contestant's quick count, beside the official share where it is given (a part of 1)."""
    official = official or {}
    for name, share in official.items():
        if name not in reported.votes:
            raise InputError(f"official: expected a contestant of the protocols; got {name!r}.",
                             closest(name, list(reported.votes)))  # fmt: skip
        if not 0 <= share <= 1:
            raise InputError(f"official: expected {name} from 0 to 100 percent; got {100 * share:g}.")
    there = reported.stations["cast"].is_not_null()
    # the estimate leaves out strata without a report, which is said; bounds do not, where stations were drawn
    code = {s: k for k, s in enumerate(reported.population)}
    strata = np.array([code[s] for s in reported.stations["stratum"]], np.int64)
    seen, silent = reported.stations.filter(there), reported.stations.filter(~there)
    known = reported.largest > 0
    missing = silent["voters"].fill_null(reported.largest).to_numpy() if known else np.empty(0, np.int64)
    return [
        quick_count.find(
            strata[there.to_numpy()], reported.votes[name].filter(there).to_numpy(), seen["cast"].to_numpy(),
            np.array(list(reported.population.values())), official.get(name), missing_ballots=missing,
            missing_stratum=strata[~there.to_numpy()] if known else np.empty(0, np.int64),
            unbounded=0 if known else silent.height, contestants=len(official), contestant=name,
        )
        for name in reported.votes
    ]  # fmt: skip


def unreported_strata(reported: Reported) -> list[str]:
    """Strata of which no station reported; no estimate speaks for them."""
    there = set(reported.stations.filter(pl.col("cast").is_not_null())["stratum"])
    return [s for s in reported.population if s not in there]


def outcome(reported: Reported, winner: str | None, loser: str | None, *, risk_limit: float) -> Finding:
    """Test the announced winner's margin over another contestant on protocols in the order of drawing.

    Parameters
    ----------
    reported : Reported
        Of a simple random sample; a station without a report counts as badly for either side as it could.
    winner, loser : str, optional
        The two with the most votes in the sample if absent.
    risk_limit : float

    Raises
    ------
    InputError
        An unknown contestant, one contestant only, voters that are not known, or more than one stratum.
    """
    if len(reported.votes) < 2:
        raise InputError("expected two contestants at least; got one.")
    if len(reported.population) > 1:
        raise InputError("the outcome test needs a simple random sample; the list of stations has strata.",
                         "draw without strata, or use the estimate")  # fmt: skip
    if reported.stations["voters"].null_count():
        raise InputError("the outcome test needs the registered voters of every station.",
                         "they bound what a station that cannot be inspected may hold")  # fmt: skip
    totals = sorted(reported.votes, key=lambda name: -int(reported.votes[name].sum() or 0))
    for name in (winner, loser):
        if name is not None and name not in reported.votes:
            raise InputError(f"expected a contestant of the protocols; got {name!r}.", closest(name, totals))
    first = winner or next(name for name in totals if name != loser)
    second = loser or next(name for name in totals if name != first)
    if first == second:
        raise InputError(f"expected two contestants; got {first!r} twice.")
    ahead, behind = (reported.votes[name].fill_null(-1).to_numpy() for name in (first, second))
    return sequential.find(ahead, behind, reported.stations["voters"].to_numpy(), sum(reported.population.values()),
                           reported.largest, names=(first, second), alpha=risk_limit)  # fmt: skip
