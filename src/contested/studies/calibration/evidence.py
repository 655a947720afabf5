"""What a study goes by: claims until a date, which it is fitted to, and later ones, which test it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from contested.claims import ledger
from contested.claims.claim import Claim
from contested.claims.parties import Names
from contested.claims.reasons import Unused
from contested.claims.unused import counts, unused
from contested.files import Refused, guarded, read_record, refusing
from contested.ground.errors import CheckpointError, InputError, closest
from contested.inference.likelihood.cells import KNOWN, Cell, Cells, cells_of, placed
from contested.inference.likelihood.claim_arrays import ClaimArrays, arrays_of
from contested.inference.likelihood.claim_params import DEFAULT, ClaimModel
from contested.scenarios import Scenario
from contested.studies.folder import DAMAGED


@dataclass(frozen=True, eq=False)
class Evidence:
    """Claims of a study.

    Parameters
    ----------
    cells : Cells
        Every cell that is stored of a run.
    fitted, later : ClaimArrays
        About days up to the date, and about later ones; growing lists in their last state within each.
    unmatched : int
        Claims without a counterpart in what is stored of a run.
    claims : tuple of Claim
        All of them, as given.
    reasons : tuple of (Unused or None)
        Why each is not used; None for those that are.
    """

    cells: Cells
    fitted: ClaimArrays
    later: ClaimArrays
    unmatched: int
    claims: tuple[Claim, ...]
    reasons: tuple[Unused | None, ...]

    @property
    def unreached(self) -> tuple[str, ...]:
        """What claims could speak of and no fitted claim does."""
        claimable = {name for q in ledger.QUANTITIES.values() for name in q.observables}
        spoken = {name for k in self.used.tolist() for name in self.cells.each[k].observables}
        return tuple(sorted(claimable - spoken))

    @property
    def used(self) -> np.ndarray:
        """int64 array: cells that fitted claims speak of."""
        return np.unique(self.fitted.cell)

    def names(self) -> tuple[str, ...]:
        """Parties of the fitted claims."""
        return tuple(p.name for p in self.fitted.parties)


def ends(claim: Claim) -> dt.date:
    """The last day a claim speaks of."""
    return claim.end_date or claim.date


def cells_within(scenario: Scenario, claims: Sequence[Claim], days: int) -> Cells:
    """Cells of claims that end within so many days."""
    cells, _ = cells_of(scenario, claims)
    return Cells(tuple(c for c in cells.each if c.last < days), cells.start)


def evidence(
    scenario: Scenario, claims: Sequence[Claim], cells: Cells, fit_until: dt.date, days: int | None = None
) -> Evidence:
    """Claims beside cells that are given, of runs of so many days (the scenario's if absent).

    Raises
    ------
    InputError
        If no claim until the date has a cell.
    """
    place = {cell: k for k, cell in enumerate(cells.each)}
    counterparts = [placed(c, scenario) for c in claims]
    of = np.array([place.get(cell, -1) if isinstance(cell, Cell) else -1 for cell in counterparts], dtype=np.int64)
    judged = {id(c): _stored(cell, k, days) for c, cell, k in zip(claims, counterparts, of)}
    early = np.array([ends(c) <= fit_until for c in claims], dtype=bool)
    # one set of names for both, so that a party is one whoever learnt of its abbreviation
    names = Names(c.claimant for c in claims)
    aliases: dict[str, list[str]] = {}
    for c in claims:
        aliases.setdefault(names.party(c.claimant), []).append(c.claimant)

    def arrays(which: np.ndarray) -> ClaimArrays:
        return arrays_of([c for c, w in zip(claims, which) if w], cells, of[which], aliases)

    reasons = tuple(unused(claims, lambda c: judged[id(c)], aliases))
    found = Evidence(cells, arrays(early), arrays(~early), int((of < 0).sum()), tuple(claims), reasons)
    if not len(found.fitted):
        speaking = sorted(ends(c) for c, k in zip(claims, of) if k >= 0)
        raise InputError(
            f"fit_until {fit_until}: no claim up to then speaks of anything that a run reports.",
            f"the first that does ends on {speaking[0]}" if speaking else _why(found.reasons),
        )
    return found


def _stored(cell: Cell | Unused, k: int, days: int | None) -> Cell | Unused:
    if isinstance(cell, Unused) or k >= 0:
        return cell
    late = days is not None and cell.last >= days
    return Unused("outside the dates", "after the last day simulated") if late else Unused("not stored by the study")


def _why(reasons: Sequence[Unused | None]) -> str:
    found = ", ".join(f"{reason}: {n}" for reason, n in counts(reasons).items())
    return f"{found}; `contested claims check FILE --scenario NAME` lists them" if found else "there is no claim"


def doubting(names: Sequence[str], evidence: Evidence) -> ClaimModel:
    """The claim model with less trust in some parties.

    Raises
    ------
    InputError
        A party that makes none of the claims.
    """
    known = {p.name for p in evidence.fitted.parties}
    for name in names:
        if evidence.fitted.names.party(name) not in known:
            raise InputError(
                f"distrust: {name!r} makes none of the "
                "claims.", closest(name, sorted(known)) or ", ".join(sorted(known))
            )
    return DEFAULT.doubting(*names)


def as_json(cells: Cells) -> bytes:
    """Cells as JSON."""
    return (json.dumps({"start": cells.start.isoformat(), "cells": [list(c) for c in cells.each]}) + "\n").encode()


def read_cells(file: Path) -> Cells:
    """Cells that `as_json` wrote.

    Raises
    ------
    CheckpointError
        If they are damaged.
    """
    refused = refusing(CheckpointError, f"{file}: expected the cells of a study", DAMAGED)
    stored = read_record(file, refused)
    with guarded(refused):
        start = dt.date.fromisoformat(stored.text("start"))
    return Cells(tuple(_cell(c, refused) for c in stored.items_of("cells", of=list)), start)


#: places or days that a cell can speak of at most
MOST = 1_000_000


def _cell(values: list[Any], refused: Refused) -> Cell:
    """A cell: observables, places, first and last day, whether it stands."""
    if len(values) != 5:
        raise refused(f"{len(values)} values of a cell, which has five", "")
    names, rows, first, last, standing = values
    whole = isinstance(rows, list) and all(type(n) is int and 0 <= n < MOST for n in (*rows, first, last))
    known = isinstance(names, list) and names and all(isinstance(n, str) and n in KNOWN for n in names)
    if not whole or not known or not isinstance(standing, bool) or not first <= last:
        raise refused("a cell that is none", "")
    return Cell(tuple(names), tuple(rows), first, last, standing)
