"""The totals that an authority announced, as a map states them; claims to be tested, never inputs of a test's null.

    [announced]
    source = "Central Election Commission, 14 August"
    ballots = 5818955                       # cast in the whole country
    valid = 5700000                         # valid votes in the whole country
    of = "cast"                             # what percentages are of: "cast" or "valid"
    digits = 2                              # after the point of a percentage
    complete = true                         # the file holds every station; false if absent

    [announced.percent]                     # of ballots cast, or of valid votes
    Lukashenko = 80.10
    [announced.votes]                       # where counts were published
    [announced.by.region."Minsk region"]    # votes in one unit; `margin` where the number is itself a rounded one
    Tikhanovskaya = 115300
    margin = 500
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from contested.files import shown
from contested.forensics.table.column_map import Checks
from contested.ground.errors import ReturnsError, closest


@dataclass(frozen=True, kw_only=True)
class Announced:
    """Announced totals.

    Parameters
    ----------
    source : str
        Who announced them, and when.
    ballots : int, optional
        Cast in the whole country.
    valid : int, optional
        Valid votes in the whole country.
    of : "cast" or "valid"
        What percentages are of.
    digits : int
        After the point of a percentage.
    complete : bool
        Whether the file holds every station that the totals are of.
    percent : mapping of contestant to float, percent of ballots cast or of valid votes
    votes : mapping of contestant to int
    by : mapping of a column of units to a mapping of its units to (mapping of contestant to votes, margin)
    """

    source: str
    ballots: int | None = None
    valid: int | None = None
    of: str = "cast"
    digits: int = 2
    complete: bool = False
    percent: Mapping[str, float] = field(default_factory=dict)
    votes: Mapping[str, int] = field(default_factory=dict)
    by: Mapping[str, Mapping[str, tuple[Mapping[str, int], int]]] = field(default_factory=dict)

    @property
    def rounding(self) -> float:
        """Half a unit of the last digit printed, as a share."""
        return float(0.005 / 10**self.digits)

    @property
    def base(self) -> int | None:
        """What percentages are of, as a count, where it was announced."""
        return self.valid if self.of == "valid" else self.ballots

    def share(self, contestant: str) -> float | None:
        """A contestant's announced percentage as a share of ballots cast; None where that cannot be told."""
        percent = self.percent.get(contestant)
        if percent is None or self.of == "cast":
            return None if percent is None else percent / 100
        if self.valid is None or not self.ballots:
            return None
        return percent / 100 * self.valid / self.ballots

    def units(self, column: str) -> pl.DataFrame:
        """Totals of the units of a column: unit, contestant, votes, margin."""
        rows = [
            (unit, contestant, votes, margin)
            for unit, (totals, margin) in self.by.get(column, {}).items()
            for contestant, votes in totals.items()
        ]
        schema = {"unit": pl.String, "contestant": pl.String, "votes": pl.Int64, "margin": pl.Int64}
        return pl.DataFrame(rows, schema=schema, orient="row")


def parse(tree: object, contestants: tuple[str, ...], source: str) -> Announced:
    """Totals from the table [announced] of the map `source`, for these contestants.

    Raises
    ------
    ReturnsError
        Unknown keys or contestants, numbers that are none, percentages outside 0 to 100.
    """
    at = Checks(source)
    table = at.table(tree, "announced", ("source", "ballots", "valid", "of", "digits", "complete", "percent", "votes",
                                          "by"))  # fmt: skip
    by = {
        column: {
            unit: _unit(totals, f"announced.by.{column}.{unit}", contestants, at)
            for unit, totals in at.table(units, f"announced.by.{column}").items()
        }
        for column, units in at.table(table.get("by", {}), "announced.by").items()
    }
    of = table.get("of", "cast")
    if of not in ("cast", "valid"):
        raise ReturnsError(f'announced.of: expected "cast" or "valid"; got {shown(of)}.', file=source)
    ballots, valid = (at.whole(table[k], f"announced.{k}", 1) if k in table else None for k in ("ballots", "valid"))
    if ballots is not None and valid is not None and valid > ballots:
        raise ReturnsError(f"announced: {valid:,} valid votes of {ballots:,} ballots.", "valid is at most ballots",
                           file=source)  # fmt: skip
    percent = _of_contestants(table.get("percent", {}), "announced.percent", contestants, at)
    return Announced(
        source=str(table.get("source", "")),
        ballots=ballots,
        valid=valid,
        of=of,
        digits=at.whole(table.get("digits", 2), "announced.digits", most=15),
        complete=at.truth(table.get("complete", False), "announced.complete"),
        percent={name: at.percent(number, f"announced.percent.{name}") for name, number in percent.items()},
        votes=_votes(table.get("votes", {}), "announced.votes", contestants, at),
        by=by,
    )


def _unit(value: object, where: str, contestants: tuple[str, ...], at: Checks) -> tuple[Mapping[str, int], int]:
    table = dict(at.table(value, where))
    margin = at.whole(table.pop("margin", 0), f"{where}.margin")
    return _votes(table, where, contestants, at), margin


def _votes(value: object, where: str, contestants: tuple[str, ...], at: Checks) -> dict[str, int]:
    table = _of_contestants(value, where, contestants, at)
    return {name: at.whole(number, f"{where}.{name}") for name, number in table.items()}


def _of_contestants(value: object, where: str, contestants: tuple[str, ...], at: Checks) -> Mapping[str, object]:
    table = at.table(value, where)
    for name in table:
        if name not in contestants:
            hint = closest(name, contestants)
            raise ReturnsError(f"{where}: no contestant is called {name!r}.", hint, file=at.source)
    return table
