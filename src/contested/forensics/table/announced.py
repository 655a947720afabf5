"""The totals that an authority announced, as a map states them; claims to be tested, never inputs of a test's null.

    [announced]
    source = "Central Election Commission, 14 August"
    ballots = 5818955                       # cast in the whole country
    digits = 2                              # after the point of a percentage

    [announced.percent]                     # of ballots cast
    Lukashenko = 80.10
    [announced.votes]                       # where counts were published
    [announced.by.region."Minsk region"]    # votes in one unit; `margin` where the number is itself a rounded one
    Tikhanovskaya = 115300
    margin = 500
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

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
    digits : int
        After the point of a percentage.
    percent : mapping of contestant to float, percent of ballots cast
    votes : mapping of contestant to int
    by : mapping of a column of units to a mapping of its units to (mapping of contestant to votes, margin)
    """

    source: str
    ballots: int | None = None
    digits: int = 2
    percent: Mapping[str, float] = field(default_factory=dict)
    votes: Mapping[str, int] = field(default_factory=dict)
    by: Mapping[str, Mapping[str, tuple[Mapping[str, int], int]]] = field(default_factory=dict)

    @property
    def rounding(self) -> float:
        """Half a unit of the last digit printed, as a share."""
        return 0.005 / 10**self.digits

    def units(self, column: str) -> pl.DataFrame:
        """Totals of the units of a column: unit, contestant, votes, margin."""
        rows = [
            (unit, contestant, votes, margin)
            for unit, (told, margin) in self.by.get(column, {}).items()
            for contestant, votes in told.items()
        ]
        schema = {"unit": pl.String, "contestant": pl.String, "votes": pl.Int64, "margin": pl.Int64}
        return pl.DataFrame(rows, schema=schema, orient="row")


def parse(tree: Any, contestants: tuple[str, ...], source: str) -> Announced:
    """Totals from the table [announced] of a map.

    Parameters
    ----------
    tree : Any
    contestants : tuple of str
        Names that totals may have.
    source : str
        The map, for messages.

    Raises
    ------
    ReturnsError
        Unknown keys or contestants, numbers that are none, percentages outside 0 to 100.
    """
    table = _table(tree, "announced", source)
    known = ("source", "ballots", "digits", "percent", "votes", "by")
    for key in table:
        if key not in known:
            raise ReturnsError(f"unknown key announced.{key}.", closest(key, known), file=source, value=key)
    by = {
        column: {
            unit: _unit(told, f"announced.by.{column}.{unit}", contestants, source)
            for unit, told in _table(units, f"announced.by.{column}", source).items()
        }
        for column, units in _table(table.get("by", {}), "announced.by", source).items()
    }
    percent = _numbers(table.get("percent", {}), "announced.percent", contestants, source, float)
    for name, value in percent.items():
        if not 0 <= value <= 100:
            raise ReturnsError(f"announced.percent.{name}: expected 0 to 100; got {value}.", file=source)
    whole = lambda key, least: _whole(table[key], f"announced.{key}", source, least) if key in table else None  # noqa: E731
    digits = whole("digits", 0)
    return Announced(
        source=str(table.get("source", "")),
        ballots=whole("ballots", 1),
        digits=2 if digits is None else digits,
        percent=percent,
        votes=_numbers(table.get("votes", {}), "announced.votes", contestants, source, int),
        by=by,
    )


def _unit(told: Any, where: str, contestants: tuple[str, ...], source: str) -> tuple[Mapping[str, int], int]:
    table = dict(_table(told, where, source))
    margin = _whole(table.pop("margin", 0), f"{where}.margin", source, 0)
    return _numbers(table, where, contestants, source, int), margin


def _numbers(value: Any, where: str, contestants: tuple[str, ...], source: str, kind: type) -> dict[str, Any]:
    out = {}
    for name, number in _table(value, where, source).items():
        if name not in contestants:
            raise ReturnsError(f"{where}: no contestant is called {name!r}.", closest(name, contestants), file=source)
        if kind is int:
            out[name] = _whole(number, f"{where}.{name}", source, 0)
        elif isinstance(number, int | float) and not isinstance(number, bool):
            out[name] = float(number)
        else:
            raise ReturnsError(f"{where}.{name}: expected a number; got {number!r}.", file=source)
    return out


def _whole(value: Any, where: str, source: str, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ReturnsError(f"{where}: expected a whole number, {least} or more; got {value!r}.", file=source)
    return value


def _table(value: Any, where: str, source: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ReturnsError(f"{where}: expected a table; got {value!r}.", file=source)
    return value
