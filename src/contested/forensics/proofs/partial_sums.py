"""Protocols in hand against announced totals: a part can never be more than the whole."""

from __future__ import annotations

import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.table.returns import ReturnsTable
from contested.ground.errors import InputError, closest


def partial_sums(returns: ReturnsTable, announced: pl.DataFrame, unit: str | None = None) -> pl.DataFrame:
    """What the protocols in hand add up to beside what was announced.

    Parameters
    ----------
    returns : ReturnsTable
        Of some stations or of all; protocols without ballots cast are left out.
    announced : polars.DataFrame
        contestant (str), votes (int, ballot), and `margin` (int, ballot) where the announced number is itself a rounded
        one; with `unit`, a column `unit` (str) with the unit's name.
    unit : str, optional
        The column of units the totals are of; the whole country without it.

    Returns
    -------
    polars.DataFrame
        unit, contestant (str), stations, in_hand, announced, margin, above (Int64): `above` is what cannot be, 0 where
        the announced total can stand.

    Raises
    ------
    InputError
        A contestant or a column of units that the returns do not have.
    """
    if unit is not None and unit not in returns.units:
        raise InputError(f"unit: the returns have no units called {unit!r}.", closest(unit, returns.units))
    for name in announced["contestant"].unique().sort():
        if name not in returns.contestants:
            raise InputError(f"announced: no contestant is called {name!r}.", closest(name, returns.contestants))
    c = pl.col
    # a protocol that does not say how many ballots were cast was not seen whole
    frame = returns.counted().filter(c("cast").is_not_null())
    where = (c(unit) if unit else pl.lit("all")).alias("unit")
    votes = frame.select(where, *returns.contestants).unpivot(index="unit", variable_name="contestant")
    sums = votes.drop_nulls("value").group_by("unit", "contestant").agg(
        pl.len().cast(pl.Int64).alias("stations"), c("value").sum().alias("in_hand")
    )
    told = announced.with_columns(
        (c("unit") if unit else pl.lit("all")).alias("unit"),
        c("votes").cast(pl.Int64).alias("announced"),
        (c("margin") if "margin" in announced.columns else pl.lit(0)).cast(pl.Int64).alias("margin"),
    )
    both = told.join(sums, on=["unit", "contestant"], how="left").with_columns(c("stations", "in_hand").fill_null(0))
    above = pl.max_horizontal(c("in_hand") - c("announced") - c("margin"), 0)
    return both.select("unit", "contestant", "stations", "in_hand", "announced", "margin", above.alias("above"))


def find(returns: ReturnsTable, announced: pl.DataFrame, unit: str | None = None) -> Finding:
    """Whether protocols in hand already hold more votes than were announced."""
    sums = partial_sums(returns, announced, unit)
    over = sums.filter(pl.col("above") > 0).sort("above", descending=True)
    if over.height:
        worst = over.row(0, named=True)
        place = "" if unit is None else f" in {worst['unit']}"
        says = (f"{worst['stations']:,} protocols{place} hold {worst['in_hand']:,} votes for {worst['contestant']}; "
                f"{worst['announced']:,} were announced for all stations together.")  # fmt: skip
        if over.height > 1:
            says += f" {over.height} of {sums.height} announced totals are contradicted so."
    else:
        says = f"None of {sums.height} announced totals is below what the protocols in hand add up to."
    return Finding(
        name="partial-sums",
        title="Protocols against announced totals",
        kind="proof",
        says=says,
        value=float(over["above"].sum()),
        unit="ballot",
        alarm=bool(over.height),
        rule="protocols in hand hold more votes than were announced, beyond rounding",
        fails_when="A protocol in hand that is not the station's own, or a total announced for other stations.",
        tables={"sums": sums},
    )
