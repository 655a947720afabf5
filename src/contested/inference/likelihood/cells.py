"""Cells: the numbers of a run that claims speak of, one for each thing, place and stretch of days.

Two claims about one thing meet one cell, however they put it: "detained on 9 August" by two parties, or a running total
and the sum of the same days. The rules are those of the report (report.claims_view), here made for many runs: what has
no counterpart there has none here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from contested.claims import ledger
from contested.claims.claim import Claim
from contested.claims.impossible import impossible, over
from contested.claims.reasons import Unused, nearest
from contested.ground.arrays import Floats, Ints
from contested.nation import tallies
from contested.nation.observables import OBSERVABLES
from contested.scenarios.places import names, rows_of

if TYPE_CHECKING:
    from contested.scenarios import Scenario

#: observables that already are running totals, or that stand until changed: they are read on a day, never added up
STANDING = frozenset({"lent", "aid", "dismissed", "sanctioned"}) | tallies.NAMES

#: added to a percentage before the logarithm
FLOOR_PERCENT = 0.05

#: a claimed share is by place, whatever `nation.observables` says of the whole country's
_DIMS = {o.name: o.dims for o in (*OBSERVABLES, *tallies.TALLIES)}
#: what a cell can count
KNOWN = frozenset(_DIMS)


class Cell(NamedTuple):
    """One number of a run.

    Parameters
    ----------
    observables : tuple of str
        What is added up.
    rows : tuple of int
        Places added up; empty for the whole country.
    first, last : int, day
        Counted from the scenario's start; both inside. Equal for what stands.
    standing : bool
        Read on its day instead of added up over days.
    """

    observables: tuple[str, ...]
    rows: tuple[int, ...]
    first: int
    last: int
    standing: bool

    @property
    def indicator(self) -> str:
        """What it counts, whatever place and days: observables joined by +."""
        return "+".join(self.observables)


@dataclass(frozen=True)
class Cells:
    """Distinct cells, in the order in which claims first speak of them.

    Parameters
    ----------
    each : tuple of Cell
    start : date
        Of day 0.
    """

    each: tuple[Cell, ...]
    start: date

    def __len__(self) -> int:
        return len(self.each)

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Names of what is counted, in order of first appearance."""
        return tuple(dict.fromkeys(c.indicator for c in self.each))

    @cached_property
    def indicator(self) -> Ints:
        """int64 array of shape (cells,): which of `indicators` each cell counts."""
        place = {name: k for k, name in enumerate(self.indicators)}
        return np.array([place[c.indicator] for c in self.each], dtype=np.int64)

    def floor(self, scale: float) -> Floats:
        """What an emulator adds to each cell before the logarithm, float64 array of shape (cells,): half of what one
        agent stands for, so that nobody and one person are told apart, and hardly anything to a percentage."""
        ratio = [any(name in tallies.RATIOS for name in c.observables) for c in self.each]
        return np.where(ratio, FLOOR_PERCENT, scale / 2)

    def read(self, arrays: Mapping[str, Floats]) -> Floats:
        """What one run says of each cell.

        Parameters
        ----------
        arrays : mapping of str to float array of shape (days, ...)
            Observables from day 0 on; a second dimension is places where the observable has them.

        Returns
        -------
        float64 array of shape (cells,), in the observable's unit
            NaN where the run holds no value on one of the days: it is shorter, or had ended.
        """
        return np.array([_value(cell, arrays) for cell in self.each])


def _value(cell: Cell, arrays: Mapping[str, Floats]) -> float:
    def added(name: str) -> float:
        # days that are not there are missing, not zero
        part = np.asarray(arrays[name][cell.first : cell.last + 1], dtype=np.float64)
        if len(part) < cell.last + 1 - cell.first:
            return np.nan
        if cell.rows:
            part = part[:, list(cell.rows)]
        return float(by_day(part).sum())

    total = 0.0
    for name in cell.observables:
        if name in tallies.RATIOS:
            above, below = (added(part) for part in tallies.RATIOS[name])
            total += 100.0 * above / below if below > 0 else np.nan
        else:
            total += added(name)
    return total


