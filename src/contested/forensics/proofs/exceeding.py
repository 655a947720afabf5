"""More ballots than voters, and more votes than ballots: what cannot be, whatever voters did."""

from __future__ import annotations

import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.table.returns import ReturnsTable

#: what is more than what
PAIRS = (("cast", "registered"), ("issued", "registered"), ("cast", "issued"))


def exceeding(returns: ReturnsTable) -> pl.DataFrame:
    """Stations where a part is more than its whole.

    Returns
    -------
    polars.DataFrame
        line (Int64), station, part, whole (str: names of columns), above (Int64: by how many); largest first.
        Totals and repeated rows are left out, and stations with nobody on the list: theirs is made on the day.
    """
    c = pl.col
    frame = returns.counted().filter(c("registered") > 0)
    found = [
        frame.filter(c(part) > c(whole)).select(
            "line", "station", part=pl.lit(part), whole=pl.lit(whole), above=c(part) - c(whole)
        )
        for part, whole in (*PAIRS, *((name, "cast") for name in returns.contestants))
    ]
    return pl.concat(found).sort("above", "station", "part", descending=[True, False, False])


def find(returns: ReturnsTable) -> Finding:
    """Stations with more ballots cast than voters registered, or more votes for one contestant than ballots."""
    found = exceeding(returns)
    above = found.filter((pl.col("part") == "cast") & (pl.col("whole") == "registered"))
    votes = found.filter(pl.col("whole") == "cast")
    says = f"At {above.height:,} of {returns.stations:,} stations more ballots were cast than voters are registered, " \
        f"{above['above'].sum():,} ballots in excess"  # fmt: skip
    if votes.height:
        says += f"; at {votes['station'].n_unique():,} a contestant has more votes than there were ballots"
    return Finding(
        name="exceeding",
        title="More ballots than voters",
        kind="proof",
        says=f"{says}.",
        value=float(above["above"].sum()),
        unit="ballot",
        alarm=bool(above.height or votes.height),
        rule="at least one station has more ballots than voters, or more votes than ballots",
        fails_when="Voters added to the list on the day, where the file gives the list as it was before. A few ballots "
        "more than were issued are often a miscount: the table has them and no alarm follows.",
        tables={"stations": found},
    )
