"""Protocols in hand against announced totals: a part can never be more than the whole.

Both ways: what is in hand beyond the announced total contradicts it, and what the total has beyond what is in hand must
lie at stations that are not in hand. Where a map says that all stations are in hand, either is a contradiction.
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
        Whether all stations are in hand: then totals above the protocols contradict them as well, unless a row has more
        fields than the header, so that its votes are unknown.

    Returns
    -------
    Finding
        `value` is the fewest ballots that contradict the totals: votes of several contestants are different ballots,
        but the same ballots are missing from a contestant's total, from the valid votes and from the ballots cast, and
        one ballot that was moved is missing from one total and too many in another.
    """
    sums = partial_sums(returns, announced, unit)
    c = pl.col
    # the votes of rows that could not be read are unknown, and so are the sums of all
    complete = complete and returns.flags.filter(c("rule") == "extra-fields").is_empty()
    wrong = sums.filter((c("above") > 0) | ((c("short") > 0) & pl.lit(complete)))
    over = wrong.sort(pl.max_horizontal("above", "short"), descending=True)
    rest = sums.filter((c("short") > 0) & ~c("contestant").is_in([BALLOTS, VALID])).sort("short", descending=True)
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
    return Finding(
        name="partial-sums",
        title="Protocols against announced totals",
        kind="proof",
        says=says,
        value=float(_ballots(over, complete)),
        unit="ballot",
        alarm=bool(over.height),
        rule="protocols in hand hold more votes than were announced, beyond rounding; or fewer, where all are in hand",
        fails_when="A protocol in hand that is not the station's own, or a total announced for other stations.",
        tables={"sums": sums},
    )


def _ballots(wrong: pl.DataFrame, complete: bool) -> int:
    """The fewest ballots behind contradicted totals: in each unit the largest of the ways to count them."""
    c = pl.col
    short = c("short") if complete else c("short") * 0
    whole = c("contestant").is_in([BALLOTS, VALID])
    ways = wrong.group_by("unit").agg(
        pl.max_horizontal(
            c("above").filter(~whole).sum(), short.filter(~whole).sum(),
            pl.max_horizontal(c("above"), short).filter(whole).max().fill_null(0),
        ).alias("ballots")
    )  # fmt: skip
    return int(ways["ballots"].sum())
