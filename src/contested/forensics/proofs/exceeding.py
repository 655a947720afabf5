"""More ballots than voters, and more votes than ballots: what cannot be, whatever voters did."""

from __future__ import annotations

import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.table.returns import ReturnsTable

#: what is more than what
PAIRS = (("cast", "registered"), ("issued", "registered"), ("cast", "issued"))
#: part of all ballots cast, and ballots, above which `find` alarms: a slip of the pen at one station stays below
ALARM_SHARE, ALARM_BALLOTS = 0.00002, 5


def exceeding(returns: ReturnsTable) -> pl.DataFrame:
    """Stations where a part is more than its whole.

    Returns
    -------
    polars.DataFrame
        line (Int64), station, part, whole (str: names of columns), above (Int64: by how many); largest first.
        Totals and repeated rows are left out, stations with nobody on the list (theirs is made on the day), and columns
        that the file does not give.
    """
    c = pl.col
    frame = returns.counted()
    pairs = [*PAIRS, *((name, "cast") for name in returns.contestants)]
    rows = [
        frame.filter((c(part) > c(whole)) & ((c("registered") > 0) | pl.lit(whole != "registered"))).select(
            "line", "station", part=pl.lit(part), whole=pl.lit(whole), above=c(part) - c(whole)
        )
        for part, whole in pairs
        if not {part, whole} & set(returns.derived)
    ]
    none = frame.clear().select("line", "station", part=pl.lit(""), whole=pl.lit(""), above=c("cast"))
    return pl.concat([none, *rows]).sort("above", "station", "part", descending=[True, False, False])


def find(returns: ReturnsTable) -> Finding:
    """Stations with more ballots cast than voters registered, or more votes for one contestant than ballots."""
    every = exceeding(returns)
    above = every.filter((pl.col("part") == "cast") & (pl.col("whole") == "registered"))
    votes = every.filter(pl.col("whole") == "cast")
    if returns.has_voters:
        says = f"At {above.height:,} of {returns.stations:,} stations more ballots were cast than voters are " \
            f"registered, {_ballots(above)} in excess"  # fmt: skip
    else:
        says = "The file gives no registered voters to compare ballots with"
    if votes.height:
        says += f"; at {votes['station'].n_unique():,} a contestant has more votes than there were ballots, by " \
            f"{_ballots(votes)} in all"  # fmt: skip
    cast = int(returns.frame["cast"].sum())
    least = max(ALARM_SHARE * cast, ALARM_BALLOTS)
    return Finding(
        name="exceeding",
        title="More ballots than voters",
        kind="proof",
        says=f"{says}.",
        value=float(above["above"].sum()),
        unit="ballot",
        alarm=bool(max(above["above"].sum(), votes["above"].sum()) > least),
        rule=f"more than {ALARM_SHARE:.3%} of all ballots cast, and more than {ALARM_BALLOTS}, exceed the number of "
        "voters, or more votes than ballots were counted",
        fails_when="Voters added to the list on the day, if the file gives the list as it was before. A few more "
        "ballots than were issued are often a miscount: the table lists them, but no alarm follows.",
        tables={"stations": every},
    )


def _ballots(rows: pl.DataFrame) -> str:
    n = int(rows["above"].sum())
    return f"{n:,} ballot{'s' * (n != 1)}"
