"""Cells: the numbers of a run that claims speak of, one for each thing, place and stretch of days.

Two claims about one thing meet one cell, however they put it: "detained on 9 August" by two parties, or a running total
and the sum of the same days. The rules are those of the report (report.claims_view), here made for many runs: what has
no counterpart there has none here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from contested.claims.claim import Claim
from contested.claims.ledger import comparable
from contested.ground.arrays import Floats, Ints
from contested.nation.observables import OBSERVABLES
from contested.scenarios.places import OUTSIDE, rows_of

if TYPE_CHECKING:
    from contested.scenarios import Scenario

#: observables that already are running totals, or that stand until changed: they are read on a day, never added up
STANDING = frozenset({"lent", "aid", "dismissed", "sanctioned"})

_DIMS = {o.name: o.dims for o in OBSERVABLES}


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

    @property
    def indicators(self) -> tuple[str, ...]:
        """Names of what is counted, in order of first appearance."""
        return tuple(dict.fromkeys(c.indicator for c in self.each))

    @property
    def indicator(self) -> Ints:
        """int64 array of shape (cells,): which of `indicators` each cell counts."""
        place = {name: k for k, name in enumerate(self.indicators)}
        return np.array([place[c.indicator] for c in self.each], dtype=np.int64)

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
        out = np.empty(len(self.each))
        for k, cell in enumerate(self.each):
            total = 0.0
            for name in cell.observables:
                # days that are not there are missing, not zero
                part = np.asarray(arrays[name][cell.first : cell.last + 1], dtype=np.float64)
                if len(part) < cell.last + 1 - cell.first:
                    total = np.nan
                    break
                if cell.rows:
                    part = part[:, list(cell.rows)]
                total += by_day(part).sum()
            out[k] = total
        return out


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
    quantity = comparable(claim)
    start = scenario.country.start
    if quantity is None or claim.date < start or any(name not in _DIMS for name in quantity.observables):
        return None
    whole = scenario.words.get("country", "")
    rows = rows_of(claim.place, scenario.country.places, whole)
    nation = claim.place in ("", whole)
    if not rows and (not nation or claim.place.startswith(OUTSIDE)):
        return None
    if not nation and not all("place" in _DIMS[name] for name in quantity.observables):
        return None
    last = ((claim.end_date or claim.date) - start).days
    # a running total with one date began when the crisis did
    first = 0 if quantity.total and claim.end_date is None else (claim.date - start).days
    standing = set(quantity.observables) <= STANDING
    return Cell(quantity.observables, () if nation else rows, last if standing else first, last, standing)


def by_day(part: Floats) -> Floats:
    """Sum over everything but days; NaN only where all parts of a day are."""
    flat = part.reshape(len(part), -1)
    missing = np.isnan(flat)
    return np.where(missing.all(axis=1), np.nan, np.where(missing, 0.0, flat).sum(axis=1))
