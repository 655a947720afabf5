"""Protocols in hand against announced totals: a part can never be more than the whole.

Both ways: what is in hand beyond the announced total contradicts it, and what the total has beyond what is in hand must
lie at stations that are not in hand. Where a map says that all stations are in hand, either is a contradiction, unless
some of the votes are unknown.
"""

from __future__ import annotations

import math

import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.table.announced import Announced
from contested.forensics.table.returns import ReturnsTable
from contested.ground.errors import InputError, closest

#: how the total of ballots cast is called among the contestants' totals
BALLOTS = "ballots cast"
#: and that of valid votes
VALID = "valid votes"


def national(announced: Announced) -> pl.DataFrame:
    """Announced totals of the country: contestant, votes, margin; the ballots cast and valid votes among them, as
    `BALLOTS` and `VALID`.

    Counts where they were announced, else percentages of their base, with their rounding as margin.
    """
    rows = [(name, votes, 0) for name, votes in announced.votes.items()]
    base = announced.base
    if announced.ballots is not None:
        rows.append((BALLOTS, announced.ballots, 0))
    if announced.valid is not None:
        rows.append((VALID, announced.valid, 0))
    if base is not None:
        rows += [
            (name, round(percent / 100 * base), math.ceil(announced.rounding * base + 0.5))
            for name, percent in announced.percent.items()
            if name not in announced.votes
        ]
    return pl.DataFrame(rows, schema={"contestant": pl.String, "votes": pl.Int64, "margin": pl.Int64}, orient="row")


def partial_sums(returns: ReturnsTable, announced: pl.DataFrame, unit: str | None = None) -> pl.DataFrame:
    """What the protocols in hand add up to beside what was announced.

    Parameters
    ----------
    returns : ReturnsTable
        Of some stations or of all; protocols without ballots cast are left out.
    announced : polars.DataFrame
        contestant (str; or `BALLOTS`, `VALID`), votes (int, ballot), and `margin` (int, ballot) where the number is
        itself a rounded one; with `unit`, a column `unit` (str) with the unit's name.
    unit : str, optional
        The column of units the totals are of; the whole country without it.

    Returns
    -------
    polars.DataFrame
        unit, contestant (str), stations, in_hand, announced, margin, above, short (Int64): `above` is what is in hand
        beyond the announced total, `short` what that has beyond what is in hand; 0 within the margin.

    Raises
    ------
    InputError
        A contestant or a column of units that the returns do not have.
    """
    if unit is not None and unit not in returns.units:
        raise InputError(f"unit: the returns have no units called {unit!r}.", closest(unit, returns.units))
    for name in announced["contestant"].unique().sort():
        if name not in (*returns.contestants, BALLOTS, VALID):
            raise InputError(f"announced: no contestant is called {name!r}.", closest(name, returns.contestants))
    c = pl.col
    # a protocol that does not say how many ballots were cast was not seen whole
    frame = returns.counted().filter(c("cast").is_not_null())
    if frame["valid"].is_null().all():
        announced = announced.filter(c("contestant") != VALID)  # the file says nothing of valid votes
    where = (c(unit) if unit else pl.lit("all")).alias("unit")
    votes = frame.select(where, *returns.contestants, c("cast").alias(BALLOTS), c("valid").alias(VALID)).unpivot(
        index="unit", variable_name="contestant"
    )
    sums = votes.drop_nulls("value").group_by("unit", "contestant").agg(
        pl.len().cast(pl.Int64).alias("stations"), c("value").sum().alias("in_hand")
    )
    stated = announced.with_columns(
        (c("unit") if unit else pl.lit("all")).alias("unit"),
        c("votes").cast(pl.Int64).alias("announced"),
        (c("margin") if "margin" in announced.columns else pl.lit(0)).cast(pl.Int64).alias("margin"),
    )
    both = stated.join(sums, on=["unit", "contestant"], how="left").with_columns(c("stations", "in_hand").fill_null(0))
    above = pl.max_horizontal(c("in_hand") - c("announced") - c("margin"), 0)
    short = pl.max_horizontal(c("announced") - c("in_hand") - c("margin"), 0)
    return both.select(
        "unit", "contestant", "stations", "in_hand", "announced", "margin", above.alias("above"), short.alias("short")
    )


