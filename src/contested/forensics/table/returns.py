"""A table of returns by polling station: one row a station, the same columns for every country.

What the columns of a file mean is said by a map (`column_map`); reading is `read`. Here is what
comes out, with its faults beside it, and the way from there to `Case`, which estimates work on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.table import plausible, quality
from contested.forensics.table.announced import Announced
from contested.forensics.table.case import Case
from contested.forensics.table.numbers import counts
from contested.forensics.table.plausible import Doubt
from contested.forensics.table.quality import COUNTS
from contested.ground.errors import ReturnsError, closest

#: columns of what the two sides of an identity of the map differ by: this and its name
IDENTITY = "identity: "
#: names a contestant or a unit cannot have
RESERVED = ("row", "line", "station", *COUNTS, "x", "y", "address")


class Totals(NamedTuple):
    """Sums over stations that give ballots cast, without totals and repeated rows; a share of 0 is NaN."""

    stations: int
    registered: int
    issued: int
    cast: int
    leader: int
    turnout: float
    result: float


@dataclass(frozen=True)
class ReturnsTable:
    """Returns by station.

    Parameters
    ----------
    frame : polars.DataFrame
        row (Int64, 0, 1, ...), line (Int64, of the file), station (str); units (str); registered [person], issued,
        cast, valid, invalid [ballot], one column a contestant (Int64, null where not known); x, y (Float64) and address
        (str) where the file has them; columns of `independent` evidence, and of identities of the map (`IDENTITY`: left
        side less right side, Int64).
    contestants : tuple of str
    leader : str
        The contestant whose votes estimates look at.
    title : str
        Of the election.
    units : tuple of str
        Columns of units, the largest first.
    independent : tuple of str
        Kinds of independent evidence, see `evidence`.
    flags : polars.DataFrame
        What is wrong, see `forensics.table.quality`.
    source : str
        Name of the file.
    announced : Announced, optional
        Totals that somebody announced for the same election.
    derived : tuple of str
        Count columns that the file does not give: null, or following from the others.
    percent_of : str
        Where the file gives percentages and no counts, what shares are of: "valid", "cast" or "registered"; else empty.
    """

    frame: pl.DataFrame
    contestants: tuple[str, ...]
    leader: str
    title: str
    units: tuple[str, ...] = ()
    independent: tuple[str, ...] = ()
    flags: pl.DataFrame = field(default_factory=quality.empty)
    source: str = ""
    announced: Announced | None = None
    derived: tuple[str, ...] = ()
    percent_of: str = ""

    @classmethod
    def of(
        cls,
        frame: pl.DataFrame,
        contestants: Sequence[str],
        leader: str,
        title: str,
        *,
        units: Sequence[str] = (),
        independent: Sequence[str] = (),
        faults: pl.DataFrame | None = None,
        source: str = "",
        announced: Announced | None = None,
        percent_of: str = "",
        sums: Sequence[str] = (),
    ) -> ReturnsTable:
        """A table from a frame that has the canonical columns, or those of them that are known.

        One of `cast` and `valid` must be there. Absent, `line` counts rows, `station` is the row,
        `issued` is `cast`, and of `cast`, `valid` and `invalid` one follows from the two others. Counts may be
        numbers or text; what is no count becomes null and a flag.

        Parameters
        ----------
        frame : polars.DataFrame
        contestants : sequence of str
            Columns of votes.
        leader : str
            A contestant, or a part of its name that no other has.
        title : str
        units, independent, source, announced
            As in the class.
        faults : polars.DataFrame, optional
            Flags raised while reading.
        percent_of : str
            As in the class; then no counts but registered voters are needed.
        sums : sequence of str
            Count columns that are the sum of the contestants' own columns, and so follow from them.

        Raises
        ------
        ReturnsError
            No row, a column that is missing, a contestant called like another column, a leader that is none or several,
            or station names of which most appear twice.
        """
        names = tuple(contestants)
        if percent_of:
            frame = frame.with_columns(pl.lit(None, pl.Int64).alias(n) for n in names if n not in frame.columns)
        _check(frame, names, tuple(units), source, percent_of)
        chosen = pick(leader, names, source)
        clean, found = _canonical(frame, names, tuple(units))
        derived = tuple(name for name in COUNTS if name not in frame.columns or name in sums)
        before = [] if faults is None else [faults.select(*quality.SCHEMA)]
        flags = quality.judge(clean, names, units, pl.concat([*before, found]), derived)
        _identify(clean, flags, source)
        return cls(clean, names, chosen, title, tuple(units), tuple(independent), flags, source, announced, derived,
                   percent_of)  # fmt: skip

    @property
    def has_voters(self) -> bool:
        """Whether the file gives registered voters."""
        return "registered" not in self.derived

    @property
    def percent_only(self) -> bool:
        """Whether the file gives percentages and no counts."""
        return bool(self.percent_of)

    @property
    def stations(self) -> int:
        """Rows of the table."""
        return self.frame.height

    @property
    def quality(self) -> pl.DataFrame:
        """Which rules flagged how many stations, see `forensics.table.quality.summary`."""
        return quality.summary(self.flags, pl.Series(self.case().row, dtype=pl.Int64))

    def leader_as(self, name: str) -> ReturnsTable:
        """The same table with another contestant, or unique part of a name, in the leader's place."""
        return replace(self, leader=pick(name, self.contestants, self.source))

    def counted(self, *without: str) -> pl.DataFrame:
        """Rows that are stations of their own: no totals and repeated rows, nor rows flagged by the rules `without`."""
        flagged = self.flags.filter(pl.col("rule").is_in([*quality.NOT_COUNTED, *without]))["row"].drop_nulls()
        return self.frame.filter(~pl.col("row").is_in(flagged.to_list()))

    def totals(self) -> Totals:
        """Sums over the file; turnout is over stations that give registered and issued, result over those with votes.

        A leader's votes at stations that give no ballots cast are not among them.
        """
        c = pl.col
        used = self.counted().filter(c("cast").is_not_null())
        both, voted = c("registered").is_not_null() & c("issued").is_not_null(), c(self.leader).is_not_null()
        sums = used.select(
            c(self.leader).sum().alias("_leader"), c("registered", "issued", "cast").sum(),
            c("registered").filter(both).sum().alias("_registered"), c("issued").filter(both).sum().alias("_issued"),
            c("cast").filter(voted).sum().alias("_cast"),
        ).row(0, named=True)  # fmt: skip
        turnout, result = _share(sums["_issued"], sums["_registered"]), _share(sums["_leader"], sums["_cast"])
        return Totals(used.height, sums["registered"], sums["issued"], sums["cast"], sums["_leader"], turnout, result)

    def case(self) -> Case:
        """The stations estimates can use: numbers known, none contradicting another; see `quality` for the others.

        Without registered voters the ballots stand in their place, and no test of turnout can be made (`doubts`).
        """
        c = pl.col
        needed = [name for name in ("registered", "issued", "cast") if name != "registered" or self.has_voters]
        known = pl.all_horizontal(c(*needed, self.leader).is_not_null())
        used = self.frame.filter(known & ~c("row").is_in(quality.stopped(self.flags).to_list()))
        region, regions = _codes(used, self.units[:1])
        territory, territories = _codes(used, self.units)
        if not self.has_voters:
            used = used.with_columns(registered=pl.max_horizontal("issued", "cast"))
        numbers = {name: used[name].to_numpy().astype(np.int64) for name in ("registered", "issued", "cast", "row")}
        return Case(
            **numbers,
            leader=used[self.leader].to_numpy().astype(np.int64),
            region=region,
            territory=territory,
            leader_name=self.leader,
            regions=regions,
            territories=territories,
        )

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """What may be wrong with the reading of the table; those that stop tests of turnout come first."""
        return plausible.doubts(self)

    @property
    def turnout_doubt(self) -> str:
        """Why no test of turnout can be made; empty if it can."""
        return next((d.says for d in self.doubts if d.turnout), "")

    def evidence(self, kind: str) -> pl.DataFrame:
        """Independent counts for the same stations.

        Parameters
        ----------
        kind : str
            One of `independent`.

        Returns
        -------
        polars.DataFrame
            row (Int64), station (str), units (str), total (Int64) where the file gives one, and a column (Int64) for
            each contestant the evidence speaks of.
        """
        if kind not in self.independent:
            hint = closest(kind, self.independent) if self.independent else "the map declares none"
            raise ReturnsError(f"no independent evidence called {kind!r}.", hint, file=self.source)
        prefix = f"{kind}: "
        own = [name for name in self.frame.columns if name.startswith(prefix)]
        return self.frame.select("row", "station", *self.units, *(pl.col(n).alias(n.removeprefix(prefix)) for n in own))


