"""Percentages that no ballots can give: shares above the whole, and turnout that no whole number of voters makes.

Where a file gives percentages only, a rounded percentage stands for a range of ballots. At a station of 500 voters most
turnouts with two digits after the point belong to no whole number of ballots at all; one that does not was not computed
from ballots, or not from these voters. The same for the votes behind a share of ballots cast.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.table.case import Floats, Ints
from contested.forensics.table.percentages import PERCENT, TURNOUT, names, step, whole_numbers
from contested.forensics.table.returns import ReturnsTable

#: part of the stations that could contradict above which the map, and not the station, is doubted; part of all, and
#: number, from which on it alarms
MISREAD, ALARM, FEWEST = 0.5, 0.005, 3
#: contradictions that rest on registered voters
NUMBER, SHARE = "no whole number of ballots gives this turnout", "no whole number of votes gives this share"
#: columns rounded up together beyond which shares add up to too much
_SLACK = 1e-6


class Ballots(NamedTuple):
    """Ranges of ballots at each station behind its percentages; int64 arrays of shape (stations,).

    Parameters
    ----------
    row : int64 array
        Of the table, stations that give registered voters and turnout.
    cast : pair of int64 array
        Least and most ballots cast; the least is above the most where no whole number gives the turnout.
    votes : dict of str to pair of int64 array
        The same of each contestant.
    """

    row: Ints
    cast: tuple[Ints, Ints]
    votes: dict[str, tuple[Ints, Ints]]


def ballots(returns: ReturnsTable) -> Ballots | None:
    """Ranges of ballots behind the percentages; None without registered voters or turnout."""
    frame, given = returns.counted(), names(returns.frame)
    if not returns.has_voters or TURNOUT not in given:
        return None
    some = frame.filter((pl.col("registered") > 0) & pl.col(PERCENT + TURNOUT).is_not_null())
    voters = some["registered"].to_numpy().astype(np.int64)
    cast = whole_numbers(some[PERCENT + TURNOUT].to_numpy(), step(frame[PERCENT + TURNOUT]), voters)
    votes = {}
    for name in returns.contestants:
        share = some[PERCENT + name].fill_null(float("nan")).to_numpy()
        votes[name] = _votes(share, step(frame[PERCENT + name]), voters, cast, returns.percent_of)
    return Ballots(some["row"].to_numpy(), cast, votes)


def _votes(share: Floats, unit: float, voters: Ints, cast: tuple[Ints, Ints], of: str) -> tuple[Ints, Ints]:
    known = np.isfinite(share)
    filled = np.where(known, share, 0.0)
    low, high = (voters, voters) if of == "registered" else cast
    if of == "valid":  # how many of the ballots were valid is not known
        low = np.zeros_like(low)
    least, most = whole_numbers(filled, unit, np.maximum(low, 0), np.maximum(high, 0))
    return np.where(known, least, 0), np.where(known, most, cast[1])


def impossible(returns: ReturnsTable) -> pl.DataFrame:
    """Stations whose percentages contradict arithmetic.

    Returns
    -------
    polars.DataFrame
        line (Int64), station (str), what (str: "shares add up to more than 100 %", "turnout above 100 %", "no whole
        number of ballots gives this turnout", "no whole number of votes gives this share"), contestant (str), percent
        (Float64), voters (Int64); a row a contradiction.
    """
    frame, given = returns.counted(), names(returns.frame)
    rows: list[tuple[object, ...]] = []

    def add(some: pl.DataFrame, what: str, contestant: str, percent: str) -> None:
        for r in some.iter_rows(named=True):
            rows.append((r["line"], r["station"], what, contestant, r[percent], r["registered"]))

    shares = [PERCENT + name for name in returns.contestants]
    slack = sum(step(frame[c]) for c in shares) / 2 + _SLACK
    summed = frame.with_columns(pl.sum_horizontal(shares).alias("_sum"))
    add(summed.filter(pl.col("_sum") > 100 + slack), "shares add up to more than 100 %", "", "_sum")
    if TURNOUT in given:
        add(frame.filter(pl.col(PERCENT + TURNOUT) > 100), "turnout above 100 %", TURNOUT, PERCENT + TURNOUT)
    found = ballots(returns)
    if found is not None:
        some = frame.join(pl.DataFrame({"row": found.row}), on="row", how="semi", maintain_order="left")
        none = (found.cast[0] > found.cast[1]) & (some[PERCENT + TURNOUT].to_numpy() <= 100)
        add(some.filter(none), NUMBER, TURNOUT, PERCENT + TURNOUT)
        for name, (least, most) in found.votes.items() if returns.percent_of != "valid" else ():
            add(some.filter((least > most) & ~none), SHARE, name, PERCENT + name)
    return pl.DataFrame(rows, orient="row", schema={
        "line": pl.Int64, "station": pl.String, "what": pl.String, "contestant": pl.String, "percent": pl.Float64,
        "voters": pl.Int64})  # fmt: skip


def _able(returns: ReturnsTable) -> dict[str, float]:
    """Stations that would contradict on average if percentages had nothing to do with these voters."""
    found = ballots(returns)
    if found is None:
        return {}
    frame = returns.counted().join(pl.DataFrame({"row": found.row}), on="row", how="semi", maintain_order="left")
    voters = frame["registered"].to_numpy()
    unit = step(returns.frame[PERCENT + TURNOUT])
    return {NUMBER: float(np.clip(1 - 1.5 * unit / 100 * voters, 0, 1).sum())}


def find(returns: ReturnsTable) -> Finding:
    """How many stations have percentages that no ballots can give."""
    every = impossible(returns)
    compared = max(returns.counted().height, 1)
    kinds = {str(k): part["station"].n_unique() for (k,), part in every.group_by("what", maintain_order=True)}
    able = _able(returns)
    misread = [k for k, n in kinds.items() if n > MISREAD * able.get(k, compared)]
    # shares of a turnout that is something else say nothing
    after = [SHARE] if NUMBER in misread else []
    broken = every.filter(~pl.col("what").is_in([*misread, *after]))
    stations = broken["station"].n_unique()
    says = f"{stations:,} of {compared:,} stations have percentages that no ballots can give"
    if broken.height:
        first = broken.row(0, named=True)
        who = f" ({first['contestant']})" if first["contestant"] not in ("", TURNOUT) else ""
        says += f"; the first is {first['station']} with {first['percent']:g} %{who}: {first['what']}"
    for k in misread:
        says += (f". At {kinds[k]:,} of {compared:,} stations it is so that {k}: a column probably means something "
                 "else, so this is no contradiction")  # fmt: skip
    if ballots(returns) is None:
        says += ". Without registered voters and turnout only sums of shares could be checked"
    return Finding(
        name="possible-percentages", title="Percentages that no ballots can give", kind="proof", says=f"{says}.",
        value=float(stations), unit="station", alarm=bool(stations >= FEWEST and stations > ALARM * compared),
        rule=f"at least {FEWEST} stations, and more than {100 * ALARM:g} % of them",
        fails_when="Voters added to the list on the day change what turnout is of; percentages typed by hand have "
        "slips of their own.",
        tables={"impossible": every},
    )  # fmt: skip