def find(
    returns: ReturnsTable, announced: pl.DataFrame, unit: str | None = None, *, complete: bool = False
) -> Finding:
    """Whether protocols in hand already hold more votes than were announced, and what the totals leave for the rest.

    Parameters
    ----------
    returns, announced, unit
        As in `partial_sums`.
    complete : bool
        Whether all stations are in hand: then totals above the protocols contradict them as well, but for totals of a
        unit and contestant of which votes are unknown at a station or were left out.

    Returns
    -------
    Finding
        `value` is the fewest ballots that contradict the totals: votes of several contestants are different ballots,
        but the same ballots are missing from a contestant's total, from the valid votes and from the ballots cast, and
        one ballot that was moved within a unit is missing from one total and too many in another.
    """
    sums = partial_sums(returns, announced, unit)
    c = pl.col
    short = sums["short"] > 0
    unread = _unread(returns, sums["contestant"].unique().to_list(), unit) if complete and short.any() else None
    known = pl.repeat(complete, sums.height, dtype=pl.Boolean, eager=True) if unread is None else _known(sums, unread)
    # a total above the protocols is contradicted only where nothing is missing from them
    proved = sums.with_columns(pl.when(known).then("short").otherwise(0).alias("short"))
    over = proved.filter((c("above") > 0) | (c("short") > 0)).sort(pl.max_horizontal("above", "short"), descending=True)
    rest = sums.filter(short & ~c("contestant").is_in([BALLOTS, VALID])).sort("short", descending=True)
    if over.height:
        worst = over.row(0, named=True)
        place = "" if unit is None else f" in {worst['unit']}"
        what = worst["contestant"] if worst["contestant"] in (BALLOTS, VALID) else f"votes for {worst['contestant']}"
        off, way = (worst["above"], "fewer") if worst["above"] else (worst["short"], "more")
        says = (f"{worst['stations']:,} protocols{place} hold {worst['in_hand']:,} {what}; {worst['announced']:,} were "
                f"announced for all stations together, {off:,} {way}.")  # fmt: skip
        if over.height > 1:
            says += f" {over.height} of {sums.height} announced totals are contradicted so."
    else:
        says = f"None of {sums.height} announced totals is below what the protocols in hand add up to."
    if rest.height and not complete:
        most = rest.row(0, named=True)
        says += f" Stations that are not in hand must hold {most['short']:,} votes for {most['contestant']}" + (
            "" if unit is None else f" in {most['unit']}"
        ) + (f", and more for {rest.height - 1} other totals." if rest.height > 1 else ".")  # fmt: skip
    doubtful = sums.filter(short & ~known)
    if unread is not None and doubtful.height:
        touching = [c(key).is_null() | c(key).is_in(doubtful[key].implode()) for key in ("unit", "contestant")]
        rows = unread.filter(*touching)["of"].n_unique()
        says += (f" The votes of {rows:,} row{'' if rows == 1 else 's'} could not be read, so {doubtful.height} of "
                 f"{sums.height} announced totals may be above what the others hold.")  # fmt: skip
    return Finding(
        name="partial-sums",
        title="Protocols against announced totals",
        kind="proof",
        says=says,
        value=float(_ballots(over)),
        unit="ballot",
        alarm=bool(over.height),
        rule="protocols in hand hold more votes than were announced, beyond rounding; or fewer, where all are in hand",
        fails_when="A protocol in hand that is not the station's own, or a total announced for other stations.",
        tables={"sums": sums},
    )


def _unread(returns: ReturnsTable, names: list[str], unit: str | None) -> pl.DataFrame:
    """Votes that no sum has: of (str, the row), unit, contestant (str); null where they may be of any.

    The rows are those of stations that give no number, and rows of the file that were left out of their station.
    """
    c = pl.col
    place = (c(unit) if unit else pl.lit("all")).alias("unit")
    frame = returns.counted().with_columns(place)
    cut = returns.flags.filter(c("rule") == "extra-fields")["row"].drop_nulls().implode()
    # which field of a row with too many names the unit nobody knows, unless it is one that other rows have
    units = frame.filter(~c("row").is_in(cut))["unit"].unique().implode()
    somewhere = c("unit").is_in(units) & (c("unit").str.strip_chars() != "")
    # a protocol without ballots cast is in no sum
    seen = c("cast").is_not_null() & somewhere
    votes = {**{name: name for name in returns.contestants}, BALLOTS: "cast", VALID: "valid"}
    gaps = frame.select(
        pl.format("row {}", "row").alias("of"), pl.when(somewhere).then("unit").alias("unit"),
        *(pl.when(seen).then(votes[name]).alias(name) for name in names),
    ).unpivot(index=["of", "unit"], variable_name="contestant").filter(c("value").is_null())  # fmt: skip
    left = (c("rule") == "no-candidate") | ((c("rule") == "repeated-row") & c("row").is_null())
    out = returns.flags.filter(left).join(returns.frame.select("station", place), on="station", how="left")
    lost = out.select(pl.format("line {}", "line").alias("of"), "unit", pl.lit(None, pl.String).alias("contestant"))
    return pl.concat([gaps.drop("value"), lost])


def _known(sums: pl.DataFrame, unread: pl.DataFrame) -> pl.Series:
    """Whether nothing of a total is among the unread votes."""
    gaps = set(unread.select("unit", "contestant").unique().rows())
    known = [gaps.isdisjoint(((u, k), (None, k), (u, None), (None, None)))
             for u, k in sums.select("unit", "contestant").rows()]  # fmt: skip
    return pl.Series(known, dtype=pl.Boolean)


def _ballots(wrong: pl.DataFrame) -> int:
    """The fewest ballots behind contradicted totals: in each unit the largest of the ways to count them."""
    c = pl.col
    whole = c("contestant").is_in([BALLOTS, VALID])
    ways = wrong.group_by("unit").agg(
        pl.max_horizontal(
            c("above").filter(~whole).sum(), c("short").filter(~whole).sum(),
            pl.max_horizontal("above", "short").filter(whole).max().fill_null(0),
        ).alias("ballots")
    )  # fmt: skip
    return int(ways["ballots"].sum())
