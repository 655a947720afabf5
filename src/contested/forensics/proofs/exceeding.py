"""More ballots than voters, and more votes than ballots: what cannot be, whatever voters did."""

from __future__ import annotations

import polars as pl

from contested.forensics.finding import NOTHING, Finding
from contested.forensics.table.returns import ReturnsTable

#: part of all ballots cast, and ballots, above which `find` alarms: a slip of the pen at one station stays below
ALARM_SHARE, ALARM_BALLOTS = 0.00002, 5


def exceeding(returns: ReturnsTable) -> pl.DataFrame:
    """Stations where a part is more than its whole.

    Returns
    -------
    polars.DataFrame
        line (Int64), station, part, whole (str: names of columns), above (Int64: by how many); largest first.
        Totals and repeated rows are left out, stations with nobody on the list (theirs is made on the day), and columns
        that the file does not give. Where it gives no ballots cast, its valid ballots, with the invalid ones if it
        gives them, stand in their place: no fewer were cast.
    """
    c = pl.col
    frame = returns.counted()
    ballots = _ballots_given(returns)
    rows = [
        frame.filter((c(part) > c(whole)) & ((c("registered") > 0) | pl.lit(whole != "registered"))).select(
            "line", "station", part=pl.lit(ballots if part == "cast" else part),
            whole=pl.lit(ballots if whole == "cast" else whole), above=c(part) - c(whole),
        )
        for part, whole in _pairs(returns)
    ]  # fmt: skip
    none = frame.clear().select("line", "station", part=pl.lit(""), whole=pl.lit(""), above=c("cast"))
    return pl.concat([none, *rows]).sort("above", "station", "part", descending=[True, False, False])


def _pairs(returns: ReturnsTable) -> list[tuple[str, str]]:
    """What cannot be more than what, of the columns that the file gives."""
    pairs = [("cast", "registered"), ("issued", "registered"), ("cast", "issued")]
    given = [pair for pair in pairs if not set(pair) & (set(returns.derived) - {"cast"})]
    if {"cast", "valid"} <= set(returns.derived):  # ballots are no more than the sum of the votes
        return given
    return [*given, *((name, "cast") for name in returns.contestants)]


def _any_compared(returns: ReturnsTable) -> bool:
    """Whether any station gives a count above 0 beside one that it cannot exceed."""
    c = pl.col
    known = [(c(part) > 0) & ((c(whole) > 0) | pl.lit(whole != "registered") & c(whole).is_not_null())
             for part, whole in _pairs(returns)]  # fmt: skip
    return not returns.counted().filter(pl.any_horizontal(pl.lit(value=False), *known)).is_empty()


def _ballots_given(returns: ReturnsTable) -> str:
    """What the file gives of the ballots cast: they themselves, or the parts that the table adds up instead."""
    if "cast" not in returns.derived:
        return "cast"
    return "valid" if "invalid" in returns.derived else "valid and invalid"


def find(returns: ReturnsTable) -> Finding:
    """Stations with more ballots cast than voters registered, or more votes for one contestant than ballots.

    `value` is how many ballots or votes are too many at least: one vote can be above both, so a station counts with its
    largest excess.
    """
    every = exceeding(returns)
    ballots = _ballots_given(returns)
    above = every.filter((pl.col("part") == ballots) & (pl.col("whole") == "registered"))
    votes = every.filter(pl.col("whole") == ballots)
    totals = returns.totals()
    if returns.has_voters:
        says = f"At {above.height:,} of {totals.stations:,} stations more ballots were cast than voters are " \
            f"registered, {_ballots(above)} in excess."  # fmt: skip
    else:
        says = "The file gives no registered voters to compare ballots with."
    if votes.height:
        says += f" At {votes['line'].n_unique():,} of {totals.stations:,} stations a contestant has more votes than " \
            f"there were ballots, by {_ballots(votes)} in all."  # fmt: skip
    able = _any_compared(returns)
    excess = int(pl.concat([above, votes]).group_by("line").agg(pl.col("above").max())["above"].sum())
    return Finding(
        name="exceeding",
        title="More ballots than voters, or votes than ballots",
        kind="proof",
        says=says if able else NOTHING,
        value=float(excess) if able else None,
        unit="ballot",
        alarm=bool(excess > max(ALARM_SHARE * totals.cast, ALARM_BALLOTS)) if able else None,
        rule=f"more than {ALARM_SHARE:.3%} of all ballots cast, and more than {ALARM_BALLOTS}, exceed the number of "
        "voters, or more votes than ballots were counted",
        fails_when="Voters added to the list on the day, if the file gives the list as it was before. A few more "
        "ballots than were issued are often a miscount: the table lists them, but no alarm follows.",
        tables={"stations": every},
    )


def _ballots(rows: pl.DataFrame) -> str:
    """How many are too many at least: the largest excess of each station, all together."""
    n = int(rows.group_by("line").agg(pl.col("above").max())["above"].sum())
    return f"{n:,} ballot{'s' * (n != 1)}"
