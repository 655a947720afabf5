"""Stations of two files that are the same station, by key; what has no partner is counted and listed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.table.case import Flags, Floats, Ints
from contested.forensics.table.returns import ReturnsTable

#: stations that both files must have
FEW = 20
#: factor between the voters (or ballots) of both years beyond which a key names another station than before
UNLIKE = 2.0


class Side(NamedTuple):
    """One file's counts at the matched stations: int64 arrays; `votes` by contestant, -1 where not known."""

    registered: Ints
    issued: Ints
    cast: Ints
    votes: dict[str, Ints]


class Matched(NamedTuple):
    """Two files on the same stations.

    Parameters
    ----------
    station : list of str
    unit : int64 array of shape (stations,)
        The smallest unit of the later file, by name.
    now, before : Side
    same : bool array of shape (stations,)
        Stations about as large before as now; others are probably other stations under an old key.
    unmatched : polars.DataFrame
        side ("now", "before"), station, cast, votes (Int64: of all contestants; null where none is known), why.
    place : float64 array of shape (stations, 2), optional
        Coordinates of the later file.
    """

    station: list[str]
    unit: Ints
    now: Side
    before: Side
    same: Flags
    unmatched: pl.DataFrame
    place: Floats | None


def key(column: str = "station") -> pl.Expr:
    """A station's key as both files may spell it: without case, spaces at the ends and zeros before numbers."""
    text = pl.col(column).str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    return text.str.replace_all(r"\b0+(\d)", "$1")


def match(now: ReturnsTable, before: ReturnsTable, *, faulty: bool = False) -> Matched:
    """Stations of both files; a key that appears twice in a file matches nothing.

    Without `faulty` only the stations that estimates use; with it all that give ballots cast.
    """
    left, right = (_keyed(side, faulty) for side in (now, before))
    once = [side.filter(pl.col("key").is_unique() & pl.col("key").is_not_null()) for side in (left, right)]
    pairs = once[0].select("key", pl.col("row").alias("now")).join(
        once[1].select("key", pl.col("row").alias("before")), on="key", how="inner"
    ).sort("key")  # fmt: skip
    partners = pairs["key"].to_list()
    alone = pl.concat([_alone(left, partners, right, before, "now"), _alone(right, partners, left, now, "before")])
    rows = pairs["now"].to_numpy(), pairs["before"].to_numpy()
    sides = _side(now, rows[0]), _side(before, rows[1])
    sizes = [s.registered if now.has_voters and before.has_voters else s.cast for s in sides]
    ratio = np.maximum(sizes[0], 1) / np.maximum(sizes[1], 1)
    frame = now.frame[rows[0].tolist()]
    units = frame.select(pl.concat_str(pl.col(list(now.units)).fill_null(""), separator=" / ").alias("u"))["u"] if (
        now.units) else pl.Series("u", [""] * frame.height)  # fmt: skip
    return Matched(
        station=frame["station"].to_list(),
        unit=np.unique(units.to_numpy().astype(str), return_inverse=True)[1].astype(np.int64),
        now=sides[0], before=sides[1],
        same=(ratio <= UNLIKE) & (ratio >= 1 / UNLIKE),
        unmatched=alone,
        place=coordinates(frame),
    )  # fmt: skip


def common(matched: Matched) -> list[str]:
    """Contestants of both files, by votes now."""
    both = [who for who in matched.now.votes if who in matched.before.votes]
    return sorted(both, key=lambda who: (-int(np.maximum(matched.now.votes[who], 0).sum()), who))


def coordinates(frame: pl.DataFrame) -> Floats | None:
    """Kilometres east and north of the middle, from longitude and latitude (or as they stand, if they are neither).

    None without coordinates; NaN where a station has none.
    """
    if not {"x", "y"} <= set(frame.columns):
        return None
    x, y = (frame[c].cast(pl.Float64).fill_null(np.nan).to_numpy() for c in ("x", "y"))
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return None
    if (np.abs(x[known]) <= 180).all() and (np.abs(y[known]) <= 90).all():
        x, y = 111.3 * x * np.cos(np.radians(np.median(y[known]))), 111.3 * y
    return np.column_stack([np.where(known, x, np.nan), np.where(known, y, np.nan)])


def _keyed(table: ReturnsTable, faulty: bool) -> pl.DataFrame:
    usable = table.frame[table.case().row.tolist()]
    some = table.counted().filter(pl.col("cast").is_not_null()) if faulty else usable
    each = [pl.col(who) for who in table.contestants]
    votes = pl.when(pl.any_horizontal(v.is_not_null() for v in each)).then(pl.sum_horizontal(each))
    return some.select("row", "station", "cast", votes.cast(pl.Int64).alias("votes"), key().alias("key"))


def _alone(
    side: pl.DataFrame, partners: list[str], usable: pl.DataFrame, other: ReturnsTable, name: str
) -> pl.DataFrame:
    """Rows of a side without a partner among the `usable` rows of the other file."""
    c = pl.col
    there = other.frame.select(key().alias("key"))["key"].drop_nulls().unique().to_list()
    twice = usable.filter(~c("key").is_unique())["key"].drop_nulls().unique().to_list()
    why = (
        pl.when(c("key").is_null()).then(pl.lit("no key"))
        .when(~c("key").is_unique() | c("key").is_in(twice)).then(pl.lit("key stands several times"))
        .when(c("key").is_in(there)).then(pl.lit("not usable in the other file"))
        .otherwise(pl.lit("not in the other file"))
    )  # fmt: skip
    out = side.with_columns(why.alias("why"), pl.lit(name).alias("side"))
    return out.filter(~c("key").is_in(partners).fill_null(False)).select("side", "station", "cast", "votes", "why")


def _side(table: ReturnsTable, rows: np.ndarray) -> Side:
    frame = table.frame[rows.tolist()]
    cast, issued = (frame[c].fill_null(0).to_numpy().astype(np.int64) for c in ("cast", "issued"))
    registered = frame["registered"].fill_null(0).to_numpy().astype(np.int64) if table.has_voters else 0 * cast
    votes = {who: frame[who].fill_null(-1).to_numpy().astype(np.int64) for who in table.contestants}
    return Side(registered, issued, cast, votes)
