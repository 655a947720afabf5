"""Protocols that contradict themselves: sums that must agree and do not.

Only columns that the file gives are compared, never one that follows from others. Where most stations break an identity
with one sign the file is not wrong but its reading: blank votes in a column of their own, say. That is told as such and
is no contradiction.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from contested.forensics.finding import NOTHING, Finding
from contested.forensics.table.returns import IDENTITY, ReturnsTable

#: part of all ballots in contradictions above which `find` alarms; slips of the pen stay far below
ALARM_SHARE = 0.001
#: an identity that this part of stations breaks, of which this part with one sign, is one of columns that do not belong
#: together
MOST, ONE_SIGN = 0.5, 0.95
#: fewest stations that can show it
_FEW = 10


class Misread(NamedTuple):
    """An identity that most stations break with one sign: a column is missing, or means something else.

    `more` is whether its left side is larger; `off` what is amiss in all, `stations` how many of `compared` break it.
    """

    identity: str
    stations: int
    compared: int
    more: bool
    off: int


def violations(returns: ReturnsTable) -> pl.DataFrame:
    """Every identity that a station breaks: those of its map, and that votes and parts add up.

    Returns
    -------
    polars.DataFrame
        line (Int64), station, identity (str), off (Int64, ballot: left side less right side); largest first. Totals
        and repeated rows are left out.
    """
    c = pl.col
    flagged = returns.flags.filter(c("rule") == "identity")
    rows = [flagged.select("row", c("column").alias("identity"), c("value").cast(pl.Int64).alias("off"))]
    rows += [
        returns.frame.select("row", pl.lit(name).alias("identity"), off.alias("off")).filter(c("off") != 0)
        for name, off in _own(returns).items()
    ]
    broken = pl.concat(rows).join(returns.counted().select("row", "line", "station"), on="row")
    return broken.sort(c("off").abs(), "station", "identity", descending=[True, False, False]).drop("row").select(
        "line", "station", "identity", "off"
    )


def _own(returns: ReturnsTable) -> dict[str, pl.Expr]:
    """What must be 0 in every protocol, by name, among the columns that the file gives."""
    c = pl.col
    votes = pl.sum_horizontal(*(c(name) for name in returns.contestants), ignore_nulls=False)
    given = {name for name in ("cast", "valid", "invalid") if name not in returns.derived}
    identities = {}
    if "valid" in given:
        identities["votes of all contestants are the valid ballots"] = votes - c("valid")
    if given == {"cast", "valid", "invalid"}:
        identities["valid and invalid ballots are the ballots cast"] = c("valid") + c("invalid") - c("cast")
    if given == {"cast", "invalid"}:
        identities["votes of all contestants and invalid ballots are the ballots cast"] = (
            votes + c("invalid") - c("cast")
        )
    return identities


def _compared(returns: ReturnsTable) -> dict[str, int]:
    """Stations with ballots at which an identity can be checked, by its name."""
    given = {n.removeprefix(IDENTITY): pl.col(n) for n in returns.frame.columns if n.startswith(IDENTITY)}
    counts = pl.max_horizontal("cast", "valid", "invalid", *returns.contestants)
    some = returns.counted().filter(counts > 0)
    return {name: int(some.select(off.count()).item()) for name, off in {**given, **_own(returns)}.items()}


def misread(returns: ReturnsTable, broken: pl.DataFrame) -> list[Misread]:
    """Identities that most stations break with one sign; `broken` as from `violations`."""
    ballots, able = returns.counted().filter(pl.col("cast").is_not_null()).height, _compared(returns)
    out = []
    for (name,), part in broken.group_by("identity", maintain_order=True):
        compared = max(ballots, able.get(str(name), 0))
        more = int((part["off"] > 0).sum())
        sign = max(more, part.height - more)
        if compared >= _FEW and part.height > MOST * compared and sign >= ONE_SIGN * part.height:
            off = int(part["off"].abs().sum())
            out.append(Misread(str(name), part.height, compared, more == sign, off))
    return out


def find(returns: ReturnsTable) -> Finding:
    """How many protocols contradict themselves, and by how many ballots."""
    every = violations(returns)
    wrong = misread(returns, every)
    aside = [m.identity for m in wrong]
    broken = every.filter(~pl.col("identity").is_in(aside))
    # what is set aside shows nothing, and so is no check that holds
    able = bool(broken.height or any(n for name, n in _compared(returns).items() if name not in aside))
    # one ballot can break several identities: a station counts with its largest
    each = broken.group_by("line").agg(pl.col("off").abs().max())
    worst, stations = int(each["off"].sum()), returns.counted().height
    says = f"{each.height:,} of {stations:,} protocols contradict themselves, by {worst:,} ballots in all"
    if broken.height:
        first = broken.row(0, named=True)
        says += f"; most at {first['station']}, where {abs(first['off']):,} are amiss: {first['identity']}"
    sentences = [f"{says}."] if able else []
    sentences += [
        f"At {m.stations:,} of {m.compared:,} stations it does not hold, always in one direction, that "
        f"{m.identity}: a column is probably missing or means something else, so this is no contradiction."
        for m in wrong
    ]
    return Finding(
        name="identities",
        title="Protocols that contradict themselves",
        kind="proof",
        says=" ".join(sentences) or NOTHING,
        value=float(worst) if able else None,
        unit="ballot",
        alarm=bool(worst > ALARM_SHARE * returns.totals().cast) if able else None,
        rule=f"protocols disagree with themselves by more than {ALARM_SHARE:.1%} of all ballots cast",
        fails_when="A clerical error looks the same as a forged line, and invented protocols may add up perfectly.",
        tables={"violations": every, "misread": pl.DataFrame(wrong, schema=list(Misread._fields), orient="row")},
    )
