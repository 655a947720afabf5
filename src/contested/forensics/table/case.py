"""The stations of an election that can be used, as plain arrays: what every estimate works on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from contested.ground.arrays import Flags as Flags
from contested.ground.arrays import Floats as Floats
from contested.ground.arrays import Ints as Ints
from contested.ground.errors import InputError

#: registered voters below which a station is a ship, a hospital or a camp more often than a polling station
SMALL = 100
_ARRAYS = ("registered", "issued", "cast", "leader", "region", "territory", "row")


@dataclass(frozen=True)
class Case:
    """Counts at stations where all of them are known and none contradicts another.

    Parameters
    ----------
    registered, issued, cast, leader : int64 array of shape (stations,), person or ballot
        0 < registered, 0 <= leader <= cast <= issued' and issued <= registered, where issued' is `issued` or, where a
        protocol has a few more ballots in its boxes than were issued, `cast`.
    region, territory : int32 array of shape (stations,)
        Rows of `regions` and of `territories`: the largest and the smallest unit a station belongs to.
    leader_name : str
        The contestant whose votes `leader` counts.
    regions, territories : tuple of str
        Names of the units.
    row : int64 array of shape (stations,)
        Row of each station in the table it came from.
    """

    registered: Ints
    issued: Ints
    cast: Ints
    leader: Ints
    region: NDArray[np.int32]
    territory: NDArray[np.int32]
    leader_name: str
    regions: tuple[str, ...]
    territories: tuple[str, ...]
    row: Ints

    def __post_init__(self) -> None:
        n = self.registered.size
        for name in _ARRAYS:
            if getattr(self, name).size != n:
                raise InputError(f"{name}: expected {n} stations; got {getattr(self, name).size}.")

    @property
    def stations(self) -> int:
        """How many."""
        return self.registered.size

    @property
    def turnout(self) -> Floats:
        """float64 array, share: ballots issued over voters registered."""
        return self.issued / self.registered

    @property
    def result(self) -> Floats:
        """float64 array, share: the leader's part of ballots cast; 0 where none were cast."""
        return self.leader / np.maximum(self.cast, 1)

    def where(self, keep: Flags | Ints) -> Case:
        """The stations that a mask (or an array of row numbers) picks; names of units stay."""
        return replace(self, **{name: getattr(self, name)[keep] for name in _ARRAYS})


def ordered(case: Case, least: int = 1) -> Case:
    """Stations with at least `least` registered voters and one ballot cast, ordered by unit and by their counts.

    A test of the count must not depend on how the file was sorted or split, nor on a station where nobody voted. Sums
    of floats and keyed chance both depend on rows, so every test first puts its rows in this order; stations with the
    same numbers are alike to it. Units come in order of their names: the codes a file gave them do not matter.
    """
    keep = np.flatnonzero((case.registered >= least) & (case.cast > 0))
    some = case.where(keep)
    keys = (some.leader, some.cast, some.issued, some.registered, _rank(some.territory, case.territories),
            _rank(some.region, case.regions))  # fmt: skip
    return some.where(np.lexsort(keys))


def _rank(code: NDArray[np.int32], names: tuple[str, ...]) -> Ints:
    rank = np.empty(len(names), np.int64)
    rank[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    return rank[code]