def national(indicator: str, arrays: Mapping[str, Floats]) -> Floats:
    """The whole country's course of an indicator, float64 array of shape (days,)."""
    total: Floats = np.zeros(1)
    for name in indicator.split("+"):
        if name in tallies.RATIOS:
            above, below = (by_day(np.asarray(arrays[part], dtype=np.float64)) for part in tallies.RATIOS[name])
            total = total + 100.0 * above / np.where(below > 0, below, np.nan)
        else:
            total = total + by_day(np.asarray(arrays[name], dtype=np.float64))
    return total


def cells_of(scenario: Scenario, claims: Iterable[Claim]) -> tuple[Cells, Floats]:
    """The cells that claims speak of.

    Parameters
    ----------
    scenario : Scenario
        Its places and days.
    claims : iterable of Claim
        Of this scenario.

    Returns
    -------
    (Cells, int64 array of shape (claims,))
        The cell of each claim, -1 where the model reports nothing it could be set beside.
    """
    known: dict[Cell, int] = {}
    of_claim = []
    for claim in claims:
        cell = counterpart(claim, scenario)
        of_claim.append(-1 if cell is None else known.setdefault(cell, len(known)))
    return Cells(tuple(known), scenario.country.start), np.array(of_claim, dtype=np.int64)


def counterpart(claim: Claim, scenario: Scenario) -> Cell | None:
    """The cell one claim speaks of; None if there is none: another thing, another country, or before day 0."""
    found = placed(claim, scenario)
    return found if isinstance(found, Cell) else None


def placed(claim: Claim, scenario: Scenario) -> Cell | Unused:
    """The cell one claim speaks of, or why there is none."""
    if why := over(claim):  # whoever it is about
        return Unused("number impossible", why)
    quantity = ledger.counterpart(claim, contestants(scenario))
    if isinstance(quantity, Unused):
        return quantity
    country, whole = scenario.country, scenario.words.get("country", "")
    nation = claim.place in ("", whole)
    if more := impossible(claim, country.population):
        return Unused("number impossible", more)
    rows = rows_of(claim.place, country.places, whole)
    if not rows:
        return Unused("place unknown", nearest(claim.place, (*filter(None, [whole]), *names(country.places))))
    if not nation and not all("place" in _DIMS[name] for name in quantity.observables):
        return Unused("quantity not by place")
    first, last = (claim.date - country.start).days, ((claim.end_date or claim.date) - country.start).days
    if quantity.vote:
        # there is one count: whatever day it is spoken of, it is that of the last polling day
        if not country.election:
            return Unused("outside the dates", "nobody votes in this scenario")
        if first < country.count_day or last >= country.days:
            return Unused("outside the dates")
        return Cell(quantity.observables, () if nation else rows, country.count_day, country.count_day, True)
    if first < 0 or last >= country.days:
        return Unused("outside the dates")
    # a running total with one date began when the crisis did
    first = 0 if quantity.total and claim.end_date is None else first
    standing = set(quantity.observables) <= STANDING
    return Cell(quantity.observables, () if nation else rows, last if standing else first, last, standing)


def contestants(scenario: Scenario) -> dict[str, str]:
    """Lines of a protocol by how claims call them, in lower case."""
    called = ((scenario.words.get(role, ""), role) for role in ("incumbent", "challenger"))
    return {name.casefold(): role for name, role in called if name}


def by_day(part: Floats) -> Floats:
    """Sum over everything but days; NaN only where all parts of a day are."""
    flat = part.reshape(len(part), -1)
    missing = np.isnan(flat)
    return np.where(missing.all(axis=1), np.nan, np.where(missing, 0.0, flat).sum(axis=1))
