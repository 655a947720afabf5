"""Protocols that contradict themselves: sums that must agree and do not."""

from __future__ import annotations

import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.table.returns import ReturnsTable

#: part of all ballots in contradictions above which `find` alarms; slips of the pen stay far below
ALARM_SHARE = 0.001


def violations(returns: ReturnsTable) -> pl.DataFrame:
    """Every identity that a station breaks: those of its map, and that votes and parts add up.

    Returns
    -------
    polars.DataFrame
        line (Int64), station, identity (str), off (Int64, ballot: left side less right side); largest first. Totals
        and repeated rows are left out.
    """
    c = pl.col
    told = returns.flags.filter(c("rule") == "identity")
    rows = [told.select("row", c("column").alias("identity"), c("value").cast(pl.Int64).alias("off"))]
    votes = pl.sum_horizontal(*(c(name) for name in returns.contestants), ignore_nulls=False)
    for name, off in {
        "votes of all contestants are the valid ballots": votes - c("valid"),
        "valid and invalid ballots are the ballots cast": c("valid") + c("invalid") - c("cast"),
    }.items():
        rows.append(returns.frame.select("row", pl.lit(name).alias("identity"), off.alias("off")).filter(c("off") != 0))
    found = pl.concat(rows).join(returns.counted().select("row", "line", "station"), on="row")
    return found.sort(c("off").abs(), "station", "identity", descending=[True, False, False]).drop("row").select(
        "line", "station", "identity", "off"
    )


def find(returns: ReturnsTable) -> Finding:
    """How many protocols contradict themselves, and by how many ballots."""
    found = violations(returns)
    # one ballot can break several identities: a station counts with its largest
    worst = int(found.group_by("station").agg(pl.col("off").abs().max())["off"].sum())
    cast = int(returns.frame["cast"].sum())
    stations = found["station"].n_unique()
    says = f"{stations:,} of {returns.stations:,} protocols contradict themselves, by {worst:,} ballots in all"
    if found.height:
        first = found.row(0, named=True)
        says += f"; most at {first['station']}, where {abs(first['off']):,} are amiss: {first['identity']}"
    return Finding(
        name="identities",
        title="Protocols that contradict themselves",
        kind="proof",
        says=f"{says}.",
        value=float(worst),
        unit="ballot",
        alarm=bool(worst > ALARM_SHARE * cast),
        rule=f"more than {ALARM_SHARE:.1%} of all ballots cast are amiss",
        fails_when="A slip of the pen contradicts as a forged line does; and invented protocols may add up perfectly.",
        tables={"violations": found},
    )