def pick(name: str, names: Sequence[str], source: str = "") -> str:
    """The one of `names` that is `name` or, failing that, the only one that has it as a part; case does not matter."""
    exact = [n for n in names if n == name] or [n for n in names if n.casefold() == name.casefold()]
    found = exact or [n for n in names if name.casefold() in n.casefold()]
    if len(found) == 1:
        return found[0]
    if not found:
        raise ReturnsError(f"no contestant is called {name!r}.", closest(name, tuple(names)), file=source)
    shown = " and ".join(repr(n) for n in found)
    raise ReturnsError(f"{name!r} is a part of {len(found)} names: {shown}.", "give more of the name", file=source)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _codes(frame: pl.DataFrame, units: Sequence[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Units as numbers in order of their names, so that the order of rows does not matter."""
    if not units:
        return np.zeros(frame.height, np.int32), ("",) if frame.height else ()
    full = frame.select(pl.concat_str(pl.col(list(units)).fill_null(""), separator=" / ").alias("unit"))["unit"]
    names = full.unique().sort()
    code = full.replace_strict(names, pl.Series(range(len(names)), dtype=pl.Int32), return_dtype=pl.Int32)
    return code.to_numpy().astype(np.int32), tuple(names.to_list())


def _check(
    frame: pl.DataFrame, contestants: tuple[str, ...], units: tuple[str, ...], source: str, percent_of: str
) -> None:
    if not frame.height:
        raise ReturnsError("expected one row a station; the table has none.", file=source)
    if not contestants:
        raise ReturnsError("expected a column of votes for each contestant; the table has none.", file=source)
    taken = [n for n in (*contestants, *units) if n in RESERVED]
    if taken:
        raise ReturnsError(f"{taken[0]!r} is the name of another column.", "give it another name", file=source)
    double = {n for n in (*contestants, *units) if (*contestants, *units).count(n) > 1}
    if double:
        raise ReturnsError(f"{min(double)!r} stands for two columns.", "give one another name", file=source)
    lacks = [n for n in (*contestants, *units) if n not in frame.columns]
    if lacks:
        hint = closest(lacks[0], frame.columns)
        raise ReturnsError("the table has no such column.", hint, file=source, column=lacks[0])
    if not percent_of and "cast" not in frame.columns and "valid" not in frame.columns:
        raise ReturnsError("expected ballots cast, or valid ones; the table has neither.", file=source, column="cast")


def _canonical(
    frame: pl.DataFrame, contestants: tuple[str, ...], units: tuple[str, ...]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Canonical columns in order, and flags for what was no count."""
    n = frame.height
    row = pl.Series("row", range(n), dtype=pl.Int64)
    line = frame["line"].cast(pl.Int64) if "line" in frame.columns else (row + 1).alias("line")
    station = frame["station"].cast(pl.String) if "station" in frame.columns else (row + 1).cast(pl.String)
    head = pl.DataFrame({"row": row, "line": line, "station": station})
    columns, flags = {}, [quality.empty()]
    for name in (*COUNTS, *contestants):
        if name not in frame.columns:
            columns[name] = pl.Series(name, [None] * n, dtype=pl.Int64)
            continue
        columns[name], faults = counts(frame[name])
        if faults.height:
            flags.append(located(faults, head, name))
    table = head.with_columns(frame[u].cast(pl.String) for u in units).with_columns(**columns)
    if "cast" not in frame.columns and "valid" in frame.columns:
        table = table.with_columns(cast=pl.col("valid") + (pl.col("invalid") if "invalid" in frame.columns else 0))
    if "valid" not in frame.columns:
        table = table.with_columns(valid=pl.col("cast") - pl.col("invalid"))
    if "invalid" not in frame.columns:
        table = table.with_columns(invalid=pl.col("cast") - pl.col("valid"))
    if "issued" not in frame.columns:
        table = table.with_columns(issued=pl.col("cast"))
    negative = [pl.when(pl.col(c) >= 0).then(pl.col(c)).alias(c) for c in ("valid", "invalid")]
    rest = [c for c in frame.columns if c not in table.columns]
    return table.with_columns(negative).hstack(frame.select(rest)), pl.concat(flags)


def located(faults: pl.DataFrame, head: pl.DataFrame, column: str) -> pl.DataFrame:
    """Faults of one column as flags.

    Parameters
    ----------
    faults : polars.DataFrame
        As in `numbers.Counts`.
    head : polars.DataFrame
        row, line, station of the table.
    column : str
        What the file calls the column.
    """
    placed = faults.with_columns(pl.col("row").cast(pl.Int64), pl.lit(column).alias("column"))
    return placed.join(head, on="row", how="left", maintain_order="left").select(*quality.SCHEMA)


def _identify(frame: pl.DataFrame, flags: pl.DataFrame, source: str) -> None:
    clash = flags.filter(pl.col("rule") == "duplicate-station")
    if 2 * clash.height > frame.height:
        first = clash.row(0, named=True)
        raise ReturnsError(
            f"{clash.height} of {frame.height} rows share their station with another, such as {first['station']!r}.",
            "a station's id may need several columns: region, then territory, then number",
            file=source, line=first["line"], column="station", value=first["station"],
        )  # fmt: skip
