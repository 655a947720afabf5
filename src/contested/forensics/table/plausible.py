"""Does a column mean what the map says? Asked before any test, because a wrong reading of a file looks like fraud.

Each doubt is a sentence. Some concern rows, which then are flags (`quality`); some the whole table: where voters are
not those of the stations, turnout cannot be right, and tests that rest on it are not made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from contested.forensics.table.returns import ReturnsTable

#: how stations of another kind call themselves: voting by post, online, abroad, on ships
SPECIAL = (
    r"(?i)\b(e-?vot\w*|i-?vot\w*|online|internet\w*|postal\w*|by post|mail(?:-in)? ?(?:vot\w*|ballot\w*)|absentee\w*|"
    r"brief(?:wahl\w*)?|überhang\w*|дэг|дистанц\w*|электронн\w*|почтов\w*|zagranic\w*|korespond\w*|"
    r"vote par correspondance|voto (?:por correo|electr[oó]nico))\b"
)
#: times the ballots of a large station (the 99th of 100) that no ordinary station has, and fewest ballots
FAR, LARGE = 20, 10_000
#: stations with more ballots than voters, of 100, above which the voters are not those of the stations
IMPOSSIBLE = 5
#: part of a table's stations that must share their voters with neighbours in the file, beyond chance
REPEATED = 0.3
#: voters of the middle station above which rows are districts more often than stations
DISTRICT = 10_000
#: leader's share of votes below which a leader is no leader; part of ballots unused above which that is said
TINY, UNUSED = 0.02, 0.05


class Doubt(NamedTuple):
    """One doubt about the reading of a table: its name, its sentence, and whether turnout cannot be right."""

    name: str
    says: str
    turnout: bool


def doubts(returns: ReturnsTable) -> tuple[Doubt, ...]:
    """All doubts about a table, those that stop tests of turnout first."""
    made = [_percentages(returns), _voters(returns), _repeated(returns), _impossible(returns), _districts(returns),
            _special(returns), _sums(returns), _leader(returns), _unused(returns)]  # fmt: skip
    return tuple(sorted((d for d in made if d is not None), key=lambda d: not d.turnout))


def special_size(cast: pl.Series) -> pl.Series:
    """Which stations have ballots far beyond those of any other; bool, in the same order."""
    there = cast.drop_nulls()
    if there.len() < 20:
        return pl.Series([False] * cast.len())
    usual = float(np.quantile(there.to_numpy(), 0.99, method="lower"))
    return ((cast > FAR * usual) & (cast >= LARGE)).fill_null(False)


def _percentages(returns: ReturnsTable) -> Doubt | None:
    if not returns.percent_only:
        return None
    says = (
        "The file gives percentages and no counts: a rounded percentage stands for a range of ballots, so no test of "
        "counts, digits or whole percentages can be made."
    )
    return Doubt("percentages", says, True)


def _voters(returns: ReturnsTable) -> Doubt | None:
    if returns.has_voters or returns.percent_only:
        return None
    return Doubt("no-voters", "The file gives no registered voters, so turnout is not known.", True)


def _repeated(returns: ReturnsTable) -> Doubt | None:
    """The voters of a centre repeated at each of its tables."""
    frame = returns.counted().filter((pl.col("registered") > 0) & (pl.col("cast") > 0))
    if not returns.has_voters or frame.height < 20:
        return None
    registered, cast = frame["registered"].to_numpy(), frame["cast"].to_numpy().astype(float)
    start = np.concatenate([[True], registered[1:] != registered[:-1]])
    run = np.cumsum(start) - 1
    size = np.bincount(run)
    part = float((size[run] > 1).mean())
    # chance: both neighbours differ with (1 - share)^2, where shares are those of the values
    _, value, times = np.unique(registered, return_inverse=True, return_counts=True)
    share = times / registered.size
    chance = float((1 - (1 - share[value]) ** 2).mean())
    several = size > 1
    turnout = (np.bincount(run, cast) / registered[start])[several]
    # equal tables of their own voters have twice one table's turnout at two of them, and soon more than all
    if part - chance < REPEATED or float((turnout <= 1).mean()) < 0.97:
        return None
    says = (
        f"At {100 * part:.0f} % of stations the number of registered voters is that of the next station in the file, "
        f"and the ballots of such neighbours together fit into it: the same number of voters stands at all stations of "
        f"a unit, so turnout is not theirs."
    )
    return Doubt("repeated-voters", says, True)


def _impossible(returns: ReturnsTable) -> Doubt | None:
    frame = returns.counted().filter((pl.col("registered") > 0) & (pl.col("cast") >= 20))
    if not returns.has_voters or not frame.height:
        return None
    above = frame.filter(pl.col("cast") > pl.col("registered")).height
    overall = int(frame["cast"].sum()) / int(frame["registered"].sum())
    if 100 * above > IMPOSSIBLE * frame.height:
        says = (
            f"At {above:,} of {frame.height:,} stations more ballots were cast than voters are registered: the column "
            f"of registered voters is probably not that of these stations."
        )
        return Doubt("impossible-turnout", says, True)
    if overall < 0.02:
        says = f"Turnout would be {100 * overall:.2f} %: the column of registered voters is probably something else."
        return Doubt("impossible-turnout", says, True)
    return None


def _districts(returns: ReturnsTable) -> Doubt | None:
    frame = returns.counted()
    size = frame["registered"] if returns.has_voters else frame["cast"]
    middle = float(np.median(size.drop_nulls().to_numpy())) if size.drop_nulls().len() else 0.0
    if middle <= DISTRICT:
        return None
    says = (
        f"The middle row has {middle:,.0f} {'voters' if returns.has_voters else 'ballots'}: rows are probably "
        "districts, and what tests say of stations does not hold for them."
    )
    return Doubt("districts", says, False)


def _special(returns: ReturnsTable) -> Doubt | None:
    rows = returns.flags.filter(pl.col("rule") == "special-station")["row"].unique()
    if not rows.len():
        return None
    ballots = int(returns.frame.filter(pl.col("row").is_in(rows.to_list()))["cast"].sum() or 0)
    n = rows.len()
    says = (
        f"{n:,} row{'s are' if n > 1 else ' is'} no ordinary station{'s' * (n > 1)} (online, postal, or of a size that "
        f"no station has), with {ballots:,} ballots; tests of stations leave {'them' if n > 1 else 'it'} out."
    )
    return Doubt("special-stations", says, False)


def _sums(returns: ReturnsTable) -> Doubt | None:
    rows = returns.flags.filter(pl.col("rule") == "sum-of-others")
    if rows.is_empty():
        return None
    named = ", ".join(repr(s or "") for s in rows["station"].head(3))
    n = rows["row"].n_unique()
    says = (
        f"{n:,} row{'s' * (n > 1)} ({named}{', ...' if n > 3 else ''}) {'are sums' if n > 1 else 'is the sum'} of "
        "others in every column, and left out."
    )
    return Doubt("sums-of-others", says, False)


def _leader(returns: ReturnsTable) -> Doubt | None:
    frame = returns.counted()
    votes = {name: int(frame[name].sum() or 0) for name in returns.contestants}
    total, mine = sum(votes.values()), votes[returns.leader]
    first = max(votes, key=lambda name: votes[name])
    if not total or mine >= TINY * total or first == returns.leader:
        return None
    most = f"{first} has most, {100 * votes[first] / total:.1f} %."
    if frame[returns.leader].is_null().all():
        return Doubt("leader", f"Votes for {returns.leader}, which are examined, are not known; {most}", False)
    share = f"{100 * mine / total:.2f} %"
    return Doubt("leader", f"{returns.leader}, whose votes are examined, has {share} of all votes; {most}", False)


def _unused(returns: ReturnsTable) -> Doubt | None:
    frame = returns.counted()
    every = int(frame["cast"].sum() or 0)
    used = int(returns.case().cast.sum())
    if not every or every - used <= UNUSED * every:
        return None
    says = (
        f"{100 * (every - used) / every:.0f} % of all ballots stand at stations that estimates leave out; the list of "
        "problems in the data says why."
    )
    return Doubt("unused-ballots", says, False)
