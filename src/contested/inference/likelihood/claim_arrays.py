"""Claims as arrays: what the claim model reads of them, and nothing more.

Every number becomes a stretch from `low` to `high` in which the claimant's own figure lay before it was put into words:
- a bare number is as fine as it was rounded (claims.heaping);
- "at least N" has no top, "at most N" no bottom, "hundreds" and "between N and M" have both;
- of a growing list only the last state is there (claims.witnesses), and copies carry the number of their witness;
- a list of names is at least its length and says nothing about how much more there was: `listed`.

Nobody's silence is in here. Left out: claims with nothing of the model to be set beside.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from contested.claims.claim import Claim
from contested.claims.heaping import Grain, grain, stretch
from contested.claims.ledger import QUANTITIES, factor_of
from contested.claims.parties import Names, Party, parties
from contested.claims.witnesses import clusters, current, witnesses
from contested.ground.arrays import Flags, Floats, Ints
from contested.ground.errors import InputError
from contested.inference.likelihood.cells import Cells

#: says that a number is the length of a list: every name on it is somebody
_LISTED = re.compile(r"\b(named|names|by name|lists?|registry|registers?)\b", re.I)


@dataclass(frozen=True, eq=False)
class ClaimArrays:
    """Claims that have a cell, in their order.

    Parameters
    ----------
    claims : tuple of Claim
    cells : Cells
    cell : int64 array of shape (n,)
        Which cell each speaks of.
    low, high : float64 arrays of shape (n,), in the observable's unit
        Where the figure lay before it was put into words; 0 and infinity where that is open.
    reference : float64 array of shape (n,), in the observable's unit
        The number said, or the middle or the end of its bounds: what decides whether it is a small count.
    counted : bool array of shape (n,)
        A count of persons or things, not an amount of money.
    listed : bool array of shape (n,)
        A list of names or a registry.
    grain : tuple of (Grain or None)
        How finely a bare number was rounded; None where bounds were said.
    witness : int64 array of shape (n,)
        Copies have the same; from 0.
    party : int64 array of shape (n,)
        Who stands behind it: the witness's party.
    parties : tuple of Party
    names : Names
        Turns any name of a party into that of `parties`.
    place : int64 array of shape (n,)
        Position of each claim among those given.
    """

    claims: tuple[Claim, ...]
    cells: Cells
    cell: Ints
    low: Floats
    high: Floats
    reference: Floats
    counted: Flags
    listed: Flags
    grain: tuple[Grain | None, ...]
    witness: Ints
    party: Ints
    parties: tuple[Party, ...]
    names: Names
    place: Ints

    def __len__(self) -> int:
        return len(self.claims)

    @property
    def claimed(self) -> Ints:
        """int64 array: cells that some claim speaks of, ascending."""
        return np.unique(self.cell)

    @property
    def copied(self) -> Flags:
        """bool array of shape (n,): claims whose number an earlier one of the same witness has given already."""
        _, first = np.unique(self.witness, return_index=True)
        out = np.ones(len(self), dtype=bool)
        out[first] = False
        return out

    @property
    def numbers(self) -> int:
        """How many claims are left if a number counts once, however often it is repeated."""
        return int((~self.copied).sum())

    @property
    def indicator(self) -> Ints:
        """int64 array of shape (n,): which of `cells.indicators` each speaks of."""
        return self.cells.indicator[self.cell]


def arrays_of(
    claims: Iterable[Claim],
    cells: Cells,
    cell_of_claim: Floats,
    aliases: Mapping[str, Iterable[str]] | None = None,
) -> ClaimArrays:
    """Claims made ready for the claim model.

    Parameters
    ----------
    claims : iterable of Claim
    cells, cell_of_claim
        From `cells_of` of the same claims.
    aliases : mapping of str to iterable of str
        Other names of a party (claims.parties).

    Raises
    ------
    InputError
        If there is not one cell a claim.
    """
    claims = tuple(claims)
    if np.shape(cell_of_claim) != (len(claims),):
        raise InputError(f"cell_of_claim: expected shape ({len(claims)},); got {np.shape(cell_of_claim)}.")
    names = Names((c.claimant for c in claims), aliases)
    known = parties(claims, aliases)
    number = {p.name: k for k, p in enumerate(known)}
    speaks = {id(c): names.party(c.claimant) for c in claims}
    for cluster in clusters(claims, aliases):
        speaks |= {id(c): cluster.party for c in cluster.claims}
    # a number without a cell, such as an impossible one, is no state of a list: it must not displace one that counts
    last = {id(c) for c in current((c for c, k in zip(claims, cell_of_claim) if k >= 0), aliases)}
    place = [k for k, c in enumerate(claims) if id(c) in last and cell_of_claim[k] >= 0]
    witness = np.array(witnesses(claims, aliases), dtype=np.int64)[place]
    chosen = tuple(claims[k] for k in place)
    party = [speaks[id(c)] for c in chosen]
    listed = np.array([_is_list(c) for c in chosen], dtype=bool)
    factor = np.array([factor_of(c) for c in chosen])
    ends = np.array([_stretch(c, on_list) for c, on_list in zip(chosen, listed)]).reshape(-1, 2)
    return ClaimArrays(
        claims=chosen,
        cells=cells,
        cell=np.asarray(cell_of_claim, dtype=np.int64)[place],
        low=ends[:, 0] * factor,
        high=ends[:, 1] * factor,
        reference=np.array([c.middle for c in chosen], dtype=np.float64) * factor,
        counted=np.array([QUANTITIES[c.quantity].counted for c in chosen], dtype=bool),
        listed=listed,
        grain=tuple(None if on_list else _grain(c) for c, on_list in zip(chosen, listed)),
        witness=np.unique(witness, return_inverse=True)[1].astype(np.int64),
        party=np.array([number[p] for p in party], dtype=np.int64),
        parties=known,
        names=names,
        place=np.array(place, dtype=np.int64),
    )


def _grain(claim: Claim) -> Grain | None:
    """How finely a bare number was rounded; None where there are bounds, and for percents."""
    bare = claim.low is None and claim.high is None and claim.value is not None
    return grain(claim.value) if bare and claim.value is not None and not _percent(claim) else None


def _percent(claim: Claim) -> bool:
    return QUANTITIES[claim.quantity].unit == "percent"


def _is_list(claim: Claim) -> bool:
    # "none" is no list
    says = _LISTED.search(f"{claim.claimant} {claim.note}") is not None
    return QUANTITIES[claim.quantity].grows and claim.middle != 0 and says


def _stretch(claim: Claim, listed: bool) -> tuple[float, float]:
    """In the claim's own unit."""
    if _percent(claim):
        least, most = claim.bounds
        low = 0.0 if least is None else max(least - _half_digit(least), 0.0)
        high = np.inf if most is None else most + _half_digit(most)
    elif claim.value is not None and (to := _grain(claim)) is not None:
        low, high = stretch(claim.value, to)
    else:
        # a count of 200 is what lies between 199.5 and 200.5; amounts of money have no such grain
        half = 0.5 if QUANTITIES[claim.quantity].counted else 0.0
        least, most = claim.bounds
        low = 0.0 if least is None else max(0.0, least - half)
        high = np.inf if most is None else most + half
        if most is not None and low == high:  # both bounds an amount of money: as fine as the number
            low, high = stretch(most, grain(most))
        if most is not None and listed and least is None:
            low = stretch(most, grain(most))[0]
    return (low, np.inf) if listed else (low, high)


def _half_digit(number: float) -> float:
    """Half of the last decimal that a percentage was written with, at most two of them."""
    return next(0.5 * 10.0**-k for k in range(3) if k == 2 or math.isclose(number, round(number, k)))
